"""Lists of the admin: all documents, the libraries, the types of document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.ui.tables.pages import PageStatusColumn, PageTitleColumn, ParentPageColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Locale
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.filter_choices import limit_filters_of
from ...core.spreadsheets import plain_cell
from ..models import DocumentFile, DocumentType, LegalDocumentIndexPage, LegalDocumentPage
from . import columns, page_queries
from .access import manageable_pages, visible_libraries, works_on_documents
from .filters import LegalDocumentFilterSet

_CHUNK: Final = 500


class _EditorsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who add or change pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user works on pages at all."""
        return works_on_documents(request.user)


class LegalDocumentListView(IndexView):  # type: ignore[misc]
    """Every document the user may change, in one list however the libraries are arranged."""

    template_name = "govportal/legal/admin/document_listing.html"
    list_export = list(columns.EXPORT_HEADINGS)
    export_headings = columns.EXPORT_HEADINGS
    export_filename = "legal-documents"
    default_ordering = "-latest_revision_created_at"

    @cached_property
    def show_locale_labels(self) -> bool:
        """Whether there is more than one language to tell apart."""
        return bool(self.i18n_enabled and Locale.objects.count() > 1)

    def get_base_queryset(self) -> Any:
        """Documents of the user with what a line shows; the full text is left out."""
        documents = manageable_pages(self.request.user).defer("full_text")
        documents = page_queries.with_validity(documents, on=timezone.localdate())
        documents = documents.select_related("doc_type", "issuer")
        if not self.is_export:
            return self.annotate_queryset(documents)
        counts = DocumentFile.objects.filter(page_id=OuterRef("pk")).order_by().values("page_id")
        counts = counts.annotate(total=Count("pk")).values("total")
        documents = documents.prefetch_related("administrative_fields").select_related("locale")
        return documents.annotate(file_count=Coalesce(Subquery(counts), 0))

    def annotate_queryset(self, pages: Any) -> Any:
        """The states that a line shows, without a second query for the specific pages."""
        pages = pages.prefetch_related("content_type", "sites_rooted_here")
        pages = pages.prefetch_workflow_states()
        if self.i18n_enabled:
            pages = pages.prefetch_related("locale").annotate_has_untranslated_locale()
        return pages.annotate_site_root_state().annotate_approved_schedule()

    def order_queryset(self, queryset: Any) -> Any:
        """Documents in the order asked for; those without the value stand last."""
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset
        ordering = self.ordering or self.default_ordering
        names = columns.ORDERINGS[ordering.lstrip("-")]
        if ordering.startswith("-"):
            return queryset.order_by(*(F(name).desc(nulls_last=True) for name in names), "-pk")
        return queryset.order_by(*(F(name).asc(nulls_last=True) for name in names), "pk")

    def search_queryset(self, queryset: Any) -> Any:
        """Documents with the number, in any spelling, or the words that were typed."""
        if not self.is_searching:
            return queryset
        found = page_queries.search(queryset, self.search_query)
        return self.order_queryset(found) if self.is_explicitly_ordered else found

    @cached_property
    def _library_titles(self) -> dict[str, str]:
        return dict(LegalDocumentIndexPage.objects.order_by().values_list("path", "title"))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A document as a line of a spreadsheet."""
        library = self._library_titles.get(item.path[: -item.steplen], "")
        return columns.export_row(item, library=library, url=item.get_full_url(self.request) or "")

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """The value as the file holds it; text that looks like a formula is marked as text."""
        if export_format == self.FORMAT_CSV and isinstance(value, str):
            return plain_cell(value)
        return super().preprocess_field_value(field, value, export_format)

    def stream_csv(self, queryset: QuerySet[LegalDocumentPage]) -> Iterator[bytes]:
        """Lines of a file that spreadsheets open with Vietnamese letters intact."""
        yield b"\xef\xbb\xbf"
        yield from super().stream_csv(queryset.iterator(chunk_size=_CHUNK))

    def write_xlsx(self, queryset: QuerySet[LegalDocumentPage], output: Any) -> None:
        """Write the workbook without holding all documents at once."""
        super().write_xlsx(queryset.iterator(chunk_size=_CHUNK), output)

    def get_heading(self, queryset: Any, field: str) -> str:
        """The heading of a column."""
        return str(columns.EXPORT_HEADINGS[field])


class LegalDocumentPageListingViewSet(PageListingViewSet):  # type: ignore[misc]
    """The flat list of documents."""

    model = LegalDocumentPage
    index_view_class = LegalDocumentListView
    columns = columns.DOCUMENT_COLUMNS
    filterset_class = LegalDocumentFilterSet
    icon = "doc-full"
    menu_label = _("Legal documents")
    menu_name = "govportal-documents"
    menu_item_class = _EditorsMenuItem


class LibraryListView(IndexView):  # type: ignore[misc]
    """The libraries in which the user works."""

    default_ordering = "title"
    is_searchable = False

    def get_base_queryset(self) -> Any:
        """Libraries of the user."""
        return self.annotate_queryset(visible_libraries(self.request.user))


class LibraryListingViewSet(PageListingViewSet):  # type: ignore[misc]
    """The list of libraries."""

    model = LegalDocumentIndexPage
    index_view_class = LibraryListView
    columns = [
        PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
        ParentPageColumn("parent", label=_("Parent page")),
        Column("scope", label=_("Documents held"), accessor="get_scope_display"),
        Column("numchild", label=_("Legal documents"), sort_key="numchild"),
        PageStatusColumn("status", label=_("Status"), sort_key="live"),
        DateColumn(
            "latest_revision_created_at",
            label=_("Updated"),
            sort_key="latest_revision_created_at",
        ),
    ]
    icon = "folder-open-inverse"
    menu_label = _("Libraries")
    menu_name = "govportal-libraries"
    menu_item_class = _EditorsMenuItem


class DocumentTypeViewSet(SnippetViewSet):  # type: ignore[misc]
    """The types of document."""

    model = DocumentType
    icon = "tag"
    menu_label = _("Document types")
    menu_name = "govportal-document-types"
    # It has its own place in the menu of documents.
    menu_item_is_registered = True
    list_display = [
        "name",
        "code",
        "abbreviation",
        BooleanColumn("can_be_normative", label=_("May be normative")),
        "sort_order",
    ]
    list_filter = ["can_be_normative"]
    list_export = ["code", "name", "name_en", "abbreviation", "can_be_normative", "sort_order"]
    ordering = ["sort_order", "name"]
    list_per_page = 50


documents = LegalDocumentPageListingViewSet("govportal_documents")
libraries = LibraryListingViewSet("govportal_libraries")
document_types = DocumentTypeViewSet()
# Their filters come from Wagtail, which offers all sites and all authors.
limit_filters_of("govportal_documents:")
limit_filters_of("govportal_libraries:")

__all__ = [
    "DocumentTypeViewSet",
    "LegalDocumentListView",
    "LegalDocumentPageListingViewSet",
    "LibraryListView",
    "LibraryListingViewSet",
    "document_types",
    "documents",
    "libraries",
]
