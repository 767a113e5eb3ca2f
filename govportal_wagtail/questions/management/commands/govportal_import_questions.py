"""Import an archive of questions and answers as pages; safe to repeat."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ....core.publication_context import trusted
from ....regulation.management.accounts import user_named
from ...importing.importer import PURPOSE, Importer, Outcome, RowResult
from ...importing.mapping import Mapping, UnusableInput, parse_mapping
from ...required import find_section


class Command(BaseCommand):
    """``govportal_import_questions FILE --site HOST [options]``."""

    help = (
        "Imports an archive of questions and answers (JSON) as pages of a site. What is here "
        "already is left as it is; entries that cannot be imported are reported."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the archive, where it goes and how it is read."""
        parser.add_argument("file", type=Path, metavar="FILE", help="A list of entries as JSON.")
        parser.add_argument("--site", required=True, metavar="HOST", help="Host name of the site.")
        parser.add_argument("--mapping", type=Path, metavar="MAP.toml", help="Names of fields.")
        parser.add_argument("--publish", action="store_true", help="Publish, else make drafts.")
        parser.add_argument(
            "--update", action="store_true", help="Write over pages that say something else."
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing; report.")
        parser.add_argument("--report", type=Path, metavar="OUT.json", help="What came of each.")
        parser.add_argument("--user", metavar="NAME", help="In whose name pages are published.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, print a summary and write the report.

        Raises:
            CommandError: if the file, the mapping, the site or the user cannot be used.
        """
        try:
            rows, mapping = _rows(options["file"]), _mapping(options["mapping"])
            _check_report(options["report"])
            section = _section(options["site"])
            user = user_named(options["user"])
            if user is not None and not _may_import(user, section):
                message = _("%(name)s may not add and publish pages in %(section)s.")
                raise UnusableInput(message % {"name": options["user"], "section": section.title})
        except UnusableInput as problem:
            raise CommandError(str(problem)) from problem
        importer = Importer(
            section,
            mapping,
            publish=options["publish"],
            update=options["update"],
            dry_run=options["dry_run"],
            user=user,
        )
        results = list(importer.run(rows))
        if options["report"]:
            _write_report(options["report"], results)
        if options["verbosity"]:
            self._summarise(results, detailed=options["verbosity"] > 1)

    def _summarise(self, results: list[RowResult], *, detailed: bool) -> None:
        counts = Counter(result.outcome for result in results)
        for outcome in Outcome:
            if counts[outcome]:
                self.stdout.write(f"{outcome.value:<12} {counts[outcome]:>7}")
        for result in results:
            for message in [*result.errors, *(result.remarks if detailed else ())]:
                self.stdout.write(f"  {result.number}: {result.title[:80]}: {message}")


def _rows(path: Path) -> list[Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as problem:
        # Not every ValueError of json is a JSONDecodeError: a number may be too long.
        message = _("%(file)s cannot be read: %(problem)s")
        raise UnusableInput(message % {"file": path, "problem": problem}) from problem
    if not isinstance(data, list):
        raise UnusableInput(_("%(file)s is not a list of entries.") % {"file": path})
    return data


def _mapping(path: Path | None) -> Mapping:
    if path is None:
        return Mapping()
    try:
        return parse_mapping(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        message = _("%(file)s cannot be read: %(problem)s")
        raise UnusableInput(message % {"file": path, "problem": problem}) from problem


def _check_report(path: Path | None) -> None:
    """Said before anything is written: an import that ends without its report tells nothing."""
    if path is not None and (path.is_dir() or not path.absolute().parent.is_dir()):
        raise UnusableInput(_("The report cannot be written to %(file)s.") % {"file": path})


def _section(host: str) -> Page:
    site = Site.objects.select_related("root_page").filter(hostname=host).order_by("port").first()
    if site is None:
        names = ", ".join(Site.objects.order_by("hostname").values_list("hostname", flat=True))
        message = _("There is no site %(host)s; there are: %(names)s")
        raise UnusableInput(message % {"host": host, "names": names})
    section = find_section(site, site.root_page)
    if section is None:
        message = _("The site %(host)s has no section of questions; run govportal_setup first.")
        raise UnusableInput(message % {"host": host})
    return section


def _may_import(user: Any, section: Page) -> bool:
    with trusted(PURPOSE, user=user):
        allowed = section.specific.permissions_for_user(user)
        return bool(allowed.can_add_subpage() and allowed.can_publish_subpage())


def _write_report(path: Path, results: list[RowResult]) -> None:
    rows = [
        {
            "number": result.number,
            "title": result.title,
            "outcome": result.outcome.value,
            "errors": result.errors,
            "remarks": result.remarks,
        }
        for result in results
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
