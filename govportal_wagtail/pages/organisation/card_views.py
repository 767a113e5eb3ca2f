"""The business card of one official, from the directory or from the page about them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ...core.models import Post
from .cards import cards_of
from .directory import DirectoryQuery, Official, official_of, read, with_pages
from .directory_exports import public_directory
from .models import LeaderPage
from .vcard import CONTENT_TYPE

__all__ = ["directory_card", "leader_card"]


@require_safe
def directory_card(request: HttpRequest, page_id: str, person_id: str) -> HttpResponse:
    """The card of somebody whom a directory lists.

    Raises:
        Http404: for somebody whom it does not list, and where there is no such public directory.
    """
    page = public_directory(request, page_id)
    with translation.override(page.locale.language_code):
        directory = read(page, DirectoryQuery(), person_id=int(person_id))
        found = directory.officials(directory.posts)
        officials = with_pages(found, page, request)
        return _answer(officials, f"{page.slug}-{int(person_id)}", request)


@require_safe
def leader_card(request: HttpRequest, page_id: str) -> HttpResponse:
    """The card of a leader, with the public posts held today.

    Raises:
        Http404: for anything but a published public page of the request's site about somebody who
            is in office.
    """
    pages = LeaderPage.objects.live().public().filter(pk=int(page_id))
    page: LeaderPage | None = pages.select_related("locale").first()
    site, own = Site.find_for_request(request), page.get_site() if page else None
    if page is None or site is None or own is None or own.pk != site.pk:
        raise Http404
    with translation.override(page.locale.language_code):
        posts = Post.objects.filter(person=page.person_id, is_public=True)
        held = posts.in_office(on=timezone.localdate()).select_related("person", "agency")
        url = page.get_url(request) or ""
        officials = [official_of(post, url) for post in held]
        return _answer(officials, page.slug, request)


def _answer(officials: list[Official], name: str, request: HttpRequest) -> HttpResponse:
    if not officials:
        raise Http404
    response = HttpResponse(cards_of(officials, request), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.vcf")
    return response
