"""What units register for coming weeks, what comes back by itself, and imports under way."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from ...core.models import Agency
from ..vocabulary import Frequency, RequestState
from .items import DatedItem, ItemContent, TakingPart
from .pages import ScheduleIndexPage, Weekday


class ScheduleRequest(DatedItem):  # type: ignore[django-manager-missing]
    """An item that a unit asks the office to take into a schedule."""

    schedule = models.ForeignKey(
        ScheduleIndexPage,
        verbose_name=_("working schedule"),
        on_delete=models.CASCADE,
        related_name="requests",
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("registered by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        pgettext_lazy("registered item", "state"),
        max_length=12,
        choices=RequestState.choices,
        default=RequestState.REGISTERED,
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    #: Of a return or refusal, for the unit.
    reason = models.TextField(_("reason"), blank=True)
    #: The item that it became.
    item_uid = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("registered item")
        verbose_name_plural = _("registered items")
        ordering = ["date", "starts_at", "pk"]
        indexes = [
            models.Index(fields=["schedule", "state", "date"], name="govportal_sched_req_state"),
            models.Index(fields=["agency", "date"], name="govportal_sched_req_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.content[:80]}"


class RequestPerson(TakingPart):
    """Somebody in office whom a unit asks to take part."""

    request = models.ForeignKey(ScheduleRequest, on_delete=models.CASCADE, related_name="people")

    class Meta(TakingPart.Meta):
        verbose_name = _("person in a registered item")
        verbose_name_plural = _("people in registered items")


class RecurringItem(ItemContent, ClusterableModel):  # type: ignore[django-manager-missing]
    """An item that comes back: the meeting of every Monday, receiving citizens on the 15th."""

    schedule = models.ForeignKey(
        ScheduleIndexPage,
        verbose_name=_("working schedule"),
        on_delete=models.CASCADE,
        related_name="recurring_items",
    )
    frequency = models.CharField(
        _("how it comes back"),
        max_length=20,
        choices=Frequency.choices,
        default=Frequency.WEEKLY,
    )
    #: Every week, every second week; every month, every third month.
    interval = models.PositiveSmallIntegerField(
        _("every how many weeks or months"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
    )
    weekday = models.PositiveSmallIntegerField(
        _("day of the week"), choices=Weekday.choices, null=True, blank=True
    )
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
    )
    #: 1 to 4, or -1 for the last one.
    week_of_month = models.SmallIntegerField(
        _("which one of the month"),
        choices=[
            (1, pgettext_lazy("weekday of the month", "first")),
            (2, pgettext_lazy("weekday of the month", "second")),
            (3, pgettext_lazy("weekday of the month", "third")),
            (4, pgettext_lazy("weekday of the month", "fourth")),
            (-1, pgettext_lazy("weekday of the month", "last")),
        ],
        null=True,
        blank=True,
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("recurring item")
        verbose_name_plural = _("recurring items")
        ordering = ["schedule", "frequency", "weekday", "starts_at", "pk"]

    def __str__(self) -> str:
        return self.content[:80]

    def clean(self) -> None:
        """Ask for what the way of coming back needs.

        Raises:
            ValidationError: next to the field that is missing or wrong.
        """
        errors: dict[str, Any] = {}
        try:
            super().clean()
        except ValidationError as error:
            errors |= error.error_dict
        needed = {
            Frequency.WEEKLY: ["weekday"],
            Frequency.MONTHLY_BY_DAY: ["day_of_month"],
            Frequency.MONTHLY_BY_WEEKDAY: ["weekday", "week_of_month"],
        }
        for name in needed.get(Frequency(self.frequency), []) if self.frequency else []:
            if getattr(self, name) is None:
                errors[name] = _("Choose one.")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day is before the first day.")
        if errors:
            raise ValidationError(errors)


class RecurringPerson(TakingPart):
    """Somebody in office who takes part each time."""

    item = ParentalKey(RecurringItem, on_delete=models.CASCADE, related_name="people")

    class Meta(TakingPart.Meta):
        verbose_name = _("person in a recurring item")
        verbose_name_plural = _("people in recurring items")


class ScheduleImport(models.Model):
    """A table that was read and not applied yet: what was understood of each row."""

    schedule = models.ForeignKey(
        ScheduleIndexPage, on_delete=models.CASCADE, related_name="imports"
    )
    monday = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(_("file"), max_length=255, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    #: One object per row of the table, as ``importing.rows`` describes it.
    rows: Any = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import of a week")
        verbose_name_plural = _("imports of weeks")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name or f"{self.created_at:%d/%m/%Y %H:%M}"
