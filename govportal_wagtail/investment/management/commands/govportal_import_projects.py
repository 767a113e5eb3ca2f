"""Import a table of projects into a register; safe to repeat and to interrupt."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ....core.importing.command import ImportCommand
from ...importing.feature import PROJECTS


class Command(ImportCommand):
    """``govportal_import_projects FILE [options]``."""

    help = (
        "Imports a table of investment projects (JSON, JSON lines, CSV or XLSX). Projects that are "
        "there already are updated where the file differs; those that lack what the law asks for "
        "are kept as drafts; rows that cannot be imported are reported."
    )
    feature = PROJECTS
    target_option = "--register"
    target_help = "The register of projects; not needed where there is only one."
    no_target = _("There is no such register of projects; there are: %(names)s")
    which_target = _("Name one register of projects with --register; there are: %(names)s")
    not_allowed = _("%(name)s may not add and publish projects in %(register)s.")
