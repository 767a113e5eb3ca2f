"""Which rows of the register a report counts."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ..models import ProjectEntry
from ..models.register import ProjectEntryQuerySet

__all__ = ["each_once"]


def each_once(entries: ProjectEntryQuerySet) -> ProjectEntryQuerySet:
    """Return the entries with every project in it once, by its oldest page.

    The same project may stand on the portal and on a component site, and in several languages:
    pages of one code, or translations of one another. Their money is the same money.
    """
    older = ProjectEntry.objects.filter(page__in=_keys(entries), page_id__lt=OuterRef("page_id"))
    return entries.exclude(
        Exists(older.filter(translation_key=OuterRef("translation_key")))
    ).exclude(Exists(older.filter(code_key=OuterRef("code_key"))))


def _keys(entries: ProjectEntryQuerySet) -> QuerySet[ProjectEntry, Any]:
    return entries.order_by().values("page_id")
