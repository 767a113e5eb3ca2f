"""What is decided about an item: passed on, returned, refused, withdrawn.

Each decision locks the item, then the rows of its workflow, looks again whether it may be taken,
writes the log and acts, in one transaction. What follows from it the receivers of the workflow do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState

from ..regulation.schema import Profile
from ..regulation.vocabulary import Action
from . import acting, attempts, ledger, placement, rights, timing, verification
from .errors import FlowError, PublishingRefused
from .models import EditorialItem, EditorialTask
from .vocabulary import EventKind, ItemState, StepAction


def approve(item: EditorialItem, user: Any, *, comment: str = "") -> EditorialItem:
    """Pass the item on from the step at which it is: checked, edited, approved or posted.

    ``item`` is as the user saw it: where it is at another step meanwhile, nothing is done. The
    newest version of the page is passed on; at the posting it must be the one that was approved.

    Raises:
        FlowError: where it is at no step any more, or something is missing or open.
        PermissionDenied: for whoever has not this step, or is no second person for it.
    """
    with transaction.atomic():
        seen, item = item.step, placement.locked(item)
        if item.step != seen:
            # Whoever looked at one step does not take the next one unawares.
            raise placement.moved_on(item)
        task, task_state = _at_step(item, user, StepAction.APPROVE)
        if task.kind != Action.PUBLISH:
            # The approval names the text that was read, edited at this step or before it.
            task_state.revision_id = _latest_revision(item)
            kind = EventKind.APPROVED if task.kind == Action.APPROVE else EventKind.PASSED
            ledger.record(kind, user=user, item=item, reason=comment)
        with acting.doing(user, "approve"):
            task_state.approve(user=user, comment=comment)
        item.refresh_from_db()
    return item


def give_back(
    item: EditorialItem, user: Any, *, reasons: Sequence[str] = (), message: str
) -> EditorialItem:
    """Return the item for completion, with reasons of its regulation and what is missing.

    Before it became a page it goes back to its supplier; at a step the workflow asks for changes.

    Raises:
        FlowError: with messages by field (``reasons``, ``message``), or where it moved on.
        PermissionDenied: for whoever may not return it.
    """
    with transaction.atomic():
        item = placement.locked(item)
        task_state = _at_receipt_or_step(item, user, StepAction.RETURN)
        profile = placement.profile_of(item)
        message = _stated(message)
        listed = _return_reasons(profile, reasons)
        verification.close_open(item, user)
        ledger.record(
            EventKind.RETURNED,
            user=user,
            item=item,
            reason=message,
            article="; ".join(dict.fromkeys(each.article for each in listed if each.article)),
            reasons=[each.key for each in listed],
            wordings=[each.wording for each in listed if each.wording],
        )
        if task_state is None:
            placement.give_to_supplier(item)
        else:
            with acting.doing(user, "return"):
                task_state.reject(user=user, comment=message)
        item.refresh_from_db()
    return item


def refuse(item: EditorialItem, user: Any, *, ground: str, message: str) -> EditorialItem:
    """Refuse the item on a ground of its regulation; the wording is kept as it is today.

    ``ground`` is the key of a ground, or of a prohibited act where the regulation lists no
    grounds; its letter is understood as well. Where it lists neither, the message says why.

    Raises:
        FlowError: with messages by field (``ground``, ``message``), or where it moved on.
        PermissionDenied: for whoever may not refuse it.
    """
    with transaction.atomic():
        item = placement.locked(item)
        _at_receipt_or_step(item, user, StepAction.REFUSE)
        message = _stated(message)
        rule = _ground(placement.profile_of(item), ground)
        verification.close_open(item, user)
        ledger.record(
            EventKind.REFUSED,
            user=user,
            item=item,
            reason=message,
            ground_letter=rule.letter if rule else "",
            ground_text=rule.wording if rule else "",
            article=rule.article if rule else "",
            ground=rule.key if rule else "",
        )
        _end(item, user, ItemState.REFUSED, message)
    return item


def withdraw(item: EditorialItem, user: Any, reason: str) -> EditorialItem:
    """Take the item back: whoever supplied it, as long as it is not posted.

    Raises:
        FlowError: without a reason, or where it was closed meanwhile.
        PermissionDenied: for whoever did not supply it.
    """
    with transaction.atomic():
        item = placement.locked(item)
        if not rights.may(item, user, "withdraw"):
            raise PermissionDenied
        reason = _stated(reason, field="reason")
        verification.close_open(item, user)
        ledger.record(EventKind.WITHDRAWN, user=user, item=item, reason=reason)
        _end(item, user, ItemState.WITHDRAWN, reason)
    return item


def _end(item: EditorialItem, user: Any, state: ItemState, reason: str) -> None:
    """Close the item without a posting: its workflow, its schedule and its time limits end."""
    running = WorkflowState.objects.active().filter(pk=item.workflow_state_id or 0)
    found = running.select_for_update().first()
    if found is not None:
        with acting.doing(user, state.value):
            found.cancel(user=user)
    if item.page_id is not None:
        Revision.page_revisions.filter(
            object_id=str(item.page_id), approved_go_live_at__isnull=False
        ).update(approved_go_live_at=None)
    placement.place(item, state, step=item.step)
    timing.cancel(item, user, reason)


def _at_receipt_or_step(item: EditorialItem, user: Any, action: StepAction) -> TaskState | None:
    """The state of the task at which the item is; None for what was not received yet."""
    if item.state == ItemState.SUBMITTED:
        if not rights.may(item, user, "receive"):
            raise PermissionDenied
        return None
    return _at_step(item, user, action)[1]


def _at_step(item: EditorialItem, user: Any, action: StepAction) -> tuple[EditorialTask, TaskState]:
    """The step at which the item is, its rows locked, where the user may do this there."""
    found = placement.locked_task(item)
    if found is None or item.page is None:
        raise placement.moved_on(item)
    task, task_state = found
    if not rights.acts_at(task, user):
        raise PermissionDenied
    if reason := rights.objection_to_all(item, item.page, task, user):
        if item.claimed_by_id in (None, user.pk):
            attempts.note(user, item.page, reason)
            raise PublishingRefused(reason)
        raise FlowError(reason)
    if reason := rights.objection_to(item, item.page, task, task_state, action):
        raise FlowError(reason)
    return task, task_state


def _latest_revision(item: EditorialItem) -> int:
    page = Page.objects.get(pk=item.page_id)
    latest = page.get_latest_revision()
    if latest is None:
        raise FlowError(_("The page has no version that could be passed on."))
    return int(latest.pk)


def _stated(text: str, field: str = "message") -> str:
    text = (text or "").strip()
    if not text:
        words = _("Say what is missing.") if field == "message" else _("Give the reason.")
        raise FlowError({field: words})
    return text


def _return_reasons(profile: Profile, keys: Sequence[str]) -> list[Any]:
    """The reasons of the regulation; a regulation that lists some wants one of them."""
    known = profile.return_reasons
    unknown = [key for key in keys if key not in known]
    if unknown:
        message = _("The regulation has no such reason: %(reasons)s.")
        raise FlowError({"reasons": message % {"reasons": ", ".join(unknown)}})
    if known and not keys:
        raise FlowError({"reasons": _("Choose a reason of the regulation.")})
    return [known[key] for key in dict.fromkeys(keys)]


def _ground(profile: Profile, wanted: str) -> Any:
    grounds: Any = profile.refusal_grounds or profile.prohibited_acts
    if not grounds:
        return None
    by_letter = {each.letter: each for each in grounds.values() if each.letter}
    found = grounds.get(wanted) or by_letter.get(wanted)
    if found is None:
        raise FlowError({"ground": _("Choose a ground of the regulation.")})
    return found


__all__ = ["approve", "give_back", "refuse", "withdraw"]
