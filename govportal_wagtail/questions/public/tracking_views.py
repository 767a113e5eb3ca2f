"""Following a question by code and secret.

Both are posted; afterwards the browser carries a signed note for half an hour, so that they stand
in no address, no log of a server and no history.
"""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Site

from ...core.sites.resolution import portal_site_for
from ...editorial import spam
from ...editorial.public.slip_response import (
    page,
    redirect_to,
    remember,
    remembered,
    spoken,
)
from ..models import Question
from . import ask_views
from .tracking_forms import TrackingForm
from .tracking_page import context_of, relatives

COOKIE: Final = "gp_question_tracking"
SECONDS: Final = 1800
#: So much of the stored hash as tells whether the secret is still the one that was entered.
_MARK: Final = 16
#: What was just done, as it stands behind the address of the page.
DONE: Final = ("addition", "withdrawn", "consents", "rating")


@sensitive_post_parameters()
@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def tracking(request: HttpRequest) -> HttpResponse:
    """The form for code and secret; the right ones lead to the question."""
    template = "govportal/questions/public/tracking_form.html"
    with spoken(request):
        form = TrackingForm(request.POST if request.method == "POST" else None, request=request)
        if request.method != "POST":
            return page(request, template, {"form": form})
        if form.is_flooded():
            return spam.mark_limited(page(request, template, {"form": form}, status=429))
        question = form.find() if form.is_valid() else None
        if question is None:
            return page(request, template, {"form": form}, status=422)
        return opened(request, question)


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    """Where the question stands; without code and secret it leads to the form."""
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    with spoken(request):
        return shown(request, question)


@csrf_protect
@require_POST
def part(request: HttpRequest) -> HttpResponse:
    """Another part of what the asker sent in one letter.

    Raises:
        Http404: for a question that is none of its parts.
    """
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    key = request.POST.get("part", "")
    is_number = key.isascii() and key.isdecimal() and len(key) <= 18
    found = relatives(question).filter(pk=key).first() if is_number else None
    if found is None:
        raise Http404
    return opened(request, found)


@csrf_protect
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget code and secret, on a computer that others use too."""
    response = redirect_to(request, "govportal_questions:tracking")
    response.delete_cookie(COOKIE, path=reverse("govportal_questions:tracking"), samesite="Lax")
    # Otherwise the confirmation shows the secret for the rest of its two hours.
    response.delete_cookie(ask_views.COOKIE, path=reverse("govportal_questions:sent"))
    return response


def followed(request: HttpRequest) -> Question | None:
    """The question that this browser may see now; None without code and secret."""
    key, _colon, mark = remembered(request, COOKIE, seconds=SECONDS).partition(":")
    found = Question.objects.select_related(
        "portal_site__site", "portal_site__agency", "agency", "page", "asker", "content"
    )
    question = found.filter(pk=key).first() if key.isdecimal() else None
    if question is None or not constant_time_compare(mark, question.secret_hash[:_MARK]):
        return None
    return question


def opened(request: HttpRequest, question: Question) -> HttpResponse:
    """On to the question, which this browser may see for half an hour from now."""
    response = redirect_to(request, "govportal_questions:tracking_result")
    remember(
        response,
        request,
        COOKIE,
        f"{question.pk}:{question.secret_hash[:_MARK]}",
        path=reverse("govportal_questions:tracking"),
        seconds=SECONDS,
    )
    return response


def done(request: HttpRequest, what: str) -> HttpResponse:
    """Back to the question, where it says that something was done."""
    response = redirect_to(request, "govportal_questions:tracking_result")
    address = response.headers["Location"]
    response.headers["Location"] = f"{address}{'&' if '?' in address else '?'}done={what}"
    return response


def shown(
    request: HttpRequest, question: Question, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page of the question."""
    what = request.GET.get("done", "")
    context = {
        **context_of(question, **forms),
        "done": what if what in DONE else "",
        # A code leads to its question from every site of the portal.
        "is_elsewhere": portal_site_for(Site.find_for_request(request)) != question.portal_site,
    }
    template = "govportal/questions/public/tracking_result.html"
    return page(request, template, context, status=status)
