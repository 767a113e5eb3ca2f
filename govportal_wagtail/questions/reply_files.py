"""Files of a reply: stored privately, added and taken out while it is being written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator

from ..core.vietnamese import normalise
from . import rights
from .models import Reply, ReplyFile
from .rights import Can

_NAME_LENGTH = 255


def attach(
    reply: Reply, user: Any, *, added: Iterable[File[Any]] = (), removed: Iterable[ReplyFile] = ()
) -> None:
    """Add checked files to a reply that is being written, and take others out.

    Whoever does it has changed the reply and is its writer from then on.

    Raises:
        PermissionDenied: for who may not write the reply now.
    """
    added, removed = list(added), list(removed)
    if not added and not removed:
        return
    with transaction.atomic():
        rights.require(user, reply.question, Can.DRAFT)
        for row in removed:
            if row.reply_id == reply.pk:
                row.delete()
        for upload in added:
            name = _name(upload.name or "")
            row = ReplyFile(reply=reply, name=name, size=upload.size)
            row.file.save(name, upload, save=False)
            row.save()
        reply.written_by, reply.written_at = user, timezone.now()
        reply.save(update_fields=["written_by", "written_at"])


def _name(given: str) -> str:
    return str(Truncator(normalise(PurePath(given).name).strip() or "-").chars(_NAME_LENGTH))
