"""The directory of officials as open data: CSV, XLSX and all business cards."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from wagtail.models import Site

from ... import conf
from ...core.spreadsheets import plain_cell
from ...core.vietnamese import normalise
from . import vcard
from .cards import cards_of
from .directory import Directory, DirectoryQuery, Official, read, with_pages
from .models import OfficialDirectoryPage

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How many posts are read at once.
_CHUNK: Final = 500
#: Letters of a table that are sent together.
_PIECE: Final = 32_768
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
    write, content_type = _FORMATS[code]
    pieces = write(_officials(directory, page, request), request)
    body = _in_language(pieces, page.locale.language_code)
    response = StreamingHttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{page.slug}.{code}")
    return response


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


def _in_language(pieces: Iterator[bytes], language: str) -> Iterator[bytes]:
    """The pieces, each made in the language: the server asks for them after the view is left."""
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


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
    values = (
        official.name,
        official.title,
        official.agency.localized_name,
        official.phone,
        official.fax,
        official.email,
        official.agency.address,
    )
    # A sign that no table can hold would cost the whole download.
    return [plain_cell(normalise(value)) for value in values]


def _as_csv(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    """With the mark by which spreadsheets know that the letters are Unicode."""
    text = io.StringIO("\ufeff", newline="")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text)
    writer.writerow(_headings())
    for each in officials:
        writer.writerow(_cells(each))
        if text.tell() > _PIECE:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _as_cards(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    """One card for each person, however far apart their posts stand in the list."""
    yield cards_of(officials, request)


def _as_xlsx(officials: Iterable[Official], request: HttpRequest) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title=_("Officials"))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions["ABCDEFG"[number]].width = width
    head = [WriteOnlyCell(sheet, value=heading) for heading in _headings()]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for each in officials:
        sheet.append(_cells(each))
    data = io.BytesIO()
    book.save(data)
    yield data.getvalue()


_Writer = Callable[[Iterable[Official], HttpRequest], Iterator[bytes]]
_FORMATS: Final[dict[str, tuple[_Writer, str]]] = {
    "csv": (_as_csv, "text/csv; charset=utf-8"),
    "xlsx": (_as_xlsx, _XLSX),
    "vcf": (_as_cards, vcard.CONTENT_TYPE),
}
