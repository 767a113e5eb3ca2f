"""The log of the editorial flow: one line per step, written once and never changed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.append_only import AppendOnlyModel
from ..vocabulary import EventKind


class EditorialEvent(AppendOnlyModel):
    """Who did what with which item or page, for which agency, when, why and on what text.

    It names people, items and pages by number and by the name they had: a line outlives them, and
    a database trigger refuses to change it.
    """

    item_id = models.BigIntegerField(null=True, db_index=True)
    page_id = models.BigIntegerField(null=True, db_index=True)
    portal_site_id = models.BigIntegerField(null=True, db_index=True)
    label = models.CharField(pgettext_lazy("editorial event", "item"), max_length=255)
    kind = models.CharField(_("event"), max_length=24, choices=EventKind.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(_("agency"), max_length=255, blank=True)
    #: The role in which it was done, or ``superuser``; empty for the public and for the system.
    role = models.CharField(_("role"), max_length=24, blank=True)
    step = models.CharField(pgettext_lazy("workflow", "step"), max_length=64, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    ground_letter = models.CharField(_("ground"), max_length=8, blank=True)
    ground_text = models.TextField(_("wording of the ground"), blank=True)
    article = models.CharField(pgettext_lazy("regulation", "article"), max_length=64, blank=True)
    profile = models.CharField(_("regulation"), max_length=64, blank=True)
    instrument = models.CharField(_("instrument"), max_length=64, blank=True)
    revision_id = models.BigIntegerField(null=True)
    #: SHA-256 of the content of the revision as hexadecimal digits.
    revision_hash = models.CharField(max_length=64, blank=True)
    details: Any = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("editorial event")
        verbose_name_plural = _("editorial events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_kind_display()}"
