"""What the lists of what follows publication have in common: filters, pages, who may see them."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from ...core.vietnamese import fold
from .. import afterwards_access as access

PAGE_SIZE: Final = 50
TEMPLATES: Final = "govportal/editorial/admin"
#: A search that finds more says nothing.
_MOST_FOUND: Final = 2000


def require_newsroom(user: Any) -> None:
    """Let the people of a newsroom pass.

    Raises:
        PermissionDenied: for everybody else.
    """
    if not access.works_in_newsroom(user):
        raise PermissionDenied


def chosen(form: forms.Form) -> dict[str, Any]:
    """The filters that were understood."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def filtered(rows: QuerySet[Any], values: dict[str, Any], title: str) -> QuerySet[Any]:
    """The rows of a site, with all words in the title, with or without diacritics."""
    if "site" in values:
        rows = rows.filter(portal_site=values["site"])
    wanted = fold(values.get("q", "")).split()
    if not wanted:
        return rows
    found: list[int] = []
    for pk, text in rows.order_by("-pk").values_list("pk", title).iterator():
        folded = fold(text)
        if all(word in folded for word in wanted):
            found.append(pk)
            if len(found) == _MOST_FOUND:
                break
    return rows.filter(pk__in=found)


def respond(
    request: HttpRequest, template: str, rows: QuerySet[Any], form: forms.Form, **context: Any
) -> HttpResponse:
    """One page of a list."""
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("p"))
    values = {"rows": list(page), "page_obj": page, "form": form, **context}
    return TemplateResponse(request, f"{TEMPLATES}/{template}", values)


def page_of_newsroom(request: HttpRequest, pk: int) -> Page:
    """A page of a site in whose newsroom the user works.

    Raises:
        Http404: for every other page.
    """
    page = get_object_or_404(Page, pk=pk, depth__gt=1).specific
    if not access.is_of_newsroom(request.user, access.portal_site_of(page)):
        raise Http404
    return page


def back(request: HttpRequest, fallback: str, *args: Any) -> HttpResponse:
    """To the list or page that the form came from, on this host, else to a view."""
    target = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return HttpResponseRedirect(target)
    return HttpResponseRedirect(reverse(fallback, args=args))
