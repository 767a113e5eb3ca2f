"""What is to be done about translations, told once a week to everybody whose turn it is."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ....editorial import mail_tasks
from ....regulation.calendar_rows import parse_day
from ... import weekly


class Command(BaseCommand):
    """``govportal_translations weekly``."""

    help = (
        "Writes to translating units and editorial boards what waits, what is outdated and, to "
        "boards, what is missing. Nobody is written to twice in a week."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare what may be asked for."""
        actions = parser.add_subparsers(dest="action", required=True)
        mailing = actions.add_parser("weekly", help="One e-mail for each person and week.")
        mailing.add_argument("--on", metavar="DAY", default="", help="As on this day; today.")
        mailing.add_argument("--dry-run", action="store_true", help="Write nothing, send nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked for.

        Raises:
            CommandError: for a day that is none.
        """
        told = weekly.send(_day(options["on"]), dry_run=options["dry_run"])
        for each in told:
            self.stdout.write(f"{each.name}: {each.count}")
        self.stdout.write(_("Told of translations: %(count)s") % {"count": len(told)})
        if not options["dry_run"]:
            sent, _failed = mail_tasks.send_waiting()
            self.stdout.write(_("E-mails sent: %(count)s") % {"count": sent})


def _day(text: str) -> date:
    day = parse_day(text) if text else timezone.localdate()
    if day is None:
        raise CommandError(
            _("“%(text)s” is not a day; write it as 2026-01-31 or 31/01/2026.") % {"text": text}
        )
    return day
