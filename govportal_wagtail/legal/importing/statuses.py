"""Compare the validity that a register states with what the dates of the document say."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from ...core.findings import Finding
from ...core.importing import findings as row_findings
from ..models.choices import Validity
from . import findings
from .mapping import Column

# These follow from the days of a document alone and change by themselves as time passes.
_FROM_DATES: Final = frozenset(
    {Validity.IN_FORCE, Validity.NOT_YET, Validity.DRAFT, Validity.UNKNOWN}
)


def read_status(
    code: str, text: str, values: dict[str, Any], column: Column
) -> tuple[dict[str, str], Finding | None]:
    """Return the values to store for a stated status, and a remark where it is not explained.

    A status that time alone brings about is never stored: it would be wrong tomorrow.
    """
    if code not in Validity.values:
        return {}, row_findings.unknown_value("status", text)
    if code in _FROM_DATES:
        return {}, None
    if code == Validity.EXPIRED and values.get("expires_on"):
        return {}, None
    if column.use == "override":
        reason = column.reason or _("As stated by the source: %(status)s") % {"status": text}
        return {"status_override": code, "status_override_reason": reason}, None
    return {}, findings.status_differs(text)
