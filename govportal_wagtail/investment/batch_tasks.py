"""Publish a large sheet of figures in the background, where the site has workers."""

from __future__ import annotations

from django.utils import translation
from django_tasks import task

from . import batch_publishing


@task()
def publish_sheet(batch_id: int, language: str) -> None:
    """Publish an approved sheet; what stops it is noted with it, in the given language."""
    with translation.override(language):
        batch_publishing.publish(batch_id)
