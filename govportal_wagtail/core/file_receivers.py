"""Signal receivers for the files of the document library."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.documents import get_document_model

from . import file_inspection


@receiver(post_save, sender=get_document_model(), dispatch_uid="govportal_core.document_saved")
def on_document_saved(
    instance: Any,
    raw: bool = False,
    update_fields: Collection[str] | None = None,
    **kwargs: Any,
) -> None:
    """A document was saved, perhaps with a new file."""
    if raw or (update_fields is not None and "file" not in update_fields):
        return
    file_inspection.document_saved(instance)
