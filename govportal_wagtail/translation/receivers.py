"""Connects the translations with what happens to pages and items."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from ..editorial.models import EditorialEvent
from ..editorial.signals import event_recorded
from . import following


@receiver(page_published, dispatch_uid="govportal_translation.published")
def page_was_published(instance: Page, **kwargs: Any) -> None:
    """The source changed in public, or a translation was posted."""
    following.published(instance)


@receiver(page_unpublished, dispatch_uid="govportal_translation.unpublished")
def page_was_unpublished(instance: Page, **kwargs: Any) -> None:
    """By hand, by a bulk action, a takedown, the schedule, or before it is deleted."""
    following.unpublished(instance)


@receiver(pre_delete, sender=Page, dispatch_uid="govportal_translation.deleted")
def page_is_deleted(instance: Page, **kwargs: Any) -> None:
    """Also by a bulk action, and together with a page above it."""
    following.deleted(instance)


@receiver(post_page_move, dispatch_uid="govportal_translation.moved")
def page_was_moved(instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """By hand or by a bulk action."""
    following.moved(instance, parent_page_after)


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="govportal_translation.closed")
def page_was_closed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """The page is shown to some readers only."""
    following.closed(instance.page)


@receiver(event_recorded, sender=EditorialEvent, dispatch_uid="govportal_translation.decided")
def step_was_taken(event: EditorialEvent, user: Any = None, **kwargs: Any) -> None:
    """By the board, on a page that may be a translation."""
    if event.page_id is not None:
        following.decided(event.page_id, event.kind, user, event.reason)
