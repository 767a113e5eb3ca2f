"""The form for questions and its confirmation."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from ...core.form_errors import add_errors
from ...editorial import spam
from ...editorial.public.slip_form import consent_basis
from ...editorial.public.slip_response import page, redirect_to, remember, remembered, spoken
from .. import codes, intake, timing
from . import sealing
from .ask_form import AskForm
from .deadlines import shown_deadlines
from .files import QuestionRows
from .place import Place, place_of

#: Carries the question with its secret to the confirmation.
COOKIE: Final = "gp_question"


@sensitive_post_parameters()
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; what is right goes on its way at once, what is not is shown with its mistakes.

    Raises:
        Http404: on sites that are no portal sites.
    """
    place = place_of(request)
    with spoken(request):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AskForm(*given, request=request, portal_site=place.portal_site)
        rows = QuestionRows(request)
        if request.method != "POST":
            return _shown(request, form, rows, place)
        if form.is_flooded():
            rows.leave_unread()
            return spam.mark_limited(_shown(request, form, rows, place, status=429))
        # Both are checked, so that all mistakes are told at once and all good files are kept.
        is_valid = all([form.is_valid(), rows.is_valid()])
        if is_valid and _is_open(form, place) and (sealed := _received(form, rows, place)):
            form.count_accepted(sealed)
            return _sent(request, sealed)
        if before := form.sent_before():
            return _sent(request, before)
        return _shown(request, form, rows, place, status=422)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Code, secret and the day by which the answer is due; to print. Else it leads to the form."""
    found = sealing.unseal(remembered(request, COOKIE, seconds=sealing.SECONDS))
    if found is None:
        return redirect_to(request, "govportal_questions:ask")
    question, secret = found
    with spoken(request):
        context = {
            "question": question,
            "asker": getattr(question, "asker", None),
            "content": getattr(question, "content", None),
            "files": question.files.filter(addition=None),
            "code": codes.readable(question.code),
            "secret": codes.readable(secret),
            "deadlines": shown_deadlines(question),
            "profile": timing.profile_of(question),
        }
        return page(request, "govportal/questions/public/sent.html", context)


def _is_open(form: AskForm, place: Place) -> bool:
    """Whether questions are taken; if not, the form says so and keeps what was typed."""
    if place.settings.is_open:
        return True
    form.add_error(None, place.settings.closed_note or _("No questions are taken at the moment."))
    return False


def _received(form: AskForm, rows: QuestionRows, place: Place) -> str:
    """The question with its secret, sealed; empty with the reasons in the form."""
    try:
        with rows.uploads() as uploads:
            receipt = intake.receive(
                place.portal_site,
                form.content(),
                form.asker(),
                files=uploads,
                language=translation.get_language(),
            )
    except ValidationError as error:
        add_errors(form, error)
        return ""
    rows.forget()
    return sealing.seal(receipt.question, receipt.secret)


def _sent(request: HttpRequest, sealed: str) -> HttpResponse:
    response = redirect_to(request, "govportal_questions:sent")
    remember(
        response,
        request,
        COOKIE,
        sealed,
        path=reverse("govportal_questions:sent"),
        seconds=sealing.SECONDS,
    )
    return response


def _shown(
    request: HttpRequest, form: AskForm, rows: QuestionRows, place: Place, *, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "row_errors": rows.errors,
        "place": place,
        "portal_site": place.portal_site,
        "consent_basis": consent_basis(),
        # Whoever has typed something must not lose it when the form closes meanwhile.
        "is_closed": not place.settings.is_open and request.method != "POST",
    }
    template = "govportal/questions/public/ask.html"
    return page(request, template, context, status=status, is_indexed=status == 200)
