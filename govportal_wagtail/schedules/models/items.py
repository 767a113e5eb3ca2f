"""What stands in a schedule: items, who takes part in them, and what an item is made of."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from ...core.models import Agency, Post, TranslatableRow, row_of_version
from ...core.vietnamese import normalise
from ..times import session_of
from ..vocabulary import ItemStatus, PersonRole, Session, Visibility

_LINES: Final = (
    *("place", "chairs_text", "participants_text", "preparing_text", "requester"),
    "vehicle",
)
_TEXTS: Final = ("content", "internal_note")


class ItemContent(models.Model):
    """What an item is about, without its day: shared by items, registrations, recurring items."""

    session = models.CharField(
        pgettext_lazy("schedule", "part of the day"), max_length=12, choices=Session.choices
    )
    starts_at = models.TimeField(pgettext_lazy("time of day", "from"), null=True, blank=True)
    #: None where nobody stated it.
    ends_at = models.TimeField(pgettext_lazy("time of day", "until"), null=True, blank=True)
    content = models.TextField(pgettext_lazy("schedule", "content"))
    place = models.CharField(pgettext_lazy("schedule", "place"), max_length=500, blank=True)
    #: Guests and groups who are not in the register of people; people in office are rows.
    chairs_text = models.CharField(
        pgettext_lazy("schedule", "chaired by (other people)"), max_length=500, blank=True
    )
    participants_text = models.CharField(
        pgettext_lazy("schedule", "taking part (other people)"), max_length=1000, blank=True
    )
    preparing_agency = models.ForeignKey(
        Agency,
        verbose_name=_("preparing unit"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    preparing_text = models.CharField(_("prepared by (in words)"), max_length=255, blank=True)
    requester = models.CharField(
        pgettext_lazy("schedule", "asked for by"), max_length=255, blank=True
    )
    visibility = models.CharField(
        pgettext_lazy("schedule", "shown to"),
        max_length=10,
        choices=Visibility.choices,
        default=Visibility.PUBLIC,
    )
    # Never public.
    vehicle = models.CharField(pgettext_lazy("schedule", "vehicle"), max_length=255, blank=True)
    internal_note = models.TextField(_("internal note"), blank=True)
    online_link = models.URLField(_("link of the online meeting"), max_length=500, blank=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Bring texts into their stored form; the session follows the time where none is given.

        Raises:
            ValidationError: on ``ends_at`` without or before a beginning; on ``session`` where
                nothing says when it is; on ``content`` where nothing of it can be seen.
        """
        super().clean()
        for name in _LINES:
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        for name in _TEXTS:
            setattr(self, name, normalise(getattr(self, name) or "").strip())
        if self.starts_at is not None and not self.session:
            self.session = session_of(self.starts_at)
        errors: dict[str, Any] = {}
        if not self.session:
            errors["session"] = _("State a time or a part of the day.")
        if self.ends_at is not None and self.starts_at is None:
            errors["ends_at"] = _("State when it begins, too.")
        elif self.ends_at is not None and self.starts_at and self.ends_at <= self.starts_at:
            errors["ends_at"] = _("It ends before it begins.")
        if not self.content:
            errors["content"] = _("Write what it is about.")
        if errors:
            raise ValidationError(errors)


class DatedItem(ItemContent):
    """An item on its day."""

    date = models.DateField(pgettext_lazy("schedule", "day"), db_index=True)

    class Meta:
        abstract = True


class TakingPart(Orderable):
    """Somebody in office who takes part; what they were called then stays, whatever they become."""

    post = models.ForeignKey(
        Post,
        verbose_name=pgettext_lazy("office", "post"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role = models.CharField(
        pgettext_lazy("schedule", "role"),
        max_length=12,
        choices=PersonRole.choices,
        default=PersonRole.CHAIR,
    )
    #: Name and post as they were when the row was written: "Nguyễn Văn A, Phó Chủ tịch".
    label = models.CharField(pgettext_lazy("schedule", "shown as"), max_length=400, blank=True)

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write down what the person is called, where nothing is written yet."""
        if not self.label and self.post is not None:
            self.label = f"{self.post.person.name}, {self.post.title}"
        super().save(*args, **kwargs)


class ScheduleItem(DatedItem, ClusterableModel, TranslatableRow):  # type: ignore[django-manager-missing]
    """One line of a week: who does what, when and where."""

    page = ParentalKey(
        "govportal_schedules.WeeklySchedulePage", on_delete=models.CASCADE, related_name="items"
    )
    #: The same in every version and language of the week; calendars know the item by it.
    uid = models.UUIDField(default=uuid.uuid4, editable=False, db_index=True)
    status = models.CharField(
        pgettext_lazy("schedule", "state"),
        max_length=12,
        choices=ItemStatus.choices,
        default=ItemStatus.PLANNED,
    )
    #: Shown to the public with the change; asked for once the week was published.
    change_reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    #: Codes of findings that somebody looked at and accepts, see ``findings``.
    accepted = models.JSONField(default=list, blank=True)

    class Meta(TranslatableRow.Meta):
        verbose_name = pgettext_lazy("schedule", "item of a schedule")
        verbose_name_plural = pgettext_lazy("schedule", "items of schedules")
        indexes = [models.Index(fields=["page", "date"], name="govportal_sched_item_day")]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y}: {self.content[:80]}"

    @classmethod
    def from_serializable_data(
        cls, data: Mapping[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """An item of a version of the week with its people, or None where its week is gone.

        Each version writes its items anew; what stays is the key by which calendars know an item,
        so translations know it by the same.
        """
        row = row_of_version(cls, data) | {"translation_key": data["uid"]}
        return super().from_serializable_data(row, check_fks=check_fks, strict_fks=strict_fks)


class ItemPerson(TakingPart):
    """Somebody in office who takes part in an item."""

    item = ParentalKey(ScheduleItem, on_delete=models.CASCADE, related_name="people")

    class Meta(TakingPart.Meta):
        verbose_name = pgettext_lazy("schedule", "person in an item")
        verbose_name_plural = pgettext_lazy("schedule", "people in items")
