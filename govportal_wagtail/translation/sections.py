"""Select a section: a page and what is posted below it, one transaction for each page.

Foreign sites grow section by section: mirroring a whole tree costs more with every page there is.
A run that was interrupted goes on where it stopped, since what is selected is not looked at again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from ..core.models import Agency
from ..editorial import messaging
from ..editorial.publication import portal_site_of
from . import flow, rights, selection
from .errors import TranslationError
from .models import PageTranslation, SectionSelection

#: Name of the messages about sections in the outbox.
SOURCE: Final = "translation-section"
#: Pages of one run: what a unit can be sent at once, and a person can still oversee.
MOST_PAGES: Final = 500


def pages_of(section: Page, locale: Locale) -> PageQuerySet:
    """The page and what is posted below it that was never selected for the language, from above.

    A translation that was removed is a decision about that page; it is selected again by hand.
    """
    known = PageTranslation.objects.filter(locale=locale).values("source_key")
    found = section.get_descendants(inclusive=True).live().public()
    found = found.filter(alias_of=None, locale=section.locale_id)
    return found.exclude(translation_key__in=known).order_by("path")


def order(
    section: Page,
    locale: Locale,
    user: Any,
    *,
    reason: str = "",
    unit: Agency | None = None,
    due_on: date | None = None,
) -> SectionSelection:
    """Note that the pages of a section are to be selected; the task does it.

    Raises:
        TranslationError: where nothing, or too much, is left to select, or the section itself may
            not be translated.
        PermissionDenied: for whoever is not of the newsroom of the site.
    """
    site = portal_site_of(section)
    if site is None or not rights.selects(user, site):
        raise PermissionDenied
    selection.check_source(section, site)
    selection.check_language(locale, site)
    total = pages_of(section, locale).count()
    if not total:
        raise TranslationError(_("All that is posted here was selected for this language already."))
    if total > MOST_PAGES:
        message = _("%(total)d pages are too many at once; select a section with at most %(most)d.")
        raise TranslationError(message % {"total": total, "most": MOST_PAGES})
    return SectionSelection.objects.create(
        portal_site=site,
        locale=locale,
        section=section,
        title=section.title,
        reason=reason,
        unit=unit,
        due_on=due_on,
        ordered_by=user,
        total=total,
    )


def perform(run_id: int) -> None:
    """Select what is left of a section; what stops it is noted with the run.

    Two of them at once share the pages between them, and one of them finishes the run.
    """
    run = SectionSelection.objects.select_related("locale", "section").get(pk=run_id)
    message = ""
    try:
        for page in _left(run):
            _select(run_id, page)
    except PermissionDenied:
        message = _("Whoever ordered this may not select pages of the site any more.")
    except BaseException:
        message = _("It was interrupted; it can be continued.")
        SectionSelection.objects.filter(pk=run_id, finished_at=None).update(message=message)
        raise
    with transaction.atomic():
        run = _locked(run_id)
        if run.finished_at is not None:
            return
        run.message, run.finished_at = message, timezone.now()
        run.save(update_fields=["message", "finished_at"])
        if run.unit_id and run.selected:
            messaging.put_into_outbox_of(SOURCE, str(run.pk), label=run.title)


def _left(run: SectionSelection) -> Iterator[Page]:
    """Page by page, asked anew: another run may have selected the next one meanwhile."""
    after = ""
    while run.section is not None and run.finished_at is None:
        page = pages_of(run.section, run.locale).filter(path__gt=after).first()
        if page is None:
            return
        yield page
        after = page.path


def _select(run_id: int, page: Page) -> None:
    with transaction.atomic():
        run = _locked(run_id)
        if run.ordered_by is None:
            raise PermissionDenied
        if not pages_of(page, run.locale).filter(pk=page.pk).exists():
            return
        try:
            with transaction.atomic():
                flow.select(
                    page.specific,
                    run.locale,
                    run.ordered_by,
                    reason=run.reason,
                    unit=run.unit,
                    due_on=run.due_on,
                    section=run.pk,
                )
        except TranslationError as error:
            known = [each for each in run.refused if each["page"] != page.pk]
            problem = " ".join(error.messages)
            run.refused = [*known, {"page": page.pk, "title": page.title, "problem": problem}]
        else:
            run.selected += 1
        run.save(update_fields=["selected", "refused"])


def _locked(run_id: int) -> SectionSelection:
    runs = SectionSelection.objects.select_for_update(of=("self",))
    return runs.select_related("locale", "unit", "ordered_by").get(pk=run_id)
