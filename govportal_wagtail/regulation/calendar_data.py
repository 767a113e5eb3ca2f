"""What is shipped about days: public holidays, swaps and the corrections of ``calendar.toml``.

The public holidays come from the ``holidays`` package. All its years are read at once, because a
swap may belong to another year than the Saturday that is worked for it.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays
from django.db import models
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass as checked

from .schema.instrument import STRICT

FILE = Path(__file__).resolve().parent / "data" / "calendar.toml"
#: The years of which the lunar new year is known.
FIRST_DAY = date(1901, 1, 1)
LAST_DAY = date(2100, 12, 31)
_SATURDAY = 5
_MADE_UP = "(nghỉ bù"
_SWAPPED = "thay cho ngày"


class DayKind(models.TextChoices):
    """What a day is, and so why it counts or does not."""

    WORKING = "working", gettext_lazy("working day")
    WEEKEND = "weekend", gettext_lazy("weekly day of rest")
    HOLIDAY = "holiday", gettext_lazy("public holiday")
    OBSERVED = "observed", gettext_lazy("day off in lieu of a holiday on a weekend")
    SWAP_OFF = "swap_off", gettext_lazy("day off that is worked on another day")
    SWAP_WORKED = "swap_worked", gettext_lazy("worked in exchange for another day")
    EXCEPTION_OFF = "exception_off", pgettext_lazy("calendar", "day off by a decision")
    EXCEPTION_WORKED = "exception_worked", pgettext_lazy("calendar", "worked by a decision")


@dataclass(frozen=True, slots=True)
class DayFact:
    """What is known of one day."""

    day: date
    is_working: bool
    kind: DayKind
    #: The name of the holiday or the words of the decision; empty for ordinary days.
    label: str = ""
    basis: str = ""

    @property
    def reason(self) -> str:
        """Why the day counts or does not, in the current language where it has no name."""
        if self.label:
            return self.label
        if self.kind == DayKind.WEEKEND:
            return gettext("Saturday") if self.day.weekday() == _SATURDAY else gettext("Sunday")
        return str(self.kind.label)


@checked(frozen=True, kw_only=True, config=STRICT)
class ShippedDay:
    """A day of ``calendar.toml`` on which the holidays package is wrong."""

    date: date
    is_working: bool
    label: str
    basis: str


@checked(frozen=True, kw_only=True, config=STRICT)
class NotMadeUp:
    """A holiday that brings no day off in lieu when it falls on a weekend."""

    month: int
    day: int
    holiday: str
    basis: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Law:
    """The articles that give days of rest, since a day."""

    since: date
    weekend: str
    holiday: str
    observed: str


@dataclass(frozen=True, kw_only=True)
class Corrections:
    """The content of ``calendar.toml``."""

    worked_label: str
    days: tuple[ShippedDay, ...]
    not_made_up: tuple[NotMadeUp, ...]
    laws: tuple[Law, ...]
    #: Legal document by officially announced year; empty where it is not known.
    years: dict[int, str]


@lru_cache(maxsize=1)
def corrections() -> Corrections:
    """What ``calendar.toml`` says."""
    raw: dict[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    raw["laws"] = [{**law, "since": law["from"]} for law in raw["laws"]]
    return TypeAdapter(Corrections).validate_python(raw)


@lru_cache(maxsize=1)
def shipped_days() -> dict[date, DayFact]:
    """Every day from 1901 to 2100 that is not what its weekday says."""
    facts: dict[date, DayFact] = {}
    years = range(FIRST_DAY.year, LAST_DAY.year + 1)
    library = holidays.country_holidays("VN", years=years, language="vi", expand=False)
    for day, label in sorted(library.items()):
        if _is_wrongly_made_up(day, label):
            continue
        facts[day] = DayFact(day, False, _kind(label), label, _basis(day, label))
    for day in library.weekend_workdays:
        facts[day] = _worked(day, facts)
    for each in corrections().days:
        kind = DayKind.SWAP_WORKED if each.is_working else DayKind.SWAP_OFF
        facts[each.date] = DayFact(each.date, each.is_working, kind, each.label, each.basis)
    return facts


def law_on(day: date) -> Law | None:
    """The law that gives days of rest on a day; None where that is not recorded."""
    known = [law for law in corrections().laws if law.since <= day]
    return known[-1] if known else None


def ordinary(day: date) -> DayFact:
    """What a day is by its weekday alone."""
    if day.weekday() < _SATURDAY:
        return DayFact(day, True, DayKind.WORKING)
    law = law_on(day)
    return DayFact(day, False, DayKind.WEEKEND, basis=law.weekend if law else "")


def _is_wrongly_made_up(day: date, label: str) -> bool:
    return any(
        each.holiday in label and (day.month, day.day) != (each.month, each.day)
        for each in corrections().not_made_up
    )


def _kind(label: str) -> DayKind:
    if _SWAPPED in label:
        return DayKind.SWAP_OFF
    return DayKind.OBSERVED if _MADE_UP in label else DayKind.HOLIDAY


def _basis(day: date, label: str) -> str:
    kind = _kind(label)
    if kind == DayKind.SWAP_OFF:
        return corrections().years.get(day.year, "")
    for each in corrections().not_made_up:
        if each.holiday in label:
            return each.basis
    law = law_on(day)
    if law is None:
        return ""
    return law.observed if kind == DayKind.OBSERVED else law.holiday


def _worked(day: date, facts: dict[date, DayFact]) -> DayFact:
    """A Saturday that is worked; it names the day off that belongs to it."""
    written = f"{day:%d/%m/%Y}"
    nearby = (facts.get(day + timedelta(days=delta)) for delta in range(-60, 61))
    for fact in nearby:
        if fact and fact.kind == DayKind.SWAP_OFF and re.search(rf"\b{written}\b", fact.label):
            label = corrections().worked_label.format(day=f"{fact.day:%d/%m/%Y}")
            return DayFact(day, True, DayKind.SWAP_WORKED, label, fact.basis)
    return DayFact(day, True, DayKind.SWAP_WORKED)
