"""Days as offices write them: ``Thứ 2 (14/7)``, ``Thứ Hai ngày 14/7/2025``, ``14-7``, ``Cả tuần``.

Everything is read for one week: the year is seldom written, sometimes wrongly, and a weekday alone
is enough. What is no day of the week is told, never moved into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final, Literal

from django.utils.translation import gettext as _

from ...core.vietnamese import fold, normalise
from ..models.pages import Weekday
from ..vocabulary import Session
from ..weeks import Week
from .times_text import session_word


@dataclass(frozen=True, slots=True)
class Days:
    """What a text says of the day.

    ``is_said`` tells whether it speaks of a day at all. Where ``problem`` says why the day is not
    certain, ``days`` holds the best guess, or nothing. ``remark`` tells what was put right.
    """

    days: tuple[date, ...] = ()
    session: Session | None = None
    rest: str = ""
    problem: str = ""
    remark: str = ""
    is_said: bool = False
    #: The day that is written, where it is one of another week.
    elsewhere: date | None = None


def parse_days(text: str, week: Week, *, bare: Literal["day", "weekday"] = "day") -> Days:
    """Read the day, or the days, at the beginning of a text; see `Days`.

    ``bare`` says what a number alone means in the first place: ``2`` is Monday in a column of
    weekdays, the second of the month in a column of dates.
    """
    text = normalise(text).strip()
    folded = _spelled(fold(text))
    if _WHOLE_WEEK.fullmatch(folded.strip(" .:;()-")):
        remark = _("The whole week: entered from Monday to Friday.")
        return Days(week.days[:5], remark=remark, is_said=True)
    if number := _bare(folded, week, bare):
        return number
    tokens, end, session = _tokens(folded)
    if not tokens:
        return Days(rest=text)
    # Numbers spelled as "14 tháng 7" were rewritten; then the folded rest is all there is.
    left = text[end:] if len(folded) == len(text) else folded[end:]
    return replace(
        _resolve(tokens, week), session=session, rest=left.lstrip(" \n\t,.:;)-–").rstrip()
    )


def week_stated(texts: Iterable[str], near: date) -> Week | None:
    """The week of which the heading of a table speaks; None where it names no dates.

    Offices count their weeks in different ways, so that dates decide, not the number; ``near``
    tells the year where none is written.
    """
    whole = _spelled(fold(normalise("\n".join(texts))))
    said = _YEAR.search(whole)
    for found in _RANGE.finditer(whole):
        month, year = found["month"] or found["last_month"], found["year"] or found["last_year"]
        years = [_full_year(year)] if year else [int(said[1])] if said else _years_near(near)
        if int(month) > int(found["last_month"]) and not found["year"] and len(years) == 1:
            years = [years[0] - 1]
        starts = [_day_or_none(each, int(month), int(found["day"])) for each in years]
        known = [start for start in starts if start is not None]
        if not known:
            continue
        mondays = [start for start in known if start.weekday() == 0]
        return Week.of(min(mondays or known, key=lambda day: abs(day - near)))
    found_number = _WEEK_NUMBER.search(whole)
    if found_number is None or not 1 <= int(found_number[1]) <= 53:
        return None
    try:
        return Week(date.fromisocalendar(int(found_number[2]), int(found_number[1]), 1))
    except ValueError:
        return None


def week_of_cells(texts: Iterable[str], near: date) -> Week | None:
    """The week in which most dates of the cells of a table lie; None without any date.

    Of several the one that is nearest. Where no year is written the weekday beside the date tells
    it.
    """
    votes: dict[Week, int] = {}
    for text in texts:
        folded = _ISO.sub(r"\3/\2/\1", _spelled(fold(normalise(text))))
        found = _DATE.search(folded)
        if found is None:
            continue
        said = next((each.weekday for each in _tokens(folded)[0]), None)
        # Six years hold each date on each weekday, or nearly so.
        around = _years_near(near) if said is None else range(near.year - 5, near.year + 2)
        years = [_full_year(found["year"])] if found["year"] else around
        days = [_day_or_none(year, int(found["month"]), int(found["day"])) for year in years]
        known = [day for day in days if day is not None]
        known = [day for day in known if said is None or day.weekday() == said] or known
        if known:
            week = Week.of(min(known, key=lambda day: abs(day - near)))
            votes[week] = votes.get(week, 0) + 1
    order = sorted(votes, key=lambda week: abs(week.monday + timedelta(days=3) - near))
    return max(order, key=lambda week: votes[week]) if votes else None


_WEEKDAYS: Final = {
    **dict(zip(("hai", "ba", "tu", "nam", "sau", "bay"), range(6), strict=True)),
    **{str(number): number - 2 for number in range(2, 8)},
    **dict(zip(("monday", "tuesday", "wednesday", "thursday", "friday"), range(5), strict=True)),
    "saturday": 5,
    "sunday": 6,
}
_WHOLE_WEEK: Final = re.compile(
    r"(?:ca|trong|suot)(?: ca)? tuan|(?:cac|hang|moi) ngay(?: trong tuan)?"
)
_SPELLED: Final = re.compile(
    r"(\d{1,2})\s+thang\s+(\d{1,2})(?:\s*[,/-]?\s*(?:nam\s+)?(\d{4}))?(?!\d)"
)
_TOKEN: Final = re.compile(
    r"(?P<weekday>thu\s*(?P<name>hai|ba|tu|nam|sau|bay|[2-7])(?![\w])"
    r"|(?P<lone>hai|ba|nam|sau|bay|[2-7])(?=[\s,(:]+(?:ngay\s+)?\d{1,2}\s?[/.\-]\s?\d{1,2}(?!\d))"
    r"|t\.?\s?(?P<short>[2-7])(?!\w)|(?P<sunday>chu\s*nhat|cn|c\.n\.?)(?!\w)"
    r"|(?P<english>(?:mon|tues|wednes|thurs|fri|satur|sun)day)(?!\w))"
    r"|(?P<iso>(?P<iso_year>\d{4})-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)(?:[t ]00:00(?::00)?)?)"
    r"|(?P<from_day>\d{1,2})(?=\s?[-–]\s?\d{1,2}\s?[/.]\s?\d{1,2})"
    r"|(?P<day>\d{1,2})\s?(?P<sep>[/.\-–])\s?(?P<month>\d{1,2})"
    r"(?:\s?(?P=sep)\s?(?P<year>\d{4}|\d{2}))?(?!\d|\s?[hg:]\d)"
    r"|ngay\s+(?P<day_only>\d{1,2})(?!\d|\s?[hg:/.])"
    r"|(?P<session>(?:buoi\s+)?(?:sang|chieu|toi)|ca ngay)"
    r"(?=\s*(?:$|[,;:()\n/–-]|thu\s|ngay\s|t\d|chu nhat|\d))"
)
_NAMED: Final = ("name", "lone", "short", "english")
_FILLER: Final = re.compile(
    r"[\s(),.:;/*]*(?:(?:ngay|hom|cac ngay|tu ngay|tu)(?!\w)(?!\s+\d{1,2}(?!\d|\s?[/.\-–]))[\s:]*)?"
)
_JOIN: Final = re.compile(
    r"[\s()]*(?P<join>den(?: het)?(?: ngay)?(?!\w)|toi(?=\s+(?:thu|ngay|\d))|->|[-–—→~]"
    r"|va(?!\w)|[,;+&])\s*"
)
_BARE_WEEKDAY: Final = re.compile(r"(?P<name>[2-7])(?![\d/.\-–hg:])")
_DATE: Final = re.compile(
    r"(?<!\d)(?<!thu )(?<!thu)(?<!\bt)(?P<day>\d{1,2})\s?(?P<sep>[/.\-])\s?(?P<month>\d{1,2})"
    r"(?:\s?(?P=sep)\s?(?P<year>\d{4}))?(?!\d)"
)
_RANGE: Final = re.compile(
    # Neither a weekday ("Thứ 2 - 16/11") nor the number of a week begins a range of dates.
    r"(?<!\d)(?<!thu )(?<!thu)(?<!\bt)(?<!tuan )(?<!tuan so )(?<!tuan thu )"
    r"(?P<day>\d{1,2})(?:\s?[/.-]\s?(?P<month>\d{1,2})(?:\s?[/.-]\s?(?P<year>\d{4}))?)?"
    r"\s*(?:[-–—]|(?:,?\s*)(?:den|toi))\s*(?:het\s+)?(?:ngay\s+)?"
    r"(?:(?:chu nhat|thu \w+)[\s,]*(?:ngay\s+)?)?"
    r"\d{1,2}\s?[/.-]\s?(?P<last_month>\d{1,2})(?:\s?[/.-]\s?(?P<last_year>\d{4}))?(?!\d)"
)
_ISO: Final = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_WEEK_NUMBER: Final = re.compile(r"tuan\s+(?:thu\s+|so\s+)?(\d{1,2})\D{1,12}(20\d\d)(?!\d)")
_YEAR: Final = re.compile(r"(?:nam\s+|/)(20\d\d)(?!\d)")
#: A date as the number that a spreadsheet stores: of the years 2009 to 2064.
_SERIAL: Final = re.compile(r"[45]\d{4}")
_SPREADSHEET_START: Final = date(1899, 12, 30)
_RANGING: Final = ("den", "toi", "-", "–", "—", "→", "~")


@dataclass(slots=True)
class _Said:
    """One day as written: by weekday, by date, by both."""

    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    #: How it is joined to the one before.
    join: str = ""
    wording: list[str] = field(default_factory=list)

    def takes(self, other: _Said) -> bool:
        """Whether both say the same day in different ways: weekday and date."""
        if other.join not in ("", "-", "–", "—", ","):
            return False
        return (self.weekday is None) != (other.weekday is None) and (self.day is None) != (
            other.day is None
        )

    def add(self, other: _Said) -> None:
        self.weekday = other.weekday if self.weekday is None else self.weekday
        if self.day is None:
            self.day, self.month, self.year = other.day, other.month, other.year
        self.wording += other.wording


def _tokens(text: str) -> tuple[list[_Said], int, Session | None]:
    """The days at the beginning of a folded text, where they end, a part of the day among them."""
    said: list[_Said] = []
    session: Session | None = None
    at = end = 0
    join = ""
    while True:
        filler = _FILLER.match(text, at)
        start = filler.end() if filler else at
        found = _TOKEN.match(text, start) or _TOKEN.match(text, at)
        if found is None and said and said[-1].weekday is not None and join:
            found = _BARE_WEEKDAY.match(text, start)
        if found is None:
            joined = _JOIN.match(text, end) if end and not join else None
            if joined is None:
                return said, end, session
            at, join = joined.end(), joined["join"]
            continue
        if found.groupdict().get("session"):
            if session is not None:
                return said, end, session
            session = session_word(found["session"])
        else:
            _put(said, _read_token(found, join))
        at = end = found.end()
        join = ""
        joined = _JOIN.match(text, at)
        if joined is not None:
            at, join = joined.end(), joined["join"]


def _put(said: list[_Said], new: _Said) -> None:
    if said and said[-1].takes(new):
        said[-1].add(new)
    else:
        said.append(new)


def _read_token(found: re.Match[str], join: str) -> _Said:
    values = found.groupdict()
    name = next((values.get(each) for each in _NAMED if values.get(each)), None)
    new = _Said(join=join.split()[0] if join else "", wording=[found[0]])
    if name or values.get("sunday"):
        new.weekday = _WEEKDAYS[name] if name else 6
    elif values["iso"]:
        new.year, new.month = int(values["iso_year"]), int(values["iso_month"])
        new.day = int(values["iso_day"])
    elif values["day"]:
        new.day, new.month = int(values["day"]), int(values["month"])
        new.year = _full_year(values["year"]) if values["year"] else None
    else:
        new.day = int(values["from_day"] or values["day_only"])
    return new


def _resolve(tokens: list[_Said], week: Week) -> Days:
    days: list[date] = []
    problems: list[str] = []
    remarks: list[str] = []
    for said in tokens:
        day, problem, remark = _one(said, week)
        problems += [problem] if problem else []
        remarks += [remark] if remark else []
        if day is None:
            continue
        if days and said.join in _RANGING and day > days[-1]:
            days += [days[-1] + timedelta(days=n) for n in range(1, (day - days[-1]).days)]
        days.append(day)
    return Days(
        tuple(dict.fromkeys(days)),
        problem=" ".join(dict.fromkeys(problems)),
        remark=" ".join(dict.fromkeys(remarks)),
        is_said=True,
        elsewhere=next(filter(None, (_elsewhere(said, week) for said in tokens)), None),
    )


def _elsewhere(said: _Said, week: Week) -> date | None:
    """The day that is written, where it is certainly one of another week."""
    if said.day is None or said.month is None:
        return None
    years = [said.year] if said.year else _years_near(week.monday)
    known = [day for year in years if (day := _day_or_none(year, said.month, said.day))]
    day = min(known, key=lambda each: abs(each - week.monday), default=None)
    if day is None or said.weekday not in (None, day.weekday()):
        return None
    inside = any((each.day, each.month) == (day.day, day.month) for each in week.days)
    return None if inside else day


def _one(said: _Said, week: Week) -> tuple[date | None, str, str]:
    """The day that is meant, why it is not certain, what was put right."""
    by_name = week.days[said.weekday] if said.weekday is not None else None
    if said.day is None:
        return by_name, "", ""
    wording = next(each for each in said.wording if any(map(str.isdigit, each)))
    if said.weekday is not None and len(said.wording) > 1:
        wording = said.wording[-1] if said.wording[-1][:1].isdigit() else said.wording[0]
    inside = [day for day in week.days if day.day == said.day]
    inside = [day for day in inside if said.month in (None, day.month)]
    if not inside:
        return by_name, _outside(said, week, wording), ""
    day = inside[0]
    if by_name is not None and by_name != day:
        message = _("The weekday and the date contradict each other: %(day)s is a %(weekday)s.")
        values = {"day": f"{day:%d/%m/%Y}", "weekday": Weekday(day.weekday()).label}
        return day, message % values, ""
    if said.year not in (None, day.year):
        message = _("The year %(year)s does not fit this week; taken as %(day)s.")
        return day, "", message % {"year": said.year, "day": f"{day:%d/%m/%Y}"}
    return day, "", ""


def _outside(said: _Said, week: Week, wording: str) -> str:
    year = said.year or week.sunday.year
    month = said.month or week.monday.month
    if _day_or_none(year, month, said.day or 0) is None:
        return _("There is no such day: %(day)s.") % {"day": wording}
    message = _("%(day)s is not in this week (%(first)s to %(last)s).")
    first, last = f"{week.monday:%d/%m}", f"{week.sunday:%d/%m/%Y}"
    return message % {"day": wording, "first": first, "last": last}


def _bare(folded: str, week: Week, bare: str) -> Days | None:
    """A number or the name of a number alone."""
    word = folded.strip(" .:;()-")
    if _SERIAL.fullmatch(word):
        day = _SPREADSHEET_START + timedelta(days=int(word))
        said = _Said(day=day.day, month=day.month, year=day.year, wording=[f"{day:%d/%m/%Y}"])
        return _resolve([said], week)
    weekday = _WEEKDAYS.get(word) if len(word) < 4 else None
    by_name = week.days[weekday] if weekday is not None else None
    by_day = next((day for day in week.days if word in (str(day.day), f"{day.day:02}")), None)
    chosen = (by_name or by_day) if bare == "weekday" else (by_day or by_name)
    return Days((chosen,), is_said=True) if chosen else None


def _spelled(folded: str) -> str:
    return _SPELLED.sub(lambda m: "/".join(each for each in m.groups() if each), folded)


def _full_year(text: str) -> int:
    return int(text) + 2000 if len(text) == 2 else int(text)


def _years_near(near: date) -> list[int]:
    return [near.year - 1, near.year, near.year + 1]


def _day_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
