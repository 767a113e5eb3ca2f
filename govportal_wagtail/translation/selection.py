"""What may be translated: what is published for everybody in the site's own language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from ..core.models import PortalSite
from . import rights
from .errors import TranslationError
from .models import PageTranslation
from .vocabulary import TranslationState


def check(page: Page, locale: Locale, site: PortalSite) -> None:
    """Whether the page may be selected for the language.

    Raises:
        TranslationError: with what is in the way.
    """
    check_source(page, site)
    check_language(locale, site)
    known = PageTranslation.objects.filter(source_key=page.translation_key, locale=locale)
    if known.exclude(state=TranslationState.REMOVED).exists():
        raise TranslationError({"locale": _("The page was selected for this language already.")})


def check_language(locale: Locale, site: PortalSite) -> None:
    """Whether the site has the language.

    Raises:
        TranslationError: where it has no home page in it.
    """
    if locale not in rights.languages_of(site):
        raise TranslationError({"locale": _("The site has no home page in this language.")})


def check_source(page: Page, site: PortalSite) -> None:
    """Whether the page may be translated at all (Lạng Sơn 40/2024, Article 8.3.a).

    Raises:
        TranslationError: with what is in the way.
    """
    if not rights.is_source_language(page, site):
        raise TranslationError(_("Only pages in the language of the site are translated."))
    if page.alias_of_id is not None:
        raise TranslationError(_("This page only shows another one; select that one."))
    if not page.live:
        raise TranslationError(_("Only what is approved and posted is translated."))
    if page.get_view_restrictions().exists():
        raise TranslationError(_("Only what everybody may read is translated."))


def missing_above(page: Page, locale: Locale, site: PortalSite) -> list[Page]:
    """The pages between the site's home page and the page that are not in the language yet.

    Raises:
        TranslationError: where one of them may not be translated.
    """
    home = site.site.root_page
    above = page.get_ancestors().descendant_of(home)
    keys = {each.translation_key: each for each in above}
    there = Page.objects.filter(translation_key__in=keys, locale=locale, alias_of=None).values_list(
        "translation_key", flat=True
    )
    missing = [each for key, each in keys.items() if key not in set(there)]
    for each in missing:
        try:
            check_source(each, site)
        except TranslationError as error:
            message = _("The page above, “%(title)s”: %(problem)s")
            problem = " ".join(error.messages)
            raise TranslationError(message % {"title": each.title, "problem": problem}) from error
    return missing
