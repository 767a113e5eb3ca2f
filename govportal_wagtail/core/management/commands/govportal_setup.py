"""Prepare a site: reference data and the required parts of its tree; safe to repeat."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from ... import setup


class Command(BaseCommand):
    """``govportal_setup [--site HOST]``."""

    help = "Creates reference data and the required pages of each site; nothing is overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let one site be prepared alone."""
        parser.add_argument("--site", metavar="HOST", help="Only the site with this host name.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the setup and print each step.

        Raises:
            CommandError: if there is no site with the given host name.
        """
        site = None
        if options["site"]:
            site = Site.objects.filter(hostname=options["site"]).first()
            if site is None:
                hosts = ", ".join(Site.objects.values_list("hostname", flat=True))
                raise CommandError(
                    _("There is no site with the host name %(host)s; there are: %(hosts)s")
                    % {"host": options["site"], "hosts": hosts}
                )
        setup.run(site=site, report=self.stdout.write)
        self.stdout.write(self.style.SUCCESS(_("The portal is set up.")))
