"""Builders for the rules of publication: a portal with the steps of a regulation as tasks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group
from wagtail.log_actions import LogContext
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from govportal_wagtail.core.models import PortalSite, SiteRoleGroup
from govportal_wagtail.editorial.models import EditorialTask
from tests.builders import make_article, make_section


def group_of(portal_site: PortalSite, role: str) -> Group:
    """The group of a role on a site."""
    return SiteRoleGroup.objects.get(portal_site=portal_site, role=role).group


def make_workflow(portal_site: PortalSite, *steps: tuple[str, str]) -> Workflow:
    """A workflow of editorial tasks, given as action and role; the only one of the site."""
    WorkflowPage.objects.all().delete()
    workflow = Workflow.objects.create(name="Quy trình biên tập")
    for order, (action, role) in enumerate(steps):
        task = EditorialTask.objects.create(
            name=f"Bước {action}", portal_site=portal_site, action=action, step_key=action
        )
        task.groups.set([group_of(portal_site, role)])
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(page=portal_site.site.root_page, workflow=workflow)
    return workflow


def section_of(portal_site: PortalSite, title: str = "Tin hoạt động") -> Any:
    """A live section of a site."""
    return make_section(Page.objects.get(pk=portal_site.site.root_page_id), title)


def draft_in(
    section: Page, title: str = "Khánh thành cầu", *, by: Any = None, **fields: Any
) -> Any:
    """A draft article written by a user."""
    page = make_article(section, title, publish=False, **fields)
    page.save_revision(user=by)
    return page.specific_class.objects.get(pk=page.pk)


def edit(page: Page, title: str, by: Any) -> Any:
    """A new draft version of a page."""
    page = page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()
    page.title = title
    return page.save_revision(user=by)


def fresh(page: Page) -> Any:
    """The page as the database has it."""
    return page.specific_class.objects.get(pk=page.pk)


@contextmanager
def acting(user: Any) -> Any:
    """What a view of the admin puts around its work."""
    with LogContext(user=user):
        yield


def submit(workflow: Workflow, page: Page, user: Any) -> Any:
    """Hand the page in."""
    with acting(user):
        return workflow.start(fresh(page), user)


def approve(page: Page, user: Any) -> None:
    """Take the present step, as a view does."""
    with acting(user):
        fresh(page).current_workflow_state.current_task_state.approve(user=user)


def pass_all(workflow: Workflow, page: Page, author: Any, *people: Any) -> None:
    """Submit the page and take all steps, each by another person."""
    submit(workflow, page, author)
    for person in people:
        approve(page, person)
