"""Builders of schedules: a body with people in office, weeks with items, who arranges them."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from govportal_wagtail.core.models import Agency, Person, PortalSite, Post
from govportal_wagtail.editorial import publication
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import (
    ItemPerson,
    ScheduleIndexPage,
    ScheduleItem,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.vocabulary import PersonRole, Session
from govportal_wagtail.schedules.weeks import Week
from tests.builders import add_page
from tests.core.portal_builders import make_officer

#: A Monday in the past, and the week it begins.
MONDAY = date(2026, 11, 16)
WEEK = Week(MONDAY)


def make_schedule(
    portal_site: PortalSite, agency: Agency | None = None, **fields: Any
) -> ScheduleIndexPage:
    """A public schedule of the agency below the home page; of the site's own agency by default."""
    values = {"title": "Lịch công tác", "slug": "lich-cong-tac"} | fields
    page = ScheduleIndexPage(agency=agency or portal_site.agency, **values)
    found: ScheduleIndexPage = add_page(portal_site.site.root_page, page)
    return found


def make_post(
    agency: Agency, name: str = "Nguyễn Văn An", title: str = "Chủ tịch", **fields: Any
) -> Post:
    """Somebody in office."""
    person = Person.objects.create(name=name, agency=agency)
    values = {"rank": 1, "starts_on": date(2025, 7, 1)} | fields
    return Post.objects.create(person=person, agency=agency, title=title, **values)


def make_clerk(portal_site: PortalSite, name: str = "van-thu") -> Any:
    """Somebody of the office who writes the weeks."""
    return make_officer(name, portal_site, RoleCode.FULL_TIME_EDITOR.value)


def make_unit_officer(agency: Agency, portal_site: PortalSite, name: str = "don-vi") -> Any:
    """Somebody of a unit who registers items for it."""
    return make_officer(name, portal_site, RoleCode.FOCAL_OFFICER.value, agency=agency)


def item(
    day: date = MONDAY,
    starts_at: time | None = time(8),
    content: str = "Họp giao ban",
    *,
    chairs: tuple[Post, ...] = (),
    participants: tuple[Post, ...] = (),
    **fields: Any,
) -> ScheduleItem:
    """An unsaved item with its people."""
    values: dict[str, Any] = {"session": Session.MORNING if starts_at is None else ""} | fields
    made = ScheduleItem(date=day, starts_at=starts_at, content=content, **values)
    made.clean()
    chosen = [(post, PersonRole.CHAIR) for post in chairs]
    chosen += [(post, PersonRole.PARTICIPANT) for post in participants]
    made.people.set(
        [
            ItemPerson(
                post=post,
                role=role,
                label=f"{post.person.name}, {post.title}",
                sort_order=order,
            )
            for order, (post, role) in enumerate(chosen)
        ]
    )
    return made


def make_week(
    schedule: ScheduleIndexPage, *items: ScheduleItem, week: Week = WEEK, publish: bool = True
) -> WeeklySchedulePage:
    """A week with these items, posted by plain code unless told otherwise."""
    page = WeeklySchedulePage(
        title=editing.title_of(week), slug=week.code, monday=week.monday, live=False
    )
    schedule.add_child(instance=page)
    return change_week(page, *items, publish=publish)


def change_week(
    page: WeeklySchedulePage, *items: ScheduleItem, publish: bool = True
) -> WeeklySchedulePage:
    """A new version of the week with these items in place of those it had."""
    page = WeeklySchedulePage.objects.get(pk=page.pk)
    version = editing.newest(page)
    version.items.set(list(items))
    revision = version.save_revision()
    if publish:
        with publication.authorised("test"):
            revision.publish()
    return WeeklySchedulePage.objects.get(pk=page.pk)


def again(each: ScheduleItem, reason: str = "Theo chỉ đạo", **fields: Any) -> ScheduleItem:
    """The same item in a later version, changed for a reason."""
    copied = editing.copy_of(each, each.date)
    copied.uid, copied.status, copied.change_reason = each.uid, each.status, reason
    for name, value in fields.items():
        setattr(copied, name, value)
    return copied
