"""Forms of what follows publication."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ...core.models import PortalSite
from ..models import (
    Correction,
    ReportKind,
    ReportState,
    Takedown,
    TakedownState,
)

_REASON_ROWS = {"rows": 4}


class _SiteFilter(forms.Form):
    """Words of the title and, where the user has several sites, the site."""

    q = forms.CharField(label=_("Title"), required=False, max_length=200)
    site = forms.ModelChoiceField(
        label=pgettext_lazy("portal", "Site"),
        required=False,
        queryset=PortalSite.objects.none(),
        empty_label=pgettext_lazy("site", "All"),
    )

    def __init__(self, *args: Any, sites: QuerySet[PortalSite], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites.select_related("site")  # type: ignore[attr-defined]
        if not sites.order_by()[1:2].exists():
            del self.fields["site"]


class ReportFilterForm(_SiteFilter):
    """Filters of the reports."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", pgettext_lazy("state", "All")),
            ("open", pgettext_lazy("reports", "not answered")),
            *ReportState.choices,
        ],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", pgettext_lazy("kind", "All")), *ReportKind.choices],
    )


class TakedownFilterForm(_SiteFilter):
    """Filters of the takedowns."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", pgettext_lazy("state", "All")), *TakedownState.choices],
    )


class ReviewFilterForm(_SiteFilter):
    """Filters of the reviews."""

    show = forms.ChoiceField(
        label=pgettext_lazy("reviews", "Show"),
        required=False,
        choices=[
            ("", pgettext_lazy("reviews", "all with a date")),
            ("due", pgettext_lazy("reviews", "due now")),
            ("archived", pgettext_lazy("reviews", "archived")),
        ],
    )


class CorrectionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A notice of what is changed."""

    class Meta:
        model = Correction
        fields = ("kind", "text", "requested_by", "basis")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs=_REASON_ROWS)}
        help_texts = {
            "text": _("Readers see it: what was wrong or outdated, and what is right now."),
            "requested_by": _("Readers see it. Leave it empty for a change of your own."),
            "basis": _("Number and date of the document, where there is one."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A radio button without a choice is not offered.
        self.fields["kind"].choices = self.fields["kind"].choices[1:]  # type: ignore[attr-defined]


class TakedownForm(forms.ModelForm):  # type: ignore[type-arg]
    """Why a page is taken off the public sites, and what readers find."""

    class Meta:
        model = Takedown
        fields = ("requested_by", "basis", "reason", "mode", "public_note")
        widgets = {"mode": forms.RadioSelect, "reason": forms.Textarea(attrs=_REASON_ROWS)}
        help_texts = {
            "requested_by": _("The person or authority that asks for it."),
            "basis": _("Readers see it below a notice."),
            "reason": _("Only for the newsroom and the log."),
            "public_note": _("Readers see it below a notice. Do not repeat what was wrong."),
        }


class HideForm(TakedownForm):
    """The same for a page that a reader reported: who asks is known."""

    class Meta(TakedownForm.Meta):
        fields = ("basis", "reason", "mode", "public_note")  # type: ignore[assignment]


class DecisionForm(forms.Form):
    """What the verification of a hidden page found."""

    note = forms.CharField(
        label=_("Outcome of the verification"),
        max_length=2000,
        widget=forms.Textarea(attrs=_REASON_ROWS),
        help_text=_("Readers who reported the page get it as the answer."),
    )


class AnswerForm(forms.Form):
    """The answer to a reader."""

    answer = forms.CharField(
        label=pgettext_lazy("to a report", "Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs=_REASON_ROWS),
        help_text=_("The reader sees it with the tracking code."),
    )


class ArchiveForm(forms.Form):
    """Why a page is no longer kept up."""

    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=500, widget=forms.Textarea({"rows": 2})
    )


class ReviewRequestForm(forms.Form):
    """By when a page is to be reviewed, and why."""

    next_on = forms.DateField(
        label=_("To be reviewed by"), widget=forms.DateInput(attrs={"type": "date"})
    )
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}))

    def clean_next_on(self) -> date:
        """A day from today on.

        Raises:
            ValidationError: for a day that has passed.
        """
        day: date = self.cleaned_data["next_on"]
        if day < timezone.localdate():
            raise ValidationError(gettext("This day has passed."))
        return day
