"""The screen on which an answered question is made ready for publication."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.form_errors import add_errors
from .. import publication, rights
from ..models import QuestionPage
from ..publication import Texts
from ..rights import Can
from . import reply_panel
from .redaction_findings import Finding, Original, still_there
from .redaction_forms import FURTHER_CITATIONS, RedactionForm, linked_pages, typed
from .screens import OneQuestion


@method_decorator(never_cache, name="dispatch")
class RedactionView(OneQuestion, WagtailAdminTemplateMixin, FormView[RedactionForm]):
    """The original with everything that looks personal, and the text that is published."""

    template_name = "govportal/questions/staff/redaction.html"
    form_class = RedactionForm
    header_icon = "view"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only who may redact the question now.

        Raises:
            Http404: for a question that the user may not see.
            PermissionDenied: where it is not to be published, or not by the user.
        """
        rights.require(request.user, self.question, Can.REDACT)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def original(self) -> Original:
        """What was asked and answered."""
        return Original.of(self.question)

    @cached_property
    def page(self) -> QuestionPage | None:
        """The page as it was prepared before; None the first time."""
        found = QuestionPage.objects.filter(pk=self.question.page_id).first()
        return found.get_latest_revision_as_object() if found else None

    @cached_property
    def findings(self) -> list[Finding]:
        """What looks personal, ticked as it was chosen last."""
        found = self.original.findings()
        if self.request.method == "POST":
            chosen = set(self.request.POST.getlist("hide"))
            for each in found:
                each.is_hidden = each.is_askers or each.key in chosen
        elif self.page is not None:
            kept = publication.confirmed_for(self.page)
            for each in found:
                each.is_hidden = each.is_askers or (each.is_hidden and each.key not in kept)
        return found

    @property
    def hidden(self) -> set[str]:
        """The keys of what is to be hidden."""
        return {each.key for each in self.findings if each.is_hidden}

    @property
    def decided(self) -> set[str]:
        """The keys of what was decided to be public."""
        shown = {each.key for each in self.findings if not each.is_hidden}
        return shown | set(self.request.POST.getlist("keep"))

    def get_page_title(self) -> str:
        """What is done."""
        return _("Prepare for publication")

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

    def get_success_url(self) -> str:
        """The page of the question."""
        return reverse("questions:detail", args=[self.question.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        """The form offers what the answer links to and brings along."""
        kwargs = super().get_form_kwargs()
        return kwargs | {"question": self.question, "answer": self.original.answer}

    def get_initial(self) -> dict[str, Any]:
        """The text of the page that was prepared before, else the original with all hidden."""
        if self.page is not None:
            return self._of_page(self.page)
        linked = [str(each.pk) for each in self._linked()]
        return self._filled() | {"topic": self.question.topic_id, "linked": linked}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Fill the text in anew from the original, or send it to the board."""
        if "preview" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        further = str(request.POST.get("further", "")).splitlines()
        initial = typed(form) | self._filled(further)
        shown = RedactionForm(initial=initial, question=self.question, answer=self.original.answer)
        texts = Texts(initial["title"], initial["question_text"], initial["answer"])
        return self.render_to_response(self.get_context_data(form=shown, texts=texts))

    def form_valid(self, form: RedactionForm) -> HttpResponse:
        """Make the draft page and hand it in."""
        data = form.cleaned_data
        try:
            publication.prepare(
                self.question,
                self.request.user,
                data["title"],
                data["question_text"],
                data["answer"],
                data["topic"],
                form.citations,
                form.chosen_files,
                kept=self.decided,
            )
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("You handed the page in; the editorial board decides whether it is posted."),
        )
        return redirect(self.get_success_url())

    def form_invalid(self, form: RedactionForm) -> HttpResponse:
        """Show what is wrong, and what still looks personal; everything typed is still there."""
        messages.error(self.request, _("The page was not handed in. What is wrong stands below."))
        remaining = still_there(form.texts, self.original.known, self.decided)
        context = self.get_context_data(form=form, texts=form.texts, remaining=remaining)
        return self.render_to_response(context, status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the original, the findings and what the regulation says."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        initial = form.initial
        if "texts" not in context:
            context["texts"] = Texts(initial["title"], initial["question_text"], initial["answer"])
        user: Any = self.request.user
        return context | {
            "question": self.question,
            "original": self.original,
            "additions": self.question.additions.exclude(answered_at=None),
            "findings": self.findings,
            "kept": self.request.POST.getlist("keep"),
            "publication": reply_panel.publication_of(self.question, user, self.allowed),
            "further_citations": [form[name] for name in FURTHER_CITATIONS],
            "media": form.media,
        }

    def _filled(self, further: list[str] | None = None) -> dict[str, Any]:
        texts = self.original.redacted(self.hidden, further or ())
        return {"title": texts.title, "question_text": texts.question, "answer": texts.answer}

    def _linked(self) -> list[Any]:
        return linked_pages(self.original.answer)

    def _of_page(self, page: QuestionPage) -> dict[str, Any]:
        linked = {each.pk for each in self._linked()}
        cited = [row.cited_id for row in page.citations.all()]  # type: ignore[attr-defined]
        others = [pk for pk in cited if pk not in linked]
        return {
            "title": page.title,
            "question_text": page.question,
            "answer": page.answer,
            "topic": page.topic_id,
            "linked": [str(pk) for pk in cited if pk in linked],
            **dict(zip(FURTHER_CITATIONS, others, strict=False)),
        }
