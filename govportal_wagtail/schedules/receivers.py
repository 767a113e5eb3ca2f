"""Signal receivers of the schedules app; what they do is in ``publishing``."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models.signals import pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished, post_page_move

from ..core import publication_context
from ..editorial import publication
from . import publishing
from .models import ScheduleIndexPage, WeeklySchedulePage, uid_in_copy


@receiver(page_published, dispatch_uid="govportal_schedules.published")
def on_published(instance: Page, alias: bool = False, **kwargs: Any) -> None:
    """A week was posted, or posted again; an alias follows its page without days of its own."""
    if isinstance(instance, WeeklySchedulePage):
        publishing.record(instance, _user(), is_first=True if alias else None)


@receiver(page_unpublished, dispatch_uid="govportal_schedules.unpublished")
def on_unpublished(instance: Page, **kwargs: Any) -> None:
    """A week was taken down, or its time is over."""
    week = _week(instance)
    if week is not None:
        publishing.take_down(week, _user())


@receiver(pre_delete, sender=WeeklySchedulePage, dispatch_uid="govportal_schedules.deleting")
def on_deleting(instance: WeeklySchedulePage, **kwargs: Any) -> None:
    """A week is about to go; a draft was never told of."""
    schedule = _schedule_of(instance)
    # Wagtail says of a page that it deletes that it is not live any more, and stores that never.
    was_live = WeeklySchedulePage.objects.filter(pk=instance.pk, live=True).exists()
    if was_live and schedule is not None:
        publishing.withdraw(instance, schedule, _user())


@receiver(post_page_move, dispatch_uid="govportal_schedules.moved")
def on_moved(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any
) -> None:
    """A week went to another schedule, whose readers meet it for the first time."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    week = _week(instance)
    if week is None or not week.live:
        return
    before = ScheduleIndexPage.objects.filter(pk=parent_page_before.pk).first()
    if before is not None:
        publishing.withdraw(week, before, _user())
    publishing.record(week, _user(), is_first=True)


@receiver(pre_save, sender=Revision, dispatch_uid="govportal_schedules.copying")
def on_saving_version(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """Versions that a copied page brings along call its items by its own keys, as its rows do."""
    content = instance.content
    if raw or instance.pk or not isinstance(content, dict) or not content.get("items"):
        return
    if instance.content_type.model_class() is not WeeklySchedulePage:
        return
    pages = WeeklySchedulePage.objects.filter(pk=instance.object_id)
    key = pages.values_list("translation_key", flat=True).first()
    # A translation has the key of its page; a version that still has another one was copied.
    if key is None or content.get("translation_key") == str(key):
        return
    for item in content["items"]:
        item["uid"] = str(uid_in_copy(uuid.UUID(item["uid"]), key))


def _week(page: Page) -> WeeklySchedulePage | None:
    if isinstance(page, WeeklySchedulePage):
        return page
    if not issubclass(page.specific_class or Page, WeeklySchedulePage):
        return None
    found: WeeklySchedulePage | None = WeeklySchedulePage.objects.filter(pk=page.pk).first()
    return found


def _schedule_of(week: WeeklySchedulePage) -> ScheduleIndexPage | None:
    found: ScheduleIndexPage | None = ScheduleIndexPage.objects.parent_of(week).first()
    return found


def _user() -> Any:
    """Who publishes: the code that does it on behalf of somebody says so; None for the system."""
    purpose = publication_context.purpose()
    return (purpose.user if purpose else None) or publication.actor()
