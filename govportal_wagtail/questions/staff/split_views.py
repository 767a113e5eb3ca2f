"""The screen on which one mail becomes several questions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import triage
from ..intake import ContentData
from ..models import QuestionFile
from ..rights import Can
from . import access, columns, question_page
from .action_forms import PartFormSet
from .action_views import QuestionScreen


@method_decorator(never_cache, name="dispatch")
class SplitView(QuestionScreen):
    """One mail with several questions becomes as many questions."""

    template_name = "govportal/questions/staff/split.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who may divide it.

        Raises:
            Http404: for a question that the user may not see.
            PermissionDenied: for one that they may not divide.
        """
        self.kwargs = kwargs
        self.request = request
        if Can.SPLIT not in self.allowed:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def stored(self) -> list[QuestionFile]:
        """The files that came with the mail."""
        return list(self.question.files.all())

    def get_page_subtitle(self) -> str:
        """What is done."""
        return _("Divide into several questions")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Divide, or give one form more without dividing; what was typed stays."""
        if "more" in request.POST:
            data = request.POST.copy()
            count = _count(data.get("parts-TOTAL_FORMS"))
            data["parts-TOTAL_FORMS"] = str(min(count + 1, PartFormSet.max_num))
            return self._again(self._parts(data), status=200, is_checked=False)
        parts = self._parts(request.POST)
        if not parts.is_valid():
            return self._again(parts, status=422)
        written = [part for part in parts.cleaned_data if part]
        listed = [
            ContentData(
                title=part["title"],
                text=part["text"],
                topic=part["topic"],
                agency=part["agency"],
            )
            for part in written
        ]
        # Without files there is nothing to choose.
        files = [[int(pk) for pk in part.get("with_files", ())] for part in written]
        try:
            found = triage.split(self.question, request.user, listed, files=files)
        except ValidationError as error:
            return self._again(parts, status=409, refusals=error.messages)
        numbers = ", ".join(each.number for each in found)
        messages.success(
            request, _("The question was divided into: %(numbers)s") % {"numbers": numbers}
        )
        return redirect(access.address_after(request.user, self.question))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts; the first one begins with what was asked."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        question = self.question
        if "parts" not in context:
            first = {"title": columns.title_of(question), "text": question_page.text_of(question)}
            place: dict[str, Any] = {"topic": question.topic_id, "agency": question.agency_id}
            place["with_files"] = [str(each.pk) for each in self.stored]
            context["parts"] = self._parts(initial=[first | place, place])
        return context | {
            "question": question,
            "text": question_page.text_of(question),
            "asked_title": columns.title_of(question),
            "may_add": context["parts"].total_form_count() < PartFormSet.max_num,
        }

    def _parts(self, data: Any = None, initial: Any = None) -> Any:
        return PartFormSet(
            data, initial=initial, prefix="parts", form_kwargs={"stored": self.stored}
        )

    def _again(
        self, parts: Any, *, status: int, is_checked: bool = True, refusals: Any = ()
    ) -> HttpResponse:
        if not is_checked:
            # A form that was only made longer has no errors yet.
            rows = [_typed(parts, number) for number in range(parts.total_form_count())]
            parts = self._parts(initial=rows)
        context = self.get_context_data(parts=parts, refusals=list(refusals))
        return self.render_to_response(context, status=status)


def _count(typed: Any) -> int:
    try:
        return max(2, int(typed))
    except (TypeError, ValueError):
        return 2


def _typed(parts: Any, number: int) -> dict[str, Any]:
    names = ("title", "text", "topic", "agency")
    found: dict[str, Any] = {name: parts.data.get(f"parts-{number}-{name}", "") for name in names}
    found["with_files"] = parts.data.getlist(f"parts-{number}-with_files")
    return found
