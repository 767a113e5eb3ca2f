"""The register of host names: who asked for which, and what the portal decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ....regulation.adoption import profile_for
from ...form_errors import add_errors
from ...models import Agency, DomainName, DomainState
from .. import domains, naming
from ..resolution import provincial_portal
from . import access
from .history import history_of

PAGE_SIZE: Final = 50
_TEMPLATES: Final = "govportal/sites/admin"
_STEPS: Final[dict[DomainState, tuple[Callable[..., DomainName], Any]]] = {
    DomainState.ISSUED: (domains.issue, pgettext_lazy("domain name", "Issue")),
    DomainState.REFUSED: (domains.refuse, pgettext_lazy("domain name", "Refuse")),
    DomainState.WITHDRAWN: (domains.withdraw, pgettext_lazy("domain name", "Withdraw")),
}


class FilterForm(forms.Form):
    """Filters of the register."""

    q = forms.CharField(label=gettext_lazy("Host name"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", pgettext_lazy("state", "All")), *DomainState.choices],
    )


class RequestForm(forms.Form):
    """A request for a host name."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    host = forms.CharField(
        label=gettext_lazy("Host name"),
        max_length=253,
        help_text=gettext_lazy("Without https:// and without a path."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=500)

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = agencies.filter(pk__in=Agency.objects.existing(on=timezone.localdate()))
        self.fields["agency"].queryset = today.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Compare the name with the rules of the portal's regulation."""
        data: dict[str, Any] = super().clean() or {}
        portal = provincial_portal()
        if portal is None or self.errors:
            return data
        data["host"] = data["host"].strip().lower()
        problems = domains.check(
            data["host"],
            data["agency"],
            profile_for(portal.site),
            portal_host=portal.site.hostname,
        )
        if problems:
            field = "host" if naming.body_of(data["agency"]) else "agency"
            self.add_error(field, [str(problem) for problem in problems])
        return data


class DecisionForm(forms.Form):
    """A decision on a host name."""

    basis = forms.CharField(
        label=gettext_lazy("Legal document"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Number and date of the decision."),
    )
    note = forms.CharField(
        label=gettext_lazy("Reason or note"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Required for a refusal and a withdrawal."),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The host names that the user may know of."""
    access.require(access.works_with_domains(request.user))
    form = FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found = access.visible_domains(request.user)
    if chosen.get("state"):
        found = found.filter(state=chosen["state"])
    if chosen.get("q"):
        found = found.filter(host__contains=chosen["q"].strip().lower())
    found = found.select_related("agency", "requested_by", "decided_by", "portal_site__site")
    page = Paginator(found.distinct().order_by("host"), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {"rows": list(page), "page_obj": page, "form": form}
    return TemplateResponse(request, f"{_TEMPLATES}/domains.html", context)


def request_name(request: HttpRequest) -> HttpResponse:
    """Ask for a host name for an agency of one's own."""
    agencies = access.requesting_agencies(request.user)
    access.require(access.works_with_domains(request.user))
    form = RequestForm(request.POST or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            domain = domains.request(data["host"], data["agency"], request.user, note=data["note"])
        except ValidationError as error:
            form.add_error("host", error.messages)
        else:
            messages.success(request, _("%(host)s was requested.") % {"host": domain.host})
            return redirect("govportal_sites:domain", domain.pk)
    status = 422 if form.is_bound and form.errors else 200
    return TemplateResponse(
        request, f"{_TEMPLATES}/domain_request.html", {"form": form}, status=status
    )


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One host name, its history and what may be decided."""
    return _detail(request, _domain(request, pk), DecisionForm())


@require_POST
def decide(request: HttpRequest, pk: int, state: str) -> HttpResponse:
    """Issue, refuse or withdraw; only the administrators of the portal."""
    domain = _domain(request, pk)
    access.require(access.is_portal_administrator(request.user))
    if state not in _STEPS:
        raise Http404
    form = DecisionForm(request.POST)
    if form.is_valid():
        step = _STEPS[DomainState(state)][0]
        try:
            current = step(domain, request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            reached = {"host": current.host, "state": current.get_state_display()}
            messages.success(request, _("%(host)s is %(state)s.") % reached)
            return redirect("govportal_sites:domain", pk)
    return _detail(request, domain, form, status=422)


def _detail(
    request: HttpRequest, domain: DomainName, form: DecisionForm, status: int = 200
) -> HttpResponse:
    decides = access.is_portal_administrator(request.user)
    steps = domains.possible_steps(domain) if decides else []
    context = {
        "domain": domain,
        "steps": [(state.value, _STEPS[state][1]) for state in steps],
        "form": form,
        "history": history_of(domain),
    }
    return TemplateResponse(request, f"{_TEMPLATES}/domain.html", context, status=status)


def _domain(request: HttpRequest, pk: int) -> DomainName:
    """A host name that the user may know of.

    Raises:
        PermissionDenied: for one of another agency.
        Http404: where there is none.
    """
    related = DomainName.objects.select_related("agency", "portal_site__site", "requested_by")
    domain = get_object_or_404(related, pk=pk)
    access.require(access.visible_domains(request.user).filter(pk=pk).exists())
    return domain
