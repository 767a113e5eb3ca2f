"""Public views beside the pages: the filtered list as open data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from ...core.downloads import download
from ...core.placeholders import without_placeholders
from ..models import LegalDocumentIndexPage
from . import exports
from .list_query import ListQuery
from .listing import entries_of, matching, ordered

_FORMATS = {"csv": exports.as_csv, "json": exports.as_json}


def public_library(request: HttpRequest, library_id: int) -> Page:
    """The library with this number.

    Raises:
        Http404: where it is missing, not live, not open to everybody, or of another site.
    """
    libraries = without_placeholders(LegalDocumentIndexPage.objects.live().public())
    library = get_object_or_404(libraries, pk=library_id)
    site = Site.find_for_request(request)
    if site is None or not library.is_descendant_of(site.root_page):
        raise Http404
    return library


@require_safe
def list_export(request: HttpRequest, library_id: int, code: str) -> HttpResponseBase:
    """The filtered list as a download; 400 where a filter is not understood."""
    library = public_library(request, library_id)
    query = ListQuery.from_parameters(request.GET)
    if query.errors:
        message = _("These filters are not understood: %(names)s") % {
            "names": ", ".join(query.errors)
        }
        return HttpResponseBadRequest(message, content_type="text/plain; charset=utf-8")
    entries = ordered(matching(entries_of(library), query), query)
    return download(_FORMATS[code](entries, request), f"{library.slug}.{code}")
