"""Files of an answer that are published: looked through, copied, private until posted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from .. import conf
from ..core import file_inspection
from ..core.files import RefusedFile
from ..core.files.isolated import Bounds, extract_text
from ..core.files.limits import MEBIBYTE
from ..core.vietnamese import slugify
from ..editorial import holding
from . import delivery, redaction_known
from .errors import QuestionError
from .models import Question, ReplyFile
from .redaction import Known, join, redact
from .redaction_kinds import HIDDEN


def publishable(question: Question) -> list[ReplyFile]:
    """The files of the answer that was sent; what the asker sent is never published."""
    reply = delivery.last_answer(question)
    return list(reply.files.all()) if reply else []


def check(question: Question, files: Sequence[ReplyFile], known: Sequence[Known]) -> None:
    """Nothing that the asker stated about themselves stands in a file that is published.

    Raises:
        QuestionError: for such a file, and for one that is not of the answer.
    """
    offered = {row.pk for row in publishable(question)}
    for row in files:
        if row.pk not in offered:
            raise QuestionError({"files": _("Choose files of the answer.")})
        kinds = {str(span.kind.label) for span in _askers(row, known)}
        if kinds:
            message = _("The file “%(name)s” names the asker (%(kinds)s); it is not published.")
            values = {"name": name_of(row, known), "kinds": ", ".join(sorted(kinds))}
            raise QuestionError({"files": message % values})


def copy(
    question: Question, files: Sequence[ReplyFile], known: Sequence[Known], user: Any
) -> Iterator[Any]:
    """Copies of the files in the private collection of the site, from which posting moves them.

    Raises:
        QuestionError: where a file is gone or may not be published.
    """
    for row in files:
        title = name_of(row, known)
        path = PurePath(title)
        stored = f"{slugify(path.stem) or 'tep'}{path.suffix.lower()}"
        try:
            with row.file.open("rb") as stream:
                upload: Any = File(stream, name=stored)
                yield holding.keep_document(
                    question.portal_site, upload, title=path.stem, user=user
                )
        except (OSError, ValidationError) as error:
            said = " ".join(error.messages) if isinstance(error, ValidationError) else ""
            message = _("The file “%(name)s” cannot be read.") % {"name": title}
            raise QuestionError({"files": f"{message} {said}".strip()}) from error


def name_of(row: ReplyFile, known: Sequence[Known]) -> str:
    """The name of the file without what the asker stated about themselves."""
    words = row.name.replace("_", " ")
    spans = join(words, redaction_known.occurrences(words, known))
    return redact(words, spans).replace(HIDDEN, "").strip() if spans else row.name


def _askers(row: ReplyFile, known: Sequence[Known]) -> Iterator[Any]:
    bounds = Bounds(
        seconds=conf.FILE_READ_SECONDS, memory_bytes=conf.FILE_READ_MEMORY_MB * MEBIBYTE
    )
    try:
        with row.file.open("rb") as stream:
            found = extract_text(
                stream, row.name, limits=file_inspection.limits(), bounds=bounds
            ).text
    except (OSError, RefusedFile):
        # A scan has no text; whoever redacts says that they have read it.
        return
    yield from redaction_known.occurrences(found, known)
