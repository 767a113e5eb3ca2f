"""What askers do with their question: complete it, withdraw it, agree or not, rate the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from ...core.form_errors import add_errors
from ...editorial import spam
from ...editorial.public.slip_response import page, redirect_to, spoken
from .. import intake
from ..models import Question
from ..vocabulary import Outcome
from .files import QuestionRows
from .tracking_forms import AdditionForm, ConsentsForm, RatingForm
from .tracking_page import pending_addition
from .tracking_views import done, followed, shown


@sensitive_post_parameters()
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """What the agency asked for, written and sent by the asker."""
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    with spoken(request):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AdditionForm(*given, request=request)
        if request.method == "POST" and form.sent_before():
            return done(request, "addition")
        if pending_addition(question) is None:
            return redirect_to(request, "govportal_questions:tracking_result")
        rows = QuestionRows(request)
        if request.method != "POST":
            return _shown_addition(request, question, form, rows)
        if form.is_flooded():
            rows.leave_unread()
            return spam.mark_limited(_shown_addition(request, question, form, rows, status=429))
        if all([form.is_valid(), rows.is_valid()]) and _added(question, form, rows):
            form.count_accepted(str(question.pk))
            return done(request, "addition")
        return _shown_addition(request, question, form, rows, status=422)


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest) -> HttpResponse:
    """Ask once more, then withdraw the question."""
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    with spoken(request):
        if request.method == "POST" and question.outcome == Outcome.WITHDRAWN:
            return done(request, "withdrawn")
        if not question.is_open:
            return redirect_to(request, "govportal_questions:tracking_result")
        if request.method == "POST" and _refused(intake.withdraw, question) is None:
            return done(request, "withdrawn")
        context = {
            "question": question,
            "content": getattr(question, "content", None),
            "back": reverse("govportal_questions:tracking_result"),
        }
        return page(request, "govportal/questions/public/tracking_withdraw.html", context)


@csrf_protect
@require_POST
def consents(request: HttpRequest) -> HttpResponse:
    """What the asker agrees to from now on."""
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    with spoken(request):
        form = ConsentsForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            error = _refused(intake.set_consents, question, given["publish"], given["name"])
            if error is None:
                return done(request, "consents")
            add_errors(form, error)
        return shown(request, question, status=422, consents_form=form, form=form)


@sensitive_post_parameters()
@csrf_protect
@require_POST
def rate(request: HttpRequest) -> HttpResponse:
    """How satisfied the asker is with the answer."""
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    with spoken(request):
        if question.outcome != Outcome.ANSWERED or question.rating is not None:
            return redirect_to(request, "govportal_questions:tracking_result")
        form = RatingForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            error = _refused(intake.rate, question, given["stars"], given["comment"])
            if error is None:
                return done(request, "rating")
            add_errors(form, error)
        return shown(request, question, status=422, rating_form=form, form=form)


def _refused(step: Callable[..., Any], *arguments: Any) -> ValidationError | None:
    """Take a step; why it was refused, or None where it was taken."""
    try:
        step(*arguments)
    except ValidationError as error:
        return error
    return None


def _added(question: Question, form: AdditionForm, rows: QuestionRows) -> bool:
    """Whether the completion is stored; if not, the form says why and nothing is changed."""
    try:
        with rows.uploads() as uploads:
            intake.add_information(question, form.cleaned_data["text"], uploads)
    except ValidationError as error:
        add_errors(form, error)
        return False
    rows.forget()
    return True


def _shown_addition(
    request: HttpRequest,
    question: Question,
    form: AdditionForm,
    rows: QuestionRows,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "question": question,
        "pending": pending_addition(question),
        "form": form,
        "rows": rows,
        "row_errors": rows.errors,
        "back": reverse("govportal_questions:tracking_result"),
    }
    template = "govportal/questions/public/tracking_add.html"
    return page(request, template, context, status=status)
