"""What the columns of a table mean: told by their headings, or by what stands in them.

Offices name and order their columns as they like; some have a column for each part of the day, for
each day, or for each leader, whose cells hold whole items.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ...core.vietnamese import fold
from ..vocabulary import Session
from ..weeks import Week
from .days_text import parse_days
from .grid import Cell, Line
from .times_text import parse_when, session_word


class Meaning(StrEnum):
    """What a column says of an item."""

    NUMBER = "number"
    DAY = "day"
    SESSION = "session"
    TIME = "time"
    END = "end"
    CONTENT = "content"
    PLACE = "place"
    CHAIRS = "chairs"
    PARTICIPANTS = "participants"
    PREPARING = "preparing"
    REQUESTER = "requester"
    VEHICLE = "vehicle"
    LINK = "link"
    NOTE = "note"
    #: Whole items of a part of the day, a day or a leader, one or several in a cell.
    ITEMS = "items"
    #: Kept as a note, with its heading.
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; those of one ``group`` make an item together with those of group 0."""

    meaning: Meaning
    heading: str = ""
    group: int = 0
    session: Session | None = None
    #: The text of the day, or who the leader is, where the heading says so.
    day: str = ""
    leader: str = ""


_NAMES: Final[dict[Meaning, str]] = {
    Meaning.NUMBER: r"stt|tt|so ?tt|so thu tu|no",
    Meaning.DAY: r"(?:thu|ngay)(?:[ ,/-]*(?:thu|ngay|thang|nam|trong tuan|lam viec|hop))*|date|day"
    r"|thu ngay thang(?: nam)?|weekday",
    Meaning.SESSION: r"buoi|session|sang[ /-]+chieu|buoi[ /]*ngay",
    Meaning.TIME: r"(?:thoi gian|gio|thoi diem|thoi gian hop|gio hop|time|bat dau|gio bat dau"
    r"|tu gio|gio lam viec)(?: (?:bat dau|hop|to chuc|lam viec|thuc hien|cu the))?"
    r"|(?:ngay|thu|buoi)[ ,/]+(?:gio|thoi gian)|(?:ngay|thu)[ ,/]+buoi(?:[ ,/]+gio)?"
    r"|gio[ ,/]+ngay|thoi gian[ ,/&-]+(?:va )?dia diem.*|thu[ ,/]*ngay[ ,/]*gio",
    Meaning.END: r"ket thuc|gio ket thuc|den gio|thoi gian ket thuc|den",
    Meaning.CONTENT: r"noi ?dung.*|cong viec.*|cong tac(?! chuan bi).*|hoat dong|su kien"
    r"|lich (?:cong tac|lam viec|hop)|chuong trinh(?: cong tac| lam viec)?|content|viec"
    r"|(?:ten )?cuoc hop",
    Meaning.PLACE: r"dia ?diem.*|noi hop|phong hop|noi to chuc|place|location|noi lam viec",
    Meaning.CHAIRS: r"(?:nguoi |lanh dao |dong chi |don vi )?chu ?(?:tri|toa)(?: .*)?|lanh dao"
    r"(?: (?:du|tham du|ubnd|chu tri|phu trach|thuc hien|truc).*)?|chair|chi dao"
    r"|ho (?:va )?ten(?: (?:cua )?(?:lanh dao|can bo|dong chi).*|[ ,/-]+chuc (?:vu|danh))?"
    r"|ten (?:lanh dao|can bo)",
    Meaning.PARTICIPANTS: r"thanh ?phan.*|(?:nguoi |don vi )?tham ?(?:gia|du).*|cung du"
    r"|du hop|participants|nguoi du|nguoi thuc hien|thuc hien|can bo tham gia",
    Meaning.PREPARING: r"(?:don vi |co quan |bo phan |nguoi |cong tac )?chuan ?bi.*"
    r"|(?:don vi |co quan )(?:chu tri )?(?:tham muu|phu trach|thuc hien|phoi hop).*|phu trach",
    Meaning.REQUESTER: r"(?:don vi |co quan |nguoi )?(?:dang ky|moi|de nghi).*",
    Meaning.VEHICLE: r"xe.*|phuong tien.*|lai xe.*|bien so.*|bo tri xe",
    Meaning.LINK: r"link.*|duong dan.*|lien ket.*",
    Meaning.NOTE: r"ghi ?chu.*|note|notes|luu y",
}
_PATTERNS: Final = {meaning: re.compile(names) for meaning, names in _NAMES.items()}
_LEADER_START: Final = re.compile(
    r"(?:d/c|dong chi|ong|ba|pho |chu tich|bi thu|giam doc|truong |chanh |pct|ct\b|pbt|bt\b"
    r"|p?gd\b|p\. ?(?:gd|ct|bt|cvp)\b|p?cvp\b"
    r"|thuong truc|uy vien)"
)
_DAY_CONTENT: Final = 0.3


def meaning_of(heading: str) -> Meaning | None:
    """What a column with this heading says; None for a heading that is not known."""
    said = _heading(heading)
    return next((each for each, names in _PATTERNS.items() if names.fullmatch(said)), None)


def header(line: Line, week: Week, is_leader: Callable[[str], bool]) -> tuple[Column, ...] | None:
    """The columns, if the line is the heading of a table; else None."""
    if line.table == 0 or len([text for text in line.texts if text]) < 2:
        return None
    found = [_column(cell, week, is_leader) for cell in line.cells]
    named = [column for column in found if column and column.meaning != Meaning.OTHER]
    if len(named) < len([each for each in found if each]) and _are_two_days(named):
        # A row that says from which day until which.
        return None
    texts = [text for text in line.texts if text]
    meanings = {column.meaning for column in named}
    has_what = Meaning.CONTENT in meanings
    if len(named) < 2 or not (has_what or _has_items(named)) or len(named) * 2 < len(texts):
        return None
    if not has_what and _is_content(line, named):
        return None
    return _grouped(_widened(line.cells, [each or Column(Meaning.OTHER) for each in found]))


def merged_header(
    columns: Sequence[Column], line: Line, week: Week, is_leader: Callable[[str], bool]
) -> tuple[Column, ...] | None:
    """The columns where the line is the second line of their heading; else None.

    A line of headings below ``Sáng`` and ``Chiều`` divides each of them into columns.
    """
    own = {at: cell for at, cell in enumerate(line.cells) if cell.text and not cell.is_continued}
    below = {at: _column(cell, week, is_leader) for at, cell in own.items()}
    if len(below) < 2 or any(not each or each.meaning == Meaning.OTHER for each in below.values()):
        return None
    is_merged = any(cell.is_continued for cell in line.cells)
    if not is_merged and not all(_may_stand_below(columns, at, below[at]) for at in below):
        return None
    found: list[Column] = []
    over = Column(Meaning.OTHER)
    for at in range(max(len(columns), max(below) + 1)):
        column = columns[at] if at < len(columns) else Column(Meaning.OTHER)
        # A heading over several columns is written above the first of them alone.
        over = column if column.heading else over
        named = below.get(at)
        found.append(_placed(named, over) if named else column)
    return _numbered(found)


def _may_stand_below(columns: Sequence[Column], at: int, below: Column | None) -> bool:
    """Whether a heading without merged cells may be one of a second line, and not a row."""
    over = columns[at] if at < len(columns) else Column(Meaning.OTHER)
    is_free = over.meaning == Meaning.ITEMS or not over.heading
    return is_free and below is not None and below.meaning != Meaning.ITEMS


def _placed(named: Column, over: Column) -> Column:
    return replace(
        named,
        group=over.group,
        session=named.session or over.session,
        day=named.day or over.day,
        leader=named.leader or over.leader,
    )


def _numbered(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of items that are in no group yet get one each."""
    last = max((column.group for column in columns), default=0)
    found: list[Column] = []
    for column in columns:
        if column.meaning == Meaning.ITEMS and not column.group:
            last += 1
            found.append(replace(column, group=last))
        else:
            found.append(column)
    return tuple(found)


def guessed(lines: Sequence[Line], week: Week) -> tuple[Column, ...]:
    """The columns of a table without headings, by what stands in them."""
    width = max((len(line.cells) for line in lines), default=0)
    texts = [[t for line in lines for t in line.texts[at : at + 1] if t] for at in range(width)]
    meanings: list[Meaning | None] = [None] * width
    _claim(meanings, texts, Meaning.DAY, lambda t: parse_days(t, week).is_said)
    _claim(meanings, texts, Meaning.SESSION, lambda t: session_word(t) is not None)
    _claim(meanings, texts, Meaning.TIME, _is_time)
    free = [at for at in range(width) if meanings[at] is None and texts[at]]
    if free:
        lengths = {at: sum(map(len, texts[at])) / len(texts[at]) for at in free}
        # What it is about stands first, unless another column says much more.
        long = max(lengths.values())
        longest = next(at for at in free if lengths[at] * 2 >= long)
        meanings[longest] = Meaning.CONTENT
        after = [at for at in free if at > longest]
        order = (Meaning.PLACE, Meaning.PARTICIPANTS, Meaning.NOTE)
        for at, meaning in zip(after, order, strict=False):
            meanings[at] = meaning
    return tuple(Column(meaning or Meaning.OTHER) for meaning in meanings)


def _claim(
    meanings: list[Meaning | None],
    texts: list[list[str]],
    meaning: Meaning,
    is_such: Callable[[str], bool],
) -> None:
    shares = {
        at: sum(map(is_such, found)) / len(found)
        for at, found in enumerate(texts)
        if found and meanings[at] is None
    }
    if shares and max(shares.values()) >= _DAY_CONTENT:
        meanings[max(shares, key=lambda at: shares[at])] = meaning


def _is_time(text: str) -> bool:
    when = parse_when(text)
    return when.starts_at is not None and not when.rest


def _heading(text: str) -> str:
    return " ".join(fold(text).replace("_", " ").split()).strip(" .:*()")


def _column(cell: Cell, week: Week, is_leader: Callable[[str], bool]) -> Column | None:
    """The column of a heading; None for no heading; OTHER for one that is not known."""
    heading = " ".join(cell.text.split())
    if not heading:
        return None
    meaning = meaning_of(heading)
    if meaning is not None:
        return Column(meaning, heading)
    session = session_word(heading)
    if session is not None and len(heading) > 2:
        return Column(Meaning.ITEMS, heading, session=session)
    days = parse_days(heading, week)
    if days.is_said and not days.rest and not heading.isdigit():
        return Column(Meaning.ITEMS, heading, day=heading, session=days.session)
    if len(heading) <= 120 and (_LEADER_START.match(fold(heading)) or is_leader(heading)):
        return Column(Meaning.ITEMS, heading, leader=heading)
    return Column(Meaning.OTHER, heading)


def _has_items(named: Sequence[Column]) -> bool:
    """Whether columns of items stand side by side: parts of the day, days, or leaders.

    A row may begin with a day and name two leaders, too: these need a heading of days or times.
    """
    items = [column for column in named if column.meaning == Meaning.ITEMS]
    sorts = (
        [column for column in items if column.session and not column.day],
        [column for column in items if column.day],
        [column for column in items if column.leader],
    )
    has_when = any(
        column.meaning in (Meaning.DAY, Meaning.SESSION, Meaning.TIME) for column in named
    )
    return max(len(sorts[0]), len(sorts[1])) > 1 or (len(sorts[2]) > 1 and has_when)


def _are_two_days(named: Sequence[Column]) -> bool:
    return sum(bool(column.day) for column in named) == len(named) == 2


def _is_content(line: Line, named: Sequence[Column]) -> bool:
    """Whether a line without a heading for contents is a row: its leaders are participants."""
    leaders = [column for column in named if column.leader]
    return any(parse_when(text).starts_at for text in line.texts) or (
        bool(leaders) and any(len(text) > 120 for text in line.texts)
    )


def _widened(cells: Sequence[Cell], columns: list[Column]) -> list[Column]:
    """A heading over several columns is that of each of them."""
    found = list(columns)
    for at, cell in enumerate(cells):
        for covered in range(at + 1, at + cell.width):
            if covered < len(found) and not cells[covered].text:
                found[covered] = found[at]
            elif covered == len(found):
                found.append(found[at])
    return found


def _grouped(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Number the columns that hold whole items; a heading over several makes one group."""
    found: list[Column] = []
    group = 0
    for at, column in enumerate(columns):
        if column.meaning != Meaning.ITEMS:
            found.append(column)
            continue
        if at == 0 or columns[at - 1] is not column:
            group += 1
        found.append(replace(column, group=group))
    return tuple(found)
