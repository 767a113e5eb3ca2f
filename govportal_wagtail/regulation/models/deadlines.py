"""Running time limits with the rule they rest on, and everything that happened to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..vocabulary import LONGEST_REASON


class DeadlineState(models.TextChoices):
    """Where a time limit stands."""

    OPEN = "open", pgettext_lazy("deadline", "running")
    PAUSED = "paused", pgettext_lazy("deadline", "paused")
    MET = "met", pgettext_lazy("deadline", "done")
    CANCELLED = "cancelled", pgettext_lazy("deadline", "cancelled")


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Questions asked of the register of deadlines."""

    def unfinished(self) -> DeadlineQuerySet:
        """Those that still run or are paused."""
        return self.filter(state__in=[DeadlineState.OPEN, DeadlineState.PAUSED])

    def overdue(self, *, on: date) -> DeadlineQuerySet:
        """Running ones whose last day is before the given day."""
        return self.filter(state=DeadlineState.OPEN, due_on__lt=on)


class Deadline(models.Model):
    """One time limit of one thing. The rule is kept as it was when the clock started."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    subject = GenericForeignKey("content_type", "object_id")
    #: What the item is called in lists and messages, so that they need not load it.
    subject_label = models.CharField(pgettext_lazy("deadline", "item"), max_length=255)

    profile = models.CharField(_("regulation"), max_length=64)
    instrument = models.CharField(_("instrument"), max_length=64, blank=True)
    category = models.CharField(_("category"), max_length=64)
    role = models.CharField(_("role"), max_length=64, blank=True)
    article = models.CharField(pgettext_lazy("regulation", "article"), max_length=64, blank=True)
    #: The fields of the rule that decide the date: unit, days, direction, anchors, policies.
    rule = models.JSONField(_("rule"), default=dict)

    anchor_event = models.CharField(_("counted from"), max_length=64, blank=True)
    anchor_date = models.DateField(_("day of the event"), null=True, blank=True)
    #: None where the date cannot be computed, or nothing is counted.
    due_on = models.DateField(_("last day"), null=True, blank=True)
    first_due_on = models.DateField(_("last day at first"), null=True, blank=True)
    #: Days granted on top, in the unit of the rule.
    extra_days = models.PositiveSmallIntegerField(_("extension"), default=0)
    #: Closed and open intervals in which the clock stood: ``[[from, to or null], ...]``.
    pauses = models.JSONField(_("pauses"), default=list)
    explanation = models.JSONField(_("how it was counted"), default=dict)

    state = models.CharField(
        _("state"), max_length=10, choices=DeadlineState.choices, default=DeadlineState.OPEN
    )
    finished_on = models.DateField(_("done on"), null=True, blank=True)
    owners = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("who is told"), blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("started at"), auto_now_add=True)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="govportal_deadline_due"),
            models.Index(fields=["state", "anchor_date"], name="govportal_deadline_anchor"),
            models.Index(fields=["content_type", "object_id"], name="govportal_deadline_subject"),
        ]

    def __str__(self) -> str:
        return self.subject_label


class DeadlineEventKind(models.TextChoices):
    """What can happen to a time limit."""

    STARTED = "started", pgettext_lazy("deadline", "started")
    RESTARTED = "restarted", pgettext_lazy("deadline", "started anew")
    PAUSED = "paused", pgettext_lazy("deadline", "paused")
    RESUMED = "resumed", pgettext_lazy("deadline", "resumed")
    EXTENDED = "extended", pgettext_lazy("deadline", "extended")
    RECALCULATED = "recalculated", pgettext_lazy("deadline", "recalculated")
    MET = "met", pgettext_lazy("deadline", "done")
    CANCELLED = "cancelled", pgettext_lazy("deadline", "cancelled")


class DeadlineEvent(models.Model):
    """One line of a deadline's history; never changed."""

    deadline = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("event"), max_length=16, choices=DeadlineEventKind.choices)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON, blank=True)
    old_due_on = models.DateField(_("old last day"), null=True, blank=True)
    new_due_on = models.DateField(_("new last day"), null=True, blank=True)
    details: Any = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("deadline event")
        verbose_name_plural = _("deadline events")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.deadline}: {self.get_kind_display()}"
