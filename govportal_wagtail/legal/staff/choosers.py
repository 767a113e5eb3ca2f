"""The chooser of a legal document: by number in any spelling or by words.

Offers what the user may know of: public documents, and those they find in the page explorer.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import F
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, LocaleFilterMixin
from wagtail.admin.ui.tables import Column, LocaleColumn, TitleColumn
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from ... import conf
from ..models import LegalDocumentPage
from . import columns, page_queries
from .access import visible_documents
from .widgets import DocumentChooser, display_title


class DocumentSearchForm(BaseFilterForm):  # type: ignore[misc]
    """One field that takes a number or words."""

    q = forms.CharField(
        label=_("Number or words"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("For example 158/2025/NĐ-CP")}),
    )

    def filter(self, objects: Any) -> Any:
        """The documents found, best match first."""
        objects = super().filter(objects)
        query = self.cleaned_data.get("q", "")[: conf.SEARCH_QUERY_LENGTH]
        if not query:
            return objects
        self.is_searching, self.search_query = True, query
        return page_queries.search(objects, query)


class _LocalizedDocumentSearchForm(LocaleFilterMixin, DocumentSearchForm):  # type: ignore[misc]
    """The same for a portal in several languages."""


class _ChooseMixin:
    """What both the window of the chooser and a new page of its results show."""

    request: Any
    i18n_enabled: bool
    is_multiple_choice: Any
    chosen_url_name: str
    append_preserved_url_parameters: Any
    ordering = (F("issued_on").desc(nulls_last=True), "-pk")

    def get_object_list(self) -> Any:
        """Documents that the user may choose."""
        documents = visible_documents(self.request.user).defer("full_text")
        documents = page_queries.with_validity(documents, on=timezone.localdate())
        return documents.select_related("doc_type", "issuer", "locale")

    def get_filter_form_class(self) -> type[DocumentSearchForm]:
        """The search form; with the languages where there are several."""
        return _LocalizedDocumentSearchForm if self.i18n_enabled else DocumentSearchForm

    def can_create(self) -> bool:
        """Documents are made below a library, not in a chooser."""
        return False

    @property
    def columns(self) -> list[Any]:
        """Symbol, abstract, issuer, day of issue, validity and publication."""
        found = [
            self.title_column,
            Column("abstract", label=_("Abstract"), accessor=_abstract),
            Column("issuer", label=_("Issuing body"), accessor="issuer.localized_name"),
            Column("issued_on", label=_("Issued on"), accessor=columns.short_day("issued_on")),
            Column("validity", label=_("Validity today"), accessor=columns.validity_label),
            Column("status", label=_("Publication"), accessor=columns.publication_label),
        ]
        return [*found, LocaleColumn(sort_key=None)] if self.i18n_enabled else found

    @property
    def title_column(self) -> Any:
        """The symbol, which chooses the document."""
        label = _("Number and symbol")
        if self.is_multiple_choice:
            return TitleColumn(
                "symbol", label=label, accessor=_symbol, label_prefix="chooser-modal-select"
            )
        return TitleColumn(
            "symbol",
            label=label,
            accessor=_symbol,
            get_url=self._chosen_url,
            link_attrs={"data-chooser-modal-choice": True},
        )

    def _chosen_url(self, document: LegalDocumentPage) -> str:
        url = reverse(self.chosen_url_name, args=(quote(document.pk),))
        return str(self.append_preserved_url_parameters(url))


def _symbol(document: LegalDocumentPage) -> str:
    return document.symbol or document.title


def _abstract(document: LegalDocumentPage) -> str:
    return str(Truncator(document.abstract).words(30))


class DocumentChooseView(_ChooseMixin, views.ChooseView):  # type: ignore[misc]
    """The window of the chooser."""


class DocumentChooseResultsView(_ChooseMixin, views.ChooseResultsView):  # type: ignore[misc]
    """The results of a search in the chooser."""


class _ChosenMixin:
    request: Any

    def get_object(self, pk: str) -> LegalDocumentPage:
        """The chosen document.

        Raises:
            DoesNotExist: if there is none of that id that the user may choose.
        """
        if not pk.isdecimal():
            raise LegalDocumentPage.DoesNotExist
        return visible_documents(self.request.user).get(pk=pk)  # type: ignore[no-any-return]

    def get_objects(self, pks: list[str]) -> Any:
        """Those of the chosen documents that the user may choose."""
        ids = [pk for pk in pks if pk.isdecimal()]
        return visible_documents(self.request.user).filter(pk__in=ids)

    def get_display_title(self, instance: LegalDocumentPage) -> str:
        """The line that names the document."""
        return display_title(instance)


class DocumentChosenView(_ChosenMixin, views.ChosenView):  # type: ignore[misc]
    """Hands over the chosen document."""


class DocumentChosenMultipleView(_ChosenMixin, views.ChosenMultipleView):  # type: ignore[misc]
    """Hands over several chosen documents."""


class LegalDocumentChooserViewSet(ChooserViewSet):  # type: ignore[misc]
    """The chooser with its addresses; made for fields that hold the id of a page."""

    model = LegalDocumentPage
    icon = "doc-full"
    choose_one_text = _("Choose a legal document")
    choose_another_text = _("Choose another legal document")
    edit_item_text = _("Edit this legal document")
    per_page = 20
    base_widget_class = DocumentChooser
    choose_view_class = DocumentChooseView
    choose_results_view_class = DocumentChooseResultsView
    chosen_view_class = DocumentChosenView
    chosen_multiple_view_class = DocumentChosenMultipleView

    def get_urlpatterns(self) -> list[URLPattern]:
        """The addresses of choosing only: documents are not created here."""
        return [
            path("", self.choose_view, name="choose"),
            path("results/", self.choose_results_view, name="choose_results"),
            path("chosen/<str:pk>/", self.chosen_view, name="chosen"),
            path("chosen-multiple/", self.chosen_multiple_view, name="chosen_multiple"),
        ]


chooser = LegalDocumentChooserViewSet(
    "govportal_legal_chooser", url_prefix="govportal-documents/choose"
)
