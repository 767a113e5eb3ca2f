"""Keeps checked uploads while the rest of a form is mended, so that nobody chooses a file twice.

A file lies in the private storage under a name that cannot be guessed, without an ending that a
web server would run or show; the form carries a signed reference to it. A day later it is gone.
"""

from __future__ import annotations

import logging
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import IO, Any, Final

from django.core import signing
from django.core.cache import cache
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ... import conf

_log = logging.getLogger(__name__)
FOLDER: Final = "govportal-waiting"
SECONDS: Final = 86_400
_SALT: Final = "govportal.form.file"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An upload that was accepted and waits for its form."""

    path: str
    name: str
    size: int

    @property
    def token(self) -> str:
        """The reference that the form carries."""
        return signing.dumps(asdict(self), salt=_SALT)

    def open(self) -> Any:
        """The file under the name that the sender gave it.

        Raises:
            OSError: if it is gone.
        """
        stream: IO[bytes] = _storage().open(self.path, "rb")
        return File(stream, name=self.name)


def _storage() -> Storage:
    return storages[conf.PRIVATE_STORAGE]


def keep(upload: UploadedFile[Any]) -> KeptFile:
    """Store an upload that was checked; the time limit begins now."""
    _clear_old()
    day = timezone.localdate().isoformat()
    upload.seek(0)
    path = _storage().save(f"{FOLDER}/{day}/{secrets.token_hex(24)}", upload)
    upload.seek(0)
    return KeptFile(path, (upload.name or "")[:200], upload.size or 0)


def find(token: str) -> KeptFile | None:
    """The file of a reference; None for a forged or old one and for a file that is gone."""
    try:
        content = signing.loads(token[:2000], salt=_SALT, max_age=SECONDS)
        found = KeptFile(**content)
    except (signing.BadSignature, TypeError):
        return None
    return found if _storage().exists(found.path) else None


def forget(kept: KeptFile) -> None:
    """Delete a file that is stored elsewhere now, or is not wanted any more."""
    try:
        _storage().delete(kept.path)
    except OSError:
        _log.warning("The waiting file %s cannot be deleted.", kept.path, exc_info=True)


def clear(*, before: date) -> int:
    """Delete the folders of the days before a day; returns how many files that were."""
    gone = 0
    with suppress(FileNotFoundError, NotImplementedError):
        for day in _storage().listdir(FOLDER)[0]:
            if day >= before.isoformat():
                continue
            for name in _storage().listdir(f"{FOLDER}/{day}")[1]:
                _storage().delete(f"{FOLDER}/{day}/{name}")
                gone += 1
            with suppress(OSError):
                _storage().delete(f"{FOLDER}/{day}")
    return gone


def _clear_old() -> None:
    """Once a day is enough; whoever keeps the first file of the day does it."""
    today = timezone.localdate()
    try:
        is_first = cache.add(f"govportal:waiting:{today.isoformat()}", 1, SECONDS)
        if is_first:
            clear(before=today - timedelta(days=1))
    except Exception:  # noqa: BLE001
        # Tidying up must not cost anybody their slip.
        _log.warning("Old waiting files cannot be deleted.", exc_info=True)
