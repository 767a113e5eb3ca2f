"""What sites still lack of the information they must carry: all of them at a glance, and one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from ....regulation.vocabulary import BodyKind
from ...access import scope
from ...models import PortalSite, SiteState
from .. import completeness, parts
from ..completeness import OPEN_STATES, PartState, PartStatus
from . import access
from .site_views import filtered, site_for, sites_for_list

PAGE_SIZE: Final = 50
_TEMPLATES: Final = "govportal/sites/admin"
#: The most names of open parts that a line of the list has.
_NAMED: Final = 4


class FilterForm(forms.Form):
    """Filters of the list of sites."""

    q = forms.CharField(label=gettext_lazy("Name, agency or host"), required=False, max_length=200)
    body = forms.ChoiceField(
        label=pgettext_lazy("of a site", "Kind"),
        required=False,
        choices=[("", pgettext_lazy("kind", "All")), *BodyKind.choices],
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The sites on which the user has a role, each with how many required pages are complete."""
    sites = access.visible_sites(request.user)
    access.require(access.is_portal_administrator(request.user) or sites.exists())
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = filtered(sites_for_list(sites.exclude(state=SiteState.CLOSED)), chosen)
    if chosen.get("body"):
        found = found.filter(body=chosen["body"])
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("p"))
    statuses = completeness.statuses_for(list(page))
    context = {
        "rows": [_row(each, statuses[each.pk]) for each in page],
        "page_obj": page,
        "form": form,
    }
    return TemplateResponse(request, f"{_TEMPLATES}/content.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The required pages of one site: how far each has come, and who asks for it."""
    portal_site = site_for(request, pk)
    statuses = completeness.statuses(portal_site)
    context = {
        "portal_site": portal_site,
        "rows": rows_for(request, statuses),
        "counts": _counts(statuses),
        "makes": may_make(request.user, portal_site),
    }
    return TemplateResponse(request, f"{_TEMPLATES}/site_content.html", context)


@require_POST
def make(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Create a required page that is missing, as a draft, and lead to it.

    Raises:
        Http404: for a part that no regulation asks of the site.
    """
    portal_site = site_for(request, pk)
    access.require(may_make(request.user, portal_site))
    wanted = {each.code: each for each in completeness.statuses(portal_site)}
    if code not in wanted:
        raise Http404
    try:
        page = parts.make(portal_site, code, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("“%(page)s” was made.") % {"page": page.title})
    return redirect("govportal_sites:site_content", pk)


def may_make(user: Any, portal_site: PortalSite) -> bool:
    """Whether the user may add the pages that a regulation requires to a site."""
    return access.is_portal_administrator(user) or scope.user_can_administer(user, portal_site)


def rows_for(request: HttpRequest, statuses: list[PartStatus]) -> list[dict[str, Any]]:
    """The lines of the table; only pages that the user may change lead to the editor."""
    return [
        {"status": each, "is_open": each.state in OPEN_STATES, "may_edit": _may_edit(request, each)}
        for each in statuses
    ]


def _may_edit(request: HttpRequest, status: PartStatus) -> bool:
    page: Page | None = status.page
    return page is not None and bool(page.permissions_for_user(request.user).can_edit())


def _row(portal_site: PortalSite, statuses: list[PartStatus]) -> dict[str, Any]:
    waiting = [each for each in statuses if each.state in OPEN_STATES]
    return {
        "site": portal_site,
        "total": len(statuses),
        "complete": len(statuses) - len(waiting),
        "counts": [each for each in _counts(statuses) if each["number"]],
        "named": waiting[:_NAMED],
        "further": max(len(waiting) - _NAMED, 0),
    }


def _counts(statuses: list[PartStatus]) -> list[dict[str, Any]]:
    numbers = completeness.summary(statuses)
    return [
        {"code": state.value, "label": state.label, "number": numbers[state.value]}
        for state in PartState
    ]
