"""Readers' reports in the admin: the list, one report, and what is done about it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ...core.form_errors import add_errors
from .. import afterwards_access as access
from .. import reports, takedowns
from ..errors import FlowError
from ..models import PageReport, ReportState
from . import afterwards_lists as lists
from .afterwards_forms import AnswerForm, HideForm, ReportFilterForm

_ANSWERS: Final = {"uphold": reports.uphold, "dismiss": reports.dismiss}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The reports of the user's sites; violations that wait stand first."""
    lists.require_newsroom(request.user)
    form = ReportFilterForm(request.GET, sites=access.newsroom_sites(request.user))
    values = lists.chosen(form)
    rows = reports.visible(request.user)
    if values.get("state") == "open":
        rows = rows.filter(state__in=reports.OPEN_STATES)
    elif "state" in values:
        rows = rows.filter(state=values["state"])
    if "kind" in values:
        rows = rows.filter(kind=values["kind"])
    rows = lists.filtered(rows, values, "title").select_related("portal_site__site")
    context = {"urgent_kinds": reports.URGENT_KINDS}
    return lists.respond(request, "after_reports.html", reports.in_order(rows), form, **context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, with what the reader wrote."""
    return _detail(request, _report(request, pk))


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide the reported page at once; it is verified afterwards."""
    report = _report(request, pk)
    if not access.may_take_down(request.user, report.portal_site):
        raise PermissionDenied
    form = HideForm(request.POST)
    if form.is_valid():
        try:
            takedown = reports.hide(report, request.user, **form.cleaned_data)
        except FlowError as error:
            add_errors(form, error)  # type: ignore[arg-type]
        else:
            messages.success(request, _("The page is hidden. Now verify the report."))
            return redirect("editorial_after:takedown", takedown.pk)
    return _detail(request, report, hide_form=form, status=422)


@require_POST
def answer(request: HttpRequest, pk: int, outcome: str) -> HttpResponse:
    """Uphold or dismiss a report, with an answer."""
    report = _report(request, pk)
    if outcome not in _ANSWERS:
        raise Http404
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            _ANSWERS[outcome](report, request.user, answer=form.cleaned_data["answer"])
        except FlowError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The report was answered."))
            return redirect("editorial_after:reports")
    return _detail(request, report, answer_form=form, status=422)


def _detail(
    request: HttpRequest,
    report: PageReport,
    *,
    hide_form: forms.BaseForm | None = None,
    answer_form: forms.BaseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_new = report.state == ReportState.NEW
    page = report.page
    may_hide = is_new and page is not None and page.live
    context: dict[str, Any] = {
        "report": report,
        "reporter": getattr(report, "reporter", None),
        "is_urgent": report.kind in reports.URGENT_KINDS,
        "may_hide": may_hide and access.may_take_down(request.user, report.portal_site),
        "may_answer": is_new,
        "hide_form": hide_form or HideForm(initial=_suggested()),
        "answer_form": answer_form or AnswerForm(),
    }
    if context["may_hide"] and page is not None:
        context["reach"] = takedowns.reach_for(page, request.user, report.portal_site)
    template = f"{lists.TEMPLATES}/after_report.html"
    return TemplateResponse(request, template, context, status=status)


def _suggested() -> dict[str, str]:
    return {"mode": "tombstone"}


def _report(request: HttpRequest, pk: int) -> PageReport:
    """A report of the user's sites.

    Raises:
        Http404: for every other one.
    """
    found = reports.visible(request.user).select_related(
        "page", "portal_site__site__root_page", "reporter", "takedown", "closed_by"
    )
    return get_object_or_404(found, pk=pk)
