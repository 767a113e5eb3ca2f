"""What other apps know of a person or an agency, rendered for the page about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from wagtail.models import Page

from ...core.registries import Label, RelatedPart

__all__ = ["ShownPart", "shown_parts"]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One part with its heading, ready to be put into a page."""

    code: str
    label: Label
    html: str


def shown_parts(
    registered: Iterable[RelatedPart], record: Any, page: Page, request: HttpRequest
) -> list[ShownPart]:
    """Return the parts that have something to show, in their order.

    The template of a part gets the context that the part returns, ``page`` and ``label``.
    """
    shown = []
    for part in sorted(registered, key=attrgetter("order")):
        context = part.context(record, page, request)
        if context is not None:
            values = {"page": page, "label": part.label, **context}
            html = render_to_string(part.template, values, request=request)
            shown.append(ShownPart(part.code, part.label, html))
    return shown
