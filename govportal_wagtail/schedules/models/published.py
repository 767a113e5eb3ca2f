"""What of the schedules was published and how it changed: for readers and their calendars."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.append_only import AppendOnlyModel
from ..vocabulary import ChangeKind, ScheduleEventKind
from .pages import ScheduleIndexPage


class PublishedItem(models.Model):
    """What the public was told of an item last; a calendar needs it to say what changed.

    Versions of a page bring back old rows; this row is written when a version becomes public and
    knows nothing of drafts.
    """

    #: That of the item; the schedule in another language tells of the same one.
    uid = models.UUIDField()
    schedule = models.ForeignKey(
        ScheduleIndexPage, on_delete=models.CASCADE, related_name="published_items"
    )
    monday = models.DateField(db_index=True)
    #: As ``publishing.snapshot`` makes it: nothing internal.
    shown: Any = models.JSONField(default=dict)
    #: SEQUENCE of RFC 5545: how many times what was shown has changed.
    sequence = models.PositiveIntegerField(default=0)
    first_published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    #: Since when it is not shown any more; calendars are told that it is cancelled.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("published item")
        verbose_name_plural = _("published items")
        constraints = [
            models.UniqueConstraint(fields=["schedule", "uid"], name="govportal_sched_pub_once")
        ]
        indexes = [
            models.Index(fields=["schedule", "monday"], name="govportal_sched_pub_week"),
            models.Index(fields=["schedule", "withdrawn_at"], name="govportal_sched_pub_gone"),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class ScheduleChange(AppendOnlyModel):
    """A change of a published item, with its reason, as the public reads it."""

    schedule_id = models.BigIntegerField()
    monday = models.DateField()
    uid = models.UUIDField(db_index=True)
    kind = models.CharField(
        pgettext_lazy("schedule", "change"), max_length=12, choices=ChangeKind.choices
    )
    #: What was shown before and after, see ``publishing.snapshot``; empty for added items.
    before: Any = models.JSONField(default=dict, blank=True)
    after: Any = models.JSONField(default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("time"), db_index=True)
    #: None for the system.
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)

    class Meta:
        verbose_name = _("change of a schedule")
        verbose_name_plural = _("changes of schedules")
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["schedule_id", "monday"], name="govportal_sched_chg_week"),
            models.Index(fields=["schedule_id", "at"], name="govportal_sched_chg_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.at:%d/%m/%Y %H:%M}"


class ScheduleEvent(AppendOnlyModel):
    """Who did what with registrations and weeks before they were public, when and why."""

    schedule_id = models.BigIntegerField(db_index=True)
    portal_site_id = models.BigIntegerField(db_index=True)
    request_id = models.BigIntegerField(null=True, db_index=True)
    monday = models.DateField(null=True)
    kind = models.CharField(_("event"), max_length=20, choices=ScheduleEventKind.choices)
    at = models.DateTimeField(_("time"), db_index=True)
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(_("by"), max_length=255, blank=True)
    agency_id = models.BigIntegerField(null=True)
    agency_name = models.CharField(_("agency"), max_length=255, blank=True)
    role = models.CharField(_("role"), max_length=24, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    details: Any = models.JSONField(_("details"), default=dict, blank=True)

    class Meta:
        verbose_name = _("event of a schedule")
        verbose_name_plural = _("events of schedules")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.at:%d/%m/%Y %H:%M}"
