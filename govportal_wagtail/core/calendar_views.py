"""How time limits are counted: the site's regulation, a form, and the calendar of a year."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..regulation import adoption
from ..regulation.calendar import FIRST_DAY, LAST_DAY, WorkingCalendar, current_calendar
from ..regulation.deadlines import counting_of
from ..regulation.presentation import articles
from ..regulation.presentation.counting import CountForm, profile_on
from ..regulation.presentation.month_grid import weekday_labels, year_months
from ..regulation.presentation.rules import deadline_summary
from ..regulation.presentation.terminal import sorted_rules
from ..regulation.schema import DeadlineRule, Profile
from .form_language import language_of, offered

_QUESTIONS = ("category", "role", "event", "date")


class YearForm(forms.Form):
    """The year of the calendar."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_DAY.year,
        max_value=LAST_DAY.year,
        error_messages={"invalid": _("Enter a year, for example 2026.")},
    )


@require_safe
def counting(request: HttpRequest) -> HttpResponse:
    """How a date is counted, and which days count; every question is an address.

    Wrong input is told at its field; the page itself is always there.
    """
    site = Site.find_for_request(request)
    language = language_of(request)
    with translation.override(language):
        context = _context(request, site) | {"language": language, "languages_here": offered()}
        response = render(request, "govportal/counting.html", context)
    response.headers["Content-Language"] = language
    # The answer depends on the calendar and on the day, and any question is an address of its own:
    # none of them is worth a place in the cache.
    patch_cache_control(response, no_cache=True)
    return response


def _context(request: HttpRequest, site: Site | None) -> dict[str, Any]:
    today = timezone.localdate()
    calendar = current_calendar()
    profile, _day = profile_on(adoption.adopted_code(site), request.GET.get("date", ""))
    asked = any(request.GET.get(name) for name in _QUESTIONS)
    form = CountForm(profile, request.GET if asked else None, auto_id="gp-count-%s")
    year_form, year = _year(request, today)
    answers = form.answers(calendar) if asked else []
    how = counting_of(profile)
    return {
        "profile": profile,
        "is_in_force": profile.instrument.in_force(on=today),
        "include_event_day": how.include_event_day,
        "roll_forward": how.roll_forward,
        "rules": _rules(profile),
        "form": form,
        "asked": asked,
        "answers": answers,
        "year_form": year_form,
        **_year_context(year, calendar, today),
        # Only the page itself is for search engines, not each of its answers.
        "robots": "noindex, follow" if request.GET else "",
    }


def _year(request: HttpRequest, today: date) -> tuple[YearForm, int]:
    asked = "year" in request.GET
    form = YearForm(request.GET if asked else None, auto_id="gp-calendar-%s")
    if not asked:
        form.initial["year"] = today.year
        return form, today.year
    return form, form.cleaned_data["year"] if form.is_valid() else today.year


def _year_context(year: int, calendar: WorkingCalendar, today: date) -> dict[str, Any]:
    months = year_months(year, calendar, today=today)
    return {
        "year": year,
        "previous_year": year - 1 if year > FIRST_DAY.year else None,
        "next_year": year + 1 if year < LAST_DAY.year else None,
        "months": months,
        "weekdays": weekday_labels(),
        "special_days": [cell for month in months for cell in month.special],
        "is_provisional": calendar.is_provisional(year),
    }


def _rules(profile: Profile) -> list[dict[str, Any]]:
    rules = [rule for rule in sorted_rules(profile, "deadlines") if isinstance(rule, DeadlineRule)]
    return [
        {
            "title": rule.title or rule.wording or rule.category,
            "summary": deadline_summary(rule),
            "place": articles.label(rule.article),
        }
        for rule in rules
    ]
