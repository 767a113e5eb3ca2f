"""A translation's way: selected, sent, translated, handed in to the board, renewed, taken off.

From the handing in on, the editorial flow of the site has it, with its steps, second person, time
limits and messages; ``following`` keeps the row in step. Every function locks the row, looks at it
again, acts and writes the log in one transaction.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from ..core.models import Agency, PortalSite
from ..editorial.publication import portal_site_of
from . import contents, drafting, log, rights, selection
from .errors import TranslationError
from .models import PageTranslation
from .vocabulary import TranslationEventKind as Kind
from .vocabulary import TranslationState as State
from .words import words


def select(
    page: Page,
    locale: Locale,
    user: Any,
    *,
    reason: str = "",
    unit: Agency | None = None,
    due_on: date | None = None,
    section: int | None = None,
) -> list[PageTranslation]:
    """Select a published page for translation, with the pages above it that are not there yet.

    Their texts are frozen as they are published now, and a draft of each is made. Returns the new
    translations, the page's own last (Lạng Sơn 40/2024, Article 8.3.a). ``section`` is the number
    of the run that selects a section, which writes to the unit once and not for every page.

    Raises:
        TranslationError: for what is not published for everybody, or selected already.
        PermissionDenied: for whoever is not of the newsroom of the site.
    """
    site = portal_site_of(page)
    if site is None or not rights.selects(user, site):
        raise PermissionDenied
    with transaction.atomic():
        # Who selects the same page at the same time waits here, and is told.
        Page.objects.select_for_update(of=("self",)).get(pk=page.pk)
        selection.check(page, locale, site)
        above = selection.missing_above(page, locale, site)
        return [
            _selected(
                each, locale, site, user, reason=reason, unit=unit, due_on=due_on, section=section
            )
            for each in [*above, page]
        ]


def send(
    translation: PageTranslation, user: Any, *, unit: Agency | None, due_on: date | None
) -> PageTranslation:
    """Send the text to the translating unit, or to another one, or with another last day.

    Raises:
        TranslationError: where the board has it, or it is done.
        PermissionDenied: for whoever is not of the newsroom of the site.
    """
    with transaction.atomic():
        row = locked(translation)
        require(rights.selects(user, row.portal_site))
        if not row.is_in_work:
            raise TranslationError(_("It is not with the translating unit."), code="moved")
        row.unit, row.due_on = unit, due_on
        row.state = State.SENT if unit else State.SELECTED
        row.sent_at = timezone.now() if unit else None
        row.save(update_fields=["unit", "due_on", "state", "sent_at"])
        if unit:
            _log_sent(row, user)
    return row


def hand_in(translation: PageTranslation, user: Any) -> PageTranslation:
    """Hand the translated text in to the editorial board of the site.

    Raises:
        TranslationError: where something is not translated, the source changed meanwhile, or the
            board has it already.
        PermissionDenied: for whoever does not translate it.
    """
    with transaction.atomic():
        row = locked(translation)
        require(rights.translates(user, row))
        if not row.is_in_work:
            raise TranslationError(_("It was handed in already."), code="moved")
        _check_text(row)
        revision = drafting.write_draft(row, user)
        row.state, row.handed_in_by, row.handed_in_at = State.TRANSLATED, user, timezone.now()
        row.save(update_fields=["state", "handed_in_by", "handed_in_at"])
        log.record(Kind.HANDED_IN, row, user=user, revision_id=revision.pk)
        _start_workflow(row, user)
        row.refresh_from_db()
    return row


def renew(translation: PageTranslation, user: Any, *, reason: str = "") -> PageTranslation:
    """Take the text of the source as it is published now; what did not change stays translated.

    What readers see stays as it is until the board approves the new text.

    Raises:
        TranslationError: where the source is not public, or the board has the translation.
        PermissionDenied: for whoever neither selects nor translates here.
    """
    with transaction.atomic():
        row = locked(translation)
        require(may_renew(row, user))
        if row.is_in_review:
            raise TranslationError(_("The board has it; it has to be returned first."))
        if row.source is None:
            raise TranslationError(_("The source of this translation was deleted."))
        selection.check_source(row.source, row.portal_site)
        _take_text(row, user, reason)
        if row.state not in (State.SENT, State.RETURNED):
            row.state = State.SENT if row.unit_id else State.SELECTED
            row.sent_at = timezone.now() if row.unit_id else None
        row.save()
        drafting.write_draft(row, user)
        log.record(Kind.RENEWED, row, user=user, reason=reason)
    return row


def take_facts(translation: PageTranslation, user: Any) -> PageTranslation:
    """Take the new facts over and hand them in at once, where no text of the source changed.

    Raises:
        TranslationError: where a text changed as well, or whatever ``renew`` and ``hand_in`` say.
        PermissionDenied: for whoever neither selects nor translates here.
    """
    with transaction.atomic():
        row = locked(translation)
        if row.state != State.PUBLISHED or not row.only_facts_changed:
            raise TranslationError(_("Not only facts of the source changed."), code="moved")
        return hand_in(renew(row, user), user)


def remove(translation: PageTranslation, user: Any, *, reason: str) -> PageTranslation:
    """Take a translation off: readers see it no more, nobody works on it.

    Raises:
        TranslationError: without a reason, while the board has it, or where it is off already.
        PermissionDenied: for whoever is not of the newsroom of the site.
    """
    reason = (reason or "").strip()
    if not reason:
        raise TranslationError({"reason": _("Give the reason.")})
    with transaction.atomic():
        row = locked(translation)
        require(rights.selects(user, row.portal_site))
        if row.state == State.REMOVED:
            raise TranslationError(_("It was removed already."), code="moved")
        if row.is_in_review:
            raise TranslationError(_("The board has it; it has to be returned first."))
        take_off(row, user, reason)
    return row


def take_off(row: PageTranslation, user: Any, reason: str) -> None:
    """The same without a question, inside a transaction: where the source is public no more."""
    row.state = State.REMOVED
    row.save(update_fields=["state"])
    target = row.target
    if target is not None and target.live:
        target.specific.unpublish(user=user if getattr(user, "pk", None) else None)
    log.record(Kind.REMOVED, row, user=user, reason=reason)


def _selected(
    page: Page,
    locale: Locale,
    site: PortalSite,
    user: Any,
    *,
    reason: str,
    unit: Agency | None,
    due_on: date | None,
    section: int | None,
) -> PageTranslation:
    found = PageTranslation.objects.select_for_update().filter(
        source_key=page.translation_key, locale=locale
    )
    row = found.first() or PageTranslation(
        source_key=page.translation_key, locale=locale, selected_at=timezone.now()
    )
    row.portal_site, row.source, row.reason = site, page, reason
    row.unit, row.due_on = unit, due_on
    row.state = State.SENT if unit else State.SELECTED
    row.sent_at = timezone.now() if unit else None
    if row.target is None or not row.target.live:
        row.published_digest = row.published_texts = ""
    _take_text(row, user, reason)
    row.target = drafting.make_target(row)
    row.save()
    drafting.write_draft(row, user)
    log.record(Kind.SELECTED, row, user=user, reason=reason, revision_id=row.source_revision_id)
    if unit:
        _log_sent(row, user, section)
    return row


def _take_text(row: PageTranslation, user: Any, reason: str) -> None:
    """Freeze what the source says now, for this language and whoever else works from it."""
    published = Page.objects.get(pk=row.source_id)
    drafting.freeze(published, row.locale)
    content = contents.content_of(contents.published(published))
    row.selected_digest = row.source_digest = content.digest
    row.selected_texts = row.source_texts = content.texts_digest
    row.title = str(published.title)[:255]
    row.source_revision = published.live_revision
    language = published.locale.language_code
    row.words = sum(words(each.html, language) for each in content.texts)
    row.selected_by, row.selected_at = user, timezone.now()
    # Pages that were made together with their site are public without having been published.
    row.source_at = published.last_published_at or row.selected_at
    row.outdated_since = row.outdated_since if row.is_outdated else None
    # The strings are shared: who translates into a third language has the new text as well.
    others = PageTranslation.objects.filter(source_key=row.source_key).in_work()
    others.exclude(pk=row.pk or 0).update(
        selected_digest=row.selected_digest,
        source_digest=row.source_digest,
        source_revision=row.source_revision,
        source_at=row.source_at,
        selected_texts=row.selected_texts,
        source_texts=row.source_texts,
    )


def _check_text(row: PageTranslation) -> None:
    """Nothing is handed in that is not translated, from the text that is public now.

    Raises:
        TranslationError: with what is to be done.
    """
    source = row.source
    if source is None or not source.live:
        raise TranslationError(_("The source is not public any more."))
    if row.text_has_moved_on:
        raise TranslationError(_("The source changed meanwhile; take its new text first."))
    count = drafting.missing(row)
    if count:
        message = _("Texts that are not translated yet: %(count)d.")
        raise TranslationError(message % {"count": count})
    count = drafting.unreviewed(row)
    if count:
        message = _("Texts that a machine translated and nobody has confirmed: %(count)d.")
        raise TranslationError(message % {"count": count})


def _start_workflow(row: PageTranslation, user: Any) -> None:
    target = Page.objects.get(pk=row.target_id).specific
    state = target.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)
        return
    if state is not None:
        raise TranslationError(_("It was handed in already."), code="moved")
    workflow = target.get_workflow()
    if workflow is None:
        raise TranslationError(_("The site has no workflow. Ask its administrator to set it up."))
    workflow.start(target, user)


def _log_sent(row: PageTranslation, user: Any, section: int | None = None) -> None:
    due_on = row.due_on.isoformat() if row.due_on else ""
    details: dict[str, Any] = {"section": section} if section else {}
    log.record(Kind.SENT, row, user=user, unit=str(row.unit or ""), due_on=due_on, **details)


def locked(translation: PageTranslation) -> PageTranslation:
    """The row as it is now, which nobody else changes until the transaction ends."""
    return PageTranslation.objects.select_for_update().get(pk=translation.pk)


def may_renew(translation: PageTranslation, user: Any) -> bool:
    """Whether the user may take the new text; what was removed only the newsroom brings back."""
    if rights.selects(user, translation.portal_site):
        return True
    return translation.state != State.REMOVED and rights.translates(user, translation)


def require(allowed: bool) -> None:
    """Refuse what is not allowed.

    Raises:
        PermissionDenied: where it is not.
    """
    if not allowed:
        raise PermissionDenied


def require_writable(translation: PageTranslation, user: Any) -> None:
    """Only the translating unit writes, and only while it has the text.

    Raises:
        PermissionDenied: for everybody else, and at any other time.
    """
    require(translation.is_in_work and rights.translates(user, translation))
