"""Keeps what was understood of a table until somebody agrees, and puts it into the week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...core.vietnamese import fold
from .. import editing, people, rights
from ..errors import ScheduleError
from ..models import ScheduleImport, ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from ..people import PersonInOffice
from ..vocabulary import PersonRole, ScheduleEventKind
from ..weeks import Week
from ..wording import typed_when
from .entries import Entry
from .errors import UnusableTable
from .people_text import Named, resolve, tidy
from .times_text import parse_when

#: The preview is one form; a week has some forty items.
MAX_ITEMS: Final = 240
#: How long a table waits for somebody to apply it.
_KEPT: Final = timedelta(days=30)
_LENGTHS: Final[dict[str, int]] = {
    name: getattr(ScheduleItem._meta.get_field(name), "max_length", None) or 0
    for name in (
        *("place", "chairs_text", "participants_text", "preparing_text", "requester"),
        "vehicle",
    )
}


@dataclass(frozen=True, slots=True)
class Correction:
    """What somebody decided of an entry: whether it is taken in, its day, time and content.

    ``content`` is None where it was not asked for.
    """

    is_taken: bool
    day: str
    when: str
    content: str | None = None


def keep(
    schedule: ScheduleIndexPage,
    week: Week,
    entries: Sequence[Entry],
    user: Any,
    *,
    file_name: str = "",
) -> ScheduleImport:
    """Keep what was understood; what stands in the week already is left out unless chosen.

    Raises:
        PermissionDenied: for a user who does not arrange the schedule.
        UnusableTable: for more items than a week can have.
    """
    rights.require(rights.arranges(user, schedule))
    if sum(entry.kind == "item" for entry in entries) > MAX_ITEMS:
        message = _("The table has more than %(count)s items. Divide it.")
        raise UnusableTable(message % {"count": MAX_ITEMS})
    _mark_known(schedule, week, entries)
    old = timezone.now() - _KEPT
    ScheduleImport.objects.filter(
        schedule=schedule, applied_at__isnull=True, created_at__lt=old
    ).delete()
    return ScheduleImport.objects.create(
        schedule=schedule,
        monday=week.monday,
        user=user,
        file_name=PurePath(file_name).name[:255],
        rows=[entry.as_json() for entry in entries],
    )


def entries_in(kept: ScheduleImport) -> list[Entry]:
    """What was understood, with the corrections so far."""
    return [Entry.from_json(stored) for stored in kept.rows]


def apply(
    key: int, corrections: Mapping[int, Correction], user: Any
) -> tuple[WeeklySchedulePage, int]:
    """Put the entries that are taken in into the draft of their week; how many that were.

    ``corrections`` are by the position of the entry. They are kept also where something is still
    wrong.

    Raises:
        PermissionDenied: for a user who may not write the week.
        ScheduleError: ``moved`` where the table was applied already; ``<position>-<field>`` for
            what is still wrong; else why the week cannot be written now.
    """
    with transaction.atomic():
        kept = ScheduleImport.objects.select_for_update().select_related("schedule").get(pk=key)
        rights.require(rights.arranges(user, kept.schedule))
        if kept.applied_at is not None:
            message = _("This table was put into the week already.")
            raise ScheduleError(message, code="moved")
        entries = entries_in(kept)
        _correct(entries, corrections, Week.of(kept.monday))
        kept.rows = [entry.as_json() for entry in entries]
        wrong = _errors(entries)
        if wrong:
            kept.save(update_fields=["rows"])
        else:
            page, count = _put_in(kept, entries, user)
    if wrong:
        # After the commit, so that nobody types a correction twice.
        raise ScheduleError(wrong)
    return page, count


def when_text(entry: Entry) -> str:
    """The time of an entry as it is typed; empty where it is not certain."""
    if "when" in entry.errors:
        return ""
    return typed_when(entry.session, entry.start, entry.end)


def named(entry: Entry, offered: Sequence[PersonInOffice]) -> dict[str, Named]:
    """Who chairs and takes part: people in office, and the others in words."""
    chairs = resolve(entry.chairs, offered)
    participants = resolve(entry.participants, offered)
    # Who chairs takes part; nobody is written twice.
    left = tuple(post for post in participants.posts if post not in chairs.posts)
    return {
        "chairs": chairs,
        "participants": Named(left, participants.text, participants.remarks),
    }


def _put_in(
    kept: ScheduleImport, entries: Sequence[Entry], user: Any
) -> tuple[WeeklySchedulePage, int]:
    taken = [entry for entry in entries if entry.kind == "item" and not entry.skip]
    if not taken:
        raise ScheduleError(_("No row is chosen."))
    page = editing.begin(kept.schedule, Week.of(kept.monday), user)
    offered = people.offered(kept.schedule, on=kept.monday)
    items = [_item(entry, offered) for entry in taken]
    for entry, item in zip(taken, items, strict=True):
        entry.uid = str(item.uid)
    editing.add(
        page, items, user, ScheduleEventKind.IMPORTED, file=kept.file_name, taken=len(items)
    )
    kept.applied_at = timezone.now()
    kept.rows = [entry.as_json() for entry in entries]
    kept.save(update_fields=["rows", "applied_at"])
    page.refresh_from_db()
    return page, len(items)


def _item(entry: Entry, offered: Sequence[PersonInOffice]) -> ScheduleItem:
    who = named(entry, offered)
    chairs, participants = who["chairs"], who["participants"]
    notes = [entry.note] if entry.note else []
    texts = {
        "place": tidy(entry.place),
        "chairs_text": chairs.text,
        "participants_text": participants.text,
        "preparing_text": tidy(entry.preparing),
        "requester": tidy(entry.requester),
        "vehicle": tidy(entry.vehicle),
    }
    for name, text in texts.items():
        limit = _LENGTHS[name]
        if len(text) > limit:
            # What does not fit is kept whole where there is room.
            notes.append(text)
            texts[name] = text[: limit - 1].rstrip() + "…"
    link = entry.link.strip()
    if link and not _is_link(link):
        notes.append(link)
        link = ""
    item = ScheduleItem(
        date=entry.day,  # type: ignore[misc]  # asked for before
        session=entry.session,
        starts_at=entry.start,
        ends_at=entry.end,
        content=entry.content,
        online_link=link,
        internal_note="\n".join(notes),
        **texts,
    )
    rows = people.rows(chairs.posts, PersonRole.CHAIR)
    editing.give_people(item, [*rows, *people.rows(participants.posts, PersonRole.PARTICIPANT)])
    return item


def _is_link(text: str) -> bool:
    try:
        URLValidator(schemes=["http", "https"])(text)
    except ValidationError:
        return False
    return len(text) <= 500


def _correct(entries: Sequence[Entry], corrections: Mapping[int, Correction], week: Week) -> None:
    days = {day.isoformat() for day in week.days}
    for position, entry in enumerate(entries):
        made = corrections.get(position)
        if made is None or entry.kind != "item":
            continue
        entry.skip = not made.is_taken
        if made.day in days:
            entry.date = made.day
            entry.errors.pop("date", None)
        else:
            entry.date = ""
            entry.errors["date"] = entry.errors.get("date") or _("Choose a day of this week.")
        if made.content is not None:
            entry.content = made.content.strip()
        _correct_time(entry, made.when)
        if entry.content:
            entry.errors.pop("content", None)
        else:
            entry.errors["content"] = _("Write what it is about.")


def _correct_time(entry: Entry, text: str) -> None:
    if text.strip() == when_text(entry) and "when" not in entry.errors:
        return
    when = parse_when(text)
    problem = when.problem
    if not problem and (not when.is_known or when.rest):
        problem = _("Write a time such as 7h30 or 7h30-9h, or sáng, chiều, tối, cả ngày.")
    if problem:
        entry.errors["when"] = problem
        return
    entry.errors.pop("when", None)
    entry.session = when.session.value if when.session else ""
    entry.starts_at = f"{when.starts_at:%H:%M}" if when.starts_at else ""
    entry.ends_at = f"{when.ends_at:%H:%M}" if when.ends_at else ""


def _errors(entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        f"{position}-{name}": [message]
        for position, entry in enumerate(entries)
        if entry.kind == "item" and not entry.skip
        for name, message in entry.errors.items()
    }


def _mark_known(schedule: ScheduleIndexPage, week: Week, entries: Iterable[Entry]) -> None:
    page = editing.page_of(schedule, week)
    if page is None:
        return
    there = {
        (str(item.date), item.starts_at, _words(item.content))
        for item in editing.newest(page).items.all()
    }
    for entry in entries:
        if entry.kind == "item" and (entry.date, entry.start, _words(entry.content)) in there:
            entry.skip = True
            entry.remark(_("It stands in the week already; left out unless you take it in."))


def _words(text: str) -> str:
    return " ".join(fold(text).split())


def done_message(count: int) -> str:
    """What is told after an import."""
    message = ngettext(
        "%(count)s item was put into the draft of the week.",
        "%(count)s items were put into the draft of the week.",
        count,
    )
    return message % {"count": count}
