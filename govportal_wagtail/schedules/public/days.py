"""Items put in groups for readers: by day and part of the day, and by leader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..vocabulary import Session
from .reading import ShownItem, ShownPerson


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A part of a day with what takes place in it."""

    session: Session
    items: tuple[ShownItem, ...]

    @property
    def label(self) -> str:
        """The part of the day in words."""
        return str(self.session.label)


@dataclass(frozen=True, slots=True)
class ShownDay:
    """A day with its items; without any it is shown too, and says so."""

    date: date
    sessions: tuple[ShownSession, ...]
    is_today: bool
    is_past: bool

    @property
    def items(self) -> list[ShownItem]:
        """Everything of the day in its order."""
        return [item for session in self.sessions for item in session.items]

    @property
    def anchor(self) -> str:
        """The part of the address that leads to the day."""
        return f"d-{self.date:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class LeaderDays:
    """What one leader has on which day."""

    person: ShownPerson
    days: tuple[ShownDay, ...]


def by_day(items: Iterable[ShownItem], days: Sequence[date], *, today: date) -> list[ShownDay]:
    """The given days in their order, each with its items by part of the day."""
    groups: dict[tuple[date, Session], list[ShownItem]] = {}
    for item in items:
        groups.setdefault((item.date, Session(item.session)), []).append(item)
    return [
        ShownDay(
            day,
            tuple(
                ShownSession(session, tuple(groups[day, session]))
                for session in Session
                if (day, session) in groups
            ),
            is_today=day == today,
            is_past=day < today,
        )
        for day in days
    ]


def by_leader(
    items: Sequence[ShownItem],
    leaders: Iterable[ShownPerson],
    days: Sequence[date],
    *,
    today: date,
) -> list[LeaderDays]:
    """The days on which each of the leaders has something; none for whoever has nothing."""
    found = []
    for leader in leaders:
        own = [item for item in items if leader.person_id and item.concerns(leader.person_id)]
        with_items = [day for day in by_day(own, days, today=today) if day.sessions]
        found.append(LeaderDays(leader, tuple(with_items)))
    return found
