"""Make a component site of the portal: site, pages, groups, board, host names."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from ....regulation.adoption import profile_for
from ....regulation.management.accounts import user_named
from ....regulation.vocabulary import BodyKind
from ...models import Agency
from ...sites import creation, naming
from ...sites.resolution import provincial_portal


class Command(BaseCommand):
    """``govportal_create_site --agency CODE [--kind KIND] [--host HOST] ...``."""

    help = "Makes a component site; it stays in preparation until it is launched in the admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The agency decides the rest, unless told otherwise."""
        kinds = [kind.value for kind in BodyKind if kind is not BodyKind.PORTAL]
        parser.add_argument("--agency", required=True, metavar="CODE", help="Code of the agency.")
        parser.add_argument("--kind", choices=kinds, default="", help="Checked against the agency.")
        parser.add_argument("--host", default="", help="Host name; else the first suggestion.")
        parser.add_argument("--name", default="", help="Name of the site.")
        parser.add_argument("--port", type=int, default=80)
        parser.add_argument("--languages", default="", metavar="vi,en")
        parser.add_argument("--user", default="", metavar="NAME", help="In whose name.")
        parser.add_argument(
            "--force-host",
            default="",
            metavar="REASON",
            help="Take a host name that breaks a rule; the reason is logged.",
        )
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be made.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the site and print what was made.

        Raises:
            CommandError: for an unknown agency or user, and with every rule that is broken.
        """
        with translation.override(settings.LANGUAGE_CODE):
            try:
                request = self._request(options)
                plan = creation.plan(request)
                self._print(plan)
                if options["dry_run"]:
                    self.stdout.write(_("Nothing was written."))
                    return
                result = creation.create_site(request, report=self.stdout.write)
            except ValidationError as error:
                raise CommandError("\n".join(_lines(error))) from error
            done = _("The site was made.") if result.is_new else _("The site was there already.")
            self.stdout.write(self.style.SUCCESS(done))

    def _request(self, options: dict[str, Any]) -> creation.Request:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(
                _("There is no agency with the code %(code)s.") % {"code": options["agency"]}
            )
        return creation.Request(
            agency=agency,
            kind=options["kind"],
            host=options["host"] or _first_host(agency),
            name=options["name"],
            port=options["port"],
            languages=tuple(code for code in options["languages"].split(",") if code),
            force_reason=options["force_host"],
            user=user_named(options["user"]),
        )

    def _print(self, plan: creation.Plan) -> None:
        self.stdout.write(plan.name)
        for code, host in plan.hosts.items():
            self.stdout.write(f"  {code}: {host}")
        for problem in plan.overruled:
            self.stdout.write(self.style.WARNING(f"  {problem}"))
        for page in plan.pages:
            self.stdout.write(f"  {page}")


def _first_host(agency: Agency) -> str:
    """The site's host, if the agency has one; else the first that the rules allow."""
    own = agency.portal_sites.exclude(portal=None).select_related("site").first()
    if own is not None:
        return str(own.site.hostname)
    portal = provincial_portal()
    if portal is None:
        raise CommandError(_("There is no provincial portal yet; run govportal_setup first."))
    found = naming.suggest_hosts(agency, profile_for(portal.site), portal_host=portal.site.hostname)
    if not found:
        raise CommandError(_("No rule suggests a host name for this agency; give --host."))
    return found[0].host


def _lines(error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    return [f"{name}: {text}" for name, texts in error.message_dict.items() for text in texts]
