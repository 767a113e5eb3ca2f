"""Closes readers' reports, by an answer of the newsroom or by what became of the hidden page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from . import ledger
from .models import PageReport, ReportState, Takedown
from .vocabulary import EventKind


def finish(report: PageReport, state: ReportState, user: Any, answer: str) -> None:
    """Close a locked report with the answer that its reader gets."""
    report.state, report.answer = state, answer
    report.closed_by, report.closed_at = user, timezone.now()
    report.save(update_fields=["state", "answer", "closed_by", "closed_at"])
    record(EventKind.REPORT_CLOSED, report, user, reason=answer, outcome=state.value)


def follow(takedown: Takedown, state: ReportState, user: Any, answer: str) -> None:
    """Close the reports for which the page was hidden, once the takedown is decided."""
    waiting = PageReport.objects.select_for_update().filter(
        takedown=takedown, state=ReportState.HIDDEN
    )
    for report in waiting.order_by("pk"):
        finish(report, state, user, answer)


def record(kind: EventKind, report: PageReport, user: Any, *, reason: str, **details: Any) -> None:
    """Write a line of the log about a report."""
    ledger.record(
        kind,
        user=user,
        page=report.page,
        portal_site=report.portal_site,
        reason=reason,
        report=report.pk,
        report_kind=report.kind,
        code=report.tracking_code,
        **details,
    )
