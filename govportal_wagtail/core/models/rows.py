"""Rows of a page that hold text for readers, and so exist in each language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from modelcluster.models import model_from_serializable_data
from wagtail.models import Locale, Orderable, TranslatableMixin

from ..row_keys import key_of


class TranslatableRow(TranslatableMixin, Orderable):  # type: ignore[misc]
    """A row of a page in the language of the page, known by one key in all its languages.

    The key to the page is called ``page``. Rows without text for readers stay plain ``Orderable``.
    """

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def get_default_locale(self) -> Locale:
        """The locale of the page; no query where the page and its locale are at hand."""
        if self._meta.get_field("page").is_cached(self):
            return self.page.locale
        return super().get_default_locale()

    @classmethod
    def from_serializable_data(
        cls, data: Mapping[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """A row of a version of the page, or None where something it depends on is gone."""
        return model_from_serializable_data(
            cls, row_of_version(cls, data), check_fks=check_fks, strict_fks=strict_fks
        )


def row_of_version(model: type[TranslatableRow], data: Mapping[str, Any]) -> dict[str, Any]:
    """What a version says of a row, with its key; the locale is left to the page.

    A version that is older than the keys gets that of the same row in the database. The locale is
    always that of the page, and looking it up for each row would cost a query for each.
    """
    row = {name: value for name, value in data.items() if name != "locale"}
    if not row.get("translation_key"):
        row.pop("translation_key", None)
        if row.get("pk") is not None:
            row["translation_key"] = key_of(model._meta.label, row["pk"])
    return row
