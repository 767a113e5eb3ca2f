"""Hooks of the editorial flow: one step at a time in the editor, and what its menu offers."""

from __future__ import annotations

import json
from typing import Any, Final

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import include, path, reverse
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    ActionMenuItem,
    CancelWorkflowMenuItem,
    RestartWorkflowMenuItem,
)
from wagtail.models import Page, WorkflowState

from ..regulation.vocabulary import Action
from . import acting, item_flow, placement, steps
from .models import EditorialItem, EditorialTask
from .staff import step_views
from .vocabulary import StepAction

#: What somebody else may be doing at the same moment.
_ALONE: Final = ("action-workflow-action", "action-submit", "action-cancel-workflow")
_IS_ALONE: Final = "_govportal_is_alone"


@hooks.register("register_admin_urls")
def register_step_urls() -> list[Any]:
    """The screen of a step, and the message about one that was not taken."""
    return [path("editorial/steps/", include((step_views.urlpatterns, "editorial_flow")))]


@hooks.register("insert_editor_css")
def add_styles() -> str:
    """The styles of the checklist."""
    return format_html('<link rel="stylesheet" href="{}">', static("govportal/editorial/flow.css"))


@hooks.register("before_edit_page", order=-100)
def one_at_a_time(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hand in, pass on and take back under a lock, with the saving, in one transaction.

    Wagtail looks at the workflow first and acts later; whoever came second would act on the next
    step, or on a workflow that is gone.

    Raises:
        PermissionDenied: for starting a workflow anew, by which an item would lose its slip.
        SuspiciousOperation: for a request that no form of ours makes.
    """
    if request.method != "POST" or getattr(request, _IS_ALONE, False):
        return None
    if "action-restart-workflow" in request.POST and _open_item(page) is not None:
        raise PermissionDenied
    if not any(name in request.POST for name in _ALONE) or request.resolver_match is None:
        return None
    _check_extra_data(request.POST.get("workflow-action-extra-data", "{}"))
    setattr(request, _IS_ALONE, True)
    match = request.resolver_match
    with acting.listening() as heard, transaction.atomic():
        if placement.open_item(page) is None:
            Page.objects.select_for_update().filter(pk=page.pk).order_by().first()
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    for message in heard:
        messages.error(request, message)
    return response


@hooks.register("before_edit_page")
def say_why_not(request: HttpRequest, page: Page) -> None:
    """Tell whoever has the step, and cannot pass it on, why."""
    if request.method != "GET" or not request.accepts("text/html"):
        return
    task = page.current_workflow_task
    if not isinstance(task, EditorialTask):
        return
    if reason := steps.why_not(task, page, request.user):
        messages.info(request, reason)


@hooks.register("construct_page_action_menu")
def offer_what_is_allowed(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Nobody starts a workflow anew, and only who handed a page in takes it back."""
    page = context.get("page")
    item = _open_item(page) if page is not None and page.pk else None
    if page is None or item is None:
        return
    state = page.current_workflow_state
    owns = state is not None and request.user.pk in (state.requested_by_id, page.owner_id)
    takes_back = owns or item_flow.may(item, request.user, "withdraw")
    items[:] = [
        each
        for each in items
        if not isinstance(each, RestartWorkflowMenuItem)
        and (takes_back or not isinstance(each, CancelWorkflowMenuItem))
    ]


class PostMenuItem(ActionMenuItem):  # type: ignore[misc]
    """Leads from the editor, in which nobody writes any more, to the posting."""

    name = "action-govportal-post"
    icon_name = "upload"
    template_name = "govportal/editorial/admin/post_menu_item.html"

    def is_shown(self, context: dict[str, Any]) -> bool:
        """For whoever may post what was approved."""
        page = context.get("page")
        task = page.current_workflow_task if context["view"] == "edit" and page else None
        if not isinstance(task, EditorialTask) or task.kind != Action.PUBLISH:
            return False
        return any(
            name == StepAction.APPROVE.value
            for name, _label, _form in task.get_actions(page, context["request"].user)
        )

    def get_url(self, context: dict[str, Any]) -> str | None:
        """The screen of the step."""
        item = _open_item(context["page"])
        return reverse("editorial_flow:step", args=[item.pk]) if item else None

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        """Add the name of what is done at the step."""
        context: dict[str, Any] = super().get_context_data(parent_context)
        task = parent_context["page"].current_workflow_task
        context["label"] = steps.label_of(task, StepAction.APPROVE)
        return context


@hooks.register("register_page_action_menu_item")
def register_post_menu_item() -> ActionMenuItem:
    """First in the menu: there is nothing else to do on the page."""
    return PostMenuItem(order=-10)


def _open_item(page: Page) -> EditorialItem | None:
    running = WorkflowState.objects.active().filter(object_id=str(page.pk)).order_by().values("pk")
    found = EditorialItem.objects.open().filter(page=page.pk, workflow_state__in=running)
    return found.first()


def _check_extra_data(text: str) -> None:
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    if not isinstance(data, dict):
        raise SuspiciousOperation("workflow-action-extra-data is no object")
