"""The importer of projects in the admin.

``staff.hooks`` registers ``get_admin_urls`` and the entry of the menu of projects.
"""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ...core.importing.screens import ImportScreens, ScreensMenuItem
from ...core.importing.upload_form import UploadForm
from ..importing.feature import PROJECTS
from ..importing.tasks import import_projects

#: The largest file in bytes: tables of 50,000 projects are smaller.
MAX_BYTES: Final = 25 * 1024 * 1024


class ProjectUploadForm(UploadForm):
    """The upload of a table of projects."""

    feature = PROJECTS
    target_label = _("Register of projects")
    max_bytes = MAX_BYTES


class ProjectImportScreens(ImportScreens):
    """The screens of the importer of projects."""

    feature = PROJECTS
    form_class = ProjectUploadForm
    namespace = "govportal_project_imports"
    base_path = "project-imports/"
    title = _("Import of projects")

    def preview_heading(self, count: int, target: Page) -> str:
        """How many rows the file has for the register."""
        text = ngettext(
            "%(counter)s row for the register “%(register)s”.",
            "%(counter)s rows for the register “%(register)s”.",
            count,
        )
        return text % {"counter": count, "register": target.title}

    def enqueue(self, run_id: int, language: str) -> None:
        """Have a run carried out, in the background where the site has workers."""
        import_projects.enqueue(run_id, language)


_SCREENS: Final = ProjectImportScreens()


def get_admin_urls() -> list[URLPattern | URLResolver]:
    """What the hook ``register_admin_urls`` returns for the importer."""
    return _SCREENS.admin_urls()


class ImportMenuItem(ScreensMenuItem):
    """The importer in the menu of those who may use it."""

    def __init__(self, order: int = 50) -> None:
        super().__init__(_SCREENS, name="govportal-project-imports", order=order)
