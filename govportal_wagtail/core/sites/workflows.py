"""The moderation workflow of a site, built from the steps of its regulation.

Only steps at which somebody approves become tasks of Wagtail: the check by the secretary, where
the regulation has it, and the approval. The record of the site knows its workflow and tasks, so
that another regulation changes them and does not add a second set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowPage, WorkflowTask

from ...regulation.schema import Profile
from ...regulation.schema.rules import WorkflowStep
from ...regulation.vocabulary import Action, RoleCode
from ..models import PortalSite

_APPROVING: Final = (Action.SECRETARY, Action.APPROVE)
#: Who finishes the workflow publishes, and Wagtail asks for the right to.
_FINISHING: Final = (RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY, RoleCode.BOARD_MEMBER)
_NAME_LENGTH: Final = 255


def approving_steps(profile: Profile) -> list[WorkflowStep]:
    """The steps that become tasks, in the order of the regulation."""
    return [step for step in profile.workflow() if step.action in _APPROVING]


def ensure_workflow(
    portal_site: PortalSite, profile: Profile, groups: Mapping[str, Group]
) -> Workflow:
    """Create or update the workflow of a site and attach it to the site's home page.

    Tasks that the regulation does not know are deactivated, which ends what waits at them. A home
    page to which an administrator attached another workflow keeps it.
    """
    with transaction.atomic():
        workflow = portal_site.workflow or Workflow()
        workflow.name = _("Approval: %(site)s") % {"site": portal_site}
        workflow.name = workflow.name[:_NAME_LENGTH]
        workflow.active = True
        workflow.save()
        known = dict(portal_site.workflow_tasks)
        kept: dict[str, int] = {}
        for order, step in enumerate(approving_steps(profile)):
            task = _task(known.get(step.key), step, portal_site, groups)
            kept[step.key] = task.pk
            WorkflowTask.objects.update_or_create(
                workflow=workflow, task=task, defaults={"sort_order": order}
            )
        _drop({key: pk for key, pk in known.items() if key not in kept})
        portal_site.workflow = workflow
        # A task that fell away is remembered: it comes back with its history.
        portal_site.workflow_tasks = {**known, **kept}
        portal_site.save(update_fields=["workflow", "workflow_tasks"])
        WorkflowPage.objects.get_or_create(
            page_id=portal_site.site.root_page_id, defaults={"workflow": workflow}
        )
        for home in portal_site.site.root_page.get_translations():
            WorkflowPage.objects.get_or_create(page_id=home.pk, defaults={"workflow": workflow})
    return workflow


def _task(
    pk: int | None, step: WorkflowStep, portal_site: PortalSite, groups: Mapping[str, Group]
) -> GroupApprovalTask:
    task: Any = GroupApprovalTask.objects.filter(pk=pk).first() if pk else None
    task = task or GroupApprovalTask()
    title = step.title or str(step.action.label)
    task.name = f"{title} - {portal_site}"[:_NAME_LENGTH]
    task.active = True
    task.save()
    task.groups.set([groups[role] for role in _roles(step)])
    return task  # type: ignore[no-any-return]


def _roles(step: WorkflowStep) -> list[str]:
    """The groups that act at a step; at the approval only those that may publish."""
    roles = [role.value for role in step.roles]
    if step.action == Action.APPROVE:
        finishing = [role.value for role in _FINISHING]
        return [role for role in roles if role in finishing] or finishing[:2]
    return roles


def _drop(tasks: Mapping[str, int]) -> None:
    for task in Task.objects.filter(pk__in=tasks.values(), active=True):
        WorkflowTask.objects.filter(task=task).delete()
        task.specific.deactivate()
