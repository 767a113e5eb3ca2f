"""Writes the log of translations, in the transaction of the step that it records."""

from __future__ import annotations

from typing import Any, Final

from django.utils import timezone
from wagtail.log_actions import log

from ..editorial.access import agency_of
from ..editorial.ledger import name_of
from ..editorial.roles import role_of
from .models import PageTranslation, TranslationEvent
from .signals import translation_event
from .vocabulary import TranslationEventKind

#: The name of a kind of event among Wagtail's log actions.
LOG_ACTION: Final = "govportal.translation.{kind}"


def record(
    kind: TranslationEventKind,
    translation: PageTranslation,
    *,
    user: Any = None,
    reason: str = "",
    revision_id: int | None = None,
    **details: Any,
) -> TranslationEvent:
    """Write one line and tell the receivers. ``details`` must be what JSON can hold."""
    agency = agency_of(user) if user is not None else None
    event = TranslationEvent.objects.create(
        translation_id=translation.pk,
        portal_site_id=translation.portal_site_id,
        source_id=translation.source_id,
        target_id=translation.target_id,
        label=translation.title,
        language=translation.locale.language_code,
        kind=kind,
        at=timezone.now(),
        by_id=getattr(user, "pk", None),
        by_name=name_of(user)[:255],
        agency_id=agency.pk if agency else None,
        agency_name=str(agency or "")[:255],
        role=role_of(user, translation.portal_site),
        reason=reason,
        revision_id=revision_id,
        details=details,
    )
    page = translation.target or translation.source
    if page is not None:
        log(
            instance=page.specific_deferred,
            action=LOG_ACTION.format(kind=kind),
            user=user if getattr(user, "pk", None) else None,
            data={"reason": reason, "language": event.language},
        )
    translation_event.send(sender=TranslationEvent, event=event, translation=translation, user=user)
    return event


def history(translation: PageTranslation) -> list[TranslationEvent]:
    """The whole log of a translation, in order."""
    return list(TranslationEvent.objects.filter(translation_id=translation.pk))
