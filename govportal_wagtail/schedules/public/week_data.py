"""Open data of one posted week: JSON and CSV, with the licence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import pgettext
from django.views.decorators.http import conditional_page, require_safe

from ... import conf
from ...core.downloads import CONTENT_TYPES, csv_pieces
from ...core.placeholders import without_placeholders
from .. import changelog
from ..changelog import PublicChange
from ..models import PublishedItem, ScheduleIndexPage, WeeklySchedulePage
from ..vocabulary import ItemStatus, Session
from . import posted, told
from .told import Told


@require_safe
@conditional_page
def week_data(request: HttpRequest, page_id: str, extension: str) -> HttpResponse:
    """What the public reads of a week, as a file.

    Raises:
        Http404: for a week that is missing, not public or of another site.
    """
    weeks = without_placeholders(WeeklySchedulePage.objects.live().public())
    week = weeks.filter(pk=page_id).first()
    if week is None or not told.is_here(week, request):
        raise Http404
    schedule = ScheduleIndexPage.objects.parent_of(week).live().select_related("agency").first()
    if schedule is None or not posted.is_open(schedule):
        raise Http404
    with translation.override(week.locale.language_code):
        response = _WRITERS[extension](schedule, week, items_of(schedule, week))
    name = f"lich-{week.week.code}.{extension}"
    kind = "attachment" if extension == "csv" else "inline"
    response.headers["Content-Disposition"] = f'{kind}; filename="{name}"'
    patch_cache_control(response, no_cache=True)
    return response


def items_of(schedule: ScheduleIndexPage, week: WeeklySchedulePage) -> list[Told]:
    """What is shown of a posted week, in the active language."""
    rows = PublishedItem.objects.filter(schedule=schedule.pk, monday=week.monday, withdrawn_at=None)
    return told.told_of(rows)


def _as_json(
    schedule: ScheduleIndexPage, week: WeeklySchedulePage, items: list[Told]
) -> HttpResponse:
    data = {
        "licence": conf.API_LICENCE,
        "schedule": schedule.title,
        "agency": {"code": schedule.agency.code, "name": schedule.agency.localized_name},
        "title": week.title,
        "url": week.full_url,
        "week": week.week.code,
        "monday": week.monday.isoformat(),
        "sunday": week.week.sunday.isoformat(),
        "note": week.note,
        "published_at": week.last_published_at,
        "items": [told.as_data(item) for item in items],
        "changes": [_change_data(each) for each in changelog.changes_of(schedule, week.monday)],
    }
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False})


def _as_csv(
    schedule: ScheduleIndexPage, week: WeeklySchedulePage, items: list[Told]
) -> HttpResponse:
    """A table that spreadsheets open with Vietnamese letters intact."""
    columns = _columns()
    rows = ([value(item) for value in columns.values()] for item in items)
    content = b"".join(csv_pieces(list(columns), rows))
    return HttpResponse(content, content_type=CONTENT_TYPES["csv"])


def _columns() -> dict[str, Callable[[Told], Any]]:
    return {
        pgettext("schedule", "Day"): lambda item: item.date.isoformat(),
        pgettext("schedule", "Part of the day"): lambda item: str(Session(item.session).label),
        pgettext("time of day", "From"): lambda item: told.minutes(item.starts_at),
        pgettext("time of day", "Until"): lambda item: told.minutes(item.ends_at),
        pgettext("schedule", "Content"): lambda item: item.content,
        pgettext("schedule", "Chaired by"): lambda item: item.chaired_by,
        pgettext("schedule", "Taking part"): lambda item: item.attended_by,
        pgettext("schedule", "Place"): lambda item: item.place,
        pgettext("schedule", "Prepared by"): lambda item: item.preparing,
        pgettext("schedule", "Asked for by"): lambda item: item.requester,
        pgettext("schedule", "State"): lambda item: str(ItemStatus(item.status).label),
        pgettext("schedule", "Reason"): lambda item: item.reason,
    }


def _change_data(change: PublicChange) -> dict[str, Any]:
    return {
        "uid": str(change.uid),
        "kind": change.kind.value,
        "label": change.label,
        "at": change.at,
        "reason": change.reason,
        "before": _plain(change.before),
        "after": _plain(change.after),
    }


def _plain(shown: Mapping[str, Any]) -> dict[str, Any]:
    """What was shown, in values that mean something outside of the portal."""
    return {
        name: [each["label"] for each in value] if isinstance(value, list) else value
        for name, value in shown.items()
        if name not in ("uid", "preparing_agency")
    }


_WRITERS: Final = {"json": _as_json, "csv": _as_csv}
