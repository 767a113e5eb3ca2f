"""Import a register of documents into a library; safe to repeat and to interrupt."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Page

from ....regulation.management.accounts import user_named
from ...importing import report
from ...importing.errors import UnusableInput
from ...importing.importer import TakenOver, counts_in_order
from ...importing.mapping import Mapping, shipped_names
from ...importing.mapping_parser import load_shipped, mapping_for, parse_mapping
from ...importing.permission import may_import
from ...importing.reader import Register, read_file
from ...importing.runs import digest, open_run, perform
from ...models import ImportRun, LegalDocumentIndexMixin

_PROGRESS_STEPS = 50


class Command(BaseCommand):
    """``govportal_import_documents FILE [options]``."""

    help = (
        "Imports a register of documents (JSON, JSON lines, CSV or XLSX). Documents that are there "
        "already are updated where the file differs; rows that cannot be imported are reported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the register, where it goes and how it is read."""
        parser.add_argument("file", type=Path, metavar="FILE", help="The register.")
        parser.add_argument(
            "--library",
            metavar="ID|SLUG|PATH",
            help="The library; not needed where there is only one.",
        )
        parser.add_argument(
            "--mapping",
            metavar="FILE|NAME",
            help=f"A TOML file, or one of: {', '.join(shipped_names())}. Default: what fits.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing but the report.")
        parser.add_argument("--files", type=Path, metavar="DIR", help="Folder with the files.")
        parser.add_argument("--report", type=Path, metavar="OUT", help="An .xlsx or .json file.")
        parser.add_argument(
            "--restart",
            action="store_true",
            help="Begin anew where an interrupted import of the same file could be continued.",
        )
        parser.add_argument("--user", metavar="NAME", help="In whose name documents are published.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print a summary and write the report.

        Raises:
            CommandError: if the file, the mapping, the library or the user cannot be used.
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
        mapping, register = _read(path, options["mapping"])
        library = find_library(options["library"])
        run = open_run(
            library=library,
            file_name=path.name,
            sha256=digest(path.read_bytes()),
            mapping=mapping,
            dry_run=options["dry_run"],
            user=find_user(options["user"], library),
            restart=options["restart"],
        )
        if run.position and options["verbosity"]:
            message = _("Continuing after %(count)s rows that are done.") % {"count": run.position}
            self.stderr.write(message)
        try:
            progress = self._progress if options["verbosity"] else None
            perform(run, register, mapping, files_dir=options["files"], progress=progress)
        finally:
            if options["report"]:
                with options["report"].open("wb") as stream:
                    report.write_report(run, stream, options["report"].suffix)
        if options["verbosity"]:
            self._summarise(run)

    def _progress(self, done: int, total: int) -> None:
        step = max(1, total // _PROGRESS_STEPS)
        if done % step and done != total:
            return
        ending = "\n" if done == total or not sys.stderr.isatty() else "\r"
        message = _("%(done)s of %(total)s rows") % {"done": done, "total": total}
        self.stderr.write(message, ending=ending)

    def _summarise(self, run: ImportRun) -> None:
        for outcome, count in counts_in_order(run):
            self.stdout.write(f"{report.outcome_label(outcome):<20} {count:>7}")
        for row in run.rows.filter(outcome__in=("refused", "failed")).order_by("number")[:20]:
            for each in row.messages:
                if each["level"] == "error":
                    self.stdout.write(f"  {row.number}: {row.symbol}: {report.describe(each)}")


def _read(path: Path, name: str | None) -> tuple[Mapping, Register]:
    if name is None:
        register = read_file(path)
        return mapping_for(register.columns), register
    if name in shipped_names():
        mapping = load_shipped(name)
    else:
        try:
            mapping = parse_mapping(Path(name).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            message = _("The mapping %(name)s cannot be read; shipped mappings are: %(names)s")
            names = ", ".join(shipped_names())
            raise UnusableInput(message % {"name": name, "names": names}) from error
    return mapping, read_file(path, mapping.source)


def find_library(name: str | None) -> Page:
    """The library of that id, slug or URL path; the only one if no name is given.

    Raises:
        UnusableInput: if there is none or more than one.
    """
    libraries = [
        page
        for page in Page.objects.type(LegalDocumentIndexMixin).specific().order_by("path")
        if isinstance(page, LegalDocumentIndexMixin)
    ]
    if name is None:
        found = libraries
    elif name.isdigit():
        found = [page for page in libraries if page.pk == int(name)]
    elif "/" in name:
        wanted = f"/{name.strip('/')}/"
        found = [page for page in libraries if page.url_path.endswith(wanted)]
    else:
        found = [page for page in libraries if page.slug == name]
    if len(found) == 1:
        return found[0]
    names = ", ".join(f"{page.pk} {page.url_path}" for page in libraries) or "-"
    if not found:
        message = _("There is no such document library; there are: %(names)s")
    else:
        message = _("Name one document library with --library; there are: %(names)s")
    raise UnusableInput(message % {"names": names})


def find_user(name: str | None, library: Page) -> Any:
    """The user of that name, who must be allowed to publish below the library.

    Raises:
        CommandError: if there is no such user.
        UnusableInput: if the permission is missing.
    """
    user = user_named(name)
    if user is None:
        return None
    if not may_import(user, library):
        message = _("%(name)s may not add and publish documents in %(library)s.")
        raise UnusableInput(message % {"name": name, "library": library.title})
    return user
