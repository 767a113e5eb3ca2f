"""Visible notices of what was changed on a posted page: corrections (đính chính) and updates.

Cà Mau 68/2026, Articles 15 and 25.1.ê. A notice is written first; then the page is changed and goes
its ordinary way. The notice becomes public with the first change that was saved after it: whoever
approves that change has had the notice before their eyes.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from . import afterwards_access as access
from . import ledger
from .errors import FlowError
from .models import Correction
from .vocabulary import EventKind


def may_write(user: Any, page: Page) -> bool:
    """Whether the user may write a notice: of the newsroom, and may change the page."""
    if not access.is_of_newsroom(user, access.portal_site_of(page)):
        return False
    return bool(page.permissions_for_user(user).can_edit())


def write(
    page: Page, user: Any, *, kind: str, text: str, requested_by: str = "", basis: str = ""
) -> Correction:
    """Keep a notice until the change is posted.

    Raises:
        PermissionDenied: for who may not change the page.
        FlowError: for a page that is not public, or that shows the text of another one.
    """
    if not may_write(user, page):
        raise PermissionDenied
    with transaction.atomic():
        current = Page.objects.select_for_update().get(pk=page.pk)
        if not current.live:
            raise FlowError(_("Only a public page has something to correct."))
        if current.alias_of_id:
            raise FlowError(_("This page shows another one: correct that one."))
        correction = Correction.objects.create(
            page=current,
            kind=kind,
            text=text,
            requested_by=requested_by,
            basis=basis,
            made_by=user,
        )
        _record(correction, user, "written")
    return correction


def withdraw(correction: Correction, user: Any) -> None:
    """Delete a notice that is not public yet.

    Raises:
        PermissionDenied: for who may not change the page.
        FlowError: for a notice that is public: it stays.
    """
    with transaction.atomic():
        rows = Correction.objects.select_for_update(of=("self",)).select_related("page")
        current = rows.get(pk=correction.pk)
        if not may_write(user, current.page):
            raise PermissionDenied
        if current.published_at:
            raise FlowError(_("This notice is public and stays. Write a new one."))
        _record(current, user, "withdrawn")
        current.delete()


def post(page: Page, revision: Revision | None, user: Any = None) -> int:
    """Make the notices public that were written before the posted revision; returns how many."""
    if revision is None:
        return 0
    with transaction.atomic():
        waiting = Correction.objects.select_for_update().filter(
            page=page.pk, published_at=None, made_at__lte=revision.created_at
        )
        now = timezone.now()
        for correction in (found := list(waiting.order_by("pk"))):
            correction.published_at = now
            correction.save(update_fields=["published_at"])
            _record(correction, user, "posted", revision)
    return len(found)


def public(page: Page) -> QuerySet[Correction]:
    """The public notices of a page, newest first; an alias has those of the page it shows."""
    shown = page.alias_of_id or page.pk
    notices = Correction.objects.filter(page=shown, published_at__isnull=False)
    return notices.order_by("-published_at", "-pk")


def waiting(page: Page) -> QuerySet[Correction]:
    """The notices that become public with the next change."""
    return Correction.objects.filter(page=page.pk, published_at=None).order_by("-pk")


def _record(
    correction: Correction, user: Any, stage: str, revision: Revision | None = None
) -> None:
    page = correction.page
    ledger.record(
        EventKind.CORRECTED,
        user=user,
        page=page,
        portal_site=access.portal_site_of(page),
        reason=correction.text,
        revision=revision,
        correction=correction.pk,
        correction_kind=correction.kind,
        stage=stage,
        requested_by=correction.requested_by,
        basis=correction.basis,
    )
