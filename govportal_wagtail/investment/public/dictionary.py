"""The data dictionary of the open data: every column with its meaning, unit and source of law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from ... import conf
from ..models import ProjectIndexPage
from .columns import CONTENTS, PROJECT_COLUMNS, Column
from .part_columns import PART_KEYS, PARTS

__all__ = ["FACT_HEADINGS", "WIDTHS", "facts", "headings", "rows", "tables", "terms_of"]

#: Of the columns of the dictionary in a spreadsheet, in letters.
WIDTHS: Final = (26, 24, 36, 40, 10, 70, 44)
FACT_HEADINGS: Final = (pgettext_lazy("open data", "What"), pgettext_lazy("open data", "Value"))


def tables() -> list[tuple[str, str, Sequence[Column]]]:
    """Each table of the open data: its code, its name in the active language, and its columns."""
    parts = [(code, str(part.label), part.columns) for code, part in PARTS.items()]
    own = ("projects", pgettext("open data", "Projects"), PROJECT_COLUMNS)
    return [own, *((code, label, (*PART_KEYS, *columns)) for code, label, columns in parts)]


def headings() -> list[str]:
    """The headings of the dictionary as a table."""
    return [
        pgettext("open data", "Table"),
        pgettext("open data", "Code of the column"),
        pgettext("open data", "Heading"),
        pgettext("open data", "Content"),
        pgettext("open data", "Unit"),
        pgettext("open data", "Meaning"),
        pgettext("open data", "Source of law"),
    ]


def rows() -> Iterator[list[str | Promise]]:
    """One row for each column of each table."""
    for _code, label, columns in tables():
        for each in columns:
            content = CONTENTS[each.kind]
            about = (each.heading, content, each.unit, each.description, each.basis)
            yield [label, each.code, *about]


def facts(head: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What a file says of itself, with names for people."""
    names = {
        "title": pgettext("open data", "Data set"),
        "source": pgettext("open data", "Source"),
        "licence": pgettext("open data", "Licence"),
        "terms": pgettext("open data", "Terms of use"),
        "generated_at": pgettext("open data", "Made at"),
    }
    return [(name, head[code]) for code, name in names.items()]


def terms_of(register: ProjectIndexPage) -> str:
    """The terms of use of the data of a register, in the active language."""
    free = _("Free use on condition that the source is named (licence: %(licence)s).")
    return register.licence.strip() or free % {"licence": conf.API_LICENCE}
