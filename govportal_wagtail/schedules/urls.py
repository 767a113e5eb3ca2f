"""Public addresses of the schedules app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path
from django.views.decorators.http import require_safe

from .public import ical, week_data
from .public.api import api_router
from .public.feeds import ChangeFeed

app_name = "govportal_schedules"

_KEY = "(?P<page_id>[0-9]{1,9})"
urlpatterns: list[URLPattern | URLResolver] = [
    re_path(rf"^lich/{_KEY}\.ics$", ical.calendar, name="calendar"),
    re_path(
        rf"^lich/{_KEY}/lanh-dao/(?P<person_id>[0-9]{{1,9}})\.ics$",
        ical.leader_calendar,
        name="leader_calendar",
    ),
    re_path(
        rf"^lich/{_KEY}/muc/(?P<uid>[0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\.ics$",
        ical.item_calendar,
        name="item_calendar",
    ),
    re_path(rf"^du-lieu/lich/{_KEY}\.atom$", require_safe(ChangeFeed()), name="feed"),
    re_path(
        rf"^du-lieu/lich/{_KEY}\.(?P<extension>json|csv)$", week_data.week_data, name="week_data"
    ),
]

#: A router of Wagtail's API finds its own addresses only at the top level.
top_level_urlpatterns: list[URLPattern | URLResolver] = [path("api/v2/", api_router.urls)]
