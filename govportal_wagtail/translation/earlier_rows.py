"""Completes the rows of versions of this package that compared the texts of a source alone.

Facts are compared since (``contents``). Which of its texts were the same, such a row says; that is
carried over, so that nothing becomes outdated, or up to date, by an upgrade.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ..core.registries import ReferenceData
from . import contents, drafting
from .contents import Content
from .errors import TranslationError
from .models import PageTranslation, TranslatedVersion

_STAGES = ("source", "selected", "published")


def complete() -> int:
    """Give such rows what they lack; returns how many there were, and is safe to repeat."""
    found = list(PageTranslation.objects.filter(source_texts="").values_list("pk", flat=True))
    for key in found:
        with transaction.atomic():
            _complete(PageTranslation.objects.select_for_update(of=("self",)).get(pk=key))
    return len(found)


def _complete(row: PageTranslation) -> None:
    known = _contents_by_digest(row)
    old = {stage: getattr(row, f"{stage}_digest") for stage in _STAGES}
    public_since = row.source.last_published_at if row.source else None
    if old["selected"] == old["source"]:
        row.source_at = public_since
    if old["published"] == old["source"]:
        row.published_source_at = public_since
    for stage, digest in old.items():
        content = known.get(digest)
        setattr(row, f"{stage}_digest", content.digest if content else digest)
        setattr(row, f"{stage}_texts", content.texts_digest if content else digest)
    row.save()
    for version in row.versions.filter(texts=""):
        content = known.get(version.digest)
        if version.digest == old["selected"]:
            version.source_revision, version.source_at = row.source_revision, row.source_at
        version.texts = content.texts_digest if content else version.digest
        version.digest = content.digest if content else version.digest
        version.save()
    _cut_again(row)


def _contents_by_digest(row: PageTranslation) -> dict[str, Content]:
    """What the source says, and said when it was selected, by the digest that the row has of it."""
    if row.source is None:
        return {}
    found = {row.source_digest: contents.content_of(contents.published(row.source))}
    if row.selected_digest not in found and row.source_revision is not None:
        version = row.source_revision.as_object()
        found[row.selected_digest] = contents.content_of(contents.public_form(version))
    return found


def _cut_again(row: PageTranslation) -> None:
    """Long texts and tables are cut into more strings than before; what is translated stays."""
    try:
        record = drafting.record_of(row)
    except TranslationError:
        return
    # Of the text that was frozen, also where the page says something else by now.
    record.source.refresh_segments()
    newest = row.versions.order_by("revision_id").last()
    # What the board has was complete when it was handed in.
    if newest is not None and row.is_in_work:
        counts = {"missing": drafting.missing(row), "unreviewed": drafting.unreviewed(row)}
        TranslatedVersion.objects.filter(pk=newest.pk).update(**counts)


EARLIER_ROWS = ReferenceData(
    "translation_contents", _("Translations of earlier versions, completed"), complete
)
