"""Keeps the items in step with Wagtail's workflow and with what happens to their pages.

What comes through ``decisions`` is in the log before the signal; the receivers write down what
comes from elsewhere, move the item, and stop or restart its time limits.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_submitted,
)

from ..core.models import PortalSite
from ..core.signals import site_provisioned
from ..regulation.schema import Profile
from ..regulation.vocabulary import Action
from . import acting, item_flow, ledger, placement, publication, timing, verification, workflows
from .models import EditorialEvent, EditorialItem, EditorialTask
from .vocabulary import EventKind, ItemState, Origin

_SCHEDULE_FIELD = "approved_go_live_at"


@receiver(site_provisioned, sender=PortalSite, dispatch_uid="govportal_editorial.workflow")
def make_workflow(
    portal_site: PortalSite, profile: Profile, groups: dict[str, Any], **kwargs: Any
) -> None:
    """A site that is set up has the workflow of its regulation."""
    workflows.ensure_workflow(portal_site, profile, groups)


@receiver(task_submitted, dispatch_uid="govportal_editorial.task_submitted")
def step_begun(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """The page came to a step: its item is opened, or goes on."""
    page = instance.workflow_state.content_object
    if not isinstance(page, Page):
        return
    with transaction.atomic():
        item = _item_for(instance.workflow_state, page, user)
        if item is None:
            return
        if item.state == ItemState.RETURNED:
            _came_again(item, acting.whoever(user))
        task: Any = instance.task.specific
        if isinstance(task, EditorialTask):
            placement.place_at(item, task)
        else:
            # A workflow of an administrator's own; who acts at it is Wagtail's business.
            groups = task.groups.all() if hasattr(task, "groups") else ()
            placement.place(item, ItemState.CHECKING, groups=groups)


@receiver(workflow_submitted, dispatch_uid="govportal_editorial.workflow_submitted")
def workflow_begun(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """The item knows its workflow, also where that has no step at all."""
    page = instance.content_object
    if isinstance(page, Page) and instance.status == WorkflowState.STATUS_IN_PROGRESS:
        with transaction.atomic():
            _item_for(instance, page, user)


@receiver(task_approved, dispatch_uid="govportal_editorial.task_approved")
def step_passed(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """Write down a step that code took by itself."""
    task: Any = instance.task.specific
    if acting.is_doing("approve") or not isinstance(task, EditorialTask):
        return
    item = _known_item(instance.workflow_state)
    if item is not None and task.kind != Action.PUBLISH:
        kind = EventKind.APPROVED if task.kind == Action.APPROVE else EventKind.PASSED
        item.step = task.step_key
        revision = instance.revision
        comment = instance.comment
        ledger.record(kind, user=user, item=item, reason=comment, revision=revision)


@receiver(task_rejected, dispatch_uid="govportal_editorial.task_rejected")
def step_returned(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """The item goes back to its supplier."""
    with transaction.atomic():
        item = _known_item(instance.workflow_state)
        if item is None or not item.is_open:
            return
        if not acting.is_doing("return"):
            verification.close_open(item, user)
            ledger.record(EventKind.RETURNED, user=user, item=item, reason=instance.comment)
        placement.give_to_supplier(item)


@receiver(workflow_cancelled, dispatch_uid="govportal_editorial.workflow_cancelled")
def workflow_ended(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Whoever handed it in took it back; nobody else ends a workflow without a ground.

    Raises:
        PermissionDenied: for somebody of the newsroom, who returns or refuses instead.
    """
    if acting.is_doing("refused", "withdrawn"):
        return
    with transaction.atomic():
        item = _known_item(instance)
        if item is None or not item.is_open:
            return
        user = acting.whoever(user)
        if user is not None and not item_flow.may(item, user, "withdraw"):
            page = instance.content_object
            if user.pk not in (instance.requested_by_id, getattr(page, "owner_id", None)):
                raise PermissionDenied
        verification.close_open(item, user)
        reason = "" if user is not None else _("The workflow was ended.")
        ledger.record(EventKind.WITHDRAWN, user=user, item=item, reason=reason)
        placement.place(item, ItemState.WITHDRAWN, step=item.step)
        timing.cancel(item, user, reason)


@receiver(workflow_approved, dispatch_uid="govportal_editorial.workflow_approved")
def workflow_finished(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """What is approved and not posted at once is posted on its day."""
    with transaction.atomic():
        item = _known_item(instance)
        if item is None or not item.is_open or item.page is None:
            return
        scheduled = Revision.page_revisions.filter(
            object_id=str(item.page_id), approved_go_live_at__gt=timezone.now()
        ).first()
        if scheduled is None:
            return
        when = scheduled.approved_go_live_at
        user = acting.whoever(user)
        ledger.record(
            EventKind.SCHEDULED,
            user=user,
            item=item,
            revision=scheduled,
            go_live_at=when.isoformat() if when else "",
        )
        placement.place(item, ItemState.SCHEDULED, step=item.step)


@receiver(page_published, dispatch_uid="govportal_editorial.page_published")
def posted(instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """The item is done. Wagtail sends the signal for a scheduled posting too; that one waits."""
    if not instance.live:
        return
    with transaction.atomic():
        item = placement.open_item(instance)
        if item is None:
            return
        user = acting.whoever()
        verification.close_open(item, user)
        ledger.record(EventKind.PUBLISHED, user=user, item=item, page=instance, revision=revision)
        placement.place(item, ItemState.PUBLISHED, step=item.step)
        timing.meet(item, user)


@receiver(page_unpublished, dispatch_uid="govportal_editorial.page_unpublished")
def no_longer_public(instance: Page, **kwargs: Any) -> None:
    """Write down that a page is no longer public, in the history of its last item as well."""
    item = EditorialItem.objects.filter(page=instance.pk).order_by("-pk").first()
    site = item.portal_site if item else publication.portal_site_of(instance)
    if site is None:
        return
    ledger.record(
        EventKind.UNPUBLISHED,
        user=acting.whoever(),
        item=item,
        page=instance,
        portal_site=site,
        reason=_("The day until which it was to be shown is past.") if instance.expired else "",
    )


@receiver(post_save, sender=Revision, dispatch_uid="govportal_editorial.unscheduled")
def unscheduled(instance: Revision, update_fields: Any = None, **kwargs: Any) -> None:
    """A posting that was called off: the draft stays, and is handed in again to be posted."""
    if not update_fields or _SCHEDULE_FIELD not in update_fields or instance.approved_go_live_at:
        return
    with transaction.atomic():
        waiting = EditorialItem.objects.select_for_update().filter(
            page=instance.object_id, state=ItemState.SCHEDULED
        )
        for item in waiting:
            user, reason = acting.whoever(), _("The scheduled posting was called off.")
            ledger.record(EventKind.WITHDRAWN, user=user, item=item, reason=reason)
            placement.place(item, ItemState.WITHDRAWN, step=item.step)
            timing.cancel(item, user, reason)


@receiver(pre_delete, sender=Page, dispatch_uid="govportal_editorial.page_deleted")
def page_deleted(instance: Page, **kwargs: Any) -> None:
    """An item whose page is deleted waits for nobody any more; its log stays."""
    with transaction.atomic():
        item = placement.open_item(instance)
        if item is None:
            return
        user, reason = acting.whoever(), _("The page was deleted.")
        verification.close_open(item, user)
        ledger.record(EventKind.WITHDRAWN, user=user, item=item, reason=reason)
        placement.place(item, ItemState.WITHDRAWN, step=item.step)
        timing.cancel(item, user, reason)


def _item_for(state: WorkflowState, page: Page, user: Any) -> EditorialItem | None:
    """The open item of the page, opened where there is none; None for a page of no portal site."""
    item = placement.open_item(page)
    if item is None:
        if publication.portal_site_of(page) is None:
            return None
        author = state.requested_by or acting.whoever(user)
        item = item_flow.open_for_page(page, author, workflow_state=state)
    if item.workflow_state_id != state.pk:
        item.workflow_state = state
        item.save(update_fields=["workflow_state"])
    return item


def _known_item(state: WorkflowState) -> EditorialItem | None:
    """The item that follows the workflow, locked; None without one."""
    found = EditorialItem.objects.select_for_update().filter(workflow_state=state.pk)
    return found.order_by("-pk").first()


def _came_again(item: EditorialItem, user: Any) -> None:
    """Write down that it was handed in again, unless whoever did so has."""
    kinds = (EventKind.RETURNED, EventKind.RESUBMITTED)
    events = EditorialEvent.objects.filter(item_id=item.pk, kind__in=kinds).order_by("-pk")
    if events.values_list("kind", flat=True).first() == EventKind.RESUBMITTED:
        return
    item.title = _newest_title(item)
    item.save(update_fields=["title"])
    ledger.record(EventKind.RESUBMITTED, user=user, item=item)
    timing.restart(item, user, _("submitted again"))


def _newest_title(item: EditorialItem) -> str:
    if item.page is None or item.origin == Origin.SLIP:
        return item.title
    return str(item.page.get_latest_revision_as_object().title)[:255]
