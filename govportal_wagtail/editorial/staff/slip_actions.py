"""One slip: how it reads, signing it, receiving it, printing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.models import Page

from ...core.form_errors import add_errors
from ...core.vietnamese import fold
from ...regulation.presentation.counting import category_choices
from ...regulation.schema import Profile
from ...regulation.vocabulary import Action, Event
from .. import slip_rules, slips, tracking
from ..models import EditorialEvent, EditorialItem, SlipSender, SupplySlip
from ..registries import slip_targets
from ..vocabulary import EventKind, ItemState
from . import slip_access
from .slip_forms import DeclineForm, ReceiveForm, SignForm
from .slip_views import last_return
from .slip_writing import SlipScreen

#: So many titles are compared, and so many of the same are shown.
_COMPARED: Final = 1000
_SHOWN: Final = 5
#: The blocks of the printed slip, after the annex of Decision 17/2018/QĐ-UBND (Bắc Kạn).
_BLOCKS: Final = (
    (Action.SUBMIT, gettext_lazy("Writer")),
    (Action.SIGN, gettext_lazy("Head of the unit")),
    (Action.SECRETARY, gettext_lazy("Secretary of the editorial board")),
    (Action.APPROVE, gettext_lazy("Head of the editorial board")),
)


class ShowView(SlipScreen, TemplateView):
    """A slip as it was written, with what the user may do with it."""

    template_name = "govportal/editorial/admin/slip.html"
    page_title = gettext_lazy("Supply slip")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse who may not do what the screen is for.

        Raises:
            Http404: for a slip that the user may not see.
            PermissionDenied: for one with which the user may not do this.
        """
        self.slip = slip_access.slip_for(request.user, kwargs["pk"])
        self.item = self.slip.item
        if not self.is_due():
            return redirect("editorial_slips:show", self.slip.pk)
        slip_access.require(self.is_allowed())
        return super().dispatch(request, *args, **kwargs)

    def is_due(self) -> bool:
        """Whether the slip is at the step of the screen."""
        return True

    def is_allowed(self) -> bool:
        """Whether the user may use the screen."""
        return True

    def get_page_subtitle(self) -> str:
        """Which slip it is."""
        return str(self.slip.number or self.slip.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the slip, and what the user may do with it."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, item = self.request.user, self.item
        profile = slip_rules.profile_of(item)
        return context | {
            "slip": self.slip,
            "item": item,
            "sender": sender_of(self.slip),
            "facts": facts_of(self.slip, profile),
            "days": days_of(item),
            "attachments": list(self.slip.attachments.select_related("document")),
            "photos": list(self.slip.photos.select_related("image")),
            "tracking": tracking.readable(self.slip.tracking_code),
            "returned": last_return(self.slip),
            "may_edit": slip_rules.may_edit(user, item),
            "may_sign": slip_rules.may_sign(user, item),
            "may_receive": slip_rules.may_receive(user, item),
            "item_url": reverse("editorial_items:detail", args=[item.pk]),
        }


class SignView(ShowView):
    """The head of the unit reads the slip and signs it, or says what is to be changed."""

    template_name = "govportal/editorial/admin/slip_sign.html"
    page_title = gettext_lazy("Sign the supply slip")

    def is_due(self) -> bool:
        """Whether it waits to be signed."""
        return bool(self.item.state == ItemState.TO_SIGN)

    def is_allowed(self) -> bool:
        """Whether the user is the head of this very agency."""
        return slip_rules.may_sign(self.request.user, self.item)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign, or return it unsigned."""
        declines = "decline" in request.POST
        form: forms.Form = (DeclineForm if declines else SignForm)(request.POST)
        if form.is_valid():
            try:
                if declines:
                    slips.decline_signature(self.item, request.user, form.cleaned_data["message"])
                    messages.success(request, _("The slip went back to whoever wrote it."))
                else:
                    slips.sign(self.item, request.user, note=form.cleaned_data["note"])
                    messages.success(request, _("The slip is signed and was handed in."))
            except ValidationError as error:
                add_errors(form, error)
            else:
                return redirect("editorial_slips:show", self.slip.pk)
        name = "decline_form" if declines else "sign_form"
        return self.render_to_response(self.get_context_data(**{name: form}), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the two forms."""
        context = super().get_context_data(**kwargs)
        context.setdefault("sign_form", SignForm())
        context.setdefault("decline_form", DeclineForm())
        return context


class ReceiveView(ShowView):
    """Whoever receives chooses what the slip becomes, and goes on in the page editor."""

    template_name = "govportal/editorial/admin/slip_receive.html"
    page_title = gettext_lazy("Receive the supply slip")

    def is_due(self) -> bool:
        """Whether it waits to be received."""
        return bool(self.item.state == ItemState.SUBMITTED)

    def is_allowed(self) -> bool:
        """Whether the user receives on this site."""
        return slip_rules.may_receive(self.request.user, self.item)

    @cached_property
    def form(self) -> ReceiveForm:
        """The choice of kind and place."""
        return ReceiveForm(self.request.POST or None, slip=self.slip)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make the draft page and open it."""
        if self.form.is_valid():
            target, parent = self.form.cleaned_data["place"]
            try:
                page = slips.receive(self.item, request.user, target=target, parent=parent)
            except ValidationError as error:
                add_errors(self.form, error)
            else:
                messages.success(request, _("The slip was received. This is its draft page."))
                if page.permissions_for_user(request.user).can_edit():
                    return redirect("wagtailadmin_pages:edit", page.pk)
                return redirect("editorial_items:detail", self.item.pk)
        return self.render_to_response(self.get_context_data(), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and what has the same title."""
        context = super().get_context_data(**kwargs)
        return context | {
            "form": self.form,
            "same_items": same_items(self.item),
            "same_pages": same_pages(self.item),
        }


@dataclass(frozen=True, slots=True)
class Block:
    """One signature block of the printed slip."""

    title: str
    name: str = ""
    when: Any = None
    #: What the regulation wants in the block, such as a seal.
    how: str = ""


@require_safe
def print_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The slip on A4, with its six parts and the four signature blocks."""
    slip = slip_access.slip_for(request.user, pk)
    item = slip.item
    profile = slip_rules.profile_of(item)
    context = {
        "slip": slip,
        "item": item,
        "sender": sender_of(slip),
        "profile": profile,
        "attachments": slip.attachments.select_related("document"),
        "photos": slip.photos.select_related("image"),
        "facts": facts_of(slip, profile),
        "days": days_of(item),
        "blocks": blocks_of(slip, profile),
        "tracking": tracking.readable(slip.tracking_code),
    }
    return TemplateResponse(request, "govportal/editorial/slip_print.html", context)


def sender_of(slip: SupplySlip) -> SlipSender | None:
    """Who sent the slip; None where those data were deleted."""
    try:
        return slip.sender
    except SlipSender.DoesNotExist:
        return None


def facts_of(slip: SupplySlip, profile: Profile) -> dict[str, str]:
    """Codes of the slip in words."""
    kind = slip_targets.get(slip.target)
    titles = dict(category_choices(profile))
    return {
        "target": str(kind.label) if kind else "",
        "category": titles.get(slip.item.category, slip.item.category),
    }


def days_of(item: EditorialItem) -> list[tuple[str, date]]:
    """The days of events with their names; of the two receipts only one."""
    hidden = {Event.REQUEST_RECEIVED.value} if Event.RECEIVED.value in item.anchors else set()
    return [
        (str(Event(event).label), date.fromisoformat(day))
        for event, day in item.anchors.items()
        if event in Event.values and event not in hidden
    ]


def blocks_of(slip: SupplySlip, profile: Profile) -> list[Block]:
    """The four blocks, in the words of the regulation where it has any; with who acted."""
    return [_block(action, title, slip, profile) for action, title in _BLOCKS]


def same_items(item: EditorialItem) -> list[EditorialItem]:
    """Other items of the site with the same title; capitals and marks do not matter."""
    wanted = fold(item.title)
    rows = EditorialItem.objects.filter(portal_site=item.portal_site_id).exclude(pk=item.pk)
    recent = rows.order_by("-pk").values_list("pk", "title")[:_COMPARED]
    found = [pk for pk, title in recent if fold(title) == wanted][:_SHOWN]
    return list(EditorialItem.objects.filter(pk__in=found).select_related("slip").order_by("-pk"))


def same_pages(item: EditorialItem) -> list[Page]:
    """Pages of the site with the same title."""
    home = item.portal_site.site.root_page
    found = Page.objects.filter(path__startswith=home.path, title__iexact=item.title)
    return list(found.order_by("-latest_revision_created_at")[:_SHOWN])


def _block(action: Action, title: Any, slip: SupplySlip, profile: Profile) -> Block:
    step = slip_rules.step_with(profile, action)
    words = step.wording if step and step.wording else str(title)
    if action == Action.SUBMIT:
        sender = sender_of(slip)
        return Block(words, sender.name if sender else "", slip.item.submitted_at)
    if action == Action.SIGN:
        policy = profile.policies.get("unit_head_signs")
        how = policy.wording if policy else ""
        return Block(words, slip.signatory, slip.signed_at, how)
    event = _last(slip, action)
    return Block(words, event.by_name, event.at) if event else Block(words)


def _last(slip: SupplySlip, action: Action) -> EditorialEvent | None:
    events = EditorialEvent.objects.filter(item_id=slip.item_id).order_by("-pk")
    if action == Action.APPROVE:
        return events.filter(kind=EventKind.APPROVED).first()
    keys = [
        step.key for step in slip_rules.profile_of(slip.item).workflow() if step.action == action
    ]
    return events.filter(kind=EventKind.PASSED, step__in=keys).first()
