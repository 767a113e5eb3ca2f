"""Follows publication: notices and reviews."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from . import (
    afterwards_notes,  # noqa: F401 - registers itself
    corrections,
    reviews,
)


@receiver(page_published, dispatch_uid="govportal_editorial.afterwards_published")
def on_published(
    instance: Page, revision: Revision | None = None, alias: bool = False, **kwargs: Any
) -> None:
    """A page was posted, or a change of it."""
    if alias:
        return
    corrections.post(instance, revision)
    reviews.follow_publication(instance, revision)
