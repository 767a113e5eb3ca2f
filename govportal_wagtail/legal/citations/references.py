"""References to articles, clauses and points: "điểm a, b và c khoản 2 Điều 5 Nghị định này".

A reference is read from right to left, as it is built: the document, then the article, the clause,
the points. Each label is one target with its own place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from ..structure.anchors import slug, unit_anchor
from .mentions import ATTACHED_TYPES, Mention, find_mentions

__all__ = ["Citation", "Scope", "anchor_for", "find_citations"]


class Scope(StrEnum):
    """Where the target of a citation stands."""

    EXTERNAL = "external"
    SELF_INSTRUMENT = "self_instrument"
    SAME_ARTICLE = "same_article"
    SAME_CLAUSE = "same_clause"


@dataclass(frozen=True, slots=True)
class Citation:
    """One target that a text refers to; `source[start:end]` is `text`.

    `symbol`, `type_name`, `title`, `year` and `issued_on` name the document; labels are "" when not
    given. `part` is the slug of an attached instrument ("Quy chế ban hành kèm theo Quyết định").
    A reference that names no document ("Điều 5") has scope self_instrument and no `type_name`: in
    an amending document it means the document amended.
    """

    start: int
    end: int
    text: str
    scope: Scope
    symbol: str = ""
    type_name: str = ""
    title: str = ""
    year: int | None = None
    issued_on: date | None = None
    article: str = ""
    clause: str = ""
    point: str = ""
    part: str = ""

    @property
    def is_qualified(self) -> bool:
        """Tell whether the reference says which document it means."""
        return self.scope is not Scope.SELF_INSTRUMENT or bool(self.type_name)


def anchor_for(
    citation: Citation, *, article: str = "", clause: str = "", part: str | None = None
) -> str:
    """Return the anchor of the citation's target, "" when it names a document only.

    `article` and `clause` are the labels of the unit in which the citation stands: they complete
    "khoản 2 Điều này". `part` overrides the citation's own part.
    """
    where = citation.part if part is None else part
    if citation.scope in {Scope.SAME_ARTICLE, Scope.SAME_CLAUSE}:
        own_clause = clause if citation.scope is Scope.SAME_CLAUSE else citation.clause
        if not article:
            return ""
        return unit_anchor(article=article, clause=own_clause, point=citation.point, part=where)
    return unit_anchor(
        article=citation.article, clause=citation.clause, point=citation.point, part=where
    )


_AND: Final = r"\s*(?:,|và|hoặc)\s*"
_POINT_LABEL: Final = r"[a-zđêôơư]\d?(?!\w)"
_NUMBER: Final = r"\d{1,3}[a-zđ]?(?![\w/])(?!\.\d)"
# A further number belongs to the list only when the reference goes on or ends after it:
# "Điều 5 và 10 người" cites one article.
_LIST_NUMBER: Final = (
    rf"(?!0){_NUMBER}(?=\s*(?:[,;.):]|$)|\s+(?:và|hoặc|của|đến|tại|này|[Đđ]iều|Luật|Bộ\s+luật|"
    r"Nghị|Thông|Quyết|Quy|Pháp|Chương|Hiến|Chỉ)\b)"
)
_ATOM = re.compile(
    rf"(?<!\w)(?:[Cc]ác\s+)?(?:"
    rf"(?P<point>[Đđ]iểm\s+{_POINT_LABEL}(?:{_AND}{_POINT_LABEL})*)"
    rf"|(?P<clause>[Kk]hoản\s+{_NUMBER}(?:{_AND}{_LIST_NUMBER})*)"
    rf"|(?P<article>[Đđ]iều\s+{_NUMBER}(?:{_AND}{_LIST_NUMBER})*)"
    r"|(?P<this_clause>[Kk]hoản\s+này(?!\w))"
    r"|(?P<this_article>Điều\s+này(?!\w)))"
)
_LABEL = re.compile(rf"(?<!\w)(?:{_POINT_LABEL}|{_NUMBER})")
_HEADING = re.compile(r"\s*[.:]\s+\S")
_INDENT: Final = 8
_RANKS: Final = {
    "point": 0,
    "clause": 1,
    "this_clause": 1,
    "article": 2,
    "this_article": 2,
    "doc": 3,
}
_WITHIN = re.compile(r"\s+|\s*(?:của|tại|thuộc|trong)\s+(?:các\s+)?|\s+của\s+")
_SOFT = re.compile(r"\s*,\s*")
_HARD = re.compile(r"\s*(?:[,;]?\s*(?:và|hoặc|đến|cùng)|;)\s+(?:tại\s+)?(?:các\s+)?")
_ATTACHED = re.compile(
    rf"\s+(?:của\s+)?(?P<name>{'|'.join(ATTACHED_TYPES)})\s[^.;:]{{0,200}}?ban\s+hành\s+kèm\s+theo\s+"
)


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Item:
    """One piece of a reference; `link` is how the next piece to the right is joined to it."""

    kind: str
    start: int
    end: int
    labels: tuple[_Label, ...] = ()
    mention: Mention | None = None
    link: str = ""
    part: str = ""
    article: str = ""
    clause: str = ""

    @property
    def rank(self) -> int:
        return _RANKS["article" if self.article else self.kind]


def find_citations(text: str) -> list[Citation]:
    """Return what `text` refers to, in order: one citation for each target; never raises.

    Names of documents without an article are citations too; "Nghị định này" alone is not.
    """
    items = _items(text)
    found: list[Citation] = []
    first = 0
    for index, item in enumerate(items):
        if not item.link:
            found.extend(_read(text, _descending(items[first : index + 1])))
            first = index + 1
    return sorted(found, key=lambda citation: (citation.start, citation.end))


def _items(text: str) -> list[_Item]:
    pieces = [
        _Item("doc", mention.start, mention.end, mention=mention) for mention in find_mentions(text)
    ]
    ends = {piece.start: piece.end for piece in pieces}
    for match in _ATOM.finditer(text):
        kind = match.lastgroup or ""
        if (kind == "article" and _is_heading(text, match)) or match.start() in ends:
            continue
        body = match[kind]
        offset = match.start(kind)
        labels = tuple(
            _Label(label[0], offset + label.start(), offset + label.end())
            for label in _LABEL.finditer(body, body.index(" ") if " " in body else 4)
        )
        pieces.append(_Item(kind, match.start(), match.end(), labels))
    pieces.sort(key=lambda piece: piece.start)
    return [
        _linked(text, piece, pieces[index + 1] if index + 1 < len(pieces) else None)
        for index, piece in enumerate(pieces)
    ]


def _is_heading(text: str, match: re.Match[str]) -> bool:
    """Tell whether the match is the number of an article itself: "Điều 5. Phạm vi"."""
    floor = max(0, match.start() - _INDENT)
    before = text[floor : match.start()]
    indent = before.rpartition("\n")[2]
    begins_line = not indent.strip(' \t*“"') and ("\n" in before or floor == 0)
    return begins_line and bool(_HEADING.match(text, match.end()))


def _linked(text: str, item: _Item, following: _Item | None) -> _Item:
    if following is None or following.start < item.end or following.start - item.end > 260:
        return item
    between = text[item.end : following.start]
    if following.kind == "doc" and item.kind != "doc" and (held := _ATTACHED.fullmatch(between)):
        return replace(item, link="within", part=slug(held["name"]))
    if len(between) > 40:
        return item
    if _WITHIN.fullmatch(between):
        if item.kind == "doc":
            return item
        return replace(item, link="within")
    if _SOFT.fullmatch(between):
        # "khoản 2, Điều 5" is one reference; "Điều 5, Điều 7" are two.
        lower = item.rank < following.rank < 3
        return replace(item, link="within" if lower else "list")
    return replace(item, link="list") if _HARD.fullmatch(between) else item


def _descending(chain: Sequence[_Item]) -> list[_Item]:
    """Fold "Điều 5 khoản 2 điểm a", which older texts write from the top down, into one piece."""
    folded: list[_Item] = []
    for position, item in enumerate(chain):
        above = folded[-1] if folded else None
        following = chain[position + 1] if position + 1 < len(chain) else None
        goes_up = item.link == "within" and following is not None and following.rank == 2
        if (
            above is not None
            and above.link == "within"
            and len(above.labels) == 1
            and not goes_up
            and (
                (above.kind == "article" and item.kind in {"clause", "point"})
                or (above.article and above.kind == "clause" and item.kind == "point")
            )
        ):
            clause = above.labels[0].text if above.kind == "clause" else ""
            article = above.article or above.labels[0].text
            folded[-1] = replace(item, start=above.start, article=article, clause=clause)
        else:
            folded.append(item)
    return folded


@dataclass(slots=True)
class _Context:
    mention: Mention | None = None
    part: str = ""
    article: str = ""
    clause: str = ""
    scope: Scope | None = None


def _read(text: str, chain: Sequence[_Item]) -> list[Citation]:
    """Read one chain of pieces from right to left."""
    ends = _run_ends(chain)
    context = _Context()
    found: list[Citation] = []
    for index in range(len(chain) - 1, -1, -1):
        item = chain[index]
        left = chain[index - 1] if index else None
        held = left is not None and left.link == "within" and left.rank < item.rank
        right = chain[index + 1] if index + 1 < len(chain) else None
        if item.link == "list" and right is not None and item.rank < right.rank < 3:
            # "khoản 3 và Điều 5": the clause has no article of its own here.
            context = _Context(context.mention, context.part)
        if item.kind == "doc":
            context = _Context(item.mention)
            if item.mention and not item.mention.itself and not held:
                found.append(_cite(text, item.start, item.end, context))
            continue
        if item.part:
            context.part = item.part
        found.extend(_targets(text, item, context, held=held, end=ends[index]))
    return found


def _run_ends(chain: Sequence[_Item]) -> list[int]:
    """Per piece: where the text ends that its last target takes in ("c khoản 2 Điều 5")."""
    ends = [item.end for item in chain]
    for index in range(len(chain) - 2, -1, -1):
        following = chain[index + 1]
        if chain[index].link == "within" and chain[index].rank < following.rank:
            several = len(following.labels) > 1
            ends[index] = following.labels[0].end if several else ends[index + 1]
    return ends


def _targets(text: str, item: _Item, context: _Context, *, held: bool, end: int) -> list[Citation]:
    if item.kind == "this_article":
        context.article, context.clause, context.scope = "", "", Scope.SAME_ARTICLE
        return []
    if item.kind == "this_clause":
        context.clause, context.scope = "", Scope.SAME_CLAUSE
        return []
    found: list[Citation] = []
    if item.kind == "article" or (item.kind == "clause" and context.scope is Scope.SAME_CLAUSE):
        context.scope = None
    if item.article:
        context.article, context.clause, context.scope = item.article, item.clause, None
    if item.kind == "clause" and not context.article and context.scope is None:
        return []
    for position in range(len(item.labels) - 1, -1, -1):
        label = item.labels[position]
        _enter(context, item.kind, label.text)
        if held and position == 0:
            break
        if item.kind == "point" and not (context.article or context.scope):
            break
        start = item.start if position == 0 else label.start
        stop = end if position == len(item.labels) - 1 else label.end
        point = label.text if item.kind == "point" else ""
        found.append(_cite(text, start, stop, context, point=point))
    return found


def _enter(context: _Context, kind: str, label: str) -> None:
    if kind == "article":
        context.article, context.clause = label, ""
    elif kind == "clause":
        context.clause = label


def _cite(text: str, start: int, end: int, context: _Context, *, point: str = "") -> Citation:
    mention = context.mention
    scope = context.scope
    if scope is None:
        outside = mention is not None and not mention.itself
        scope = Scope.EXTERNAL if outside else Scope.SELF_INSTRUMENT
    part = context.part
    if mention and mention.itself and mention.type_name in ATTACHED_TYPES:
        part = slug(mention.type_name)
    local = scope in {Scope.SAME_ARTICLE, Scope.SAME_CLAUSE}
    return Citation(
        start,
        end,
        text[start:end],
        scope,
        symbol=mention.symbol if mention and not local else "",
        type_name=mention.type_name if mention and not local else "",
        title=mention.title if mention and not local else "",
        year=mention.year if mention and not local else None,
        issued_on=mention.issued_on if mention and not local else None,
        article=context.article,
        clause=context.clause,
        point=point,
        part="" if local else part,
    )
