"""What the pages on leaders show: posts and terms from the register, in the order of protocol.

Only what the regulations name is read: the name, public posts with their terms and their official
contact (Decree 224/2026/NĐ-CP, Article 9.1.b). Posts that are not public, and what the register
notes besides, never come here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from ...core.models import Agency, Post
from ...core.pagination import page_of
from ...core.registries import person_parts
from .leader_pages import leading, pages_below
from .related import shown_parts

__all__ = ["Contact", "Leader", "Term", "index_context", "page_context"]


@dataclass(frozen=True, slots=True)
class Term:
    """A post with the days from which and until which it is held, where these are known."""

    title: str
    agency: str
    starts_on: date | None
    ends_on: date | None
    agency_id: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """How somebody is reached in a post; ``via`` names the agency where the contact is its own."""

    phone: str
    fax: str
    email: str
    via: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.fax or self.email)


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody in a list of leaders with the posts that the list is about."""

    person_id: int
    name: str
    terms: tuple[Term, ...]
    contact: Contact | None = None
    is_head: bool = False
    url: str = ""
    photo: Any = None

    @property
    def initial(self) -> str:
        """The first letter of the given name, which stands last, in place of a portrait."""
        return self.name.split()[-1][:1].upper() if self.name.strip() else ""


def index_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Those in office today in the order of protocol or, for ``?former=1``, the earlier terms.

    Earlier terms are also those in agencies that were merged into this one. ``leaders`` is one page
    of the list. The number of queries does not depend on its length.

    Raises:
        Http404: for a page of the list that does not exist.
    """
    today = timezone.localdate()
    is_former = request.GET.get("former", "") == "1"
    is_open = not page.pk or not page.get_view_restrictions().exists()
    below = pages_below(page, is_open=is_open)
    posts = _posts_of_leaders(page, below)
    earlier = _earlier_posts(page, below, today)
    if is_former:
        found = page_of(earlier.order_by("-left_on", "-is_head", "rank", "pk"), request)
        found.object_list = [(post.person, [post]) for post in found.object_list]
    else:
        found = page_of(_by_person(posts.in_office(on=today)), request)
    shown = list(found.object_list)
    pages = {each.person_id: each for each in below.filter(person__in=[one for one, _ in shown])}
    found.object_list = [
        _leader(person, held, pages, request, with_contact=not is_former) for person, held in shown
    ]
    return {
        "leaders": found,
        "is_former": is_former,
        "has_former": is_former or earlier.exists(),
        "current_url": "?",
        "former_url": "?former=1",
    }


def page_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Posts of today and of earlier terms, official contacts, and what other apps know."""
    if not page.person_id:
        return {"terms": [], "former_terms": [], "contacts": [], "parts": []}
    today = timezone.localdate()
    own = _agency_of_list(page)
    posts = list(page.person.posts.filter(is_public=True).select_related("agency"))
    held = [post for post in posts if post.holds(on=today) and post.agency.exists(on=today)]
    held.sort(key=lambda post: _place(post, own))
    ended = [post for post in posts if (post.last_day or today) < today]
    ended.sort(key=lambda post: (post.last_day, post.starts_on or date.min), reverse=True)
    return {
        "terms": [_term(post) for post in held],
        "former_terms": [_term(post) for post in ended],
        "contacts": _contacts(held),
        "parts": shown_parts(person_parts, page.person, page, request),
        "portrait_alt": page.person.name,
        "card_url": _card_url(page) if held else "",
    }


def _posts_of_leaders(page: Any, below: QuerySet[Any]) -> Any:
    """Public posts of the leaders of the agency."""
    if not page.agency_id:
        return Post.objects.none()
    posts = Post.objects.filter(agency=page.agency_id, is_public=True)
    return posts.filter(leading(below)).select_related("person", "agency")


def _earlier_posts(page: Any, below: QuerySet[Any], today: date) -> Any:
    """Posts that have ended, in the agency or in one that has ended and was merged into it."""
    if not page.agency_id:
        return Post.objects.none()
    merged = Q(agency__in=page.agency.predecessor_ids, agency__valid_to__lt=today)
    posts = Post.objects.filter(Q(agency=page.agency_id) | merged, leading(below), is_public=True)
    return posts.over(on=today).select_related("person", "agency")


def _by_person(posts: Iterable[Post]) -> list[tuple[Any, list[Post]]]:
    """Each person once, at the place of their first post."""
    held: dict[int, tuple[Any, list[Post]]] = {}
    for post in posts:
        held.setdefault(post.person_id, (post.person, []))[1].append(post)
    return list(held.values())


def _leader(
    person: Any,
    posts: list[Post],
    pages: Mapping[int, Any],
    request: HttpRequest,
    *,
    with_contact: bool,
) -> Leader:
    page = pages.get(person.pk)
    contacts = _contacts(posts) if with_contact else []
    return Leader(
        person_id=person.pk,
        name=person.name,
        terms=tuple(_term(post) for post in posts),
        contact=next((each for each in contacts if not each.via), None),
        is_head=any(post.is_head for post in posts),
        url=(page.get_url(request) or "") if page else "",
        photo=page.photo if page else None,
    )


def _term(post: Post) -> Term:
    agency: Agency = post.agency
    return Term(
        post.localized_title, agency.localized_name, post.starts_on, post.last_day, agency.pk
    )


def _contacts(posts: Iterable[Post]) -> list[Contact]:
    """What is known for each post, each way once; else the agency of the first post."""
    known = [Contact(post.phone, post.fax, post.email) for post in posts]
    found = list(dict.fromkeys(each for each in known if each))
    if found:
        return found
    for post in posts:
        agency: Agency = post.agency
        own = Contact(agency.phone, agency.fax, agency.email, agency.localized_name)
        return [own] if own else []
    return []


def _card_url(page: Any) -> str:
    """Where the business card is; nowhere where the page is not open to everybody."""
    if not page.pk or not page.live or page.get_view_restrictions().exists():
        return ""
    return reverse("govportal_pages:leader_card", args=[page.pk])


def _place(post: Post, own: int | None) -> tuple[bool, bool, int, int]:
    """Posts in the agency of the list first, then in the order of protocol."""
    return (post.agency_id != own, not post.is_head, post.rank, post.pk)


def _agency_of_list(page: Page) -> int | None:
    """The agency whose leaders the list above the page shows."""
    above = page.get_parent() if page.path else None
    return getattr(above.specific, "agency_id", None) if above else None
