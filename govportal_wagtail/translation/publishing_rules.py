"""What a translation must have before it is handed in, and again before it is posted."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..editorial.registries import PublishRequirement, Shortfall
from . import drafting
from .errors import TranslationError
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
    try:
        missing, unreviewed = drafting.missing(row), drafting.unreviewed(row)
    except TranslationError as error:
        yield _shortfall(" ".join(error.messages), "source_gone")
        return
    if missing:
        message = _("Texts that are not translated yet: %(count)d.") % {"count": missing}
        yield _shortfall(message, "untranslated")
    if unreviewed:
        message = _("Texts that a machine translated and nobody has confirmed: %(count)d.")
        yield _shortfall(message % {"count": unreviewed}, "machine")


def _shortfall(message: str, code: str) -> Shortfall:
    return Shortfall("title", message, "", code)


COMPLETE = PublishRequirement(
    "translation", gettext_lazy("Complete translation of a public page"), _applies, _check
)
