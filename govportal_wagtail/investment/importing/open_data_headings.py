"""The headings of the open data, in every language of the portal, for the tables we gave away."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.conf import settings
from django.utils import translation

from ...core.importing.toml_tables import one_heading
from ..public.columns import PROJECT_COLUMNS
from ..public.part_columns import PART_KEYS, PARTS
from .specs import ROWS_CAPITAL, ROWS_PROJECTS, Column

_COLUMNS: Final = {
    ROWS_PROJECTS: {each.code: each for each in PROJECT_COLUMNS},
    ROWS_CAPITAL: {each.code: each for each in (*PART_KEYS, *PARTS["capital"].columns)},
}


def headings_of(column: Column, rows: str) -> Column:
    """The column with the headings that its code has in the tables of the open data."""
    known = _COLUMNS[rows].get(column.column)
    if known is None:
        return column
    told = list(column.also)
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            told.append(one_heading(str(known.heading)))
    return replace(column, also=tuple(dict.fromkeys(told)))
