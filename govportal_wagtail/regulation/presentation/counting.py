"""The question by when something must be done, as a form, and its answer in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import catalogue
from ..calendar import CalendarRangeError, WorkingCalendar
from ..deadlines import ComputedDeadline, UnknownRole, counting_of, due, rule_for, rules_by_role
from ..schema import DeadlineRule, Profile
from ..vocabulary import Event
from . import articles
from .chains import CitedInstrument, cited_by_rule
from .rules import category_label, deadline_length, deadline_summary, role_label

DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One computed time limit with what is told about it."""

    computed: ComputedDeadline
    profile: Profile

    @property
    def rule(self) -> DeadlineRule:
        """The rule that decided."""
        return self.computed.rule

    @property
    def address(self) -> str:
        """The rule as ``section.key``."""
        return f"deadlines.{self.rule.key}"

    @property
    def title(self) -> str:
        """The kind of information, as the regulation calls it."""
        return category_label(self.rule)

    @property
    def role(self) -> str:
        """Whose time limit it is; empty for everybody."""
        return role_label(self.rule.role) if self.rule.role else ""

    @property
    def length(self) -> str:
        """How long the time limit is."""
        return deadline_length(self.rule)

    @property
    def summary(self) -> str:
        """Length and start in one line."""
        return deadline_summary(self.rule)

    @property
    def events(self) -> str:
        """What it is counted from."""
        if self.computed.event:
            return str(Event(self.computed.event).label)
        return gettext(" or ").join(str(event.label) for event in self.rule.anchors)

    @property
    def place(self) -> str:
        """The article in words."""
        return articles.label(self.rule.article)

    @property
    def cited(self) -> list[CitedInstrument]:
        """The instruments that the rule rests on, as they are today."""
        return cited_by_rule(self.profile, self.rule, on=timezone.localdate())

    @property
    def was_in_force(self) -> bool:
        """Whether the regulation applied on the day of the event."""
        day = self.computed.anchor
        return day is None or self.profile.instrument.in_force(on=day)


def category_choices(profile: Profile) -> list[tuple[str, str]]:
    """The kinds of information for which the regulation sets a time limit, in its order."""
    labels: dict[str, str] = {}
    for rule in profile.deadlines.values():
        labels.setdefault(rule.category, category_label(rule))
    for rule in profile.deadlines.values():
        for code in rule.covers:
            labels.setdefault(code, _label_elsewhere(code))
    return list(labels.items())


class CountForm(forms.Form):
    """Kind of information, event and day; the same for staff and for readers."""

    category = forms.ChoiceField(
        label=_("Kind of information"),
        error_messages={
            "required": _("Choose a kind of information."),
            "invalid_choice": _("The regulation sets no time limit for “%(value)s”."),
        },
    )
    role = forms.ChoiceField(label=_("Whose time limit"), required=False)
    event = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        error_messages={"invalid_choice": _("No time limit is counted from “%(value)s”.")},
    )
    date = forms.DateField(
        label=_("On which day"),
        input_formats=DATE_FORMATS,
        # A native picker would show the order of the browser's language, not day before month.
        widget=forms.DateInput(
            format="%d/%m/%Y",
            attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": _("dd/mm/yyyy")},
        ),
        error_messages={
            "required": _("Enter the day on which it happened."),
            "invalid": _("This is not a day. Write it as 31/12/2026."),
        },
    )

    def __init__(self, profile: Profile, *args: Any, **kwargs: Any) -> None:
        """Offer what the regulation knows."""
        super().__init__(*args, **kwargs)
        self.profile = profile
        rules = profile.deadlines.values()
        roles = dict.fromkeys(rule.role for rule in rules if rule.role)
        events = dict.fromkeys(event for rule in rules for event in rule.anchors)
        self._offer("category", gettext("– choose –"), category_choices(profile))
        self._offer("role", gettext("everybody"), [(code, role_label(code)) for code in roles])
        shown = [(event.value, str(event.label)) for event in events]
        self._offer("event", gettext("the event that the rule names"), shown)
        if not roles:
            del self.fields["role"]

    def clean(self) -> dict[str, Any]:
        """Refuse an event from which this time limit is not counted."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        category, event = cleaned.get("category"), cleaned.get("event")
        if category and event:
            rules = self.profile.deadlines_for(category)
            known = dict.fromkeys(each for rule in rules for each in rule.anchors)
            if event not in known:
                self.add_error("event", _no_such_event(list(known)))
        return cleaned

    def answers(self, calendar: WorkingCalendar) -> list[Answer]:
        """The time limits; none where the input is wrong, which the fields then say."""
        if not self.is_valid():
            return []
        values = self.cleaned_data
        try:
            rules = _rules(self.profile, values["category"], values.get("role", ""))
            return [
                Answer(
                    due(
                        rule,
                        values["date"],
                        calendar,
                        event=values["event"],
                        counting=counting_of(self.profile),
                    ),
                    self.profile,
                )
                for rule in rules
                if not values["event"] or values["event"] in rule.anchors
            ]
        except CalendarRangeError as error:
            self.add_error("date", str(error))
        except UnknownRole as error:
            known = ", ".join(role_label(role) for role in error.known)
            message = gettext("Here the regulation sets a time limit only for: %(roles)s")
            self.add_error("role", message % {"roles": known})
        return []

    def _offer(self, name: str, empty: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", empty), *choices]


def profile_on(code: str, text: str) -> tuple[Profile, date | None]:
    """The version of a profile for the day typed into a form, and that day where it is one.

    Raises:
        UnknownProfile: if there is no profile with the code.
    """
    try:
        day = forms.DateField(input_formats=DATE_FORMATS).clean(text)
    except forms.ValidationError:
        day = None
    return catalogue.in_force(code, on=day or timezone.localdate()), day


def _rules(profile: Profile, category: str, role: str) -> list[DeadlineRule]:
    if not role:
        return list(rules_by_role(profile, category).values())
    rule = rule_for(profile, category, role)
    return [rule] if rule else []


def _no_such_event(known: list[Event]) -> str:
    if not known:
        return gettext("This time limit is not counted from an event.")
    names = ", ".join(str(event.label) for event in known)
    return gettext("This time limit is counted from: %(events)s") % {"events": names}


def _label_elsewhere(category: str) -> str:
    """What other regulations call a kind of information that this one covers with another."""
    for profile in catalogue.profiles().values():
        for rule in profile.deadlines.values():
            if rule.category == category:
                return category_label(rule)
    return category
