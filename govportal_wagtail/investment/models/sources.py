"""Sources of capital, reference data keyed by code."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from ...core.models import LocalizedNameMixin


class CapitalSource(index.Indexed, LocalizedNameMixin):
    """One source of capital, such as the provincial budget."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("source of capital")
        verbose_name_plural = _("sources of capital")
        ordering = ["sort_order", "name"]
