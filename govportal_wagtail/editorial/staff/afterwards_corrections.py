"""Notices of corrections and updates in the admin: written before the page is changed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ...core.form_errors import add_errors
from .. import corrections
from ..errors import FlowError
from ..models import Correction
from . import afterwards_lists as lists
from .afterwards_forms import CorrectionForm


@require_http_methods(["GET", "HEAD", "POST"])
def of_page(request: HttpRequest, page_pk: int) -> HttpResponse:
    """The notices of a page, and the form for a new one.

    Raises:
        Http404: for a page of a site on which the user does not work.
        PermissionDenied: for a notice by who may not change the page.
    """
    page = lists.page_of_newsroom(request, page_pk)
    may_write = corrections.may_write(request.user, page)
    bound = request.method == "POST"
    if bound and not may_write:
        raise PermissionDenied
    form = CorrectionForm(request.POST if bound else None)
    if bound and form.is_valid():
        try:
            corrections.write(page, request.user, **form.cleaned_data)
        except FlowError as error:
            add_errors(form, error)  # type: ignore[arg-type]
        else:
            messages.success(
                request,
                _(
                    "The notice is kept. Now change the page and submit it: "
                    "both are posted at once."
                ),
            )
            return redirect("wagtailadmin_pages:edit", page.pk)
    context = {
        "subject": page,
        "form": form,
        "may_write": may_write and page.live and not page.alias_of_id,
        "waiting": corrections.waiting(page).select_related("made_by"),
        "public": corrections.public(page).select_related("made_by"),
    }
    template = f"{lists.TEMPLATES}/after_corrections.html"
    return TemplateResponse(request, template, context, status=422 if bound else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a notice that is not public yet.

    Raises:
        Http404: for a notice of a site on which the user does not work.
        PermissionDenied: for who may not change the page.
    """
    correction = get_object_or_404(Correction, pk=pk)
    page = lists.page_of_newsroom(request, correction.page_id)
    try:
        corrections.withdraw(correction, request.user)
    except FlowError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The notice was withdrawn."))
    return redirect("editorial_after:corrections", page.pk)
