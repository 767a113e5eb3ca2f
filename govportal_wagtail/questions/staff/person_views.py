"""Who asked, and the files that came with a question: shown to the handling agency, and logged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .. import events, rights
from ..models import Asker, Question, QuestionEvent, QuestionFile
from ..rights import Can
from ..storage import download
from ..vocabulary import QuestionEventKind
from . import access
from .action_views import QuestionView

#: Within this time a second look of the same person is the same look.
ONE_LOOK: Final = timedelta(hours=1)


def note_look(question: Question, user: Any) -> None:
    """Write into the log that the user looks at who asked; once within an hour."""
    with transaction.atomic():
        # Two clicks at once are one look.
        Question.objects.select_for_update().get(pk=question.pk)
        seen = QuestionEvent.objects.filter(
            question_id=question.pk,
            kind=QuestionEventKind.PERSON_SEEN,
            by_id=user.pk,
            at__gt=timezone.now() - ONE_LOOK,
        )
        if not seen.exists():
            events.record(QuestionEventKind.PERSON_SEEN, question, user=user)


class PersonView(QuestionView):
    """The page of a question with who asked it; only after a click, which is written down."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is shown by an address alone: back to the question."""
        return redirect("questions:detail", self.question.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show who asked.

        Raises:
            Http404: for a question that the user may not see, and where nobody is known any more.
            PermissionDenied: for who does not handle it.
        """
        question = self.question
        if Can.SEE_PERSON not in self.allowed:
            raise PermissionDenied
        try:
            person = question.asker
        except Asker.DoesNotExist as error:
            raise Http404 from error
        note_look(question, request.user)
        return self.render_to_response(self.get_context_data(person=person))


@never_cache
@require_GET
def file_view(request: HttpRequest, pk: int, file_pk: int) -> FileResponse:
    """A file of the asker as a download; never shown in the browser, whatever it is.

    It may tell as much of the asker as their name; the look is written down the same way.

    Raises:
        Http404: for a file of a question that the user may not see, and for one that is gone.
        PermissionDenied: for who does not handle the question.
    """
    question = access.question_for(request.user, pk)
    found = QuestionFile.objects.filter(question=question.pk, pk=file_pk).first()
    if found is None:
        raise Http404
    rights.require(request.user, question, Can.SEE_PERSON)
    response = download(found)
    note_look(question, request.user)
    return response


__all__ = ["ONE_LOOK", "PersonView", "file_view", "note_look"]
