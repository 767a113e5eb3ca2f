"""Atom feeds of a schedule: weeks that were posted and what was changed in them since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ...core.dates import written
from .. import changelog
from ..changelog import PublicChange
from ..models import ScheduleChange, ScheduleIndexPage, WeeklySchedulePage
from ..vocabulary import ChangeKind
from ..wording import when_told
from . import posted, told

__all__ = ["ChangeFeed", "in_words"]

#: Entries of one feed.
LENGTH: Final = 30
#: Changes that are read for it; one publication may change many items.
_READ: Final = 400


class Subject(NamedTuple):
    """What a feed is about; the request comes along because a feed object serves all requests."""

    page: ScheduleIndexPage
    request: HttpRequest


class Entry(NamedTuple):
    """A week that was posted, or what one publication changed in it."""

    title: str
    text: str
    url: str
    guid: str
    at: datetime


class ChangeFeed(Feed):  # type: ignore[type-arg]
    """What is new in a schedule, newest first: one entry per publication of a week."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The feed in the language of its page.

        Raises:
            Http404: for a schedule that is missing, not public or of another site.
        """
        schedule = told.schedule_of(request, kwargs["page_id"])
        with translation.override(schedule.locale.language_code):
            # What was found is handed on, so that it is not looked for twice.
            return super().__call__(request, *args, schedule=schedule)

    def get_object(self, request: HttpRequest, schedule: ScheduleIndexPage) -> Subject:
        """The schedule."""
        return Subject(schedule, request)

    def items(self, obj: Subject) -> list[Entry]:
        """Posted weeks and changes, newest first."""
        weeks = _open_weeks(obj.page)
        entries = [*_posted(obj.page, weeks), *_changed(obj.page, weeks)]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)[:LENGTH]

    def title(self, obj: Subject) -> str:
        """Title of the schedule."""
        return str(obj.page.title)

    def subtitle(self, obj: Subject) -> str:
        """Introduction of the schedule."""
        return str(obj.page.lead or obj.page.title)

    def link(self, obj: Subject) -> str:
        """Address of the schedule."""
        return obj.page.get_url(obj.request) or "/"

    def feed_guid(self, obj: Subject) -> str:
        """A stable identifier of the feed."""
        return obj.request.build_absolute_uri(obj.request.path)

    def author_name(self, obj: Subject) -> str:
        """The body whose schedule it is."""
        return str(obj.page.agency.localized_name)

    def item_title(self, item: Entry) -> str:  # type: ignore[override]
        """The week, and what happened to it."""
        return item.title

    def item_description(self, item: Entry) -> str:  # type: ignore[override]
        """The changes, one on each line."""
        return item.text

    def item_link(self, item: Entry) -> str:  # type: ignore[override]
        """Address of the week."""
        return item.url

    def item_guid(self, item: Entry) -> str:
        """The same for the same publication."""
        return item.guid

    def item_pubdate(self, item: Entry) -> datetime:
        """When it was published."""
        return item.at

    def item_updateddate(self, item: Entry) -> datetime:
        """The same: what was told is not told otherwise later."""
        return item.at


def in_words(change: PublicChange) -> str:
    """A change in one line: what, of which item, from when to when, and why."""
    shown = change.after or change.before
    parts = [_when(shown)]
    if change.kind == ChangeKind.TIME and change.before and change.after:
        parts = [f"{_when(change.before)} → {_when(change.after)}"]
    content = " ".join((shown.get("content") or change.before.get("content") or "").split())
    if shown.get("is_busy"):
        content = pgettext("schedule", "Working")
    parts += [part for part in (content, shown.get("place", "")) if part]
    line = f"{change.label}: {', '.join(parts)}"
    return f"{line} ({change.reason})" if change.reason else line


def _open_weeks(schedule: ScheduleIndexPage) -> list[WeeklySchedulePage]:
    """The newest posted weeks; a feed tells of no more than it has entries."""
    return list(posted.weeks_of(schedule).order_by("-monday")[: 2 * LENGTH])


def _posted(schedule: ScheduleIndexPage, weeks: Iterable[WeeklySchedulePage]) -> Iterable[Entry]:
    for week in weeks:
        if week.first_published_at is None:
            continue
        title = _("Posted: %(week)s") % {"week": week.title}
        url = _url(schedule, week)
        yield Entry(title, str(week.note or week.title), url, url, week.first_published_at)


def _changed(schedule: ScheduleIndexPage, weeks: Iterable[WeeklySchedulePage]) -> Iterable[Entry]:
    """What each publication of a week changed; of weeks that are hidden now, nothing."""
    by_monday = {week.monday: week for week in weeks}
    newest = ScheduleChange.objects.filter(
        schedule_id=schedule.pk, monday__in=list(by_monday)
    ).order_by("-at", "-pk")
    rows = list(newest[: _READ + 1])
    public = changelog.public_changes(schedule, rows)
    mondays = {(row.uid, row.at): row.monday for row in rows}
    groups = [
        (key, list(group))
        for key, group in groupby(public, key=lambda each: (each.at, mondays[each.uid, each.at]))
    ]
    if len(rows) > _READ and len(groups) > 1:
        # The oldest publication may have been read in part.
        groups.pop()
    for (at, monday), group in groups[:LENGTH]:
        yield _entry(schedule, by_monday[monday], at, group)


def _entry(
    schedule: ScheduleIndexPage, week: WeeklySchedulePage, at: datetime, changes: list[PublicChange]
) -> Entry:
    ordered = list(reversed(changes))
    kinds = ", ".join(dict.fromkeys(change.label for change in ordered))
    values = {"number": week.week.number, "year": week.week.year, "kinds": kinds}
    title = _("Week %(number)s/%(year)s: %(kinds)s") % values
    text = "\n".join(in_words(change) for change in ordered)
    url = _url(schedule, week)
    return Entry(title, text, url, f"{url}#{at:%Y%m%dT%H%M%S%f}", at)


def _url(schedule: ScheduleIndexPage, week: WeeklySchedulePage) -> str:
    return f"{schedule.full_url}{week.slug}/"


def _when(shown: Mapping[str, Any]) -> str:
    return f"{written(date.fromisoformat(shown['date']))} {when_told(shown)}"
