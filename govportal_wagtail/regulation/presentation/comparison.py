"""What two regulations say about the same matter."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import Enum

from ..schema import SECTIONS, Profile, Rule

#: Where a rule stands and how sure it is does not make it another rule.
_NOT_COMPARED = {"key", "article", "note", "evidence", "silent", "cites"}


class Outcome(Enum):
    """How two regulations relate in one rule."""

    LEFT_ONLY = "left_only"
    RIGHT_ONLY = "right_only"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule in two regulations."""

    section: str
    key: str
    outcome: Outcome
    left: Rule | None
    right: Rule | None
    #: The fields in which they differ.
    fields: tuple[str, ...] = ()


def compare(left: Profile, right: Profile, *, with_same: bool = False) -> list[Difference]:
    """The rules of both, section by section; equal ones only where they are asked for."""
    found = []
    for section in SECTIONS:
        ours, theirs = left.section(section), right.section(section)
        for key in dict.fromkeys((*ours, *theirs)):
            each = _difference(section, key, ours.get(key), theirs.get(key))
            if with_same or each.outcome is not Outcome.SAME:
                found.append(each)
    return found


def _difference(section: str, key: str, left: Rule | None, right: Rule | None) -> Difference:
    if left is None or right is None:
        outcome = Outcome.RIGHT_ONLY if left is None else Outcome.LEFT_ONLY
        return Difference(section, key, outcome, left, right)
    differing = tuple(
        field.name
        for field in fields(left)
        if field.name not in _NOT_COMPARED
        and getattr(left, field.name) != getattr(right, field.name, None)
    )
    outcome = Outcome.CHANGED if differing else Outcome.SAME
    return Difference(section, key, outcome, left, right, differing)
