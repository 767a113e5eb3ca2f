"""A project in words: its key facts, and the published figures that were revised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from ...core import dates
from ..models import CapitalSource, Figure, FigureChange, ProjectStatus
from ..money import format_amount, format_exact, format_rate, is_rounded
from ..partial_dates import written

__all__ = ["Fact", "Revision", "facts_of", "revisions_of"]

#: Revisions that a page shows; the newest ones.
_MOST_REVISIONS: Final = 100
_AMOUNTS: Final = frozenset(
    {
        *(Figure.TOTAL, Figure.PLANNED, Figure.ALLOCATED, Figure.DISBURSED),
        *(Figure.PACKAGE_PRICE, Figure.PACKAGE_RESULT),
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One particular of a project; ``note`` says it exactly where ``value`` is shortened."""

    label: str
    value: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Revision:
    """A published figure that was changed: what it was, what it became, and why. Names nobody."""

    on: date
    figure: str
    before: str
    after: str
    reason: str


def facts_of(page: Any, urls: dict[str, str]) -> list[Fact]:
    """The particulars of a project that are stated; ``urls`` leads to lists, by name of filter."""
    facts = [
        Fact(pgettext("project", "Code"), page.code),
        Fact(_("Other codes"), page.other_codes),
        Fact(
            pgettext("project", "Field"),
            page.field.localized_name if page.field else "",
            urls.get("linh-vuc", ""),
        ),
        Fact(_("Kind of project"), page.get_kind_display(), urls.get("loai", "")),
        Fact(_("Group of projects"), page.get_group_display(), urls.get("nhom", "")),
        _amount(_("Total investment"), page.total_investment),
        Fact(_("Kind of funding"), page.get_funding_display()),
        Fact(_("Donor"), page.donor),
        Fact(_("Investor"), page.investor_label, urls.get("chu-dau-tu", "")),
        Fact(_("Management board"), page.board_name),
        Fact(_("Planned period"), _period(page.planned_start, page.planned_end)),
        Fact(_("Actual period"), _period(page.actual_start, page.actual_end)),
        _progress(page),
    ]
    return [fact for fact in facts if fact.value]


def revisions_of(page: Any) -> list[Revision]:
    """What was changed in published figures, the newest first; two queries at most."""
    if not page.pk:
        return []
    changes = list(FigureChange.objects.filter(page_id=page.pk).order_by("-pk")[:_MOST_REVISIONS])
    sources = _source_names(changes)
    return [
        Revision(
            timezone.localdate(change.at),
            _figure_label(change, sources),
            _figure_value(change.figure, change.before),
            _figure_value(change.figure, change.after),
            change.reason,
        )
        for change in changes
    ]


def _source_names(changes: Iterable[FigureChange]) -> dict[str, str]:
    codes = {change.source_code for change in changes if change.source_code}
    if not codes:
        return {}
    return {
        source.code: source.localized_name
        for source in CapitalSource.objects.filter(code__in=codes)
    }


def _figure_label(change: FigureChange, sources: dict[str, str]) -> str:
    source = sources.get(change.source_code, change.source_code)
    details = [str(change.year) if change.year else "", source, change.part]
    label = str(change.get_figure_display())
    said = ", ".join(detail for detail in details if detail)
    return f"{label} ({said})" if said else label


def _figure_value(figure: str, stored: str) -> str:
    """A stored figure as it is read; empty for one that was not stated."""
    if not stored:
        return ""
    language = get_language() or "vi"
    try:
        if figure in _AMOUNTS:
            return format_exact(int(stored), language)
        if figure == Figure.PROGRESS:
            return format_rate(Decimal(stored), language)
        if figure == Figure.STATUS:
            return str(ProjectStatus(stored).label)
        return written(stored)
    except (ValueError, InvalidOperation):
        # What is no figure is shown as it was kept.
        return stored


def _amount(label: str, dong: int | None) -> Fact:
    if dong is None:
        return Fact(label, "")
    language = get_language() or "vi"
    exact = format_exact(dong, language) if is_rounded(dong) else ""
    return Fact(label, format_amount(dong, language), note=exact)


def _progress(page: Any) -> Fact:
    if page.progress is None:
        return Fact("", "")
    value = format_rate(Decimal(page.progress), get_language() or "vi")
    note = ""
    if page.progress_on:
        note = _("measured on %(day)s") % {"day": dates.written(page.progress_on)}
    return Fact(_("Progress"), value, note=note)


def _period(start: str, end: str) -> str:
    """Both ends of a period, as far as they are known."""
    if start and end:
        return f"{written(start)} – {written(end)}"
    if start:
        return pgettext("period", "from %(day)s") % {"day": written(start)}
    return pgettext("period", "until %(day)s") % {"day": written(end)} if end else ""
