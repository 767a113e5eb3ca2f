"""The one exception of the file checks: a file that is refused, and why, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class RefusedFile(ValidationError):
    """A file that is not accepted, or whose text cannot be read.

    A form shows it as it is, because it is a ``ValidationError``. ``code`` is stable and one of:
    ``name``, ``extension``, ``empty``, ``too_large``, ``mismatch``, ``program``, ``macro``,
    ``encrypted``, ``polyglot``, ``archive_bomb``, ``unsafe_xml``, ``truncated``, ``broken``,
    ``encoding``, ``legacy_format``, ``no_text_extraction``.
    """

    code: str

    def __init__(self, code: str, message: Any, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(message, code=code, params=dict(params or {}))

    @property
    def text(self) -> str:
        """The message in the language that is active now, with its values filled in."""
        return self.messages[0]


def refuse_broken(cause: BaseException | None = None) -> NoReturn:
    """Refuse a file that cannot be opened."""
    raise RefusedFile(
        "broken",
        _(
            "The file is damaged or was not uploaded completely, so it cannot be opened. Open it "
            "on your computer, save it again and upload it once more."
        ),
    ) from cause


def refuse_bomb() -> NoReturn:
    """Refuse an archive that unpacks to far more than it should."""
    raise RefusedFile(
        "archive_bomb",
        _(
            "The file is packed so tightly that opening it could overload the server. Remove large "
            "empty or repeated parts, or save it as PDF, and upload it again."
        ),
    )


def refuse_encrypted() -> NoReturn:
    """Refuse a file that needs a password."""
    raise RefusedFile(
        "encrypted",
        _(
            "The file is protected with a password, so readers could not open it. Remove the "
            "password in the program that made the file and upload it again."
        ),
    )


def refuse_macro() -> NoReturn:
    """Refuse an office file that contains a program."""
    raise RefusedFile(
        "macro",
        _(
            "The file contains macros (a program inside the document), which are not published. "
            "Save it in a format without macros, such as .docx, .xlsx or PDF, and upload it again."
        ),
    )


def refuse_dtd() -> NoReturn:
    """Refuse an office file whose XML declares a document type."""
    raise RefusedFile(
        "unsafe_xml",
        _(
            "The file contains instructions (a document type declaration) that a document of this "
            "kind must not contain. Open it in your office program, save it under a new name and "
            "upload that file."
        ),
    )
