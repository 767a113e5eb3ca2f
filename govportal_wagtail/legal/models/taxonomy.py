"""Document types (hình thức văn bản), reference data keyed by code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from ...core.models import LocalizedNameMixin


class DocumentType(index.Indexed, LocalizedNameMixin):
    """One type of document, with its abbreviation (Decree 30/2020/NĐ-CP, Annex III)."""

    has_official_names = True
    names_are_common_words = True

    code = models.SlugField(_("code"), max_length=64, unique=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=20, blank=True)
    can_be_normative = models.BooleanField(_("may be a normative document"), default=False)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("abbreviation")]),
        FieldRowPanel([FieldPanel("can_be_normative"), FieldPanel("sort_order")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("document type")
        verbose_name_plural = _("document types")
        ordering = ["sort_order", "name"]
