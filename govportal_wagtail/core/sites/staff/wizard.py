"""Making a component site in three steps: the agency, its host and languages, the preview.

Every step is a page of the server. What was chosen travels in the address and in the form, so that
the browser's back button works and nothing half made is kept.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.coreutils import get_content_languages

from ....regulation.adoption import profile_for
from ....regulation.presentation import articles
from ....regulation.schema import Profile
from ....regulation.vocabulary import BodyKind
from ...models import Agency, AgencyKind, PortalSite
from .. import creation, naming
from ..resolution import provincial_portal
from . import access

_TEMPLATES: Final = "govportal/sites/admin"
_OTHER: Final = "other"
#: Bodies that get a component site.
_KINDS: Final = [
    kind for kind in AgencyKind if naming.body_of(Agency(kind=kind)) not in (None, BodyKind.PORTAL)
]


class AgencyForm(forms.Form):
    """Which agency the site is for."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency"),
        queryset=Agency.objects.none(),
        help_text=gettext_lazy("Agencies of today that have no site yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = Agency.objects.existing(on=timezone.localdate()).filter(kind__in=_KINDS)
        self.fields["agency"].queryset = free.exclude(  # type: ignore[attr-defined]
            pk__in=PortalSite.objects.values("agency")
        ).order_by("kind", "name")


class SiteForm(forms.Form):
    """Host, name and languages of the site of an agency."""

    suggested = forms.ChoiceField(
        label=gettext_lazy("Host name"), widget=forms.RadioSelect, required=False
    )
    host = forms.CharField(
        label=gettext_lazy("Other host name"),
        required=False,
        max_length=253,
        help_text=gettext_lazy("Without https:// and without a path."),
    )
    force_reason = forms.CharField(
        label=gettext_lazy("Reason for a host name against the rules"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Leave empty for a name that follows the rules. It is logged."),
    )
    name = forms.CharField(label=gettext_lazy("Name of the site"), max_length=255)
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Further languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Each gets a host name and a home page of its own."),
    )

    def __init__(
        self, *args: Any, agency: Agency, portal: PortalSite, user: Any, **kwargs: Any
    ) -> None:
        profile = profile_for(portal.site)
        self.suggestions = naming.suggest_hosts(agency, profile, portal_host=portal.site.hostname)
        initial = {
            "suggested": self.suggestions[0].host if self.suggestions else _OTHER,
            "name": _("Website of %(agency)s") % {"agency": agency.name},
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.agency, self.portal, self.user = agency, portal, user
        self.plan: creation.Plan | None = None
        self._set_choices(profile)

    def _set_choices(self, profile: Profile) -> None:
        names = get_content_languages()
        codes = creation.possible_languages(profile)
        self.fields["suggested"].choices = [  # type: ignore[attr-defined]
            *((each.host, _described(each)) for each in self.suggestions),
            (_OTHER, _("another, as written below")),
        ]
        self.fields["languages"].choices = [  # type: ignore[attr-defined]
            (code, str(names[code])) for code in codes
        ]
        if not codes:
            del self.fields["languages"]

    def clean(self) -> dict[str, Any]:
        """Ask whether the site could be made; what speaks against it stands at its field."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.plan = creation.plan(self.request(data))
            except ValidationError as error:
                self._take_over(error)
        return data

    def request(self, data: dict[str, Any] | None = None) -> creation.Request:
        """What the form asks for."""
        data = self.cleaned_data if data is None else data
        chosen = data.get("suggested") or _OTHER
        return creation.Request(
            agency=self.agency,
            host=data.get("host", "") if chosen == _OTHER else chosen,
            name=data.get("name", ""),
            port=self.portal.site.port,
            languages=tuple(data.get("languages", ())),
            force_reason=data.get("force_reason", ""),
            user=self.user,
        )

    def _take_over(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        is_suggested = self.cleaned_data.get("suggested") not in ("", None, _OTHER)
        for name, found in error.error_dict.items():
            if name == "host" and is_suggested:
                name = "suggested"
            self.add_error(name if name in self.fields else None, found)


def create(request: HttpRequest) -> HttpResponse:
    """The step that the request is at."""
    access.require(access.is_portal_administrator(request.user))
    portal = provincial_portal()
    if portal is None:
        messages.error(request, _("There is no provincial portal yet; run govportal_setup first."))
        return redirect("govportal_sites:index")
    chosen = AgencyForm(request.GET if "agency" in request.GET else None)
    if not chosen.is_valid():
        status = 422 if chosen.is_bound else 200
        return TemplateResponse(
            request, f"{_TEMPLATES}/wizard_agency.html", {"form": chosen}, status=status
        )
    agency = chosen.cleaned_data["agency"]
    data = request.POST if request.method == "POST" else None
    form = SiteForm(data, agency=agency, portal=portal, user=request.user)
    if not form.is_bound or not form.is_valid() or request.POST.get("step") == "change":
        status = 422 if form.is_bound and form.errors else 200
        context = {"form": form, "agency": agency}
        return TemplateResponse(request, f"{_TEMPLATES}/wizard_site.html", context, status=status)
    if request.POST.get("step") != "create":
        context = {"form": form, "agency": agency, "plan": form.plan, "hidden": _hidden(form)}
        return TemplateResponse(request, f"{_TEMPLATES}/wizard_preview.html", context)
    return _made(request, form)


def _made(request: HttpRequest, form: SiteForm) -> HttpResponse:
    try:
        result = creation.create_site(form.request())
    except ValidationError as error:
        # Somebody else was quicker between the preview and this request.
        form._take_over(error)
        context = {"form": form, "agency": form.agency}
        return TemplateResponse(request, f"{_TEMPLATES}/wizard_site.html", context, status=422)
    messages.success(
        request, _("%(site)s was made; it is in preparation.") % {"site": result.portal_site}
    )
    return redirect("govportal_sites:detail", result.portal_site.pk)


def _hidden(form: SiteForm) -> list[tuple[str, str]]:
    """What the preview sends on."""
    found = []
    for name in form.fields:
        value = form.cleaned_data[name]
        found += [(name, each) for each in (value if isinstance(value, list) else [value])]
    return found


def _described(suggestion: naming.HostSuggestion) -> str:
    if not suggestion.article:
        return _("%(host)s (for trying out)") % {"host": suggestion.host}
    rule = {
        "host": suggestion.host,
        "symbol": suggestion.instrument,
        "place": articles.label(suggestion.article),
    }
    return _("%(host)s (%(place)s, %(symbol)s)") % rule
