"""The text of a translation: frozen with the source, kept as strings, put together as a draft.

wagtail-localize keeps the strings and knows how to put a page together. Its own saving writes into
the page that readers see, also where it is told not to publish, with the source text in place of
what is not translated yet. Here a translation is only ever saved as a new version of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anyascii import anyascii
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page, Revision
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from ..core.registries import PAGE_OWN, translation_fields
from ..core.vietnamese import slugify
from . import contents
from .errors import TranslationError
from .models import PageTranslation, TranslatedVersion

_SLUG_LENGTH = 90


def freeze(page: Page, locale: Locale) -> Translation:
    """Keep the texts of the page as it is published for whoever translates it."""
    shown = contents.published(page)
    source, _created = TranslationSource.update_or_create_from_instance(shown)
    record, _created = Translation.objects.update_or_create(
        source=source, target_locale=locale, defaults={"enabled": True}
    )
    return record


def record_of(translation: PageTranslation) -> Translation:
    """What wagtail-localize keeps of the translation.

    Raises:
        TranslationError: where it was deleted together with the source.
    """
    found = (
        Translation.objects.filter(
            source__object_id=translation.source_key, target_locale=translation.locale_id
        )
        .select_related("source", "target_locale")
        .first()
    )
    if found is None:
        raise TranslationError(_("The source of this translation was deleted."))
    return found


def make_target(translation: PageTranslation) -> Page:
    """The page of the other language, a draft where it is new.

    Raises:
        TranslationError: where the page above it does not exist in the language.
    """
    source = translation.source
    if source is None:
        raise TranslationError(_("The source of this translation was deleted."))
    found = source.get_translation_or_none(translation.locale)
    if found is not None and found.alias_of_id is None:
        return found
    if found is not None:
        message = _("An alias of the page stands at the place of its translation; delete it first.")
        raise TranslationError(message)
    if source.get_parent().get_translation_or_none(translation.locale) is None:
        raise TranslationError(_("The page above this one does not exist in that language."))
    page = contents.published(source)
    copied: Page = page.copy_for_translation(
        translation.locale, exclude_fields=_not_copied(type(page))
    )
    return copied


def write_draft(translation: PageTranslation, user: Any) -> Revision:
    """Put the translated strings together as the newest version of the page; nothing is posted.

    What is not translated yet stands there in the source language; an optional text of which
    nothing is translated is left empty.

    Raises:
        TranslationError: where source or translation were deleted.
    """
    record = record_of(translation)
    target = translation.target
    if target is None:
        raise TranslationError(_("The page of this translation was deleted."))
    page: Page = record.source.get_ephemeral_translated_instance(translation.locale, fallback=True)
    _mirror_relations(record.source.as_instance(), page)
    for name in _left_out(translation, record):
        setattr(page, name, "")
    # An address that readers know stays, whatever wagtail-localize makes of the slug.
    is_known = page.first_published_at is not None or _is_home(page)
    page.slug = target.slug if is_known else _slug(page)
    revision: Revision = page.save_revision(user=user, clean=False)
    TranslatedVersion.objects.create(
        translation=translation,
        revision=revision,
        source_revision_id=translation.source_revision_id,
        source_at=translation.source_at,
        digest=translation.selected_digest,
        texts=translation.selected_texts,
        missing=missing(translation),
        unreviewed=unreviewed(translation),
    )
    return revision


def optional_of(translation: PageTranslation) -> tuple[str, ...]:
    """Names of the fields that may stay in the language of the source, each as a whole."""
    model = translation.source.specific_class if translation.source else None
    found = (each.optional for each in translation_fields if each.model() is model)
    return next(found, ())


def missing(translation: PageTranslation) -> int:
    """How many strings are not translated yet; an optional text counts once it was begun."""
    record = record_of(translation)
    waiting = _strings(record).exclude(is_done=True)
    return int(waiting.exclude(_at(_left_out(translation, record))).count())


def unreviewed(translation: PageTranslation) -> int:
    """How many strings a machine translated and nobody has confirmed."""
    record = record_of(translation)
    # Both together: a text that stood elsewhere before is kept there, and shown to nobody.
    shown = StringSegment.objects.filter(
        source=record.source_id, string=OuterRef("translation_of"), context=OuterRef("context")
    )
    found = StringTranslation.objects.filter(
        Exists(shown),
        locale=translation.locale_id,
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    return int(found.count())


def _strings(record: Translation) -> QuerySet[Any]:
    """The strings that are frozen, each with whether it is translated."""
    given = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=record.target_locale_id,
        has_error=False,
    )
    found: QuerySet[Any] = StringSegment.objects.filter(source=record.source_id).annotate(
        is_done=Exists(given)
    )
    return found


def _left_out(translation: PageTranslation, record: Translation) -> list[str]:
    """The optional fields of which nothing is translated."""
    return [
        name
        for name in optional_of(translation)
        if not _strings(record).filter(_at([name]), is_done=True).exists()
    ]


def _at(names: Sequence[str]) -> Q:
    """Strings of these fields of the page."""
    found = Q(pk__in=[])
    for name in names:
        found |= Q(context__path=name) | Q(context__path__startswith=f"{name}.")
    return found


def _mirror_relations(source: Page, page: Page) -> None:
    """wagtail-localize takes over no relation that was cleared."""
    for each in get_translatable_fields(type(page)):
        field = each.get_field(type(page))
        if isinstance(field, ParentalManyToManyField) and each.is_synchronized(source):
            setattr(page, field.name, list(getattr(source, field.name).all()))


def _not_copied(model: type[Page]) -> list[str]:
    """What of a page no translation takes over, as tags, which are words of one language."""
    fields = [entry.untouched for entry in translation_fields if entry.model() is model]
    return [name for names in fields for name in names if name not in PAGE_OWN]


def _is_home(page: Page) -> bool:
    return bool(page.depth <= 2)


def _slug(page: Page) -> str:
    """From the translated title; Russian letters are written in Latin ones."""
    base = slugify(anyascii(str(page.title)))[:_SLUG_LENGTH].strip("-") or page.slug
    free: str = find_available_slug(page.get_parent(), base, ignore_page_id=page.pk)
    return free
