"""Readers' reports about pages: anybody tells of an error or a violation, the newsroom answers.

Lạng Sơn 40/2024, Article 8.2.a; Cà Mau 68/2026, Article 29.2.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.models import PortalSite
from . import afterwards_access as access
from . import report_closing, takedowns, tracking
from .errors import FlowError
from .models import (
    PageReport,
    PageReporter,
    ReportKind,
    ReportState,
    Takedown,
    TakedownMode,
)
from .vocabulary import EventKind

#: What cannot wait: these stand first in the list.
URGENT_KINDS: Final = (ReportKind.VIOLATION, ReportKind.PRIVACY)
OPEN_STATES: Final = (ReportState.NEW, ReportState.HIDDEN)


def submit(
    page: Page,
    portal_site: PortalSite,
    *,
    kind: str,
    text: str,
    name: str = "",
    email: str = "",
    phone: str = "",
) -> PageReport:
    """Keep what a reader reports. Who it is stands apart and only where they said so."""
    with transaction.atomic():
        report = PageReport.objects.create(
            page=page,
            portal_site=portal_site,
            title=page.title,
            kind=kind,
            text=text,
            tracking_code=_new_code(),
        )
        if name or email or phone:
            PageReporter.objects.create(report=report, name=name, email=email, phone=phone)
        # Not the text: it may name people, and the log is never changed.
        report_closing.record(
            EventKind.REPORTED, report, None, reason=str(report.get_kind_display())
        )
    return report


def visible(user: Any) -> QuerySet[PageReport]:
    """The reports of the sites in whose newsroom the user works."""
    return PageReport.objects.filter(portal_site__in=access.newsroom_sites(user))


def in_order(reports: QuerySet[PageReport]) -> QuerySet[PageReport]:
    """What is open before what is closed, violations first, then the newest."""
    rank = Case(
        When(state__in=OPEN_STATES, kind__in=URGENT_KINDS, then=Value(0)),
        When(state__in=OPEN_STATES, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return reports.annotate(rank=rank).order_by("rank", "-reported_at", "-pk")


def hide(
    report: PageReport,
    user: Any,
    *,
    reason: str,
    basis: str = "",
    mode: str = TakedownMode.TOMBSTONE,
    public_note: str = "",
) -> Takedown:
    """Hide the reported page at once, to be verified; closing the takedown closes the report.

    Raises:
        PermissionDenied: for who may not take down pages of the site.
        FlowError: if the report was handled meanwhile, or the page is not public any more.
    """
    with transaction.atomic():
        current = _locked(report, user)
        if current.state != ReportState.NEW:
            raise FlowError(_("This report was handled already."))
        if current.page is None:
            raise FlowError(_("The page was deleted."))
        takedown = takedowns.take_down(
            current.page,
            user,
            requested_by=_("Reader's report %(code)s")
            % {"code": tracking.readable(current.tracking_code)},
            reason=reason,
            basis=basis,
            mode=mode,
            public_note=public_note,
            pending=True,
        )
        current.state, current.takedown = ReportState.HIDDEN, takedown
        current.save(update_fields=["state", "takedown"])
    return takedown


def uphold(report: PageReport, user: Any, *, answer: str) -> PageReport:
    """The reader is right; the answer says what is done.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if the report was handled meanwhile, or the page is hidden and being verified.
    """
    return _close(report, ReportState.UPHELD, user, answer)


def dismiss(report: PageReport, user: Any, *, answer: str) -> PageReport:
    """The page stays as it is; the answer says why.

    Raises:
        PermissionDenied: for who does not work in the newsroom of the site.
        FlowError: if the report was handled meanwhile, or the page is hidden and being verified.
    """
    return _close(report, ReportState.DISMISSED, user, answer)


def _close(report: PageReport, state: ReportState, user: Any, answer: str) -> PageReport:
    with transaction.atomic():
        current = _locked(report, user)
        if current.state == ReportState.HIDDEN:
            raise FlowError(_("The page is hidden: decide on the takedown first."))
        if current.state != ReportState.NEW:
            raise FlowError(_("This report was handled already."))
        report_closing.finish(current, state, user, answer)
    return current


def _locked(report: PageReport, user: Any) -> PageReport:
    rows = PageReport.objects.select_for_update(of=("self",))
    current = rows.select_related("page", "portal_site__site").get(pk=report.pk)
    if not access.is_of_newsroom(user, current.portal_site):
        raise PermissionDenied
    return current


def _new_code() -> str:
    while True:
        code = tracking.new_code()
        if not PageReport.objects.filter(tracking_code=code).exists():
            return code
