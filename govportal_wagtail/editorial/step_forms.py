"""The forms in which a step of the workflow is taken: in Wagtail's windows and on the own screen.

What they clean is plain JSON: Wagtail's editor carries it through the page and back.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..core.models import Agency
from ..regulation.adoption import profile_for
from ..regulation.presentation import articles
from ..regulation.schema import Profile
from .models import EditorialTask
from .vocabulary import StepAction

_LONG: Final = 2000


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class StepForm(forms.Form):
    """Names the step at which it was opened, so that nobody takes the next one unawares."""

    step = forms.CharField(required=False, widget=forms.HiddenInput, max_length=64)

    #: Set for each task by ``form_for``.
    task: EditorialTask

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["step"].initial = self.task.step_key
        self.fill(_profile_of(self.task))

    def fill(self, profile: Profile) -> None:
        """Set what depends on the regulation."""


class ApproveForm(StepForm):
    """A note for those who come after; passing on needs no words."""

    comment = _text(_("Note for the next step"), required=False)


class ReturnForm(StepForm):
    """Reasons of the regulation, and what is missing."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    message = _text(
        _("What is missing"), help_text=_("The supplier reads this and completes the same item.")
    )

    def fill(self, profile: Profile) -> None:
        """Offer the reasons of the regulation; without any, the message alone."""
        reasons: Any = self.fields["reasons"]
        reasons.choices = [
            (each.key, with_place(each.wording or each.key, each.article))
            for each in profile.return_reasons.values()
        ]
        reasons.required = bool(reasons.choices)
        if not reasons.choices:
            del self.fields["reasons"]


class RefuseForm(StepForm):
    """The lettered ground of the regulation, and the message to the supplier."""

    ground = forms.ChoiceField(
        label=pgettext_lazy("refusal", "Ground"), required=False, widget=forms.RadioSelect
    )
    message = _text(
        _("Message to the supplier"),
        help_text=_("The wording of the ground is kept with it as it is today."),
    )

    def fill(self, profile: Profile) -> None:
        """Offer the grounds; where the regulation has none, the acts that it prohibits."""
        ground: Any = self.fields["ground"]
        listed: Any = profile.refusal_grounds or profile.prohibited_acts
        ground.choices = [(each.key, _ground_label(each)) for each in listed.values()]
        ground.required = bool(ground.choices)
        if not ground.choices:
            del self.fields["ground"]


class VerifyForm(StepForm):
    """Which unit is asked, and what."""

    agency = forms.ChoiceField(label=_("Unit that verifies"))
    question = _text(_("What is to be verified"))

    def fill(self, profile: Profile) -> None:
        """Offer the agencies of today."""
        agency: Any = self.fields["agency"]
        existing = Agency.objects.existing(on=timezone.localdate()).order_by("name")
        agency.choices = [("", "---------"), *((str(each.pk), str(each)) for each in existing)]


_FORMS: Final[dict[str, type[StepForm]]] = {
    StepAction.APPROVE: ApproveForm,
    StepAction.RETURN: ReturnForm,
    StepAction.REFUSE: RefuseForm,
    StepAction.VERIFY: VerifyForm,
}


def form_for(task: EditorialTask, action: str) -> type[StepForm]:
    """The form class of an action at this step; that of passing on for an unknown name."""
    base = _FORMS.get(action, ApproveForm)
    return type(base.__name__, (base,), {"task": task})


def with_place(text: str, article: str) -> str:
    """The words of a rule with the article where they stand."""
    if not article:
        return text
    return _t("%(text)s (%(place)s)") % {"text": text, "place": articles.label(article)}


def _ground_label(rule: Any) -> str:
    letter = f"{rule.letter}) " if rule.letter else ""
    return with_place(f"{letter}{rule.wording or rule.key}", rule.article)


def _profile_of(task: EditorialTask) -> Profile:
    return profile_for(task.portal_site.site if task.portal_site else None)
