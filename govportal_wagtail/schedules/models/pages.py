"""Pages: the schedule of a body, and one of its weeks."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from ...core.models import Agency, PortalPageMixin, parent_link
from ...editorial.panels import ChecklistPanel
from ..forms import WeekPageForm
from ..panels import WeekPanel
from ..weeks import Week


class Weekday(models.IntegerChoices):
    """Days of the week as Python counts them."""

    MONDAY = 0, pgettext_lazy("weekday", "Monday")
    TUESDAY = 1, pgettext_lazy("weekday", "Tuesday")
    WEDNESDAY = 2, pgettext_lazy("weekday", "Wednesday")
    THURSDAY = 3, pgettext_lazy("weekday", "Thursday")
    FRIDAY = 4, pgettext_lazy("weekday", "Friday")
    SATURDAY = 5, pgettext_lazy("weekday", "Saturday")
    SUNDAY = 6, pgettext_lazy("weekday", "Sunday")


class ScheduleIndexPageMixin(PortalPageMixin):
    """The schedule of one body: this week, all weeks, and what its printed form says."""

    lead = models.TextField(_("introduction"), blank=True)
    agency = models.ForeignKey(
        Agency,
        verbose_name=pgettext_lazy("schedule", "whose schedule"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: A week is posted before it begins: on this day of the week before, until this time.
    due_weekday = models.PositiveSmallIntegerField(
        _("next week is posted on"), choices=Weekday.choices, null=True, blank=True
    )
    due_time = models.TimeField(_("until what time"), null=True, blank=True)
    place_of_issue = models.CharField(
        _("place in the date line"),
        max_length=120,
        blank=True,
        help_text=_("Printed before the date, for example the name of the province."),
    )
    signature_title = models.CharField(
        _("signed as"),
        max_length=255,
        blank=True,
        help_text=_("In the printed form, for example TL. CHỦ TỊCH, CHÁNH VĂN PHÒNG."),
    )
    signature_name = models.CharField(_("name under the signature"), max_length=120, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("agency"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("due_weekday"), FieldPanel("due_time")])],
            heading=_("When next week is due"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("place_of_issue"),
                FieldRowPanel([FieldPanel("signature_title"), FieldPanel("signature_name")]),
            ],
            heading=_("Printed form"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``public.index`` finds for the address: this week, a month, the archive.

        Raises:
            Http404: for a month or page of the archive that does not exist.
        """
        from ..public import index_view  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(index_view.context(self, request))
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feed of changes and the calendar."""
        from ..public import links  # noqa: PLC0415

        return links.feed_links(self)

    def clean(self) -> None:
        """A day without a time means the end of that day; a time without a day means nothing.

        Raises:
            ValidationError: on ``due_weekday``.
        """
        super().clean()
        if self.due_time is not None and self.due_weekday is None:
            raise ValidationError({"due_weekday": _("Choose the day, too.")})


class ScheduleIndexPage(ScheduleIndexPageMixin, Page):  # type: ignore[django-manager-missing]
    """The working schedule of a body."""

    page_ptr = parent_link("govportal_schedule_index")
    template = "govportal/schedules/schedule_index_page.html"
    subpage_types = ["govportal_schedules.WeeklySchedulePage"]

    class Meta:
        verbose_name = _("working schedule")
        verbose_name_plural = _("working schedules")


def uid_in_copy(uid: uuid.UUID, translation_key: uuid.UUID) -> uuid.UUID:
    """The key of an item in the copy of its week that has this key; in every version the same."""
    return uuid.uuid5(translation_key, str(uid))


class WeeklySchedulePageMixin(PortalPageMixin):
    """One week of a schedule with its items."""

    monday = models.DateField(_("Monday of the week"), db_index=True)
    note = models.TextField(pgettext_lazy("schedule", "note below the week"), blank=True)

    search_fields = [*Page.search_fields, index.FilterField("monday")]

    class Meta:
        abstract = True

    @property
    def week(self) -> Week:
        """The week."""
        return Week.of(self.monday)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``public.week_view`` shows of the week to everybody."""
        from ..public import week_view  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(week_view.context(self, request))
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """Those of the schedule."""
        from ..public import links  # noqa: PLC0415

        parent = self.get_parent() if self.depth else None
        schedule = parent.specific if parent else None
        return links.feed_links(schedule) if schedule else []

    def clean(self) -> None:
        """A week begins on a Monday, whatever day of it was chosen; its address says which.

        Raises:
            ValidationError: on ``monday``, where the schedule has the week already, and for a page
                that was made for another week.
        """
        super().clean()
        if self.monday is None:
            return
        self.monday = self.week.monday
        pages = type(self)._default_manager
        # Its items have days of that week, and readers and calendars know them by it.
        if self.pk and pages.filter(pk=self.pk).exclude(monday=self.monday).exists():
            message = _("The page stays the week that it was made for. Begin the other week.")
            raise ValidationError({"monday": message})
        parent = self.get_parent() if self.depth else getattr(self, "_govportal_parent", None)
        if parent is None:
            return
        if self._is_there(parent):
            raise ValidationError({"monday": _("The schedule has this week already.")})
        self.slug = self.week.code
        if self.depth:
            # A version may have had another one, as the draft of a translation has.
            self.set_url_path(parent)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Tell what readers see in a new alias of a posted week, of which Wagtail says nothing."""
        is_shown_at_once = self._state.adding and self.live and self.alias_of_id is not None
        super().save(*args, **kwargs)
        if is_shown_at_once:
            from .. import publishing  # noqa: PLC0415

            publishing.record(self, is_first=True)

    def can_move_to(self, parent: Page) -> bool:
        """Whether it may become a part of another schedule, which has each week once."""
        return bool(super().can_move_to(parent)) and not self._is_there(parent)

    def copy_all_child_relations(self, target: Any, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Copy the items; those of a page that is a page of its own get keys of their own."""
        copied: dict[Any, Any] = super().copy_all_child_relations(target, *args, **kwargs)
        if target.alias_of_id is None and target.translation_key != self.translation_key:
            for item in target.items.all():
                item.uid = uid_in_copy(item.uid, target.translation_key)
        return copied

    def _is_there(self, parent: Page) -> bool:
        """Whether a schedule has another page of the week."""
        same = type(self)._default_manager.child_of(parent).filter(monday=self.monday)
        return bool(same.exclude(pk=self.pk).exists())


class WeeklySchedulePage(WeeklySchedulePageMixin, Page):  # type: ignore[django-manager-missing]
    """A week of the working schedule of a body."""

    page_ptr = parent_link("govportal_weekly_schedule")
    base_form_class = WeekPageForm
    template = "govportal/schedules/weekly_schedule_page.html"
    parent_page_types = ["govportal_schedules.ScheduleIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        WeekPanel(heading=pgettext_lazy("schedule", "Items")),
        *Page.content_panels,
        FieldPanel("monday"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("week of a schedule")
        verbose_name_plural = _("weeks of schedules")
