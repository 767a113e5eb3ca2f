"""By when something must be posted, with the article and every day that was not counted."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ... import adoption, catalogue
from ...calendar import CalendarRangeError, WorkingCalendar, current_calendar
from ...calendar_rows import parse_day
from ...deadline_answers import answer, categories, events_of
from ...deadlines import Status, UnknownRole
from ...presentation.articles import label as article_label
from ...presentation.rules import profile_label
from ...schema import Profile
from ...vocabulary import Direction, Event, Period, Unit


class Command(BaseCommand):
    """``govportal_deadline --category CODE [--event EVENT=DAY ...]``."""

    help = (
        "Computes by when something must be posted under a regulation, and explains the date: the "
        "article, the days that were counted, and those that were not, with their reasons."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what is asked."""
        parser.add_argument("--profile", metavar="CODE", help="Default: the adopted regulation.")
        parser.add_argument(
            "--category", required=True, metavar="CODE", help="The kind of information."
        )
        parser.add_argument(
            "--role", default="", metavar="CODE", help="Whose time limit, where they differ."
        )
        parser.add_argument(
            "--event",
            action="append",
            default=[],
            metavar="EVENT=DAY",
            help="What happened when, for example received=2026-02-13; may be repeated.",
        )
        parser.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and print the answer.

        Raises:
            CommandError: naming the allowed codes, for a profile, category, role, event or day that
                does not exist.
        """
        profile = _profile(options["profile"])
        category, role = options["category"], options["role"]
        known = categories(profile)
        if category not in known:
            raise CommandError(_unknown(_("category"), category, known))
        events = dict(_event(text) for text in options["event"])
        try:
            _check_events(profile, category, role, events)
            found = answer(profile, category, events, self._calendar(), role=role)
        except UnknownRole as error:
            raise CommandError(_unknown(_("role"), role, error.known)) from error
        except CalendarRangeError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        self._print(profile, found)

    def _calendar(self) -> WorkingCalendar:
        """The portal's calendar; without a database, for example before the first ``migrate``, the
        public holidays alone."""
        try:
            return current_calendar()
        except DatabaseError:
            message = _("The exceptional days of the portal could not be read; they are left out.")
            self.stderr.write(self.style.WARNING(message))
            return WorkingCalendar()

    def _print(self, profile: Profile, found: dict[str, Any]) -> None:
        write = self.stdout.write
        write(profile_label(profile))
        if not found["in_force"]:
            message = _("This regulation is not in force on %(day)s.")
            write(self.style.WARNING(message % {"day": _written(found["in_force_on"])}))
        for each in found["deadlines"] or [found]:
            self._print_one(each)
        for each in found["alternatives"]:
            write("")
            write(_("For the role %(role)s:") % {"role": each["role"] or "-"})
            self._print_one(each)

    def _print_one(self, found: dict[str, Any]) -> None:
        write = self.stdout.write
        write(self.style.SUCCESS(_sentence(found)))
        if found["article"]:
            write("  " + _("Basis: %(article)s") % {"article": article_label(found["article"])})
        if found["note"]:
            write("  " + _("Note: %(note)s") % {"note": found["note"]})
        for basis in found["legal_basis"]:
            later = ", ".join(basis["replaced_by"])
            write("  " + _("Refers to: %(symbol)s") % {"symbol": basis["cited"]})
            if later:
                write("  " + _("Replaced by: %(symbols)s") % {"symbols": later})
        if found.get("or_progress_notice"):
            write("  " + _("A notice of progress with a promised date is enough."))
        if found.get("is_minimum"):
            write("  " + _("This is a shortest period: it may be longer."))
        if found.get("rolled_from"):
            message = _("The period itself ends on a day off, %(day)s.")
            write("  " + message % {"day": _written(found["rolled_from"])})
        if found["counted"]:
            days = ", ".join(_written(day) for day in found["counted"])
            write("  " + _("Days counted: %(days)s") % {"days": days})
        for title, rows in (
            (_("Not counted:"), found["skipped"]),
            (_("Worked in exchange, and counted:"), found.get("worked", [])),
        ):
            if rows:
                write("  " + title)
            for row in rows:
                basis = f" ({row['basis']})" if row["basis"] else ""
                write(f"    {_written(row['date'])}  {row['reason']}{basis}")
        for year in found["provisional_years"]:
            message = _("The days off of %(year)s are not announced yet: the date is provisional.")
            write("  " + self.style.WARNING(message % {"year": year}))


def _profile(code: str | None) -> Profile:
    if not code:
        return adoption.profile_for()
    try:
        return catalogue.get(code)
    except catalogue.UnknownProfile as error:
        raise CommandError(_unknown(_("profile"), code, sorted(catalogue.profiles()))) from error


def _event(text: str) -> tuple[str, date]:
    name, separator, written = text.partition("=")
    if not separator:
        raise CommandError(
            _("“%(text)s” must be written as EVENT=DAY, for example received=2026-02-13.")
            % {"text": text}
        )
    if name not in Event.values:
        raise CommandError(_unknown(_("event"), name, Event.values))
    day = parse_day(written)
    if day is None:
        raise CommandError(
            _("“%(text)s” is not a day; write it as 2026-01-31 or 31/01/2026.") % {"text": written}
        )
    return name, day


def _check_events(profile: Profile, category: str, role: str, events: dict[str, date]) -> None:
    """A misspelt event is a mistake; one from which this rule does not count is just not used."""
    known = [*Event.values, *events_of(profile, category, role)]
    for name in events:
        if name not in known:
            raise CommandError(_unknown(_("event"), name, known))


def _unknown(what: str, value: str, allowed: list[str] | tuple[str, ...]) -> str:
    return _("There is no %(what)s “%(value)s” here; there are: %(allowed)s") % {
        "what": what,
        "value": value,
        "allowed": ", ".join(each or "-" for each in allowed),
    }


def _sentence(found: dict[str, Any]) -> str:
    status = found["status"]
    if found["due"] and status == Status.COMPUTED:
        values = {
            "due": _written(found["due"]),
            "length": _length(found["unit"], found["days"]),
            "event": Event(found["event"]).label,
            "anchor": _written(found["anchor"]),
        }
        if found["direction"] == Direction.BEFORE:
            return _("%(due)s: %(length)s before %(anchor)s (%(event)s)") % values
        return _("%(due)s: %(length)s, %(event)s on %(anchor)s") % values
    if status == Status.RHYTHM:
        return _("%(count)s times per %(period)s at least; there is no last day.") % {
            "count": found["times"],
            "period": Period(found["per"]).label,
        }
    if status == Status.POLICY:
        return _("A rule of conduct (%(value)s); there is no last day.") % {
            "value": found["policy"]
        }
    if status == Status.SILENT:
        return _("The regulation says nothing about this category; there is no last day.")
    text = str(Status(status).label)
    if status == Status.NOT_COMPUTABLE:
        return _("%(reason)s (%(events)s)") % {
            "reason": text,
            "events": ", ".join(str(Event(code).label) for code in found["anchors"]),
        }
    return f"{_written(found['due'])}: {text}" if found["due"] else text


def _length(unit: str, days: int) -> str:
    if unit == Unit.WORKING_DAY:
        return ngettext("%(count)s working day", "%(count)s working days", days) % {"count": days}
    return ngettext("%(count)s calendar day", "%(count)s calendar days", days) % {"count": days}


def _written(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"
