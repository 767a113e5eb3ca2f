"""What is owed in other languages and what is there, by site and language.

Read by query: how many it takes does not depend on how many pages and translations there are.
Lạng Sơn 40/2024, Article 7.1, names what must exist in English; other regulations name nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page

from ..core.models import PortalSite, SitePart
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from ..regulation.schema.rules import TranslationDuty
from .models import PageTranslation
from .vocabulary import IN_REVIEW, IN_WORK, TranslationState

#: Required pages of a site that answer a duty of a regulation, by the key of the duty.
PARTS: Final[dict[str, tuple[str, ...]]] = {
    "organisation": ("introduction", "organisation", "functions"),
    "contacts": ("leaders", "contacts"),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """One page that must exist in a language, and how far it is."""

    title: str
    article: str
    #: The page in the language of the site; None where the site has none.
    page: Page | None
    translation: PageTranslation | None
    #: Whether readers see a translation of it.
    is_there: bool

    @property
    def state(self) -> str | Promise:
        """In words: there, outdated, missing, or where it waits."""
        if self.translation is not None and self.is_there and self.translation.is_outdated:
            return pgettext_lazy("translation", "outdated")
        if self.is_there:
            return pgettext_lazy("owed translation", "there")
        if self.translation is not None and self.translation.state != TranslationState.REMOVED:
            return str(self.translation.get_state_display())
        if self.page is None:
            return pgettext_lazy("owed translation", "the site has no such page")
        return pgettext_lazy("owed translation", "missing")

    @property
    def days(self) -> int | None:
        """For how many days it has been outdated; None where it is not."""
        since: datetime | None = self.translation.outdated_since if self.translation else None
        return (timezone.now() - since).days if since is not None else None


@dataclass(slots=True)
class Coverage:
    """One site in one language."""

    portal_site: PortalSite
    locale: Locale
    owed: list[Owed] = field(default_factory=list)
    in_work: int = 0
    in_review: int = 0
    posted: int = 0
    outdated: int = 0
    #: Words of the sources that wait for the translating unit.
    words: int = 0


def coverage_of(sites: Sequence[PortalSite]) -> list[Coverage]:
    """A line for each of the sites in each of its other languages, in the order of the sites."""
    languages = _languages(sites)
    profile_by_portal: dict[int | None, Profile] = {}
    owed = _owed_pages(sites)
    rows = _rows(owed)
    there = _there(owed)
    counts = _counts(sites)
    found = []
    for site in sites:
        key = site.portal_id or site.pk
        if key not in profile_by_portal:
            profile_by_portal[key] = profile_for(site.site)
        for locale in languages.get(site.pk, []):
            line = Coverage(site, locale)
            for name, number in counts.get((site.pk, locale.pk), {}).items():
                setattr(line, name, number)
            line.owed = [
                _owed(duty, owed.get((site.pk, code)), locale, rows, there)
                for duty in _duties(profile_by_portal[key])
                for code in PARTS.get(duty.key, ())
                if (site.pk, code) in owed
            ]
            found.append(line)
    return found


def _duties(profile: Profile) -> list[TranslationDuty]:
    return [duty for duty in profile.translation.values() if duty.is_required]


def _owed(
    duty: TranslationDuty,
    page: Page | None,
    locale: Locale,
    rows: dict[Any, PageTranslation],
    there: set[Any],
) -> Owed:
    key = (page.translation_key, locale.pk) if page else None
    title = page.title if page else duty.title
    return Owed(title, duty.article, page, rows.get(key), key in there)


def _languages(sites: Sequence[PortalSite]) -> dict[int, list[Locale]]:
    """The languages in which each site has a home page besides its own."""
    homes = {site.site.root_page.translation_key: site for site in sites}
    pages = Page.objects.filter(translation_key__in=homes, alias_of=None).select_related("locale")
    found: dict[int, list[Locale]] = defaultdict(list)
    for page in pages.order_by("locale__language_code"):
        site = homes[page.translation_key]
        if page.locale_id != site.site.root_page.locale_id:
            found[site.pk].append(page.locale)
    return found


def _owed_pages(sites: Sequence[PortalSite]) -> dict[tuple[int, str], Page]:
    codes = [code for parts in PARTS.values() for code in parts]
    parts = SitePart.objects.filter(portal_site__in=[site.pk for site in sites], code__in=codes)
    return {(part.portal_site_id, part.code): part.page for part in parts.select_related("page")}


def _rows(owed: dict[tuple[int, str], Page]) -> dict[Any, PageTranslation]:
    keys = [page.translation_key for page in owed.values()]
    rows = PageTranslation.objects.filter(source_key__in=keys)
    return {(row.source_key, row.locale_id): row for row in rows}


def _there(owed: dict[tuple[int, str], Page]) -> set[Any]:
    keys = [page.translation_key for page in owed.values()]
    pages = Page.objects.live().filter(translation_key__in=keys, alias_of=None)
    return set(pages.values_list("translation_key", "locale_id"))


def _counts(sites: Sequence[PortalSite]) -> dict[tuple[int, int], dict[str, int]]:
    """Numbers by the names of the fields of a line, for each site and language that has any."""
    is_live = Q(target__live=True)
    in_work = Q(state__in=sorted(IN_WORK))
    rows = PageTranslation.objects.filter(portal_site__in=[site.pk for site in sites])
    found: Any = (
        rows.order_by()
        .values("portal_site", "locale")
        .annotate(
            in_work=Count("pk", filter=in_work),
            in_review=Count("pk", filter=Q(state__in=sorted(IN_REVIEW))),
            posted=Count("pk", filter=is_live),
            outdated=Count("pk", filter=is_live & ~Q(published_digest=F("source_digest"))),
            words=Sum("words", filter=in_work, default=0),
        )
    )
    names = ("in_work", "in_review", "posted", "outdated", "words")
    return {
        (row["portal_site"], row["locale"]): {name: row[name] for name in names} for row in found
    }
