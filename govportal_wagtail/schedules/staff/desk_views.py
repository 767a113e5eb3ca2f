"""The desk: a whole week entered, changed and handed in on one screen."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from ...editorial import requirements
from ..errors import ScheduleError
from ..models import WeeklySchedulePage
from ..publishing_rules import NO_REASON
from ..vocabulary import ItemStatus, Visibility
from . import desk_merging, desk_saving
from .desk_rows import BLANK, Row
from .desk_screen import WeekScreen
from .desk_sheet import Sheet

_CONFLICT: Final = 409
_WRONG: Final = 422
#: In the session: the version on which each of the weeks was based that were saved lately.
_SAVED: Final = "govportal_schedules_saved"
_REMEMBERED: Final = 20
#: In the address of the desk: what hindered the week from being handed in is shown.
_LACKING: Final = "missing"
#: Screens to which one goes on after saving.
_ONWARD: Final = ("copy", "fill")


@method_decorator(never_cache, name="dispatch")
class DeskView(WeekScreen):
    """Shows the rows of a week and saves them; whatever goes wrong, what was typed stays."""

    template_name = "govportal/schedules/staff/desk.html"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def sheet(self) -> Sheet:
        """The sheet of the week."""
        return Sheet(self.schedule, self.week, self.page)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what is stored; a week that is locked is shown to read."""
        if self.is_locked:
            messages.warning(request, _locked())
            return redirect(self.address("internal"))
        self.sheet.load()
        if _LACKING in request.GET and self.page is not None:
            self._show_lacking(self.page)
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or change the form alone: rows more, a row moved."""
        self.sheet.read(request.POST)
        if self._changes_form():
            self.sheet.add_spare()
            return self._again(200)
        seen = key_of(request.POST.get("based_on", ""))
        if self.is_locked and self.sheet.has_changed:
            self.sheet.errors.append(_locked())
            return self._again(_CONFLICT)
        if seen == self.sheet.based_on and not self.sheet.has_changed:
            return self._saved(is_new=False)
        try:
            self.page = desk_saving.save(self.sheet, request.user, seen=seen)
        except ScheduleError as error:
            return self._refused(error, seen)
        return self._saved(is_new=True)

    def _changes_form(self) -> bool:
        data = self.request.POST
        if "more" in data:
            day = next((each for each in self.week.days if each.isoformat() == data["more"]), None)
            if day is not None:
                self.sheet.add(day)
            return True
        for name, step in (("up", -1), ("down", 1)):
            if name in data:
                number = key_of(data[name])
                self.sheet.move(-1 if number is None else number, step)
                return True
        return False

    def _refused(self, error: ScheduleError, seen: int | None) -> HttpResponse:
        if error.is_moved and seen == self.sheet.based_on:
            # Saved by somebody between our look and our lock: look once more.
            for name in ("page", "sheet"):
                self.__dict__.pop(name, None)
            self.sheet.read(self.request.POST)
            error = desk_saving.moved()
        if error.is_moved:
            desk_merging.bring_together(self.sheet, seen)
        self.sheet.errors[:0] = error.messages
        self.sheet.add_spare()
        return self._again(_CONFLICT if error.is_moved else _WRONG)

    def _saved(self, *, is_new: bool) -> HttpResponse:
        data = self.request.POST
        self._remember(data.get("based_on", ""))
        onward = next((name for name in _ONWARD if name in data), "")
        if is_new:
            messages.success(
                self.request, _("The week was saved as a draft; nothing is public yet.")
            )
        elif not onward and "hand_in" not in data:
            messages.info(self.request, _("There was nothing new to save."))
        if onward:
            return redirect(self.address(onward))
        if "hand_in" in data and self.page is not None:
            return self._hand_in()
        return redirect(self.address("desk"))

    def _remember(self, seen: str) -> None:
        """Tell the browser next time that what it kept of this version was saved."""
        saved = dict(self.request.session.get(_SAVED, {}))
        saved.pop(self._key, None)
        saved[self._key] = seen[:20]
        self.request.session[_SAVED] = dict(list(saved.items())[-_REMEMBERED:])

    @property
    def _key(self) -> str:
        return f"{self.schedule.pk}-{self.week.code}"

    def _hand_in(self) -> HttpResponse:
        try:
            is_complete = desk_saving.hand_in(self.page, self.request.user)  # type: ignore[arg-type]
        except ScheduleError as error:
            for each in error.messages:
                messages.error(self.request, each)
            messages.warning(self.request, _("The week was saved, and not handed in."))
            return redirect(self.address("desk"))
        if is_complete:
            messages.success(self.request, _("The week was handed in to the editorial board."))
            return redirect(self.address("internal"))
        messages.warning(self.request, _("The week was saved, and not handed in."))
        return redirect(f"{self.address('desk')}?{_LACKING}=1")

    def _show_lacking(self, page: WeeklySchedulePage) -> None:
        """Tell what the week lacks, a reason next to the field in which it is to be written."""
        for each in desk_saving.lacking(page):
            if each.code != NO_REASON:
                self.sheet.errors.append(requirements.words(each))
        self.sheet.ask_reasons()

    def _again(self, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows by day with what is offered for their fields."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        sheet = self.sheet
        return context | {
            "sheet": sheet,
            "days": sheet.days(),
            "week_days": self.week.days,
            "template_row": Row(0, {**BLANK, "day": ""}),
            "visibilities": Visibility.choices,
            "statuses": ItemStatus.choices,
            "places": sorted({item.place for item in sheet.items if item.place}),
            "edit_url": self._edit_url(),
            "saved_from": self.request.session.get(_SAVED, {}).get(self._key),
            "is_handed_in": bool(self.page and self.page.workflow_in_progress),
        }

    def _edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk]) if self.page else ""


def key_of(sent: Any) -> int | None:
    """The number that a form sends; None for anything else."""
    text = str(sent)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


def _locked() -> str:
    return _("The week is with the editorial board; it cannot be changed now.")
