"""The remarks of the importer on one row, in words for the person who imports."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ...core.findings import Finding
from ...core.importing.findings import ROW, error, shortened, warning


def day_differs(given: date, printed: date) -> Finding:
    """The register and the printed text give different days of issue."""
    message = _("The register says %(given)s, the printed text %(printed)s; the latter is used.")
    values = {"given": given.strftime("%d/%m/%Y"), "printed": printed.strftime("%d/%m/%Y")}
    return warning("issued_on", "day_differs", message % values)


def signer_not_parted(text: str) -> Finding:
    """Post and name could not be told apart."""
    message = _("Post and name in “%(text)s” could not be told apart.")
    return warning("signer", "signer_not_parted", message % {"text": shortened(text)})


def unknown_type(text: str) -> Finding:
    """A document type that neither the mapping nor the symbol explains."""
    message = _("The document type “%(text)s” is not known; add it to the mapping.")
    return error("doc_type", "unknown_type", message % {"text": shortened(text)})


def type_differs(text: str, printed: str) -> Finding:
    """The register and the symbol name different types."""
    message = _("The register says “%(text)s”, but the symbol is that of a “%(printed)s”.")
    return warning(
        "doc_type", "type_differs", message % {"text": shortened(text), "printed": printed}
    )


def unknown_issuer(text: str) -> Finding:
    """An issuing body that is nowhere."""
    message = _("The issuing body “%(text)s” is not known; add it to the mapping or the agencies.")
    return error("issuer", "unknown_issuer", message % {"text": shortened(text)})


def unknown_field(text: str) -> Finding:
    """A field of administration that is not in the tree of fields."""
    message = _("The field “%(text)s” is not known and was left out.")
    return warning("fields", "unknown_field", message % {"text": shortened(text)})


def status_differs(text: str) -> Finding:
    """The register's status does not follow from the dates."""
    message = _("The register says “%(text)s”, which does not follow from the dates.")
    return warning("status", "status_differs", message % {"text": shortened(text)})


def agency_created(name: str) -> Finding:
    """An agency comes into being with this row."""
    return warning("issuer", "agency_created", _("New agency: %(name)s") % {"name": name})


def duplicate(number: int) -> Finding:
    """The same document stands in an earlier row."""
    message = _("The same document is in row %(number)s already.")
    return warning("symbol", "duplicate", message % {"number": number})


def other_library(label: str) -> Finding:
    """The library holds documents of the other kind."""
    message = _("This is a “%(label)s”, which this library does not hold.")
    return error("normativity", "other_library", message % {"label": label})


def no_identity() -> Finding:
    """Nothing by which a second import could recognise the document."""
    message = _("Nothing identifies the document: no symbol, source address or abstract.")
    return error("symbol", "no_identity", message)


def being_edited() -> Finding:
    """An editor's unpublished work would be overwritten."""
    message = _(
        "The document has changes that are not published, or is not published itself; publish or "
        "discard them first."
    )
    return error(ROW, "being_edited", message)


def locked() -> Finding:
    """An editor has locked the page."""
    return error(ROW, "locked", _("The document is locked by an editor."))


def file_missing(name: str) -> Finding:
    """A file that the row names is not in the folder."""
    return warning(
        "file", "file_missing", _("File not found: %(name)s") % {"name": shortened(name)}
    )


def file_refused(name: str, reason: str) -> Finding:
    """A file that is not accepted."""
    message = _("The file %(name)s was not attached: %(reason)s")
    return warning("file", "file_refused", message % {"name": shortened(name), "reason": reason})
