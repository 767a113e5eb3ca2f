"""The import of projects as screens, command and background task use it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.importing.feature import ImportFeature
from ...core.importing.report import RunReport
from ..models import InvestmentProjectPage, ProjectImportRun
from .importer import ProjectImporter
from .mapping_parser import PROJECT_MAPPINGS

PROJECTS: Final = ImportFeature(
    run_model=ProjectImportRun,
    mappings=PROJECT_MAPPINGS,
    importer=ProjectImporter,
    report=RunReport(
        page_model=InvestmentProjectPage,
        target_label=_("Register of projects"),
        row_label=pgettext_lazy("project", "Code"),
        field_labels={
            "title": pgettext_lazy("project", "name"),
            "capital": _("capital by year"),
            "decisions": _("decisions on the project"),
            "year": _("year"),
            "source": _("source of capital"),
            "planned": pgettext_lazy("capital", "planned"),
            "allocated": pgettext_lazy("capital", "allocated"),
            "disbursed": pgettext_lazy("capital", "disbursed"),
        },
    ),
)
