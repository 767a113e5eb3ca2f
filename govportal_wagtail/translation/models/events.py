"""The log of translations: one line per step, written once."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.append_only import AppendOnlyModel
from ..vocabulary import TranslationEventKind


class TranslationEvent(AppendOnlyModel):
    """Who did what with which translation, for which agency, when and why.

    It names people and pages by number and by the name they had: a line outlives them, and a
    database trigger refuses to change it.
    """

    translation_id = models.BigIntegerField(db_index=True)
    portal_site_id = models.BigIntegerField(null=True, db_index=True)
    source_id = models.BigIntegerField(null=True)
    target_id = models.BigIntegerField(null=True)
    #: The title of the source.
    label = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=100)
    kind = models.CharField(_("event"), max_length=16, choices=TranslationEventKind.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    #: None for the system.
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(_("agency"), max_length=255, blank=True)
    role = models.CharField(_("role"), max_length=24, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    #: The version of the source, or of the translation, that the step is about.
    revision_id = models.BigIntegerField(null=True)
    details: Any = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event of a translation")
        verbose_name_plural = _("events of translations")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.label} ({self.language}): {self.get_kind_display()}"

    @property
    def sent_to(self) -> str:
        """The unit to which the text went with this step; empty for every other step."""
        is_sent = self.kind == TranslationEventKind.SENT
        return str(self.details.get("unit", "")) if is_sent else ""
