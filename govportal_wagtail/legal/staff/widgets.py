"""Input fields of the document form: the chooser of another document, the checked symbol."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Media
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.widgets.chooser import BaseChooser


def display_title(document: Any) -> str:
    """One line that names a document: its number and symbol, and the beginning of its abstract."""
    abstract = Truncator(document.abstract).words(16)
    return f"{document.symbol} – {abstract}" if document.symbol else document.title


class DocumentChooser(BaseChooser):  # type: ignore[misc]
    """Chooses a legal document; the value is the id of its page.

    ``user`` is set by the panel: what a user may not see is not named.
    """

    model = "govportal_legal.LegalDocumentPage"
    chooser_modal_url_name = "govportal_legal_chooser:choose"
    choose_one_text = _("Choose a legal document")
    choose_another_text = _("Choose another legal document")
    link_to_chosen_text = _("Edit this legal document")
    icon = "doc-full"
    user: Any = None

    def get_display_title(self, instance: Any) -> str:
        """The line that names the document."""
        return display_title(instance)

    def get_value_data_from_instance(self, instance: Any) -> dict[str, Any]:
        """What the field shows; the name of a hidden document is left out."""
        # The choosing rules read the models, which use this widget in their panels.
        from .access import visible_documents  # noqa: PLC0415

        visible = (
            self.user is not None and visible_documents(self.user).filter(pk=instance.pk).exists()
        )
        return {
            "id": instance.pk,
            "edit_url": AdminURLFinder(self.user).get_edit_url(instance) if visible else None,
            self.display_title_key: (
                self.get_display_title(instance)
                if visible
                else str(_("A document that you may not see"))
            ),
        }


class SymbolInput(forms.TextInput):
    """A text field that tells, while one types, how the symbol is read and whether it is new."""

    template_name = "govportal/legal/admin/symbol_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The context of the widget with the address that checks a symbol."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["check_url"] = reverse("govportal_legal_admin:check_symbol")
        return context

    @property
    def media(self) -> Media:
        """The controller that asks and shows the answer."""
        return Media(js=["govportal/admin/js/symbol_check.js"])
