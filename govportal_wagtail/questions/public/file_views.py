"""Files of a question and of its replies, for whoever follows the question and nobody else."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ...editorial.public.slip_response import redirect_to
from ..models import Question, QuestionFile, ReplyFile
from ..storage import download
from .tracking_page import sent_replies
from .tracking_views import followed


@require_safe
def tracking_file(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """The file, to be saved: it is never shown inside the portal.

    ``kind`` is ``cau-hoi`` for what the asker sent, ``tra-loi`` for what came with a reply.

    Raises:
        Http404: for files of other questions, of replies that were not sent, and for lost ones.
    """
    question = followed(request)
    if question is None:
        return redirect_to(request, "govportal_questions:tracking")
    found = _file(question, kind, pk)
    if found is None:
        raise Http404
    return download(found)


def _file(question: Question, kind: str, pk: int) -> Any:
    if kind == "cau-hoi":
        return QuestionFile.objects.filter(pk=pk, question=question).first()
    if kind == "tra-loi":
        return ReplyFile.objects.filter(pk=pk, reply__in=sent_replies(question)).first()
    return None
