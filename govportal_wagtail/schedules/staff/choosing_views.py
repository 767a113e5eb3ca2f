"""Screens that put several items into a week at once: copied from a week, and recurring ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache

from ...core.vietnamese import fold
from .. import editing, publishing, recurring
from ..errors import ScheduleError
from ..models import ScheduleItem, WeeklySchedulePage
from ..times import in_order
from ..vocabulary import ItemStatus, ScheduleEventKind
from ..weeks import Week
from . import access, desk_saving
from .desk_rows import when_words
from .desk_screen import WeekScreen
from .desk_views import key_of

#: How far away the weeks are that are offered as a source.
_OFFERED_WEEKS: Final = 12


@dataclass(slots=True)
class Candidate:
    """An item that may be put into the week; ``mark`` names it in the form."""

    mark: str
    item: ScheduleItem
    is_chosen: bool = True
    #: Why it is not chosen from the start.
    note: str = ""

    @property
    def when(self) -> str:
        """Its time, in words."""
        return when_words(self.item)


class ChoosingView(WeekScreen):
    """Offers items, and adds those that are chosen as a new version of the week."""

    template_name = "govportal/schedules/staff/choose.html"
    http_method_names = ["get", "head", "post"]
    kind: ScheduleEventKind
    screen = ""
    heading: Any = ""

    def candidates(self) -> list[Candidate]:
        """What is offered, by day and time."""
        raise NotImplementedError

    def details(self) -> dict[str, Any]:
        """What the log says besides."""
        return {}

    @cached_property
    def offered(self) -> list[Candidate]:
        """What is offered."""
        return self.candidates()

    @cached_property
    def there(self) -> list[ScheduleItem]:
        """The items that the week has."""
        return publishing.loaded(editing.newest(self.page).items.all()) if self.page else []

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what may be chosen."""
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add what was chosen; sent twice, it is added once."""
        marks = set(request.POST.getlist("chosen"))
        for each in self.offered:
            each.is_chosen = each.mark in marks
        chosen = [each.item for each in self.offered if each.is_chosen]
        if not chosen:
            return self._again(_("Choose at least one item."), 422)
        seen = key_of(request.POST.get("based_on", ""))
        try:
            self._add(chosen, seen)
        except ScheduleError as error:
            return self._again(" ".join(error.messages), 409 if error.is_moved else 422)
        words = ngettext(
            "%(count)s item was put into the week.",
            "%(count)s items were put into the week.",
            len(chosen),
        )
        messages.success(request, words % {"count": len(chosen)})
        return redirect(self.address("desk"))

    def _add(self, chosen: Sequence[ScheduleItem], seen: int | None) -> None:
        user, page = self.request.user, self.page
        if page is None:
            page = editing.begin(self.schedule, self.week, user)
            if editing.newest(page).items.exists():
                raise desk_saving.moved_meanwhile()
            seen = page.latest_revision_id
        editing.save(
            page, [*self.there, *chosen], user, based_on=seen, kind=self.kind, **self.details()
        )

    def _again(self, problem: str, status: int) -> HttpResponse:
        self.__dict__.pop("page", None)
        return self.render_to_response(self.get_context_data(problem=problem), status=status)

    def already(self, item: ScheduleItem) -> bool:
        """Whether the week has such an item on that day."""
        return (item.date, fold(item.content)) in self._taken

    @cached_property
    def _taken(self) -> set[tuple[Any, str]]:
        return {(item.date, fold(item.content)) for item in self.there}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The items by day."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        days = [
            (day, found)
            for day in self.week.days
            if (found := [each for each in self.offered if each.item.date == day])
        ]
        return context | {
            "days": days,
            "heading": self.heading,
            "screen": f"schedules:{self.screen}",
            "based_on": self.page.latest_revision_id if self.page else "",
        }


@method_decorator(never_cache, name="dispatch")
class CopyView(ChoosingView):
    """Items of another week, last week's unless another one is asked for."""

    kind = ScheduleEventKind.WEEK_COPIED
    screen = "copy"
    heading = gettext_lazy("Copy items from another week")

    @cached_property
    def source_week(self) -> Week:
        """The week from which is copied.

        Raises:
            Http404: for no week, and for the week itself.
        """
        code = self.request.GET.get("from", "")
        found = access.week_for(code) if code else self.week.shifted(-1)
        if found == self.week:
            raise Http404
        return found

    @cached_property
    def source(self) -> WeeklySchedulePage | None:
        """The page of that week."""
        return editing.page_of(self.schedule, self.source_week)

    def candidates(self) -> list[Candidate]:
        """All its items; what did not take place, or is there already, is not chosen."""
        if self.source is None:
            return []
        shift = self.week.monday - self.source_week.monday
        found = []
        for item in in_order(publishing.loaded(editing.newest(self.source).items.all())):
            copied = editing.copy_of(item, item.date + shift)
            candidate = Candidate(str(item.uid), copied)
            if self.already(copied):
                candidate.note = _("The week has it already.")
            elif item.status != ItemStatus.PLANNED:
                candidate.note = str(item.get_status_display())
            candidate.is_chosen = not candidate.note
            found.append(candidate)
        return found

    def details(self) -> dict[str, Any]:
        """From which week."""
        return {"from": self.source_week.code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the weeks to choose from: the newest ones before and after."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        span = timedelta(weeks=_OFFERED_WEEKS)
        weeks = WeeklySchedulePage.objects.child_of(self.schedule).filter(
            monday__range=(self.week.monday - span, self.week.monday + span)
        )
        mondays = weeks.exclude(monday=self.week.monday).order_by("-monday")
        return context | {
            "source_week": self.source_week,
            "has_source": self.source is not None,
            "sources": [Week(each) for each in mondays.values_list("monday", flat=True)],
        }


@method_decorator(never_cache, name="dispatch")
class FillView(ChoosingView):
    """The recurring items that fall into the week."""

    kind = ScheduleEventKind.WEEK_FILLED
    screen = "fill"
    heading = gettext_lazy("Add recurring items")

    def candidates(self) -> list[Candidate]:
        """Those of the schedule; what the week has already is not chosen."""
        found: list[Candidate] = []
        for number, item in enumerate(recurring.items_for(self.schedule, self.week)):
            # Named by what it is: the list may have become longer meanwhile.
            mark = f"{item.date.isoformat()}|{item.starts_at or ''}|{fold(item.content)[:80]}"
            candidate = Candidate(mark, item)
            if any(each.mark == mark for each in found):
                candidate.mark = f"{mark}|{number}"
            if self.already(item):
                candidate.note = _("The week has it already.")
                candidate.is_chosen = False
            found.append(candidate)
        return found
