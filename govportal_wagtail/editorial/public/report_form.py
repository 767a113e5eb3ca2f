"""The form by which anybody reports an error or a violation on a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ...core.vietnamese import normalise
from ..models import ReportKind
from ..spam import SpamDefence


class ReportForm(SpamDefence, forms.Form):
    """What is wrong; who says so only as far as they want to."""

    spam_scope = "report"
    spam_text_fields = ("text",)

    kind = forms.ChoiceField(label=_("What do you report?"), choices=ReportKind.choices)
    text = forms.CharField(
        label=_("What is wrong?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Quote the sentence or the figure and say what is right, if you know."),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=255,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail"),
        required=False,
        help_text=_("Only if you want the answer by e-mail."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Your telephone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            classes = "gp-field__input"
            if isinstance(field.widget, forms.Textarea):
                classes += " gp-field__input--area"
            field.widget.attrs["class"] = classes
            described = [f"id_{name}_helptext"] if field.help_text else []
            if self.is_bound and name in self.errors:
                described.append(f"id_{name}_error")
            if described:
                field.widget.attrs["aria-describedby"] = " ".join(described)

    def clean_text(self) -> str:
        """Precomposed letters (TCVN 6909:2001)."""
        return normalise(self.cleaned_data["text"])

    def clean_name(self) -> str:
        """Precomposed letters (TCVN 6909:2001)."""
        return normalise(self.cleaned_data["name"])
