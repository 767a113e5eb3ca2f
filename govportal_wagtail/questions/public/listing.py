"""Lists of published answers, with a number of queries that does not grow with the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR
from typing import Any, Final

from django.db.models import Count, prefetch_related_objects
from django.db.models.functions import ExtractYear
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet
from wagtail.rich_text import get_text_for_indexing

from ... import conf
from ...core import network
from ...core.lists import active_filters
from ...core.pagination import page_of
from ...core.placeholders import without_placeholders
from ...core.search import Facet, Results, search
from ...core.search.scope import Cell, Narrowing, facets_of
from ..models import QuestionIndexPage, QuestionPage, QuestionSettings
from .list_query import FILTERS, ListQuery

__all__ = [
    "SOURCE",
    "answers_below",
    "context",
    "frequent",
    "index_of",
    "narrowed",
    "newest",
    "page_context",
]

#: The code of published answers among the kinds of content of the search.
SOURCE: Final = "questions"
SIMILAR_LIMIT: Final = 5
FREQUENT_LIMIT: Final = 12
#: Options of one facet that are shown; the chosen one always is.
SHOWN_OPTIONS: Final = 40
_HEADINGS: Final[dict[str, str | Promise]] = {
    "topic": pgettext_lazy("question", "Topic"),
    "agency": _("Answering agency"),
    "year": _("Year"),
}
_NAMES: Final = {ours: theirs for theirs, ours in FILTERS.items()}


def answers_below(page: Page, *, is_open: bool | None = None) -> PageQuerySet:
    """Published answers below a page that its readers may see, newest first, ready for a list.

    ``is_open`` says whether anyone may read the page, where that is known already.
    """
    answers = without_placeholders(QuestionPage.objects.filter(path__startswith=page.path).live())
    if is_open is None:
        is_open = not page.get_view_restrictions().exists()
    if is_open:
        answers = answers.public()
    return answers.select_related("topic", "agency").order_by("-answered_on", "-pk")


def narrowed(answers: PageQuerySet, query: ListQuery) -> PageQuerySet:
    """Answers with the topic, the agency and the year of a query, whatever its words."""
    values = Narrowing.of(query.filters, None).values
    columns = {"category": "topic__code", "agency": "agency_id", "year": "answered_on__year"}
    if not MINYEAR <= values.get("year", MINYEAR) <= MAXYEAR:
        return answers.none()
    return answers.filter(**{columns[name]: value for name, value in values.items()})


def newest(page: Page, count: int) -> list[QuestionPage]:
    """The newest published answers anywhere below a page."""
    return list(answers_below(page, is_open=True)[:count])


def frequent(page: Page, *, is_open: bool | None = None) -> list[QuestionPage]:
    """Featured and frequent questions, each with ``answer_text``, in the order of the editors."""
    answers = answers_below(page, is_open=is_open)
    chosen = answers.filter(is_faq=True) | answers.filter(is_featured=True)
    ordered = chosen.order_by("-is_featured", "faq_order", "-answered_on", "-pk")
    found = list(ordered[:FREQUENT_LIMIT])
    for each in found:
        # As plain text: links in it would have to be looked up answer by answer.
        each.answer_text = " ".join(get_text_for_indexing(each.answer).split())
    return found


def similar(page: QuestionPage) -> list[QuestionPage]:
    """The newest other answers of the same topic in the same section."""
    if not page.depth or page.topic_id is None:
        return []
    siblings = QuestionPage.objects.sibling_of(page, inclusive=False).live().public()
    siblings = without_placeholders(siblings)
    ordered = siblings.filter(topic=page.topic_id).order_by("-answered_on", "-pk")
    return list(ordered[:SIMILAR_LIMIT])


def context(page: Page, request: HttpRequest) -> dict[str, Any]:
    """What the page of a section of answers shows.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    query = ListQuery.from_parameters(request.GET)
    is_open = not page.get_view_restrictions().exists()
    rows, facets, results = _found(page, query, request, is_open=is_open)
    shown = [_facet(facet, query) for facet in facets if _is_choice(facet, query)]
    rows.object_list = network.address(rows.object_list, request)
    is_first = rows.number == 1 and not query.narrows
    return {
        "answers": rows,
        "pagination": rows,
        "total": rows.paginator.count,
        "is_partial": bool(results and results.is_partial),
        "facets": shown,
        "active_filters": active_filters(query, shown, _HEADINGS),
        "kept": [pair for pair in query.pairs() if pair[0] != "query"],
        "query": query.text,
        "query_limit": conf.SEARCH_QUERY_LENGTH,
        "clear_url": page.get_url(request) or "?",
        "frequent": network.address(frequent(page, is_open=is_open), request) if is_first else [],
        **_ways(page),
        **_links(page, query, is_open=is_open),
    }


def page_context(page: QuestionPage, request: HttpRequest) -> dict[str, Any]:
    """What the page of one answer shows besides its own fields."""
    if page.pk and not getattr(request, "is_preview", False):
        prefetch_related_objects([page], "attachments__document")
    return {
        "citations": _cited(page, request),
        "similar": network.address(similar(page), request),
        **_ways(page),
    }


def _found(
    page: Page, query: ListQuery, request: HttpRequest, *, is_open: bool
) -> tuple[Any, Sequence[Facet], Results | None]:
    """One page of the list, the facets, and what the search found where there are words."""
    answers = answers_below(page, is_open=is_open)
    site = page.get_site() if query.text else None
    if site is None:
        rows = page_of(narrowed(answers, query), request)
        narrowing = Narrowing.of(query.filters, (SOURCE,))
        return rows, facets_of(_cells(answers), narrowing), None
    results = _search(page, site, query, request)
    ids = [hit.page_id for hit in results.hits]
    by_id = {each.pk: each for each in answers.filter(pk__in=ids)}
    rows = page_of(range(results.total), request)
    rows.object_list = [by_id[pk] for pk in ids if pk in by_id]
    return rows, results.facets, results


def _search(page: Page, site: Site, query: ListQuery, request: HttpRequest) -> Results:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1
    return search(
        query.text,
        site=site,
        locale=page.locale,
        types=(SOURCE,),
        filters=query.filters,
        limit=conf.PAGE_SIZE,
        offset=(max(number, 1) - 1) * conf.PAGE_SIZE,
    )


def _cells(answers: PageQuerySet) -> list[Cell]:
    """How many answers have each topic, agency and year; one query."""
    rows = (
        answers.order_by()
        .annotate(answer_year=ExtractYear("answered_on"))
        .values_list("topic__code", "agency_id", "answer_year")
        .annotate(number=Count("pk"))
    )
    return [
        Cell(SOURCE, topic or "", agency, year, None, number)
        for topic, agency, year, number in rows
    ]


def _is_choice(facet: Facet, query: ListQuery) -> bool:
    name = _NAMES.get(facet.name)
    return name is not None and (len(facet.options) > 1 or name in query.chosen)


def _facet(facet: Facet, query: ListQuery) -> dict[str, Any]:
    name = _NAMES[facet.name]
    options = [
        {
            "value": option.value,
            "label": option.label,
            "count": option.count,
            "active": option.is_active,
            "url": query.choosing(name, "" if option.is_active else option.value).encode() or "?",
        }
        for place, option in enumerate(facet.options)
        if place < SHOWN_OPTIONS or option.is_active
    ]
    return {
        "code": name,
        "label": _HEADINGS[name],
        "options": options,
        "more": len(facet.options) > SHOWN_OPTIONS,
    }


def _links(page: Page, query: ListQuery, *, is_open: bool) -> dict[str, Any]:
    """Where the list can be taken away, unless the section is not public."""
    if not is_open or not page.pk:
        return {"feed_url": "", "json_url": ""}
    further = query.encode().replace("?", "&", 1)
    api = reverse("govportal_questions_api:questions:listing")
    return {
        "feed_url": reverse("govportal_questions:feed", args=[page.pk]) + query.encode(),
        "json_url": f"{api}?descendant_of={page.pk}{further}",
    }


def _ways(page: Page) -> dict[str, str]:
    """Where a question is asked and followed; no form where it is closed."""
    site = page.get_site()
    settings = QuestionSettings.for_site(site) if site else None
    is_closed = settings is not None and not settings.is_open
    return {
        "ask_url": "" if is_closed else reverse("govportal_questions:ask"),
        "tracking_url": reverse("govportal_questions:tracking"),
        "closed_note": settings.closed_note if settings and is_closed else "",
        "figures_url": (
            reverse("govportal_questions:figures") if settings and settings.shows_figures else ""
        ),
    }


def _cited(page: QuestionPage, request: HttpRequest) -> list[dict[str, Any]]:
    """Cited pages that readers can open, each with the words of its link and its address."""
    rows = list(page.citations.all())
    public = Page.objects.live().public().in_bulk({each.cited_id for each in rows})
    found = []
    for each in rows:
        cited = public.get(each.cited_id)
        address = cited.get_url(request) if cited else ""
        if cited and address:
            url = f"{address}{each.fragment}"
            found.append(
                {
                    "label": each.label or cited.title,
                    "title": cited.title,
                    "url": url,
                    # The original, where it is not translated.
                    "is_foreign": cited.locale_id != page.locale_id,
                }
            )
    return found


def index_of(page: Page) -> QuestionIndexPage | None:
    """The first published public section of answers below a home page."""
    # Not descendant_of(): for its condition on the depth SQLite would walk all pages of the site.
    sections = QuestionIndexPage.objects.filter(path__startswith=page.path).live().public()
    own = without_placeholders(sections)
    first: QuestionIndexPage | None = own.order_by("depth", "path").first()
    return first
