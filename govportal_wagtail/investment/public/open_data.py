"""What the view ``xem=du-lieu`` of a register says: its files, their columns, the terms of use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from ... import conf
from ..models import ProjectIndexPage
from . import dictionary, links
from .api import ENDPOINT
from .columns import CONTENTS
from .exports import MOST_IN_WORKBOOK
from .list_query import ProjectQuery
from .listing import entries_of, is_open
from .part_columns import PARTS

__all__ = ["context"]


def context(
    register: ProjectIndexPage, request: HttpRequest, query: ProjectQuery
) -> dict[str, Any]:
    """Template context of ``govportal/investment/parts/open_data.html``.

    A register that not everybody may read has no files: they are for everybody.
    """
    values: dict[str, Any] = {
        "query": query,
        "errors": dict(query.errors),
        "open_data": {
            "files": [],
            "dictionary": _dictionary(),
            "terms": dictionary.terms_of(register),
            "licence": conf.API_LICENCE,
            "most_in_workbook": MOST_IN_WORKBOOK,
            "most_rows": conf.EXPORT_MAX_ROWS,
        },
    }
    if query.errors or not is_open(register):
        return values
    asked = query.for_data()
    values["open_data"] |= {
        "total": asked.filtered(entries_of(register, open_to_all=True)).count(),
        "is_narrowed": asked.narrows(),
        "files": links.download_links(register, asked),
        "parts": _parts(register, asked),
        "feed_url": links.feed_url(register, asked),
        "dictionary_url": _address("dictionary_export", register),
        "dcat_url": _address("dcat", register) + asked.encode(),
        "api_url": reverse(f"govportal_investment_api:{ENDPOINT}:listing"),
        "description_url": reverse("govportal_core:openapi"),
    }
    return values


def _address(name: str, register: ProjectIndexPage, *more: str) -> str:
    return reverse(f"govportal_investment:{name}", args=[register.pk, *more])


def _parts(register: ProjectIndexPage, asked: ProjectQuery) -> list[dict[str, str | Promise]]:
    """The tables beside that of the projects, all as CSV."""
    return [
        {
            "label": part.label,
            "url": _address("part_export", register, part.slug) + asked.encode(),
        }
        for part in PARTS.values()
    ]


def _dictionary() -> list[dict[str, Any]]:
    return [
        {
            "code": code,
            "label": label,
            "columns": [{"column": column, "content": CONTENTS[column.kind]} for column in columns],
        }
        for code, label, columns in dictionary.tables()
    ]
