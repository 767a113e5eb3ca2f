"""Takedowns in the admin: hiding a page, the list, the verification and the way back."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from ...core.form_errors import add_errors
from ...core.models import PortalSite
from ...regulation.adoption import profile_for
from ...regulation.presentation import articles
from .. import afterwards_access as access
from .. import takedowns
from ..errors import FlowError
from ..models import Takedown, TakedownState
from . import afterwards_lists as lists
from .afterwards_forms import DecisionForm, TakedownFilterForm, TakedownForm

_DECISIONS: Final = ("confirm", "restore")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The takedowns of the user's sites; those to be verified stand first."""
    lists.require_newsroom(request.user)
    form = TakedownFilterForm(request.GET, sites=access.newsroom_sites(request.user))
    values = lists.chosen(form)
    rows = takedowns.visible(request.user)
    if "state" in values:
        rows = rows.filter(state=values["state"])
    rows = lists.filtered(rows, values, "title").select_related("portal_site__site", "taken_by")
    return lists.respond(request, "after_takedowns.html", takedowns.in_order(rows), form)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One takedown: why, what was hidden, what was decided."""
    return _detail(request, _takedown(request, pk), DecisionForm())


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Take a page down, with all that shows it.

    Raises:
        Http404: for a page of a site on which the user does not work.
        PermissionDenied: for who works there but may not take pages down.
    """
    page = lists.page_of_newsroom(request, page_pk)
    portal_site = access.portal_site_of(page)
    if portal_site is None:
        raise Http404
    if not access.may_take_down(request.user, portal_site):
        raise PermissionDenied
    bound = request.method == "POST"
    form = TakedownForm(request.POST if bound else None, initial={"mode": "tombstone"})
    if bound and form.is_valid():
        try:
            takedown = takedowns.take_down(page, request.user, **form.cleaned_data)
        except FlowError as error:
            add_errors(form, error)  # type: ignore[arg-type]
        else:
            _tell(request, takedown)
            return redirect("editorial_after:takedown", takedown.pk)
    context = _preview(page, request.user, portal_site) | {"form": form, "subject": page}
    status = 422 if bound else 200
    template = f"{lists.TEMPLATES}/after_take_down.html"
    return TemplateResponse(request, template, context, status=status)


@require_POST
def decide(request: HttpRequest, pk: int, decision: str) -> HttpResponse:
    """Confirm a takedown, or restore what was hidden.

    Raises:
        Http404: for a takedown of other sites, and another word than these.
        PermissionDenied: for who may not take pages down.
    """
    takedown = _takedown(request, pk)
    if decision not in _DECISIONS:
        raise Http404
    if not access.may_take_down(request.user, takedown.portal_site):
        raise PermissionDenied
    form = DecisionForm(request.POST)
    if form.is_valid():
        note = form.cleaned_data["note"]
        try:
            if decision == "confirm":
                takedowns.confirm(takedown, request.user, note=note)
                messages.success(request, _("The takedown is confirmed."))
            else:
                missing = takedowns.restore(takedown, request.user, note=note)
                _tell_restored(request, missing)
        except FlowError as error:
            add_errors(form, error)
        else:
            return redirect("editorial_after:takedown", pk)
    return _detail(request, takedown, form, status=422)


def _preview(page: Page, user: Any, portal_site: PortalSite) -> dict[str, Any]:
    profile = profile_for(portal_site.site)
    rule = profile.policies.get("takedown")
    return {
        "reach": takedowns.reach_for(page, user, portal_site),
        "is_live": page.live,
        "is_home": access.is_home(page, portal_site),
        "is_verified_after": takedowns.starts_pending(profile),
        "article": articles.label(rule.article) if rule else "",
        "profile": profile,
    }


def _detail(
    request: HttpRequest, takedown: Takedown, form: DecisionForm, status: int = 200
) -> HttpResponse:
    decides = access.may_take_down(request.user, takedown.portal_site)
    pages = Page.objects.in_bulk([entry["page"] for entry in takedown.hidden])
    hidden = [{**entry, "current": pages.get(entry["page"])} for entry in takedown.hidden]
    context = {
        "takedown": takedown,
        "hidden": hidden,
        "reports": takedown.reports.all(),
        "may_confirm": decides and takedown.state == TakedownState.PENDING,
        "may_restore": decides and takedown.state != TakedownState.RESTORED,
        "form": form,
    }
    template = f"{lists.TEMPLATES}/after_takedown.html"
    return TemplateResponse(request, template, context, status=status)


def _tell(request: HttpRequest, takedown: Takedown) -> None:
    count = len(takedown.hidden)
    text = ngettext(
        "%(count)s page is no longer public.", "%(count)s pages are no longer public.", count
    )
    messages.success(request, text % {"count": count})


def _tell_restored(request: HttpRequest, missing: list[str]) -> None:
    if missing:
        text = _(
            "Restored. These pages were deleted or changed meanwhile and stay as they are: "
            "%(titles)s."
        )
        messages.warning(request, text % {"titles": ", ".join(missing)})
    else:
        messages.success(request, _("The pages are public again, as they were."))


def _takedown(request: HttpRequest, pk: int) -> Takedown:
    found = takedowns.visible(request.user).select_related(
        "page", "portal_site__site", "taken_by", "decided_by"
    )
    return get_object_or_404(found, pk=pk)  # type: ignore[no-any-return]
