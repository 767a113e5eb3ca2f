"""Forms of the translations: select a page, send it, take a step with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Locale

from ...core.models import Agency, PortalSite
from .. import rights, units
from .language_fields import LanguageField


class SendForm(forms.Form):
    """To whom the text goes, and until when it is wanted."""

    unit = forms.ModelChoiceField(
        label=capfirst(_("translating unit")),
        queryset=Agency.objects.none(),
        required=False,
        help_text=_("Empty where the newsroom translates by itself."),
    )
    due_on = forms.DateField(
        label=capfirst(_("to be translated by")), required=False, widget=AdminDateInput
    )

    use_required_attribute = False

    def __init__(self, *args: Any, portal_site: PortalSite, **kwargs: Any) -> None:
        """Offer the agencies for which somebody translates on the site."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units.units_of(portal_site)

    def clean_due_on(self) -> date | None:
        """Refuse a day that is over, unless it stands there already.

        A text that is late goes to another unit without a new day where nobody names one.
        """
        day: date | None = self.cleaned_data["due_on"]
        if day and day < timezone.localdate() and day != self.initial.get("due_on"):
            raise forms.ValidationError(
                _("This day is over. Choose today or a later day."), code="over"
            )
        return day


class SelectForm(SendForm):
    """Which language, why, and who translates."""

    locale = LanguageField(
        label=capfirst(_("language")), queryset=Locale.objects.none(), empty_label=None
    )
    reason = forms.CharField(
        label=capfirst(_("reason for the selection")),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    with_section = forms.BooleanField(required=False)

    field_order = ["locale", "with_section", "reason", "unit", "due_on"]

    def __init__(self, *args: Any, portal_site: PortalSite, below: int = 0, **kwargs: Any) -> None:
        """Offer the languages of the site, and the posted pages below where there are some."""
        super().__init__(*args, portal_site=portal_site, **kwargs)
        if below:
            label = _("Also what is posted below it (%(count)d pages)")
            self.fields["with_section"].label = label % {"count": below}
            self.fields["with_section"].help_text = _(
                "Pages that were selected for the language before are left as they are."
            )
        else:
            del self.fields["with_section"]
        field: Any = self.fields["locale"]
        known = [each.pk for each in rights.languages_of(portal_site)]
        field.queryset = Locale.objects.filter(pk__in=known)


class ReasonForm(forms.Form):
    """A step that needs a reason, or may have one."""

    reason = forms.CharField(
        label=capfirst(_("reason")),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    use_required_attribute = False


class PlainForm(forms.Form):
    """A step without anything to fill in."""
