"""What a row says about itself: that nothing happens, that it is put off, or only a sum of others.

Offices leave such rows in the table they send round. They are shown, and left out or asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from ...core.vietnamese import fold, normalise
from ..vocabulary import Session
from .entries import Entry
from .grid import Cell, Line

_FREE: Final = re.compile(
    r"(?:duoc )?(?:ngay )?nghi(?: (?:cuoi tuan|hang tuan|theo quy dinh|thu (?:7|bay)|chu nhat"
    r"|lam viec))?|khong co (?:lich|noi dung)(?: (?:cong tac|lam viec|hop))?"
)
_TOTAL: Final = re.compile(r"(?:tong (?:cong|so)|cong)\b[^.\n]{0,60}")
#: With its accents: "hoàn", "hoan" and "huy" are other words; "tiêu huỷ" is work that is done.
_PUT_OFF: Final = re.compile(
    r"^\W*(?:(?:đã|tạm)\s+)?(?:hoãn|hủy|huỷ)\b"
    r"|\((?:[^()]*\s)?(?:hoãn|hủy|huỷ|dời|(?:chuyển|đổi)\s+(?:sang|đến|qua|lịch|giờ|ngày))\b",
    re.IGNORECASE,
)
#: What a spreadsheet shows where a formula has no result.
_NO_RESULT: Final = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)|=.+", re.DOTALL)


def look_at(entries: Iterable[Entry]) -> None:
    """Leave out what is no item, and remark on what may be none any more."""
    for entry in entries:
        if entry.kind != "item":
            continue
        said = fold(entry.content).strip(" .!()-*")
        if _FREE.fullmatch(said) and not entry.chairs and not entry.participants:
            _leave_out(entry, _("Nothing takes place; left out unless you take it in."))
        elif _TOTAL.fullmatch(said) and not entry.starts_at:
            _leave_out(
                entry, _("It looks like a sum of the table; left out unless you take it in.")
            )
        if any(_PUT_OFF.search(normalise(text)) for text in (entry.content, entry.note)):
            entry.remark(
                _("It seems to be postponed, moved or cancelled. Decide whether it is taken in.")
            )
        if _NO_RESULT.fullmatch(entry.content):
            entry.errors["content"] = _("The file holds a formula here, but not its result.")


def mark_struck(line: Line, entries: Iterable[Entry]) -> None:
    """Remark on the words of a row that are struck through."""
    for cell in line.cells:
        for entry in entries if cell.struck and not cell.is_continued else ():
            words = " ".join(cell.struck.split())
            entry.remark(_("Struck through in the table: “%(text)s”.") % {"text": words})


def leave_out_struck(cell: Cell, entries: Iterable[Entry]) -> None:
    """Leave out items whose whole content is struck through."""
    if cell.struck and cell.struck == cell.text:
        for entry in entries:
            entry.skip = True


def whole_day(entries: Iterable[Entry]) -> None:
    """Items of which the table states the day, or several days, and has no place for a time."""
    for entry in entries:
        if entry.session or entry.starts_at or "when" not in entry.errors:
            continue
        del entry.errors["when"]
        entry.session = Session.ALL_DAY.value
        entry.remark(_("No time is stated: taken for the whole day."))


def _leave_out(entry: Entry, why: str) -> None:
    entry.skip = True
    if not entry.session:
        entry.session = Session.ALL_DAY.value
        entry.errors.pop("when", None)
    entry.remark(why)
