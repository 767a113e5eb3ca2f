"""Pages of a public list: what is not a page of it does not exist."""

from __future__ import annotations

from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest

from .. import conf


def page_of(items: Any, request: HttpRequest, *, size: int | None = None) -> Page[Any]:
    """The page of ``items`` that ``?page=`` asks for, the first without it.

    Raises:
        Http404: for a number beyond the list and for anything that is not a number.
    """
    paginator = Paginator(items, size or conf.PAGE_SIZE)
    try:
        return paginator.page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404(str(error)) from error
