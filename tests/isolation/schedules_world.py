"""What schedules and pages of the organisation hold: weeks, registrations, imports, leaders."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from govportal_wagtail.pages.models import LeaderPage, LeadersPage
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.importing import applying
from govportal_wagtail.schedules.models import (
    PublishedItem,
    RecurringItem,
    RecurringPerson,
    RequestPerson,
    ScheduleChange,
    ScheduleEvent,
    ScheduleImport,
    ScheduleIndexPage,
    ScheduleItem,
    ScheduleRequest,
)
from govportal_wagtail.schedules.vocabulary import RequestState, ScheduleEventKind, Visibility
from govportal_wagtail.schedules.weeks import Week
from tests import builders
from tests.schedules import builders as schedules
from tests.schedules.import_builders import understood


def posted_week() -> Week:
    """The week that is posted, with changes under way: the next one."""
    return Week.of(timezone.localdate()).shifted(1)


def blank_week() -> Week:
    """A week that nobody has begun."""
    return posted_week().shifted(1)


def furnish(place: Any) -> None:
    """A schedule with a posted week, registrations, a recurring item, an import; leaders."""
    things, mark = place.things, place.mark
    things["schedule"] = schedules.make_schedule(
        place.portal_site, title=f"Schedule {mark}", slug=""
    )
    # Somebody of their own, since whoever has a page cannot be deleted.
    things["schedule_post"] = schedules.make_post(place.agency, f"Led {mark}")
    things["led_person"] = things["schedule_post"].person
    _week(place)
    things["registered"] = _request(place, RequestState.REGISTERED)
    things["returned"] = _request(place, RequestState.RETURNED)
    monday = posted_week().monday
    things["recurring"] = RecurringItem.objects.create(
        schedule=things["schedule"],
        session="morning",
        content=f"Recurring {mark}",
        weekday=monday.weekday(),
        starts_on=monday,
    )
    things["recurring"].portal_site_id = place.portal_site.pk
    log(
        instance=things["recurring"],
        action="wagtail.edit",
        user=place.user(RoleCode.SITE_ADMIN),
    )
    table = f"Ngày;Giờ;Nội dung\n{monday:%d/%m/%Y};8h;Imported {mark}\n"
    things["import"] = applying.keep(
        things["schedule"],
        posted_week(),
        understood(table, week=posted_week(), near=monday).entries,
        place.user(RoleCode.SITE_ADMIN),
        file_name=f"Week {mark}.csv",
    )
    leaders = LeadersPage(title=f"Leaders {mark}", agency=place.agency)
    things["leaders"] = builders.add_page(place.home, leaders)
    things["hidden_person"] = schedules.make_post(
        place.agency, f"Hidden {mark}", is_public=False
    ).person
    leader = LeaderPage(title=f"Leader {mark}", person=things["led_person"])
    things["leader"] = builders.add_page(leaders, leader)


def _week(place: Any) -> None:
    """What is public, what says only "working", what is internal; and a draft of more."""
    things, mark, monday = place.things, place.mark, posted_week().monday
    post = things["schedule_post"]
    values = {"vehicle": f"Car {mark}", "internal_note": f"Note {mark}"}
    items = [
        schedules.item(
            monday, time(8 + at), f"{shown} {mark}", chairs=(post,), visibility=shown, **values
        )
        for at, shown in enumerate(Visibility.values)
    ]
    page = schedules.make_week(things["schedule"], *items, week=posted_week())
    more = schedules.item(monday, time(14), f"Draft {mark}", chairs=(post,))
    version = editing.newest(page)
    version.items.set([*version.items.all(), more])
    version.save_revision(user=place.user(RoleCode.SITE_ADMIN), log_action=True)
    page.refresh_from_db()
    things["week"], things["week_item"] = page, items[0]


def _request(place: Any, state: str) -> ScheduleRequest:
    things, mark = place.things, place.mark
    made = ScheduleRequest.objects.create(
        schedule=things["schedule"],
        agency=place.agency,
        date=posted_week().monday,
        session="morning",
        starts_at=time(10),
        content=f"Asked for {state} {mark}",
        place=f"Room {mark}",
        state=state,
        entered_by=place.user(RoleCode.FOCAL_OFFICER),
    )
    RequestPerson.objects.create(request=made, post=things["schedule_post"])
    ScheduleEvent.objects.create(
        schedule_id=things["schedule"].pk,
        portal_site_id=place.portal_site.pk,
        request_id=made.pk,
        kind=ScheduleEventKind.REGISTERED,
        at=timezone.now(),
        by_name=f"Nguyen {mark}",
    )
    return made


def rows(place: Any) -> dict[str, list[Any]]:
    """All of it as it is in the database now."""
    below = ScheduleIndexPage.objects.filter(path__startswith=place.home.path)
    keys = list(below.values_list("pk", flat=True))
    of_schedule = {"schedule__in": keys}
    items = ScheduleItem.objects.filter(page__path__startswith=place.home.path)
    found = {
        "items": items,
        "people": schedules.ItemPerson.objects.filter(item__in=items),
        "requests": ScheduleRequest.objects.filter(**of_schedule),
        "asked people": RequestPerson.objects.filter(request__schedule__in=keys),
        "recurring": RecurringItem.objects.filter(**of_schedule),
        "recurring people": RecurringPerson.objects.filter(item__schedule__in=keys),
        "imports": ScheduleImport.objects.filter(**of_schedule),
        "published": PublishedItem.objects.filter(**of_schedule),
        "changes": ScheduleChange.objects.filter(schedule_id__in=keys),
        "log": ScheduleEvent.objects.filter(schedule_id__in=keys),
    }
    return {
        f"schedules {name}": sorted(map(repr, each.order_by().values_list()))
        for name, each in found.items()
    }
