"""What the screens of schedules share: for whom they are, and where they stand in the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..models import ScheduleIndexPage
from . import access


class ForStaffMixin:
    """A screen for those who have something to do with schedules."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer only those.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not access.works_here(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ArrangedScreen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen of a schedule that the user arranges."""

    @cached_property
    def schedule(self) -> ScheduleIndexPage:
        """The schedule of the address.

        Raises:
            Http404: where the user does not work with it.
            PermissionDenied: where the user may not write its weeks.
        """
        return access.arranged_for(self.request.user, self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whose schedule."""
        return str(self.schedule.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the schedules, the weeks of this one, this screen."""
        weeks = reverse("schedules:weeks", args=[self.schedule.pk])
        return [
            *self.breadcrumbs_items,
            {"url": reverse("schedules:index"), "label": _("Working schedules")},
            {"url": weeks, "label": self.schedule.title},
            {"url": "", "label": self.get_page_title()},
        ]
