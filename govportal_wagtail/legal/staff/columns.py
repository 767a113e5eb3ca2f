"""Columns of the editors' list of documents, and what a spreadsheet of it holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    PageStatusColumn,
    PageTitleColumn,
    ParentPageColumn,
)

from ..models import Validity


class SymbolColumn(PageTitleColumn):  # type: ignore[misc]
    """The number and symbol of a document with its abstract, and its actions.

    A document without a number is named by its title.
    """

    cell_template_name = "govportal/legal/admin/symbol_cell.html"


def validity_label(document: Any) -> str:
    """The name of the annotated validity of a document."""
    return str(Validity(document.validity).label)


def publication_label(document: Any) -> str:
    """Whether a document is published, from its own columns alone."""
    if not document.live:
        return gettext("not published")
    changed = document.has_unpublished_changes
    return gettext("published, with unpublished changes") if changed else gettext("published")


def short_day(name: str) -> Callable[[Any], str]:
    """A function that reads a date of a document in the short form of the language."""

    def read(document: Any) -> str:
        day = getattr(document, name)
        return date_format(day, "SHORT_DATE_FORMAT") if day else ""

    return read


DOCUMENT_COLUMNS: Final = [
    BulkActionsColumn("bulk_actions"),
    SymbolColumn(
        "title", label=_("Number and symbol"), sort_key="number", classname="title", width="34%"
    ),
    Column("doc_type", label=_("Type"), accessor="doc_type.localized_name", sort_key="doc_type"),
    Column("issuer", label=_("Issuing body"), accessor="issuer.localized_name", sort_key="issuer"),
    Column(
        "issued_on", label=_("Issued on"), accessor=short_day("issued_on"), sort_key="issued_on"
    ),
    Column(
        "effective_on",
        label=_("In force from"),
        accessor=short_day("effective_on"),
        sort_key="effective_on",
    ),
    Column("validity", label=_("Validity"), accessor=validity_label, sort_key="validity"),
    ParentPageColumn("library", label=_("Library")),
    PageStatusColumn("status", label=_("Status"), sort_key="live"),
    DateColumn(
        "latest_revision_created_at", label=_("Updated"), sort_key="latest_revision_created_at"
    ),
]

#: Fields behind each way to sort the list.
ORDERINGS: Final = {
    "number": ("year", "number"),
    "doc_type": ("doc_type__name",),
    "issuer": ("issuer__name",),
    "issued_on": ("issued_on",),
    "effective_on": ("effective_on",),
    "validity": ("validity",),
    "live": ("live",),
    "latest_revision_created_at": ("latest_revision_created_at",),
}

EXPORT_HEADINGS: Final[Mapping[str, str | Promise]] = {
    "id": "id",
    "symbol": _("Number and symbol"),
    "title": _("Title"),
    "doc_type": _("Document type"),
    "normativity": _("Kind of document"),
    "issuer": _("Issuing body"),
    "abstract": _("Abstract"),
    "signing_capacity": _("Signing capacity"),
    "position": _("Position of the signer"),
    "signer": _("Signed by"),
    "administrative_fields": _("Fields of administration"),
    "issued_on": _("Issued on"),
    "effective_on": _("In force from"),
    "expires_on": _("Expires on"),
    "validity": _("Validity"),
    "status_override_reason": _("Reason of a validity set by hand"),
    "summary_procedure": _("Summary procedure"),
    "gazette_number": _("Gazette number"),
    "gazette_date": _("Gazette date"),
    "national_id": _("Number in the national database"),
    "source_url": _("Address of the source"),
    "file_count": _("Files"),
    "library": _("Library"),
    "publication": _("Publication"),
    "published_at": _("First published at"),
    "updated_at": _("Updated at"),
    "url": _("Address"),
}


def export_row(document: Any, *, library: str, url: str) -> dict[str, Any]:
    """One document as plain values, by the names of ``EXPORT_HEADINGS``."""
    fields = [each.localized_name for each in document.administrative_fields.all()]
    values = {name: getattr(document, name, "") for name in EXPORT_HEADINGS}
    values |= {
        "doc_type": document.doc_type.localized_name,
        "normativity": document.get_normativity_display(),
        "issuer": document.issuer.localized_name,
        "administrative_fields": "; ".join(fields),
        "validity": validity_label(document),
        "summary_procedure": str(_("yes") if document.summary_procedure else _("no")),
        "library": library,
        "publication": publication_label(document),
        "published_at": _moment(document.first_published_at),
        "updated_at": _moment(document.latest_revision_created_at),
        "url": url if document.live else "",
    }
    # A register may carry control characters of old files, which no spreadsheet accepts.
    return {
        name: ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _moment(value: Any) -> Any:
    """Local time without a zone, as spreadsheets store it."""
    return localtime(value).replace(tzinfo=None, microsecond=0) if value else None
