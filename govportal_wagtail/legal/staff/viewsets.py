"""Lists of the admin: all documents, the libraries, the types of document."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Subquery
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
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.filter_choices import limit_filters_of
from ...core.page_listing import FlatPageListView
from ..models import DocumentFile, DocumentType, LegalDocumentIndexPage, LegalDocumentPage
from . import columns, page_queries
from .access import manageable_pages, visible_libraries, works_on_documents
from .filters import LegalDocumentFilterSet


class _EditorsMenuItem(MenuItem):  # type: ignore[misc]
    """Shown to those who add or change pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user works on pages at all."""
        return works_on_documents(request.user)


class LegalDocumentListView(FlatPageListView):
    """Every document the user may change, in one list however the libraries are arranged."""

    template_name = "govportal/legal/admin/document_listing.html"
    list_export = list(columns.EXPORT_HEADINGS)
    export_headings = columns.EXPORT_HEADINGS
    orderings = columns.ORDERINGS
    export_filename = "legal-documents"
    default_ordering = "-latest_revision_created_at"

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

    def order_queryset(self, queryset: Any) -> Any:
        """Documents in the order asked for; what a search found stays best first."""
        if self.is_searching and not self.is_explicitly_ordered:
            return queryset
        return super().order_queryset(queryset)

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
