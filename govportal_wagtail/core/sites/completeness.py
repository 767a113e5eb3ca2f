"""What a site still lacks of the information that it must carry.

Two lists are compared with the pages of a site: that of the regulation which the site follows, and
that of Decree 224/2026/NĐ-CP, Article 9.1, which holds for every state body beside it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, PageViewRestriction

from ...regulation import catalogue
from ...regulation.presentation import articles
from ...regulation.schema import Profile
from ...regulation.vocabulary import BodyKind
from ..models import PortalSite
from ..models.portal_sites import SitePart
from ..registries import Label, part_contents, required_parts
from . import launch, parts

__all__ = ["Basis", "PartState", "PartStatus", "statuses", "statuses_for", "summary"]


class PartState(TextChoices):
    """How far a page that a regulation requires has come."""

    MISSING = "missing", pgettext_lazy("required page", "no page")
    DRAFT = "draft", pgettext_lazy("required page", "draft")
    EMPTY = "empty", pgettext_lazy("required page", "published, not complete")
    COMPLETE = "complete", pgettext_lazy("required page", "complete")


#: The states in which something is still to be done.
OPEN_STATES: Final = (PartState.MISSING, PartState.DRAFT, PartState.EMPTY)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a regulation asks for a part: its group of information, the article, the document."""

    title: str
    article: str
    instrument: str

    def __str__(self) -> str:
        place = articles.label(self.article)
        return ", ".join(text for text in (place, self.instrument) if text)


@dataclass(frozen=True, slots=True)
class PartStatus:
    """One required part of a site: how far it has come, and who asks for it."""

    code: str
    label: Label
    state: PartState
    bases: tuple[Basis, ...]
    page: Page | None = None
    #: What a published page lacks.
    gap: Label = ""


def statuses(portal_site: PortalSite) -> list[PartStatus]:
    """Return the required parts of a site in the order of its regulation."""
    return statuses_for([portal_site])[portal_site.pk]


def statuses_for(portal_sites: Iterable[PortalSite]) -> dict[int, list[PartStatus]]:
    """The same for many sites by key, in a number of queries that does not grow with them.

    A part for which no installed app is responsible is left out, as it is when a site is made.
    """
    sites = list(portal_sites)
    today = timezone.localdate()
    profiles = launch.profiles_of(sites, today)
    wanted = {each.pk: _bases(each, profiles[each.pk], today) for each in sites}
    pages = _pages(sites, wanted)
    gaps = _gaps({page.pk: page for found in pages.values() for page in found.values()})
    return {
        each.pk: [
            _status(code, bases, pages[each.pk].get(code), gaps)
            for code, bases in wanted[each.pk].items()
        ]
        for each in sites
    }


def summary(found: Iterable[PartStatus]) -> dict[str, int]:
    """Return how many parts are in each state, by its code."""
    counts = Counter(each.state for each in found)
    return {state.value: counts[state] for state in PartState}


def _bases(portal_site: PortalSite, profile: Profile, day: date) -> dict[str, list[Basis]]:
    """The codes of the parts that the site must have, each with those who ask for it."""
    body = BodyKind(portal_site.body)
    found: dict[str, list[Basis]] = defaultdict(list)
    for source in _sources(profile, day):
        known = set(parts.codes_for(source, body))
        for group in parts.groups_for(source, body):
            for code in group.parts:
                if code in known and required_parts.get(code) is not None:
                    basis = Basis(group.title, group.article, source.instrument.symbol)
                    found[code].append(basis)
    return found


def _sources(profile: Profile, day: date) -> Iterator[Profile]:
    """The regulation of the site and, from its first day on, the decree."""
    yield profile
    national = catalogue.profiles().get(catalogue.NATIONAL)
    if national and national.code != profile.code and national.instrument.in_force(on=day):
        yield national


def _pages(
    sites: Sequence[PortalSite], wanted: Mapping[int, Mapping[str, object]]
) -> dict[int, dict[str, Page]]:
    """The pages that are parts, by site and code: those on record, else those that look like it."""
    found: dict[int, dict[str, Page]] = {each.pk: {} for each in sites}
    rows = SitePart.objects.filter(portal_site__in=sites).select_related("page")
    for row in rows:
        found[row.portal_site_id][row.code] = row.page
    for code in dict.fromkeys(code for codes in wanted.values() for code in codes):
        part = required_parts.get(code)
        without = [each for each in sites if code in wanted[each.pk] and code not in found[each.pk]]
        if part is None or part.find_in is None or not without:
            continue
        alike = part.find_in([each.site.root_page for each in without])
        for each in without:
            if page := alike.get(each.site.root_page_id):
                found[each.pk][code] = page
    return found


def _gaps(pages: Mapping[int, Page]) -> dict[int, Label]:
    """What the live ones of these pages lack, as the app that brings their class says.

    A page that only some may read is not what a regulation asks for, whatever it holds.
    """
    by_content: dict[str, list[int]] = defaultdict(list)
    closed = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    message = _("Not everybody may read the page.")
    closed_pages = [page for page in pages.values() if page.live and page.path.startswith(closed)]
    gaps: dict[int, Label] = dict.fromkeys((page.pk for page in closed_pages), message)
    for page in pages.values():
        model = page.cached_content_type.model_class()
        if not page.live or page.pk in gaps or model is None:
            continue
        for content in part_contents:
            if content.handles(model):
                by_content[content.code].append(page.pk)
                break
    for content in part_contents:
        if keys := by_content.get(content.code):
            gaps |= content.gaps(keys)
    return gaps


def _status(
    code: str, bases: Sequence[Basis], page: Page | None, gaps: Mapping[int, Label]
) -> PartStatus:
    part = required_parts.get(code)
    gap = gaps.get(page.pk, "") if page else ""
    if page is None:
        state = PartState.MISSING
    elif not page.live:
        state = PartState.DRAFT
    else:
        state = PartState.EMPTY if gap else PartState.COMPLETE
    return PartStatus(code, part.label if part else code, state, tuple(bases), page, gap)
