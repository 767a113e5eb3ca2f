"""Everything the page of a project shows, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ...core.models import FileFacts
from ..models import UNDER_WAY, InvestmentProjectPage, PackageState, ProjectStatus
from ..money import format_rate
from ..sums import Money, sum_up
from . import links
from .chart import build_money_chart
from .chart_figures import Figures
from .document_links import urls_of_symbols
from .map_context import map_context
from .places import area_name
from .summaries import facts_of, revisions_of
from .timeline import Event, EventKind, Period, Timeline, build_timeline

__all__ = ["context"]


def context(page: InvestmentProjectPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of a project's page; see the template for the meaning of each name.

    A preview shows what was typed; nothing is stored.
    """
    register = page.get_parent() if page.depth and page.depth > 1 else None
    register_url = (register.get_url(request) or "") if register else ""
    communes = list(page.communes.all())
    decisions = list(page.decisions.all())
    updates = _updates(page)
    revisions = revisions_of(page)
    document_urls = urls_of_symbols(_symbols(page, decisions), page)
    values: dict[str, Any] = {
        "register_url": register_url,
        "status": _status(page, register_url),
        "facts": facts_of(page, _urls(page, register_url)),
        "communes": [
            {
                "label": area_name(each),
                "url": links.narrowed(register_url, "xa", each.code),
            }
            for each in communes
        ],
        "timeline": _timeline(page, decisions, updates, document_urls),
        "decisions": [{"row": row, "url": document_urls.get(row.symbol, "")} for row in decisions],
        "packages": _packages(page, document_urls),
        "photos": _photos(page),
        "files": _files(page),
        "updates": updates,
        "revisions": revisions,
        "revised_on": revisions[0].on if revisions else None,
        "is_call": page.status == ProjectStatus.CALLING,
        "call_is_over": bool(page.call_until and page.call_until < timezone.localdate()),
        **_money(page),
    }
    if page.pk and page.live and _is_located(page):
        address = links.project_map_url(page)
        values |= map_context(request, address, list_id="dia-diem", is_single=True)
    return values


def _status(page: InvestmentProjectPage, register_url: str) -> dict[str, Any]:
    return {
        "code": page.status,
        "label": page.get_status_display(),
        "since": page.status_since,
        "note": page.status_note,
        "url": links.narrowed(register_url, "trang-thai", page.status),
    }


def _urls(page: InvestmentProjectPage, register_url: str) -> dict[str, str]:
    """Where the lists of similar projects are, by name of filter."""
    values = {
        "linh-vuc": page.field.code if page.field else "",
        "chu-dau-tu": page.investor.code if page.investor else "",
        "loai": page.kind,
        "nhom": page.group,
    }
    return {name: links.narrowed(register_url, name, code) for name, code in values.items()}


def _is_located(page: InvestmentProjectPage) -> bool:
    return page.latitude is not None or bool(page.area)


def _updates(page: InvestmentProjectPage) -> list[Any]:
    rows = list(page.updates.all())
    return sorted(rows, key=lambda row: row.date, reverse=True)


def _timeline(
    page: InvestmentProjectPage,
    decisions: Sequence[Any],
    updates: Sequence[Any],
    document_urls: dict[str, str],
) -> Timeline:
    """Decisions, states and news by date; the page tells the news in full further down."""
    events = [
        Event(
            row.issued_on,
            EventKind.DECISION,
            f"{row.symbol}: {row.get_kind_display()}",
            row.abstract,
            document_urls.get(row.symbol, ""),
        )
        for row in decisions
    ]
    events += [
        Event(row.since, EventKind.STATUS, _capital(row.get_status_display()), row.note)
        for row in page.states.all()
    ]
    events += [
        Event(row.date, EventKind.UPDATE, row.title, url=f"#cap-nhat-{number}")
        for number, row in enumerate(updates, 1)
    ]
    period = Period(
        page.planned_start,
        page.planned_end,
        page.actual_start,
        page.actual_end,
        has_started=page.status in (*UNDER_WAY, ProjectStatus.COMPLETED),
        has_ended=page.status == ProjectStatus.COMPLETED,
    )
    goes_on = page.status not in (ProjectStatus.STOPPED, ProjectStatus.CALLING)
    return build_timeline(events, period, today=timezone.localdate() if goes_on else None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _money(page: InvestmentProjectPage) -> dict[str, Any]:
    """The chart of capital, its sums, and the disbursement rate."""
    language = get_language() or "vi"
    rows = page.capital.all().select_related("source")
    figures = [
        Figures(row.year, row.source.localized_name, row.planned, row.allocated, row.disbursed)
        for row in rows
    ]
    capital = sum_up(Money(each.planned, each.allocated, each.disbursed) for each in figures)
    title = _("Capital by year and source")
    return {
        "chart": build_money_chart(figures, language=language, title=title) if figures else None,
        "capital": capital if figures else None,
        "rate": format_rate(capital.disbursement.rate, language),
    }


def _symbols(page: InvestmentProjectPage, decisions: Sequence[Any]) -> list[str]:
    return [
        *(row.symbol for row in decisions),
        *(row.decision for row in page.packages.all() if row.decision),
    ]


def _packages(page: InvestmentProjectPage, document_urls: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "decision_url": document_urls.get(row.decision, "") if row.decision else "",
            "is_awarded": row.state == PackageState.AWARDED,
        }
        for row in page.packages.all()
    ]


def _photos(page: InvestmentProjectPage) -> list[dict[str, Any]]:
    rows = list(page.photos.all())
    ids = [row.image_id for row in rows]
    # All sizes of all photos in one query, and not one query for each.
    images = get_image_model().objects.prefetch_renditions().in_bulk(ids) if ids else {}
    return [{"row": row, "image": images[row.image_id]} for row in rows if row.image_id in images]


def _files(page: InvestmentProjectPage) -> list[dict[str, Any]]:
    rows = list(page.files.all())
    ids = [row.document_id for row in rows]
    documents = get_document_model().objects.in_bulk(ids) if ids else {}
    known = FileFacts.objects.filter(document_id__in=ids) if ids else []
    facts = {each.document_id: each for each in known}
    return [
        _file(row, documents[row.document_id], facts.get(row.document_id))
        for row in rows
        if row.document_id in documents
    ]


def _file(row: Any, document: Any, facts: FileFacts | None) -> dict[str, Any]:
    return {
        "title": row.title or document.title,
        "url": document.url,
        "kind": (facts.kind if facts else "") or str(document.file_extension).lower(),
        "size": (facts.size if facts else 0) or document.file_size or 0,
    }
