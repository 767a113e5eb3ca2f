"""Keeps translations in step with their sources, and with what the board decides."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..editorial import publication
from ..editorial.vocabulary import EventKind
from . import flow, log, texts
from .models import PageTranslation, TranslatedVersion
from .vocabulary import TranslationEventKind as Kind
from .vocabulary import TranslationState as State

#: What the board did with the item of a translation, and where the translation stands then.
_AFTER: dict[str, tuple[State, Kind]] = {
    EventKind.PASSED: (State.CHECKED, Kind.CHECKED),
    EventKind.APPROVED: (State.CHECKED, Kind.CHECKED),
    EventKind.RETURNED: (State.RETURNED, Kind.RETURNED),
    EventKind.REFUSED: (State.RETURNED, Kind.RETURNED),
    EventKind.WITHDRAWN: (State.RETURNED, Kind.RETURNED),
}


def published(page: Page) -> None:
    """A page became public: the source of translations, or a translation itself."""
    with transaction.atomic():
        rows = _rows_of(page)
        for row in rows:
            if row.target_id == page.pk:
                _translation_published(row, page)
        sources = [row for row in rows if row.source_id == page.pk]
        if sources:
            digest = texts.digest_of(texts.texts_of(page))
            for row in sources:
                _source_published(row, digest)


def unpublished(page: Page) -> None:
    """Readers see a page no more: its translations go with it at once."""
    with transaction.atomic():
        for row in _rows_of(page):
            if row.source_id == page.pk:
                _source_gone(row, _("The source is not public any more."))
            elif row.target_id == page.pk and row.state == State.PUBLISHED:
                row.state = State.REMOVED
                row.save(update_fields=["state"])
                log.record(Kind.REMOVED, row, user=publication.actor())


def deleted(page: Page) -> None:
    """A page is about to be deleted; what was public was taken off readers' eyes before."""
    with transaction.atomic():
        for row in _rows_of(page):
            if page.pk in (row.source_id, row.target_id) and row.state != State.REMOVED:
                flow.take_off(row, publication.actor(), _("The page was deleted."))


def moved(page: Page, parent: Page) -> None:
    """A page stands elsewhere: its translations follow where the page above them is translated."""
    with transaction.atomic():
        for row in _rows_of(page):
            if row.source_id != page.pk or row.target is None:
                continue
            if publication.portal_site_of(parent) != row.portal_site:
                flow.take_off(row, publication.actor(), _("The page belongs to another site now."))
                continue
            place = parent.get_translation_or_none(row.locale)
            if place is None or row.target.is_child_of(place):
                continue
            row.target.move(place, pos="last-child", user=publication.actor())
            log.record(Kind.MOVED, row, user=publication.actor())


def closed(page: Page) -> None:
    """Not everybody may read the page and what stands below it any more: nor the translations."""
    with transaction.atomic():
        rows = PageTranslation.objects.select_for_update().filter(
            source__path__startswith=page.path, target__live=True
        )
        for row in rows:
            _source_gone(row, _("Not everybody may read the source any more."))


def decided(page_id: int, kind: str, user: Any, reason: str) -> None:
    """The board took a step with a translation that it has."""
    after = _AFTER.get(kind)
    if after is None:
        return
    state, event = after
    rows = PageTranslation.objects.select_for_update().filter(target=page_id).in_review()
    for row in rows:
        if row.state == state:
            continue
        row.state = state
        row.save(update_fields=["state"])
        log.record(event, row, user=user, reason=reason)


def _rows_of(page: Page) -> list[PageTranslation]:
    # Locked without the joins: PostgreSQL locks no row that an outer join may lack.
    rows = PageTranslation.objects.select_for_update().filter(source_key=page.translation_key)
    return list(rows)


def _translation_published(row: PageTranslation, page: Page) -> None:
    version = TranslatedVersion.objects.filter(revision=page.live_revision_id or 0).first()
    row.published_digest = version.digest if version else row.selected_digest
    row.state, row.published_at = State.PUBLISHED, timezone.now()
    row.outdated_since = (row.outdated_since or timezone.now()) if row.is_outdated else None
    row.save(update_fields=["published_digest", "state", "published_at", "outdated_since"])
    log.record(Kind.PUBLISHED, row, user=publication.actor(), revision_id=page.live_revision_id)


def _source_published(row: PageTranslation, digest: str) -> None:
    if row.source_digest == digest:
        return
    was_outdated = row.is_outdated
    row.source_digest = digest
    stays = row.is_outdated or (not row.published_digest and row.text_has_moved_on)
    row.outdated_since = (row.outdated_since or timezone.now()) if stays else None
    row.save(update_fields=["source_digest", "outdated_since"])
    if row.is_outdated and not was_outdated:
        log.record(Kind.OUTDATED, row, user=publication.actor())
    elif was_outdated and not row.is_outdated:
        log.record(Kind.CURRENT, row, user=publication.actor())


def _source_gone(row: PageTranslation, reason: str) -> None:
    if row.is_in_review:
        # The board keeps the item and cannot post it; what readers saw goes all the same.
        if row.target is not None and row.target.live:
            row.target.specific.unpublish()
        return
    if row.state != State.REMOVED:
        flow.take_off(row, publication.actor(), reason)
