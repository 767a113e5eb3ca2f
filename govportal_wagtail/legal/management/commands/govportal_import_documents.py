"""Import a register of documents into a library; safe to repeat and to interrupt."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from ....core.importing.command import ImportCommand
from ...importing.feature import DOCUMENTS


class Command(ImportCommand):
    """``govportal_import_documents FILE [options]``."""

    help = (
        "Imports a register of documents (JSON, JSON lines, CSV or XLSX). Documents that are there "
        "already are updated where the file differs; rows that cannot be imported are reported."
    )
    feature = DOCUMENTS
    target_option = "--library"
    target_help = "The library; not needed where there is only one."
    no_target = _("There is no such document library; there are: %(names)s")
    which_target = _("Name one document library with --library; there are: %(names)s")
    not_allowed = _("%(name)s may not add and publish documents in %(library)s.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder of files besides what every importer takes."""
        super().add_arguments(parser)
        parser.add_argument("--files", type=Path, metavar="DIR", help="Folder with the files.")

    def importer_options(self, options: dict[str, Any]) -> dict[str, Any]:
        """The folder with the files of the documents."""
        return {"files_dir": options["files"]}
