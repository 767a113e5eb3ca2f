"""Who selects, who translates, and who sees which translation.

The newsroom of a site selects (Lạng Sơn 40/2024, Article 8.3.a); the translators of the site, of
the unit to which a text was sent, translate (Article 8.3.b). Checking and approving is the business
of the editorial flow.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from wagtail.models import Locale, Page

from ..core.models import PortalSite
from ..editorial.access import agency_of
from ..editorial.afterwards_access import is_of_newsroom, newsroom_sites, works_in_newsroom
from ..editorial.roles import roles_by_site
from ..regulation.vocabulary import RoleCode
from .models import PageTranslation, PageTranslationQuerySet

_CACHE: Final = "_govportal_translated_trees"


def selects(user: Any, portal_site: PortalSite | None) -> bool:
    """Whether the user selects pages of the site for translation, and takes them off again."""
    return is_of_newsroom(user, portal_site)


def translates(user: Any, translation: PageTranslation) -> bool:
    """Whether the user writes the text of this translation."""
    if not user.is_active:
        return False
    if user.is_superuser or is_of_newsroom(user, translation.portal_site):
        return True
    held = roles_by_site(user).get(translation.portal_site_id, frozenset())
    return RoleCode.TRANSLATOR in held and _is_of_unit(user, translation)


def visible(user: Any) -> PageTranslationQuerySet:
    """The translations that the user may look at: of the own newsroom, or of the own unit."""
    found = PageTranslation.objects.all()
    if not user.is_active:
        return found.none()
    if user.is_superuser:
        return found
    wanted = Q(portal_site__in=newsroom_sites(user).values("pk"))
    sites = _translating_on(user)
    if sites:
        agency = agency_of(user)
        unit = Q(unit__isnull=True) | Q(unit=agency.pk if agency else None)
        wanted |= Q(portal_site__in=sites) & unit
    return found.filter(wanted)


def reported_sites(user: Any) -> QuerySet[PortalSite]:
    """The sites of whose translations the user reads a report: those of the newsroom."""
    return newsroom_sites(user)


def glossary_sites(user: Any) -> list[int]:
    """The sites whose terms the user needs: those where they select or translate."""
    own = newsroom_sites(user).values_list("pk", flat=True)
    return sorted({*own, *_translating_on(user)})


def works_here(user: Any) -> bool:
    """Whether the user has anything to do with translations; asked for the menu."""
    return bool(works_in_newsroom(user) or is_translator(user))


def is_translator(user: Any) -> bool:
    """Whether the user translates on any site, by the role and not as a part of the newsroom."""
    return bool(user.is_active and _translating_on(user))


def languages_of(portal_site: PortalSite) -> list[Locale]:
    """The languages besides its own into which pages of the site are translated.

    These are the languages in which it has a home page, published or not.
    """
    home = portal_site.site.root_page
    own = home.locale_id
    keys = Page.objects.filter(translation_key=home.translation_key, alias_of=None)
    found = Locale.objects.filter(pk__in=keys.exclude(locale=own).values("locale"))
    return list(found.order_by("language_code"))


def offers_selection(user: Any, page: Page) -> bool:
    """Whether the button of the selection stands with a page; lists ask this for every row.

    The trees of the user's newsrooms are read once for each user object; the form asks again.
    """
    if not page.live or page.alias_of_id is not None or not works_in_newsroom(user):
        return False
    trees: list[tuple[str, int]] | None = getattr(user, _CACHE, None)
    if trees is None:
        trees = _translated_trees(user)
        setattr(user, _CACHE, trees)
    return any(page.path.startswith(path) and page.locale_id == own for path, own in trees)


def is_source_language(page: Page, portal_site: PortalSite) -> bool:
    """Whether the page is written in the site's own language and may be a source."""
    return bool(page.locale_id == portal_site.site.root_page.locale_id)


def _translated_trees(user: Any) -> list[tuple[str, int]]:
    """Path and language of the home pages of the user's newsrooms that stand in others as well."""
    sites = newsroom_sites(user).order_by()
    homes = Page.objects.filter(pk__in=sites.values("site__root_page"))
    others = Page.objects.filter(translation_key=OuterRef("translation_key"), alias_of=None)
    others = others.exclude(pk=OuterRef("pk"))
    return list(homes.filter(Exists(others)).values_list("path", "locale_id"))


def _translating_on(user: Any) -> list[int]:
    return [site for site, held in roles_by_site(user).items() if RoleCode.TRANSLATOR in held]


def _is_of_unit(user: Any, translation: PageTranslation) -> bool:
    if translation.unit_id is None:
        return True
    agency = agency_of(user)
    return bool(agency is not None and agency.pk == translation.unit_id)


__all__ = [
    "glossary_sites",
    "is_source_language",
    "is_translator",
    "languages_of",
    "offers_selection",
    "reported_sites",
    "selects",
    "translates",
    "visible",
    "works_here",
    "works_in_newsroom",
]
