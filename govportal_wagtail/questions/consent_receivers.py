"""A published page forgets the asker's name when the consent is taken back or the person erased."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page

from ..core import caching
from .models import Asker


@receiver([post_save, post_delete], sender=Asker, dispatch_uid="govportal_questions.named")
def forget_cached_name(instance: Asker, **kwargs: Any) -> None:
    """The page asks the asker's own row; what was kept of it in the page cache is stale."""
    page = Page.objects.filter(govportal_question=instance.question_id).only("url_path").first()
    if page is not None:
        caching.bump_url_path(page.url_path)
