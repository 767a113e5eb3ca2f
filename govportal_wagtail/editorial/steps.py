"""What may be done at a step of the workflow, and doing it, as Wagtail asks ``EditorialTask``.

Wagtail's workflow is the authority on where a page is. A step is taken by ``decisions``, which lock
the item before the rows of the workflow; whoever comes second is told and nothing is lost.
"""

from __future__ import annotations

from typing import Any, Final

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from ..core.models import Agency
from ..regulation.vocabulary import Action
from . import acting, decisions, item_flow, placement, rights, step_forms, verification
from .errors import FlowError
from .models import EditorialItem, EditorialTask
from .vocabulary import StepAction

_LABELS: Final[dict[Action, Any]] = {
    Action.APPROVE: pgettext_lazy("workflow action", "Approve"),
    Action.PUBLISH: pgettext_lazy("workflow action", "Post"),
}
#: In the order in which they are offered.
_OFFERED: Final = (
    StepAction.APPROVE,
    StepAction.RETURN,
    StepAction.VERIFY,
    StepAction.REFUSE,
)
#: The name under which a message travels to the next page, signed.
SALT: Final = "govportal_editorial.told"


def may_open(task: EditorialTask, obj: Any, user: Any) -> bool:
    """Whoever acts at the step may open the editor."""
    return rights.acts_at(task, user)


def is_locked_for(task: EditorialTask, obj: Any, user: Any) -> bool:
    """Only the people of the step edit, and of them who has claimed it; what is approved nobody."""
    if task.kind == Action.PUBLISH or not rights.acts_at(task, user):
        return True
    others = EditorialItem.objects.open().filter(page=obj.pk, claimed_by__isnull=False)
    return bool(others.exclude(claimed_by=user.pk).exists())


def label_of(task: EditorialTask, action: StepAction) -> Any:
    """What an action is called at the step."""
    if action != StepAction.APPROVE:
        return action.label
    return _LABELS.get(task.kind, StepAction.APPROVE.label)


def actions_for(task: EditorialTask, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
    """What the user may do now: Wagtail's name, label, and that a form is filled in first."""
    if not isinstance(obj, Page) or not rights.acts_at(task, user):
        return []
    item = EditorialItem.objects.open().filter(page=obj.pk).select_related("claimed_by").first()
    if rights.objection_to_all(item, obj, task, user):
        return []
    task_state = _waiting(task, obj)
    return [
        (action.value, label_of(task, action), True)
        for action in _OFFERED
        if not rights.objection_to(item, obj, task, task_state, action)
    ]


def why_not(task: EditorialTask, page: Page, user: Any) -> str:
    """Why the user cannot pass the page on at their step; empty where they can, or it is none."""
    if not rights.acts_at(task, user):
        return ""
    item = EditorialItem.objects.open().filter(page=page.pk).select_related("claimed_by").first()
    return rights.objection(item, page, task, _waiting(task, page), user, StepAction.APPROVE)


def act(
    task: EditorialTask, task_state: TaskState, user: Any, action_name: str, **kwargs: Any
) -> str | None:
    """Take the step, or tell why it cannot be taken; the address to go to, or None for Wagtail's.

    Raises:
        PermissionDenied: for a name that is no action, for whoever has not the step, and for
            whoever is no second person for it.
    """
    if action_name not in StepAction.values or not rights.acts_at(task, user):
        raise PermissionDenied
    item = item_of(task_state, user)
    try:
        with transaction.atomic():
            # Locked first: between this look and the decision nobody may take the step.
            item = placement.locked(item)
            _check_is_here(item, task, task_state, kwargs.pop("step", ""))
            _run(StepAction(action_name), item, user, _cleaned(task, action_name, kwargs))
    except FlowError as error:
        return _told(item, " ".join(error.messages))
    return None


def task_states_for(task: EditorialTask, user: Any) -> Any:
    """What waits at the step for the user: theirs, and not claimed by another."""
    if not rights.acts_at(task, user):
        return TaskState.objects.none()
    claimed = EditorialItem.objects.open().filter(
        claimed_by__isnull=False, workflow_state__isnull=False
    )
    taken = claimed.exclude(claimed_by=user.pk).order_by().values("workflow_state")
    waiting = TaskState.objects.filter(task=task.pk, status=TaskState.STATUS_IN_PROGRESS)
    return waiting.exclude(workflow_state__in=taken)


def task_to_repeat(task: EditorialTask, workflow_state: WorkflowState) -> EditorialTask | None:
    """The approval that has to come again before this posting; None where none has.

    What was returned at the posting and comes back has another text than the one approved.
    """
    if task.kind != Action.PUBLISH:
        return None
    approvals = EditorialTask.objects.filter(action=Action.APPROVE, active=True)
    given = (
        TaskState.objects.filter(
            workflow_state=workflow_state,
            status=TaskState.STATUS_APPROVED,
            task__in=approvals.values("pk"),
        )
        .order_by("-finished_at", "-pk")
        .first()
    )
    latest = workflow_state.content_object.get_latest_revision()
    if given is None or latest is None or given.revision_id == latest.pk:
        return None
    again: EditorialTask = approvals.get(pk=given.task_id)
    return again


def item_of(task_state: TaskState, user: Any) -> EditorialItem:
    """The open item of the page that the task is about, opened where there is none.

    Raises:
        PermissionDenied: where the item was closed, or the page stands on no portal site.
    """
    state = task_state.workflow_state
    item = EditorialItem.objects.filter(workflow_state=state).order_by("-pk").first()
    page = state.content_object
    if item is None and isinstance(page, Page):
        item = EditorialItem.objects.open().filter(page=page.pk).first()
        if item is None and state.status == WorkflowState.STATUS_IN_PROGRESS:
            try:
                item = item_flow.open_for_page(page, state.requested_by, workflow_state=state)
            except FlowError as error:
                raise PermissionDenied(" ".join(error.messages)) from error
            task: Any = task_state.task.specific
            placement.place_at(item, task)
    if item is None:
        raise PermissionDenied
    return item


def item_url(item: EditorialItem) -> str:
    """The screen of the item; the editor of its page where that screen is not there."""
    try:
        return reverse("editorial_items:detail", args=[item.pk])
    except NoReverseMatch:
        return reverse("wagtailadmin_pages:edit", args=[item.page_id])


def _waiting(task: EditorialTask, page: Page) -> TaskState | None:
    found = TaskState.objects.filter(
        task=task.pk,
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__object_id=str(page.pk),
        workflow_state__base_content_type=page.get_base_content_type(),
    )
    return found.order_by("-pk").first()  # type: ignore[no-any-return]


def _check_is_here(
    item: EditorialItem, task: EditorialTask, task_state: TaskState, step: str
) -> None:
    """Whether the task that somebody acts on is the one at which the item is now."""
    found = placement.current_task(item)
    if found is None or found[1].pk != task_state.pk or (step and step != task.step_key):
        raise placement.moved_on(item)


def _cleaned(task: EditorialTask, action: str, given: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, checked again: a hand-made request sends what it likes."""
    data = {name: value for name, value in given.items() if isinstance(name, str)}
    if data.get("comment") and not data.get("message"):
        data["message"] = data["comment"]
    form = step_forms.form_for(task, action)(data=data)
    if not form.is_valid():
        raise FlowError({name: list(texts) for name, texts in form.errors.items()})
    return form.cleaned_data


def _run(action: StepAction, item: EditorialItem, user: Any, data: dict[str, Any]) -> None:
    if action == StepAction.APPROVE:
        decisions.approve(item, user, comment=data["comment"])
    elif action == StepAction.RETURN:
        decisions.give_back(item, user, reasons=data.get("reasons", []), message=data["message"])
    elif action == StepAction.REFUSE:
        decisions.refuse(item, user, ground=data.get("ground", ""), message=data["message"])
    else:
        agency = Agency.objects.filter(pk=data["agency"]).first()
        verification.ask_verification(item, user, agency=agency, question=data["question"])


def _told(item: EditorialItem, message: str) -> str:
    """The address at which the user reads the message; the item itself where a view listens."""
    message = _("Nothing was changed by you. %(reason)s") % {"reason": message}
    if acting.tell(message):
        return item_url(item)
    token = signing.dumps(message, salt=SALT, compress=True)
    return f"{reverse('editorial_flow:told', args=[item.pk])}?m={token}"
