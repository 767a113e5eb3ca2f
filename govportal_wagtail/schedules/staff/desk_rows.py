"""One row of the desk: what stands in its fields, and the item that it means.

A field that says what it said before leaves the item as it was stored, so that nothing is lost by
being shown in a field.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from ...core.models import Agency
from ...core.vietnamese import fold, normalise
from .. import editing
from ..importing.times_text import parse_when
from ..models import ItemPerson, ScheduleItem
from ..people import PersonInOffice
from ..vocabulary import ItemStatus, PersonRole, Visibility
from ..wording import typed_when
from . import typed_people

#: The fields in which a clerk writes, in the order of the screen.
TEXTS: Final = (
    *("when", "content", "place", "chairs", "participants", "preparing", "requester"),
    *("vehicle", "internal_note", "online_link", "change_reason"),
)
FIELDS: Final = ("day", *TEXTS, "visibility", "status")
BLANK: Final = dict.fromkeys(TEXTS, "") | {
    "visibility": Visibility.PUBLIC.value,
    "status": ItemStatus.PLANNED.value,
}
_PLANNED: Final = ItemStatus.PLANNED.value
_SAME: Final = ("place", "requester", "vehicle", "internal_note", "online_link", "change_reason")
#: Which field of the screen shows what is wrong with a field of the model.
SHOWN_AT: Final = {
    "date": "day",
    "session": "when",
    "starts_at": "when",
    "ends_at": "when",
    "chairs_text": "chairs",
    "participants_text": "participants",
    "preparing_text": "preparing",
    "preparing_agency": "preparing",
}
_PARTS: Final = (("chairs", PersonRole.CHAIR), ("participants", PersonRole.PARTICIPANT))


@dataclass(slots=True)
class Row:
    """A row as it was typed or as it is stored.

    ``number`` names its fields in the form. ``before`` is what the fields said of the stored item;
    empty for a new one.
    """

    number: int
    typed: dict[str, str]
    uid: uuid.UUID = field(default_factory=uuid.uuid4)
    stored: ScheduleItem | None = None
    before: dict[str, str] = field(default_factory=dict)
    is_removed: bool = False
    is_published: bool = False
    accepted: list[str] = field(default_factory=list)
    errors: dict[str, list[str]] = field(default_factory=dict)
    findings: list[Any] = field(default_factory=list)
    #: Words about what others did with it meanwhile, and about what its change is.
    notes: list[str] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written into a row that is not stored."""
        return self.stored is None and not any(self.typed.get(name) for name in TEXTS)

    @property
    def has_state(self) -> bool:
        """Whether it may be postponed or cancelled: what the public knows, and what is off."""
        return self.is_published or self.before.get("status", _PLANNED) != _PLANNED

    @property
    def has_more(self) -> bool:
        """Whether a folded field says something or is wrong."""
        folded = ("requester", "vehicle", "internal_note", "online_link")
        return any(self.typed.get(name) or name in self.errors for name in folded)

    @property
    def has_changed(self) -> bool:
        """Whether the row says something else than what is stored."""
        if self.stored is None:
            return not self.is_blank
        is_same = all(self.typed[name] == self.before[name] for name in FIELDS)
        return self.is_removed or not is_same or set(self.accepted) != set(self.stored.accepted)

    @property
    def day(self) -> date | None:
        """The day that was chosen."""
        try:
            return date.fromisoformat(self.typed.get("day", ""))
        except ValueError:
            return None

    def add_error(self, name: str, messages: Sequence[str]) -> None:
        """Show an error of the model next to the field where it was typed; the first one counts."""
        self.errors.setdefault(SHOWN_AT.get(name, name), [str(each) for each in messages])


@dataclass(frozen=True, slots=True)
class Register:
    """The people and units that are offered for a week."""

    offered: Sequence[PersonInOffice]
    units: Sequence[Agency]

    def unit(self, text: str) -> Agency | None:
        """The only unit of this name."""
        wanted = fold(" ".join(text.split()))
        found = [each for each in self.units if fold(each.name) == wanted]
        return found[0] if len(found) == 1 else None


def typed_of(item: ScheduleItem, units: Mapping[int, Agency], *, reason: bool) -> dict[str, str]:
    """What the fields of a stored item say; ``reason`` if its reason is for a change to come."""
    people = list(item.people.all())
    unit = units.get(item.preparing_agency_id or 0)
    said = {name: getattr(item, name) for name in _SAME}
    texts = {PersonRole.CHAIR: item.chairs_text, PersonRole.PARTICIPANT: item.participants_text}
    for name, role in _PARTS:
        rows = [row for row in people if row.role == role]
        said[name] = typed_people.words_of(rows, texts[role])
    preparing = [unit.name if unit else "", item.preparing_text]
    said |= {
        "day": item.date.isoformat() if item.date else "",
        "when": when_words(item),
        "content": item.content,
        "preparing": "; ".join(each for each in preparing if each),
        "visibility": item.visibility,
        "status": item.status,
    }
    if not reason:
        said["change_reason"] = ""
    return {name: cleaned(said[name]) for name in FIELDS}


def when_words(item: ScheduleItem) -> str:
    """The time as a clerk types it: ``07h30-09h00``, ``sáng``, ``cả ngày``."""
    return typed_when(item.session, item.starts_at, item.ends_at)


def cleaned(text: str) -> str:
    """A typed text in its stored form; without the characters that a database refuses."""
    return normalise(text).strip()


def item_of(row: Row, register: Register) -> ScheduleItem:
    """The item that the row means; what cannot be understood stands in ``row.errors``."""
    item = row.stored or ScheduleItem(uid=row.uid)
    said = row.typed
    changed = {name for name in FIELDS if said[name] != row.before.get(name)}
    if not row.before:
        changed = set(FIELDS)
    if "day" in changed:
        _read_day(row, item)
    if changed & {"when", "content"}:
        _read_time(row, item, is_new="when" in changed)
    for name in changed & {*_SAME, "visibility", "status"}:
        setattr(item, name, said[name])
    # An old reason does not explain the next change.
    item.change_reason = said["change_reason"]
    _read_people(row, item, register, changed)
    if "preparing" in changed:
        unit, item.preparing_text = preparing_of(said["preparing"], register)
        item.preparing_agency_id = unit.pk if unit else None
    item.accepted = list(row.accepted)
    return item


def _read_day(row: Row, item: ScheduleItem) -> None:
    if row.day is None:
        row.add_error("day", [_("Choose a day of the week.")])
        return
    item.date = row.day


def _read_time(row: Row, item: ScheduleItem, *, is_new: bool) -> None:
    """Read the time; what was written in the wrong one of the two fields is put right."""
    said = row.typed
    item.content = said["content"]
    if not is_new:
        return
    text = said["when"]
    if not text and said["content"]:
        within = parse_when(said["content"])
        if within.is_known and within.rest and not within.problem:
            item.content = within.rest
            item.session, item.starts_at, item.ends_at = (
                *(within.session or "", within.starts_at, within.ends_at),
            )
            return
    when = parse_when(text)
    if when.problem:
        row.add_error("when", [when.problem])
        return
    if text and (not when.is_known or (when.rest and said["content"])):
        message = _("Write a time such as 7h30, 7h30-9h, sáng, chiều or cả ngày, and nothing else.")
        row.add_error("when", [message])
        return
    item.content = said["content"] or when.rest
    item.session, item.starts_at, item.ends_at = when.session or "", when.starts_at, when.ends_at


def _read_people(row: Row, item: ScheduleItem, register: Register, changed: set[str]) -> None:
    if not changed & {name for name, _role in _PARTS}:
        return
    rows = list(item.people.all()) if row.stored is not None else []
    kept = {"chairs": item.chairs_text, "participants": item.participants_text}
    wanted: list[ItemPerson] = []
    for name, role in _PARTS:
        own = [each for each in rows if each.role == role]
        if name not in changed:
            wanted += own
            continue
        typed = typed_people.read(
            row.typed[name], register.offered, rows=own, kept=kept[name] if row.stored else ""
        )
        if typed.problems:
            row.add_error(name, typed.problems)
        setattr(item, f"{name}_text", typed.text)
        wanted += [
            ItemPerson(post_id=each.post_id, role=role, label=each.label) for each in typed.named
        ]
    editing.give_people(item, wanted)


def preparing_of(text: str, register: Register) -> tuple[Agency | None, str]:
    """The unit that a text names, and what it says besides: ``Văn phòng; Sở Y tế phối hợp``."""
    first, _semicolon, rest = text.partition(";")
    unit = register.unit(text)
    if unit is not None:
        return unit, ""
    unit = register.unit(first)
    return (unit, rest.strip()) if unit is not None else (None, text)
