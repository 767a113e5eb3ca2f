"""Wagtail's API for its own admin, limited to what the explorer and the lists of files show."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from . import page_reach
from .wagtail_policies import policy_of

_ACTIONS = ("choose", "change", "delete")


class _OwnFilesMixin:
    """Files of the collections that the user may choose from."""

    def get_queryset(self) -> QuerySet[Any]:
        """The files of the user's collections."""
        files: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        view: Any = self
        allowed = policy_of(files.model).instances_user_has_any_permission_for(
            view.request.user, _ACTIONS
        )
        return files.filter(pk__in=allowed.order_by().values("pk"))


class SitePagesAPIViewSet(PagesAdminAPIViewSet):  # type: ignore[misc]
    """Pages that the explorer shows."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """The pages within the user's reach."""
        pages: QuerySet[Any] = page_reach.within(self.request.user, super().get_base_queryset())
        return pages


class SiteImagesAPIViewSet(_OwnFilesMixin, ImagesAdminAPIViewSet):  # type: ignore[misc]
    """Images of the user's collections."""


class SiteDocumentsAPIViewSet(_OwnFilesMixin, DocumentsAdminAPIViewSet):  # type: ignore[misc]
    """Files of the user's collections."""


def register(router: Any) -> None:
    """Take the places of Wagtail's own endpoints."""
    router.register_endpoint("pages", SitePagesAPIViewSet)
    router.register_endpoint("images", SiteImagesAPIViewSet)
    router.register_endpoint("documents", SiteDocumentsAPIViewSet)
