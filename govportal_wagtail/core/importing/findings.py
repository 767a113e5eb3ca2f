"""The remarks of every importer on one row, in words for the person who imports."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..findings import Finding

#: The name under which a finding is about the row as a whole.
ROW: Final = "row"
_SHOWN: Final = 80


def shortened(text: str) -> str:
    """`text` as it may stand in a message: at most 80 characters."""
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


def of_validation(problem: ValidationError) -> list[Finding]:
    """The messages of a validation error, field by field."""
    if not hasattr(problem, "error_dict"):
        return [invalid(ROW, message) for message in problem.messages]
    return [
        invalid(name, message)
        for name, messages in problem.message_dict.items()
        for message in messages
    ]


def missing(name: str) -> Finding:
    """A value without which the row cannot be brought in."""
    return error(name, "missing", _("The value is missing."))


def too_long(name: str, limit: int, length: int) -> Finding:
    """A value that does not fit its field; it is never cut silently."""
    message = _("The value has %(length)s characters; at most %(limit)s are possible.")
    return error(name, "too_long", message % {"length": length, "limit": limit})


def bad_date(name: str, text: str) -> Finding:
    """A cell that is no day."""
    message = _("“%(text)s” is not a date.")
    return error(name, "bad_date", message % {"text": shortened(text)})


def unknown_value(name: str, text: str) -> Finding:
    """A text that the mapping does not explain, in a field that can do without."""
    message = _("“%(text)s” is not known; add it to the mapping.")
    return warning(name, "unknown_value", message % {"text": shortened(text)})


def formula(name: str, text: str) -> Finding:
    """A cell that holds a formula where a plain value is expected."""
    message = _("The cell holds the formula “%(text)s”; write the value itself.")
    return error(name, "formula", message % {"text": shortened(text)})


def overflow(count: int) -> Finding:
    """More cells than headings: a separator inside a value, most likely."""
    message = _("The row has %(count)s more cells than the heading; its columns may be shifted.")
    return error(ROW, "overflow", message % {"count": count})


def invalid(name: str, message: str) -> Finding:
    """What the page's own validation says."""
    return error(name, "invalid", message)


def failed() -> Finding:
    """A fault of the software; the log has the details."""
    message = _("The row could not be written because of an unexpected fault; see the log.")
    return error(ROW, "failed", message)
