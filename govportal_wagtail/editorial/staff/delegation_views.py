"""The screens of the delegations: the list, a new one, ending one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.models import Page

from ...core.form_errors import add_errors
from ...core.models import PortalSite, SiteRoleGroup
from .. import delegations
from ..models import Delegation

PAGE_SIZE: Final = 50
#: Digits that any database takes as a number of a row.
_LONGEST_NUMBER: Final = 19
_TEMPLATES: Final = "govportal/editorial/admin"


class _PageChooser(AdminPageChooser):  # type: ignore[misc]
    """Wagtail's chooser, to which a hand-made request may send anything."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The number of a page; None for what is none."""
        value = str(super().value_from_datadict(data, files, name) or "")
        return value if value.isdecimal() and len(value) < _LONGEST_NUMBER else None


class DelegationForm(forms.Form):
    """To whom a page is delegated, by which decision, for how long."""

    portal_site = forms.ModelChoiceField(
        label=gettext_lazy("Portal site"), queryset=PortalSite.objects.none(), empty_label=None
    )
    page = forms.ModelChoiceField(
        label=gettext_lazy("Page"),
        queryset=Page.objects.filter(depth__gt=1),
        widget=_PageChooser(),
        help_text=gettext_lazy("The delegate posts on this page and all below it."),
    )
    user = forms.ModelChoiceField(
        label=gettext_lazy("Delegate"), queryset=get_user_model()._default_manager.none()
    )
    decision = forms.CharField(
        label=gettext_lazy("Decision"),
        max_length=255,
        help_text=gettext_lazy("Number and date."),
    )
    starts_on = forms.DateField(label=pgettext_lazy("delegation", "From"), widget=AdminDateInput())
    ends_on = forms.DateField(
        label=pgettext_lazy("delegation", "Until"),
        required=False,
        widget=AdminDateInput(),
        help_text=gettext_lazy("Left empty, it holds until it is ended."),
    )

    def __init__(self, *args: Any, sites: list[PortalSite], **kwargs: Any) -> None:
        """``sites`` are those on which the user decides."""
        super().__init__(*args, **kwargs)
        own = [site.pk for site in sites]
        offered: Any = self.fields["portal_site"]
        offered.queryset = PortalSite.objects.filter(pk__in=own).select_related("site")
        groups = SiteRoleGroup.objects.filter(portal_site__in=own).values("group")
        holders = get_user_model()._default_manager.filter(is_active=True, groups__in=groups)
        users: Any = self.fields["user"]
        users.queryset = holders.distinct().order_by("last_name", "first_name", "pk")
        users.label_from_instance = lambda user: (
            f"{user.get_full_name() or user.get_username()} ({user.get_username()})"
        )
        self.initial.setdefault("starts_on", timezone.localdate())


class EndForm(forms.Form):
    """Why a delegation ends."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The delegations of the sites on which the user decides, those in force first."""
    sites = _sites(request)
    found = Delegation.objects.filter(portal_site__in=[site.pk for site in sites])
    rows = found.select_related("page", "portal_site__site", "user", "granted_by")
    page = Paginator(rows.order_by("-starts_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("p"))
    today = timezone.localdate()
    context = {
        "rows": [(each, _state(each, today), _is_open(each, today)) for each in page],
        "page_obj": page,
    }
    return TemplateResponse(request, f"{_TEMPLATES}/delegations.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Delegate a page; what is wrong is said next to its field."""
    sites = _sites(request)
    form = DelegationForm(request.POST or None, sites=sites)
    if request.method == "POST" and form.is_valid():
        try:
            delegations.grant(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The page was delegated."))
            return redirect("editorial_delegations:index")
    return TemplateResponse(request, f"{_TEMPLATES}/delegation.html", {"form": form})


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation at once."""
    sites = [site.pk for site in _sites(request)]
    found = Delegation.objects.filter(portal_site__in=sites).select_related("page", "user")
    delegation = get_object_or_404(found, pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        delegations.end(delegation, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The delegation has ended."))
        return redirect("editorial_delegations:index")
    context = {"form": form, "delegation": delegation}
    return TemplateResponse(request, f"{_TEMPLATES}/delegation_end.html", context)


def _sites(request: HttpRequest) -> list[PortalSite]:
    """The sites on which the user decides; nobody else has anything to do here."""
    sites = delegations.sites_for(request.user)
    if not sites:
        raise PermissionDenied
    return sites


def _is_open(delegation: Delegation, today: Any) -> bool:
    return delegation.ends_on is None or delegation.ends_on >= today


def _state(delegation: Delegation, today: Any) -> str:
    if not _is_open(delegation, today):
        return pgettext("delegation", "ended")
    if delegation.starts_on > today:
        return _("not in force yet")
    return pgettext("delegation", "in force")


urlpatterns = [
    path("", index, name="index"),
    path("new/", add, name="add"),
    path("<int:pk>/end/", end, name="end"),
]
