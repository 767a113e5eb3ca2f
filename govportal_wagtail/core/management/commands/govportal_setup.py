"""Prepare a site: its regulation, reference data, pages, roles and workflow; safe to repeat."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from wagtail.models import Site

from ....regulation.catalogue import UnknownProfile
from ... import setup


class Command(BaseCommand):
    """``govportal_setup [--profile CODE] [--site HOST]``."""

    help = "Creates what each site must have under its regulation; nothing is overwritten."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let a regulation be adopted, and one site be prepared alone."""
        parser.add_argument("--profile", metavar="CODE", default="", help="Adopt this regulation.")
        parser.add_argument("--site", metavar="HOST", help="Only the site with this host name.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the setup and print each step.

        Raises:
            CommandError: if there is no site with the given host name, or no such profile.
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
        try:
            setup.run(site=site, profile=options["profile"], report=self.stdout.write)
        except UnknownProfile as error:
            raise CommandError(
                _("There is no such profile: %(error)s") % {"error": error}
            ) from error
        self.stdout.write(self.style.SUCCESS(_("The portal is set up.")))
