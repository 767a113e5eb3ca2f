"""What is written about translations, and to whom; the editorial flow tells of its own steps.

The line of the outbox is stored with the step (``editorial.messaging``), so that everybody is told
once, also after a crash.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.dispatch import receiver

from ..editorial import messaging
from ..editorial.models import Message
from ..editorial.recipients import Recipient, editors, people, with_roles
from ..editorial.registries import OutboxSource, outbox_sources
from ..regulation.vocabulary import RoleCode
from . import sections
from .models import PageTranslation, SectionSelection, TranslationEvent
from .signals import translation_event
from .vocabulary import TranslationEventKind as Kind

FOLDER: Final = "govportal/translation/mail"
_SOURCE: Final = "translation"
#: Events of which people are told, with the name of the template.
_TOLD: Final[dict[str, str]] = {
    Kind.SENT: "sent",
    Kind.OUTDATED: "outdated",
    Kind.REMOVED: "removed",
}


def about(translation: PageTranslation) -> str:
    """How messages name the translation they are about."""
    return f"translation:{translation.pk}"


@receiver(translation_event, dispatch_uid="govportal_translation.mails")
def remember_to_tell(event: TranslationEvent, translation: PageTranslation, **kwargs: Any) -> None:
    """Inside the transaction of the step; the messages are written when it is committed."""
    # Of a whole section the unit is told once, when all of it is selected.
    if event.kind in _TOLD and "section" not in event.details:
        messaging.put_into_outbox_of(
            _SOURCE, str(event.pk), label=event.label, about=about(translation)
        )


def tell_of(key: str) -> list[Message]:
    """Write to everybody who is to know of the event with this key; nobody of their own step."""
    event = TranslationEvent.objects.filter(pk=int(key)).first()
    rows = PageTranslation.objects.select_related("locale", "unit", "portal_site__portal")
    row = rows.filter(pk=event.translation_id).first() if event else None
    if event is None or row is None:
        return []
    return messaging.tell(
        _TOLD[event.kind],
        [each for each in _recipients(event, row) if each.user.pk != event.by_id],
        link=messaging.address_in_admin("govportal_translation:translation", row.pk),
        context={
            "translation": row,
            "language": row.language_name,
            "site": row.portal_site,
            "reason": event.reason,
        },
        folder=FOLDER,
        about=about(row),
    )


def tell_of_section(key: str) -> list[Message]:
    """Write to the translators of the unit that a section was sent to them."""
    runs = SectionSelection.objects.select_related("locale", "unit", "portal_site__portal")
    run = runs.filter(pk=int(key)).first()
    if run is None:
        return []
    return messaging.tell(
        "section",
        [each for each in translators(run) if each.user.pk != run.ordered_by_id],
        link=messaging.address_in_admin("govportal_translation:translations"),
        context={
            "translation": run,
            "language": run.language_name,
            "site": run.portal_site,
            "reason": run.reason,
        },
        folder=FOLDER,
    )


def translators(translation: PageTranslation | SectionSelection) -> list[Recipient]:
    """Who translates it: the translators of the site, of its unit where it has one."""
    found = with_roles(translation.portal_site, [RoleCode.TRANSLATOR])
    if translation.unit_id is not None:
        found = found.filter(Q(govportal_account__agency=translation.unit_id))
    return people(found.distinct())


def _recipients(event: TranslationEvent, row: PageTranslation) -> list[Recipient]:
    told = translators(row)
    if event.kind != Kind.OUTDATED:
        return told
    known = {each.key for each in told}
    return [*told, *(each for each in editors(row.portal_site) if each.key not in known)]


outbox_sources.register(_SOURCE, OutboxSource(_SOURCE, tell_of))
outbox_sources.register(sections.SOURCE, OutboxSource(sections.SOURCE, tell_of_section))
