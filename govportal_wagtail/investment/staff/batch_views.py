"""Screens of a sheet of figures: the template, the file, what it changes, the decision on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from ...core import downloads
from .. import batch_publishing, batch_sheet, batches, rights
from ..batch_errors import BatchError
from ..batch_tasks import publish_sheet
from ..models import BatchState, FigureBatch, ProjectIndexPage
from ..money import MoneyUnit
from . import access, batch_page
from .batch_forms import ReasonForm, SheetForm, TemplateForm
from .batch_screens import PAGE_SIZE, BatchScreen, ForStaffMixin

_CONFLICT: Final = 409
_WRONG: Final = 422


@method_decorator(never_cache, name="dispatch")
class NewBatchView(BatchScreen):
    """Take a sheet; one with a mistake is not stored, and its rows are reported."""

    template_name = "govportal/investment/staff/batch_new.html"
    page_title = _("Enter a sheet of figures")
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for those who hand in sheets.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not self.registers_for(request):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def registers_for(self, request: HttpRequest) -> list[ProjectIndexPage]:
        """The registers on offer."""
        if "registers" not in self.__dict__:
            self.registers = rights.supplied_registers(request.user)
        return self.registers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form to hand over a file, and the one to get a template."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context.get("form") or SheetForm(registers=self.registers)
        sheet = form.sheet
        problems = sheet.problems if sheet else []
        return context | {
            "form": form,
            "template_form": kwargs.get("template_form") or TemplateForm(registers=self.registers),
            "sheet": sheet,
            "problems": problems[: batch_page.MOST_PROBLEMS],
            "problems_left": max(0, len(problems) - batch_page.MOST_PROBLEMS),
            "may_get_template": True,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read the file, keep it, and show what it would change."""
        form = SheetForm(request.POST, request.FILES, registers=self.registers)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=_WRONG)
        batch = self.keep(form)
        for warning in (form.sheet.warnings if form.sheet else [])[: batch_page.MOST_WARNINGS]:
            line = _t("Row %(number)s: %(message)s")
            values = {"number": warning.number, "message": warning.message}
            messages.warning(request, line % values)
        messages.success(
            request, _t("The sheet was read. Look at what it changes, and hand it in.")
        )
        return redirect("govportal_projects:batch", batch.pk)

    def keep(self, form: SheetForm) -> FigureBatch:
        """Store what was read."""
        register = form.cleaned_data["register"]
        return batches.enter(register, self.request.user, form.handed_over())


@method_decorator(never_cache, name="dispatch")
class ReplaceBatchView(NewBatchView):
    """Put another file in the place of one that was not handed in, or was returned."""

    page_title = _("Replace the sheet of figures")

    @cached_property
    def batch(self) -> FigureBatch:
        """The sheet of the address.

        Raises:
            Http404: where the user does not see it.
        """
        return access.batch_for(self.request.user, self.kwargs["pk"])

    def registers_for(self, request: HttpRequest) -> list[ProjectIndexPage]:
        """The register of the sheet alone.

        Raises:
            PermissionDenied: for a sheet that the user may not change now.
        """
        if "registers" not in self.__dict__:
            rights.require(rights.may_change(request.user, self.batch))
            self.registers = [access.supplied_register(request.user, self.batch.register_id)]
        return self.registers

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with the title and the basis of before."""
        if kwargs.get("form") is None:
            initial = {"title": self.batch.title, "basis": self.batch.basis}
            kwargs["form"] = SheetForm(initial=initial, registers=self.registers)
        return super().get_context_data(**kwargs) | {"batch": self.batch}

    def keep(self, form: SheetForm) -> FigureBatch:
        """Store what was read in the place of what was there."""
        return batches.replace(self.batch, self.request.user, form.handed_over())


class TemplateView(ForStaffMixin, View):
    """The workbook of a register and year to fill in."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The file.

        Raises:
            Http404: for a register, year or unit that is not on offer.
        """
        form = TemplateForm(request.GET, registers=rights.supplied_registers(request.user))
        if not form.is_valid():
            raise Http404
        chosen = form.cleaned_data
        pieces = batch_sheet.template(
            chosen["register"],
            chosen["year"],
            MoneyUnit(chosen["unit"]),
            with_all_sources=chosen["all_sources"],
        )
        return downloads.download(pieces, f"so-lieu-du-an-{chosen['year']}.xlsx")


@method_decorator(never_cache, name="dispatch")
class BatchView(BatchScreen):
    """What a sheet changes, old beside new, with sums; and what the user may do with it."""

    template_name = "govportal/investment/staff/batch.html"
    http_method_names = ["get", "head"]

    @cached_property
    def batch(self) -> FigureBatch:
        """The sheet of the address.

        Raises:
            Http404: where the user does not see it.
        """
        return access.batch_for(self.request.user, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The title of the sheet."""
        return self.batch.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows of a page of the list, the sums of all, the history and the steps."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        batch, user = self.batch, self.request.user
        rows = batch.rows.select_related("source", "page").order_by("number")
        page = Paginator(rows, PAGE_SIZE).get_page(self.request.GET.get("p"))
        return context | {
            "batch": batch,
            "page_obj": page,
            "rows": [batch_page.shown(row) for row in page],
            "sums": batch_page.sums_of(batch),
            "events": batches.events_of(batch),
            "problems": (context.get("problems") or batch.problems)[: batch_page.MOST_PROBLEMS],
            "done": batch_publishing.progress(batch),
            "projects": batch.rows.values("page").distinct().count(),
            "may_change": rights.may_change(user, batch),
            "may_withdraw": rights.may_withdraw(user, batch),
            "may_decide": rights.may_decide(user, batch),
            "may_resume": batches.is_stalled(batch) and not rights.is_first_person(user, batch),
            "is_first_person": batch.state == BatchState.SUBMITTED
            and rights.is_first_person(user, batch),
            "reason_form": context.get("reason_form") or ReasonForm(),
        }


@method_decorator(never_cache, name="dispatch")
class BatchStepView(BatchView):
    """Takes a step: hand in, withdraw, return, approve, begin again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it, and say what became of it.

        Raises:
            Http404: for a step that there is not, or a sheet that the user does not see.
            PermissionDenied: for a step that the user may not take now.
        """
        step = _STEPS.get(self.kwargs["code"])
        if step is None:
            raise Http404
        form = ReasonForm(request.POST)
        batch = self.batch
        if not form.is_valid():
            context = self.get_context_data(reason_form=form)
            return self.render_to_response(context, status=_WRONG)
        try:
            message = step(batch, request.user, form.cleaned_data["reason"])
        except BatchError as error:
            context = self.get_context_data(problems=error.problems, was_refused=True)
            return self.render_to_response(context, status=_CONFLICT)
        if message:
            messages.success(request, message)
        return redirect(reverse("govportal_projects:batch", args=[batch.pk]))


def _submit(batch: FigureBatch, user: Any, reason: str) -> str:
    batches.submit(batch, user)
    return _t("The sheet was handed in; another person approves it.")


def _withdraw(batch: FigureBatch, user: Any, reason: str) -> str:
    batches.withdraw(batch, user, reason)
    return _t("The sheet was withdrawn.")


def _return(batch: FigureBatch, user: Any, reason: str) -> str:
    batches.send_back(batch, user, reason)
    return _t("The sheet was returned.")


def _approve(batch: FigureBatch, user: Any, reason: str) -> str:
    return _publish(batches.approve(batch, user))


def _resume(batch: FigureBatch, user: Any, reason: str) -> str:
    batches.require_resumable(batch, user)
    return _publish(batch)


def _publish(batch: FigureBatch) -> str:
    """Publish a sheet at once, or in the background where it is large; what to say of it."""
    if batch_publishing.is_large(batch):
        pk, language = batch.pk, get_language() or "vi"
        transaction.on_commit(lambda: publish_sheet.enqueue(pk, language))
        return _t("The sheet is published in the background; reload to see how far it is.")
    published = batch_publishing.publish(batch.pk)
    if published is None or published.state != BatchState.PUBLISHED:
        return ""
    count = published.rows.count()
    text = ngettext("%(count)s row was published.", "%(count)s rows were published.", count)
    return text % {"count": count}


_STEPS: Final[dict[str, Callable[[FigureBatch, Any, str], str]]] = {
    "submit": _submit,
    "withdraw": _withdraw,
    "return": _return,
    "approve": _approve,
    "resume": _resume,
}
