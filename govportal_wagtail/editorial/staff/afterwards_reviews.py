"""Reviews in the admin: the list with its answers in one click, and the review of one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...core.form_errors import add_errors
from .. import afterwards_access as access
from .. import reviews
from ..errors import FlowError
from ..models import PageReview
from . import afterwards_lists as lists
from .afterwards_forms import ArchiveForm, ReviewFilterForm, ReviewRequestForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Pages to be reviewed, the earliest first."""
    lists.require_newsroom(request.user)
    form = ReviewFilterForm(request.GET, sites=access.newsroom_sites(request.user))
    values = lists.chosen(form)
    today = timezone.localdate()
    rows = reviews.visible(request.user)
    if values.get("show") == "archived":
        rows = rows.filter(archived_on__isnull=False).order_by("-archived_on", "-pk")
    else:
        rows = rows.filter(archived_on=None, next_on__isnull=False).order_by("next_on", "pk")
    if values.get("show") == "due":
        rows = rows.filter(next_on__lte=today)
    rows = lists.filtered(rows, values, "page__title")
    rows = rows.select_related("page__locale", "portal_site__site", "last_by")
    context = {"today": today, "is_archive": values.get("show") == "archived"}
    return lists.respond(request, "after_reviews.html", rows, form, **context)


@require_safe
def of_page(request: HttpRequest, page_pk: int) -> HttpResponse:
    """The review of a page: its date, and what may be done.

    Raises:
        Http404: for a page of a site on which the user does not work.
    """
    return _of_page(request, page_pk)


@require_POST
def still_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """The page was looked at and found right."""
    review = _review(request, pk)
    _do(request, lambda: reviews.still_correct(review, request.user), _("Noted as still correct."))
    return lists.back(request, "editorial_after:reviews")


@require_POST
def keep_up_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a page out of the archive."""
    review = _review(request, pk)
    done = _("The page is kept up again.")
    _do(request, lambda: reviews.keep_up_again(review, request.user), done)
    return lists.back(request, "editorial_after:reviews")


@require_POST
def archive(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Archive a page of any kind."""
    page = lists.page_of_newsroom(request, page_pk)
    form = ArchiveForm(request.POST)
    if not form.is_valid():
        return _of_page(request, page_pk, archive_form=form, status=422)

    def act() -> None:
        reviews.archive(reviews.review_of(page, request.user), request.user, **form.cleaned_data)

    _do(request, act, _("The page is archived and says so."))
    return lists.back(request, "editorial_after:review", page_pk)


@require_POST
def ask(request: HttpRequest, page_pk: int) -> HttpResponse:
    """Ask for the review of a page of any kind by a day."""
    page = lists.page_of_newsroom(request, page_pk)
    form = ReviewRequestForm(request.POST)
    if form.is_valid():
        try:
            reviews.ask(page, request.user, **form.cleaned_data)
        except FlowError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The review was asked for."))
            return redirect("editorial_after:review", page_pk)
    return _of_page(request, page_pk, ask_form=form, status=422)


def _of_page(
    request: HttpRequest,
    page_pk: int,
    *,
    archive_form: forms.Form | None = None,
    ask_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    page = lists.page_of_newsroom(request, page_pk)
    context: dict[str, Any] = {
        "subject": page,
        "review": PageReview.objects.filter(page=page).select_related("last_by").first(),
        "archive_form": archive_form or ArchiveForm(),
        "ask_form": ask_form or ReviewRequestForm(),
        "today": timezone.localdate(),
    }
    template = f"{lists.TEMPLATES}/after_review.html"
    return TemplateResponse(request, template, context, status=status)


def _do(request: HttpRequest, act: Any, done: str) -> None:
    try:
        act()
    except FlowError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)


def _review(request: HttpRequest, pk: int) -> PageReview:
    """A review of the user's sites, also of a page that was hidden meanwhile.

    Raises:
        Http404: for every other one.
    """
    sites = access.newsroom_sites(request.user)
    return get_object_or_404(PageReview.objects.filter(portal_site__in=sites), pk=pk)
