"""Items inside one text: several in a cell, with their times, places and people named in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..vocabulary import Session
from .times_text import BULLETS, When, parse_when

#: What a label at the beginning of a line or sentence announces.
_LABELS: Final = {
    "place": r"địa\s+điểm(?:\s+họp)?|tại\s+địa\s+điểm|nơi\s+họp",
    "chairs": r"(?:đồng\s+chí\s+|người\s+)?chủ\s+(?:trì|toạ|tọa)|lãnh\s+đạo\s+dự",
    "participants": r"thành\s+phần(?:\s+(?:tham\s+dự|dự(?:\s+họp)?|tham\s+gia|mời))?"
    r"|(?:cùng|tham)\s+dự|tham\s+gia",
    "preparing": r"(?:đơn\s+vị\s+|bộ\s+phận\s+|cơ\s+quan\s+)?chuẩn\s+bị(?:\s+nội\s+dung)?"
    r"|đơn\s+vị\s+phối\s+hợp",
    "vehicle": r"xe(?:\s+ô\s?tô)?|phương\s+tiện|lái\s+xe",
    "note": r"ghi\s+chú|lưu\s+ý",
    "link": r"link(?:\s+họp)?|đường\s+dẫn",
}
_LABEL: Final = re.compile(
    rf"(?:^|\n|(?<=[.;,)])\s)[{BULLETS}(*]{{0,3}}[ ]?(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
    + r")[ ]?:[ ]?",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"[SC]\s?:")
_BULLET: Final = re.compile(rf"[{BULLETS}]\s*(?=\S)")


@dataclass(slots=True)
class Piece:
    """One item of a text: when, in words what, and what its labels say."""

    when: When
    text: str
    #: The part of the day under whose name it stands.
    session: Session | None = None
    labelled: dict[str, str] = field(default_factory=dict)
    #: The sign before its first line, if it is one of a list.
    bullet: str = ""


def pieces(text: str, *, by_bullets: bool) -> list[Piece]:
    """Divide a text into items: each begins with a line that begins with a time or ``Sáng:``.

    With ``by_bullets`` lines that begin with a dash are items, too, unless they follow one that
    has a time and no such dash itself: then they belong to it. Lines before the first time are
    an item of their own.
    """
    found = list(_divided(text.split("\n"), by_bullets=by_bullets))
    for piece in found:
        piece.text, piece.labelled = without_labels(piece.text)
    return found


def without_labels(text: str) -> tuple[str, dict[str, str]]:
    """The text up to its first label such as ``Địa điểm:``, and what each label announces."""
    marks = list(_LABEL.finditer(text))
    if not marks or not text[: marks[0].start()].strip():
        return text, {}
    labelled: dict[str, str] = {}
    for mark, after in zip(marks, [*marks[1:], None], strict=True):
        said = text[mark.end() : after.start() if after else len(text)].strip(" \n;,")
        name = str(mark.lastgroup)
        labelled[name] = f"{labelled[name]}\n{said}" if name in labelled else said
    kept = text[: marks[0].start()].strip(" \n;,")
    return kept, {name: said for name, said in labelled.items() if said}


def _divided(lines: Sequence[str], *, by_bullets: bool) -> Iterator[Piece]:
    session: Session | None = None
    piece: Piece | None = None
    for line in lines:
        when = parse_when(line)
        if when.is_known and (when.starts_at is None or _names_session(line)):
            session = when.session
        is_heading = when.is_known and when.starts_at is None and not when.rest
        begins = when.is_known or bool(when.problem)
        if piece is not None and not begins and not (by_bullets and _is_new(line, piece)):
            piece.text = f"{piece.text}\n{line}".strip("\n")
            continue
        if piece is not None:
            yield piece
        if is_heading:
            piece = None
        elif begins:
            piece = Piece(when, when.rest, session, bullet=_bullet(line))
        else:
            text = _BULLET.sub("", line, count=1) if by_bullets and _BULLET.match(line) else line
            piece = Piece(When(session), text, session)
    if piece is not None:
        yield piece


def _is_new(line: str, piece: Piece) -> bool:
    if _BULLET.match(line) is None or _LABEL.match(line) is not None:
        return False
    return piece.when.starts_at is None or piece.bullet == _bullet(line)


def _bullet(line: str) -> str:
    return line[:1] if _BULLET.match(line) else ""


def _names_session(line: str) -> bool:
    """Whether the part of the day stands before the time: it then counts for what follows."""
    if _SHORT.match(line.lstrip()):
        return True
    return not any(character.isdigit() for character in line.strip()[:4])
