"""Open data of a register as files: tables, JSON and GeoJSON of what the filters find."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page, Site

from ... import __version__, conf
from ...core import caching, rate_limits
from ...core.downloads import Sheet, csv_pieces, download, json_pieces, xlsx_pieces
from ..models import ProjectEntry, ProjectIndexPage
from ..models.register import ProjectEntryQuerySet
from . import dcat, dictionary, geojson
from .columns import PROJECT_COLUMNS, Column
from .list_query import ProjectQuery
from .listing import entries_of, public_register, refusal
from .part_columns import PART_KEYS, PARTS
from .project_rows import part_rows, plain, project_rows

__all__ = [
    "MOST_IN_WORKBOOK",
    "Asked",
    "answer",
    "description_export",
    "dictionary_export",
    "list_export",
    "map_data",
    "part_export",
    "project_map",
    "refused",
]

#: A workbook is made in memory before its first byte is sent.
MOST_IN_WORKBOOK: Final = 5000
GEOJSON_TYPE: Final = "application/geo+json"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which public projects somebody asks for: a register, its filters, what they find."""

    request: HttpRequest
    register: ProjectIndexPage
    query: ProjectQuery
    found: ProjectEntryQuerySet

    @property
    def terms(self) -> str:
        """Terms of use of the data."""
        return dictionary.terms_of(self.register)

    def head(self) -> dict[str, Any]:
        """What a file says of itself besides its rows."""
        return {
            "title": self.register.title,
            "source": self.register.get_full_url(self.request) or "",
            "licence": conf.API_LICENCE,
            "terms": self.terms,
            "generated_at": timezone.now(),
        }


def answer(
    request: HttpRequest, register_id: str, make: Callable[[Asked], HttpResponseBase], scope: str
) -> HttpResponseBase:
    """What ``make`` answers, in the language of the register.

    400 names filters that are not understood, 429 says when to come back; an answer that has not
    changed since it was fetched is not sent again.

    Raises:
        Http404: for a register that is missing, not public or of another site.
    """
    register = public_register(request, int(register_id))
    with translation.override(register.locale.language_code):
        rate = rate_limits.rate_of(conf.API_THROTTLE_RATE)
        if wait := rate_limits.seconds_to_wait(request, scope, rate):
            return refused(_("Too many requests"), 429, {"Retry-After": str(wait)})
        query = ProjectQuery.from_parameters(request.GET).for_data()
        if query.errors:
            return refusal(query)
        found = query.ordered(query.filtered(entries_of(register, open_to_all=True)))
        asked = Asked(request, register, query, found)
        etag = _etag(asked)
        response = get_conditional_response(request, etag=etag) or make(asked)
        if response.status_code in (200, 304):
            response.headers["ETag"] = etag
            patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return response


def refused(text: str, status: int, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """A refusal in plain words."""
    return HttpResponse(
        text, status=status, headers=headers, content_type="text/plain; charset=utf-8"
    )


@require_safe
def list_export(request: HttpRequest, register_id: str, code: str) -> HttpResponseBase:
    """The projects that the filters find, as ``csv``, ``xlsx``, ``json`` or ``geojson``."""
    return answer(request, register_id, _MAKERS[code], "project-data")


@require_safe
def part_export(request: HttpRequest, register_id: str, slug: str) -> HttpResponseBase:
    """One table of what belongs to the projects that the filters find, as CSV."""
    (part,) = (each for each in PARTS.values() if each.slug == slug)

    def make(asked: Asked) -> HttpResponseBase:
        columns = (*PART_KEYS, *part.columns)
        rows = part_rows(asked.found, part.code)
        pieces = csv_pieces(_headings(columns), _cells(rows, columns))
        return download(pieces, f"{asked.register.slug}-{slug}.csv")

    return answer(request, register_id, make, "project-data")


@require_safe
def map_data(request: HttpRequest, register_id: str) -> HttpResponseBase:
    """What the map of a register draws; ``bbox`` and ``zoom`` say what it shows.

    400 for a window that is none.
    """

    def make(asked: Asked) -> HttpResponseBase:
        try:
            window = geojson.read_window(request.GET)
        except ValueError as error:
            return refused(str(error), 400)
        return _features_of(geojson.map_features(asked.found, request, window))

    return answer(request, register_id, make, "project-map")


@require_safe
@conditional_page
def project_map(request: HttpRequest, page_id: str) -> HttpResponse:
    """What the map of one project draws.

    Raises:
        Http404: for a project that is missing, not public or of another site.
    """
    entries = ProjectEntry.objects.public().filter(page__live=True, pk=int(page_id))
    entry = get_object_or_404(entries.select_related("locale"))
    site = Site.find_for_request(request)
    parts = Page(pk=entry.pk, url_path=entry.url_path).get_url_parts(request)
    if site is None or parts is None or parts[0] != site.pk:
        raise Http404
    with translation.override(entry.locale.language_code):
        return _features_of(geojson.map_features(entries, request, None))


@require_safe
def description_export(request: HttpRequest, register_id: str) -> HttpResponseBase:
    """The register as a data set of DCAT, in JSON-LD."""

    def make(asked: Asked) -> HttpResponseBase:
        return JsonResponse(
            dcat.description(asked.request, asked.register, asked.query, asked.found),
            content_type="application/ld+json",
            json_dumps_params={"ensure_ascii": False},
        )

    return answer(request, register_id, make, "project-data")


@require_safe
def dictionary_export(request: HttpRequest, register_id: str) -> HttpResponseBase:
    """The data dictionary of a register as CSV."""

    def make(asked: Asked) -> HttpResponseBase:
        pieces = csv_pieces(dictionary.headings(), dictionary.rows())
        return download(pieces, f"{asked.register.slug}-tu-dien.csv")

    return answer(request, register_id, make, "project-data")


def _as_csv(asked: Asked) -> HttpResponseBase:
    rows = project_rows(asked.found, asked.request)
    pieces = csv_pieces(_headings(PROJECT_COLUMNS), _cells(rows, PROJECT_COLUMNS))
    return download(pieces, f"{asked.register.slug}.csv")


def _as_xlsx(asked: Asked) -> HttpResponseBase:
    if asked.found.order_by().count() > MOST_IN_WORKBOOK:
        message = _("More than %(most)s projects do not fit into a workbook; use CSV or filters.")
        return refused(message % {"most": MOST_IN_WORKBOOK}, 400)
    return download(xlsx_pieces(*_sheets(asked)), f"{asked.register.slug}.xlsx")


def _sheets(asked: Asked) -> Iterator[Sheet]:
    rows = project_rows(asked.found, asked.request)
    yield _sheet(pgettext("open data", "Projects"), PROJECT_COLUMNS, rows)
    for code, part in PARTS.items():
        yield _sheet(str(part.label), (*PART_KEYS, *part.columns), part_rows(asked.found, code))
    title = pgettext("open data", "Data dictionary")
    yield Sheet(title, dictionary.headings(), dictionary.rows(), dictionary.WIDTHS)
    about = dictionary.facts(asked.head())
    yield Sheet(pgettext("open data", "About the data"), dictionary.FACT_HEADINGS, about, (30, 90))


def _as_json(asked: Asked) -> HttpResponseBase:
    rows = (plain(row) for row in project_rows(asked.found, asked.request, parts=PARTS))
    head = {**asked.head(), "total": asked.found.order_by().count()}
    return download(json_pieces(head, "projects", rows), f"{asked.register.slug}.json")


def _as_geojson(asked: Asked) -> HttpResponseBase:
    head = {"type": "FeatureCollection", **asked.head()}
    features = geojson.all_features(asked.found, asked.request)
    name = f"{asked.register.slug}.geojson"
    return download(json_pieces(head, "features", features), name, GEOJSON_TYPE)


_MAKERS: Final[dict[str, Callable[[Asked], HttpResponseBase]]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
    "json": _as_json,
    "geojson": _as_geojson,
}


def _features_of(collection: dict[str, Any]) -> JsonResponse:
    dumps = {"ensure_ascii": False}
    return JsonResponse(collection, content_type=GEOJSON_TYPE, json_dumps_params=dumps)


def _headings(columns: Sequence[Column]) -> list[str]:
    return [str(column.heading) for column in columns]


def _cells(rows: Iterable[dict[str, Any]], columns: Sequence[Column]) -> Iterator[list[Any]]:
    for row in rows:
        yield [row[column.code] for column in columns]


def _sheet(title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> Sheet:
    widths = [column.width for column in columns]
    return Sheet(title, _headings(columns), _cells(rows, columns), widths)


def _etag(asked: Asked) -> str:
    """Tells one answer from another: by address, content of the site, and the projects found.

    Names of records follow the content of the site; projects are looked at as well, since they may
    be brought up to date by a command.
    """
    state = asked.found.order_by().aggregate(count=Count("pk"), last=Max("updated_at"))
    site_id = caching.site_id_of(asked.request)
    parts = (
        __version__,
        asked.request.get_host(),
        asked.request.get_full_path(),
        caching.generation(site_id) if site_id is not None else "",
        state["count"],
        state["last"],
    )
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]
    # What is made anew carries its time and differs in nothing else.
    return f"W/{quote_etag(digest)}"
