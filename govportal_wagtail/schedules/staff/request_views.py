"""Screens of one registration: enter it, change it, look at it, decide on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...core.form_errors import add_errors
from ...core.models import Post
from ...editorial.access import agency_of
from .. import requests, rights
from ..errors import ScheduleError
from ..models import ScheduleIndexPage, ScheduleRequest
from ..weeks import Week
from . import access, request_access, request_page
from .request_forms import (
    DecisionForm,
    ReasonForm,
    RequestForm,
    blank,
    posts_of,
    values_of,
    values_of_copy,
)
from .screens import ForStaffMixin

#: More boxes than a page of the list shows are no click of a person.
_MOST_CHOSEN: Final = 100


class RequestScreen(ForStaffMixin, WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """What the screens of registrations share."""

    header_icon = "calendar-alt"
    request: Any

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this screen."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("schedules:requests"), "label": _t("Registered items")},
            {"url": "", "label": self.get_page_title()},
        ]


class FormScreen(RequestScreen):
    """A screen with the form of a registration."""

    template_name = "govportal/schedules/staff/request_form.html"

    def again(self, form: RequestForm, status: int = 422) -> HttpResponse:
        """The form with what was typed and what is wrong with it."""
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def refused(self, form: RequestForm, error: ScheduleError) -> HttpResponse:
        """The form with what the step refused."""
        add_errors(form, error)
        return self.again(form, 409 if error.is_moved else 422)


@method_decorator(never_cache, name="dispatch")
class NewRequestView(FormScreen):
    """Register an item for a schedule, perhaps like an earlier one."""

    page_title = _("Register an item")

    @cached_property
    def schedules(self) -> list[ScheduleIndexPage]:
        """For which the user registers."""
        return request_access.registered_schedules(self.request.user)

    @cached_property
    def copied(self) -> ScheduleRequest | None:
        """The registration of the own unit that is used again."""
        key = self.request.GET.get("copy", "")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            return None
        return request_access.own_entry(self.request.user, int(key))

    @cached_property
    def schedule(self) -> ScheduleIndexPage | None:
        """The schedule of the address, that of the copied one, or the only one."""
        wanted = self.request.GET.get("schedule", "")
        if not wanted and self.copied:
            wanted = str(self.copied.schedule_id)
        if not wanted and len(self.schedules) == 1:
            return self.schedules[0]
        return next((each for each in self.schedules if str(each.pk) == wanted), None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, or the choice of the schedule where there are several."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.schedule is not None and "form" not in context:
            context["form"] = self._blank(self.schedule)
        media = context["form"].media if "form" in context else None
        return context | {
            "schedule": self.schedule,
            "schedules": self.schedules,
            "agency": agency_of(self.request.user),
            "media": media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Register it.

        Raises:
            PermissionDenied: for a schedule for which the user does not register.
        """
        if self.schedule is None:
            raise PermissionDenied
        form = RequestForm(request.POST, schedule=self.schedule, chosen=self._chosen())
        if not form.is_valid():
            return self.again(form)
        try:
            entry = requests.register(self.schedule, request.user, form.data_given())
        except ScheduleError as error:
            return self.refused(form, error)
        messages.success(request, _t("The item was registered; the office is told."))
        return redirect("schedules:request", entry.pk)

    def _blank(self, schedule: ScheduleIndexPage) -> RequestForm:
        initial = values_of_copy(self.copied) if self.copied else blank(self._week())
        return RequestForm(initial=initial, schedule=schedule, chosen=self._chosen())

    def _chosen(self) -> list[Post]:
        return posts_of(self.copied) if self.copied else []

    def _week(self) -> Week | None:
        try:
            return Week.from_code(self.request.GET.get("week", ""))
        except ValueError:
            return None


class OneRequest(RequestScreen):
    """A screen of the registration that its address names."""

    kwargs: dict[str, Any]

    @cached_property
    def entry(self) -> ScheduleRequest:
        """The registration of the address.

        Raises:
            Http404: where there is none that the user may see.
        """
        return request_access.entry_for(self.request.user, self.kwargs["pk"])

    def get_page_title(self) -> str:
        """The day and the beginning of the content."""
        return str(self.entry)


@method_decorator(never_cache, name="dispatch")
class ChangeRequestView(OneRequest, FormScreen):
    """Change a registration of the own unit while the office has not decided."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for the unit, and only in time.

        Raises:
            PermissionDenied: for everybody else.
        """
        if request.method != "POST" and not rights.may_change(request.user, self.entry):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form with what is registered."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if "form" not in context:
            initial = {**values_of(self.entry), "seen": requests.stamp(self.entry)}
            context["form"] = self._form(initial=initial)
        return context | {
            "entry": self.entry,
            "schedule": self.entry.schedule,
            "agency": self.entry.agency,
            "media": context["form"].media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Change it; a returned one waits for the office again."""
        form = self._form(request.POST)
        if not form.is_valid():
            rights.require(rights.may_change(request.user, self.entry))
            return self.again(form)
        try:
            requests.change(
                self.entry, request.user, form.data_given(), seen=form.cleaned_data["seen"]
            )
        except ScheduleError as error:
            return self.refused(form, error)
        messages.success(request, _t("The registration was changed."))
        return redirect("schedules:request", self.entry.pk)

    def _form(self, *args: Any, **kwargs: Any) -> RequestForm:
        chosen = posts_of(self.entry)
        return RequestForm(*args, schedule=self.entry.schedule, chosen=chosen, **kwargs)


@dataclass(frozen=True, slots=True)
class _Step:
    """What may be done with a registration: the form, the doing, the words afterwards."""

    form: type[DecisionForm]
    run: Callable[[ScheduleRequest, Any, dict[str, Any]], object]
    done: Any


_STEPS: Final[dict[str, _Step]] = {
    "accept": _Step(
        DecisionForm,
        lambda entry, user, data: requests.accept(entry, user, seen=data["seen"]),
        _("The item stands in the draft of its week now; the unit is told."),
    ),
    "return": _Step(
        ReasonForm,
        lambda entry, user, data: requests.return_(entry, user, data["reason"], seen=data["seen"]),
        _("The registration was returned; the unit is told why."),
    ),
    "refuse": _Step(
        ReasonForm,
        lambda entry, user, data: requests.refuse(entry, user, data["reason"], seen=data["seen"]),
        _("The registration was refused; the unit is told why."),
    ),
    "withdraw": _Step(
        DecisionForm,
        lambda entry, user, data: requests.withdraw(entry, user, seen=data["seen"]),
        _("The registration was withdrawn."),
    ),
}


@method_decorator(never_cache, name="dispatch")
class RequestView(OneRequest):
    """One registration: what is asked for, where it stands, what may be done, what happened."""

    template_name = "govportal/schedules/staff/request.html"
    http_method_names = ["get", "head"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that is shown; ``bound`` is the form that failed, ``code`` its step."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        bound, code = kwargs.get("bound"), kwargs.get("code", "")
        forms = {
            name: bound if name == code else self._blank(name, step)
            for name, step in _STEPS.items()
        }
        shown = request_page.context(self.request.user, self.entry)
        return context | shown | {"forms": forms, "failed": code}

    def _blank(self, name: str, step: _Step) -> DecisionForm:
        initial = {"seen": requests.stamp(self.entry)}
        return step.form(initial=initial, auto_id=f"id_{name}_%s")


class RequestStepView(RequestView):
    """Takes one step; a refusal keeps what was typed and says why."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is done by looking: back to the registration."""
        return redirect("schedules:request", self.entry.pk)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it, where the user may.

        Raises:
            Http404: for a registration that the user may not see, and for no known step.
            PermissionDenied: for what the user may not do.
        """
        code, entry = str(kwargs["code"]), self.entry
        step = _STEPS.get(code)
        if step is None:
            raise Http404
        form = step.form(request.POST, auto_id=f"id_{code}_%s")
        if not form.is_valid():
            decides = rights.may_decide(request.user, entry)
            rights.require(
                rights.may_change(request.user, entry) if code == "withdraw" else decides
            )
            return self._again(form, code, 422)
        try:
            step.run(entry, request.user, form.cleaned_data)
        except ScheduleError as error:
            add_errors(form, error)
            del self.entry
            return self._again(form, code, 409)
        messages.success(request, str(step.done))
        return redirect("schedules:request", entry.pk)

    def _again(self, form: DecisionForm, code: str, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(bound=form, code=code), status=status)


@method_decorator(never_cache, name="dispatch")
class AcceptSeveralView(View):
    """Takes the chosen registrations of the list into their weeks."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take them in and say what came of it.

        Raises:
            Http404: where one of them is not for the user to see.
            PermissionDenied: where one of them is not for the user to decide.
        """
        if not access.works_here(request.user):
            raise PermissionDenied
        chosen = _chosen(request.POST.getlist("chosen")[:_MOST_CHOSEN])
        rows = rights.visible_requests(request.user).filter(pk__in=chosen)
        found = list(rows.select_related("schedule", "agency").order_by("pk"))
        if len(found) != len(chosen):
            raise Http404
        done = requests.accept_several([(each, chosen[each.pk]) for each in found], request.user)
        if not chosen:
            messages.warning(request, _t("Choose at least one registration."))
        if done.items:
            values = {"count": len(done.items)}
            words = _t("Taken into the drafts of their weeks: %(count)d. The units are told.")
            messages.success(request, words % values)
        for problem in done.problems:
            messages.error(request, problem)
        return redirect(request_page.list_after(request.POST.get("query", "")))


def _chosen(values: list[str]) -> dict[int, str]:
    """Keys of registrations with the stamp that was seen.

    Raises:
        Http404: for what is not the value of a box.
    """
    found = {}
    for value in values:
        key, _sign, seen = value.partition("@")
        if not (key.isascii() and key.isdigit() and len(key) < 19):
            raise Http404
        found[int(key)] = seen
    return found
