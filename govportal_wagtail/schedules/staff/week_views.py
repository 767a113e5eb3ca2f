"""Screens to look around: schedules, their weeks, and one week with what is not public."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.pagination import page_of
from .. import editing, rights
from ..models import ScheduleIndexPage, WeeklySchedulePage
from ..weeks import Week
from . import access, week_table
from .desk_screen import WeekScreen, state_of
from .screens import ForStaffMixin

_PAGE_SIZE: Final = 20
#: Weeks ahead that stand in the list before anybody has begun them.
_AHEAD: Final = 3


@method_decorator(never_cache, name="dispatch")
class IndexView(ForStaffMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The schedules of the user's sites with this week and the next one."""

    template_name = "govportal/schedules/staff/index.html"
    http_method_names = ["get", "head"]
    page_title = gettext_lazy("Working schedules")
    header_icon = "calendar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of schedules; their two weeks in one query."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        schedules = rights.schedules_of(self.request.user).select_related("agency")
        shown = page_of(schedules, self.request, size=_PAGE_SIZE)
        this = Week.of(timezone.localdate())
        weeks = (this, this.shifted(1))
        pages = self._pages(shown.object_list, weeks)
        rows = [
            {
                "schedule": each,
                "weeks": [(week, state_of(pages.get((each.path, week.monday)))) for week in weeks],
            }
            for each in shown.object_list
        ]
        return context | {"rows": rows, "shown": shown}

    @staticmethod
    def _pages(schedules: Any, weeks: Any) -> dict[tuple[str, Any], WeeklySchedulePage]:
        paths = {each.path for each in schedules}
        found = WeeklySchedulePage.objects.filter(monday__in=[week.monday for week in weeks])
        by_parent: dict[tuple[str, Any], WeeklySchedulePage] = {}
        for page in found.prefetch_workflow_states():
            parent = page.path[: -page.steplen]
            if parent in paths:
                by_parent.setdefault((parent, page.monday), page)
        return by_parent


@method_decorator(never_cache, name="dispatch")
class WeeksView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The weeks of one schedule, the newest first."""

    template_name = "govportal/schedules/staff/weeks.html"
    http_method_names = ["get", "head"]
    header_icon = "calendar"

    @cached_property
    def schedule(self) -> ScheduleIndexPage:
        """The schedule of the address.

        Raises:
            Http404: where the user does not work with it.
        """
        return access.schedule_for(self.request.user, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """Whose schedule."""
        return str(self.schedule.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the schedules, this one."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("schedules:index"), "label": _("Working schedules")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A page of weeks, and the coming ones that nobody has begun."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = WeeklySchedulePage.objects.child_of(self.schedule).order_by("-monday", "pk")
        shown = page_of(pages.prefetch_workflow_states(), self.request, size=_PAGE_SIZE)
        this = Week.of(timezone.localdate())
        ahead = [this.shifted(each) for each in range(_AHEAD + 1)]
        begun = set(pages.values_list("monday", flat=True).filter(monday__gte=this.monday))
        return context | {
            "schedule": self.schedule,
            "is_arranged": rights.arranges(self.request.user, self.schedule),
            "weeks": [(page.week, state_of(page)) for page in shown.object_list],
            "shown": shown,
            "ahead": [week for week in ahead if week.monday not in begun],
        }


@method_decorator(never_cache, name="dispatch")
class InternalView(WeekScreen):
    """A week with what is not public, for those who work on the site.

    Who writes the week sees its newest version; everybody else what was approved.
    """

    template_name = "govportal/schedules/staff/internal.html"
    http_method_names = ["get", "head"]

    @cached_property
    def schedule(self) -> ScheduleIndexPage:
        """The schedule of the address.

        Raises:
            Http404: where the user does not work with it.
            PermissionDenied: where the user may not see what is not public.
        """
        found = access.schedule_for(self.request.user, self.kwargs["pk"])
        rights.require(rights.sees_internal(self.request.user, found))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The items by day."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        is_arranged = rights.arranges(self.request.user, self.schedule)
        page = self.page
        version = None
        if page is not None and is_arranged:
            version = editing.newest(page)
        elif page is not None and page.live:
            version = page
        return context | {
            "days": week_table.days_of(version) if version else [],
            "version": version,
            "is_arranged": is_arranged and not self.is_locked,
            "is_draft": bool(version and is_arranged and page and page.has_unpublished_changes),
        }
