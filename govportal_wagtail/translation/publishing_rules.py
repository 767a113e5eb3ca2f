"""What a translation must have before it is handed in, and again before it is posted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..editorial.registries import PublishRequirement, Shortfall
from . import contents
from .models import PageTranslation


def _translation(page: Page) -> PageTranslation | None:
    if page.pk is None:
        return None
    return PageTranslation.objects.filter(target=page.pk).select_related("source").first()


def _applies(page: Page) -> bool:
    return _translation(page) is not None


def _check(page: Page) -> Iterator[Shortfall]:
    row = _translation(page)
    if row is None:
        return
    if row.source is None or not row.source.live:
        yield _shortfall(_("The source is not public any more."), "source_gone")
        return
    if row.source.get_view_restrictions().exists():
        yield _shortfall(_("Not everybody may read the source any more."), "source_closed")
    if contents.hidden_since(row.source, page.get_latest_revision_as_object()):
        yield _shortfall(_("It shows what is not for the public any more."), "internal")
    # What the board has is judged by itself: the strings may have been renewed for others since.
    version = row.versions.order_by("revision_id").last()
    if version is not None and version.missing:
        message = _("Texts that are not translated yet: %(count)d.") % {"count": version.missing}
        yield _shortfall(message, "untranslated")
    if version is not None and version.unreviewed:
        message = _("Texts that a machine translated and nobody has confirmed: %(count)d.")
        yield _shortfall(message % {"count": version.unreviewed}, "machine")


def _shortfall(message: str, code: str) -> Shortfall:
    return Shortfall("title", message, "", code)


COMPLETE = PublishRequirement(
    "translation", gettext_lazy("Complete translation of a public page"), _applies, _check
)
