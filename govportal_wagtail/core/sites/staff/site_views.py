"""The list of the portal's sites and the page of one: what it lacks, its launch, its end."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import F, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ....regulation.adoption import profile_for
from ...models import DomainName, DomainState, EditorialBoard, PortalSite, SiteState
from ...vietnamese import fold
from .. import completeness
from .. import launch as launching
from ..resolution import sites_of
from . import access
from .history import history_of

PAGE_SIZE: Final = 50
_TEMPLATES: Final = "govportal/sites/admin"


class FilterForm(forms.Form):
    """Filters of the list."""

    q = forms.CharField(label=gettext_lazy("Name, agency or host"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", pgettext_lazy("state", "All")), *SiteState.choices],
    )


class CloseForm(forms.Form):
    """Why a site is closed."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sites on which the user has a role."""
    sites = access.visible_sites(request.user)
    decides = access.is_portal_administrator(request.user)
    access.require(decides or sites.exists())
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = filtered(sites_for_list(sites), chosen)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    rows = list(page)
    gaps = launching.missing_for(rows)
    context = {
        "rows": [_row(each, gaps[each.pk]) for each in rows],
        "page_obj": page,
        "form": form,
        "decides": decides,
    }
    return TemplateResponse(request, f"{_TEMPLATES}/sites.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: who answers for it, what it lacks, what happened to it."""
    return _detail(request, site_for(request, pk), CloseForm())


@require_POST
def launch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the site to the public."""
    portal_site = site_for(request, pk)
    access.require(access.is_portal_administrator(request.user))
    try:
        launching.launch(portal_site, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(site)s is live.") % {"site": portal_site})
    return redirect("govportal_sites:detail", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the site off the public, with a reason."""
    portal_site = site_for(request, pk)
    access.require(access.is_portal_administrator(request.user))
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _detail(request, portal_site, form, status=422)
    try:
        launching.close(portal_site, request.user, form.cleaned_data["reason"])
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("%(site)s is closed.") % {"site": portal_site})
    return redirect("govportal_sites:detail", pk)


def _detail(
    request: HttpRequest, portal_site: PortalSite, form: CloseForm, status: int = 200
) -> HttpResponse:
    gaps = launching.missing(portal_site)
    required = completeness.statuses(portal_site)
    context = {
        "portal_site": portal_site,
        "profile": profile_for(portal_site.site),
        "missing": gaps,
        "counts": completeness.summary(required),
        "required": len(required),
        "boards": portal_site.boards.prefetch_related("members__person"),
        "sites": sites_of(portal_site),
        "domains": portal_site.domain_names.all(),
        "groups": portal_site.role_groups.select_related("group"),
        "history": history_of(portal_site),
        "decides": access.is_portal_administrator(request.user),
        "form": form,
    }
    return TemplateResponse(request, f"{_TEMPLATES}/site.html", context, status=status)


def site_for(request: HttpRequest, pk: int) -> PortalSite:
    """A site that the user may see.

    Raises:
        PermissionDenied: for one on which the user has no role.
        Http404: where there is none.
    """
    portal_site = get_object_or_404(sites_for_list(PortalSite.objects.all()), pk=pk)
    access.require(access.visible_sites(request.user).filter(pk=pk).exists())
    return portal_site


def sites_for_list(sites: QuerySet[PortalSite]) -> QuerySet[PortalSite]:
    """Sites with what a line of a list shows, the portal first."""
    in_use = DomainName.objects.exclude(
        state__in=[DomainState.REFUSED, DomainState.WITHDRAWN]
    ).order_by("language", "host")
    return (
        sites.select_related(
            "site__root_page", "agency", "managing_body", "operator", "portal__site"
        )
        .prefetch_related(
            Prefetch("domain_names", in_use, to_attr="hosts"),
            Prefetch("boards", EditorialBoard.objects.order_by("pk")),
        )
        .order_by(F("portal_id").asc(nulls_first=True), "agency__name", "pk")
    )


def filtered(sites: QuerySet[PortalSite], chosen: dict[str, Any]) -> QuerySet[PortalSite]:
    """Those in the chosen state with all chosen words in their names, marks aside."""
    if chosen.get("state"):
        sites = sites.filter(state=chosen["state"])
    wanted = fold(chosen.get("q", "")).split()
    if wanted:
        rows = sites.order_by().values_list(
            "pk", "site__site_name", "site__hostname", "agency__name", "domain_names__host"
        )
        found = {
            pk
            for pk, *texts in rows
            if all(word in fold(" ".join(text or "" for text in texts)) for word in wanted)
        }
        sites = sites.filter(pk__in=found)
    return sites


def _row(portal_site: PortalSite, gaps: list[launching.Missing]) -> dict[str, Any]:
    is_pending = portal_site.state == SiteState.PREPARING
    return {
        "site": portal_site,
        "hosts": getattr(portal_site, "hosts", []),
        "boards": list(portal_site.boards.all()),
        "has_head": all(gap.code != "board" for gap in gaps),
        # A live site that lacks something is shown too: nothing says it stayed complete.
        "missing": [] if portal_site.is_portal else gaps,
        "is_pending": is_pending,
    }
