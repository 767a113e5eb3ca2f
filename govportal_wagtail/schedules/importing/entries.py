"""What was understood of each row, as it is kept until somebody has looked at it and applies it."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final, Literal, Self

from ...core.vietnamese import fold
from ..vocabulary import Session

Kind = Literal["item", "aside", "notice"]
#: Texts of an entry that become fields of an item.
TEXTS: Final = (
    *("content", "place", "chairs", "participants", "preparing", "requester"),
    *("vehicle", "note", "link"),
)


@dataclass(slots=True)
class Entry:
    """An item of the table, a row that is none (``aside``), or something about the whole table.

    ``errors`` say by field (``date``, ``when``, ``content``) what somebody must decide before the
    entry can be applied; the field then holds the best guess, if any. ``remarks`` say what was put
    right or left out of account. ``text`` is the row as it stands in the table.
    """

    kind: Kind
    number: int = 0
    text: str = ""
    date: str = ""
    session: str = ""
    starts_at: str = ""
    ends_at: str = ""
    content: str = ""
    place: str = ""
    #: One person or group a line.
    chairs: str = ""
    participants: str = ""
    preparing: str = ""
    requester: str = ""
    vehicle: str = ""
    note: str = ""
    link: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    skip: bool = False
    #: The day that is written, where it is one of another week.
    elsewhere: str = ""
    #: The item that it became.
    uid: str = ""

    @property
    def state(self) -> str:
        """``error``, ``warning``, ``skipped`` or ``ok`` for items; the kind for others."""
        if self.kind != "item":
            return self.kind
        if self.skip:
            return "skipped"
        if self.errors:
            return "error"
        return "warning" if self.remarks else "ok"

    @property
    def day(self) -> dt.date | None:
        """The day; None where it is not known."""
        return dt.date.fromisoformat(self.date) if self.date else None

    @property
    def start(self) -> dt.time | None:
        """When it begins; None where nobody wrote it."""
        return dt.time.fromisoformat(self.starts_at) if self.starts_at else None

    @property
    def end(self) -> dt.time | None:
        """When it ends; None where nobody wrote it."""
        return dt.time.fromisoformat(self.ends_at) if self.ends_at else None

    @property
    def session_label(self) -> str:
        """The part of the day in words."""
        return str(Session(self.session).label) if self.session else ""

    @property
    def key(self) -> tuple[str, ...]:
        """What two entries have in common that are the same item written twice."""
        words = " ".join(fold(f"{self.content} {self.place}").split())
        return (self.date, self.starts_at, self.ends_at, self.session, words)

    def remark(self, text: str) -> None:
        """Add a remark once."""
        if text and text not in self.remarks:
            self.remarks.append(text)

    def append(self, name: str, text: str) -> None:
        """Add a line to one of the texts, unless it stands there already."""
        there = getattr(self, name)
        if text and text not in there.split("\n"):
            setattr(self, name, f"{there}\n{text}" if there else text)

    def as_json(self) -> dict[str, Any]:
        """What is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Any) -> Self:
        """The entry that was stored."""
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in stored.items() if name in names})
