"""The remarks of the importer on one row, in words for the person who imports."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ..validation import Finding

_SHOWN = 80


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def error(name: str, code: str, message: str) -> Finding:
    """A finding for which the row is refused."""
    return Finding("error", name, code, message)


def warning(name: str, code: str, message: str) -> Finding:
    """A finding that is only reported."""
    return Finding("warning", name, code, message)


def of_text(name: str, codes: tuple[str, ...]) -> list[Finding]:
    """What was repaired, or is beyond repair, in a text."""
    messages = {
        "html": _("HTML markup was removed."),
        "tcvn3": _("The text was in the old TCVN3 (ABC) encoding and was converted; check it."),
        "vni": _("The text was in the old VNI encoding and was converted; check it."),
        "not_nfc": _("Characters were brought into Unicode composed form (NFC)."),
        "eth": _("The letter eth (Ð) was replaced by Đ."),
        "invisible": _("Invisible characters were removed."),
        "private_use": _("The text contains symbol-font characters; check it."),
        "mojibake": _("The text is garbled: it was read in the wrong encoding before."),
        "replacement": _("Some characters were lost in an earlier conversion."),
    }
    return [warning(name, code, messages[code]) for code in codes if code in messages]


def missing(name: str) -> Finding:
    """A value without which there is no document."""
    return error(name, "missing", _("The value is missing."))


def too_long(name: str, limit: int, length: int) -> Finding:
    """A value that does not fit its field; it is never cut silently."""
    message = _("The value has %(length)s characters; at most %(limit)s are possible.")
    return error(name, "too_long", message % {"length": length, "limit": limit})


def bad_date(name: str, text: str) -> Finding:
    """A cell that is no day."""
    message = _("“%(text)s” is not a date.")
    return error(name, "bad_date", message % {"text": _short(text)})


def day_differs(given: date, printed: date) -> Finding:
    """The register and the printed text give different days of issue."""
    message = _("The register says %(given)s, the printed text %(printed)s; the latter is used.")
    values = {"given": given.strftime("%d/%m/%Y"), "printed": printed.strftime("%d/%m/%Y")}
    return warning("issued_on", "day_differs", message % values)


def signer_not_parted(text: str) -> Finding:
    """Post and name could not be told apart."""
    message = _("Post and name in “%(text)s” could not be told apart.")
    return warning("signer", "signer_not_parted", message % {"text": _short(text)})


def unknown_value(name: str, text: str) -> Finding:
    """A text that the mapping does not explain, in a field that can do without."""
    message = _("“%(text)s” is not known; add it to the mapping.")
    return warning(name, "unknown_value", message % {"text": _short(text)})


def unknown_type(text: str) -> Finding:
    """A document type that neither the mapping nor the symbol explains."""
    message = _("The document type “%(text)s” is not known; add it to the mapping.")
    return error("doc_type", "unknown_type", message % {"text": _short(text)})


def type_differs(text: str, printed: str) -> Finding:
    """The register and the symbol name different types."""
    message = _("The register says “%(text)s”, but the symbol is that of a “%(printed)s”.")
    return warning("doc_type", "type_differs", message % {"text": _short(text), "printed": printed})


def unknown_issuer(text: str) -> Finding:
    """An issuing body that is nowhere."""
    message = _("The issuing body “%(text)s” is not known; add it to the mapping or the agencies.")
    return error("issuer", "unknown_issuer", message % {"text": _short(text)})


def unknown_field(text: str) -> Finding:
    """A field of administration that is not in the tree of fields."""
    message = _("The field “%(text)s” is not known and was left out.")
    return warning("fields", "unknown_field", message % {"text": _short(text)})


def overflow(count: int) -> Finding:
    """More cells than headings: a separator inside a value, most likely."""
    message = _("The row has %(count)s more cells than the heading; its columns may be shifted.")
    return error("row", "overflow", message % {"count": count})


def status_differs(text: str) -> Finding:
    """The register's status does not follow from the dates."""
    message = _("The register says “%(text)s”, which does not follow from the dates.")
    return warning("status", "status_differs", message % {"text": _short(text)})


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
    return error("row", "being_edited", message)


def locked() -> Finding:
    """An editor has locked the page."""
    return error("row", "locked", _("The document is locked by an editor."))


def invalid(name: str, message: str) -> Finding:
    """What the document's own validation says."""
    return error(name, "invalid", message)


def failed() -> Finding:
    """A fault of the software; the log has the details."""
    message = _("The row could not be written because of an unexpected fault; see the log.")
    return error("row", "failed", message)


def file_missing(name: str) -> Finding:
    """A file that the row names is not in the folder."""
    return warning("file", "file_missing", _("File not found: %(name)s") % {"name": _short(name)})


def file_refused(name: str, reason: str) -> Finding:
    """A file that is not accepted."""
    message = _("The file %(name)s was not attached: %(reason)s")
    return warning("file", "file_refused", message % {"name": _short(name), "reason": reason})
