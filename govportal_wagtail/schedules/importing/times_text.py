"""Times as offices write them: ``7h``, ``7g30``, ``07:30``, ``7 giờ 30 phút``, ``7h30-9h00``.

``parse_when`` reads the time at the beginning of a text and hands back what follows it; the quick
entry of a week and the import of tables use it alike. Times in the middle of a sentence belong to
the sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold, normalise
from ..times import session_of
from ..vocabulary import Session

#: What stands before an item of a list.
BULLETS: Final = r"\-\u2010-\u2015•●○◦▪■□☐➢·*+"
_LETTER: Final = r"[^\W\d_]"


@dataclass(frozen=True, slots=True)
class When:
    """What a text says of the time.

    ``session`` is None where it says nothing at all. ``rest`` is the text without the time, or the
    whole text where ``problem`` (translated, for the user) says why it could not be understood.
    """

    session: Session | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    rest: str = ""
    problem: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the text says a time or a part of the day."""
        return self.session is not None


def parse_when(text: str) -> When:
    """Read the time or part of the day at the beginning of a text.

    Whole cells may also say ``8.30``, ``0730``, or the fraction of a day that a spreadsheet
    stores. A text that begins with something else comes back as ``rest`` alone.
    """
    text = normalise(text).strip()
    whole = _whole_cell(text)
    if whole is not None:
        return When(session_of(whole), whole)
    return _Reader(text).read()


def session_word(text: str) -> Session | None:
    """The part of the day that a cell names and nothing else: ``Sáng``, ``Buổi chiều``, ``C``."""
    said = " ".join(fold(text).split()).strip(" .:;,-()")
    return _SHORT_SESSIONS.get(said) or _SESSIONS.get(said.removeprefix("buoi "))


def lasts_all_day(text: str) -> bool:
    """Whether a content says in passing that it lasts all day: ``Tập huấn (cả ngày)``."""
    return _ALL_DAY_WITHIN.search(fold(text)) is not None


def in_session(clock: time, session: Session) -> time | None:
    """The time of day that is meant where the part of the day is known: 2h in an afternoon is 14h.

    None where both contradict each other.
    """
    first, last = _HOURS[session]
    if first <= clock.hour <= last:
        return clock
    later = clock.hour + 12
    if clock.hour and clock.hour < 12 and first <= later <= last:
        return clock.replace(hour=later)
    return None


_SESSIONS: Final = {
    "sang": Session.MORNING,
    "trua": Session.AFTERNOON,
    "chieu": Session.AFTERNOON,
    "toi": Session.EVENING,
    "dem": Session.EVENING,
    "ca ngay": Session.ALL_DAY,
    "ngay": Session.ALL_DAY,
    "trong ngay": Session.ALL_DAY,
    "nguyen ngay": Session.ALL_DAY,
    "suot ngay": Session.ALL_DAY,
    "ca ngay va dem": Session.ALL_DAY,
    "sang - chieu": Session.ALL_DAY,
    "sang, chieu": Session.ALL_DAY,
    "sang va chieu": Session.ALL_DAY,
    "sang + chieu": Session.ALL_DAY,
    "sang/chieu": Session.ALL_DAY,
    "am": Session.MORNING,
    "sa": Session.MORNING,
    "pm": Session.AFTERNOON,
    "ch": Session.AFTERNOON,
}
_SHORT_SESSIONS: Final = {
    "s": Session.MORNING,
    "c": Session.AFTERNOON,
    "t": Session.EVENING,
    "s-c": Session.ALL_DAY,
    "cn": Session.ALL_DAY,
}
#: The hours that people count to a part of the day.
_HOURS: Final = {
    Session.ALL_DAY: (0, 23),
    Session.MORNING: (0, 12),
    Session.AFTERNOON: (11, 19),
    Session.EVENING: (16, 23),
}
_ALL_DAY_WITHIN: Final = re.compile(
    r"\((?:[^()]{0,40}\W)?ca ngay\W?[^()]{0,20}\)|(?:^|\W)ca ngay\W*$"
)

_FRACTION: Final = re.compile(r"0[.,]\d{1,20}")
_BARE: Final = re.compile(r"([01]?\d|2[0-3])[.,]([0-5]\d)|([01]\d)([0-5]\d)")
_LEAD: Final = re.compile(rf"[\s({BULLETS}]*(?:\d{{1,2}}[.)]\s+(?=\d))?")
_BEFORE: Final = re.compile(
    rf"(?:(?:vào|lúc|khoảng|đúng|bắt\s+đầu|hồi|thời\s+gian|giờ|từ)(?!{_LETTER})\s*:?\s*)+",
    re.IGNORECASE,
)
_MARK: Final = rf"(?:h|g|giờ|giơ|gio)(?!{_LETTER})"
_HOUR_ONLY: Final = rf"(?P<hour_only>\d{{1,2}})\s?{_MARK}(?!\s?\d)"
_CLOCK: Final = re.compile(
    rf"(?<!\d)(?:"
    rf"(?P<hour>\d{{1,2}})\s?(?:{_MARK}\s?:?\s?|:\s?)(?P<minute>\d{{1,3}})(?::\d\d(?!\d))?(?!\d)"
    rf"(?P<unit>\s?(?:['’‘′´`]|phút|ph|p)(?!{_LETTER}))?"
    rf"|{_HOUR_ONLY})"
    rf"(?P<half>\s?rưỡi(?!{_LETTER}))?"
    rf"(?:\s?kém\s?(?P<less>\d{{1,2}})(?:\s?phút)?(?!\d))?",
    re.IGNORECASE,
)
#: ``7-9h``: the first hour borrows the mark of the second.
_BARE_HOUR: Final = re.compile(
    rf"(?P<hour>\d{{1,2}})(?=\s*(?:[\-\u2010-\u2015~→]|đến|tới)\s*\d{{1,2}}\s?{_MARK})",
    re.IGNORECASE,
)
_LAST_HOUR: Final = re.compile(r"(?P<hour>\d{1,2})(?=\s*[:.)]?\s*$)")
_UNTIL: Final = re.compile(
    rf"\s*(?:[\-\u2010-\u2015~→]|=?[\-–]?>|(?:cho\s+)?(?:đến|tới)(?!{_LETTER}))\s*"
    rf"(?:đến\s+|tới\s+)?(?=\d)",
    re.IGNORECASE,
)
_OTHER_TIME: Final = re.compile(r"\s*(?:[/,;&+]|và|hoặc)\s*(?=\d)", re.IGNORECASE)
_ENDING_ONLY: Final = re.compile(r"(?:đến|trước|tới)\s+(?=\d)", re.IGNORECASE)
_SESSION: Final = re.compile(
    rf"\(?(?P<part>buổi\s+)?(?P<word>(?:cả|trong|nguyên|suốt)\s+ngày"
    rf"|sáng\s?(?:[-,+/–]|và)\s?chiều|sáng|trưa|chiều|tối|đêm|(?-i:[SC])(?=\s?:))(?!{_LETTER})\)?",
    re.IGNORECASE,
)
#: After the name of a part of the day alone, something must end: "Sáng tạo" is no morning.
_ENDS: Final = re.compile(
    rf"\s*(?:$|[:;,.()/\n{BULLETS}]|(?:thứ|chủ\s+nhật|ngày)\s)", re.IGNORECASE
)
_DAY_PART: Final = re.compile(
    rf"\s*[,(]?\s*(?:buổi\s+)?(?P<word>sáng|trưa|chiều|tối|đêm|cả\s+ngày|(?-i:SA|CH)|am|pm|a\.m\.|p\.m\.)"
    rf"(?!{_LETTER})\)?",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(rf"[\s:;,.({BULLETS}]*")
_AFTER: Final = re.compile(rf"[\s:;,.)\]/{BULLETS}]*")


class _Reader:
    """Reads one text from its beginning."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.session: Session | None = None

    def read(self) -> When:
        self._skip(_LEAD)
        self._part_of_day()
        before = self.at
        if self.session is not None:
            self._skip(_BETWEEN)
        self._skip(_BEFORE)
        only_end = self._skip(_ENDING_ONLY)
        start = self._clock(first=True)
        if start is None:
            self.at = before
            if self.session is None:
                return When(rest=self.text)
            return When(self.session, rest=self._after())
        if isinstance(start, str):
            return When(rest=self.text, problem=start)
        if only_end:
            message = _("It says when it ends, but not when it begins.")
            return When(rest=self.text, problem=message)
        return self._span(start)

    def _span(self, start: time) -> When:
        said = self._day_part()
        end: time | str | None = None
        at = self.at
        if self._skip(_UNTIL):
            is_word = bool(fold(self.text[at : self.at]).strip(_DASHES))
            end = self._clock(first=False)
            if end is None and is_word:
                end = _("The end of the time cannot be understood.")
            elif end is None:
                self.at = at
            said_later = self._day_part() if isinstance(end, time) else None
            if said is None and said_later is not None and said_later != Session.ALL_DAY:
                said = self._begins_in(said_later, start, end)
            if isinstance(end, time) and said_later is not None:
                end = in_session(end, said_later) or end
        if isinstance(end, str):
            return When(rest=self.text, problem=end)
        at = self.at
        if self._skip(_OTHER_TIME) and self._clock(first=True) is not None:
            message = _("There is more than one time in it. Write one time per item.")
            return When(rest=self.text, problem=message)
        self.at = at
        return self._placed(start, end, said)

    @staticmethod
    def _begins_in(session: Session, start: time, end: time | str | None) -> Session | None:
        """``2h-4h chiều`` means both; ``9h-2h chiều`` only the end."""
        moved = in_session(start, session)
        is_both = moved is not None and isinstance(end, time)
        return session if is_both and start < end else None  # type: ignore[operator]

    def _placed(self, start: time, end: time | None, said: Session | None) -> When:
        session = said or self.session
        if session is not None and session != Session.ALL_DAY:
            moved = in_session(start, session)
            if moved is None:
                message = _("The time and the part of the day contradict each other.")
                return When(rest=self.text, problem=message)
            start = moved
            end = in_session(end, session) or end if end is not None and end <= start else end
        if session == Session.ALL_DAY and session_of(start) != Session.MORNING:
            session = None
        if end is not None and end <= start:
            return When(rest=self.text, problem=_("It ends before it begins."))
        return When(session or session_of(start), start, end, self._after())

    def _part_of_day(self) -> None:
        found = _SESSION.match(self.text, self.at)
        if found is None:
            return
        session = _session_named(found["word"])
        after = found.end()
        follows = _BETWEEN.match(self.text, after)
        clock = _CLOCK.match(self.text, follows.end() if follows else after)
        is_plain = found["part"] or session == Session.ALL_DAY or _ENDS.match(self.text, after)
        lead = _BEFORE.match(self.text, follows.end()) if follows else None
        if is_plain or clock is not None or lead is not None:
            self.at, self.session = after, session

    def _clock(self, *, first: bool) -> time | str | None:
        """The time at this place; a text says what is wrong with it; None where there is none."""
        found = _CLOCK.match(self.text, self.at)
        if found is None:
            found = (_BARE_HOUR if first else _LAST_HOUR).match(self.text, self.at)
            if found is None:
                return None
            self.at = found.end()
            return _time(int(found["hour"]), 0)
        self.at = found.end()
        minute = found["minute"] or ""
        if minute and len(minute) != 2 and not (len(minute) == 1 and found["unit"]):
            return _("Write minutes with two digits, for example 7h30.")
        return _clock_of(found)

    def _day_part(self) -> Session | None:
        found = _DAY_PART.match(self.text, self.at)
        if found is None:
            return None
        if _COMPOUND.match(self.text, found.end()):
            return None
        self.at = found.end()
        return _session_named(found["word"])

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found is None:
            return False
        self.at = found.end()
        return found.end() > found.start()

    def _after(self) -> str:
        self._skip(_AFTER)
        return self.text[self.at :].strip()


_DASHES: Final = " -\u2010\u2011\u2012\u2013\u2014\u2015~→=>"
#: Words that begin like a part of the day: "sáng kiến", "tối đa".
_COMPOUND: Final = re.compile(
    r"\s+(?:tạo|kiến|lập|tác|suốt|ưu|đa|thiểu|cao|dài|hiểu)\b", re.IGNORECASE
)


def _session_named(word: str) -> Session:
    said = " ".join(fold(word).replace(".", "").split())
    if "chieu" in said and "sang" in said:
        return Session.ALL_DAY
    return _SESSIONS.get(said) or _SHORT_SESSIONS[said]


def _clock_of(found: re.Match[str]) -> time | str:
    minutes = int(found["hour"] or found["hour_only"]) * 60 + int(found["minute"] or 0)
    if int(found["minute"] or 0) > 59:
        return _("There is no such time.")
    if found["half"]:
        minutes += 30
    minutes -= int(found["less"] or 0)
    return _time(*divmod(minutes, 60))


def _time(hour: int, minute: int) -> time | str:
    try:
        return time(hour, minute)
    except ValueError:
        return _("There is no such time.")


def _whole_cell(text: str) -> time | None:
    if _FRACTION.fullmatch(text):
        seconds = round(float(text.replace(",", ".")) * 86_400)
        minutes = min(round(seconds / 60), 24 * 60 - 1)
        return time(minutes // 60, minutes % 60) if minutes else None
    found = _BARE.fullmatch(text)
    if found is None:
        return None
    return time(int(found[1] or found[3]), int(found[2] or found[4]))
