"""Make an approved sheet of figures public: all projects of it or none.

The live version of a project gets the figures as a new revision. A draft beside it gets them too,
so that it shows nothing that was not approved and does not bring the old figures back when it is
posted; it stays the text of whoever wrote it.
"""

from __future__ import annotations

import logging
from itertools import groupby
from typing import Any, Final

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Revision

from ..core.batches import batched
from ..editorial import publication, second_person
from . import batch_checks, batch_figures, batches, history
from .batch_errors import BatchError
from .models import BatchEventKind, BatchState, FigureBatch, FigureRow, InvestmentProjectPage
from .validation import capital_errors

logger = logging.getLogger(__name__)

#: The ground of the publication in the editorial log.
PURPOSE: Final = "figures"
#: A sheet of more projects than this is published in the background.
MOST_AT_ONCE: Final = 50
#: How long the progress of a publication is remembered, in seconds, and how often it is noted.
_REMEMBERED: Final = 3600
_NOTED_EVERY: Final = 10


def is_large(batch: FigureBatch) -> bool:
    """Whether the sheet takes too long for a person to wait for."""
    return bool(batch.rows.values("page").distinct().count() > MOST_AT_ONCE)


def publish(pk: int) -> FigureBatch | None:
    """Publish an approved sheet; what stops it is noted with the sheet, which waits again then.

    Safe to repeat: who comes second finds the sheet published. Returns the sheet as it is
    afterwards; None where it was deleted.
    """
    try:
        with transaction.atomic():
            batch = batches.locked(pk)
            if batch.state == BatchState.APPLYING:
                _publish_all(batch)
    except FigureBatch.DoesNotExist:
        return None
    except BatchError as error:
        _fail(pk, error.problems)
    except Exception:
        # Nothing of the sheet is written; whoever approved it is told instead of waiting.
        logger.exception("Sheet of figures %s could not be published.", pk)
        _fail(pk, [_("An unexpected error occurred; nothing of the sheet was published.")])
    finally:
        cache.delete(_progress_key(pk))
    return FigureBatch.objects.filter(pk=pk).first()


def progress(batch: FigureBatch) -> int | None:
    """How many projects were done a moment ago; None where nothing is known."""
    found = cache.get(_progress_key(batch.pk))
    return int(found) if found is not None else None


def _publish_all(batch: FigureBatch) -> None:
    rows = list(batch.rows.select_related("source").order_by("page_id", "number"))
    _lock_pages(row.page_id for row in rows if row.page_id)
    problems = batch_checks.problems_of(batch)
    if problems:
        raise BatchError.of(problems)
    ground = publication.authorised(PURPOSE, user=batch.approved_by, reason=batch.basis)
    with ground, history.in_batch(batch.pk):
        for done, (page, found) in enumerate(groupby(rows, key=lambda row: row.page_id), 1):
            _publish_project(page or 0, list(found), batch)
            if done % _NOTED_EVERY == 0:
                cache.set(_progress_key(batch.pk), done, _REMEMBERED)
    batch.state, batch.published_at, batch.problems = BatchState.PUBLISHED, timezone.now(), []
    batch.save()
    batches.record(batch, BatchEventKind.PUBLISHED, batch.approved_by, batch.basis)


def _lock_pages(pages: Any) -> None:
    """Make whoever publishes one of the projects at the same moment wait; always in one order.

    The rows are those that ``publishing.remember`` locks before a version is written: to begin
    with the rows of the page tree would end in a deadlock with an editor who publishes.
    """
    for part in batched(sorted(set(pages))):
        rows = InvestmentProjectPage.objects.select_for_update(of=("self",)).only("pk")
        list(rows.filter(pk__in=part).order_by("pk"))


def _publish_project(pk: int, rows: list[FigureRow], batch: FigureBatch) -> None:
    page = InvestmentProjectPage.objects.get(pk=pk)
    draft = page.latest_revision_id if page.has_unpublished_changes else None
    if draft == page.live_revision_id:
        draft = None
    # Asked before there are newer revisions: the draft stays the text of its author, who then is
    # nobody to approve it.
    author = second_person.last_editor(page) if draft is not None else None
    _apply(page, rows)
    try:
        revision = page.save_revision(user=batch.created_by, changed=True)
    except ValidationError as error:
        raise BatchError(f"{page.code}: {' '.join(error.messages)}") from error
    # Whether the user approves was asked at the approval, by the step of the site.
    revision.publish(user=batch.approved_by, skip_permission_checks=True)
    if draft is not None:
        version = Revision.objects.get(pk=draft).as_object()
        batch_figures.apply(version, rows)
        version.save_revision(user=author, changed=True, clean=False)


def _apply(page: InvestmentProjectPage, rows: list[FigureRow]) -> None:
    batch_figures.apply(page, rows)
    for error in capital_errors(page, list(page.capital.all())):
        raise BatchError(f"{page.code}: {error.message}")


def _fail(pk: int, problems: list[str]) -> None:
    with transaction.atomic():
        batch = batches.locked(pk)
        if batch.state != BatchState.APPLYING:
            return
        batch.state, batch.problems = BatchState.SUBMITTED, problems
        batch.approved_by, batch.approved_at = None, None
        batch.save()
        batches.record(batch, BatchEventKind.FAILED, reason="\n".join(problems))


def _progress_key(pk: int) -> str:
    return f"govportal-figures-{pk}"
