"""Forms of the screens of accounts; each offers what its user may decide, and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from ...regulation.vocabulary import RoleCode
from ..models import Agency, EndReason, PortalSite, SiteState
from . import scope

#: Nothing is decided by a form that was merely sent.
_UNCHOSEN = ("", "---------")


def _open_sites(user: Any) -> Any:
    sites = scope.administered_portal_sites(user).exclude(state=SiteState.CLOSED)
    return sites.select_related("site", "agency")


class NewAccountForm(forms.Form):
    """Who the new user is, for which agency and on which site, with which roles."""

    username = forms.CharField(label=_("User name"), max_length=150)
    # Whole, in one column: Django joins two of them with the family name last.
    last_name = forms.CharField(label=_("Full name"), max_length=150)
    email = forms.EmailField(
        label=_("Official e-mail"),
        help_text=_("The link to set the password goes to this address."),
    )
    portal_site = forms.ModelChoiceField(label=_("Portal site"), queryset=PortalSite.objects.none())
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=RoleCode.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """``user`` is who creates the account."""
        super().__init__(*args, **kwargs)
        sites: Any = self.fields["portal_site"]
        sites.queryset = _open_sites(user)
        agencies: Any = self.fields["agency"]
        agencies.queryset = scope.administered_agencies(user)

    def clean_username(self) -> str:
        """Refuse a name that is taken, also in other letters."""
        name: str = self.cleaned_data["username"].strip()
        model: Any = get_user_model()
        if model._default_manager.filter(**{f"{model.USERNAME_FIELD}__iexact": name}).exists():
            raise forms.ValidationError(_("This user name is taken."))
        return name


class RoleForm(forms.Form):
    """A further role on a site."""

    portal_site = forms.ModelChoiceField(
        label=_("Portal site"), queryset=PortalSite.objects.none(), empty_label=None
    )
    role = forms.ChoiceField(label=_("Role"), choices=[_UNCHOSEN, *RoleCode.choices])

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        """``user`` is who grants the role."""
        super().__init__(*args, **kwargs)
        sites: Any = self.fields["portal_site"]
        sites.queryset = _open_sites(user)


class NoteForm(forms.Form):
    """Why something is done."""

    note = forms.CharField(label=_("Note"), max_length=500, required=False)


class LockForm(forms.Form):
    """Why the account is locked."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[_UNCHOSEN, *EndReason.choices])
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("Needed where the reason is another one."),
    )
