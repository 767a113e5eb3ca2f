"""The screens on which a reply is written and decided on."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.form_errors import add_errors
from .. import answering, rights, timing
from ..models import Question, Reply, ReplyFile
from ..reply_files import attach
from ..rights import Can
from ..storage import download
from ..vocabulary import ReplyKind, ReplyState
from . import access
from .reply_forms import ReplyForm, ReturnForm, TemplateForm, templates_for
from .screens import OneQuestion

_DONE: Final = {
    "submit": gettext_lazy("You submitted the reply; the head of the agency decides now."),
    "return": gettext_lazy("You returned the reply; the agency completes it."),
}


@method_decorator(never_cache, name="dispatch")
class WriteView(OneQuestion, WagtailAdminTemplateMixin, FormView[ReplyForm]):
    """An answer or a progress notice is written, saved and submitted."""

    template_name = "govportal/questions/staff/reply_form.html"
    form_class = ReplyForm
    header_icon = "edit"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who may write for the agency now.

        Raises:
            Http404: for a question that the user may not see.
            PermissionDenied: for somebody else, and while the reply waits for a decision.
        """
        rights.require(request.user, self.question, Can.DRAFT)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def reply(self) -> Reply | None:
        """The reply under way."""
        return answering.under_way(self.question)

    def get_page_title(self) -> str:
        """What is done."""
        return _("Change the reply") if self.reply else _("Write the reply")

    def get_page_subtitle(self) -> str:
        """For which question."""
        return self.question.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, the question, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("questions:index"), "label": _("Questions")},
            {"url": self.get_success_url(), "label": self.question.number},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form knows the files that the reply has."""
        return super().get_form_kwargs() | {"reply": self.reply}

    def get_initial(self) -> dict[str, Any]:
        """What was saved; else the chosen template."""
        if self.reply:
            found = {
                "kind": self.reply.kind,
                "body": self.reply.body,
                "promised_on": self.reply.promised_on,
            }
        else:
            wanted = self.request.GET.get("kind", "")
            kind = wanted if wanted in ReplyKind.values else ReplyKind.ANSWER
            found = {"kind": kind, "body": ""}
        template = self._template()
        return found | {"body": template.body} if template else found

    def get_success_url(self) -> str:
        """The page of the question."""
        return reverse("questions:detail", args=[self.question.pk])

    def form_valid(self, form: ReplyForm) -> HttpResponse:
        """Save the text with its files; submit it where that was the button."""
        data, user = form.cleaned_data, self.request.user
        submits = "submit" in self.request.POST
        try:
            with transaction.atomic():
                reply = answering.draft(
                    self.question,
                    user,
                    kind=data["kind"],
                    body=data["body"],
                    promised_on=data["promised_on"],
                )
                attach(reply, user, added=data["files"], removed=form.taken_out)
                if submits:
                    answering.submit(self.question, user)
        except PermissionDenied:
            raise
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if submits:
            messages.success(self.request, _DONE["submit"])
        else:
            messages.success(self.request, _("The reply was saved; nobody was sent anything."))
        return redirect(self.get_success_url())

    def form_invalid(self, form: ReplyForm) -> HttpResponse:
        """Show what is wrong; everything typed is still there."""
        messages.error(self.request, _("The reply was not saved. What is wrong stands below."))
        if self.request.FILES:
            messages.warning(self.request, _("Choose the new files once more."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the question as it came, the templates and the rule on progress notices."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        question = self.question
        chosen = self._template()
        return context | {
            "question": question,
            "content": getattr(question, "content", None),
            "additions": question.additions.exclude(answered_at=None),
            "reply": self.reply,
            "template_form": TemplateForm(
                question=question, initial={"template": chosen.pk if chosen else None}
            ),
            "has_templates": templates_for(question).exists(),
            "due": timing.answer_deadline(question),
            "progress_counts": timing.counts_progress(question),
            "needs_board": answering.needs_board(question),
            "media": context["form"].media,
        }

    def _template(self) -> Any:
        wanted = self.request.GET.get("template", "")
        found = templates_for(self.question)
        return next((each for each in found if str(each.pk) == wanted), None)


@require_POST
@never_cache
def step(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Submit, sign, approve or return the reply under way.

    Raises:
        Http404: for a question that the user may not see, or an unknown step.
        PermissionDenied: for who may not take the step.
    """
    question = access.question_for(request.user, pk)
    run = _STEPS.get(code)
    if run is None:
        raise Http404
    try:
        messages.success(request, run(question, request))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect(access.address_after(request.user, question))


def _submit(question: Question, request: HttpRequest) -> str:
    answering.submit(question, request.user)
    return str(_DONE["submit"])


def _sign(question: Question, request: HttpRequest) -> str:
    reply = answering.sign(question, request.user)
    if reply.state == ReplyState.SENT:
        return _sent(reply)
    return _("You signed the reply; the board decides now.")


def _approve(question: Question, request: HttpRequest) -> str:
    return _sent(answering.approve(question, request.user))


def _return(question: Question, request: HttpRequest) -> str:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        raise ValidationError(_("Say what is to be changed; the reply was not returned."))
    answering.return_reply(question, request.user, form.cleaned_data["reason"])
    return str(_DONE["return"])


def _sent(reply: Reply) -> str:
    if reply.kind == ReplyKind.PROGRESS:
        return _("The progress notice was sent to the asker.")
    return _("The answer was sent to the asker; the question is closed.")


_STEPS: Final = {"submit": _submit, "sign": _sign, "approve": _approve, "return": _return}


@require_GET
@never_cache
def file(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a reply, for those who may see its question; it is never shown, only saved.

    Raises:
        Http404: for everybody else, and where the file is gone.
    """
    row = get_object_or_404(ReplyFile.objects.select_related("reply__question"), pk=pk)
    access.question_for(request.user, row.reply.question_id)
    return download(row)
