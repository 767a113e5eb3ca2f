"""The forms of the page on which askers follow their question."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...core.vietnamese import normalise
from ...editorial.public.slip_form import TextField
from ...editorial.spam import SpamDefence
from .. import codes
from ..models import Question
from .ask_form import MAX_TEXT

_MAX_COMMENT: Final = 2000
_CODE_ATTRS: Final = {
    "class": "gp-field__input gp-field__input--code",
    "autocomplete": "off",
    "autocapitalize": "characters",
    "spellcheck": "false",
}
STARS: Final = [
    (5, pgettext_lazy("rating of an answer", "5 – very satisfied")),
    (4, pgettext_lazy("rating of an answer", "4 – satisfied")),
    (3, pgettext_lazy("rating of an answer", "3 – partly")),
    (2, pgettext_lazy("rating of an answer", "2 – not satisfied")),
    (1, pgettext_lazy("rating of an answer", "1 – not satisfied at all")),
]


class TrackingForm(SpamDefence, forms.Form):
    """Code and secret. Wrong ones are counted; many wrong ones need a proof."""

    spam_scope: ClassVar[str] = "question-tracking"
    #: Whoever pastes a code is as fast as a program.
    spam_min_seconds: ClassVar[int] = 0
    spam_proof_opens: ClassVar[bool] = True

    code = forms.CharField(
        label=pgettext_lazy("question", "Code"),
        help_text=pgettext_lazy("question", "Eight letters and figures, as on your receipt."),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE_ATTRS),
    )
    secret = forms.CharField(
        label=pgettext_lazy("question", "Secret"),
        help_text=pgettext_lazy("question", "The second group of eight on your receipt."),
        max_length=40,
        widget=forms.TextInput(attrs=_CODE_ATTRS),
    )

    def find(self) -> Question | None:
        """The question; a wrong code and a wrong secret are the same mistake of the form."""
        given = (normalise(self.cleaned_data[name]) for name in ("code", "secret"))
        question = codes.find(*given)
        if question is None:
            self.count_accepted()
            self.add_error(
                None, _("There is no question under this code and secret. Please compare both.")
            )
        return question


class AdditionForm(SpamDefence, forms.Form):
    """What the asker completes."""

    spam_scope: ClassVar[str] = "question-addition"
    spam_text_fields: ClassVar[tuple[str, ...]] = ("text",)
    spam_min_seconds: ClassVar[int] = 0
    spam_proof_opens: ClassVar[bool] = True

    text = TextField(
        label=pgettext_lazy("question", "Your completion"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "gp-field__input"}),
    )


class ConsentsForm(forms.Form):
    """What the asker agrees to from now on."""

    publish = forms.BooleanField(
        label=pgettext_lazy(
            "question form",
            "I agree that question and answer are published here, without my personal data.",
        ),
        required=False,
    )
    name = forms.BooleanField(
        label=pgettext_lazy(
            "question form", "I agree that they are published together with my full name."
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any] | None:
        """A name is published only with the question.

        Raises:
            ValidationError: never; errors stand at their fields.
        """
        if self.cleaned_data.get("name") and not self.cleaned_data.get("publish"):
            message = _("Your name can be published only if you agree to the publication as well.")
            self.add_error("publish", message)
        return super().clean()


class RatingForm(forms.Form):
    """How satisfied the asker is with the answer."""

    stars = forms.TypedChoiceField(
        label=pgettext_lazy("rating of an answer", "How satisfied are you with the answer?"),
        choices=STARS,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": pgettext_lazy("rating of an answer", "Choose one of the five.")
        },
    )
    comment = TextField(
        label=pgettext_lazy("rating of an answer", "What was good, what was not?"),
        help_text=gettext_lazy("Only the agencies that handled your question read it."),
        required=False,
        max_length=_MAX_COMMENT,
        widget=forms.Textarea(attrs={"rows": 3, "class": "gp-field__input"}),
    )
