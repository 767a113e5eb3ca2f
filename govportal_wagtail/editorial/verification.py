"""A specialist unit, or the supplier, is asked whether an item is correct (Cà Mau, Article 14.1).

The draft stays at its step meanwhile and the newsroom may go on editing; it cannot be passed on
until the answer is there.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..core.models import Agency
from ..regulation.vocabulary import RoleCode
from . import ledger, placement, rights, workflows
from .access import agency_of
from .errors import FlowError
from .models import EditorialItem, Verification
from .vocabulary import EventKind, ItemState, StepAction, VerificationOutcome

_ANSWERING: Final = (RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER, RoleCode.CONTRIBUTOR)


def ask_verification(
    item: EditorialItem, user: Any, *, agency: Agency | None, question: str
) -> Verification:
    """Ask a unit; the item waits for its answer.

    Raises:
        FlowError: with messages by field (``agency``, ``question``), where the regulation knows no
            verification at this step, where another question is open, or where it moved on.
        PermissionDenied: for whoever has not the step at which the item is.
    """
    with transaction.atomic():
        item = placement.locked(item)
        _check_asking(item, user)
        question = (question or "").strip()
        if not question:
            raise FlowError({"question": _("Say what is to be verified.")})
        if agency is None or not Agency.objects.existing(on=timezone.localdate()).filter(
            pk=agency.pk
        ):
            raise FlowError({"agency": _("Choose an agency that exists today.")})
        asked = Verification.objects.create(
            item=item, agency=agency, question=question, asked_by=user, step=item.step
        )
        ledger.record(
            EventKind.VERIFICATION_ASKED,
            user=user,
            item=item,
            reason=question,
            unit=str(agency),
            unit_id=agency.pk,
            verification=asked.pk,
        )
        placement.place(
            item,
            ItemState.VERIFYING,
            step=item.step,
            groups=workflows.groups_with(item.portal_site, _ANSWERING),
            agency=agency,
        )
    return asked


def answer_verification(
    verification: Verification, user: Any, *, outcome: str, answer: str
) -> EditorialItem:
    """Write down what the unit found; the item goes back to the step from which it was asked.

    The newsroom may answer for a unit that answered on paper, and take the question back.

    Raises:
        FlowError: with messages by field (``outcome``, ``answer``), or where it was answered.
        PermissionDenied: for whoever was not asked.
    """
    with transaction.atomic():
        item = placement.locked(verification.item)
        asked = Verification.objects.select_for_update().get(pk=verification.pk)
        if asked.answered_at is not None or item.state != ItemState.VERIFYING:
            raise FlowError(_("The question has been answered already."), code="moved")
        if not rights.may(item, user, "answer"):
            raise PermissionDenied
        agency = agency_of(user)
        is_theirs = agency is not None and agency.pk == asked.agency_id
        answer = _checked_answer(outcome, answer, is_theirs=is_theirs)
        _answered(asked, user, outcome, answer)
        ledger.record(
            EventKind.VERIFICATION_GIVEN,
            user=user,
            item=item,
            reason=answer,
            outcome=outcome,
            unit=str(asked.agency),
            verification=asked.pk,
            on_behalf=not is_theirs,
        )
        _go_on(item)
    return item


def close_open(item: EditorialItem, user: Any) -> None:
    """End an open question, because the item goes another way; the caller moves the item."""
    open_ones = Verification.objects.select_for_update().filter(item=item.pk, answered_at=None)
    for asked in open_ones:
        _answered(asked, user, VerificationOutcome.WITHDRAWN.value, "")


def _check_asking(item: EditorialItem, user: Any) -> None:
    found = placement.locked_task(item)
    if found is None or item.page is None:
        raise placement.moved_on(item)
    task, task_state = found
    if not rights.acts_at(task, user):
        raise PermissionDenied
    reason = rights.objection(item, item.page, task, task_state, user, StepAction.VERIFY)
    if reason:
        raise FlowError(reason)


def _checked_answer(outcome: str, answer: str, *, is_theirs: bool) -> str:
    """The answer; only the newsroom takes a question back."""
    allowed = set(VerificationOutcome.values)
    if is_theirs:
        allowed.discard(VerificationOutcome.WITHDRAWN.value)
    if outcome not in allowed:
        raise FlowError({"outcome": _("Choose an outcome.")})
    answer = (answer or "").strip()
    if not answer:
        raise FlowError({"answer": _("Write the answer.")})
    return answer


def _answered(asked: Verification, user: Any, outcome: str, answer: str) -> None:
    asked.outcome = outcome
    asked.answer = answer
    asked.answered_by = user if getattr(user, "pk", None) else None
    asked.answered_at = timezone.now()
    asked.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])


def _go_on(item: EditorialItem) -> None:
    found = placement.locked_task(item)
    if found is None:
        raise placement.moved_on(item)
    placement.place_at(item, found[0])
