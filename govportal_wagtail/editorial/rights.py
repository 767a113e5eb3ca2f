"""Who may do what with an item, and why not: the one place that screens and steps ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from ..core.models import PortalSite
from ..regulation.vocabulary import Action, RoleCode
from . import ledger, placement, requirements, second_person, slip_rules
from .access import agency_of
from .models import EditorialItem, EditorialTask, SlipSender, Verification
from .roles import LEADING, NEWSROOM, roles_on
from .vocabulary import STATE_OF_ACTION, ItemState, StepAction

#: Steps at which what is missing holds an item up; before them it is still being completed.
DECIDING: Final = frozenset({Action.APPROVE, Action.PUBLISH})
_ANSWERING: Final = frozenset({RoleCode.UNIT_HEAD, RoleCode.FOCAL_OFFICER})
_AT_A_STEP: Final = frozenset({*STATE_OF_ACTION.values(), ItemState.SUBMITTED})
#: The name of an action on the screens, and at a step of the workflow.
STEP_ACTIONS: Final = {
    "approve": StepAction.APPROVE,
    "return": StepAction.RETURN,
    "refuse": StepAction.REFUSE,
    "verify": StepAction.VERIFY,
}


def may(item: EditorialItem, user: Any, action: str) -> bool:
    """Whether the user may do it with the item now.

    ``action`` is one of ``claim``, ``release``, ``reassign``, ``urgent``, ``describe``,
    ``verify``, ``return``, ``refuse``, ``withdraw``, ``approve``, ``answer``, ``sign`` and
    ``receive``.

    Raises:
        KeyError: for a name that is none of these.
    """
    rule = _RULES[action]
    return bool(getattr(user, "is_active", False) and item.is_open and rule(item, user))


def acts_at(task: EditorialTask, user: Any) -> bool:
    """Whether the step is one of the user's: a member of its groups, or a superuser."""
    if not getattr(user, "is_active", False):
        return False
    return bool(user.is_superuser or task._user_in_groups(user))


def holds(user: Any, portal_site: PortalSite, roles: frozenset[Any]) -> bool:
    """Whether the user holds one of the roles on the site, or on the portal that oversees it."""
    if user.is_superuser:
        return True
    above = portal_site.portal if portal_site.portal_id else None
    return bool((roles_on(user, portal_site) | roles_on(user, above)) & roles)


def objection(
    item: EditorialItem | None,
    page: Page,
    task: EditorialTask,
    task_state: TaskState | None,
    user: Any,
    action: StepAction,
) -> str:
    """Why somebody at whose step the item is may not do this now; empty where they may."""
    return objection_to_all(item, page, task, user) or objection_to(
        item, page, task, task_state, action
    )


def objection_to_all(item: EditorialItem | None, page: Page, task: EditorialTask, user: Any) -> str:
    """Why the user may do nothing at the step: no second person, or somebody else works on it."""
    if reason := second_person.reason_against(user, page, task):
        return reason
    if item is not None and item.claimed_by_id not in (None, user.pk):
        return _("%(name)s works on it.") % {"name": ledger.name_of(item.claimed_by)}
    return ""


def objection_to(
    item: EditorialItem | None,
    page: Page,
    task: EditorialTask,
    task_state: TaskState | None,
    action: StepAction,
) -> str:
    """Why this cannot be done at the step now, whoever does it."""
    if action == StepAction.REFUSE and task.kind == Action.PUBLISH:
        return _("It was approved; it may be returned, and not refused here.")
    if action == StepAction.VERIFY and not _is_verifiable(item, task):
        return _("The regulation knows no verification at this step.")
    if action in (StepAction.APPROVE, StepAction.VERIFY) and item and has_question(item):
        return _("It is being verified; the answer is not there yet.")
    if action == StepAction.APPROVE and task.kind in DECIDING:
        return _objection_to_text(page, task, task_state)
    return ""


def has_question(item: EditorialItem) -> bool:
    """Whether a unit has been asked to verify the item and has not answered yet."""
    return Verification.objects.filter(item=item.pk, answered_at=None).exists()


def _objection_to_text(page: Page, task: EditorialTask, task_state: TaskState | None) -> str:
    """What is wrong with the newest version of the page at an approval or a posting."""
    if task.kind == Action.PUBLISH and task_state is not None:
        latest = Page.objects.filter(pk=page.pk).values_list("latest_revision", flat=True).first()
        if latest != task_state.revision_id:
            return _("The page was changed after its approval; return it to be approved again.")
    missing = requirements.shortfalls(requirements.newest_version(page))
    if not missing:
        return ""
    return _("This is missing: %(list)s") % {
        "list": " ".join(str(each.message) for each in missing)
    }


def _is_verifiable(item: EditorialItem | None, task: EditorialTask) -> bool:
    if item is None or task.kind == Action.PUBLISH:
        return False
    profile = placement.profile_of(item)
    asks = profile.policy("verify_with_specialist") == "yes"
    return asks or any(step.action == Action.VERIFY for step in profile.workflow())


def _may_step(action: StepAction) -> Callable[[EditorialItem, Any], bool]:
    def rule(item: EditorialItem, user: Any) -> bool:
        if item.state == ItemState.SUBMITTED and action in (StepAction.RETURN, StepAction.REFUSE):
            return _may_receive(item, user)
        found = placement.current_task(item)
        if found is None or item.page is None or not acts_at(found[0], user):
            return False
        return not objection(item, item.page, *found, user, action)

    return rule


def waits_for(item: EditorialItem, user: Any) -> bool:
    """Whether the user is one of those for whom the item waits, whoever has claimed it."""
    if user.is_superuser:
        return True
    agency = agency_of(user)
    if item.waiting_agency_id and (agency is None or agency.pk != item.waiting_agency_id):
        return False
    return bool(item.waiting_groups.filter(user=user.pk).exists())


def _may_claim(item: EditorialItem, user: Any) -> bool:
    if item.state not in _AT_A_STEP or not waits_for(item, user):
        return False
    if item.claimed_by_id is None:
        return True
    return item.claimed_by_id != user.pk and holds(user, item.portal_site, LEADING)


def _may_release(item: EditorialItem, user: Any) -> bool:
    if item.claimed_by_id is None:
        return False
    return item.claimed_by_id == user.pk or holds(user, item.portal_site, LEADING)


def _may_reassign(item: EditorialItem, user: Any) -> bool:
    return item.state in _AT_A_STEP and holds(user, item.portal_site, LEADING)


def _may_set_urgent(item: EditorialItem, user: Any) -> bool:
    is_on_its_way = item.state not in (ItemState.DRAFT, ItemState.SCHEDULED)
    return is_on_its_way and holds(user, item.portal_site, NEWSROOM)


def _may_describe(item: EditorialItem, user: Any) -> bool:
    return holds(user, item.portal_site, NEWSROOM)


def _may_withdraw(item: EditorialItem, user: Any) -> bool:
    """Whoever supplied it: the author, the sender, the head and the focal officer of the agency."""
    if user.is_superuser or user.pk == item.created_by_id:
        return True
    if SlipSender.objects.filter(slip__item=item.pk, user=user.pk).exists():
        return True
    agency = agency_of(user)
    is_of_agency = agency is not None and agency.pk == item.agency_id
    return is_of_agency and bool(roles_on(user, item.portal_site) & _ANSWERING)


def _may_answer(item: EditorialItem, user: Any) -> bool:
    """The unit that was asked; the newsroom for a unit that answered on paper."""
    question = Verification.objects.filter(item=item.pk, answered_at=None).first()
    if item.state != ItemState.VERIFYING or question is None:
        return False
    agency = agency_of(user)
    if agency is not None and agency.pk == question.agency_id:
        return True
    found = placement.current_task(item)
    return found is not None and acts_at(found[0], user)


def _may_sign(item: EditorialItem, user: Any) -> bool:
    return slip_rules.may_sign(user, item)


def _may_receive(item: EditorialItem, user: Any) -> bool:
    is_free = item.claimed_by_id in (None, user.pk)
    return is_free and slip_rules.may_receive(user, item)


_RULES: Final[dict[str, Callable[[EditorialItem, Any], bool]]] = {
    "claim": _may_claim,
    "release": _may_release,
    "reassign": _may_reassign,
    "urgent": _may_set_urgent,
    "describe": _may_describe,
    "withdraw": _may_withdraw,
    "answer": _may_answer,
    "sign": _may_sign,
    "receive": _may_receive,
    **{name: _may_step(action) for name, action in STEP_ACTIONS.items()},
}
