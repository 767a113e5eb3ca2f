"""What the screens of translations share: for whom they are."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import rights


class ForStaffMixin:
    """A screen for those who have something to do with translations."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer only those.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not rights.works_here(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ForNewsroomMixin:
    """A screen for the newsroom alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer only those who work in one.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not rights.works_in_newsroom(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class TranslationScreen(ForStaffMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen below the list of translations."""

    header_icon = "site"
    request: Any
    kwargs: dict[str, Any]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("govportal_translation:translations"), "label": _("Translations")},
            {"url": "", "label": self.get_header_title()},
        ]
