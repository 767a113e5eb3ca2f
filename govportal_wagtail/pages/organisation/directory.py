"""The directory of competent officials: who is in office, in which post, how they are reached.

Contacts of competent officials are asked for by Lạng Sơn 40/2024, Article 7.1, and Bắc Kạn,
Article 3.3.g; nothing else personal is listed. Page and downloads read the same rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from ... import conf
from ...core.models import Agency, Post
from ...core.organisation.tree import subtree_ids
from ...core.pagination import page_of
from ...core.vietnamese import fold, normalise, sort_key, words
from .leader_pages import addresses

__all__ = [
    "Directory",
    "DirectoryQuery",
    "Official",
    "context",
    "official_of",
    "read",
    "with_pages",
]

#: A longer number is no key of an agency, and more than the database can compare.
_KEY_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class DirectoryQuery:
    """What a reader asks of the directory. An agency that is none leaves nobody."""

    text: str = ""
    agency: str = ""

    @classmethod
    def from_parameters(cls, parameters: QueryDict) -> DirectoryQuery:
        """Read a query string; unknown parameters are ignored."""
        text = normalise(parameters.get("q", "").replace("\x00", "")).strip()
        agency = parameters.get("agency", "").strip()
        return cls(text[: conf.SEARCH_QUERY_LENGTH], agency[: _KEY_DIGITS + 1])

    @property
    def narrows(self) -> bool:
        """Whether anybody is left out."""
        return bool(self.text or self.agency)

    @property
    def agency_id(self) -> int | None:
        """The key of the agency that is asked for; 0 for what cannot be one."""
        if not self.agency:
            return None
        is_key = self.agency.isascii() and self.agency.isdecimal()
        return int(self.agency) if is_key and len(self.agency) <= _KEY_DIGITS else 0

    def encode(self) -> str:
        """The query string, with its question mark; empty for the whole directory."""
        pairs = [("q", self.text), ("agency", self.agency)]
        kept = [(name, value) for name, value in pairs if value]
        return f"?{urlencode(kept)}" if kept else ""


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody in office in one post, with what the public may know; ``url`` is their page."""

    person_id: int
    name: str
    title: str
    agency: Agency
    phone: str
    fax: str
    email: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """What is known of a post before its page of the list is read."""

    pk: int
    agency_id: int
    place: tuple[bool, int, int, int]
    text: str


@dataclass(frozen=True, slots=True)
class Directory:
    """The posts that match, in order, and the agencies one may ask for."""

    posts: Sequence[int]
    agencies: tuple[Agency, ...]

    def officials(self, posts: Iterable[int]) -> list[Official]:
        """These posts with all that is shown of them; one query."""
        keys = list(posts)
        found = Post.objects.filter(pk__in=keys).select_related("person", "agency").in_bulk()
        return [official_of(found[pk]) for pk in keys if pk in found]


def context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """One page of the directory, by agency, with the form and the ways to take it away.

    The number of queries does not depend on how many officials there are.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    query = DirectoryQuery.from_parameters(request.GET)
    directory = read(page, query)
    found = page_of(directory.posts, request)
    officials = with_pages(directory.officials(found.object_list), page, request)
    return {
        "officials": found,
        "groups": _groups(officials),
        "agencies": [(each, str(each.pk) == query.agency) for each in directory.agencies],
        "query": query,
        "query_limit": conf.SEARCH_QUERY_LENGTH,
        "total": found.paginator.count,
        "clear_url": (page.get_url(request) if page.pk else "") or "?",
        "exports": _exports(page, query),
    }


def read(page: Any, query: DirectoryQuery, *, person_id: int | None = None) -> Directory:
    """Return whom the directory lists today, or the posts of one of them; three queries.

    In the order of the organisation, within an agency in that of protocol. Each word of the query
    begins a word of the name, the post or the agency, whatever its case and diacritics.
    """
    today = timezone.localdate()
    agencies = _agencies(page, today)
    posts = Post.objects.filter(agency__in=[each.pk for each in agencies], is_public=True)
    if person_id is not None:
        posts = posts.filter(person=person_id)
    rows = _rows(posts.current(on=today), with_text=bool(query.text))
    named = {row.agency_id for row in rows}
    choices = tuple(each for each in agencies if each.pk in named)
    if query.agency_id is not None:
        wanted = _branch(query.agency_id, agencies)
        rows = [row for row in rows if row.agency_id in wanted]
    if query.text:
        asked = words(fold(query.text))
        names = {each.pk: _names(each) for each in agencies}
        rows = [row for row in rows if _has(f"{row.text}{names[row.agency_id]}", asked)]
    order = {each.pk: number for number, each in enumerate(agencies)}
    rows.sort(key=lambda row: (order[row.agency_id], row.place))
    return Directory([row.pk for row in rows], choices)


def with_pages(officials: list[Official], page: Any, request: HttpRequest) -> list[Official]:
    """The officials with the addresses of the pages about them; two queries."""
    urls = addresses({each.person_id for each in officials}, page, request)
    return [replace(each, url=urls.get(each.person_id, "")) for each in officials]


def official_of(post: Post, url: str = "") -> Official:
    """What the public may know of the holder of a post; person and agency are with the post."""
    return Official(
        person_id=post.person_id,
        name=post.person.name,
        title=post.localized_title,
        agency=post.agency,
        phone=post.phone,
        fax=post.fax,
        email=post.email,
        url=url,
    )


def _agencies(page: Any, on: date) -> list[Agency]:
    """The agencies of the page that exist, as one walks through the tree."""
    if not page.agency_id:
        return []
    keys = subtree_ids([page.agency_id]) if page.with_units else {page.agency_id}
    found = list(Agency.objects.filter(pk__in=keys).existing(on=on).order_by())
    below: dict[int | None, list[Agency]] = defaultdict(list)
    by_pk = {each.pk: each for each in found}
    for each in sorted(found, key=lambda each: (sort_key(each.name), each.pk)):
        # What lies below an agency that has ended stands beside those above it.
        is_top = each.pk == page.agency_id or each.parent_id not in by_pk
        below[None if is_top else each.parent_id].append(each)
    below[None].sort(key=lambda each: each.pk != page.agency_id)
    ordered: list[Agency] = []
    waiting = list(reversed(below[None]))
    while waiting:
        agency = waiting.pop()
        ordered.append(agency)
        waiting += reversed(below.pop(agency.pk, []))
    return ordered


def _branch(root: int, agencies: Iterable[Agency]) -> set[int]:
    """An agency of the list and those below it; empty for one that is not in the list."""
    found: set[int] = set()
    # An agency stands after the one above it.
    for each in agencies:
        if each.pk == root or each.parent_id in found:
            found.add(each.pk)
    return found


def _rows(posts: Any, *, with_text: bool) -> list[_Row]:
    columns = ("pk", "agency_id", "is_head", "rank", "sort_order")
    texts = ("person__name", "title", "title_en", "title_ru") if with_text else ()
    return [
        _Row(pk, agency, (not is_head, rank, order or 0, pk), _searched(text) if text else "")
        for pk, agency, is_head, rank, order, *text in posts.order_by().values_list(
            *columns, *texts
        )
    ]


def _names(agency: Agency) -> str:
    return _searched(
        (agency.name, agency.name_en, agency.name_ru, agency.short_name, agency.abbreviation)
    )


def _searched(texts: Iterable[str]) -> str:
    """The words of the texts, folded, each after a blank."""
    return "".join(f" {word}" for word in words(fold(" ".join(texts))))


def _has(text: str, asked: Sequence[str]) -> bool:
    """Whether each word that is asked for begins one of the text; a query of signs finds nobody."""
    return bool(asked) and all(f" {word}" in text for word in asked)


def _groups(officials: Iterable[Official]) -> list[tuple[Agency, list[Official]]]:
    by_agency = groupby(officials, key=lambda each: each.agency)
    return [(agency, list(found)) for agency, found in by_agency]


def _exports(page: Any, query: DirectoryQuery) -> Mapping[str, Any]:
    """Where the list can be taken away; nowhere where the page is not open to everybody."""
    if not page.pk or not page.live or page.get_view_restrictions().exists():
        return {}
    return {
        code: reverse("govportal_pages:directory_export", args=[page.pk, code]) + query.encode()
        for code in ("csv", "xlsx", "vcf")
    }
