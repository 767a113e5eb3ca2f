"""Lists of registers that are searched without regard to diacritics."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

from ..vietnamese import fold

NAMES = ["name", "name_en", "name_ru", "code"]


def day_column(name: str, label: Any) -> Column:
    """Return a column that shows a day as a date: how long ago it was says nothing here."""

    def day(record: Any) -> str:
        value = getattr(record, name)
        return f"{value:%d/%m/%Y}" if value else ""

    return Column(name, label=label, accessor=day, sort_key=name)


class RegisterIndexView(IndexView):
    """A list that is searched without regard to diacritics, on every database alike."""

    #: Fields in which the search looks.
    searched_fields: list[str] = NAMES

    @cached_property
    def is_searchable(self) -> bool:
        """Searchable as soon as results can be shown."""
        return bool(self.index_results_url)

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Records with all words of the query; a register has thousands of rows, not millions."""
        wanted = fold(self.search_query or "").split()
        if not wanted:
            return queryset
        rows = queryset.order_by().prefetch_related(None)
        found = []
        for pk, *values in rows.values_list("pk", *self.searched_fields):
            text = fold(" ".join(value for value in values if value))
            if all(word in text for word in wanted):
                found.append(pk)
        return queryset.filter(pk__in=found)
