"""The page of an item, and what may be done with the item there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .. import access, history, item_flow, placement, slip_rules, steps
from ..errors import FlowError
from ..models import EditorialEvent, EditorialItem, Verification
from ..vocabulary import ItemState, StepAction
from . import item_access, item_forms, item_page

Run = Callable[[EditorialItem, Any, Any], object]
_INBOX: Final = "editorial_items:index"
#: What is done on a screen of its own.
_ELSEWHERE: Final = ("sign", "receive", "approve")


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that may be done: its form, who may (``item_flow.may``), and the doing."""

    code: str
    label: Any
    form: type[item_forms.ActionForm]
    run: Run
    done: Any
    #: The name by which the flow knows the permission; the code where it is the same.
    may: str = ""
    help_text: Any = ""
    #: Shown open, without a click.
    is_first: bool = False
    is_serious: bool = False
    applies: Callable[[EditorialItem, Any], bool] = field(default=lambda item, user: True)

    @property
    def permission(self) -> str:
        """The name of the permission."""
        return self.may or self.code


@dataclass(frozen=True, slots=True)
class Offer:
    """An action with its form, for the page."""

    action: Action
    form: item_forms.ActionForm
    label: Any

    @property
    def is_open(self) -> bool:
        """Whether the form is shown at once: there is something wrong in it, or it comes first."""
        return self.form.is_bound or self.action.is_first


def _approve(item: EditorialItem, user: Any, form: Any) -> object:
    return item_flow.approve(item, user, comment=form.cleaned_data["comment"])


def _claim(item: EditorialItem, user: Any, form: Any) -> object:
    return item_flow.claim(item, user)


def _release(item: EditorialItem, user: Any, form: Any) -> object:
    return item_flow.release(item, user, form.cleaned_data["reason"])


def _reassign(item: EditorialItem, user: Any, form: Any) -> object:
    return item_flow.reassign(item, form.cleaned_data["to"], user, form.cleaned_data["reason"])


def _urgent(item: EditorialItem, user: Any, form: Any) -> object:
    data = form.cleaned_data
    return item_flow.set_urgent(item, user, data["wanted"], data["reason"])


def _describe(item: EditorialItem, user: Any, form: Any) -> object:
    category = form.cleaned_data["category"]
    return item_flow.describe(item, user, category=category, anchors=form.anchors)


def _verify(item: EditorialItem, user: Any, form: Any) -> object:
    data = form.cleaned_data
    return item_flow.ask_verification(item, user, agency=data["agency"], question=data["question"])


def _answer(item: EditorialItem, user: Any, form: Any) -> object:
    data = form.cleaned_data
    question = Verification.objects.filter(item=item, answered_at=None).first()
    if question is None:
        raise FlowError(_("The question has been answered already."))
    return item_flow.answer_verification(
        question, user, outcome=data["outcome"], answer=data["answer"]
    )


def _return(item: EditorialItem, user: Any, form: Any) -> object:
    data = form.cleaned_data
    return item_flow.give_back(item, user, reasons=data.get("reasons", []), message=data["message"])


def _refuse(item: EditorialItem, user: Any, form: Any) -> object:
    data = form.cleaned_data
    return item_flow.refuse(item, user, ground=data.get("ground", ""), message=data["message"])


def _withdraw(item: EditorialItem, user: Any, form: Any) -> object:
    return item_flow.withdraw(item, user, form.cleaned_data["reason"])


_ALL: Final = (
    Action(
        code="answer",
        label=gettext_lazy("Answer the question"),
        form=item_forms.AnswerForm,
        run=_answer,
        done=gettext_lazy("The answer was given; the item goes on."),
        is_first=True,
        applies=lambda item, user: item.state == ItemState.VERIFYING,
    ),
    Action(
        code="approve",
        label=StepAction.APPROVE.label,
        form=item_forms.PassForm,
        run=_approve,
        done=gettext_lazy("Done; the item went on."),
        help_text=gettext_lazy("Read the newest version first; just this version is passed on."),
    ),
    Action(
        code="claim",
        label=pgettext_lazy("item", "Claim"),
        form=item_forms.NothingForm,
        run=_claim,
        done=gettext_lazy("You are working on the item now."),
        help_text=gettext_lazy("Others see that you are working on it."),
        applies=lambda item, user: item.claimed_by_id != user.pk,
    ),
    Action(
        code="release",
        label=pgettext_lazy("item", "Release"),
        form=item_forms.ReleaseForm,
        run=_release,
        done=gettext_lazy("The item is free for others."),
        applies=lambda item, user: item.claimed_by_id is not None,
    ),
    Action(
        code="return",
        label=gettext_lazy("Return for completion"),
        form=item_forms.ReturnForm,
        run=_return,
        done=gettext_lazy("The item was returned; the supplier is told."),
    ),
    Action(
        code="verify",
        label=gettext_lazy("Send to a specialist unit to verify"),
        form=item_forms.VerifyForm,
        run=_verify,
        done=gettext_lazy("The question was sent."),
    ),
    Action(
        code="refuse",
        label=pgettext_lazy("item", "Refuse"),
        form=item_forms.RefuseForm,
        run=_refuse,
        done=gettext_lazy("The item was refused; the supplier is told."),
        is_serious=True,
    ),
    Action(
        code="describe",
        label=gettext_lazy("Category and dates"),
        form=item_forms.DescribeForm,
        run=_describe,
        done=gettext_lazy("Category and dates were changed."),
        help_text=gettext_lazy("The last day is counted anew from these."),
    ),
    Action(
        code="reassign",
        label=gettext_lazy("Assign to somebody"),
        form=item_forms.ReassignForm,
        run=_reassign,
        done=gettext_lazy("The item was assigned."),
    ),
    Action(
        code="urgent",
        label=gettext_lazy("Put on the summary procedure"),
        form=item_forms.UrgentForm,
        run=_urgent,
        done=gettext_lazy("The procedure was changed."),
    ),
    Action(
        code="withdraw",
        label=pgettext_lazy("item", "Withdraw"),
        form=item_forms.ReasonForm,
        run=_withdraw,
        done=gettext_lazy("The item was withdrawn."),
        is_serious=True,
    ),
)
ACTIONS: Final[dict[str, Action]] = {each.code: each for each in _ALL}


def offers(
    item: EditorialItem, user: Any, bound: item_forms.ActionForm | None = None, code: str = ""
) -> Iterator[Offer]:
    """What the user may do with the item now; ``bound`` is the form that was sent and failed."""
    seen = last_event(item)
    for action in _ALL:
        if bound is not None and action.code == code:
            yield Offer(action, bound, _label(action, item))
        elif action.applies(item, user) and item_flow.may(item, user, action.permission):
            form = action.form(
                item=item, user=user, initial={"seen": seen}, auto_id=f"id_{action.code}_%s"
            )
            yield Offer(action, form, _label(action, item))


def _label(action: Action, item: EditorialItem) -> Any:
    if action.code == "urgent" and item.is_urgent:
        return gettext_lazy("Take off the summary procedure")
    if action.code == "approve" and (found := placement.current_task(item)):
        return steps.label_of(found[0], StepAction.APPROVE)
    if action.code == "claim" and item.claimed_by_id:
        return gettext_lazy("Take over")
    return action.label


def _why_not(item: EditorialItem, user: Any) -> str:
    """Why the user, at whose step the item is, cannot pass it on; empty where they can."""
    found = placement.current_task(item) if item.page else None
    return steps.why_not(found[0], item.page, user) if found and item.page else ""


def last_event(item: EditorialItem) -> int:
    """The number of the last line of the item's log; 0 without one."""
    found = EditorialEvent.objects.filter(item_id=item.pk).order_by("-pk")
    return found.values_list("pk", flat=True).first() or 0


def happened_since(item: EditorialItem, seen: int | None) -> list[str]:
    """What others did with the item since the page was shown, in sentences."""
    if not seen:
        return []
    events = EditorialEvent.objects.filter(item_id=item.pk, pk__gt=seen).order_by("pk")
    return [history.sentence(event) for event in events[:10]]


class ItemView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """One item: where it stands, what may be done with it, what was supplied, what happened."""

    header_icon = "clipboard-list"
    template_name = "govportal/editorial/admin/item.html"
    http_method_names = ["get", "head"]

    def get_page_title(self) -> str:
        """The title of the item."""
        return self.item.title

    @cached_property
    def item(self) -> EditorialItem:
        """The item of the address.

        Raises:
            Http404: where there is none that the user may see.
        """
        return item_access.item_for(self.request.user, self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list from which the user comes, the item."""
        user = self.request.user
        inbox = item_access.in_newsroom(user)
        name, label = ("index", _("Inbox")) if inbox else ("mine", _("Own items"))
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"editorial_items:{name}"), "label": label},
            {"url": "", "label": self.item.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, item = self.request.user, self.item
        offered = list(offers(item, user, kwargs.get("bound"), kwargs.get("code", "")))
        allowed = {name for name in _ELSEWHERE if item_flow.may(item, user, name)}
        if item_page.slip_of(item) and slip_rules.may_edit(user, item):
            allowed.add("edit")
        shown = item_page.context(self.request, item, offered, allowed)
        media = sum((offer.form.media for offer in offered), Media())
        return context | shown | {"why_not": _why_not(item, user), "media": media}


class ActionView(ItemView):
    """Does one thing with an item; a refusal keeps what was typed and says why."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is done by looking: back to the item."""
        return redirect("editorial_items:detail", self.item.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, where the user may.

        Raises:
            Http404: for an item that the user may not see, and for no known action.
            PermissionDenied: for what the user may not do, unless somebody was quicker.
        """
        code, user = str(kwargs["code"]), request.user
        action = ACTIONS.get(code)
        if action is None:
            raise Http404
        form = action.form(request.POST, item=self.item, user=user, auto_id=f"id_{code}_%s")
        is_valid = form.is_valid()
        happened = happened_since(self.item, form.cleaned_data.get("seen"))
        # Who passes on has read what the page showed, and not what came after it.
        is_stale = code == "approve" and bool(happened)
        if is_stale or not item_flow.may(self.item, user, action.permission):
            if not happened:
                raise PermissionDenied
            form.add_error(None, _("Somebody was quicker; nothing was changed by you."))
            return self._again(form, code, status=409)
        if not is_valid:
            return self._again(form, code, status=422)
        try:
            action.run(self.item, user, form)
        except ValidationError as error:
            form.add_refusal(error)
            return self._again(form, code, status=409)
        messages.success(request, str(action.done))
        # What was sent away to others may be out of the sender's sight now.
        stays = access.may_see(user, self.item)
        return redirect("editorial_items:detail", self.item.pk) if stays else redirect(_INBOX)

    def _again(self, form: item_forms.ActionForm, code: str, *, status: int) -> HttpResponse:
        """The page as things are now, with what was typed and what happened meanwhile."""
        told: list[str] = []
        if status == 409:
            told = happened_since(self.item, form.cleaned_data.get("seen"))
            del self.item
        context = self.get_context_data(bound=form, code=code, told=told)
        return self.render_to_response(context, status=status)
