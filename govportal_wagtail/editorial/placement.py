"""Where an item is: found, locked, moved, closed. Whoever calls writes the log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from ..core.models import Agency
from ..regulation import catalogue
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from ..regulation.vocabulary import RoleCode
from . import workflows
from .errors import FlowError
from .models import EditorialItem, EditorialTask
from .vocabulary import CLOSED_STATES, STATE_OF_ACTION, ItemState, Origin

#: Who completes what was returned, besides whoever wrote it.
_COMPLETING: Final = (RoleCode.FOCAL_OFFICER, RoleCode.UNIT_HEAD)
_MOVING: Final = (
    *("state", "step", "waiting_agency", "claimed_by", "claimed_at", "moved_at", "closed_at"),
    "workflow_state",
)


def profile_of(item: EditorialItem) -> Profile:
    """The regulation by which the item is handled; before its submission the one in force."""
    known = catalogue.profiles().get(item.profile)
    return known or profile_for(item.portal_site.site)


def locked(item: EditorialItem, *, is_open: bool = True) -> EditorialItem:
    """The item as it is now, locked until the transaction ends.

    Raises:
        FlowError: where it was closed meanwhile, unless closed ones are wanted as well.
    """
    now = EditorialItem.objects.select_for_update().get(pk=item.pk)
    if is_open and not now.is_open:
        raise moved_on(now)
    return now


def moved_on(item: EditorialItem) -> FlowError:
    """What somebody is told who came second."""
    message = _("Somebody was quicker: the item is now “%(state)s”.")
    return FlowError(message % {"state": item.get_state_display()}, code="moved")


def open_item(page: Page) -> EditorialItem | None:
    """The open item of a page, locked until the transaction ends; None without one."""
    found = EditorialItem.objects.select_for_update().open().filter(page=page.pk)
    return found.order_by("pk").first()


def place(
    item: EditorialItem,
    state: ItemState,
    *,
    step: str = "",
    groups: Iterable[Group] = (),
    agency: Agency | None = None,
) -> None:
    """Move the item: its step, whose turn it is, since when; nobody has claimed it any more.

    A closed state closes it, another one opens it again.
    """
    now = timezone.now()
    item.state = state
    item.step = step
    item.waiting_agency = agency
    item.claimed_by = None
    item.claimed_at = None
    item.moved_at = now
    item.closed_at = (item.closed_at or now) if state in CLOSED_STATES else None
    # The last day and the dates belong to the time limits, which may have changed meanwhile.
    item.save(update_fields=_MOVING)
    item.waiting_groups.set(groups)


def place_at(item: EditorialItem, task: EditorialTask) -> None:
    """Move the item to a step of the workflow."""
    state = STATE_OF_ACTION[task.kind]
    place(item, state, step=task.step_key, groups=task.groups.all())


def give_to_supplier(item: EditorialItem) -> None:
    """Back to whoever wrote it; what came on a slip also to the people of its agency."""
    from_agency = item.origin == Origin.SLIP and item.agency_id is not None
    place(
        item,
        ItemState.RETURNED,
        step=item.step,
        groups=workflows.groups_with(item.portal_site, _COMPLETING) if from_agency else (),
        agency=item.agency if from_agency else None,
    )


def current_task(item: EditorialItem) -> tuple[EditorialTask, TaskState] | None:
    """The step of the running workflow at which the item is; None before and after it."""
    if item.workflow_state_id is None:
        return None
    running = WorkflowState.objects.filter(
        pk=item.workflow_state_id, status=WorkflowState.STATUS_IN_PROGRESS
    ).select_related("current_task_state__task")
    state = running.first()
    task_state = state.current_task_state if state else None
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    task: Any = task_state.task.specific
    return (task, task_state) if isinstance(task, EditorialTask) else None


def locked_task(item: EditorialItem) -> tuple[EditorialTask, TaskState] | None:
    """The same with the rows of the workflow locked, after the item's own row."""
    if item.workflow_state_id is not None:
        WorkflowState.objects.select_for_update().filter(pk=item.workflow_state_id).first()
    found = current_task(item)
    if found is not None:
        TaskState.objects.select_for_update().filter(pk=found[1].pk).first()
        found = current_task(item)
    return found
