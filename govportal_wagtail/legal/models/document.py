"""Legal documents and the libraries that hold them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.documents import get_document_model_string
from wagtail.models import Page
from wagtail.search import index

from ...core import network
from ...core.metadata import Metadata
from ...core.models import (
    AdministrativeField,
    Agency,
    ParagraphsField,
    PortalPageMixin,
    TranslatableRow,
)
from ...core.vietnamese import normalise
from ..public.api_fields import LEGAL_DOCUMENT
from ..staff import panels
from ..staff.forms import LegalDocumentPageForm
from ..symbols import parse_symbol
from ..validation import errors_of
from .choices import FileRole, Normativity, RelationKind, RelationScope, SigningCapacity, Validity
from .taxonomy import DocumentType


class LegalDocumentIndexMixin(PortalPageMixin):
    """A library of documents with its own scope, such as law kept apart from administration."""

    lead = models.TextField(_("introduction"), blank=True)
    scope = models.CharField(
        _("documents held"),
        max_length=20,
        blank=True,
        choices=Normativity.choices,
        help_text=_("Empty: documents of both kinds."),
    )
    reach = models.CharField(
        _("documents shown"),
        max_length=12,
        choices=network.Reach.choices,
        default=network.Reach.OWN,
    )

    content_panels = [*Page.content_panels, *panels.LIBRARY]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The template context with one page of the filtered list.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        # A list reads the register, which is one of the models; so it cannot be imported above.
        from ..public.listing import list_context  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | list_context(self, request)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The list; with status 400 where a filter is not understood."""
        response: HttpResponse = super().serve(request, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        if context.get("errors"):
            response.status_code = 400
        return response


class LegalDocumentIndexPage(LegalDocumentIndexMixin, Page):
    """A library of legal documents of a site."""

    template = "govportal/legal/legal_document_index_page.html"
    subpage_types = ["govportal_legal.LegalDocumentPage"]

    class Meta:
        verbose_name = _("document library")
        verbose_name_plural = _("document libraries")


class LegalDocumentMixin(PortalPageMixin):
    """A legal document: what is printed on it, what follows from it, and its text.

    The fields are those of Decision 40/2024/QĐ-UBND (Lạng Sơn) Article 5.1.a and of the national
    database of legal documents. A printed symbol is a fact: it is kept as it stands, and what is
    odd about it is a warning, never a refusal.
    """

    symbol = models.CharField(
        _("number and symbol"),
        max_length=120,
        blank=True,
        help_text=_("Exactly as printed, for example 68/2026/QĐ-UBND; empty for a draft."),
    )
    symbol_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    number = models.PositiveIntegerField(null=True, blank=True, editable=False)
    year = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    doc_type = models.ForeignKey(
        DocumentType, verbose_name=_("document type"), on_delete=models.PROTECT, related_name="+"
    )
    normativity = models.CharField(
        _("kind of document"),
        max_length=20,
        choices=Normativity.choices,
        default=Normativity.ADMINISTRATIVE,
    )
    issuer = models.ForeignKey(
        Agency, verbose_name=_("issuing body"), on_delete=models.PROTECT, related_name="+"
    )
    abstract = models.TextField(
        _("abstract"), help_text=_("The subject line of the document (trích yếu).")
    )
    signer = models.CharField(_("signed by"), max_length=255, blank=True)
    position = models.CharField(_("position of the signer"), max_length=255, blank=True)
    signing_capacity = models.CharField(
        _("signing capacity"), max_length=10, blank=True, choices=SigningCapacity.choices
    )
    administrative_fields = ParentalManyToManyField(
        AdministrativeField, verbose_name=_("fields of administration"), blank=True
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(
        _("expires on"),
        null=True,
        blank=True,
        help_text=_("The first day on which the document has no effect any more."),
    )
    gazette_number = models.CharField(_("gazette number"), max_length=60, blank=True)
    gazette_date = models.DateField(_("gazette date"), null=True, blank=True)
    summary_procedure = models.BooleanField(_("issued under the summary procedure"), default=False)
    is_draft = models.BooleanField(
        _("is a draft for comment"),
        default=False,
        help_text=_("A draft has no number of its own yet."),
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    national_id = models.CharField(_("number in the national database"), max_length=60, blank=True)
    full_text = ParagraphsField(
        _("full text"),
        blank=True,
        help_text=_(
            "Plain text as printed. Articles, clauses and points are recognised by themselves. "
            "Where it is empty, the text of the first readable file is used."
        ),
    )
    status_override = models.CharField(
        _("validity set by hand"), max_length=20, blank=True, choices=Validity.choices
    )
    status_override_reason = models.TextField(_("reason"), blank=True)

    content_panels = panels.IDENTITY
    text_panels = panels.TEXT
    relation_panels = panels.RELATIONS
    get_edit_handler = panels.document_edit_handler
    base_form_class = LegalDocumentPageForm
    api_fields = LEGAL_DOCUMENT
    search_fields = [
        *Page.search_fields,
        index.SearchField("abstract"),
        index.AutocompleteField("symbol"),
        index.FilterField("symbol_key"),
        index.FilterField("issued_on"),
        index.FilterField("doc_type"),
        index.FilterField("issuer"),
        index.FilterField("normativity"),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Derive what the symbol says and refuse what cannot be.

        Raises:
            ValidationError: next to each field with an error-level finding.
        """
        super().clean()
        self.derive()
        errors = errors_of(self)
        if errors:
            raise ValidationError(errors)

    def derive(self) -> None:
        """Normalise text and fill the fields that follow from the symbol and the dates."""
        self.symbol = normalise(self.symbol).strip()
        self.abstract = normalise(self.abstract).strip()
        self.full_text = normalise(self.full_text)
        parsed = parse_symbol(self.symbol)
        self.symbol_key = "" if self.is_draft else parsed.key[:120]
        self.number = None if self.is_draft else parsed.number
        issued_year = self.issued_on.year if self.issued_on else None
        self.year = issued_year if self.is_draft else (parsed.year or issued_year)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The template context with the document's validity, text, relations and files."""
        # What a page shows is read through the models, so it cannot be imported above.
        from ..public.documents import detail_context  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | detail_context(self, request)

    @property
    def is_normative(self) -> bool:
        """Whether this is a normative legal document."""
        return self.normativity == Normativity.NORMATIVE

    def get_lead(self) -> str:
        """The abstract of the document."""
        return self.abstract

    def get_metadata(self, **overrides: Any) -> Metadata:
        """Dublin Core elements of a legal document; the identifier is its symbol."""
        return super().get_metadata(
            creator=self.issuer.localized_name,
            date=self.issued_on,
            subject="; ".join(field.localized_name for field in self.administrative_fields.all()),
            identifier=self.symbol or self.full_url or "",
            schema_type="Legislation",
            **overrides,
        )


class LegalDocumentPage(LegalDocumentMixin, Page):  # type: ignore[django-manager-missing]
    """One legal document of a library."""

    template = "govportal/legal/legal_document_page.html"
    parent_page_types = ["govportal_legal.LegalDocumentIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")

    def derive(self) -> None:
        """Fill what follows from the symbol, also for the documents this one names."""
        super().derive()
        for relation in self.relations.all():
            relation.derive()


class DocumentFile(TranslatableRow):
    """A file of a legal document."""

    page = ParentalKey(LegalDocumentPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    role = models.CharField(
        _("role"), max_length=20, choices=FileRole.choices, default=FileRole.SIGNED
    )
    title = models.CharField(_("title"), max_length=255, blank=True)

    panels = panels.FILE

    class Meta(TranslatableRow.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.title or str(self.document)


class DocumentRelation(TranslatableRow):
    """What one document does to, or says of, another: a document here or a bare symbol."""

    page = ParentalKey(LegalDocumentPage, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=30, choices=RelationKind.choices)
    target = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("legal document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A document of this portal."),
    )
    target_symbol = models.CharField(
        _("or its number and symbol"),
        max_length=120,
        blank=True,
        help_text=_("For a document that is not here (yet); it is connected when it arrives."),
    )
    target_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    target_title = models.CharField(_("name of the document"), max_length=500, blank=True)
    scope = models.CharField(
        _("scope"), max_length=10, choices=RelationScope.choices, default=RelationScope.WHOLE
    )
    articles = models.CharField(
        pgettext_lazy("parts of a document", "articles"),
        max_length=255,
        blank=True,
        help_text=_("For example: Điều 5, khoản 2 Điều 7."),
    )
    effective_on = models.DateField(
        _("from"),
        null=True,
        blank=True,
        help_text=_("Empty: from the day this document takes effect."),
    )
    last_day = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day of a suspension.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)

    panels = panels.RELATION

    class Meta(TranslatableRow.Meta):
        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.target_symbol or self.target_title}"

    def clean(self) -> None:
        """Fill the symbol of a chosen document and refuse a relation that says nothing.

        Raises:
            ValidationError: next to the field that is missing or points at the document itself.
        """
        super().clean()
        self.derive()
        if not (self.target_id or self.target_symbol or self.target_title):
            raise ValidationError(
                {"target_symbol": _("Choose a legal document or write its number and symbol.")}
            )
        if self.target_id and self.target_id == self.page_id:
            raise ValidationError({"target": _("A document cannot be related to itself.")})
        if self.last_day and self.effective_on and self.last_day < self.effective_on:
            raise ValidationError({"last_day": _("The last day is before the first day.")})
        if self.scope == RelationScope.ARTICLES and not self.articles.strip():
            raise ValidationError({"articles": _("Name the articles.")})

    def derive(self) -> None:
        """Fill the comparison key from the chosen document or the written symbol."""
        self.target_symbol = normalise(self.target_symbol).strip()
        if self.target_symbol:
            self.target_key = parse_symbol(self.target_symbol).key[:120]
