"""The command of an importer: its arguments, what it prints, when it fails."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...regulation.management.accounts import user_named
from . import report
from .errors import TakenOver, UnusableInput
from .feature import ImportFeature
from .mappings import SheetMapping
from .permission import may_import
from .registers import Register, read_bytes, read_register
from .running import counts_in_order

_PROGRESS_STEPS = 50
_SHOWN_ROWS = 20


class ImportCommand(BaseCommand):
    """``COMMAND FILE [options]``; a part of the portal says what it imports and where it goes."""

    feature: ClassVar[ImportFeature[Any, Any]]
    #: The option that names the page, such as ``--library``, and its help.
    target_option: ClassVar[str]
    target_help: ClassVar[str]
    #: Said where no page has that name, and where more than one could be meant; ``%(names)s``.
    no_target: ClassVar[str | Promise]
    which_target: ClassVar[str | Promise]
    #: Said where the user may not import; ``%(name)s``, and the title under the name that the runs
    #: give the page, such as ``%(library)s``.
    not_allowed: ClassVar[str | Promise]

    def add_file_argument(self, parser: ArgumentParser) -> None:
        """Declare the argument ``file``."""
        parser.add_argument("file", type=Path, metavar="FILE", help="The register.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the register, where it goes and how it is read."""
        self.add_file_argument(parser)
        parser.add_argument(self.target_option, metavar="ID|SLUG|PATH", help=self.target_help)
        names = ", ".join(self.feature.mappings.names())
        parser.add_argument(
            "--mapping",
            metavar="FILE|NAME",
            help=f"A TOML file, or one of: {names}. Default: what fits.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing but the report.")
        parser.add_argument("--report", type=Path, metavar="OUT", help="An .xlsx or .json file.")
        parser.add_argument(
            "--restart",
            action="store_true",
            help="Begin anew where an interrupted import of the same file could be continued.",
        )
        parser.add_argument("--user", metavar="NAME", help="In whose name pages are published.")

    def importer_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """Further arguments of the importer, from the options of the command."""
        return {}

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print a summary and write the report.

        Raises:
            CommandError: if the file, the mapping, the page or the user cannot be used.
        """
        try:
            self._import(options)
        except UnusableInput as problem:
            raise CommandError(str(problem)) from problem
        except TakenOver as problem:
            raise CommandError(_("Another process is importing this file already.")) from problem

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if options["report"]:
            report.check_name(options["report"])
        data = read_bytes(path)
        mapping, register = self._read(data, options["mapping"])
        named = self.target_option.removeprefix("--").replace("-", "_")
        target = self.find_target(options[named])
        run = self.feature.open_run(
            file_name=path.name,
            sha256=self.feature.digest(data),
            mapping=mapping,
            dry_run=options["dry_run"],
            user=self._user(options["user"], target),
            restart=options["restart"],
            **{self.feature.run_model.target_field: target},
        )
        if run.position and options["verbosity"]:
            message = _("Continuing after %(count)s rows that are done.") % {"count": run.position}
            self.stderr.write(message)
        more = self.importer_options(options)
        try:
            progress = self._progress if options["verbosity"] else None
            self.feature.perform(run, register, mapping, progress=progress, **more)
        finally:
            if options["report"]:
                with options["report"].open("wb") as stream:
                    self.feature.report.write(run, stream, options["report"].suffix)
        if options["verbosity"]:
            self._summarise(run)

    def _read(self, data: bytes, name: str | None) -> tuple[SheetMapping, Register]:
        if name is None:
            register = read_register(data)
            return self.feature.mappings.fitting(register.columns), register
        mapping = self.feature.mappings.open(name)
        return mapping, read_register(data, mapping.source)

    def find_target(self, name: str | None) -> Page:
        """The page of that id, slug or URL path; the only one if no name is given.

        Raises:
            UnusableInput: if there is none or more than one.
        """
        targets = self.feature.targets()
        if name is None:
            found = targets
        elif name.isdigit():
            found = [page for page in targets if page.pk == int(name)]
        elif "/" in name:
            wanted = f"/{name.strip('/')}/"
            found = [page for page in targets if page.url_path.endswith(wanted)]
        else:
            found = [page for page in targets if page.slug == name]
        if len(found) == 1:
            return found[0]
        names = ", ".join(f"{page.pk} {page.url_path}" for page in targets) or "-"
        message = self.which_target if found else self.no_target
        raise UnusableInput(str(message) % {"names": names})

    def _user(self, name: str | None, target: Page) -> Any:
        user = user_named(name)
        if user is not None and not may_import(user, target):
            values = {"name": name, self.feature.run_model.target_field: target.title}
            raise UnusableInput(str(self.not_allowed) % values)
        return user

    def _progress(self, done: int, total: int) -> None:
        step = max(1, total // _PROGRESS_STEPS)
        if done % step and done != total:
            return
        ending = "\n" if done == total or not sys.stderr.isatty() else "\r"
        message = _("%(done)s of %(total)s rows") % {"done": done, "total": total}
        self.stderr.write(message, ending=ending)

    def _summarise(self, run: Any) -> None:
        for outcome, count in counts_in_order(run):
            self.stdout.write(f"{report.outcome_label(outcome):<20} {count:>7}")
        refused = run.rows.filter(outcome__in=("refused", "failed")).order_by("number")
        for row in refused[:_SHOWN_ROWS]:
            for each in row.messages:
                if each["level"] == "error":
                    text = self.feature.report.describe(each)
                    self.stdout.write(f"  {row.number}: {row.label}: {text}")
