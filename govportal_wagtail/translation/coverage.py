"""What is owed in other languages and what is there, by site and language.

Read by query: how many it takes does not depend on how many pages and translations there are.
Lạng Sơn 40/2024, Article 7.1, names what must exist in English; other regulations name nothing, or
no more than that there is something. What is owed is in the profile, which names pages of a site.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Length, Substr
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page

from ..core.models import PortalSite, SitePart
from ..regulation.adoption import profile_for
from ..regulation.presentation import articles
from ..regulation.presentation.language_names import language_name
from ..regulation.schema import Profile
from ..regulation.schema.rules import TranslationDuty
from ..regulation.vocabulary import LanguageStatus
from .changes import days_outdated, noted_fields
from .models import PageTranslation
from .vocabulary import IN_REVIEW, IN_WORK, TranslationState


@dataclass(frozen=True, slots=True)
class Owed:
    """One page that must exist in a language, and how far it is."""

    duty: TranslationDuty
    title: str
    #: The page in the language of the site; None where the site has none.
    page: Page | None = None
    translation: PageTranslation | None = None
    #: Whether readers see a translation of it.
    is_there: bool = False

    @property
    def place(self) -> str:
        """The article of the regulation in the active language."""
        return str(articles.label(self.duty.article))

    @property
    def is_derived(self) -> bool:
        """Whether the profile names pages; else somebody has to judge whether the duty is met."""
        return bool(self.duty.parts)

    @property
    def is_missing(self) -> bool:
        """Whether readers see none, and nobody works on one."""
        return self.is_derived and not self.is_there and not self._is_on_its_way

    @property
    def state(self) -> str | Promise:
        """In words: there, outdated, missing, or where it waits."""
        if not self.is_derived:
            return pgettext_lazy("owed translation", "to be judged by hand")
        if self.is_there:
            is_outdated = self.translation is not None and self.translation.is_outdated
            if is_outdated:
                return pgettext_lazy("translation", "outdated")
            return pgettext_lazy("owed translation", "there")
        if self.translation is not None and self._is_on_its_way:
            return str(self.translation.get_state_display())
        if self.page is None:
            return pgettext_lazy("owed translation", "the site has no such page")
        return pgettext_lazy("owed translation", "missing")

    @property
    def waits(self) -> str:
        """Where a new version waits of what readers see already; empty where none does."""
        row = self.translation
        is_under_way = row is not None and (row.is_in_work or row.is_in_review)
        return str(row.get_state_display()) if row and self.is_there and is_under_way else ""

    @property
    def days(self) -> int | None:
        """For how many days it has been outdated; None where it is not."""
        return days_outdated(self.translation) if self.translation and self.is_there else None

    @property
    def changed(self) -> list[str]:
        """The fields of the source that changed since; empty where it is not outdated."""
        return noted_fields(self.translation) if self.translation and self.is_there else []

    @property
    def _is_on_its_way(self) -> bool:
        row = self.translation
        return row is not None and row.state != TranslationState.REMOVED


@dataclass(slots=True)
class Coverage:
    """One site in one language."""

    portal_site: PortalSite
    language_code: str
    #: None where the site has no home page in the language that its regulation wants.
    locale: Locale | None = None
    owed: list[Owed] = field(default_factory=list)
    in_work: int = 0
    in_review: int = 0
    posted: int = 0
    outdated: int = 0
    #: Words of the sources that wait for the translating unit.
    words: int = 0

    @property
    def language(self) -> str:
        """What the language is called in the active one."""
        return language_name(self.language_code)


@dataclass(slots=True)
class _Known:
    """What was read of all sites at once."""

    #: Pages that are parts, by site and code.
    parts: Mapping[tuple[int, str], Page]
    #: Public pages by the path of the page above.
    below: Mapping[str, Sequence[Page]]
    #: By what the pages of all languages share, and language.
    rows: Mapping[Any, PageTranslation]
    there: frozenset[Any]


def coverage_of(sites: Sequence[PortalSite]) -> list[Coverage]:
    """A line for each of the sites in each of its other languages, in the order of the sites.

    These are the languages of its home page and, on a portal, those that its regulation wants.
    """
    profiles: dict[int, Profile] = {}
    for site in sites:
        key = site.portal_id or site.pk
        if key not in profiles:
            profiles[key] = profile_for(site.site)
    languages = _languages(sites)
    known = _known(sites, profiles.values())
    counts = _counts(sites)
    found = []
    for site in sites:
        profile = profiles[site.portal_id or site.pk]
        locales = languages.get(site.pk, [])
        lines = [Coverage(site, each.language_code, each) for each in locales]
        if site.is_portal:
            lines += [Coverage(site, code) for code in _without_home(site, profile, locales)]
        for line in lines:
            line.owed = [
                owed for duty in _duties(profile) for owed in _owed(duty, site, line.locale, known)
            ]
            key = line.locale.pk if line.locale else 0
            for name, number in counts.get((site.pk, key), {}).items():
                setattr(line, name, number)
        found += lines
    return found


def _duties(profile: Profile) -> list[TranslationDuty]:
    return [duty for duty in profile.translation.values() if duty.is_required]


def _owed(
    duty: TranslationDuty, site: PortalSite, locale: Locale | None, known: _Known
) -> Iterator[Owed]:
    """What a site owes by one duty: the pages that answer it, of those that the profile names.

    A component owes only what it has.
    """
    pages = [page for code in duty.parts if (page := known.parts.get((site.pk, code)))]
    if not pages and site.is_portal:
        yield Owed(duty, duty.title)
    for page in pages:
        for each in (page, *known.below.get(page.path, ())):
            key = (each.translation_key, locale.pk if locale else 0)
            yield Owed(duty, each.title, each, known.rows.get(key), key in known.there)


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


def _without_home(site: PortalSite, profile: Profile, locales: Iterable[Locale]) -> list[str]:
    """The languages that the regulation wants and in which the site has no home page."""
    own = site.site.root_page.locale.language_code
    there = {own, *(each.language_code for each in locales)}
    return [
        code
        for code, rule in profile.languages.items()
        if rule.status == LanguageStatus.OFFICIAL and code not in there
    ]


def _known(sites: Sequence[PortalSite], profiles: Iterable[Profile]) -> _Known:
    codes = {code for each in profiles for duty in _duties(each) for code in duty.parts}
    rows = SitePart.objects.filter(portal_site__in=[site.pk for site in sites], code__in=codes)
    parts = {(row.portal_site_id, row.code): row.page for row in rows.select_related("page")}
    below = _below(list(parts.values()))
    pages = [*parts.values(), *(page for found in below.values() for page in found)]
    keys = {page.translation_key for page in pages}
    translations = PageTranslation.objects.filter(source_key__in=keys).select_related(
        "source", "unit"
    )
    there = Page.objects.live().filter(translation_key__in=keys, alias_of=None)
    return _Known(
        parts,
        below,
        {(row.source_key, row.locale_id): row for row in translations},
        frozenset(there.values_list("translation_key", "locale_id")),
    )


def _below(pages: Sequence[Page]) -> dict[str, list[Page]]:
    """What everybody may read directly below the pages, by their path: units, officials."""
    above = Substr(
        "path", 1, Length("path") - Value(Page.steplen), output_field=Page._meta.get_field("path")
    )
    found: dict[str, list[Page]] = defaultdict(list)
    public = Page.objects.live().public().filter(alias_of=None)
    for page in (
        public.filter(depth__in={each.depth + 1 for each in pages})
        .annotate(above=above)
        .filter(above__in=[each.path for each in pages])
        .order_by("path")
    ):
        found[page.path[: -Page.steplen]].append(page)
    return found


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
