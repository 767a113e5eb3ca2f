"""The rows for files of a question; they work without JavaScript, and nothing is chosen twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Final

from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from ... import conf
from ...editorial.public import slip_keeping
from ...editorial.public.slip_files import FileRow, opened

MAX_FILES: Final = 5


class QuestionRows:
    """All rows of one form."""

    def __init__(self, request: HttpRequest, *, files: int = MAX_FILES) -> None:
        """Bound to what was posted, empty otherwise."""
        data = (request.POST, request.FILES) if request.method == "POST" else ()
        self.files = [
            FileRow(*data, prefix=f"file-{number}", request=request) for number in range(files)
        ]

    @property
    def max_size(self) -> str:
        """The largest file, in words."""
        return filesizeformat(min(conf.FORM_UPLOAD_MAX_BYTES, conf.UPLOAD_MAX_BYTES))

    @property
    def extensions(self) -> str:
        """The endings that are accepted."""
        return ", ".join(conf.UPLOAD_EXTENSIONS)

    @property
    def has_more(self) -> bool:
        """Whether something is in a row below the first."""
        return any(row.kept_file or (row.is_bound and row.errors) for row in self.files[1:])

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each message with the identifier of the field at which it stands."""
        return [
            (row[name].id_for_label, str(message))
            for row in self.files
            if row.is_bound
            for name, messages in row.errors.items()
            if name in row.fields
            for message in messages
        ]

    def is_valid(self) -> bool:
        """Check every row, so that all mistakes are told at once and all good files are kept."""
        for row in self.files:
            row.full_clean()
        return not any(row.errors for row in self.files)

    def leave_unread(self) -> None:
        """Show the rows again without looking into any new file."""
        for row in self.files:
            row.leave_unread()
            row.kept_file = slip_keeping.find(row.data.get(row.add_prefix("kept"), ""))

    @contextmanager
    def uploads(self) -> Iterator[list[tuple[str, Any]]]:
        """The checked files with their names, open as long as the block lasts.

        Raises:
            ValidationError: if a file is gone.
        """
        with ExitStack() as stack:
            yield [
                (row.kept_file.name, stack.enter_context(opened(row.kept_file)))
                for row in self.files
                if row.kept_file
            ]

    def forget(self) -> None:
        """Delete what was kept, once it is stored elsewhere."""
        for row in self.files:
            if row.kept_file:
                slip_keeping.forget(row.kept_file)
