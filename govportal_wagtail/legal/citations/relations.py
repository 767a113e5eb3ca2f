"""Relations to other documents that a text itself declares: its grounds, what it replaces, amends.

A proposal for an editor, made from fixed phrases of drafting (NĐ 78/2025/NĐ-CP). It prefers to miss
a relation rather than to state a wrong one. The kinds are those of the national database.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ..structure import Structure, Unit, UnitKind, parse
from .references import Citation, Scope, anchor_for, find_citations

__all__ = ["FoundRelation", "RelationKind", "find_relations"]


class RelationKind(StrEnum):
    """The relations that a text declares in fixed words, with their active codes."""

    BASED_ON = "based_on"
    AMENDS = "amends"
    REPLACES = "replaces"
    REPEALS = "repeals"
    GUIDES = "guides"
    DETAILS = "details"
    CORRECTS = "corrects"
    SUSPENDS = "suspends"
    CONSOLIDATES = "consolidates"


@dataclass(frozen=True, slots=True)
class FoundRelation:
    """A relation as found: `symbol` or `title` names the target, `evidence` is the sentence.

    `articles` are the anchors of the target's units concerned; empty means the whole document.
    `year` and `issued_on` tell laws of the same title apart.
    """

    kind: RelationKind
    symbol: str
    title: str
    articles: tuple[str, ...]
    evidence: str
    year: int | None = None
    issued_on: date | None = None


_GROUND = re.compile(r"[*\s]*Căn\s+cứ\s+(?:vào\s+)?", re.IGNORECASE)
_GROUND_PIECE = re.compile(r"[^;]+")
_JOINED = re.compile(r"\s*(?:,|;|và|hoặc|,\s*và)\s*(?:các\s+)?")

_SCOPE_WORDS: Final = (
    r"(?:một\s+số|một\s+phần|toàn\s+bộ|các|những|nội\s+dung|quy\s+định|điều,?\s*khoản|điều|khoản|"
    r"điểm|mẫu|phụ\s+lục|tên|của|tại|về|và|biện\s+pháp|để|cho|,|\s)*"
)
_CARRY_OUT: Final = r"(?:\s+(?:thi\s+hành|thực\s+hiện|áp\s+dụng))?"
_TITLE_VERBS: Final = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            RelationKind.AMENDS,
            r"sửa\s+đổi(?:\s*,\s*bổ\s+sung)?(?:\s*,\s*(?:bãi\s+bỏ|thay\s+thế))?|bổ\s+sung",
        ),
        (RelationKind.REPEALS, r"bãi\s+bỏ|hủy\s+bỏ"),
        (RelationKind.SUSPENDS, r"(?:tạm\s+)?ngưng\s+hiệu\s+lực(?:\s+thi\s+hành)?"),
        (RelationKind.CORRECTS, r"đính\s+chính"),
        (
            RelationKind.DETAILS,
            rf"quy\s+định\s+chi\s+tiết(?:\s+và\s+(?:hướng\s+dẫn|biện\s+pháp){_CARRY_OUT})?",
        ),
        (RelationKind.GUIDES, rf"hướng\s+dẫn{_CARRY_OUT}"),
    )
)
_INSTRUCTION = re.compile(
    r"(?P<repeals>(?:Bãi\s+bỏ|Hủy\s+bỏ))(?!\s+(?:cụm\s+từ|từ|nội\s+dung|số|dấu))|"
    r"(?P<amends>Sửa\s+đổi\s*,\s*bổ\s+sung|Sửa\s+đổi|Bổ\s+sung)|(?P<replaces>Thay\s+thế)"
    r"(?!\s+(?:cụm\s+từ|từ|nội\s+dung))"
)
_REPLACES = re.compile(
    r"(?:này(?:\s+có\s+hiệu\s+lực[^.;]{0,120}?\s+và)?|^)\s+(?:sẽ\s+)?thay\s+thế\s+(?:cho\s+)?", re.I
)
_ALSO_REPEALS = re.compile(r"này(?:\s+có\s+hiệu\s+lực[^.;]{0,120}?\s+và)?\s+bãi\s+bỏ\s+", re.I)
_EXPIRED = re.compile(r"hết\s+hiệu\s+lực(?:\s+thi\s+hành)?\s*(?:kể\s+)?(?:từ|khi|$|\.|;)", re.I)
_PROVISIONS = re.compile(r"(?:[Cc]ác\s+)?[Qq]uy\s+định\s+tại\s+")
_NOT_EXPIRED = re.compile(r"tiếp\s+tục|không\s+$|chưa\s+$|đến\s+(?:khi|ngày)\s+$|cho\s+đến")
_LIST_HEAD = re.compile(
    r"(?P<repeals>bãi\s+bỏ|hết\s+hiệu\s+lực)|(?P<replaces>thay\s+thế)", re.IGNORECASE
)
_ENFORCEMENT = re.compile(
    r"hiệu\s+lực|thi\s+hành|thay\s+thế|bãi\s+bỏ|tổ\s+chức\s+thực\s+hiện", re.IGNORECASE
)
_CONSOLIDATED = re.compile(r"được\s+(?:sửa\s+đổi|bổ\s+sung)[^:;]{0,40}?bởi\s*:", re.IGNORECASE)
_PARTLY = re.compile(r"một\s+(?:phần|số)", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"(?<=[.;:])\s*\n|\n|(?<=[^\W\d]\.)\s+(?=[A-ZĐ])|(?<=\d{4}\.)\s+(?=[A-ZĐ])"
)
_EVIDENCE: Final = 400


def find_relations(source: str | Structure) -> list[FoundRelation]:
    """Return the relations that a text declares, without repeats, in the order of the text."""
    structure = parse(source) if isinstance(source, str) else source
    main = [unit for unit in structure.units if not unit.part]
    found = list(_consolidated(main))
    if not found:
        found = [*_from_title(main), *_grounds(main), *_from_articles(structure, main)]
    kept: dict[tuple[RelationKind, str, tuple[str, ...]], FoundRelation] = {}
    for relation in found:
        key = (relation.kind, relation.symbol or relation.title, relation.articles)
        kept.setdefault(key, relation)
    whole = {(kind, name) for kind, name, articles in kept if not articles}
    return [
        relation
        for (kind, name, articles), relation in kept.items()
        if not articles or (kind, name) not in whole
    ]


def _relate(
    kind: RelationKind, citations: list[Citation], evidence: str
) -> Iterator[FoundRelation]:
    """Yield one relation per document, its articles together."""
    grouped: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        if citation.scope is Scope.EXTERNAL and (citation.symbol or citation.title):
            grouped.setdefault((citation.symbol, citation.title), []).append(citation)
    shown = " ".join(evidence.split())[:_EVIDENCE]
    for (symbol, title), cited in grouped.items():
        anchors = tuple(dict.fromkeys(filter(None, map(anchor_for, cited))))
        last = cited[-1]
        yield FoundRelation(kind, symbol, title, anchors, shown, last.year, last.issued_on)


def _leading(text: str, *, near: int = 0) -> list[Citation]:
    """Return the citations at the start of `text` that belong together ("A, B và C")."""
    citations = find_citations(text)
    chain: list[Citation] = []
    for citation in citations:
        between = text[chain[-1].end if chain else 0 : citation.start]
        if chain:
            if not _joined(between):
                break
        elif not _may_precede(between, near):
            return []
        chain.append(citation)
    return chain


def _may_precede(between: str, near: int) -> bool:
    return len(between) <= near if near else not between.strip(" \n*:,")


def _joined(between: str) -> bool:
    """Tell whether two citations are items of one list, dates and issuing bodies between them."""
    core = re.sub(
        r"\s*(?:ngày\s+\d{1,2}(?:\s+tháng\s+|/)\d{1,2}(?:\s+năm\s+|/)\d{4}|năm\s+\d{4})",
        "",
        between,
    )
    return bool(_JOINED.fullmatch(core)) or not core.strip()


def _from_title(main: list[Unit]) -> Iterator[FoundRelation]:
    title = main[0].heading if main else ""
    for kind, verb in _TITLE_VERBS:
        match = verb.search(title)
        if match is None:
            continue
        tail = title[match.end() :]
        scope = re.match(_SCOPE_WORDS, tail, re.IGNORECASE)
        start = _first_reference(tail, scope.end() if scope else 0)
        if start is None:
            continue
        yield from _relate(kind, _leading(tail[start:]), title)
        # What follows is the title of the target: its verbs are not ours.
        return


def _first_reference(tail: str, after: int) -> int | None:
    """Return where the first citation starts if only words of scope stand before it."""
    citations = find_citations(tail)
    if not citations or citations[0].start > after + 1:
        return None
    return citations[0].start


def _grounds(main: list[Unit]) -> Iterator[FoundRelation]:
    for unit in main:
        if unit.kind is not UnitKind.PREAMBLE:
            continue
        for paragraph in unit.text.split("\n"):
            match = _GROUND.match(paragraph)
            if match is None:
                continue
            for piece in _GROUND_PIECE.finditer(paragraph, match.end()):
                text = _GROUND.sub("", piece[0].lstrip(), count=1)
                yield from _relate(RelationKind.BASED_ON, _leading(text), paragraph)


def _consolidated(main: list[Unit]) -> Iterator[FoundRelation]:
    if not main:
        return
    root = main[0]
    match = _CONSOLIDATED.search(root.text)
    if match is None:
        return
    before = root.text[max(0, match.start() - _EVIDENCE * 2) : match.start()]
    opening = [c for c in find_citations(before) if c.start == 0 or before[c.start - 1] == "\n"]
    yield from _relate(
        RelationKind.CONSOLIDATES, opening[-1:], before[opening[-1].start :] if opening else ""
    )
    for paragraph in root.text[match.end() :].split("\n"):
        item = re.sub(r"^[\s(]*(?:\d{1,2}|[ivx]{1,4}|[a-zđ])?[.)]?\s*", "", paragraph)
        for citation in _leading(item)[:1]:
            yield from _relate(RelationKind.CONSOLIDATES, [citation], paragraph)


def _from_articles(structure: Structure, main: list[Unit]) -> Iterator[FoundRelation]:
    enforcing: set[int] = set()
    listed: dict[int, RelationKind] = {}
    for unit in main:
        if unit.kind is UnitKind.ARTICLE and _ENFORCEMENT.search(unit.heading or unit.text):
            enforcing.add(unit.order)
        if unit.parent in enforcing and unit.kind in {UnitKind.CLAUSE, UnitKind.POINT}:
            enforcing.add(unit.order)
        if unit.kind not in {UnitKind.ARTICLE, UnitKind.CLAUSE, UnitKind.POINT}:
            continue
        if unit.parent is not None and unit.parent in listed:
            yield from _relate(listed[unit.parent], _leading(unit.text), unit.text)
            continue
        yield from _instruction(unit)
        if unit.order in enforcing:
            if (kind := _list_kind(unit)) is not None:
                listed[unit.order] = kind
            for sentence in _SENTENCE_END.split(unit.text):
                yield from _enforcement(sentence)


def _instruction(unit: Unit) -> Iterator[FoundRelation]:
    """Read "Sửa đổi, bổ sung khoản 2 Điều 5 của Nghị định số ..." at the start of a unit."""
    for text in (unit.heading, unit.text):
        match = _INSTRUCTION.match(text)
        if match is None:
            continue
        kind = RelationKind(match.lastgroup or "")
        tail = text[match.end() :]
        scope = re.match(_SCOPE_WORDS, tail, re.IGNORECASE)
        start = _first_reference(tail, scope.end() if scope else 0)
        if start is None or (kind is RelationKind.REPEALS and _PARTLY.search(tail[:start])):
            # "Bãi bỏ một phần" without the articles: the whole document must not seem repealed.
            continue
        yield from _relate(kind, _leading(tail[start:]), text)


def _list_kind(unit: Unit) -> RelationKind | None:
    text = unit.text.rstrip()
    if not text.endswith(":"):
        return None
    match = _LIST_HEAD.search(text.rsplit("\n", 1)[-1])
    return RelationKind(match.lastgroup) if match and match.lastgroup else None


def _enforcement(sentence: str) -> Iterator[FoundRelation]:
    text = sentence.strip()
    if match := _REPLACES.search(text):
        yield from _relate(RelationKind.REPLACES, _leading(text[match.end() :], near=6), text)
    elif match := _ALSO_REPEALS.search(text):
        yield from _relate(RelationKind.REPEALS, _leading(text[match.end() :], near=6), text)
    elif expired := _EXPIRED.search(text):
        body = _PROVISIONS.sub("", text[: expired.start()], count=1)
        chain = _leading(body)
        if chain and not _NOT_EXPIRED.search(body, chain[-1].end):
            yield from _relate(RelationKind.REPEALS, chain, text)
