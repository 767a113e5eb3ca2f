"""The way of a sheet of figures: entered, handed in, returned or approved, withdrawn.

Every step is one transaction that locks the sheet, asks whether the user may take it now, and
writes a line into the log. What is approved ``batch_publishing`` makes public.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from ..editorial.ledger import name_of
from . import batch_checks, rights
from .batch_errors import BatchError
from .models import (
    BatchEventKind,
    BatchState,
    FigureBatch,
    FigureBatchEvent,
    FigureRow,
    ProjectIndexPage,
)

#: After this long a publication that is still under way may be begun again: its worker is gone.
STALLED: Final = timedelta(minutes=10)
_NAME_LENGTH: Final = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody handed over: a title, the basis that is published, the file and its rows."""

    title: str
    basis: str
    file_name: str
    data: bytes
    rows: Iterable[FigureRow]


def enter(register: ProjectIndexPage, user: Any, sheet: Sheet) -> FigureBatch:
    """Keep a sheet that was read without an error; nothing becomes public by it.

    Raises:
        PermissionDenied: for a user who hands in no sheets for the register.
    """
    rights.require(rights.supplies(user, register))
    with transaction.atomic():
        agency = rights.supplying_agency(user)
        batch = FigureBatch(register=register, agency=agency, created_by=user)  # type: ignore[misc]
        _fill(batch, sheet)
        _log(batch, BatchEventKind.ENTERED, user)
    return batch


def replace(batch: FigureBatch, user: Any, sheet: Sheet) -> FigureBatch:
    """Put another file in the place of the one that was entered; it has to be handed in again.

    Raises:
        PermissionDenied: for a user who may not change the sheet now.
    """
    with transaction.atomic():
        batch = locked(batch.pk)
        rights.require(rights.may_change(user, batch))
        batch.rows.all().delete()
        _delete_file(batch)
        batch.state, batch.created_by, batch.problems = BatchState.DRAFT, user, []
        _fill(batch, sheet)
        _log(batch, BatchEventKind.ENTERED, user)
    return batch


def submit(batch: FigureBatch, user: Any) -> FigureBatch:
    """Hand the sheet in.

    Raises:
        PermissionDenied: for a user who may not.
        BatchError: where the projects have changed since it was entered.
    """
    with transaction.atomic():
        batch = locked(batch.pk)
        rights.require(rights.may_change(user, batch))
        _refuse_outdated(batch)
        _move(batch, BatchState.SUBMITTED, problems=[])
        _log(batch, BatchEventKind.SUBMITTED, user)
    return batch


def send_back(batch: FigureBatch, user: Any, reason: str) -> FigureBatch:
    """Return the sheet to its agency.

    Raises:
        PermissionDenied: for a user who does not decide on it now.
        BatchError: without a reason.
    """
    with transaction.atomic():
        batch = locked(batch.pk)
        rights.require(rights.may_decide(user, batch))
        if not reason.strip():
            raise BatchError(_("Write why it is returned."))
        _move(batch, BatchState.RETURNED)
        _log(batch, BatchEventKind.RETURNED, user, reason.strip())
    return batch


def withdraw(batch: FigureBatch, user: Any, reason: str = "") -> FigureBatch:
    """Take the sheet back for good.

    Raises:
        PermissionDenied: for a user who may not, or may not any more.
    """
    with transaction.atomic():
        batch = locked(batch.pk)
        rights.require(rights.may_withdraw(user, batch))
        _move(batch, BatchState.WITHDRAWN)
        _log(batch, BatchEventKind.WITHDRAWN, user, reason.strip())
    return batch


def approve(batch: FigureBatch, user: Any) -> FigureBatch:
    """Approve the sheet; whoever calls has it published next, by ``batch_publishing``.

    Raises:
        PermissionDenied: for a user who may not, such as the one who entered it.
        BatchError: where the projects have changed since it was entered, or cannot be changed now.
    """
    with transaction.atomic():
        batch = locked(batch.pk)
        rights.require(rights.may_decide(user, batch))
        _refuse_outdated(batch)
        batch.approved_by, batch.approved_at = user, timezone.now()
        _move(batch, BatchState.APPLYING, problems=[])
        _log(batch, BatchEventKind.APPROVED, user)
    return batch


def is_stalled(batch: FigureBatch) -> bool:
    """Whether the publication began so long ago that nobody is at it any more."""
    begun = batch.approved_at
    is_under_way = batch.state == BatchState.APPLYING
    return is_under_way and (begun is None or begun < timezone.now() - STALLED)


def require_resumable(batch: FigureBatch, user: Any) -> None:
    """Stop where a publication may not be begun again.

    Raises:
        PermissionDenied: for a publication that is not stalled, or a user who does not approve.
    """
    may = is_stalled(batch) and not rights.is_first_person(user, batch)
    register = ProjectIndexPage.objects.get(pk=batch.register_id)
    rights.require(may and rights.approves(user, register))


def locked(pk: int) -> FigureBatch:
    """The sheet as it is now, locked until the transaction ends.

    Raises:
        FigureBatch.DoesNotExist: where it was deleted.
    """
    return FigureBatch.objects.select_for_update().get(pk=pk)


def record(batch: FigureBatch, kind: BatchEventKind, user: Any = None, reason: str = "") -> None:
    """Write a step of the system or of a user into the log of the sheet."""
    _log(batch, kind, user, reason)


def events_of(batch: FigureBatch) -> list[FigureBatchEvent]:
    """What happened to the sheet, the oldest first."""
    return list(FigureBatchEvent.objects.filter(batch_id=batch.pk).order_by("pk"))


def _fill(batch: FigureBatch, sheet: Sheet) -> None:
    batch.title, batch.basis = sheet.title[:255], sheet.basis[:255]
    batch.file_name = PurePath(sheet.file_name).name[:255]
    batch.sha256 = hashlib.sha256(sheet.data).hexdigest()
    # Uploads lie where the web server may reach them: the name must not be guessed.
    shown = get_valid_filename(batch.file_name or "sheet")[-_NAME_LENGTH:]
    name = f"{secrets.token_hex(16)}-{shown}"
    batch.file.save(name, ContentFile(sheet.data), save=False)
    batch.save()
    rows = list(sheet.rows)
    for row in rows:
        row.batch = batch
    FigureRow.objects.bulk_create(rows, batch_size=500)


def _delete_file(batch: FigureBatch) -> None:
    """Take the file of before out of the storage, once the new one is kept for certain."""
    storage, name = batch.file.storage, batch.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _refuse_outdated(batch: FigureBatch) -> None:
    problems = batch_checks.problems_of(batch)
    if problems:
        raise BatchError.of(problems)


def _move(batch: FigureBatch, state: BatchState, *, problems: list[str] | None = None) -> None:
    batch.state = state
    if problems is not None:
        batch.problems = problems
    batch.save()


def _log(batch: FigureBatch, kind: BatchEventKind, user: Any, reason: str = "") -> None:
    FigureBatchEvent.objects.create(
        batch_id=batch.pk,
        batch_title=batch.title,
        kind=kind,
        at=timezone.now(),
        by_id=getattr(user, "pk", None),
        by_name=name_of(user)[:255],
        reason=reason,
    )
