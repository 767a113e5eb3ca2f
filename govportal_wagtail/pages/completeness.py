"""What pages that a regulation requires lack although they are published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.models import Agency, Post
from ..core.network import Reach, below_any
from ..core.registries import Label, PartContent
from .models import (
    AdministrativeMapPage,
    LeaderPage,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
    SectionPage,
    StandardPage,
)
from .organisation.leader_pages import leading
from .organisation.rich_text import plain_text
from .organisation.units import GROUPS

__all__ = ["CONTENTS"]

Gaps = Mapping[int, Label]


def gaps_of_sections(page_ids: Sequence[int]) -> Gaps:
    """Sections below which nothing but sections is published."""
    section = ContentType.objects.get_for_model(SectionPage)
    # A range and not "starts with": no index answers that for a path out of another row.
    below = Page.objects.filter(
        path__gte=Concat(OuterRef("path"), Value("0" * Page.steplen)),
        path__lte=Concat(OuterRef("path"), Value("Z" * Page.steplen * 2)),
        depth__gt=OuterRef("depth"),
        live=True,
    ).exclude(content_type=section)
    own = SectionPage.objects.filter(pk__in=page_ids, reach=Reach.OWN)
    empty = own.annotate(is_filled=Exists(below)).filter(is_filled=False)
    message = _("Nothing has been published in the section.")
    return dict.fromkeys(empty.values_list("pk", flat=True), message)


def gaps_of_standard_pages(page_ids: Sequence[int]) -> Gaps:
    """Pages without text."""
    message = _("The page has no text.")
    pages = StandardPage.objects.filter(pk__in=page_ids)
    return {page.pk: message for page in pages if not _says_something(page.body)}


def gaps_of_charts(page_ids: Sequence[int]) -> Gaps:
    """Organisations of agencies of which the register knows no unit, or no head."""
    today = timezone.localdate()
    pages = dict(OrganisationPage.objects.filter(pk__in=page_ids).values_list("pk", "agency_id"))
    children = Agency.objects.existing(on=today).filter(
        parent__in=pages.values(), kind__in=list(GROUPS)
    )
    with_units = set(children.order_by().values_list("parent_id", flat=True))
    heads = Post.objects.heads(on=today).filter(agency__in=pages.values(), is_public=True)
    with_head = set(heads.values_list("agency_id", flat=True))
    gaps: dict[int, Label] = {}
    for key, agency in pages.items():
        if agency not in with_units:
            gaps[key] = _("The register knows no unit of the agency.")
        elif agency not in with_head:
            gaps[key] = _("The register knows no head of the agency in office.")
    return gaps


def gaps_of_leaders(page_ids: Sequence[int]) -> Gaps:
    """Lists of leaders in office of whom one has no page, or a page that lacks what it must say.

    Decree 224/2026/NĐ-CP, Article 9.1.b and 9.1.c: a short biography and the assigned duties.
    """
    lists = list(LeadersPage.objects.filter(pk__in=page_ids))
    paths = {page.path: page.pk for page in lists}
    said: dict[int, dict[int, bool]] = {key: {} for key in paths.values()}
    for page in _children(LeaderPage, paths):
        is_whole = bool(plain_text(page.biography) and plain_text(page.duties))
        of_list = said[paths[page.path[: -page.steplen]]]
        of_list[page.person_id] = of_list.get(page.person_id, False) or is_whole
    in_office = _leaders_in_office({page.agency_id for page in lists})
    gaps: dict[int, Label] = {}
    for page in lists:
        leaders, found = in_office[page.agency_id], said[page.pk]
        without = [name for person, name in leaders.items() if person not in found]
        wanting = [name for person, name in leaders.items() if not found.get(person, True)]
        if not leaders:
            gaps[page.pk] = _("The register knows no leader of the agency in office.")
        elif len(without) == len(leaders):
            gaps[page.pk] = _("No leader has a page.")
        elif without:
            gaps[page.pk] = _("Without a page: %(names)s.") % {"names": ", ".join(without)}
        elif wanting:
            values = {"names": ", ".join(wanting)}
            gaps[page.pk] = _("Biography or assigned duties are missing: %(names)s.") % values
    return gaps


def _leaders_in_office(agencies: Iterable[int]) -> dict[int, dict[int, str]]:
    """The names of those who lead the agencies today, by agency and key, in order."""
    posts = Post.objects.in_office(on=timezone.localdate()).filter(
        leading(LeaderPage.objects.none())
    )
    posts = posts.filter(agency__in=set(agencies), is_public=True)
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for agency, person, name in posts.values_list("agency_id", "person_id", "person__name"):
        found[agency][person] = name
    return found


def gaps_of_maps(page_ids: Sequence[int]) -> Gaps:
    """Maps without a picture or file, or without words for readers who cannot see it."""
    gaps: dict[int, Label] = {}
    for page in AdministrativeMapPage.objects.filter(pk__in=page_ids):
        if not (page.image_id or page.document_id):
            gaps[page.pk] = _("The map itself is missing.")
        elif not plain_text(page.description):
            gaps[page.pk] = _("The map is not described in words.")
    return gaps


def gaps_of_directories(page_ids: Sequence[int]) -> Gaps:
    """Directories in which nobody stands."""
    pages = list(OfficialDirectoryPage.objects.filter(pk__in=page_ids))
    posts = Post.objects.current(on=timezone.localdate()).filter(is_public=True)
    staffed = set(posts.order_by().values_list("agency_id", flat=True).distinct())
    above = _with_those_above(staffed)
    message = _("The directory names no official.")
    return {
        page.pk: message
        for page in pages
        if page.agency_id not in (above if page.with_units else staffed)
    }


def _says_something(body: Any) -> bool:
    """Whether there is a block that is not an empty paragraph."""
    return any(
        block["type"] != "paragraph" or plain_text(str(block.get("value") or ""))
        for block in body.raw_data
    )


def _children(model: type[Page], paths: Iterable[str]) -> list[Any]:
    """The live pages of a kind right below pages at the paths; one query for each depth."""
    by_depth: dict[int, list[str]] = defaultdict(list)
    for path in paths:
        by_depth[len(path)].append(path)
    found: list[Any] = []
    for length, same in by_depth.items():
        depth = length // Page.steplen + 1
        children = model.objects.live().filter(below_any(same), depth=depth)
        found += children.order_by("path")
    return found


def _with_those_above(agencies: Iterable[int]) -> set[int]:
    parents = dict(Agency.objects.order_by().values_list("pk", "parent_id"))
    reached: set[int] = set()
    for start in agencies:
        step: int | None = start
        while step is not None and step not in reached:
            reached.add(step)
            step = parents.get(step)
    return reached


_GAPS: Final = (
    ("sections", SectionPage, gaps_of_sections),
    ("standard_pages", StandardPage, gaps_of_standard_pages),
    ("organisation", OrganisationPage, gaps_of_charts),
    ("leaders", LeadersPage, gaps_of_leaders),
    ("map", AdministrativeMapPage, gaps_of_maps),
    ("directory", OfficialDirectoryPage, gaps_of_directories),
)
CONTENTS: Final = tuple(
    PartContent(code, lambda model, kind=kind: issubclass(model, kind), gaps)  # type: ignore[misc]
    for code, kind, gaps in _GAPS
)
