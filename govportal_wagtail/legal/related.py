"""The documents that somebody signed, and those that an agency issued, for the pages about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ..core import network
from ..core.models import Agency, AgencyKind, Person, Post
from ..core.navigation import current_home
from ..core.placeholders import without_placeholders
from ..core.registries import RelatedPart
from ..core.vietnamese import normalise, slugify
from .models import LegalDocumentIndexPage, RegisterEntry
from .models.register import RegisterQuerySet

__all__ = ["ISSUED", "SHOWN", "SIGNED", "issued_documents", "signed_documents"]

#: The newest documents that a page shows; the list of the library has the rest.
SHOWN: Final = 10
_TEMPLATE: Final = "govportal/legal/parts/documents.html"


def signed_documents(person: Person, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest public documents of the site that the person signed; None without any.

    The register knows a signer by name only: namesakes are told apart by the agencies in which the
    person holds or held a post that is public and, where a namesake did so too, by their terms.
    What either may have signed is shown for neither.
    """
    key = slugify(person.name)[:255]
    if not key:
        return None
    posts = list(person.posts.filter(is_public=True).select_related("agency"))
    agencies = {post.agency_id for post in posts}
    issuers = Q(issuer__in=agencies) | Q(issuer__kind=AgencyKind.CHAIR, issuer__parent__in=agencies)
    entries = _entries(page, request).filter(issuers, signer_key=key)
    others = _posts_of_namesakes(person, posts)
    if others:
        entries = entries.filter(_in_terms(posts)).exclude(_in_terms(others))
    # The key has lost its diacritics: Hoa and Hòa are two people.
    spellings = set(entries.order_by().values_list("signer", flat=True).distinct())
    own = [each for each in spellings if _plain(each) == _plain(person.name)]
    return _context(entries.filter(signer__in=own), {"signer": key}, request) if own else None


def issued_documents(agency: Agency, page: Page, request: HttpRequest) -> dict[str, Any] | None:
    """Return the newest public documents of the site that the agency issued; None without any."""
    entries = _entries(page, request).filter(issuer=agency)
    return _context(entries, {"issuer": agency.code}, request)


def _entries(page: Page, request: HttpRequest) -> RegisterQuerySet:
    home = current_home(request, page)
    if home is None:
        return RegisterEntry.objects.none()
    below = RegisterEntry.objects.filter(path__startswith=home.path)
    return below.public().for_lists()


def _context(
    entries: RegisterQuerySet, chosen: dict[str, str], request: HttpRequest
) -> dict[str, Any] | None:
    newest = entries.filter(issued_on__isnull=False).order_by("-issued_on", "-page_id")
    items = network.address(newest[:SHOWN], request)
    if not items:
        return None
    libraries = without_placeholders(LegalDocumentIndexPage.objects.live())
    library = libraries.filter(pk=items[0].library_id).first()
    address = library.get_url(request) if library else ""
    return {"items": items, "more_url": f"{address}?{urlencode(chosen)}" if address else ""}


def _posts_of_namesakes(person: Person, posts: Iterable[Post]) -> list[Post]:
    """Public posts of others of the same name in the same agencies."""
    agencies = {post.agency_id for post in posts}
    others = Post.objects.filter(agency__in=agencies, is_public=True).exclude(person=person)
    # The database folds capitals of ASCII only, on some of those that the portal runs on.
    alike = others.select_related("person", "agency").order_by("pk")
    return [post for post in alike if _plain(post.person.name) == _plain(person.name)]


def _in_terms(posts: Iterable[Post]) -> Q:
    """What the agencies of posts, or their chairpersons, issued while these were held."""
    found = Q(pk__in=[])
    for post in posts:
        issued = Q(issuer=post.agency_id) | Q(
            issuer__kind=AgencyKind.CHAIR, issuer__parent=post.agency_id
        )
        if post.starts_on:
            issued &= Q(issued_on__gte=post.starts_on)
        if post.last_day:
            issued &= Q(issued_on__lte=post.last_day)
        found |= issued
    return found


def _plain(name: str) -> str:
    return " ".join(normalise(name).casefold().split())


SIGNED: Final = RelatedPart(
    "documents",
    pgettext_lazy("of a leader", "Documents signed"),
    _TEMPLATE,
    signed_documents,
    order=30,
)
ISSUED: Final = RelatedPart(
    "documents", _("Documents issued"), _TEMPLATE, issued_documents, order=30
)
