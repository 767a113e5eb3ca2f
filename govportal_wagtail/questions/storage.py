"""Where files of askers and replies lie: a storage of their own, under names that say nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.files.storage import Storage, storages
from django.http import FileResponse, Http404
from django.utils import timezone

from .. import conf


def private_storage() -> Storage:
    """The storage that ``GOVPORTAL_PRIVATE_STORAGE`` names."""
    return storages[conf.PRIVATE_STORAGE]


def stored_name(instance: Any, filename: str) -> str:
    """A name that cannot be guessed and has no ending that a web server would run or show."""
    return f"govportal-questions/{timezone.localdate():%Y/%m}/{secrets.token_hex(24)}"


def download(row: Any) -> FileResponse:
    """The file of a ``QuestionFile`` or ``ReplyFile``, to be saved and never shown.

    The caller has asked who reads it.

    Raises:
        Http404: where the file is gone.
    """
    try:
        stream = row.file.open("rb")
    except OSError as error:
        raise Http404 from error
    response = FileResponse(
        stream, as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    # Should a browser show it all the same, nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
