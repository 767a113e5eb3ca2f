"""Keys by which a row of a page is known in the page's translations, for rows older than keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery

_SPACE: Final = uuid.UUID("5f6e3c1c-7d0a-5c07-9a3e-2f1b6c0e8d41")
_BATCH: Final = 500


def key_of(label: str, pk: int) -> uuid.UUID:
    """The key of a row that was made before rows had keys; ``label`` names its model.

    It follows from the primary key, so that a version of a page that was written then gives its
    rows the keys that the migration gave to the same rows of the database.
    """
    return uuid.uuid5(_SPACE, f"{label.lower()}:{pk}")


def fill(apps: Any, label: str) -> None:
    """Give every row of a model its key and the locale of its page, in a migration.

    ``label`` is that of a model whose ``page`` is the page. One statement for the locales, two for
    each five hundred keys.
    """
    fill_locales(apps, label)
    write(apps.get_model(label)._default_manager.all(), lambda row: key_of(label, row.pk))


def fill_locales(apps: Any, label: str) -> None:
    """Give every row of a model the locale of its page, in one statement."""
    rows = apps.get_model(label)._default_manager.filter(locale=None)
    pages = apps.get_model("wagtailcore.Page")._default_manager.filter(pk=OuterRef("page_id"))
    rows.update(locale_id=Subquery(pages.values("locale_id")[:1]))


def write(rows: QuerySet[Any], key: Callable[[Any], uuid.UUID]) -> None:
    """Give each of the rows that have none the key that the function returns for it."""
    last = 0
    while batch := list(rows.filter(pk__gt=last, translation_key=None).order_by("pk")[:_BATCH]):
        for row in batch:
            row.translation_key = key(row)
        rows.model._default_manager.bulk_update(batch, ["translation_key"])
        last = batch[-1].pk
