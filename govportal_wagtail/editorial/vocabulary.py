"""The words of the editorial flow: states, events, outcomes. The stored codes never change."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

from ..regulation.vocabulary import Action


class ItemState(models.TextChoices):
    """Where an item stands on its way to the public page."""

    DRAFT = "draft", pgettext_lazy("item", "being written")
    TO_SIGN = "to_sign", pgettext_lazy("item", "waiting for the signature of the unit's head")
    SUBMITTED = "submitted", pgettext_lazy("item", "submitted, waiting to be received")
    CHECKING = "checking", pgettext_lazy("item", "being checked")
    VERIFYING = "verifying", pgettext_lazy("item", "being verified by a specialist unit")
    EDITING = "editing", pgettext_lazy("item", "being edited")
    SECRETARY = "secretary", pgettext_lazy("item", "with the editorial secretary")
    APPROVING = "approving", pgettext_lazy("item", "waiting for approval")
    APPROVED = "approved", pgettext_lazy("item", "approved, waiting to be posted")
    SCHEDULED = "scheduled", pgettext_lazy("item", "approved, posting is scheduled")
    PUBLISHED = "published", pgettext_lazy("item", "posted")
    RETURNED = "returned", pgettext_lazy("item", "returned for completion")
    REFUSED = "refused", pgettext_lazy("item", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("item", "withdrawn")


#: States in which an item waits for nobody any more.
CLOSED_STATES: Final = frozenset({ItemState.PUBLISHED, ItemState.REFUSED, ItemState.WITHDRAWN})
#: States in which a draft page is at a step of its workflow.
STATE_OF_ACTION: Final[dict[Action, ItemState]] = {
    Action.CHECK: ItemState.CHECKING,
    Action.EDIT: ItemState.EDITING,
    Action.SECRETARY: ItemState.SECRETARY,
    Action.APPROVE: ItemState.APPROVING,
    Action.PUBLISH: ItemState.APPROVED,
}
#: The steps of a regulation that become tasks of Wagtail's workflow on the draft page.
TASK_ACTIONS: Final = tuple(STATE_OF_ACTION)


class Origin(models.TextChoices):
    """Where an item comes from."""

    SLIP = "slip", pgettext_lazy("item", "supply slip")
    NEWSROOM = "newsroom", pgettext_lazy("item", "written by the newsroom")
    CHANGE = "change", pgettext_lazy("item", "change of a posted page")


class EventKind(models.TextChoices):
    """What may happen to an item or a page; one line of the log each."""

    ENTERED = "entered", pgettext_lazy("editorial event", "entered")
    SUBMITTED = "submitted", pgettext_lazy("editorial event", "submitted")
    SIGNED = "signed", pgettext_lazy("editorial event", "signed by the unit's head")
    SIGNATURE_DECLINED = "signature_declined", pgettext_lazy("editorial event", "not signed")
    RECEIVED = "received", pgettext_lazy("editorial event", "received")
    PASSED = "passed", pgettext_lazy("editorial event", "passed on")
    APPROVED = "approved", pgettext_lazy("editorial event", "approved")
    RETURNED = "returned", pgettext_lazy("editorial event", "returned for completion")
    RESUBMITTED = "resubmitted", pgettext_lazy("editorial event", "submitted again")
    REFUSED = "refused", pgettext_lazy("editorial event", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("editorial event", "withdrawn")
    VERIFICATION_ASKED = "verification_asked", pgettext_lazy("editorial event", "sent to verify")
    VERIFICATION_GIVEN = "verification_given", pgettext_lazy("editorial event", "verified")
    CLAIMED = "claimed", pgettext_lazy("editorial event", "claimed")
    RELEASED = "released", pgettext_lazy("editorial event", "released")
    REASSIGNED = "reassigned", pgettext_lazy("editorial event", "assigned")
    URGENT = "urgent", pgettext_lazy("editorial event", "put on the summary procedure")
    NOT_URGENT = "not_urgent", pgettext_lazy("editorial event", "taken off the summary procedure")
    DESCRIBED = "described", pgettext_lazy("editorial event", "category or dates changed")
    SCHEDULED = "scheduled", pgettext_lazy("editorial event", "posting scheduled")
    PUBLISHED = "published", pgettext_lazy("editorial event", "posted")
    UNPUBLISHED = "unpublished", pgettext_lazy("editorial event", "no longer public")
    DELEGATED = "delegated", pgettext_lazy("editorial event", "posted by delegation")
    EMERGENCY = "emergency", pgettext_lazy("editorial event", "posted by the emergency setting")
    ATTEMPT_REFUSED = "attempt_refused", pgettext_lazy("editorial event", "attempt refused")
    CORRECTED = "corrected", pgettext_lazy("editorial event", "correction notice")
    TAKEN_DOWN = "taken_down", pgettext_lazy("editorial event", "taken down")
    TAKEDOWN_CONFIRMED = (
        "takedown_confirmed",
        pgettext_lazy("editorial event", "takedown confirmed"),
    )
    RESTORED = "restored", pgettext_lazy("editorial event", "restored")
    REPORTED = "reported", pgettext_lazy("editorial event", "reported by a reader")
    REPORT_CLOSED = "report_closed", pgettext_lazy("editorial event", "report closed")
    REVIEWED = "reviewed", pgettext_lazy("editorial event", "found still correct")
    ARCHIVED = "archived", pgettext_lazy("editorial event", "archived")
    DELEGATION_GIVEN = "delegation_given", pgettext_lazy("editorial event", "posting delegated")
    DELEGATION_ENDED = "delegation_ended", pgettext_lazy("editorial event", "delegation ended")


class StepAction(models.TextChoices):
    """What may be done at a step of the workflow; the names of Wagtail where it has them."""

    APPROVE = "approve", pgettext_lazy("workflow action", "Pass on")
    RETURN = "reject", pgettext_lazy("workflow action", "Return for completion")
    REFUSE = "refuse", pgettext_lazy("workflow action", "Refuse")
    VERIFY = "verify", pgettext_lazy("workflow action", "Send to a specialist unit to verify")


class VerificationOutcome(models.TextChoices):
    """What a specialist unit answered."""

    CONFIRMED = "confirmed", pgettext_lazy("verification", "correct")
    CORRECTED = "corrected", pgettext_lazy("verification", "correct with the changes stated")
    NOT_CONFIRMED = "not_confirmed", pgettext_lazy("verification", "not correct")
    WITHDRAWN = "withdrawn", pgettext_lazy("verification", "no longer needed")
