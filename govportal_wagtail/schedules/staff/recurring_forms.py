"""The form of a recurring item: times and people are typed as on the desk."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from ...core.models import Agency
from .. import people, rights
from ..importing.times_text import parse_when
from ..models import RecurringPerson, ScheduleIndexPage
from ..vocabulary import PersonRole
from . import typed_people
from .desk_rows import SHOWN_AT, Register, cleaned, preparing_of, when_words

_PARTS: Final = (("chairs", PersonRole.CHAIR), ("participants", PersonRole.PARTICIPANT))
#: Fields of the model that the form fills without showing them.
_FILLED: Final = frozenset(
    {"session", "starts_at", "ends_at", "chairs_text", "participants_text", "preparing_text"}
)
#: Of so many schedules the people are offered before one is chosen.
_OFFERED_SCHEDULES: Final = 5


def belongs_to_its_site(item: Any) -> None:
    """Let the log know on whose site something is done with a recurring item."""
    site = rights.site_of(item.schedule)
    item.portal_site_id = site.pk if site else None


class OfferingInput(forms.TextInput):
    """A text field with words to choose from; where several stand in it, ``;`` is between them."""

    def __init__(self, *, is_list: bool = False) -> None:
        """``is_list`` if several words are written into the field."""
        super().__init__(attrs={"data-gpw-several": ""} if is_list else {})
        self.offered: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The field, and its words behind it."""
        identifier = f"{(attrs or {}).get('id', name)}-offered"
        field = super().render(name, value, {**(attrs or {}), "list": identifier}, renderer)
        words = format_html_join("", '<option value="{}"></option>', ((w,) for w in self.offered))
        return format_html('{}<datalist id="{}">{}</datalist>', field, identifier, words)


class RecurringForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A recurring item of a schedule that the user arranges."""

    when = forms.CharField(
        label=pgettext_lazy("schedule", "Time"),
        max_length=60,
        help_text=_("For example 7h30, 7h30-9h, sáng, chiều, cả ngày."),
    )
    chairs = forms.CharField(
        label=pgettext_lazy("schedule", "Chair"),
        max_length=900,
        required=False,
        widget=OfferingInput(is_list=True),
        help_text=_("Names or posts with semicolons between them."),
    )
    participants = forms.CharField(
        label=pgettext_lazy("schedule", "Participants"),
        max_length=4000,
        required=False,
        widget=OfferingInput(is_list=True),
        help_text=_("Names or posts with semicolons between them."),
    )
    preparing = forms.CharField(
        label=pgettext_lazy("schedule", "Preparing unit"),
        max_length=400,
        required=False,
        widget=OfferingInput(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the schedules of the user with their people, and show what is stored."""
        super().__init__(*args, **kwargs)
        self.schedules = rights.arranged_schedules(self.for_user)
        field = self.fields["schedule"]
        field.queryset = ScheduleIndexPage.objects.filter(
            pk__in=[each.pk for each in self.schedules]
        ).order_by("path")
        if len(self.schedules) == 1:
            field.initial = self.schedules[0].pk
        self.initial.setdefault("starts_on", timezone.localdate())
        self.fields["preparing"].widget.offered = [unit.name for unit in self._units]
        labels = list(dict.fromkeys(each.label for each in self._offered_first))
        for name, _role in _PARTS:
            self.fields[name].widget.offered = labels
        self._said = self._stored() if self.instance.pk else {}
        self.initial |= self._said

    def clean(self) -> dict[str, Any]:
        """Bring what was typed into the fields of the item."""
        data: dict[str, Any] = super().clean() or {}
        self._people: list[RecurringPerson] | None = None
        self._read_time(cleaned(data.get("when") or ""))
        schedule = data.get("schedule")
        if schedule is not None:
            self._read_people(schedule, data)
        text = cleaned(data.get("preparing") or "")
        if text != self._said.get("preparing", ""):
            register = Register((), self._units)
            unit, words = preparing_of(text, register)
            self.instance.preparing_agency = unit
            self.instance.preparing_text = words
        return data

    def _post_clean(self) -> None:
        """Let the model look at the fields, too, that were filled from what was typed."""
        super()._post_clean()
        others = [each.name for each in self.instance._meta.fields if each.name not in _FILLED]
        try:
            self.instance.clean_fields(exclude=others)
        except ValidationError as error:
            self.add_error(None, error)

    def add_error(self, field: Any, error: Any) -> None:
        """Show what the model refuses next to the field in which it was typed."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                shown = SHOWN_AT.get(name, name)
                if shown not in self.errors:
                    super().add_error(shown if shown in self.fields else None, errors)
            return
        super().add_error(field, error)

    def save(self, commit: bool = True) -> Any:
        """Save the item with its people."""
        if self._people is not None:
            self.instance.people.set(self._people)
        belongs_to_its_site(self.instance)
        return super().save(commit=commit)

    @cached_property
    def _units(self) -> list[Agency]:
        return list(Agency.objects.existing(on=timezone.localdate()).order_by("name", "pk"))

    @property
    def _offered_first(self) -> list[people.PersonInOffice]:
        """People of the schedule that is chosen; of the first few where none is."""
        own = [each for each in self.schedules if each.pk == self.instance.schedule_id]
        today = timezone.localdate()
        found: list[people.PersonInOffice] = []
        for schedule in own or self.schedules[:_OFFERED_SCHEDULES]:
            found += people.offered(schedule, on=today)
        return found

    def _stored(self) -> dict[str, str]:
        item = self.instance
        rows = list(item.people.all())
        texts = {"chairs": item.chairs_text, "participants": item.participants_text}
        said = {
            name: typed_people.words_of([row for row in rows if row.role == role], texts[name])
            for name, role in _PARTS
        }
        unit = item.preparing_agency.name if item.preparing_agency else ""
        said["preparing"] = "; ".join(each for each in (unit, item.preparing_text) if each)
        return said | {"when": when_words(item)}

    def _read_time(self, text: str) -> None:
        if not text or text == self._said.get("when"):
            return
        when = parse_when(text)
        if when.problem or not when.is_known or when.rest:
            message = when.problem or _t(
                "Write a time such as 7h30, 7h30-9h, sáng, chiều or cả ngày, and nothing else."
            )
            self.add_error("when", ValidationError(message))
            return
        item = self.instance
        item.session, item.starts_at, item.ends_at = when.session, when.starts_at, when.ends_at

    def _read_people(self, schedule: ScheduleIndexPage, data: dict[str, Any]) -> None:
        item = self.instance
        rows = list(item.people.all()) if item.pk else []
        kept = {"chairs": item.chairs_text, "participants": item.participants_text}
        offered = people.offered(schedule, on=timezone.localdate())
        found: list[RecurringPerson] = []
        for name, role in _PARTS:
            own = [row for row in rows if row.role == role]
            typed = typed_people.read(
                cleaned(data.get(name) or ""), offered, rows=own, kept=kept[name]
            )
            for problem in typed.problems:
                self.add_error(name, ValidationError(problem))
            setattr(item, f"{name}_text", typed.text)
            found += [
                RecurringPerson(post_id=each.post_id, role=role, label=each.label, sort_order=order)
                for order, each in enumerate(typed.named)
            ]
        self._people = found
