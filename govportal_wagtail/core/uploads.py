"""A file that a form reads and does not keep: of a kind it takes, and not too large."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from .. import conf
from .files import Limits, RefusedFile, inspect


def checked_upload(
    file: UploadedFile[Any], extensions: Iterable[str], max_bytes: int | None = None
) -> UploadedFile[Any]:
    """The file, rewound, if its name, its size and its content are what the form takes.

    ``extensions`` are written without dot and in the order in which the user reads them;
    ``max_bytes`` can only lower the limit of the project.

    Raises:
        ValidationError: with what is wrong, for the user.
    """
    allowed = tuple(extensions)
    name = PurePath(file.name or "").name
    if PurePath(name).suffix.lower().lstrip(".") not in allowed:
        message = _("Choose a file that ends in: %(names)s")
        raise ValidationError(message % {"names": ", ".join(f".{each}" for each in allowed)})
    limit = conf.UPLOAD_MAX_BYTES if max_bytes is None else min(max_bytes, conf.UPLOAD_MAX_BYTES)
    if (file.size or 0) > limit:
        message = _("The file is larger than %(limit)s.")
        raise ValidationError(message % {"limit": filesizeformat(limit)})
    try:
        limits = Limits(extensions=frozenset(allowed), max_bytes=limit)
        inspect(file.file, name, limits=limits)  # type: ignore[arg-type]
    except RefusedFile as refusal:
        raise ValidationError(refusal.text) from refusal
    file.seek(0)
    return file
