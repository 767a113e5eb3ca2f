"""What spreadsheets of translations and of what is owed hold, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..changes import days_outdated, noted_fields
from ..coverage import Coverage, Owed
from ..models import PageTranslation

#: By name: the heading, and how the value of a row is found.
Columns = Mapping[str, tuple[Any, Callable[[Any], Any]]]


def _shared(of: Callable[[Any], PageTranslation | None]) -> Columns:
    """The columns that say of a translation where it waits and how old it is."""

    def value(read: Callable[[PageTranslation], Any]) -> Callable[[Any], Any]:
        def found(item: Any) -> Any:
            row = of(item)
            return read(row) if row is not None else ""

        return found

    return {
        "unit": (_("translating unit"), value(lambda row: str(row.unit or ""))),
        "due_on": (_("to be translated by"), value(lambda row: row.due_on)),
        "words": (pgettext_lazy("count", "words"), value(lambda row: row.words)),
        "days": (_("days outdated"), value(days_outdated)),
        "changed": (
            pgettext_lazy("fields of a page", "changed since"),
            value(lambda row: ", ".join(noted_fields(row))),
        ),
    }


TRANSLATIONS: Final[Columns] = {
    "title": (_("title"), lambda row: row.title),
    "site": (_("portal site"), lambda row: str(row.portal_site)),
    "language": (_("language"), lambda row: row.language_name),
    "state": (_("state"), lambda row: str(row.get_state_display())),
    **_shared(lambda row: row),
}

#: A row is a line of the report with one page that is owed.
OWED: Final[Columns] = {
    "site": (_("portal site"), lambda each: str(each[0].portal_site)),
    "language": (_("language"), lambda each: each[0].language),
    "article": (_("Article of the regulation"), lambda each: each[1].place),
    "duty": (_("What the regulation wants"), lambda each: each[1].duty.title),
    "title": (pgettext_lazy("translation", "Page"), lambda each: str(each[1].title)),
    "state": (_("state"), lambda each: str(each[1].state)),
    "waits": (_("new version"), lambda each: each[1].waits),
    **_shared(lambda each: each[1].translation),
}


def owed(lines: list[Coverage]) -> list[tuple[Coverage, Owed]]:
    """The rows of the report on what is owed."""
    return [(line, each) for line in lines for each in line.owed]


def headings(columns: Columns) -> dict[str, Any]:
    """The headings by column, for ``export_headings``."""
    return {name: capfirst(label) for name, (label, _value) in columns.items()}


def row(columns: Columns, item: Any) -> dict[str, Any]:
    """The values of one row; ``UnicodeCsvMixin`` marks what looks like a formula."""
    return {name: value(item) for name, (_label, value) in columns.items()}
