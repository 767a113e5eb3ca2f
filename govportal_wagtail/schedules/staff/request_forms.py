"""Forms of registrations: what a unit registers, what the office decides."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ...core.models import Post
from .. import people
from ..models import ScheduleIndexPage, ScheduleRequest
from ..requests import RequestData
from ..times import session_of
from ..vocabulary import PersonRole, Session, Visibility
from ..weeks import Week

_TIMES: Final = ["%H:%M", "%Hh%M", "%Hg%M", "%Hh", "%Hg", "%H:%M:%S"]
_SAME: Final = (
    *("date", "session", "content", "place", "chairs_text", "participants_text"),
    *("preparing_text", "visibility", "vehicle", "internal_note", "online_link"),
)


def _time_field(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=capfirst(label),
        help_text=help_text,
        required=False,
        input_formats=_TIMES,
        widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
        error_messages={"invalid": _("Write the time like 7h30 or 07:30.")},
    )


def _line(label: Any, length: int, help_text: Any = "") -> forms.CharField:
    label = capfirst(label)
    return forms.CharField(label=label, help_text=help_text, max_length=length, required=False)


class RequestForm(forms.Form):
    """One item as a unit registers it."""

    use_required_attribute = False

    date = forms.DateField(label=capfirst(pgettext_lazy("schedule", "day")), widget=AdminDateInput)
    starts_at = _time_field(
        pgettext_lazy("time of day", "from"), _("Such as 7h30. Empty where it is not known yet.")
    )
    ends_at = _time_field(pgettext_lazy("time of day", "until"))
    session = forms.ChoiceField(
        label=capfirst(pgettext_lazy("schedule", "part of the day")),
        help_text=_("Needed where there is no time."),
        required=False,
    )
    content = forms.CharField(
        label=capfirst(pgettext_lazy("schedule", "content")),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    place = _line(pgettext_lazy("schedule", "place"), 500)
    chairs = forms.MultipleChoiceField(
        label=_("Asked to chair"), required=False, widget=forms.CheckboxSelectMultiple
    )
    chairs_text = _line(pgettext_lazy("schedule", "chaired by (other people)"), 500)
    participants = forms.MultipleChoiceField(
        label=_("Asked to take part"), required=False, widget=forms.CheckboxSelectMultiple
    )
    participants_text = _line(pgettext_lazy("schedule", "taking part (other people)"), 1000)
    preparing_text = _line(
        _("prepared by (in words)"), 255, _("Where it is not your own unit that prepares it.")
    )
    visibility = forms.ChoiceField(
        label=capfirst(pgettext_lazy("schedule", "shown to")),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
        help_text=_("A proposal: the office decides."),
    )
    vehicle = _line(pgettext_lazy("schedule", "vehicle"), 255)
    online_link = forms.URLField(
        label=capfirst(_("link of the online meeting")),
        max_length=500,
        required=False,
        assume_scheme="https",
    )
    internal_note = forms.CharField(
        label=capfirst(_("note for the office")),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    #: How the registration stood when the form was shown.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        schedule: ScheduleIndexPage,
        chosen: Iterable[Post] = (),
        **kwargs: Any,
    ) -> None:
        """The form of a schedule; ``chosen`` are people who stay on offer."""
        super().__init__(*args, **kwargs)
        session: Any = self.fields["session"]
        session.choices = [("", _("By the time")), *Session.choices]
        offered = people.offered(schedule, on=self._day())
        self._posts = {str(each.pk): each for each in (*(one.post for one in offered), *chosen)}
        choices = [(key, people.label_of(post)) for key, post in self._posts.items()]
        for name in ("chairs", "participants"):
            field: Any = self.fields[name]
            field.choices = choices

    def data_given(self) -> RequestData:
        """What was typed, once it is valid."""
        data = self.cleaned_data
        same = {name: data[name] for name in (*_SAME, "starts_at", "ends_at")}
        chairs, others = data["chairs"], data["participants"]
        return RequestData(
            **same,
            chairs=tuple(self._posts[key] for key in chairs),
            # Who chairs takes part anyhow.
            participants=tuple(self._posts[key] for key in others if key not in chairs),
        )

    def _day(self) -> datetime.date:
        """The day for which people are offered: the one that was typed, as far as it may be one."""
        typed = self.data.get("date") if self.is_bound else self.initial.get("date")
        try:
            day = self.fields["date"].to_python(typed)
        except forms.ValidationError:
            day = None
        today = timezone.localdate()
        return max(day, today) if isinstance(day, datetime.date) else today


class DecisionForm(forms.Form):
    """Nothing is asked but how the registration stood when it was looked at."""

    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class ReasonForm(DecisionForm):
    """A reason is asked, which the unit reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The unit reads it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def blank(week: Week | None = None) -> dict[str, Any]:
    """What a new form begins with: the Monday of the week, or of the next one."""
    today = timezone.localdate()
    return {"date": max(today, (week or Week.of(today).shifted(1)).monday)}


def values_of(entry: ScheduleRequest) -> dict[str, Any]:
    """What a form begins with that changes a registration."""
    rows = list(entry.people.all())
    chosen: Mapping[str, list[str]] = {
        role: [str(row.post_id) for row in rows if row.role == role] for role in PersonRole.values
    }
    values = {name: getattr(entry, name) for name in (*_SAME, "starts_at", "ends_at")}
    if entry.starts_at is not None and entry.session == session_of(entry.starts_at):
        # It follows the time, also another one that is typed now.
        values["session"] = ""
    values["chairs"] = chosen[PersonRole.CHAIR]
    values["participants"] = chosen[PersonRole.PARTICIPANT]
    return values


def values_of_copy(entry: ScheduleRequest) -> dict[str, Any]:
    """What a form begins with that registers the same again: a week later, or next week."""
    values = values_of(entry)
    later = entry.date + datetime.timedelta(weeks=1)
    if later < timezone.localdate():
        later = Week.of(timezone.localdate()).shifted(1).days[entry.date.weekday()]
    values["date"] = later
    return values


def posts_of(entry: ScheduleRequest) -> list[Post]:
    """The people of a registration who are in the register still."""
    rows = entry.people.select_related("post__person", "post__agency")
    return [row.post for row in rows if row.post is not None]
