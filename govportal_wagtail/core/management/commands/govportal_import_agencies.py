"""Import agencies: an organisation tree, a table, or the communes of a province."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ....regulation.management.accounts import user_named
from ...models import Agency, AgencyLevel
from ...organisation import reading
from ...organisation.importing import Options, Outcome, Report, import_rows
from ...organisation.rows import UnusableFile
from ...organisation.wording import describe_duplicates, outcome_label


class Command(BaseCommand):
    """``govportal_import_agencies FILE [options]``."""

    help = (
        "Imports agencies from JSON (an organisation tree or the national list of provinces and "
        "communes) or CSV. Agencies that are there are updated where the file differs; one row "
        "with an error leaves the register as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, how it is read and where its units belong."""
        parser.add_argument("file", type=Path, metavar="FILE", help="A JSON or CSV file.")
        parser.add_argument(
            "--format", choices=reading.FORMATS, help="Default: told by the content."
        )
        parser.add_argument(
            "--province", default="", metavar="CODE|NAME", help="Which one of a national list."
        )
        parser.add_argument(
            "--parent", metavar="CODE", help="The agency to which the topmost units belong."
        )
        parser.add_argument(
            "--level",
            choices=AgencyLevel.values,
            default=AgencyLevel.PROVINCE,
            help="The level of units that do not tell it. Default: province.",
        )
        parser.add_argument(
            "--depth", type=int, metavar="N", help="How many levels of a tree. Default: all."
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing.")
        parser.add_argument(
            "--skip-errors", action="store_true", help="Import the rows without errors."
        )
        parser.add_argument("--user", metavar="NAME", help="In whose name changes are logged.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print what became of the rows.

        Raises:
            CommandError: if the file or an option cannot be used, or if rows have errors and
                were not to be skipped.
        """
        parent = _parent(options["parent"])
        if options["depth"] is not None and options["depth"] < 1:
            raise CommandError(_("The depth is at least 1."))
        path: Path = options["file"]
        try:
            rows = reading.read(
                path.read_bytes(),
                form=options["format"] or "",
                province=options["province"],
                communes_only=parent is not None,
            )
        except OSError as error:
            message = _("The file %(name)s cannot be opened: %(reason)s")
            values = {"name": path.name, "reason": error.strerror or str(error)}
            raise CommandError(message % values) from error
        except UnusableFile as problem:
            raise CommandError(str(problem)) from problem
        chosen = Options(
            parent=parent,
            level=AgencyLevel(options["level"]),
            depth=options["depth"],
            skip_errors=options["skip_errors"],
        )
        user = user_named(options["user"])
        report = import_rows(rows, chosen, user=user, source=path.name, dry_run=options["dry_run"])
        self._print(report, verbosity=options["verbosity"])
        if report.has_errors and not options["skip_errors"]:
            raise CommandError(_("Nothing was written, because rows have errors."))

    def _print(self, report: Report, *, verbosity: int) -> None:
        for result in report.results:
            shown = result.outcome == Outcome.ERROR or (verbosity > 1 and result.messages)
            if shown or verbosity > 2:
                label, text = outcome_label(result.outcome), " ".join(result.messages)
                self.stdout.write(f"{result.row.number}: {result.row.name}: {label}. {text}")
        if not verbosity:
            return
        for line in describe_duplicates(report.duplicates):
            self.stdout.write(line)
        for outcome, count in report.counts.items():
            if count:
                self.stdout.write(f"{outcome_label(outcome):<24} {count:>6}")


def _parent(code: str | None) -> Agency | None:
    if code is None:
        return None
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise CommandError(_("There is no agency with the code %(code)s.") % {"code": code})
    return agency
