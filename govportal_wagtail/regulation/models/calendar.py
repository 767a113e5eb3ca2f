"""Days that differ from the public holidays everybody knows, and how official a year is."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarOverride(models.Model):
    """One day that is, or is not, a working day by a decision of its own."""

    date = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(
        _("working day"),
        default=False,
        help_text=_("A Saturday that is worked in exchange for another day is a working day."),
    )
    label = models.CharField(_("reason"), max_length=255)
    basis = models.CharField(
        _("legal document"),
        max_length=255,
        blank=True,
        help_text=_("Number and date of the notice or decision."),
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)

    #: The day as the database has it; when it is changed, two days change.
    stored_date: datetime.date | None = None

    class Meta:
        verbose_name = _("exceptional day")
        verbose_name_plural = _("exceptional days")
        ordering = ["-date"]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.label}"

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], **kwargs: Any
    ) -> CalendarOverride:
        """Remember the day that was read."""
        instance = super().from_db(db, field_names, values, **kwargs)
        # Asking a deferred field would read it, and that comes here again.
        instance.stored_date = instance.__dict__.get("date")
        return instance


class CalendarYear(models.Model):
    """Whether the days off of a year rest on an official notice; otherwise it is provisional."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    is_official = models.BooleanField(_("officially announced"), default=False)
    basis = models.CharField(_("legal document"), max_length=255, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now=True)

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
