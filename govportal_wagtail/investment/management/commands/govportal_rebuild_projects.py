"""Write the register of investment projects again from the published pages."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ... import register
from ...models import ProjectIndexPage


class Command(BaseCommand):
    """``govportal_rebuild_projects [--register ID] [--check]``."""

    help = "Write the register of projects again; safe to repeat while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--register", type=int, help="Page id of one register.")
        parser.add_argument(
            "--check", action="store_true", help="Only compare; exit code 1 if anything differs."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command.

        Raises:
            CommandError: for a register that does not exist, or differences found by ``--check``.
        """
        if options["check"]:
            self._check()
            return
        below = None
        if options["register"] is not None:
            below = ProjectIndexPage.objects.filter(pk=options["register"]).first()
            if below is None:
                raise CommandError(_("There is no register of projects with this number."))
        count = register.rebuild(below, progress=self._progress)
        self.stdout.write(_("Projects in the register: {count}").format(count=count))

    def _check(self) -> None:
        found = register.audit()
        for line in found.lines():
            self.stdout.write(line)
        if not found.is_clean:
            raise CommandError(_("The register differs from the published projects."))

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"{done}/{total}")
