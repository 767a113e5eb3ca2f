"""The page of a question, and what is done there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from . import access, actions, question_page
from .action_forms import ActionForm
from .screens import OneQuestion

#: Somebody else changed the question while the page was open.
_QUICKER = gettext_lazy("Somebody was quicker; nothing was changed by you.")


class QuestionScreen(OneQuestion, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """A screen of one question; its title is the number, which is nobody's personal data."""

    header_icon = "help"

    def get_page_title(self) -> str:
        """The number."""
        return self.question.number

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, the question."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("questions:index"), "label": _("Inbox of questions")},
            {"url": "", "label": self.question.number},
        ]


@method_decorator(never_cache, name="dispatch")
class QuestionView(QuestionScreen):
    """One question: what was asked, by when, what may be done, what happened."""

    template_name = "govportal/questions/staff/question.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is shown."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, question = self.request.user, self.question
        offered = actions.offers(
            question, user, self.allowed, kwargs.get("bound"), kwargs.get("code", "")
        )
        shown = question_page.context(self.request, question, self.allowed)
        return context | shown | {"offers": list(offered)}


class ActionView(QuestionView):
    """Does one thing with a question; a refusal keeps what was typed and says why."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is done by looking: back to the question."""
        return redirect("questions:detail", self.question.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it, where the user may.

        Raises:
            Http404: for a question that the user may not see, and for no known action.
            PermissionDenied: for what the user may not do, unless somebody was quicker.
        """
        code, user = str(kwargs["code"]), request.user
        question = self.question
        action = actions.ACTIONS.get(code)
        if action is None:
            raise Http404
        form = action.form(request.POST, question=question, user=user, auto_id=f"id_{code}_%s")
        is_valid = form.is_valid()
        happened = question_page.happened_since(question, form.cleaned_data.get("seen"))
        if action.can not in self.allowed:
            if not happened:
                raise PermissionDenied
            form.add_error(None, _QUICKER)
            return self._again(form, code, status=409)
        if not is_valid:
            return self._again(form, code, status=422)
        try:
            action.run(question, user, form.cleaned_data)
        except ValidationError as error:
            form.add_refusal(error)
            return self._again(form, code, status=409)
        messages.success(request, str(action.done))
        return redirect(access.address_after(user, question))

    def _again(self, form: ActionForm, code: str, *, status: int) -> HttpResponse:
        """The page as things are now, with what was typed and what happened meanwhile."""
        told: list[str] = []
        if status == 409:
            told = question_page.happened_since(self.question, form.cleaned_data.get("seen"))
            del self.question, self.allowed
        context = self.get_context_data(bound=form, code=code, told=told)
        return self.render_to_response(context, status=status)
