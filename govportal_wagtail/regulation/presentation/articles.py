"""Places in a regulation, such as ``13.1.c``: their order and their names."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext, pgettext

#: Points run through the Vietnamese alphabet, and some regulations have an f between ê and g.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = re.compile(
    r"(?P<decision>QĐ\s*)?(?:Điều\s+)?(?P<article>\d+)"
    r"(?:\.(?P<clause>\d+[a-zđ]?))?(?:\.(?P<point>\w{1,2}))?(?P<rest>.*)",
    re.DOTALL | re.IGNORECASE,
)
_LAST = 10_000


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a text; ``article`` is None where the place has no number."""

    text: str
    #: The place is in the decision that issues the regulation and not in the regulation.
    in_decision: bool = False
    article: int | None = None
    clause: str = ""
    point: str = ""
    #: What follows the number and could not be read, for example ``-3.2``.
    rest: str = ""

    @property
    def sort_key(self) -> tuple[int, int, int, str, int, str]:
        """The decision before the regulation, what has no number last."""
        number = re.match(r"\d+", self.clause)
        return (
            (2 if self.text else 3) if self.article is None else int(not self.in_decision),
            _LAST if self.article is None else self.article,
            int(number[0]) if number else 0,
            self.clause,
            _letter_rank(self.point),
            self.rest or self.text,
        )


def places(text: str) -> list[Place]:
    """The places named in ``13.1.c; QĐ 2``; one empty place for an empty text."""
    return [_place(part.strip()) for part in text.split(";")]


def sort_key(text: str) -> tuple[int, int, int, str, int, str]:
    """Key that sorts texts of places by the first place they name."""
    return places(text)[0].sort_key


def group_label(place: Place) -> str:
    """The heading under which a place is listed, for example ``Article 13``."""
    if place.article is None:
        return place.text or gettext("Without an article")
    if place.in_decision:
        return gettext("Decision, Article %(number)s") % {"number": place.article}
    return pgettext("heading", "Article %(number)s") % {"number": place.article}


def label(text: str) -> str:
    """The places in words, for example ``point c, clause 1, Article 13``; empty for none."""
    return "; ".join(_words(place) for place in places(text) if place.text)


def _place(text: str) -> Place:
    found = _PLACE.fullmatch(text)
    if found is None:
        return Place(text)
    return Place(
        text,
        in_decision=bool(found["decision"]),
        article=int(found["article"]),
        clause=found["clause"] or "",
        point=found["point"] or "",
        rest=found["rest"],
    )


def _words(place: Place) -> str:
    if place.article is None or place.rest:
        return place.text
    values = {"article": place.article, "clause": place.clause, "point": place.point}
    if place.clause and place.point:
        pattern = gettext("point %(point)s, clause %(clause)s, Article %(article)s")
    elif place.clause:
        pattern = gettext("clause %(clause)s, Article %(article)s")
    elif place.point:
        pattern = gettext("point %(point)s, Article %(article)s")
    else:
        pattern = gettext("Article %(article)s")
    words = pattern % values
    return gettext("%(place)s of the decision") % {"place": words} if place.in_decision else words


def _letter_rank(point: str) -> int:
    first = point[:1].lower()
    if not first:
        return -1
    if first.isdigit():
        return int(first)
    return _LETTERS.find(first) if first in _LETTERS else len(_LETTERS)
