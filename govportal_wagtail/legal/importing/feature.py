"""The import of documents as screens, command and background task use it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from ...core.importing.feature import ImportFeature
from ...core.importing.report import RunReport
from ..models import ImportRun, LegalDocumentPage
from .importer import DocumentImporter
from .mapping_parser import DOCUMENT_MAPPINGS

DOCUMENTS: Final = ImportFeature(
    run_model=ImportRun,
    mappings=DOCUMENT_MAPPINGS,
    importer=DocumentImporter,
    report=RunReport(
        page_model=LegalDocumentPage,
        target_label=_("Library"),
        row_label=_("Number and symbol"),
        field_labels={
            "file": _("File"),
            "files": _("Files"),
            "fields": _("fields of administration"),
            "status": _("validity"),
        },
    ),
)
