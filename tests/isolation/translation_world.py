"""What a site has of translations: a page in work, with its texts, and lines of the log."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from govportal_wagtail.translation import drafting, log, strings
from govportal_wagtail.translation.models import (
    GlossaryTerm,
    PageTranslation,
    TranslatedVersion,
    TranslationEvent,
)
from govportal_wagtail.translation.vocabulary import TranslationEventKind, TranslationState
from tests import builders

_DIGEST = "0" * 64


def furnish(place: Any) -> None:
    """The article of the site, on its way into English; its text was sent to no unit."""
    things, mark = place.things, place.mark
    article, locale = things["article"], builders.make_locale("en")
    target = builders.make_article(things["section"], f"Translated {mark}", publish=False)
    same = {"locale": locale, "translation_key": article.translation_key}
    Page.objects.filter(pk=target.pk).update(**same)
    target.refresh_from_db()
    drafting.freeze(article, locale)
    row = PageTranslation.objects.create(
        portal_site=place.portal_site,
        locale=locale,
        source=article,
        source_key=article.translation_key,
        target=target,
        title=f"Translated {mark}",
        reason=f"Reason {mark}",
        state=TranslationState.SELECTED,
        words=10,
        source_digest=_DIGEST,
        selected_digest=_DIGEST,
        selected_at=timezone.now(),
    )
    log.record(TranslationEventKind.SELECTED, row, reason=f"Reason {mark}")
    text = next(each for each in strings.segments_of(row) if each.context.path == "title")
    strings.store(row, None, text, f"English {mark}")
    things["translation"] = row


def rows(place: Any) -> dict[str, list[Any]]:
    """All of it as it is in the database now."""
    site = place.portal_site.pk
    key = place.things["article"].translation_key
    found = {
        "rows": PageTranslation.objects.filter(portal_site=site),
        "log": TranslationEvent.objects.filter(portal_site_id=site),
        "versions": TranslatedVersion.objects.filter(translation__portal_site=site),
        "terms": GlossaryTerm.objects.filter(portal_site=site),
        "texts": StringTranslation.objects.filter(context__object_id=key),
        "sources": TranslationSource.objects.filter(object_id=key),
        "records": Translation.objects.filter(source__object_id=key),
    }
    return {
        f"translation {name}": sorted(map(repr, each.order_by().values_list()))
        for name, each in found.items()
    }
