"""Tracking: where an item stands, for whoever has its code.

The code is posted and then carried in a signed cookie of some minutes, so that it stands in no
address, no log of a server and no history of a browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ...core.form_errors import add_errors
from ...core.page_hosts import full_address
from ...core.vietnamese import normalise
from .. import history, slips, spam, timing, tracking
from ..models import EditorialEvent, SlipAttachment, SupplySlip
from ..slip_rules import may_edit
from ..vocabulary import EventKind, ItemState
from . import slip_keeping
from .slip_files import MAX_FILES, Rows
from .slip_form import ContentForm, initial_of
from .slip_response import page, private, redirect_to, remember, remembered, spoken

COOKIE: Final = "gp_tracking"
SECONDS: Final = 1800

#: One sentence per state for people outside.
SENTENCES: Final[dict[str, Any]] = {
    ItemState.DRAFT: pgettext_lazy("tracking", "The slip was written but not sent yet."),
    ItemState.TO_SIGN: pgettext_lazy(
        "tracking", "The slip waits for the signature of the head of the supplying unit."
    ),
    ItemState.SUBMITTED: pgettext_lazy(
        "tracking", "Your information has arrived and waits to be received."
    ),
    ItemState.CHECKING: pgettext_lazy(
        "tracking", "Your information was received and is being checked."
    ),
    ItemState.VERIFYING: pgettext_lazy(
        "tracking", "Your information is being verified with the unit that knows the subject."
    ),
    ItemState.EDITING: pgettext_lazy("tracking", "Your information is being edited."),
    ItemState.SECRETARY: pgettext_lazy(
        "tracking", "The edited text is with the secretary of the editorial board."
    ),
    ItemState.APPROVING: pgettext_lazy("tracking", "The text waits for the board to approve it."),
    ItemState.APPROVED: pgettext_lazy(
        "tracking", "The text is approved and will be posted shortly."
    ),
    ItemState.SCHEDULED: pgettext_lazy(
        "tracking", "The text is approved; it will be posted at a set time."
    ),
    ItemState.PUBLISHED: pgettext_lazy("tracking", "Your information is posted."),
    ItemState.RETURNED: pgettext_lazy(
        "tracking", "Something is missing. Please complete the slip and send it again."
    ),
    ItemState.REFUSED: pgettext_lazy(
        "tracking", "Your information was refused and will not be posted."
    ),
    ItemState.WITHDRAWN: pgettext_lazy("tracking", "The slip was withdrawn."),
}


#: One sentence per event that concerns the supplier; all others are the newsroom's own.
EVENTS: Final[dict[str, Any]] = {
    EventKind.SUBMITTED: pgettext_lazy("tracking", "The slip was sent."),
    EventKind.SIGNED: pgettext_lazy("tracking", "The head of the supplying unit signed it."),
    EventKind.SIGNATURE_DECLINED: pgettext_lazy(
        "tracking", "The head of the supplying unit did not sign it."
    ),
    EventKind.RECEIVED: pgettext_lazy("tracking", "The editorial board received it."),
    EventKind.VERIFICATION_ASKED: pgettext_lazy("tracking", "It was sent to be verified."),
    EventKind.VERIFICATION_GIVEN: pgettext_lazy("tracking", "The verification was answered."),
    EventKind.RETURNED: pgettext_lazy("tracking", "It was returned to be completed."),
    EventKind.RESUBMITTED: pgettext_lazy("tracking", "The completed slip was sent again."),
    EventKind.APPROVED: pgettext_lazy("tracking", "The editorial board approved it."),
    EventKind.SCHEDULED: pgettext_lazy("tracking", "The time of posting was set."),
    EventKind.PUBLISHED: pgettext_lazy("tracking", "It was posted."),
    EventKind.CORRECTED: pgettext_lazy("tracking", "A correction was posted."),
    EventKind.REFUSED: pgettext_lazy("tracking", "It was refused."),
    EventKind.WITHDRAWN: pgettext_lazy("tracking", "It was withdrawn."),
}


_NEVER_POSTED: Final = (ItemState.REFUSED, ItemState.WITHDRAWN)


class TrackingForm(spam.SpamDefence, forms.Form):
    """The code. A wrong one is counted; many wrong ones need a proof."""

    spam_scope: ClassVar[str] = "tracking"
    #: Whoever pastes a code is as fast as a program.
    spam_min_seconds: ClassVar[int] = 0

    code = forms.CharField(
        label=gettext_lazy("Tracking code"),
        help_text=gettext_lazy("Twelve letters and figures, as on your receipt."),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "class": "gp-field__input gp-field__input--code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def find(self) -> SupplySlip | None:
        """The slip of the code; a wrong code stands as a mistake at its field.

        Every answer costs the same one question to the database, whatever was typed.
        """
        slip = find(tracking.typed(normalise(self.cleaned_data["code"])))
        if slip is None:
            self.count_accepted()
            self.add_error("code", _("There is nothing under this code. Please compare it."))
        return slip


def find(code: str) -> SupplySlip | None:
    """The submitted slip with the code; None for any other."""
    found = SupplySlip.objects.select_related("item__portal_site__site", "item__page", "sender")
    return found.filter(tracking_code=code, number__isnull=False).first()


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form for the code; the right one leads to the state of the item."""
    template = "govportal/editorial/public/tracking_form.html"
    with spoken(request):
        form = TrackingForm(request.POST if request.method == "POST" else None, request=request)
        if request.method != "POST":
            return page(request, template, {"form": form}, is_indexed=True)
        if form.is_flooded():
            return private(spam.too_many(request))
        slip = form.find() if form.is_valid() else None
        if slip is None:
            return page(request, template, {"form": form}, status=422)
        response = redirect_to(request, "govportal_editorial:tracking_result")
        remember(
            response,
            request,
            COOKIE,
            slip.tracking_code,
            path=reverse("govportal_editorial:tracking"),
            seconds=SECONDS,
        )
        return response


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Where the item stands; without a code it leads to the form."""
    slip = _remembered(request)
    if slip is None:
        return redirect_to(request, "govportal_editorial:tracking")
    with spoken(request):
        return page(request, "govportal/editorial/public/tracking_result.html", _context(slip))


@csrf_protect
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the code, on a computer that others use too."""
    response = redirect_to(request, "govportal_editorial:tracking")
    response.delete_cookie(COOKIE, path=reverse("govportal_editorial:tracking"), samesite="Lax")
    return response


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest) -> HttpResponse:
    """The returned slip, to be corrected and sent again; contact data are not shown."""
    slip = _remembered(request)
    if slip is None:
        return redirect_to(request, "govportal_editorial:tracking")
    if slip.item.state != ItemState.RETURNED or not may_edit(None, slip.item):
        return redirect_to(request, "govportal_editorial:tracking_result")
    with spoken(request):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = ContentForm(
            *given,
            initial=initial_of(slip),
            request=request,
            portal_site=slip.item.portal_site,
            profile=timing.profile_of(slip.item),
        )
        there = list(slip.attachments.select_related("document"))
        rows = Rows(request, files=max(0, MAX_FILES - len(there)))
        if request.method != "POST":
            return _shown(request, slip, form, rows)
        if form.is_flooded():
            rows.leave_unread()
            return spam.mark_limited(_shown(request, slip, form, rows, status=429))
        if all([form.is_valid(), rows.is_valid()]) and _sent_again(request, slip, form, rows):
            form.count_accepted(str(slip.pk))
            return redirect_to(request, "govportal_editorial:tracking_result")
        if form.sent_before():
            return redirect_to(request, "govportal_editorial:tracking_result")
        return _shown(request, slip, form, rows, status=422)


def _remembered(request: HttpRequest) -> SupplySlip | None:
    return find(tracking.typed(remembered(request, COOKIE, seconds=SECONDS)))


def _context(slip: SupplySlip) -> dict[str, Any]:
    item = slip.item
    can_correct = item.state == ItemState.RETURNED and may_edit(None, item)
    return {
        "slip": slip,
        "item": item,
        "code": tracking.readable(slip.tracking_code),
        "sentence": SENTENCES[item.state],
        "steps": list(_steps(item.pk)),
        # What was refused or withdrawn is posted by no day.
        "deadlines": [
            each
            for each in timing.explanation(item)
            if each.deadline.due_on is not None and item.state not in _NEVER_POSTED
        ],
        "word": _last_word(slip),
        "address": _address(slip),
        "can_correct": can_correct,
        "needs_account": item.state == ItemState.RETURNED and not can_correct,
    }


def _steps(item: int) -> Iterator[dict[str, Any]]:
    """What happened, without names and without what concerns the newsroom alone."""
    events = EditorialEvent.objects.filter(item_id=item, kind__in=EVENTS)
    for kind, at in events.order_by("at", "pk").values_list("kind", "at"):
        yield {"at": at, "text": EVENTS[kind]}


def _last_word(slip: SupplySlip) -> dict[str, Any] | None:
    """Why it was returned or refused, in the words that were written to the supplier."""
    kinds = {ItemState.RETURNED: EventKind.RETURNED, ItemState.REFUSED: EventKind.REFUSED}
    kind = kinds.get(ItemState(slip.item.state))
    events = EditorialEvent.objects.filter(item_id=slip.item_id, kind=kind)
    event = events.order_by("-at", "-pk").first() if kind else None
    if event is None:
        return None
    # The words as they stood then; the regulation may have changed since.
    details = event.details if isinstance(event.details, dict) else {}
    return {
        "at": event.at,
        "reasons": details.get("wordings", []),
        "message": event.reason,
        "ground": history.ground_of(event),
        "is_refusal": kind == EventKind.REFUSED,
    }


def _address(slip: SupplySlip) -> str:
    """Where it is posted, while it is."""
    page_ = slip.item.page
    if slip.item.state != ItemState.PUBLISHED or page_ is None or not page_.live:
        return ""
    if page_.get_view_restrictions().exists():
        return ""
    return full_address(page_)


def _sent_again(request: HttpRequest, slip: SupplySlip, form: ContentForm, rows: Rows) -> bool:
    """Whether it is on its way again; if not, the form says why and nothing is changed."""
    unwanted = {key for key in request.POST.getlist("take_out") if key.isdecimal()}
    try:
        with transaction.atomic():
            slips.change(slip, None, **form.slip_fields())
            SlipAttachment.objects.filter(slip=slip, pk__in=unwanted).delete()
            used = rows.store(slip, slip.item.portal_site)
            slips.resubmit(slip, None)
    except PermissionDenied:
        form.add_error(None, _("This slip cannot be changed here any more."))
        return False
    except ValidationError as error:
        add_errors(form, error)
        return False
    for kept in used:
        slip_keeping.forget(kept)
    return True


def _shown(
    request: HttpRequest, slip: SupplySlip, form: ContentForm, rows: Rows, *, status: int = 200
) -> HttpResponse:
    context = {
        **_context(slip),
        "form": form,
        "rows": rows,
        "row_errors": rows.errors,
        "attachments": slip.attachments.select_related("document"),
        "taken_out": request.POST.getlist("take_out"),
        "photos_there": slip.photos.select_related("image"),
        "back": reverse("govportal_editorial:tracking_result"),
    }
    template = "govportal/editorial/public/tracking_correct.html"
    return page(request, template, context, status=status)
