"""People as offices write them: ``Đ/c Nguyễn Văn A``, ``- Các ông, bà ...``, lists in one cell.

Who is in office is found in the register; everybody else stays in the words of the table, so that
nobody is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from ...core.models import Post
from ...core.vietnamese import fold, normalise
from .. import people
from ..people import PersonInOffice
from .times_text import BULLETS

_HONORIFICS: Final = re.compile(
    r"^(?:(?:các\s+)?(?:đ\s?/\s?c|đ\.c\.?|đc|đồng\s+chí|ông|bà|ô|b|anh|chị|bác\s+sĩ|bs|ts|ths)"
    r"(?:\s*[,(/]?\s*bà\)?)?(?=[\s.:])[\s.:]*)+",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(rf"^[\s{BULLETS}]+|[\s;,]+$", re.MULTILINE)
_SEPARATOR: Final = re.compile(
    r"(\s*[\n;]\s*|\s*,\s*|\s+(?:và|cùng|cùng với|với|&|\+)\s+|\s*\+\s*|\s+[-–—]\s+)"
)
_ABBREVIATIONS: Final = {"pct": "pho chu tich", "p.ct": "pho chu tich", "ct": "chu tich"}
_CHAIRS: Final = re.compile(
    r"^(?P<who>.*?\S)\s*[,–—-]?\s*(?:là\s+)?chủ\s+trì(?:\s+(?:hội\s+nghị|cuộc\s+họp|họp|buổi\s+họp))?"
    r"\s*[.;]?$|^(?:chủ\s+trì|chủ\s+toạ|chủ\s+tọa|người\s+chủ\s+trì)\s*:\s*(?P<named>.+)$",
    re.IGNORECASE,
)
_GROUP: Final = re.compile(
    r"^(?:thành\s+phần(?:\s+(?:tham\s+dự|dự(?:\s+họp)?|mời))?|tham\s+dự|cùng\s+dự|mời\s+dự)\s*:\s*",
    re.IGNORECASE,
)
#: A list of names longer than this is a paragraph; joining its pieces finds nobody.
_LONGEST_NAME: Final = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Who a text names: posts in their order, and in words whoever is not in the register."""

    posts: tuple[Post, ...] = ()
    text: str = ""
    #: What somebody should look at, translated.
    remarks: tuple[str, ...] = field(default=())


def tidy(text: str) -> str:
    """The text of a cell on one line: bullets gone, lines joined by semicolons."""
    lines = [_BULLET.sub("", line).strip() for line in normalise(text).splitlines()]
    joined = "; ".join(" ".join(line.split()) for line in lines if line)
    return joined.replace(":;", ":").replace(".;", ";")


def chairs_within(text: str) -> tuple[str, str]:
    """Those of a list of people of whom it says that they chair, and the others, as texts.

    A line such as ``Đ/c Trần Thị B chủ trì`` or ``Chủ trì: Trần Thị B`` names chairs.
    """
    chairs: list[str] = []
    others: list[str] = []
    for line in re.split(r"[\n;]", normalise(text)):
        plain = " ".join(_BULLET.sub("", line).split())
        found = _CHAIRS.match(plain)
        if found is not None:
            chairs.append(found["who"] or found["named"])
        elif plain:
            others.append(_GROUP.sub("", plain))
    return "\n".join(chairs), "\n".join(others)


def resolve(text: str, offered: Sequence[PersonInOffice]) -> Named:
    """Who of the people in office a text names; the rest of it in words."""
    pieces = _SEPARATOR.split(_BULLET.sub("", normalise(text)).strip())
    posts: list[Post] = []
    words: list[str] = []
    remarks: list[str] = []
    at = 0
    while at < len(pieces):
        found, used = _longest(pieces, at, offered)
        if len(found) > 1:
            message = _("“%(name)s” may be more than one person; it stays in words.")
            remarks.append(message % {"name": pieces[at].strip()})
        if len(found) == 1:
            posts.append(found[0].post)
            at += used + 1
            _break(words)
            continue
        words += pieces[at : at + 2]
        at += 2
    left = tidy("".join(words).strip(" ,;+&–—-\n"))
    return Named(tuple(dict.fromkeys(posts)), _plain(left), tuple(remarks))


def bare_name(text: str) -> str:
    """A name or post without what is put before it: ``Đ/c``, ``Ông``, ``Các đồng chí``."""
    plain = _HONORIFICS.sub("", _BULLET.sub("", text).strip()).strip(" .:()")
    folded = fold(plain)
    first = folded.split(" ", 1)[0]
    if first in _ABBREVIATIONS:
        return _ABBREVIATIONS[first] + folded[len(first) :]
    return plain


def _longest(
    pieces: Sequence[str], at: int, offered: Sequence[PersonInOffice]
) -> tuple[list[PersonInOffice], int]:
    """Who the pieces from here name, as many of them as possible, and how many were used."""
    ambiguous: list[PersonInOffice] = []
    for count in range(_LONGEST_NAME, 0, -1):
        last = at + 2 * count - 1
        if last > len(pieces):
            continue
        joined = "".join(pieces[at:last])
        found = _named(joined, offered)
        # A dash between name and post is written as often as a comma.
        found = found or _named(re.sub(r"\s+[-–—]\s+", ", ", joined), offered)
        if len({each.post.person_id for each in found}) == 1:
            return found[:1], last - at
        ambiguous = found if count == 1 else ambiguous
    return ambiguous, 1


def _named(text: str, offered: Sequence[PersonInOffice]) -> list[PersonInOffice]:
    return people.find(bare_name(text), offered)


def _break(words: list[str]) -> None:
    """What stood between a person who was found and the next words is no part of them."""
    while words and _SEPARATOR.fullmatch(words[-1]):
        words.pop()
    if words:
        words.append("; ")


def _plain(text: str) -> str:
    """Without what is left of ``Đ/c X và`` when X was found."""
    return re.sub(r"^(?:và|cùng|với)\s+|\s+(?:và|cùng|với)$", "", text).strip()
