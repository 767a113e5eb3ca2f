"""Begin, continue and finish runs of the importer."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..models import ImportRun, ImportState
from .errors import UnusableInput
from .importer import Importer, Progress, TakenOver
from .mapping import Mapping
from .mapping_parser import parse_mapping
from .reader import Register, read_register


def digest(data: bytes) -> str:
    """The SHA-256 by which a register file is known again, in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def open_run(
    *,
    library: Page,
    file_name: str,
    sha256: str,
    mapping: Mapping,
    dry_run: bool,
    user: Any = None,
    restart: bool = False,
) -> ImportRun:
    """Return the unfinished run of the same file, mapping and library, or a new one."""
    unfinished = ImportRun.objects.filter(
        library=library, sha256=sha256, mapping=mapping.text, dry_run=dry_run
    ).exclude(state=ImportState.DONE)
    run = None if restart else unfinished.filter(file="").first()
    if run is None:
        run = ImportRun.objects.create(
            library=library,
            file_name=file_name[:255],
            sha256=sha256,
            mapping=mapping.text,
            dry_run=dry_run,
            user=user,
        )
    return run


def perform(
    run: ImportRun,
    register: Register,
    mapping: Mapping,
    *,
    files_dir: Path | None = None,
    progress: Progress | None = None,
) -> None:
    """Carry out a run to its end; what stops it is noted with it and raised again.

    Raises:
        UnusableInput: if the file, the mapping or the library cannot be used.
        TakenOver: if another process is working on the run.
    """
    try:
        Importer(run, register, mapping, files_dir=files_dir, progress=progress).execute()
    except TakenOver:
        raise
    except UnusableInput as problem:
        _fail(run, str(problem))
        raise
    except BaseException:
        _fail(run, _("The run was interrupted; it can be continued."))
        raise


def perform_stored(run: ImportRun) -> None:
    """Carry out a run whose file was uploaded.

    Raises:
        UnusableInput: if the file, the mapping or the library cannot be used.
    """
    try:
        mapping = parse_mapping(run.mapping)
        register = read_stored(run, mapping)
    except UnusableInput as problem:
        _fail(run, str(problem))
        raise
    perform(run, register, mapping)


def read_stored(run: ImportRun, mapping: Mapping) -> Register:
    """The register of a run whose file was uploaded.

    Raises:
        UnusableInput: if the file is gone or cannot be read.
    """
    try:
        with run.file.open("rb") as stream:
            data = stream.read()
    except (OSError, ValueError) as error:
        message = _("The file %(name)s is not there any more; upload it again.")
        raise UnusableInput(message % {"name": run.file_name}) from error
    return read_register(data, mapping.source)


def _fail(run: ImportRun, message: str) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=ImportState.FAILED, message=message, finished_at=timezone.now()
    )
    run.refresh_from_db()
