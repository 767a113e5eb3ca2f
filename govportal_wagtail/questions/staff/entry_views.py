"""The screen on which staff enter a question on behalf of who asks it."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.form_errors import add_errors
from ...core.models import PortalSite
from .. import codes, intake, rights, timing
from ..mails import tracking_address
from ..public.files import QuestionRows
from ..vocabulary import QuestionChannel
from . import access
from .entry_forms import EntryForm

#: Forms that were handed in lately: number of the question by the mark of the form.
_HANDED_IN: Final = "govportal_questions_entered"
_REMEMBERED: Final = 20


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class EnterView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """Enter a question; afterwards the code and the secret are shown once, to be handed over.

    The secret is stored nowhere, so that it comes with the answer to the form itself. A form that
    is sent twice makes one question.
    """

    page_title = gettext_lazy("Enter a question")
    header_icon = "help"
    template_name = "govportal/questions/staff/enter.html"
    _receipt_template: Final = "govportal/questions/staff/entered.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who receives questions on some site.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not self.sites:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def sites(self) -> list[PortalSite]:
        """The sites for which the user may enter questions."""
        return list(access.entered_sites(self.request.user))

    @cached_property
    def portal_site(self) -> PortalSite | None:
        """The site of the address, or the only one."""
        if len(self.sites) == 1:
            return self.sites[0]
        wanted = self.request.GET.get("site", "")
        return next((site for site in self.sites if str(site.pk) == wanted), None)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the inbox, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("questions:index"), "label": _("Inbox of questions")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, or the choice of the site where there are several."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        site = self.portal_site
        if site is not None and "form" not in context:
            context["form"] = EntryForm(portal_site=site)
            context["rows"] = QuestionRows(self.request)
            context["mark"] = secrets.token_urlsafe(12)
        media = context["form"].media if "form" in context else None
        return context | {"portal_site": site, "sites": self.sites, "media": media}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Enter it, and show once with what the asker follows it."""
        site = self.portal_site
        if site is None:
            raise PermissionDenied
        mark = str(request.POST.get("mark", ""))
        if number := self._handed_in(mark):
            return redirect("questions:detail", number)
        form = EntryForm(request.POST, portal_site=site)
        rows = QuestionRows(request)
        # Both are checked, so that all mistakes are told at once and all good files are kept.
        if not all([form.is_valid(), rows.is_valid()]):
            return self._again(form, rows, mark, status=422)
        try:
            receipt = self._receive(site, form, rows)
        except ValidationError as error:
            add_errors(form, error)
            return self._again(form, rows, mark, status=409)
        rows.forget()
        self._remember(mark, receipt.question.pk)
        return self._shown_once(receipt)

    def _receive(self, site: PortalSite, form: EntryForm, rows: QuestionRows) -> intake.Receipt:
        data = form.cleaned_data
        with rows.uploads() as uploads:
            return intake.receive(
                site,
                form.content(),
                form.asker(),
                files=uploads,
                channel=QuestionChannel(data["channel"]),
                language=data["language"],
                user=self.request.user,
                received_on=data["received_on"],
            )

    def _again(
        self, form: EntryForm, rows: QuestionRows, mark: str, *, status: int
    ) -> HttpResponse:
        mark = mark or secrets.token_urlsafe(12)
        context = self.get_context_data(form=form, rows=rows, mark=mark)
        return self.render_to_response(context, status=status)

    def _shown_once(self, receipt: intake.Receipt) -> HttpResponse:
        question = receipt.question
        context = super().get_context_data(
            question=question,
            code=codes.readable(question.code),
            secret=receipt.secret,
            deadlines=timing.explanation(question),
            portal_site=self.portal_site,
            tracking=tracking_address(question.portal_site),
            may_open=rights.may_see(self.request.user, question),
        )
        return self.response_class(
            request=self.request,
            template=[self._receipt_template],
            context=context,
            using=self.template_engine,
        )

    def _handed_in(self, mark: str) -> int:
        found = self.request.session.get(_HANDED_IN, {})
        return int(found.get(mark[:40], 0)) if mark else 0

    def _remember(self, mark: str, number: int) -> None:
        if not mark:
            return
        found = dict(self.request.session.get(_HANDED_IN, {}))
        found[mark[:40]] = number
        self.request.session[_HANDED_IN] = dict(list(found.items())[-_REMEMBERED:])
