"""Screens that take the table of a week, show what was understood, and put it into the week."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from .. import editing, people
from ..errors import ScheduleError
from ..importing import applying
from ..importing.applying import Correction
from ..importing.entries import Entry
from ..importing.errors import UnusableTable
from ..importing.people_text import Named
from ..importing.understanding import understand
from ..models import ScheduleImport
from ..weeks import Week
from .import_forms import ImportForm
from .screens import ArrangedScreen

_CONFLICT: Final = 409
_WRONG: Final = 422


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry of the preview with what its fields hold."""

    position: int
    entry: Entry
    when: str
    chairs: Named
    participants: Named

    @property
    def shown_day(self) -> str:
        """The day that is chosen; none where it is not certain."""
        return "" if "date" in self.entry.errors else self.entry.date


class _ImportScreen(ArrangedScreen):
    """A screen of a schedule that the user arranges."""

    header_icon = "upload"
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for who arranges the schedule."""
        _arranged = self.schedule
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The schedule."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"schedule": self.schedule}


@method_decorator(never_cache, name="dispatch")
class ImportView(_ImportScreen):
    """Takes a file or a pasted table and reads it."""

    template_name = "govportal/schedules/staff/import.html"
    page_title = gettext_lazy("Import the table of a week")

    def _form(self, *args: Any) -> ImportForm:
        try:
            week = Week.from_code(self.request.GET.get("week", ""))
        except ValueError:
            week = None
        return ImportForm(*args, chosen=week)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        kwargs.setdefault("form", self._form() if self.request.method != "POST" else None)
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read it, and show what was understood."""
        form = self._form(request.POST, request.FILES)
        if form.is_valid():
            try:
                kept = self._keep(form)
            except UnusableTable as problem:
                form.add_error("file" if form.file_name else "text", str(problem))
            else:
                return redirect("schedules:import_preview", self.schedule.pk, kept.pk)
        return self.render_to_response(self.get_context_data(form=form), status=_WRONG)

    def _keep(self, form: ImportForm) -> ScheduleImport:
        today = timezone.localdate()
        week = form.chosen_week
        offered = people.offered(self.schedule, on=week.monday if week else today)
        found = understand(form.grids, week, offered, today)
        return applying.keep(
            self.schedule,
            found.week,
            found.entries,
            self.request.user,
            file_name=form.file_name,
        )


@method_decorator(never_cache, name="dispatch")
class PreviewView(_ImportScreen):
    """Shows what was understood of each row; takes corrections, and puts it into the week."""

    template_name = "govportal/schedules/staff/import_preview.html"

    @cached_property
    def kept(self) -> ScheduleImport:
        """The import of the address.

        Raises:
            Http404: where the schedule has no such import.
        """
        found = ScheduleImport.objects.filter(
            schedule=self.schedule, pk=self.kwargs["import_pk"]
        ).first()
        if found is None:
            raise Http404
        return found

    @property
    def week(self) -> Week:
        """The week for which the table was read."""
        return Week.of(self.kept.monday)

    def get_page_title(self) -> str:
        """For which week."""
        title = editing.title_of(self.week, get_language() or "vi")
        return _("Import: %(week)s") % {"week": title}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the corrections and put the chosen rows into the week."""
        key, week = self.kept.pk, self.week
        try:
            _page, count = applying.apply(key, self._corrections(), request.user)
        except ScheduleError as error:
            self.__dict__.pop("kept", None)
            context = self.get_context_data(problems=_problems(error))
            return self.render_to_response(context, status=_CONFLICT if error.is_moved else _WRONG)
        messages.success(request, applying.done_message(count))
        return redirect("schedules:desk", self.schedule.pk, week.code)

    def _corrections(self) -> dict[int, Correction]:
        data = self.request.POST
        found = {}
        for position, entry in enumerate(applying.entries_in(self.kept)):
            if entry.kind != "item" or f"{position}-when" not in data:
                continue
            found[position] = Correction(
                is_taken=f"{position}-take" in data,
                day=data.get(f"{position}-day", ""),
                when=data.get(f"{position}-when", "")[:200],
                content=data.get(f"{position}-content"),
            )
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entries in the order of the table, and how many of them need a decision."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        offered = people.offered(self.schedule, on=self.kept.monday)
        entries = applying.entries_in(self.kept)
        shown = [
            ShownEntry(position, entry, applying.when_text(entry), **applying.named(entry, offered))
            for position, entry in enumerate(entries)
            if entry.kind == "item"
        ]
        states = [each.entry.state for each in shown]
        return context | {
            "kept": self.kept,
            "week": self.week,
            "rows": shown,
            "asides": [entry for entry in entries if entry.kind == "aside"],
            "notices": [entry.text for entry in entries if entry.kind == "notice"],
            "counts": {state: states.count(state) for state in set(states)},
            "wrong": [each for each in shown if each.entry.state == "error"],
        }


def _problems(error: ValidationError) -> list[str]:
    """What concerns no single row."""
    if hasattr(error, "error_dict"):
        return [_("Some rows need a decision; see those that are marked.")]
    return list(error.messages)
