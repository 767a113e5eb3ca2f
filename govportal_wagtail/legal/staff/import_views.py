"""The importer of documents in the admin."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, URLResolver
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from ...core.importing.screens import ImportScreens, ScreensMenuItem
from ..importing.feature import DOCUMENTS
from ..importing.tasks import import_register
from .import_forms import DocumentUploadForm


class DocumentImportScreens(ImportScreens):
    """The screens of the importer of documents."""

    feature = DOCUMENTS
    form_class = DocumentUploadForm
    namespace = "govportal_imports"
    base_path = "document-imports/"
    title = gettext_lazy("Import documents")

    def preview_heading(self, count: int, target: Page) -> str:
        """How many rows the file has for the library."""
        text = ngettext(
            "%(counter)s row for the library “%(library)s”.",
            "%(counter)s rows for the library “%(library)s”.",
            count,
        )
        return text % {"counter": count, "library": target.title}

    def enqueue(self, run_id: int, language: str) -> None:
        """Have a run carried out, in the background where the site has workers."""
        import_register.enqueue(run_id, language)


_SCREENS: Final = DocumentImportScreens()


def get_admin_urls() -> list[URLPattern | URLResolver]:
    """What the hook ``register_admin_urls`` returns for the importer."""
    return _SCREENS.admin_urls()


class ImportMenuItem(ScreensMenuItem):
    """The importer in the menu of those who may use it."""

    def __init__(self, order: int = 900) -> None:
        super().__init__(_SCREENS, name="govportal-imports", order=order)
