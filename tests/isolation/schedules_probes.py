"""Every address of the schedules and of the organisation, tried on those of another site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govportal_wagtail.schedules import recurring, requests
from govportal_wagtail.schedules.models import ScheduleRequest

from .probes import Probe, _at, _b, _bulk, _ids, _nothing, _page, _portal_site, _snippet
from .schedules_world import blank_week, posted_week
from .world import Province

_OF_USER_ALONE = {"shows": False}
_CHANGES = {"shows": False, "works": True}


def _posted(province: Province) -> str:
    return str(posted_week().code)


def _blank(province: Province) -> str:
    return str(blank_week().code)


def _own_schedule(province: Province) -> int:
    return int(province.a.things["schedule"].pk)


def _week_screen(name: str, week: Callable[[Province], str] = _posted, **options: Any) -> Probe:
    label = options.pop("label", "")
    shown = "" if week is _posted else "of a blank week"
    return _at(
        f"schedules:{name}", _b("schedule"), week, label=f"{label} {shown}".strip(), **options
    )


def _sheet(province: Province, *, seen: Any, **more: Any) -> dict[str, Any]:
    """One row typed into the desk."""
    day = (posted_week() if seen else blank_week()).monday
    typed = {"day": day.isoformat(), "when": "9h", "content": "Intruder"} | more
    row = {f"row-0-{name}": value for name, value in typed.items()}
    return {"based_on": seen or "", "order": ["0"], "note": "Taken", "save": "1", **row}


def _newest(province: Province) -> int:
    week = province.b.things["week"]
    week.refresh_from_db()
    return int(week.latest_revision_id)


def _copied(province: Province) -> dict[str, Any]:
    return {"chosen": [str(province.b.things["week_item"].uid)], "based_on": ""}


def _filled(province: Province) -> dict[str, Any]:
    [item] = recurring.items_for(province.b.things["schedule"], blank_week())
    mark = f"{item.date.isoformat()}|{item.starts_at or ''}|recurring betaxyz"
    return {"chosen": [mark], "based_on": ""}


WEEKS = [
    _at("schedules:index"),
    _at("schedules:weeks", _b("schedule")),
    *(
        _week_screen(name, week)
        for name in ("desk", "copy", "fill", "internal")
        for week in (_posted, _blank)
    ),
    _at(
        "schedules:copy",
        _own_schedule,
        _blank,
        query=lambda p: f"?from={_posted(p)}",
        label="from the week of the own schedule",
        **_OF_USER_ALONE,
    ),
    _week_screen("desk", data=lambda p: _sheet(p, seen=_newest(p)), label="save", **_CHANGES),
    _week_screen("desk", _blank, data=lambda p: _sheet(p, seen=None), label="save", **_CHANGES),
    _week_screen(
        "desk",
        data=lambda p: _sheet(p, seen=_newest(p)) | {"hand_in": "1"},
        label="hand in",
        **_CHANGES,
    ),
    _week_screen(
        "desk", data=lambda p: _sheet(p, seen=1), label="see what others wrote", **_OF_USER_ALONE
    ),
    _week_screen("copy", _blank, data=_copied, label="copy", **_CHANGES),
    _at(
        "schedules:copy",
        _own_schedule,
        _blank,
        data=_copied,
        label="an item of the other site into the own week",
        **_OF_USER_ALONE,
    ),
    _week_screen("fill", _blank, data=_filled, label="fill", **_CHANGES),
]

_TABLE = "Ngày;Giờ;Nội dung\nThứ 2;8h;Intruder\n"
IMPORTS = [
    _at("schedules:import", _b("schedule")),
    _at(
        "schedules:import",
        _b("schedule"),
        data=lambda p: {"text": _TABLE, "week": _posted(p)},
        label="read",
        **_CHANGES,
    ),
    _at("schedules:import_preview", _b("schedule"), _b("import")),
    _at(
        "schedules:import_preview",
        _own_schedule,
        _b("import"),
        label="through the own schedule",
        **_OF_USER_ALONE,
    ),
    *(
        _at(
            "schedules:import_preview",
            schedule,
            _b("import"),
            data=lambda p: {
                "0-take": "on",
                "0-day": posted_week().monday.isoformat(),
                "0-when": "8h",
                "0-content": "Intruder",
            },
            label=label,
            shows=False,
            works=works,
        )
        for schedule, label, works in (
            (_b("schedule"), "apply", True),
            (_own_schedule, "apply through the own schedule", False),
        )
    ),
]


def _stamp(thing: str) -> Callable[[Province], str]:
    def stamp(province: Province) -> str:
        found = ScheduleRequest.objects.get(pk=province.b.things[thing].pk)
        return str(requests.stamp(found))

    return stamp


def _typed(province: Province, **more: Any) -> dict[str, Any]:
    return {
        "date": posted_week().monday.isoformat(),
        "starts_at": "8h00",
        "content": "Intruder",
        "visibility": "public",
    } | more


def _step(code: str, thing: str, works: bool = False) -> Probe:
    return _at(
        "schedules:request_step",
        _b(thing),
        code,
        data=lambda p: {"seen": _stamp(thing)(p), "reason": "X"},
        label=f"{code} {thing}",
        shows=False,
        works=works,
    )


def _accepted(province: Province) -> dict[str, Any]:
    key = province.b.things["registered"].pk
    return {"chosen": [f"{key}@{_stamp('registered')(province)}"], "query": ""}


REQUESTS = [
    _at("schedules:requests"),
    _at("schedules:requests", query="?queue=all"),
    _at("schedules:requests_results", query="?queue=all&q=BETAXYZ"),
    _at("schedules:requests", query="?queue=all&export=csv", **_OF_USER_ALONE),
    _at(
        "schedules:requests",
        query=lambda p: f"?queue=all&schedule={p.b.things['schedule'].pk}",
        label="schedule filter",
    ),
    _at(
        "schedules:requests",
        query=lambda p: f"?queue=all&agency={p.b.agency.pk}",
        label="agency filter",
    ),
    _at("schedules:request_new", **_OF_USER_ALONE),
    *(
        _at("schedules:request_new", query=query, label=label, data=data, **_OF_USER_ALONE)
        for query, label in (
            (lambda p: f"?schedule={p.b.things['schedule'].pk}", "for the other schedule"),
            (lambda p: f"?copy={p.b.things['registered'].pk}", "like one of the other site"),
        )
        for data in (None, _typed)
    ),
    _at(
        "schedules:request_new",
        query=lambda p: f"?schedule={p.a.things['schedule'].pk}",
        data=lambda p: _typed(p, chairs=[str(p.b.things["schedule_post"].pk)]),
        label="with somebody of the other site",
        **_OF_USER_ALONE,
    ),
    *(
        probe
        for thing in ("registered", "returned")
        for probe in (
            _at("schedules:request", _b(thing), label=thing),
            _at("schedules:request_change", _b(thing), label=thing, **_OF_USER_ALONE),
            _at(
                "schedules:request_change",
                _b(thing),
                data=lambda p, thing=thing: _typed(p, seen=_stamp(thing)(p)),
                label=f"by hand {thing}",
                **_OF_USER_ALONE,
            ),
            _step("withdraw", thing),
        )
    ),
    *(_step(code, "registered", works=True) for code in ("accept", "return", "refuse")),
    _at("schedules:request_step", _b("registered"), "accept", **_OF_USER_ALONE),
    _at("schedules:requests_accept", data=_accepted, **_CHANGES),
]

_RECURRING = "wagtailsnippets_govportal_schedules_recurringitem"


def _recurring_form(province: Province, schedule: int) -> dict[str, Any]:
    return {
        "schedule": schedule,
        "frequency": "weekly",
        "interval": "1",
        "weekday": "0",
        "starts_on": posted_week().monday.isoformat(),
        "when": "8h",
        "content": "Intruder",
        "visibility": "public",
    }


RECURRING = [
    *_snippet("recurringitem", "recurring", app="govportal_schedules"),
    _at(
        f"{_RECURRING}:list",
        query=lambda p: f"?schedule={p.b.things['schedule'].pk}",
        label="schedule filter",
    ),
    _at(f"{_RECURRING}:add"),
    _at(
        f"{_RECURRING}:add",
        data=lambda p: _recurring_form(p, _b("schedule")(p)),
        label="on the other site",
        **_CHANGES,
    ),
    *(
        _at(
            f"{_RECURRING}:edit",
            _b("recurring"),
            data=lambda p, schedule=schedule: _recurring_form(p, schedule(p)),
            label=label,
            **_CHANGES,
        )
        for schedule, label in (
            (_b("schedule"), "by hand"),
            (_own_schedule, "into the own schedule"),
        )
    ),
    _at(
        f"{_RECURRING}:delete", _b("recurring"), data=_nothing, label="by hand for good", **_CHANGES
    ),
    *_bulk("govportal_schedules", "recurringitem", "delete", "recurring"),
    _at("wagtail_bulk_action", "govportal_schedules", "recurringitem", "delete", query="?id=all"),
]

PAGES = [
    *(_page(view, "week") for view in ("edit", "view_draft", "history")),
    _page("edit", "schedule"),
    _page("usage", "schedule"),
    _page("revisions_compare", "week", lambda p: "earliest", lambda p: "latest"),
    _page("revisions_revert", "week", _newest),
    _page("delete", "week", data=_nothing, **_CHANGES),
    _page("unpublish", "week", data=_nothing, **_CHANGES),
    _at("wagtailadmin_pages:add", "govportal_schedules", "weeklyschedulepage", _b("schedule")),
    _at("wagtailadmin_pages:add", "govportal_pages", "leaderpage", _b("leaders")),
    _page("edit", "leader"),
    _page("edit", "leaders"),
    *(
        _at(
            "wagtailadmin_choose_page_search",
            query=f"?q=BETAXYZ&page_type={model}",
            mark=f"{name} BETAXYZ",
        )
        for model, name in (
            ("govportal_schedules.scheduleindexpage", "Schedule"),
            ("govportal_pages.leaderspage", "Leaders"),
            ("govportal_pages.leaderpage", "Leader"),
        )
    ),
    _at("wagtailadmin_api:pages:detail", _b("week"), label="week", query="?fields=*", shows=False),
]

_PEOPLE = "govportal_people_in_public_posts"
ORGANISATION = [
    _at("govportal_sites:content"),
    _at("govportal_sites:site_content", _portal_site),
    *(
        _at("govportal_sites:make_part", _portal_site, code, data=_nothing, shows=False, works=True)
        for code in ("leaders", "organisation")
    ),
    # Those in public posts of agencies below are offered on the portal; nobody else anywhere.
    *(
        _at(f"{_PEOPLE}:{view}", *args, query=query, mark="Hidden BETAXYZ", shows=False)
        for view, args, query in (
            ("choose", (), ""),
            ("choose_results", (), "?q=BETAXYZ"),
            ("chosen", (_b("hidden_person"),), ""),
            ("chosen_multiple", (), _ids("hidden_person")),
        )
    ),
]

ALL = [*WEEKS, *IMPORTS, *REQUESTS, *RECURRING, *PAGES, *ORGANISATION]
