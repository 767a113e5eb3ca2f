"""What the page of one item shows: where it stands, what was supplied, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...core.page_hosts import full_address
from ...regulation.schema import Profile, WorkflowStep
from ...regulation.vocabulary import Action
from .. import history, registries, timing
from ..models import EditorialEvent, EditorialItem, SupplySlip, Verification
from ..roles import NEWSROOM, roles_by_site
from ..vocabulary import EventKind, ItemState
from . import item_todo, item_words

#: Lines of the log on the page itself; the rest is on the page of the history.
SHOWN_EVENTS: Final = 20
#: Lines from which the steps are read.
_READ_EVENTS: Final = 300
#: Events that finish a step, by what is done at it.
_FINISHING: Final[dict[Action, tuple[EventKind, ...]]] = {
    Action.SUBMIT: (EventKind.SUBMITTED, EventKind.RESUBMITTED),
    Action.SIGN: (EventKind.SIGNED,),
    Action.RECEIVE: (EventKind.RECEIVED,),
    Action.VERIFY: (EventKind.VERIFICATION_GIVEN,),
    Action.CHECK: (EventKind.PASSED,),
    Action.EDIT: (EventKind.PASSED,),
    Action.SECRETARY: (EventKind.PASSED,),
    Action.APPROVE: (EventKind.APPROVED,),
    Action.PUBLISH: (EventKind.PUBLISHED, EventKind.DELEGATED, EventKind.EMERGENCY),
}
#: Actions of which a regulation has one step at most, so that the event names it without a key.
_SINGLE: Final = frozenset(
    {Action.SUBMIT, Action.SIGN, Action.RECEIVE, Action.VERIFY, Action.PUBLISH}
)


@dataclass(frozen=True, slots=True)
class LadderStep:
    """One step of the regulation and whether the item has passed it."""

    title: str
    roles: str
    #: ``done``, ``current``, ``ahead``, ``skipped`` or ``stopped``.
    status: str
    by: str = ""
    at: datetime | None = None

    @property
    def words(self) -> str:
        """The status for people who do not see the mark."""
        return {
            "done": pgettext("step", "done"),
            "current": pgettext("step", "now here"),
            "ahead": pgettext("step", "to come"),
            "skipped": pgettext("step", "not needed"),
            "stopped": pgettext("step", "did not take place"),
        }[self.status]


def ladder(
    item: EditorialItem, profile: Profile | None, events: Iterable[EditorialEvent]
) -> list[LadderStep]:
    """The steps of the regulation in order; ``events`` oldest first."""
    if profile is None:
        return []
    steps = profile.workflow()
    finished = _finished(steps, events)
    current = _current(item, steps)
    order = current.order if current else 0
    found = []
    for step in steps:
        event = finished.get(step.key)
        status = _status(item, step, order, is_current=step is current, is_done=event is not None)
        shown = event if status == "done" else None
        found.append(
            LadderStep(
                title=step.title or str(step.action.label),
                roles=", ".join(item_words.role_title(profile, role.value) for role in step.roles),
                status=status,
                by=shown.by_name or history.actor(shown) if shown else "",
                at=shown.at if shown else None,
            )
        )
    return found


def _finished(
    steps: Iterable[WorkflowStep], events: Iterable[EditorialEvent]
) -> dict[str, EditorialEvent]:
    """The last event that finished each step."""
    found = {}
    listed = list(steps)
    for event in events:
        for step in listed:
            is_here = event.step == step.key or step.action in _SINGLE
            if is_here and event.kind in _FINISHING[step.action]:
                found[step.key] = event
    return found


def _current(item: EditorialItem, steps: Iterable[WorkflowStep]) -> WorkflowStep | None:
    wanted = {
        ItemState.DRAFT: Action.SUBMIT,
        ItemState.RETURNED: Action.SUBMIT,
        ItemState.TO_SIGN: Action.SIGN,
        ItemState.VERIFYING: Action.VERIFY,
        ItemState.SCHEDULED: Action.PUBLISH,
    }.get(ItemState(item.state))
    for step in steps:
        if step.action == wanted:
            return step
    return next((step for step in steps if step.key == item.step), None)


def _status(
    item: EditorialItem, step: WorkflowStep, order: int, *, is_current: bool, is_done: bool
) -> str:
    if item.state == ItemState.PUBLISHED:
        return "done" if is_done or not step.is_optional else "skipped"
    if not item.is_open:
        return "done" if is_done and step.order < order else "stopped"
    if is_current:
        return "current"
    if step.order < order:
        return "done" if is_done else "skipped"
    return "ahead"


def link(name: str, *args: Any) -> str:
    """The address of a screen of another area; empty where that area is not there."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def links(
    item: EditorialItem, user: Any, allowed: set[str], place: registries.WorkPlace | None
) -> list[dict[str, str]]:
    """Where work on the item goes on; ``allowed`` are the actions that open a screen.

    ``place`` is where its text is worked on, if that is not Wagtail's editor.
    """
    slip, page = slip_of(item), item.page
    found: list[tuple[str, str, str]] = []
    if slip and "sign" in allowed:
        found.append((_("Sign, or say why not"), link("editorial_slips:sign", slip.pk), "check"))
    if slip and "receive" in allowed:
        found.append((_("Receive"), link("editorial_slips:receive", slip.pk), "download"))
    if slip and "edit" in allowed:
        found.append((_("Open the slip"), link("editorial_slips:edit", slip.pk), "edit"))
    if item.state == ItemState.APPROVED and "approve" in allowed:
        # Nobody edits what is approved: the editor is locked, and the step has a screen.
        found.append((_("View and post"), link("editorial_flow:step", item.pk), "check"))
    if page is not None:
        may_edit = page.permissions_for_user(user).can_edit() and item.state != ItemState.APPROVED
        if place is not None:
            found.append((place.label, place.url, "edit"))
        elif may_edit:
            label = _("Check and pass on in the editor") if "approve" in allowed else _("Edit page")
            found.append((label, link("wagtailadmin_pages:edit", page.pk), "edit"))
        if may_edit:
            found.append((_("Preview"), link("wagtailadmin_pages:view_draft", page.pk), "view"))
        if page.live:
            found.append((_("Public page"), full_address(page), "link-external"))
    if slip:
        found.append((_("Print the slip"), link("editorial_slips:print", slip.pk), "doc-full"))
    return [{"label": label, "url": url, "icon": icon} for label, url, icon in found if url]


def work_place(
    item: EditorialItem, user: Any
) -> tuple[registries.WorkScreen | None, registries.WorkPlace | None]:
    """The screen of another area on which the text of the item is worked on, and where it is."""
    for each in registries.work_screens:
        if (place := each.find(item, user)) is not None:
            return each, place
    return None, None


def slip_of(item: EditorialItem) -> SupplySlip | None:
    """The slip from which the item came; None for one of the newsroom."""
    try:
        return item.slip
    except SupplySlip.DoesNotExist:
        return None


def context(
    request: HttpRequest, item: EditorialItem, offers: list[Any], allowed: set[str]
) -> dict[str, Any]:
    """All that the template shows."""
    user: Any = request.user
    profile = item_words.profile_of(item)
    events = list(
        EditorialEvent.objects.filter(item_id=item.pk).order_by("-at", "-pk")[:_READ_EVENTS]
    )
    screen, place = work_place(item, user)
    verifications = list(
        Verification.objects.filter(item=item).select_related("agency", "asked_by", "answered_by")
    )
    return _supplied(slip_of(item)) | {
        "item": item,
        "origin": screen.origin if screen else item.get_origin_display(),
        "sees_contact": sees_contact(user, item),
        "profile": profile,
        "category": item_words.category_title(profile, item.category),
        "due": item_words.due(item),
        "deadlines": timing.explanation(item),
        "waiting_for": item_words.waiting_for(item),
        "is_mine": item.claimed_by_id == user.pk,
        "ladder": ladder(item, profile, reversed(events)),
        "todo": item_todo.todo(item, user),
        "came_back": item_todo.last_reasons([item]).get(item.pk, ""),
        "question": next((each for each in verifications if not each.answered_at), None),
        "answers": [each for each in verifications if each.answered_at],
        "events": history_lines(events[:SHOWN_EVENTS]),
        "has_more": len(events) > SHOWN_EVENTS,
        "links": links(item, user, allowed, place),
        "offers": offers,
    }


def _supplied(slip: SupplySlip | None) -> dict[str, Any]:
    """What came on the slip; nothing for an item of the newsroom."""
    if slip is None:
        return {"slip": None, "target": "", "attachments": [], "photos": []}
    target = registries.slip_targets.get(slip.target)
    return {
        "slip": slip,
        "target": target.label if target else "",
        "attachments": slip.attachments.select_related("document"),
        "photos": slip.photos.select_related("image").prefetch_related("image__renditions"),
    }


def history_lines(events: Iterable[EditorialEvent]) -> list[dict[str, Any]]:
    """The log as lines with a time and a sentence."""
    return [
        {"at": timezone.localtime(event.at), "kind": event.kind, "text": history.sentence(event)}
        for event in events
    ]


def sees_contact(user: Any, item: EditorialItem) -> bool:
    """Whether the user sees telephone and e-mail of the sender: who works on the item, or is it.

    They are personal data; other people of the same agency have no need of them.
    """
    if user.is_superuser or item.created_by_id == user.pk:
        return True
    roles = roles_by_site(user)
    sites = (item.portal_site_id, item.portal_site.portal_id)
    return any(roles.get(site, frozenset()) & NEWSROOM for site in sites if site)
