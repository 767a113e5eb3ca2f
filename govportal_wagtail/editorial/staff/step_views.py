"""The screen on which a step is passed on without the editor: to post what nobody may edit."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.models import TaskState

from .. import access, acting, placement, requirements, rights, step_forms, steps
from ..models import EditorialItem, EditorialTask
from ..vocabulary import StepAction

_TEMPLATE = "govportal/editorial/admin/step.html"


def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass the item on from the step at which it is, after a look at what is missing.

    Raises:
        Http404: for an item that the user may not see.
        PermissionDenied: for whoever has not the step.
    """
    user: Any = request.user
    item = _item(user, pk)
    found = placement.current_task(item)
    if found is None or item.page is None:
        messages.warning(request, placement.moved_on(item).messages[0])
        return redirect(steps.item_url(item))
    task, task_state = found
    if not rights.acts_at(task, user):
        raise PermissionDenied
    form_class = _form_class(task)
    initial = {"task_state": task_state.pk}
    form = form_class(request.POST) if request.method == "POST" else form_class(initial=initial)
    if request.method == "POST" and form.is_valid():
        if _take(request, item, form.cleaned_data):
            label = steps.label_of(task, StepAction.APPROVE)
            messages.success(request, f"{label}: {item.title}")
        return redirect(steps.item_url(item))
    context = {
        "item": item,
        "form": form,
        "label": steps.label_of(task, StepAction.APPROVE),
        "objection": steps.why_not(task, item.page, user),
        "checklist": requirements.checklist(requirements.newest_version(item.page)),
        "item_url": steps.item_url(item),
    }
    return TemplateResponse(request, _TEMPLATE, context)


@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Show why a step was not taken, and go to the item.

    Raises:
        Http404: for an item that the user may not see, and for a message that is not ours.
    """
    item = _item(request.user, pk)
    try:
        message = signing.loads(request.GET.get("m", ""), salt=steps.SALT, max_age=3600)
    except signing.BadSignature:
        raise Http404 from None
    messages.error(request, str(message))
    return redirect(steps.item_url(item))


def _take(request: HttpRequest, item: EditorialItem, data: dict[str, Any]) -> bool:
    """Take the step that was shown; tells the user and returns False where it is not there."""
    task_state: Any = TaskState.objects.filter(pk=data.pop("task_state")).first()
    if task_state is None or task_state.workflow_state_id != item.workflow_state_id:
        messages.error(request, placement.moved_on(item).messages[0])
        return False
    task = task_state.task.specific
    with acting.listening() as heard:
        task.on_action(task_state, request.user, StepAction.APPROVE.value, **data)
    for message in heard:
        messages.error(request, message)
    return not heard


def _form_class(task: EditorialTask) -> Any:
    """The form of the step with the very visit to it that was shown."""
    base = step_forms.form_for(task, StepAction.APPROVE)
    field = forms.IntegerField(widget=forms.HiddenInput)
    return type("ShownStepForm", (base,), {"task_state": field})


def _item(user: Any, pk: int) -> EditorialItem:
    item = access.visible_items(user).filter(pk=pk).select_related("page").first()
    if item is None:
        raise Http404
    return item


urlpatterns = [
    path("<int:pk>/step/", step, name="step"),
    path("<int:pk>/told/", told, name="told"),
]
