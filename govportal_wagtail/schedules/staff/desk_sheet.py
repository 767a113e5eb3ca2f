"""The sheet of a week: its rows as they are stored or as somebody typed them, by day."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ...core.models import Agency
from .. import editing, findings, people, publishing
from ..models import PublishedItem, ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from ..vocabulary import ItemStatus
from ..weeks import Week
from .desk_rows import BLANK, FIELDS, Register, Row, cleaned, item_of, typed_of

#: Empty rows below those of a day, and how many the button adds.
SPARE: Final = 1
MORE: Final = 3
#: More rows than any week has; a form with more is not a clerk's.
MOST: Final = 300
#: What a form of so many rows sends: besides its fields, a row has its place, its item, a mark to
#: delete it and, as a rule, at most one finding that was accepted.
FORM_FIELDS: Final = MOST * (len(FIELDS) + 4)
#: Fields that only what the public knows has; the reason, also what is added to a posted week.
_OF_PUBLISHED: Final = ("status", "change_reason")
_NUMBER: Final = re.compile(r"[0-9]{1,5}")


@dataclass(slots=True)
class Day:
    """A day of the sheet; without a date, the rows whose day is not in the week."""

    date: date | None
    rows: list[Row] = field(default_factory=list)
    is_today: bool = False


class Sheet:
    """What the desk shows of a week and reads back.

    ``page`` is None for a week that nobody has begun. The items are those of its newest version.
    """

    def __init__(
        self, schedule: ScheduleIndexPage, week: Week, page: WeeklySchedulePage | None
    ) -> None:
        self.schedule = schedule
        self.week = week
        self.page = page
        self.version = editing.newest(page) if page else None
        self.based_on: int | None = page.latest_revision_id if page else None
        self.note = self.stored_note = self.version.note if self.version else ""
        self.errors: list[str] = []
        self.rows: list[Row] = []

    @cached_property
    def items(self) -> list[ScheduleItem]:
        """The items of the newest version."""
        return publishing.loaded(self.version.items.all()) if self.version else []

    @cached_property
    def register(self) -> Register:
        """Who and what is offered to the clerk."""
        units = Agency.objects.existing(on=timezone.localdate()).order_by("name", "pk")
        return Register(people.offered(self.schedule, on=self.week.monday), list(units))

    @cached_property
    def pending(self) -> dict[uuid.UUID, publishing.PendingChange]:
        """How the newest version differs from what the public reads."""
        return {each.uid: each for each in publishing.pending(self.version)} if self.version else {}

    @property
    def is_posted(self) -> bool:
        """Whether the public reads the week, so that it is told why anything is added."""
        return self.page is not None and self.page.live

    @cached_property
    def published(self) -> frozenset[uuid.UUID]:
        """The items that the public knows: they are cancelled, never deleted."""
        known = PublishedItem.objects.filter(
            schedule=self.schedule, withdrawn_at=None, uid__in=[item.uid for item in self.items]
        )
        return frozenset(known.values_list("uid", flat=True))

    @cached_property
    def findings(self) -> list[findings.Finding]:
        """What is asked about the newest version."""
        return findings.find(self.items, self.version)

    def load(self) -> None:
        """Show what is stored."""
        self.rows = [self._stored_row(number, item) for number, item in enumerate(self.items)]
        self._mark()
        self.add_spare()

    def stored_rows(self, items: Iterable[ScheduleItem]) -> dict[uuid.UUID, Row]:
        """Rows of the items of some version, as they would be shown."""
        return {item.uid: self._stored_row(0, item) for item in publishing.loaded(items)}

    def read(self, data: MultiValueDict[str, str]) -> None:
        """Take what was typed; rows stand in the order in which the form sends them."""
        stored = {item.uid: item for item in self.items}
        taken: set[uuid.UUID] = set()
        known_codes = self._known_codes()
        self.note = cleaned(str(data.get("note", self.note)))
        self.rows = []
        for number in _numbers(data.getlist("order")):
            row = self._typed_row(number, data, stored)
            if row.uid in taken:
                # Twice the same form of a row would be twice the same item.
                continue
            taken.add(row.uid)
            posted = data.getlist(f"row-{number}-accepted")
            allowed = known_codes.get(row.uid, set())
            row.accepted = [code for code in dict.fromkeys(posted) if code in allowed]
            self.rows.append(row)
        self._mark()

    def add(self, day: date, count: int = MORE) -> None:
        """Empty rows more for a day, behind those it has."""
        for _each in range(count):
            typed = {**BLANK, "day": day.isoformat()}
            self.rows.append(Row(self.next_number(), typed))

    def add_spare(self) -> None:
        """Let every day end with an empty row."""
        for day in self.week.days:
            own = [row for row in self.rows if row.day == day]
            if not own or not own[-1].is_blank:
                self.add(day, SPARE)

    def move(self, number: int, step: int) -> None:
        """Put a row one place up or down; at the end of its day, into the next one."""
        for day, days_rows in enumerate(days := [each for each in self.days() if each.date]):
            place = next((at for at, row in enumerate(days_rows.rows) if row.number == number), -1)
            if place < 0:
                continue
            row = days_rows.rows[place]
            others = [each for each in days_rows.rows if not each.is_blank or each is row]
            at = others.index(row) + step
            if 0 <= at < len(others):
                here = days_rows.rows.index(others[at])
                days_rows.rows[place], days_rows.rows[here] = days_rows.rows[here], row
            elif 0 <= day + step < len(days):
                days_rows.rows.remove(row)
                target = days[day + step]
                row.typed["day"] = target.date.isoformat() if target.date else ""
                target.rows.insert(0 if step > 0 else len(target.rows), row)
            break
        outside = [row for row in self.rows if row.day is None or row.day not in self.week]
        self.rows = [*outside, *(row for each in days for row in each.rows)]

    def days(self) -> list[Day]:
        """The rows by day, those without a day of this week first."""
        today = timezone.localdate()
        found = {day: Day(day, is_today=day == today) for day in self.week.days}
        astray = Day(None)
        for row in self.rows:
            (found.get(row.day, astray) if row.day else astray).rows.append(row)
        return [*([astray] if astray.rows else []), *found.values()]

    @property
    def has_changed(self) -> bool:
        """Whether anything says something else than what is stored."""
        if self.note != self.stored_note or any(row.has_changed for row in self.rows):
            return True
        shown = [row.uid for row in self.rows if row.stored is not None]
        return shown != [item.uid for item in self.items]

    def understood(self) -> list[ScheduleItem]:
        """The items that the rows mean; what is wrong stands at the rows and in ``errors``.

        A stored item that the form did not name is kept: only a mark deletes.
        """
        if len(self.rows) > MOST:
            self.errors.append(_("A week has no more than %(count)s rows.") % {"count": MOST})
        rows: list[Row] = []
        for row in self.rows:
            if row.is_removed and row.is_published:
                message = _(
                    "The public knows this item: postpone or cancel it, or make it internal."
                )
                row.add_error("remove", [message])
            if not row.is_blank and (not row.is_removed or row.is_published):
                rows.append(row)
        items = [item_of(row, self.register) for row in rows]
        try:
            editing.check(items, self.week)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                position, _dash, where = name.partition("-")
                rows[int(position)].add_error(where, messages)
        shown = {row.uid for row in self.rows}
        return [*items, *(item for item in self.items if item.uid not in shown)]

    @property
    def wrong(self) -> list[Row]:
        """The rows in which something is wrong."""
        return [row for row in self.rows if row.errors]

    def ask_reasons(self) -> None:
        """Ask for the reasons that the public has to be told, each at its field."""
        for row in self.rows:
            change = self.pending.get(row.uid)
            if row.stored is not None and change is not None and change.needs_reason:
                message = _("The public is told why: state the reason.")
                row.add_error("change_reason", [message])
                row.notes.remove(message)

    def next_number(self) -> int:
        """A number that no row has."""
        return max((row.number for row in self.rows), default=-1) + 1

    @cached_property
    def _units(self) -> Mapping[int, Agency]:
        wanted = {item.preparing_agency_id for item in self.items} - {None}
        return Agency.objects.in_bulk(wanted) if wanted else {}

    def _stored_row(self, number: int, item: ScheduleItem) -> Row:
        reason = item.uid in self.pending or item.status != ItemStatus.PLANNED
        units: Mapping[int, Agency] = self._units
        if item.preparing_agency_id and item.preparing_agency_id not in units:
            units = Agency.objects.in_bulk([item.preparing_agency_id])
        said = typed_of(item, units, reason=reason)
        return Row(
            number, dict(said), uid=item.uid, stored=item, before=said, accepted=[*item.accepted]
        )

    def _typed_row(self, number: int, data: Any, stored: Mapping[uuid.UUID, ScheduleItem]) -> Row:
        said = {name: cleaned(str(data.get(f"row-{number}-{name}", ""))) for name in FIELDS}
        uid = _uid(data.get(f"row-{number}-uid"))
        item = stored.get(uid)
        if item is None:
            said = {name: said[name] or BLANK.get(name, "") for name in FIELDS}
            said |= {name: BLANK[name] for name in _OF_PUBLISHED if not self._has(name)}
            return Row(number, said, uid=uid, is_removed=f"row-{number}-remove" in data)
        row = self._stored_row(number, item)
        row.is_published = uid in self.published
        shown = {name for name in FIELDS if row.has_state or self._has(name)}
        # A field that the form does not have says what it said.
        sent = {name for name in shown if f"row-{number}-{name}" in data}
        row.typed = {name: said[name] if name in sent else row.before[name] for name in FIELDS}
        row.is_removed = f"row-{number}-remove" in data
        return row

    def _has(self, name: str) -> bool:
        """Whether also rows that the public does not know have a field."""
        return name not in _OF_PUBLISHED or (name == "change_reason" and self.is_posted)

    def _mark(self) -> None:
        """Tell of each row what is known of it: published, changed, asked about."""
        by_uid: dict[uuid.UUID, list[findings.Finding]] = {}
        for finding in self.findings:
            by_uid.setdefault(finding.uid, []).append(finding)
        for row in self.rows:
            if row.stored is None:
                continue
            row.is_published = row.uid in self.published
            row.findings = by_uid.get(row.uid, [])
            change = self.pending.get(row.uid)
            if change is None:
                continue
            kinds = ", ".join(str(kind.label) for kind in change.kinds)
            if kinds:
                row.notes.append(_("Not published yet: %(kinds)s.") % {"kinds": kinds})
            if change.needs_reason:
                row.notes.append(_("The public is told why: state the reason."))

    def _known_codes(self) -> dict[uuid.UUID, set[str]]:
        found = {item.uid: set(item.accepted) for item in self.items}
        for finding in self.findings:
            found.setdefault(finding.uid, set()).add(finding.code)
        return found


def _numbers(sent: Iterable[str]) -> list[int]:
    """The rows that the form sends, each once."""
    return list(dict.fromkeys(int(each) for each in sent if _NUMBER.fullmatch(each)))


def _uid(sent: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(str(sent))
    except ValueError:
        return uuid.uuid4()
