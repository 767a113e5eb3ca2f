"""What of a source changed since its translation was made, and how long ago.

For one translation its versions are compared. The places are also noted with the row when the
source is published (``following``), so that lists, mails and reports read them there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from wagtail.models import Revision

from . import contents, texts
from .models import PageTranslation, TranslatedVersion
from .strings import label_of


@dataclass(frozen=True, slots=True)
class ChangedFields:
    """The fields of the source that say something else now, as they are called."""

    texts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


_NOTHING: Final = ChangedFields()


def changed_fields(translation: PageTranslation) -> ChangedFields:
    """What the source, as it is published now, says otherwise than what was translated of it.

    Of a posted translation that is what readers see, else what is being translated. Nothing where
    nothing changed, and where the old version of the source is not kept any more.
    """
    source = translation.source
    if source is None or not (translation.is_outdated or translation.text_has_moved_on):
        return _NOTHING
    revision = _translated_from(translation)
    if revision is None:
        return _NOTHING
    before = contents.content_of(contents.public_form(revision.as_object()))
    after = contents.content_of(contents.published(source))
    paths = [each.path.split(".", 1)[0] for each in texts.changes(before.texts, after.texts)]
    model = source.specific_class
    return ChangedFields(
        tuple(dict.fromkeys(label_of(model, path) for path in paths)),
        tuple(label_of(model, name) for name in contents.changed_facts(before, after)),
    )


def noted_fields(translation: PageTranslation) -> list[str]:
    """The fields in which the published source differs from what readers see, as it was noted.

    Each once, as forms call it in the active language; empty where nothing is known.
    """
    model = translation.source.specific_class if translation.source else None
    return list(dict.fromkeys(label_of(model, path) for path in translation.changed_places))


def days_outdated(translation: PageTranslation, on: date | None = None) -> int | None:
    """For how many days readers have seen an older text; None where they see the newest."""
    since = translation.outdated_since
    if since is None or not translation.is_outdated:
        return None
    return max(0, ((on or timezone.localdate()) - timezone.localdate(since)).days)


def _translated_from(translation: PageTranslation) -> Revision | None:
    target = translation.target
    if translation.is_outdated and target is not None and target.live_revision_id:
        found = TranslatedVersion.objects.filter(revision=target.live_revision_id)
        version = found.select_related("source_revision").first()
        if version is not None:
            return version.source_revision
    return translation.source_revision
