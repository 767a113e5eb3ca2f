"""The words of schedules: sessions, who is shown what, states, kinds of changes.

The codes are stored and never change; the labels are for people.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Session(models.TextChoices):
    """The part of a day; the only thing known of an item without a time."""

    ALL_DAY = "all_day", pgettext_lazy("session", "All day")
    MORNING = "morning", pgettext_lazy("session", "Morning")
    AFTERNOON = "afternoon", pgettext_lazy("session", "Afternoon")
    EVENING = "evening", pgettext_lazy("session", "Evening")


class Visibility(models.TextChoices):
    """What the public reads of an item."""

    PUBLIC = "public", pgettext_lazy("schedule", "public")
    #: Only that the leader works at that time.
    BUSY = "busy", pgettext_lazy("schedule", "shown as “working”")
    INTERNAL = "internal", pgettext_lazy("schedule", "internal")


class ItemStatus(models.TextChoices):
    """Whether an item takes place as planned; nothing that was published is deleted."""

    PLANNED = "planned", pgettext_lazy("schedule", "as planned")
    POSTPONED = "postponed", pgettext_lazy("schedule", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("schedule", "cancelled")


class PersonRole(models.TextChoices):
    """In which capacity somebody takes part."""

    CHAIR = "chair", pgettext_lazy("schedule", "chair")
    PARTICIPANT = "participant", pgettext_lazy("schedule", "participant")


class ChangeKind(models.TextChoices):
    """What became of an item after its week had been published."""

    ADDED = "added", pgettext_lazy("change of a schedule", "added")
    TIME = "time", pgettext_lazy("change of a schedule", "time changed")
    PLACE = "place", pgettext_lazy("change of a schedule", "place changed")
    CONTENT = "content", pgettext_lazy("change of a schedule", "content changed")
    PEOPLE = "people", pgettext_lazy("change of a schedule", "people changed")
    POSTPONED = "postponed", pgettext_lazy("change of a schedule", "postponed")
    CANCELLED = "cancelled", pgettext_lazy("change of a schedule", "cancelled")
    #: Takes place after all.
    RESTORED = "restored", pgettext_lazy("change of a schedule", "takes place again")
    #: Not shown any more: made internal, or its week was taken down.
    WITHDRAWN = "withdrawn", pgettext_lazy("change of a schedule", "no longer shown")


class RequestState(models.TextChoices):
    """Where an item stands that a unit registered."""

    REGISTERED = "registered", pgettext_lazy("registered item", "waits for the office")
    ACCEPTED = "accepted", pgettext_lazy("registered item", "taken into the schedule")
    RETURNED = "returned", pgettext_lazy("registered item", "returned for completion")
    REFUSED = "refused", pgettext_lazy("registered item", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("registered item", "withdrawn")


class Frequency(models.TextChoices):
    """How an item comes back."""

    WEEKLY = "weekly", pgettext_lazy("recurring item", "on a day of the week")
    MONTHLY_BY_DAY = "monthly_by_day", pgettext_lazy("recurring item", "on a day of the month")
    MONTHLY_BY_WEEKDAY = (
        "monthly_by_weekday",
        pgettext_lazy("recurring item", "on a weekday of the month"),
    )


class ScheduleEventKind(models.TextChoices):
    """The steps that the log of schedules keeps."""

    REGISTERED = "registered", pgettext_lazy("event of a schedule", "registered by the unit")
    CHANGED = "changed", pgettext_lazy("event of a schedule", "changed by the unit")
    ACCEPTED = "accepted", pgettext_lazy("event of a schedule", "taken into the schedule")
    RETURNED = "returned", pgettext_lazy("event of a schedule", "returned for completion")
    REFUSED = "refused", pgettext_lazy("event of a schedule", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("event of a schedule", "withdrawn")
    WEEK_CREATED = "week_created", pgettext_lazy("event of a schedule", "week begun")
    WEEK_COPIED = "week_copied", pgettext_lazy("event of a schedule", "copied from another week")
    WEEK_FILLED = "week_filled", pgettext_lazy("event of a schedule", "recurring items added")
    IMPORTED = "imported", pgettext_lazy("event of a schedule", "imported")
    EDITED = "edited", pgettext_lazy("event of a schedule", "edited")
