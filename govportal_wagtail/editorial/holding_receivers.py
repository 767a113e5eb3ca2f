"""Files of a slip become public with their page."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from . import holding


@receiver(page_published, dispatch_uid="govportal_editorial_release_files")
def release_files(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Move what the posted page shows out of the private collection."""
    holding.release(instance)
