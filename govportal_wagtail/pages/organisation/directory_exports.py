"""The directory of officials as open data: CSV, XLSX and all business cards."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ... import conf
from ...core.downloads import Sheet, csv_pieces, download, xlsx_pieces
from . import vcard
from .cards import cards_of
from .directory import Directory, DirectoryQuery, Official, read, with_pages
from .models import OfficialDirectoryPage

#: How many posts are read at once.
_CHUNK: Final = 500
_WIDTHS: Final = (28, 36, 40, 18, 18, 32, 40)


@require_safe
def directory_export(request: HttpRequest, page_id: str, code: str) -> StreamingHttpResponse:
    """What the directory lists for the words and the agency in the address, as a download.

    Raises:
        Http404: for anything but a published public directory of the request's site.
    """
    page = public_directory(request, page_id)
    with translation.override(page.locale.language_code):
        directory = read(page, DirectoryQuery.from_parameters(request.GET))
        pieces = _FORMATS[code](_officials(directory, page, request), request)
        content_type = vcard.CONTENT_TYPE if code == "vcf" else ""
        return download(pieces, f"{page.slug}.{code}", content_type)


def public_directory(request: HttpRequest, page_id: str) -> OfficialDirectoryPage:
    """The directory with this number.

    Raises:
        Http404: where it is missing, not live, not open to everybody, or of another site.
    """
    site = Site.find_for_request(request)
    pages = OfficialDirectoryPage.objects.live().public().filter(pk=int(page_id))
    page: OfficialDirectoryPage | None = pages.select_related("locale").first()
    if page is None or site is None:
        raise Http404
    own = page.get_site()
    if own is None or own.pk != site.pk:
        raise Http404
    return page


def _officials(
    directory: Directory, page: OfficialDirectoryPage, request: HttpRequest
) -> Iterator[Official]:
    """Those whom the directory lists, a bounded number of them in memory."""
    posts = directory.posts[: conf.EXPORT_MAX_ROWS]
    for start in range(0, len(posts), _CHUNK):
        found = directory.officials(posts[start : start + _CHUNK])
        yield from with_pages(found, page, request)


def _headings() -> list[str]:
    return [
        _("Full name"),
        pgettext("office", "Post"),
        _("Agency"),
        _("Phone"),
        _("Fax"),
        _("Official e-mail"),
        _("Address"),
    ]


def _cells(official: Official) -> list[Any]:
    return [
        official.name,
        official.title,
        official.agency.localized_name,
        official.phone,
        official.fax,
        official.email,
        official.agency.address,
    ]


def _as_csv(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    return csv_pieces(_headings(), map(_cells, officials))


def _as_cards(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    """One card for each person, however far apart their posts stand in the list."""
    yield cards_of(officials, request)


def _as_xlsx(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    return xlsx_pieces(Sheet(_("Officials"), _headings(), map(_cells, officials), _WIDTHS))


_Writer = Callable[[Iterable[Official], HttpRequest], Iterator[bytes]]
_FORMATS: Final[dict[str, _Writer]] = {"csv": _as_csv, "xlsx": _as_xlsx, "vcf": _as_cards}
