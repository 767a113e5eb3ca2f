"""The moderation workflow of a site, built from the steps of its regulation.

Each step between reception and posting at which somebody works on the draft page is a task. The
record of the site knows its workflow and tasks, so that another regulation changes them and does
not add a second set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Task, Workflow, WorkflowPage, WorkflowTask

from ..core.models import PortalSite, SiteRoleGroup
from ..regulation.schema import Profile
from ..regulation.schema.rules import WorkflowStep
from ..regulation.vocabulary import Action, RoleCode
from .models import EditorialItem, EditorialTask
from .vocabulary import STATE_OF_ACTION, TASK_ACTIONS

#: Who approves where approval is the last step and therefore posts.
_FINISHING: Final = (RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY, RoleCode.BOARD_MEMBER)
_NAME_LENGTH: Final = 255


def task_steps(profile: Profile) -> list[WorkflowStep]:
    """The steps that become tasks, in the order of the regulation."""
    return [step for step in profile.workflow() if step.action in TASK_ACTIONS]


def ensure_workflow(
    portal_site: PortalSite, profile: Profile, groups: Mapping[str, Group]
) -> Workflow:
    """Create or update the workflow of a site and attach it to the site's home pages.

    Tasks that the regulation does not know are deactivated; what waits at them goes on to the next
    step. They come back with their history when a regulation knows them again. A home page to which
    an administrator attached another workflow keeps it.
    """
    with transaction.atomic():
        workflow = _workflow(portal_site)
        known = dict(portal_site.workflow_tasks)
        steps = task_steps(profile)
        kept: dict[str, int] = {}
        for order, step in enumerate(steps):
            posts = step is steps[-1]
            task = _task(known.get(step.key), step, portal_site, groups, posts=posts)
            kept[step.key] = task.pk
            WorkflowTask.objects.update_or_create(
                workflow=workflow, task=task, defaults={"sort_order": order}
            )
        portal_site.workflow = workflow
        portal_site.workflow_tasks = {**known, **kept}
        portal_site.save(update_fields=["workflow", "workflow_tasks"])
        # Last: what waits at a step that falls away goes on to one that is there.
        _drop(pk for pk in known.values() if pk not in kept.values())
        _hand_on(portal_site, kept)
        _attach(portal_site, workflow)
    return workflow


def groups_with(portal_site: PortalSite, roles: Iterable[Any]) -> list[Group]:
    """The groups of the site that hold the roles."""
    wanted = [str(RoleCode(role).value) for role in roles]
    found = SiteRoleGroup.objects.filter(portal_site=portal_site.pk, role__in=wanted)
    return [each.group for each in found.select_related("group").order_by("pk")]


def _workflow(portal_site: PortalSite) -> Workflow:
    workflow = portal_site.workflow or Workflow()
    workflow.name = (_("Approval: %(site)s") % {"site": portal_site})[:_NAME_LENGTH]
    workflow.active = True
    workflow.save()
    return workflow


def _task(
    pk: int | None,
    step: WorkflowStep,
    portal_site: PortalSite,
    groups: Mapping[str, Group],
    *,
    posts: bool,
) -> EditorialTask:
    # A number of an earlier version of the package may name a task of another kind.
    task: Any = EditorialTask.objects.filter(pk=pk).first() if pk else None
    task = task or EditorialTask()
    title = step.title or str(step.action.label)
    task.name = f"{title} - {portal_site}"[:_NAME_LENGTH]
    task.active = True
    task.portal_site = portal_site
    task.action = step.action.value
    task.step_key = step.key
    task.save()
    task.groups.set([groups[role] for role in _roles(step, posts=posts)])
    return task  # type: ignore[no-any-return]


def _roles(step: WorkflowStep, *, posts: bool) -> list[str]:
    """The roles that act at a step; where the approval itself posts, those of the board."""
    roles = [role.value for role in step.roles]
    if posts and step.action == Action.APPROVE:
        finishing = [role.value for role in _FINISHING]
        return [role for role in roles if role in finishing] or finishing[:2]
    return roles


def _drop(tasks: Iterable[int]) -> None:
    for task in Task.objects.filter(pk__in=list(tasks), active=True):
        WorkflowTask.objects.filter(task=task).delete()
        task.specific.deactivate()


def _hand_on(portal_site: PortalSite, kept: Mapping[str, int]) -> None:
    """What waits at a step waits for the people whom the new regulation names."""
    waiting = EditorialItem.objects.filter(
        portal_site=portal_site, step__in=kept, state__in=STATE_OF_ACTION.values()
    )
    groups = {
        task.step_key: list(task.groups.all())
        for task in EditorialTask.objects.filter(pk__in=kept.values())
    }
    for item in waiting:
        item.waiting_groups.set(groups[item.step])


def _attach(portal_site: PortalSite, workflow: Workflow) -> None:
    home = portal_site.site.root_page
    for page in (home, *home.get_translations()):
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
