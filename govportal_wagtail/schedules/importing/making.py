"""Makes entries: the items of a cell, each with its day and time."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from ..vocabulary import Session
from .cell_items import Piece, pieces
from .days_text import Days
from .entries import Entry
from .moments import Moment, place_in_day
from .times_text import When


def entries_of(
    piece: Piece, number: int, text: str, days: Days, session: Session | None
) -> list[Entry]:
    """The entries of one piece of a text: one for each of its days, or one without a day."""
    made: list[Entry] = []
    for day in days.days if days.days and not days.problem else days.days[:1] or (None,):
        entry = Entry("item", number, text, date=day.isoformat() if day else "")
        entry.content = piece.text
        for name, said in piece.labelled.items():
            entry.append(name, said)
        place_in_day(entry, piece.when, piece.session or session)
        if days.problem:
            entry.errors["date"] = days.problem
            entry.elsewhere = days.elsewhere.isoformat() if days.elsewhere else ""
        elif day is None:
            entry.errors["date"] = _("No day is stated for it.")
        entry.remark(days.remark)
        if not entry.content:
            entry.errors["content"] = _("It does not say what it is about.")
        made.append(entry)
    return made


def timed_pieces(text: str, moment: Moment, *, by_bullets: bool) -> list[Piece]:
    """The items of a cell whose row may state a time, or several, beside it."""
    found = pieces(text, by_bullets=by_bullets)
    if moment.several:
        return _each_with_time(text, moment.several)
    when = moment.when
    if when.starts_at is None and not when.problem:
        return found
    first = found[0] if found else Piece(When(), "")
    if len(found) <= 1 and first.when.starts_at in (None, when.starts_at):
        is_longer = first.when.ends_at is not None and when.ends_at is None
        return [replace(first, when=first.when if is_longer else when)]
    # Times inside the content are the programme of an item that has its own time.
    return [Piece(when, text)]


def _each_with_time(text: str, times: tuple[When, ...]) -> list[Piece]:
    """As many items as times, where the text has as many parts; else one that must be decided."""
    for found in (
        pieces(text, by_bullets=True),
        [Piece(When(), each) for each in text.split("\n")],
    ):
        if len(found) == len(times):
            return [replace(each, when=when) for each, when in zip(found, times, strict=True)]
    message = _("The row has %(count)s times, but its content has not as many parts.")
    return [Piece(When(problem=message % {"count": len(times)}), text)]
