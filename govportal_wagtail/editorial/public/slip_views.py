"""The public slip form and its confirmation."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Site

from ...core.form_errors import add_errors
from ...core.models import PortalSite
from ...core.sites.resolution import portal_site_for
from ...regulation.adoption import profile_for
from ...regulation.schema import Profile
from ...regulation.vocabulary import Action, ChannelKind
from .. import slips, spam, timing, tracking
from ..models import SupplySlip
from . import slip_keeping
from .slip_files import Rows
from .slip_form import SlipForm, consent_basis, is_offered
from .slip_response import page, redirect_to, remember, remembered, spoken

#: Carries the number of the slip to its confirmation.
COOKIE: Final = "gp_slip"
SECONDS: Final = 7200


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def slip_form(request: HttpRequest) -> HttpResponse:
    """The form; what is right goes on its way at once, what is not is shown with its mistakes.

    Raises:
        Http404: on sites that are no portal sites, and where the regulation has no such way in.
    """
    portal_site, profile = _place(request)
    with spoken(request):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = SlipForm(*given, request=request, portal_site=portal_site, profile=profile)
        rows = Rows(request)
        if request.method != "POST":
            return _shown(request, form, rows, portal_site)
        if form.is_flooded():
            rows.leave_unread()
            return spam.mark_limited(_shown(request, form, rows, portal_site, status=429))
        # Both are checked, so that all mistakes are told at once and all good files are kept.
        if all([form.is_valid(), rows.is_valid()]) and (slip := _stored(form, rows, portal_site)):
            form.count_accepted(str(slip.pk))
            return _sent(request, str(slip.pk))
        if before := form.sent_before():
            return _sent(request, before)
        return _shown(request, form, rows, portal_site, status=422)


@require_safe
def slip_sent(request: HttpRequest) -> HttpResponse:
    """Number, code and what happens next; to print. Without a slip it leads to the form."""
    key = remembered(request, COOKIE, seconds=SECONDS)
    found = SupplySlip.objects.select_related("item__portal_site__site", "sender")
    slip = found.filter(pk=key).first() if key.isdecimal() else None
    if slip is None:
        return redirect_to(request, "govportal_editorial:slip_form")
    with spoken(request):
        profile = timing.profile_of(slip.item)
        context = {
            "slip": slip,
            "item": slip.item,
            "code": tracking.readable(slip.tracking_code),
            "attachments": slip.attachments.select_related("document"),
            "photos": slip.photos.count(),
            "steps": next_steps(profile),
            "deadlines": timing.explanation(slip.item),
            "profile": profile,
        }
        return page(request, "govportal/editorial/public/slip_sent.html", context)


def next_steps(profile: Profile) -> list[str]:
    """What the regulation does with a slip from outside, in its own words."""
    own = {Action.SUBMIT, Action.SIGN}
    return [
        step.title or str(step.action.label)
        for step in profile.workflow()
        if step.action not in own and not step.is_optional
    ]


def _place(request: HttpRequest) -> tuple[PortalSite, Profile]:
    site = Site.find_for_request(request)
    portal_site = portal_site_for(site)
    if portal_site is None:
        raise Http404
    profile = profile_for(portal_site.site)
    if not is_offered(profile):
        raise Http404
    return portal_site, profile


def _stored(form: SlipForm, rows: Rows, portal_site: PortalSite) -> SupplySlip | None:
    """The slip, submitted; None with the reasons in the form, and nothing is stored then."""
    try:
        with transaction.atomic():
            slip = slips.new_slip(
                portal_site=portal_site,
                channel=ChannelKind.FORM,
                sender=form.sender(),
                **form.slip_fields(),
            )
            used = rows.store(slip, portal_site)
            _keep_consent(slip)
            slips.submit(slip)
    except ValidationError as error:
        add_errors(form, error)
        return None
    for kept in used:
        slip_keeping.forget(kept)
    return slip


def _keep_consent(slip: SupplySlip) -> None:
    """When the sender agreed, and to which law the notice referred."""
    sender = slip.sender
    given = {
        "consented_at": timezone.now(),
        "consent_basis": "; ".join(each.symbol for each in consent_basis()),
    }
    known = {field.name for field in sender._meta.get_fields()} & given.keys()
    for name in known:
        setattr(sender, name, given[name])
    if known:
        sender.save(update_fields=sorted(known))


def _sent(request: HttpRequest, key: str) -> HttpResponse:
    response = redirect_to(request, "govportal_editorial:slip_sent")
    remember(
        response,
        request,
        COOKIE,
        key,
        path=reverse("govportal_editorial:slip_form"),
        seconds=SECONDS,
    )
    return response


def _shown(
    request: HttpRequest,
    form: SlipForm,
    rows: Rows,
    portal_site: PortalSite,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "row_errors": rows.errors,
        "portal_site": portal_site,
        "profile": form.profile,
        "consent_basis": consent_basis(),
    }
    template = "govportal/editorial/public/slip_form.html"
    return page(request, template, context, status=status, is_indexed=status == 200)
