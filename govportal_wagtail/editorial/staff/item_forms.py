"""The small forms of the item page, one for each thing that may be done with an item."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ...core.form_errors import add_errors
from ...core.models import Agency
from ...regulation.adoption import profile_for
from ...regulation.schema import Profile
from ...regulation.vocabulary import Event
from .. import access
from ..models import EditorialItem
from ..step_forms import with_place
from ..vocabulary import VerificationOutcome
from . import item_words

_LONG: Final = 2000
_ANCHOR: Final = "anchor_"


def _text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ActionForm(forms.Form):
    """What is asked before something is done; ``seen`` is the last line of the log shown."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, item: EditorialItem, user: Any, **kwargs: Any) -> None:
        """The form of this item for this user."""
        super().__init__(*args, **kwargs)
        self.item = item
        self.user = user
        self.fill()

    def fill(self) -> None:
        """Set what depends on the item."""

    def add_refusal(self, error: ValidationError) -> None:
        """Show what the flow refused next to its field, or at the top."""
        add_errors(self, error)

    @property
    def profile(self) -> Profile:
        """The regulation by which the item is handled."""
        return item_words.profile_of(self.item) or profile_for(self.item.portal_site.site)


class NothingForm(ActionForm):
    """Nothing is asked."""


class PassForm(ActionForm):
    """A note for those who come after; passing on needs no words."""

    comment = _text(_("Note for the next step"), required=False)


class ReleaseForm(ActionForm):
    """Why somebody's claim is lifted."""

    reason = _text(_("Reason"), required=False)

    def fill(self) -> None:
        """Who lifts the claim of another person says why."""
        self.fields["reason"].required = self.item.claimed_by_id not in (None, self.user.pk)


class ReasonForm(ActionForm):
    """A reason is asked."""

    reason = _text(_("Reason"))


class UrgentForm(ReasonForm):
    """On or off the summary procedure; says which, so that a second click changes nothing."""

    wanted = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def fill(self) -> None:
        """The opposite of what is."""
        self.initial.setdefault("wanted", not self.item.is_urgent)


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        account = getattr(obj, "govportal_account", None)
        name = item_words.name_of(obj)
        return f"{name} ({account.agency})" if account else name


class ReassignForm(ActionForm):
    """To whom of those who may act at the step."""

    to = _PersonField(label=_("Person"), queryset=None)
    reason = _text(_("Reason"))

    def fill(self) -> None:
        """Offer the people of the waiting groups."""
        field: Any = self.fields["to"]
        field.queryset = people_waiting(self.item)


def people_waiting(item: EditorialItem) -> QuerySet[Any]:
    """Whoever may act at the item's step now, but for who has claimed it."""
    people = get_user_model()._default_manager.filter(
        is_active=True, groups__in=item.waiting_groups.order_by().values("pk")
    )
    if item.waiting_agency_id:
        people = people.filter(govportal_account__agency=item.waiting_agency_id)
    return (
        people.exclude(pk=item.claimed_by_id or 0)
        .select_related("govportal_account__agency")
        .order_by("last_name", "first_name", "pk")
        .distinct()
    )


class DescribeForm(ActionForm):
    """The kind of information, and the days from which its time limit is counted."""

    category = forms.ChoiceField(label=_("Kind of information"), required=False)

    def fill(self) -> None:
        """Offer the kinds and the events of the regulation."""
        category: Any = self.fields["category"]
        known = item_words.categories_of(self.profile)
        if self.item.category and self.item.category not in dict(known):
            known.append((self.item.category, self.item.category))
        category.choices = [("", pgettext_lazy("kind of information", "not stated")), *known]
        self.initial.setdefault("category", self.item.category)
        for event in self._events():
            name = f"{_ANCHOR}{event.value}"
            self.fields[name] = forms.DateField(
                label=str(event.label).capitalize(), required=False, widget=AdminDateInput()
            )
            self.initial.setdefault(name, _stored_day(self.item, event))

    def add_refusal(self, error: ValidationError) -> None:
        """The flow names a day by its event alone."""
        if hasattr(error, "error_dict"):
            named = {
                f"{_ANCHOR}{name}" if f"{_ANCHOR}{name}" in self.fields else name: errors
                for name, errors in error.error_dict.items()
            }
            error = ValidationError(named)
        super().add_refusal(error)

    def _events(self) -> list[Event]:
        wanted = {event for rule in self.profile.deadlines.values() for event in rule.anchors}
        wanted |= {Event(name) for name in self.item.anchors if name in Event.values}
        return [event for event in Event if event in wanted]

    @property
    def anchors(self) -> dict[str, date]:
        """The days that were given, by event."""
        return {
            name.removeprefix(_ANCHOR): value
            for name, value in self.cleaned_data.items()
            if name.startswith(_ANCHOR) and value
        }


def _stored_day(item: EditorialItem, event: Event) -> date | None:
    text = item.anchors.get(event.value) if isinstance(item.anchors, dict) else None
    return parse_date(text) if isinstance(text, str) else None


class VerifyForm(ActionForm):
    """Which unit is asked, and what."""

    agency: Any = forms.ModelChoiceField(label=_("Unit that verifies"), queryset=None)
    question = _text(_("What is to be verified"))

    def fill(self) -> None:
        """Offer the agencies of today."""
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.existing(on=timezone.localdate())


class AnswerForm(ActionForm):
    """What the unit found out; the newsroom may also take its question back."""

    outcome = forms.ChoiceField(
        label=pgettext_lazy("verification", "Outcome"), widget=forms.RadioSelect
    )
    answer = _text(pgettext_lazy("verification", "Answer"))

    def fill(self) -> None:
        """Offer the outcomes; only who asked may need no answer any more."""
        field: Any = self.fields["outcome"]
        agency = access.agency_of(self.user)
        is_asked = agency is not None and agency.pk == self.item.waiting_agency_id
        field.choices = [
            (each.value, each.label)
            for each in VerificationOutcome
            if each != VerificationOutcome.WITHDRAWN or not is_asked
        ]


class ReturnForm(ActionForm):
    """Reasons of the regulation, and what is missing."""

    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    message = _text(
        _("What is missing"), help_text=_("The supplier reads this and completes the same item.")
    )

    def fill(self) -> None:
        """Offer the reasons of the regulation; without any, the message alone."""
        reasons: Any = self.fields["reasons"]
        reasons.choices = [
            (reason.key, with_place(reason.wording or reason.key, reason.article))
            for reason in self.profile.return_reasons.values()
        ]
        reasons.required = bool(reasons.choices)
        if not reasons.choices:
            del self.fields["reasons"]


class RefuseForm(ActionForm):
    """The ground of the regulation with its letter, and the message to the supplier."""

    ground = forms.ChoiceField(label=pgettext_lazy("refusal", "Ground"), widget=forms.RadioSelect)
    message = _text(
        _("Message to the supplier"),
        help_text=_("The wording of the ground is kept with it as it is today."),
    )

    def fill(self) -> None:
        """Offer the grounds; where the regulation has none, the acts that it prohibits."""
        ground: Any = self.fields["ground"]
        listed: Any = self.profile.refusal_grounds or self.profile.prohibited_acts
        ground.choices = [(each.key, _ground_label(each)) for each in listed.values()]
        if not ground.choices:
            del self.fields["ground"]


def _ground_label(rule: Any) -> str:
    letter = f"{rule.letter}) " if rule.letter else ""
    return with_place(f"{letter}{rule.wording or rule.key}", rule.article)
