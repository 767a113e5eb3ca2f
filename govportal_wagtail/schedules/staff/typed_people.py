"""People as a clerk types them into one field, and what is understood of it.

Names are parted by semicolons. Who stands in the register of posts becomes a row; everybody else
stays as the words that were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold
from .. import people
from ..models import TakingPart
from ..people import PersonInOffice

_PARTED: Final = re.compile(r"[;\n]")
#: What offices write before a name.
_ADDRESS: Final = re.compile(
    r"^(?:[-–•*]\s*)?(?:(?:đ/c|đc|đồng chí|ông|bà)\b\.?:?\s+)?", re.IGNORECASE
)
_JOINER: Final = "; "


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody in office: their post and what they are called in the item."""

    post_id: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood of a field; ``problems`` are words for the user."""

    named: tuple[Named, ...]
    text: str
    problems: tuple[str, ...] = ()


def words_of(rows: Iterable[TakingPart], text: str) -> str:
    """What stands in the field for these rows and this text."""
    return _JOINER.join([*(row.label for row in rows), *([text] if text else [])])


def read(
    text: str, offered: Sequence[PersonInOffice], *, rows: Iterable[TakingPart] = (), kept: str = ""
) -> Typed:
    """Find the people of a field.

    ``rows`` are those that the item has: who is called as before stays who they were, whatever they
    became. ``kept`` is the text it has: what stood there as words is not asked about again.
    """
    before = {fold(row.label): Named(row.post_id, row.label) for row in rows}
    stood = {fold(part) for part in _parts(kept)}
    named: list[Named] = []
    left: list[str] = []
    problems: list[str] = []
    for part in _parts(text):
        key = fold(part)
        found = [before[key]] if key in before else _find(part, offered)
        if len(found) > 1 and key not in stood:
            choice = _JOINER.join(each.label for each in found)
            message = _("“%(name)s” may be several people; write which: %(choice)s")
            problems.append(message % {"name": part, "choice": choice})
        elif len(found) == 1:
            named += [each for each in found if each not in named]
            continue
        several = [] if found else _several(part, offered)
        if several:
            named += [each for each in several if each not in named]
        else:
            left.append(part)
    return Typed(tuple(named), _JOINER.join(left), tuple(problems))


def _parts(text: str) -> list[str]:
    return [part for part in (" ".join(each.split()) for each in _PARTED.split(text)) if part]


def _find(part: str, offered: Sequence[PersonInOffice]) -> list[Named]:
    bare = _ADDRESS.sub("", part, count=1)
    return [Named(each.post.pk, each.label) for each in people.find(bare, offered)]


def _several(part: str, offered: Sequence[PersonInOffice]) -> list[Named]:
    """Those of a list with commas, where every one of them is found and told apart."""
    pieces = [each for each in (piece.strip() for piece in part.split(",")) if each]
    found = [_find(piece, offered) for piece in pieces]
    if len(pieces) < 2 or any(len(each) != 1 for each in found):
        return []
    return [each[0] for each in found]
