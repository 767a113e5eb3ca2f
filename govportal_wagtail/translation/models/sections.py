"""A section whose pages are selected together, in the background, with its progress."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from ...core.models import Agency, PortalSite
from ...regulation.presentation.language_names import language_name


class SectionSelection(models.Model):
    """The order to have a page and what is posted below it translated into one language."""

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="+"
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+"
    )
    section = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    reason = models.TextField(_("reason for the selection"), blank=True)
    unit = models.ForeignKey(
        Agency,
        verbose_name=_("translating unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("to be translated by"), null=True, blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("selected by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ordered_at = models.DateTimeField(_("selected at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    #: Pages: to be looked at, and selected with what stands above them.
    total = models.PositiveIntegerField(default=0)
    selected = models.PositiveIntegerField(default=0)
    #: Pages that could not be selected: ``{"title": ..., "problem": ...}`` each.
    refused: Any = models.JSONField(default=list, blank=True)
    #: What stopped it, for the reader of the screen.
    message = models.TextField(_("message"), blank=True)

    class Meta:
        verbose_name = _("selection of a section")
        verbose_name_plural = _("selections of sections")
        ordering = ["-ordered_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def language_name(self) -> str:
        """What the language is called in the active one."""
        return language_name(self.locale.language_code)

    @property
    def done(self) -> int:
        """How many pages were looked at."""
        return self.selected + len(self.refused)
