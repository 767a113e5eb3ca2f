"""The calendar of working days: import of a year, and what is known of a span of days."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...calendar import DayKind, current_calendar, provisional_years_ahead
from ...calendar_import import (
    FaultyRows,
    ImportedDay,
    UnreadableCalendar,
    read_calendar,
    save_days,
    with_basis,
)
from ...calendar_rows import parse_day
from ..accounts import user_named


class Command(BaseCommand):
    """``govportal_calendar import FILE --basis TEXT`` or ``govportal_calendar show YEAR``."""

    help = (
        "Imports days off and worked Saturdays from a CSV or iCalendar file, or shows a year: the "
        "days that differ from their weekday, with their legal documents."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the two things it does."""
        tasks = parser.add_subparsers(dest="task", required=True)
        importing = tasks.add_parser("import", help="Import days; nothing is done by halves.")
        importing.add_argument("file", type=Path, metavar="FILE", help="CSV or iCalendar.")
        importing.add_argument("--dry-run", action="store_true", help="Only show what it would do.")
        importing.add_argument(
            "--basis", default="", help="The legal document of rows that name none."
        )
        importing.add_argument(
            "--official",
            type=int,
            action="append",
            default=[],
            metavar="YEAR",
            help="Mark the year as officially announced; may be repeated.",
        )
        importing.add_argument("--user", metavar="NAME", help="In whose name.")
        showing = tasks.add_parser("show", help="Show the days of a year that are exceptional.")
        showing.add_argument("year", type=int, nargs="?", metavar="YEAR")
        showing.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the task.

        Raises:
            CommandError: if the file, a row, the year or the user cannot be used.
        """
        if options["task"] == "show":
            year = options["year"]
            asked = timezone.localdate().year if year is None else year
            self._show(asked, as_json=options["json"])
        else:
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            days = with_basis(read_calendar(path.read_bytes(), path.name), options["basis"])
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s") % {"file": path, "error": error.strerror}
            ) from error
        except UnreadableCalendar as error:
            raise CommandError(str(error)) from error
        for day in days:
            self.stdout.write(_line(day))
        if not all(day.basis for day in days):
            raise CommandError(
                _("Name the legal document of these days with --basis, or in a column of the file.")
            )
        if options["dry_run"]:
            faulty = sum(bool(day.error) for day in days)
            message = _("%(count)s days, %(faulty)s with errors; nothing was saved.")
            self.stdout.write(message % {"count": len(days), "faulty": faulty})
            return
        reason = options["basis"] or days[0].basis
        try:
            changed = save_days(
                days, user_named(options["user"]), reason, official_years=options["official"]
            )
        except FaultyRows as error:
            raise CommandError(str(error)) from error
        message = _("%(count)s days, %(changed)s of them changed.")
        values = {"count": len(days), "changed": changed}
        self.stdout.write(self.style.SUCCESS(message % values))

    def _show(self, year: int, *, as_json: bool) -> None:
        first, last = parse_day(f"{year}-01-01"), parse_day(f"{year}-12-31")
        if not first or not last:
            raise CommandError(_("%(year)s is not a year.") % {"year": year})
        calendar = current_calendar()
        try:
            facts = [
                fact
                for fact in calendar.facts(first, last)
                if fact.kind not in (DayKind.WORKING, DayKind.WEEKEND)
            ]
        except ValueError as error:
            raise CommandError(str(error)) from error
        if as_json:
            rows = [
                {
                    "date": fact.day.isoformat(),
                    "is_working": fact.is_working,
                    "kind": fact.kind.value,
                    "label": fact.reason,
                    "basis": fact.basis,
                }
                for fact in facts
            ]
            data = {"year": year, "is_provisional": calendar.is_provisional(year), "days": rows}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for fact in facts:
            self.stdout.write(_written(fact.day, fact.is_working, fact.reason, fact.basis))
        for missing in {year, *provisional_years_ahead(timezone.localdate(), calendar)}:
            if calendar.is_provisional(missing):
                message = _("The days off of %(year)s are not announced yet.")
                self.stdout.write(self.style.WARNING(message % {"year": missing}))


def _line(day: ImportedDay) -> str:
    if day.error or day.day is None:
        return _("Row %(row)s: %(error)s") % {"row": day.row, "error": day.error}
    return _written(day.day, day.is_working, day.label, day.basis)


def _written(day: Any, is_working: bool, label: str, basis: str) -> str:
    state = pgettext("calendar", "worked") if is_working else pgettext("calendar", "day off")
    return f"{day:%d/%m/%Y}  {state:<12} {label}" + (f" ({basis})" if basis else "")
