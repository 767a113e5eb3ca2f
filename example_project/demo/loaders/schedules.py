"""Working schedules of the demo: weeks as the office wrote and changed them, what units registered.

Each step is the function that a screen calls too, with the login that holds the right. The weeks
lie around today, so that the demo always has a current one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, PortalSite, Post
from govportal_wagtail.editorial import publication, roles
from govportal_wagtail.schedules import editing, findings, recurring, requests, required
from govportal_wagtail.schedules import people as offices
from govportal_wagtail.schedules.models import (
    RecurringItem,
    RecurringPerson,
    ScheduleIndexPage,
    ScheduleItem,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.vocabulary import Frequency, PersonRole
from govportal_wagtail.schedules.weeks import Week

from . import network, people, published_answers, sources
from .office_clock import at

Row = dict[str, Any]
_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_POSTED_AT = time(15, 20)
_A_CHANGE_TAKES = timedelta(hours=7)
_PAGE = ("title", "lead", "due_weekday", "place_of_issue", "signature_title", "signature_name")


def load() -> int:
    """The schedule of each file whose site has no week yet; returns how many weeks were made."""
    made = 0
    for path in sorted((sources.DATA / "schedules").glob("*.yaml"), key=_portal_first):
        row = sources.read_yaml(f"schedules/{path.name}")
        portal_site = published_answers.site_of(row["host"])
        if portal_site is not None and not _has_weeks(portal_site):
            made += Office(portal_site, row).load()
    return made


def _portal_first(path: Any) -> tuple[bool, str]:
    return (path.stem != "portal", path.stem)


def _has_weeks(portal_site: PortalSite) -> bool:
    root = portal_site.site.root_page
    return WeeklySchedulePage.objects.descendant_of(root).exists()


class Office:
    """One body with those who write its weeks and register items for them."""

    schedule: ScheduleIndexPage

    def __init__(self, portal_site: PortalSite, row: Row) -> None:
        self.portal_site = portal_site
        self.row = row
        self.this_week = Week.of(timezone.localdate())
        self._posts: dict[str, Post] = {}

    def load(self) -> int:
        """The schedule, what recurs, the weeks in their order, changes, registrations."""
        people.load_accounts(self.portal_site, self.row.get("accounts", []))
        self.schedule = self._schedule()
        self._load_recurring()
        last = -1 if self.row["next_week"] == "posted" else 0
        weeks = range(max(ago for row in self.row["items"] for ago in row["ago"]), last - 1, -1)
        for ago in weeks:
            self._load_week(ago, is_posted=True)
        for number, row in enumerate(self.row.get("changes", [])):
            self._change(row, number)
        if self.row["next_week"] == "draft":
            self._load_week(-1, is_posted=False)
        for number, row in enumerate(self.row.get("requests", [])):
            self._register(row, number)
        home = Page.objects.get(pk=self.portal_site.site.root_page_id).specific
        network.add_home_sections(home, self.row.get("home", []))
        return len(weeks)

    @property
    def clerk(self) -> Any:
        """The login that writes the weeks."""
        return self._user(self.row["clerk"])

    def _user(self, name: str) -> Any:
        found = get_user_model().objects.select_related("govportal_account__agency")
        user = found.get(username=name)
        roles.forget(user)
        return user

    def _schedule(self) -> ScheduleIndexPage:
        site, home = self.portal_site.site, self.portal_site.site.root_page
        found = required.find_schedule(site, home) or required.ensure_schedule(site, home)
        page = ScheduleIndexPage.objects.get(pk=found.pk if found else None)
        for name in _PAGE:
            setattr(page, name, self.row["page"][name])
        page.due_time = time.fromisoformat(self.row["page"]["due_time"])
        page.agency = Agency.objects.get(code=self.row["agency"])
        page.show_in_menus = True
        with publication.authorised("demo"):
            page.save_revision().publish()
        return ScheduleIndexPage.objects.get(pk=page.pk)

    def _load_recurring(self) -> None:
        for row in self.row.get("recurring", []):
            item = RecurringItem(
                schedule=self.schedule,
                starts_on=self.this_week.shifted(-52).monday,
                **_rhythm(row),
                **_content(row),
            )
            # The part of the day follows the time.
            item.clean()
            item.full_clean()
            item.save()
            chosen = self._taking_part(row)
            RecurringPerson.objects.bulk_create(
                RecurringPerson(
                    item=item,
                    post=post,
                    role=role,
                    label=offices.label_of(post),
                    sort_order=order,
                )
                for order, (post, role) in enumerate(chosen)
            )

    def _load_week(self, ago: int, *, is_posted: bool) -> None:
        """One week, written on Thursday and Friday of the week before."""
        week = self.this_week.shifted(-ago)
        rows = [row for row in self.row["items"] if ago in row["ago"]]
        items = [self._item(row, week.days[_DAYS.index(row["day"])]) for row in rows]
        written = min(
            _moment(week.monday - timedelta(days=3), _POSTED_AT),
            timezone.now() - timedelta(hours=2),
        )
        with at(written - timedelta(hours=5)):
            page = editing.begin(self.schedule, week, self.clerk)
        items += recurring.items_for(self.schedule, week, items)
        if is_posted:
            # The office has looked at what is asked.
            for finding in findings.open_findings(items, page):
                item = next(each for each in items if each.uid == finding.uid)
                item.accepted = [*item.accepted, finding.code]
        with at(written):
            editing.save(page, items, self.clerk, based_on=page.latest_revision_id)
            if is_posted:
                self._post(page)

    def _post(self, page: WeeklySchedulePage) -> None:
        newest = WeeklySchedulePage.objects.get(pk=page.pk)
        with publication.authorised("demo", user=self.clerk):
            newest.latest_revision.publish()

    def _change(self, row: Row, number: int) -> None:
        """A new version of a posted week, with the reason that the public reads."""
        week = self.this_week.shifted(-row["ago"])
        page = editing.page_of(self.schedule, week)
        if page is None:
            raise LookupError(f"{self.schedule}: {week.code} is not there")
        items = list(editing.newest(page).items.all())
        if "add" in row:
            item = self._item(row["add"], week.days[_DAYS.index(row["add"]["day"])])
            items.append(item)
        else:
            item = next(each for each in items if each.content.startswith(row["of"]))
            item.status = row.get("status", item.status)
            item.place = row.get("where", item.place)
            if "at" in row:
                item.session, (item.starts_at, item.ends_at) = "", _times(row["at"])
        item.change_reason = row["reason"]
        posted = page.last_published_at or timezone.now()
        left = timezone.now() - posted
        steps = len(self.row["changes"]) - number + 1
        with at(posted + min(_A_CHANGE_TAKES, left / steps)):
            editing.save(page, items, self.clerk, based_on=page.latest_revision_id)
            self._post(page)

    def _register(self, row: Row, number: int) -> None:
        """What a unit registers, and what the office says to it some hours later."""
        day = self.this_week.shifted(-row["ago"]).days[_DAYS.index(row["day"])]
        values = _content(row)
        values.pop("preparing_agency", None)
        chosen = self._taking_part(row)
        data = requests.RequestData(
            date=day,
            chairs=tuple(post for post, role in chosen if role == PersonRole.CHAIR),
            participants=tuple(post for post, role in chosen if role != PersonRole.CHAIR),
            **values,
        )
        unit, moment = self._user(row["by"]), timezone.now() - timedelta(hours=40 - 3 * number)
        with at(moment):
            made = requests.register(self.schedule, unit, data)
        with at(moment + timedelta(hours=2)):
            self._decide(row, made, unit)

    def _decide(self, row: Row, made: Any, unit: Any) -> None:
        decision = row.get("decision")
        if decision == "accept":
            requests.accept(made, self.clerk)
        elif decision == "return":
            requests.return_(made, self.clerk, row["reason"])
        elif decision == "refuse":
            requests.refuse(made, self.clerk, row["reason"])
        elif decision == "withdraw":
            requests.withdraw(made, unit)

    def _item(self, row: Row, day: date) -> ScheduleItem:
        item = ScheduleItem(date=day, **_content(row))
        item.clean()
        chosen = self._taking_part(row)
        item.people = [
            *offices.rows((post for post, role in chosen if role == PersonRole.CHAIR), _CHAIR),
            *offices.rows((post for post, role in chosen if role != PersonRole.CHAIR), _OTHER),
        ]
        for order, each in enumerate(item.people.all()):
            each.sort_order = order
        return item

    def _taking_part(self, row: Row) -> list[tuple[Post, PersonRole]]:
        chairs = [(self._post_of(name), _CHAIR) for name in row.get("chair", [])]
        return chairs + [(self._post_of(name), _OTHER) for name in row.get("with", [])]

    def _post_of(self, name: str) -> Post:
        if name not in self._posts:
            found = Post.objects.select_related("person").filter(person__name=name)
            self._posts[name] = found.order_by("rank", "pk")[0]
        return self._posts[name]


_CHAIR, _OTHER = PersonRole.CHAIR, PersonRole.PARTICIPANT


def _content(row: Row) -> Row:
    """The fields of an item that the file names."""
    starts, ends = _times(row.get("at", ""))
    found = {
        "session": row.get("session", ""),
        "starts_at": starts,
        "ends_at": ends,
        "content": row["what"],
        "place": row.get("where", ""),
        "chairs_text": row.get("chair_text", ""),
        "participants_text": row.get("with_text", ""),
        "preparing_text": row.get("by_text", ""),
        "vehicle": row.get("vehicle", ""),
        "internal_note": row.get("note", ""),
        "online_link": row.get("online", ""),
        "visibility": row.get("visibility", "public"),
    }
    # Of a registration, "by" is the login that enters it.
    code = row.get("by") if "decision" not in row and row.get("by") else None
    agency = Agency.objects.filter(code=code).first() if code else None
    return found | ({"preparing_agency": agency} if agency else {})


def _rhythm(row: Row) -> Row:
    """How an item comes back."""
    if "month_day" in row:
        return {"frequency": Frequency.MONTHLY_BY_DAY, "day_of_month": row["month_day"]}
    weekday = _DAYS.index(row["every"])
    if "nth" in row:
        return {
            "frequency": Frequency.MONTHLY_BY_WEEKDAY,
            "weekday": weekday,
            "week_of_month": row["nth"],
        }
    return {"frequency": Frequency.WEEKLY, "weekday": weekday}


def _times(text: str) -> tuple[time | None, time | None]:
    """Beginning and end of "8:00-9:30"; None for what is not stated."""
    parts: Iterable[str] = text.split("-") if text else ()
    found = [time(*map(int, part.split(":"))) for part in parts]
    starts, ends = [*found, None, None][:2]
    return starts, ends


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
