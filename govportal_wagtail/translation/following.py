"""Keeps translations in step with their sources, and with what the board decides."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core import caching
from ..editorial import publication
from ..editorial.vocabulary import EventKind
from . import contents, flow, log, strings, texts
from .contents import Content
from .models import PageTranslation, PageTranslationQuerySet, TranslatedVersion
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
            content = contents.content_of(contents.published(page))
            for row in sources:
                _source_published(row, content)


def unpublished(page: Page) -> None:
    """Readers see a page no more: its translations go with it at once."""
    with transaction.atomic():
        for row in _rows_of(page):
            if row.source_id == page.pk:
                _withdraw(row, _("The source is not public any more."))
            elif row.target_id == page.pk:
                _target_unpublished(row)


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
                for each in _from(page):
                    _withdraw(each, _("The page belongs to another site now."))
                return
            place = parent.get_translation_or_none(row.locale)
            if place is None or row.target.is_child_of(place):
                continue
            row.target.move(place, pos="last-child", user=publication.actor())
            log.record(Kind.MOVED, row, user=publication.actor())
        if page.get_view_restrictions().exists():
            closed(page)


def closed(page: Page) -> None:
    """Not everybody may read the page and what stands below it any more: nor the translations."""
    with transaction.atomic():
        for row in _from(page).filter(target__live=True):
            _withdraw(row, _("Not everybody may read the source any more."))


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


def _from(page: Page) -> PageTranslationQuerySet:
    """The translations of the page and of what stands below it."""
    rows = PageTranslation.objects.select_for_update(of=("self",))
    return rows.filter(source__path__startswith=page.path)


def _target_unpublished(row: PageTranslation) -> None:
    """Readers see nothing that could be outdated any more."""
    was_posted = row.state == State.PUBLISHED
    row.state = State.REMOVED if was_posted else row.state
    row.published_digest = row.published_texts = ""
    row.published_source_at = row.outdated_since = None
    row.changed_places = []
    row.save()
    if was_posted:
        log.record(Kind.REMOVED, row, user=publication.actor())


def _translation_published(row: PageTranslation, page: Page) -> None:
    version = _version_of(row, page)
    row.published_digest = version.digest if version else row.selected_digest
    row.published_texts = version.texts if version else row.selected_texts
    row.state, row.published_at = State.PUBLISHED, timezone.now()
    row.published_source_at = version.source_at if version else row.source_at
    row.outdated_since = (row.outdated_since or timezone.now()) if row.is_outdated else None
    row.changed_places = []
    if row.is_outdated and row.source is not None:
        content = contents.content_of(contents.published(row.source))
        row.changed_places = _places_changed(row, content)
    row.save()
    log.record(
        Kind.PUBLISHED,
        row,
        user=publication.actor(),
        revision_id=page.live_revision_id,
        unit=row.unit.name if row.unit else "",
        words=row.words,
        translated=strings.words_of(row),
    )


def _version_of(row: PageTranslation, page: Page) -> TranslatedVersion | None:
    """The version that readers see; one that Wagtail set back is known by its texts."""
    versions = row.versions.select_related("revision", "source_revision")
    found = versions.filter(revision=page.live_revision_id or 0).first()
    if found is not None:
        return found
    shown = texts.texts_of(page)
    for each in versions.order_by("-pk"):
        if texts.texts_of(each.revision.as_object()) == shown:
            return each
    return None


def _source_published(row: PageTranslation, content: Content) -> None:
    if _shows_hidden(row):
        _withdraw(row, _("It shows what is not for the public any more."))
    if row.source_digest == content.digest:
        return
    was_outdated = row.is_outdated
    row.source_digest, row.source_texts = content.digest, content.texts_digest
    stays = row.is_outdated or (not row.published_digest and row.text_has_moved_on)
    row.outdated_since = (row.outdated_since or timezone.now()) if stays else None
    row.changed_places = _places_changed(row, content) if row.is_outdated else []
    names = ["source_digest", "source_texts", "outdated_since", "changed_places"]
    row.save(update_fields=names)
    if row.state == State.REMOVED:
        return
    if row.target is not None and row.target.live:
        # What readers see says whether it is up to date, on whichever host it stands.
        caching.bump_url_path(row.target.url_path)
    if row.is_outdated and not was_outdated:
        log.record(Kind.OUTDATED, row, user=publication.actor())
    elif was_outdated and not row.is_outdated:
        log.record(Kind.CURRENT, row, user=publication.actor())


def _places_changed(row: PageTranslation, content: Content) -> list[str]:
    """Where the content of the source differs from that of which readers see the translation."""
    version = _version_of(row, row.target) if row.target is not None else None
    if version is None or version.source_revision is None:
        return []
    before = contents.content_of(contents.public_form(version.source_revision.as_object()))
    return contents.changed_places(before, content)


def _shows_hidden(row: PageTranslation) -> bool:
    source, target = row.source, row.target
    if source is None or target is None or not target.live:
        return False
    return contents.hidden_since(source, target)


def _withdraw(row: PageTranslation, reason: str) -> None:
    if row.is_in_review:
        # The board keeps the item and cannot post it; what readers saw goes all the same.
        if row.target is not None and row.target.live:
            row.target.specific.unpublish()
        return
    if row.state != State.REMOVED:
        flow.take_off(row, publication.actor(), reason)
