"""The calendar in the admin, the days that were entered, and the warning of a missing notice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_permission_codename
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..calendar import FIRST_DAY, LAST_DAY, current_calendar, provisional_years_ahead
from ..models import CalendarOverride, CalendarYear
from ..presentation.month_grid import known_year, weekday_labels, year_months


def may_change_calendar(user: Any) -> bool:
    """Whether the user may enter days or declare a year official."""
    return any(
        may(user, action, model)
        for model in (CalendarOverride, CalendarYear)
        for action in ("add", "change")
    )


def may(user: Any, action: str, model: Any) -> bool:
    """Whether the user holds Django's permission for the action on the model."""
    codename = get_permission_codename(action, model._meta)
    return bool(user.has_perm(f"{model._meta.app_label}.{codename}"))


class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """A year with its days off, worked Saturdays and entered days."""

    page_title = _("Calendar")
    header_icon = "calendar-alt"
    template_name = "govportal/regulation/admin/calendar.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home and the calendar."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the year that was asked for; this one for what is no year."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = timezone.localdate()
        year = known_year(self.request.GET.get("year", ""), default=today.year)
        calendar = current_calendar()
        months = year_months(year, calendar, today=today)
        entered = {
            each.date: each
            for each in CalendarOverride.objects.filter(date__year=year).select_related(
                "entered_by"
            )
        }
        user = self.request.user
        context |= {
            "year": year,
            "previous": year - 1 if year > FIRST_DAY.year else None,
            "next": year + 1 if year < LAST_DAY.year else None,
            "months": months,
            "weekdays": weekday_labels(),
            "days": [(cell, entered.get(cell.day)) for month in months for cell in month.special],
            "working_days": sum(month.working_days for month in months),
            "is_provisional": calendar.is_provisional(year),
            "declared": CalendarYear.objects.filter(year=year).select_related("entered_by").first(),
            "may_add": may(user, "add", CalendarOverride),
            "may_change": may(user, "change", CalendarOverride),
            "may_declare": may(user, "add", CalendarYear) and may(user, "change", CalendarYear),
        }
        return context


class ProvisionalYearPanel(Component):
    """A warning on the admin's home page while the days off of a year rest on no notice."""

    name = "govportal_provisional_year"
    template_name = "govportal/regulation/admin/provisional_panel.html"
    order = 50

    def __init__(self, years: list[int]) -> None:
        """``years`` without an official notice."""
        self.years = years

    def get_context_data(self, parent_context: Any = None) -> Mapping[str, Any]:
        """The years, and where they can be entered."""
        return {"years": self.years, "url": reverse("govportal_regulation:calendar")}


def provisional_panels(request: HttpRequest) -> list[ProvisionalYearPanel]:
    """The warning, for those who can do something about it."""
    if not may_change_calendar(request.user):
        return []
    years = provisional_years_ahead(timezone.localdate())
    return [ProvisionalYearPanel(years)] if years else []
