"""Published figures of a project, and what is written down when one of them becomes another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Page

from ..editorial.ledger import name_of
from .capital import by_year_and_source
from .models import CapitalSource, Figure, FigureChange

__all__ = ["FigureKey", "changes_of", "compared", "in_batch", "record", "snapshot"]

_REASON: Final = 255
_NAME: Final = 255
_PART: Final = 500
_TEXTS: Final = (
    *(Figure.STATUS, Figure.PLANNED_START, Figure.PLANNED_END),
    *(Figure.ACTUAL_START, Figure.ACTUAL_END),
)
_MONEY: Final = (Figure.PLANNED, Figure.ALLOCATED, Figure.DISBURSED)
_PACKAGE: Final = ((Figure.PACKAGE_PRICE, "price"), (Figure.PACKAGE_RESULT, "result"))
_batch: ContextVar[int | None] = ContextVar("govportal_figure_batch", default=None)


@dataclass(frozen=True, slots=True, order=True)
class FigureKey:
    """Which figure of a project: of capital with year and source, of a package with its name."""

    figure: str
    year: int = 0
    source_code: str = ""
    part: str = ""


Snapshot = Mapping[FigureKey, str]


@contextmanager
def in_batch(batch_id: int) -> Iterator[None]:
    """Let changes of figures that are published in the block belong to a sheet of figures."""
    token = _batch.set(batch_id)
    try:
        yield
    finally:
        _batch.reset(token)


def snapshot(project: Any) -> dict[FigureKey, str]:
    """The figures of a version of a project that are stated, as text; see ``FigureChange``.

    Reads the rows that the instance holds, saved or not; one query for the sources of capital.
    """
    found = {FigureKey(each.value): str(getattr(project, each.value) or "") for each in _TEXTS}
    found[FigureKey(Figure.TOTAL.value)] = _text(project.total_investment)
    found[FigureKey(Figure.PROGRESS.value)] = _text(project.progress)
    found.update(_capital(project.capital.all()))
    found.update(_packages(project.packages.all()))
    return {key: text for key, text in found.items() if text}


def compared(before: Snapshot, after: Snapshot) -> list[tuple[FigureKey, str, str]]:
    """The figures that differ, in order, each with what it was and what it is; empty for none."""
    return [
        (key, before.get(key, ""), after.get(key, ""))
        for key in sorted({*before, *after})
        if before.get(key, "") != after.get(key, "")
    ]


def record(
    page: Any,
    before: Snapshot,
    after: Snapshot,
    *,
    user: Any = None,
    reason: str = "",
    batch: int | None = None,
) -> list[FigureChange]:
    """Write a line for every figure that differs and return the lines.

    ``user`` is who published, None for the system; ``batch`` the sheet of figures, where the block
    is not in ``in_batch``. Call it in the transaction of the publication.
    """
    now = timezone.now()
    lines = [
        FigureChange(
            page_id=page.pk,
            translation_key=page.translation_key,
            code=page.code,
            figure=key.figure,
            year=key.year or None,
            source_code=key.source_code,
            part=key.part,
            before=old,
            after=new,
            at=now,
            by_id=getattr(user, "pk", None),
            by_name=name_of(user)[:_NAME],
            reason=Truncator(" ".join(reason.split())).chars(_REASON),
            batch_id=batch or _batch.get(),
        )
        for key, old, new in compared(before, after)
    ]
    return FigureChange.objects.bulk_create(lines)


def changes_of(page: Page) -> QuerySet[FigureChange]:
    """The changes of published figures of a page, the newest first."""
    return FigureChange.objects.filter(page_id=page.pk).order_by("-pk")


def _capital(rows: Iterable[Any]) -> Iterator[tuple[FigureKey, str]]:
    money = by_year_and_source(rows)
    codes = CapitalSource.objects.in_bulk({source for _year, source in money}) if money else {}
    for (year, source), stated in money.items():
        # A source that was deleted since takes no rows with it: the database protects it.
        for each in _MONEY:
            key = FigureKey(each.value, year, codes[source].code)
            yield key, _text(getattr(stated, each.value))


def _packages(rows: Iterable[Any]) -> Iterator[tuple[FigureKey, str]]:
    """Packages by code or name; several that are called the same are told apart by a number."""
    seen: dict[str, int] = {}
    for row in rows:
        name = (row.code or row.name)[: _PART - 10]
        seen[name] = seen.get(name, 0) + 1
        part = name if seen[name] == 1 else f"{name} ({seen[name]})"
        for figure, field in _PACKAGE:
            yield FigureKey(figure.value, part=part), _text(getattr(row, field))


def _text(number: int | Decimal | None) -> str:
    """A number without zeros that say nothing; empty where none is stated."""
    if number is None:
        return ""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
