"""What is wrong, or only odd, about the particulars of a legal document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..core.findings import Finding
from .symbols import parse_symbol

if TYPE_CHECKING:
    from .models import LegalDocumentMixin


def check_document(document: LegalDocumentMixin) -> list[Finding]:
    """All findings about a document, errors first; the database is not asked."""
    findings = [*_check_dates(document), *_check_symbol(document), *_check_override(document)]
    return sorted(findings, key=lambda finding: finding.level != "error")


def errors_of(document: LegalDocumentMixin) -> dict[str, list[str | Promise]]:
    """Messages of error level by field, in the form a ValidationError takes."""
    errors: dict[str, list[str | Promise]] = {}
    for finding in check_document(document):
        if finding.level == "error":
            errors.setdefault(finding.field, []).append(finding.message)
    return errors


def _check_dates(document: LegalDocumentMixin) -> list[Finding]:
    issued, effective, expires = document.issued_on, document.effective_on, document.expires_on
    findings = []
    if effective and expires and expires < effective:
        message = _("The document would expire before it takes effect.")
        findings.append(Finding("error", "expires_on", "expires_before_effective", message))
    elif issued and expires and expires < issued:
        message = _("The document would expire before it was issued.")
        findings.append(Finding("error", "expires_on", "expires_before_issued", message))
    if issued and effective and effective < issued:
        message = _("It takes effect before it was issued; is the effect really retroactive?")
        findings.append(Finding("warning", "effective_on", "retroactive", message))
    if not issued and not document.is_draft:
        message = _("The day of issue is missing.")
        findings.append(Finding("warning", "issued_on", "no_issue_date", message))
    return findings


def _check_symbol(document: LegalDocumentMixin) -> list[Finding]:
    if document.is_draft:
        return []
    if not document.symbol:
        message = _(
            "The number and symbol is missing; mark the document as a draft if it has none."
        )
        return [Finding("warning", "symbol", "no_symbol", message)]
    findings = []
    parsed = parse_symbol(document.symbol)
    if parsed.warnings:
        message = _("The symbol is written in an unusual way; it is kept exactly as printed.")
        findings.append(Finding("warning", "symbol", "unusual_symbol", message))
    if parsed.year and document.issued_on and parsed.year != document.issued_on.year:
        message = _("The year in the symbol is not the year of issue.")
        findings.append(Finding("warning", "issued_on", "year_differs", message))
    if parsed.is_normative and not document.is_normative:
        message = _("A year in the symbol is the mark of a normative document.")
        findings.append(Finding("warning", "normativity", "looks_normative", message))
    return findings


def _check_override(document: LegalDocumentMixin) -> list[Finding]:
    if document.status_override and not document.status_override_reason.strip():
        message = _("Give the reason for setting the validity by hand.")
        return [Finding("error", "status_override_reason", "override_without_reason", message)]
    return []
