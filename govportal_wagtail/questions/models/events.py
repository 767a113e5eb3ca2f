"""The log of questions: one line per step, written once, without personal data of the asker."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ...core.append_only import AppendOnlyModel
from ..vocabulary import QuestionEventKind


class QuestionEvent(AppendOnlyModel):
    """Who did what with which question, for which agency, when and why.

    It names people and questions by number and by the name they had: a line outlives them, and a
    database trigger refuses to change it.
    """

    question_id = models.BigIntegerField(db_index=True)
    portal_site_id = models.BigIntegerField(db_index=True)
    #: The number of the question.
    label = models.CharField(_("number"), max_length=24)
    kind = models.CharField(_("event"), max_length=20, choices=QuestionEventKind.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    #: None for the asker and for the system.
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(_("agency"), max_length=255, blank=True)
    role = models.CharField(_("role"), max_length=24, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    #: Of the regulation on which the step rests.
    article = models.CharField(_("article of the regulation"), max_length=64, blank=True)
    profile = models.CharField(_("regulation"), max_length=64, blank=True)
    details: Any = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event of a question")
        verbose_name_plural = _("events of questions")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_kind_display()}"
