"""The public page of figures on questions and answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from ...core.navigation import current_home
from ...core.sites.resolution import portal_site_for
from ..figures import report, years_of
from ..models import Question, QuestionSettings
from . import listing

__all__ = ["figures"]


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many questions the site received in a year, how they were answered and in what time.

    Raises:
        Http404: where the site does not show figures, and for a year without questions.
    """
    site = Site.find_for_request(request)
    portal_site = portal_site_for(site)
    if site is None or portal_site is None or not _settings(portal_site.site).shows_figures:
        raise Http404
    today = timezone.localdate()
    questions = Question.objects.filter(portal_site=portal_site)
    years = years_of(questions, today=today)
    year = _year(request.GET.get("year", ""), years, today)
    minimum = _settings(portal_site.site).minimum_for_ranking
    found = report(questions, date(year, 1, 1), date(year, 12, 31), today=today, minimum=minimum)
    context = {
        "report": found,
        "tables": [
            {"id": "agencies", "heading": _("By agency"), "rows": found.agencies},
            {"id": "topics", "heading": _("By topic"), "rows": found.topics},
        ],
        "year": year,
        "years": years,
        "minimum": minimum,
        "today": today,
        "crumbs": _crumbs(request),
        "address": request.build_absolute_uri(),
    }
    return TemplateResponse(request, "govportal/questions/figures.html", context)


def _settings(site: Site) -> Any:
    return QuestionSettings.for_site(site)


def _year(text: str, years: list[int], today: date) -> int:
    if not text:
        return today.year
    if not (text.isascii() and text.isdecimal() and len(text) == 4) or int(text) not in years:
        raise Http404
    return int(text)


def _crumbs(request: HttpRequest) -> list[dict[str, str]]:
    """From the home page through the section of answers."""
    home = current_home(request)
    if home is None:
        return []
    crumbs = [{"title": home.title, "url": home.url}]
    section = listing.index_of(Page(path=home.path))
    if section is not None:
        crumbs.append({"title": section.title, "url": section.get_url(request) or ""})
    return [*crumbs, {"title": _("Figures on questions and answers"), "url": ""}]
