"""Wires the screens of legal documents into the admin: lists, chooser, importer, checks, log."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .models import LegalDocumentPage
from .staff import import_views, viewsets
from .staff.checks import findings_of
from .staff.choosers import chooser
from .staff.recognised import found_relations
from .staff.symbol_check import check_symbol

_URLS = [
    path("check-symbol/", check_symbol, name="check_symbol"),
    path("<int:page_id>/found-relations/", found_relations, name="found_relations"),
]

register_snippet(viewsets.document_types)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The lists of documents and libraries, and the chooser."""
    return [viewsets.documents, viewsets.libraries, chooser]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The importer, the check of a symbol, the relations found in a text."""
    ours = path("govportal-legal/", include((_URLS, "govportal_legal_admin")))
    return [ours, *import_views.get_admin_urls()]


@hooks.register("register_admin_menu_item")
def register_menu() -> MenuItem:
    """One place in the menu for everything about documents."""
    items = [
        viewsets.documents.get_menu_item(1),
        viewsets.libraries.get_menu_item(2),
        import_views.ImportMenuItem(3),
        viewsets.document_types.get_menu_item(4),
    ]
    return SubmenuMenuItem(
        pgettext_lazy("menu", "Legal documents"),
        Menu(items=items),
        name="govportal-legal",
        icon_name="doc-full",
        order=210,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the history of a page calls our own actions."""
    actions.register_action(
        "govportal_legal.import", gettext_lazy("Import"), gettext_lazy("Imported from a register")
    )
    actions.register_action(
        "govportal_legal.add_relations",
        gettext_lazy("Add relations"),
        gettext_lazy("Added relations found in the text"),
    )


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def warn_about_document(request: HttpRequest, page: Page) -> None:
    """Say after saving what should be looked at again; a save in the background stays silent."""
    if not isinstance(page, LegalDocumentPage) or not request.accepts("text/html"):
        return
    findings = findings_of(page, request.user)
    if findings:
        rows = format_html_join("", "<li>{}</li>", ((each.message,) for each in findings))
        heading = _("Please look at this document again:")
        messages.warning(request, format_html("{}<ul>{}</ul>", heading, rows))
