"""What flat lists of pages in the admin share: states without further queries, safe exports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

from django.db.models import F, QuerySet
from django.utils.functional import Promise, cached_property
from wagtail.admin.views.pages.listing import IndexView
from wagtail.models import Locale

from .spreadsheets import plain_cell

_CHUNK: Final = 500


class FlatPageListView(IndexView):  # type: ignore[misc]
    """Pages of one type in one list, however they are arranged in the tree."""

    #: Headings of the exported columns; the names are those of the rows.
    export_headings: ClassVar[Mapping[str, str | Promise]] = {}
    #: Fields behind each way to sort the list.
    orderings: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @cached_property
    def show_locale_labels(self) -> bool:
        """Whether there is more than one language to tell apart."""
        return bool(self.i18n_enabled and Locale.objects.count() > 1)

    def annotate_queryset(self, pages: Any) -> Any:
        """The states that a line shows, without a second query for the specific pages."""
        pages = pages.prefetch_related("content_type", "sites_rooted_here")
        pages = pages.prefetch_workflow_states()
        if self.i18n_enabled:
            pages = pages.prefetch_related("locale").annotate_has_untranslated_locale()
        return pages.annotate_site_root_state().annotate_approved_schedule()

    def order_queryset(self, queryset: Any) -> Any:
        """Pages in the order asked for; those without the value stand last."""
        ordering = self.ordering or self.default_ordering
        names = self.orderings.get(ordering.lstrip("-"), ("latest_revision_created_at",))
        if ordering.startswith("-"):
            return queryset.order_by(*(F(name).desc(nulls_last=True) for name in names), "-pk")
        return queryset.order_by(*(F(name).asc(nulls_last=True) for name in names), "pk")

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; text that looks like a formula is marked as text."""
        if isinstance(value, str):
            return plain_cell(value)
        return super().preprocess_field_value(field, value, export_format)

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[bytes]:
        """Lines of a file that spreadsheets open with Vietnamese letters intact."""
        yield b"\xef\xbb\xbf"
        yield from super().stream_csv(queryset.iterator(chunk_size=_CHUNK))

    def write_xlsx(self, queryset: QuerySet[Any], output: Any) -> None:
        """Write the workbook without holding all pages at once."""
        super().write_xlsx(queryset.iterator(chunk_size=_CHUNK), output)

    def get_heading(self, queryset: Any, field: str) -> str:
        """The heading of a column."""
        return str(self.export_headings[field])
