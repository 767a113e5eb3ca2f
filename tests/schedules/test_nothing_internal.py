"""Nothing that is not public stands in anything that the public, or another site, can read.

Every text that must not be read carries one word; every output is looked through for it.
"""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core.models import SearchText
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules import editing, requests
from govportal_wagtail.schedules.models import RecurringItem, WeeklySchedulePage
from govportal_wagtail.schedules.public.leaders import Asked
from govportal_wagtail.schedules.vocabulary import Visibility
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_agency
from tests.core.portal_builders import make_component, make_department, make_officer, make_portal
from tests.pages.organisation_builders import make_leader, make_leaders
from tests.pages.organisation_world import make_agency_page, make_chart
from tests.schedules.builders import (
    change_week,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_unit_officer,
    make_week,
)
from tests.schedules.request_builders import data

pytestmark = pytest.mark.django_db

SECRET = "Matxyz"
SHOWN = "Họp công khai"
LINK = "https://matxyz.example.vn/"
HIDDEN: dict[str, Any] = {"vehicle": SECRET, "internal_note": SECRET, "online_link": LINK}
WORDS: dict[str, Any] = dict.fromkeys(
    (
        *("content", "place", "chairs_text", "participants_text", "preparing_text", "requester"),
        *("vehicle", "internal_note"),
    ),
    SECRET,
)


@pytest.fixture(autouse=True)
def _no_page_cache(settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


class World:
    """A portal with a week in which everything is that may be kept from readers."""

    def __init__(self) -> None:
        self.portal = make_portal()
        agency = self.portal.agency
        self.home = Page.objects.get(pk=self.portal.site.root_page_id)
        self.schedule = make_schedule(self.portal)
        self.post = make_post(agency)
        self.today = timezone.localdate()
        self.week = Week.of(self.today)
        self.page = self._published(make_post(agency, SECRET, is_public=False))
        self.leader = make_leader(make_leaders(self.home, agency), self.post.person)
        self.agency_page = make_agency_page(make_chart(self.home, agency), agency)

    def _published(self, unknown: Any) -> WeeklySchedulePage:
        post, today = self.post, self.today
        shown = item(today, time(7), SHOWN, chairs=(post,), **HIDDEN)
        busy = item(today, time(8), chairs=(post,), visibility=Visibility.BUSY, **WORDS)
        internal = item(today, time(9), chairs=(unknown,), visibility=Visibility.INTERNAL, **WORDS)
        first = [item(today, time(at), chairs=(post,), **WORDS) for at in (10, 11)]
        page = make_week(self.schedule, shown, busy, internal, *first, week=self.week)
        rows = self._rows(page)
        for each in rows[3:]:
            each.place, each.change_reason = "Nơi khác", SECRET
        change_week(page, *rows)
        rows = self._rows(page)
        rows[3].visibility, rows[4].visibility = Visibility.INTERNAL, Visibility.BUSY
        for each in rows[3:]:
            each.change_reason = "Thay đổi công tác"
        page = change_week(page, *rows)
        draft = item(today, time(15), chairs=(post,), **WORDS)
        return change_week(page, *self._rows(page), draft, publish=False)

    @staticmethod
    def _rows(page: Any) -> list[Any]:
        return sorted(
            editing.newest(WeeklySchedulePage.objects.get(pk=page.pk)).items.all(),
            key=lambda each: each.starts_at,
        )

    def addresses(self) -> list[str]:
        """Everything public that has to do with the week; each names the leader or the item."""
        schedule, week, person = self.schedule, self.page, self.post.person_id
        calendars = {"page_id": schedule.pk}
        uids = [str(each.uid) for each in self._rows(week) if each.starts_at.hour in {7, 8, 10, 11}]
        found = [
            page.get_url() + query
            for page in (schedule, week)
            for query in (
                "",
                "?view=leaders",
                f"?leader={person}",
                f"?view=leaders&leader={person}",
            )
        ]
        return [
            *found,
            f"{schedule.get_url()}?month={self.today:%Y-%m}",
            f"{schedule.get_url()}?archive={self.week.year}",
            reverse("govportal_schedules:calendar", kwargs=calendars),
            reverse(
                "govportal_schedules:leader_calendar", kwargs={**calendars, "person_id": person}
            ),
            *(
                reverse("govportal_schedules:item_calendar", kwargs={**calendars, "uid": uid})
                for uid in uids
            ),
            reverse("govportal_schedules:feed", kwargs=calendars),
            *(reverse("govportal_schedules:week_data", args=[week.pk, x]) for x in ("json", "csv")),
            "/api/v2/schedules/?fields=*",
            f"/api/v2/schedules/{week.pk}/?fields=*",
            self.leader.get_url(),
            self.agency_page.get_url(),
            self.home.get_url(),
        ]


@pytest.fixture
def world():
    return World()


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def unfolded(text: str) -> str:
    """The lines of a calendar as they were before they were folded."""
    return text.replace("\r\n ", "")


def test_no_public_output_says_what_is_internal(world, client):
    for address in world.addresses():
        text = unfolded(text_of(client, address))
        assert SECRET.lower() not in text.lower(), address
    page = text_of(client, world.page.get_url())
    assert SHOWN in page
    # The draft that is not posted is there, and would be read if anything read drafts.
    assert SECRET in [each.content for each in editing.newest(world.page).items.all()]


def test_whoever_is_logged_in_elsewhere_reads_no_more_in_public(world, client):
    there = make_component()
    client.force_login(make_clerk(there, "noi-khac"))
    for address in world.addresses():
        assert SECRET.lower() not in unfolded(text_of(client, address)).lower(), address


def test_the_search_knows_nothing_of_it(world):
    stored = [str(row) for row in SearchText.objects.values_list()]
    assert any(SHOWN in row for row in stored)
    assert not [row for row in stored if SECRET.lower() in row.lower()]


def test_nobody_is_asked_for_who_stands_in_what_is_internal(world, client):
    hidden = world.portal.agency.people.get(name=SECRET)
    for page in (world.schedule, world.page):
        assert client.get(f"{page.get_url()}?leader={hidden.pk}").status_code == 404
    address = reverse("govportal_schedules:leader_calendar", args=[world.schedule.pk, hidden.pk])
    assert client.get(address).status_code == 404


def test_who_stands_only_in_a_week_behind_a_login_is_not_named(world, client):
    later = world.week.shifted(1)
    guest = make_post(make_agency("so-an"), "Lê Văn Kín", is_public=False)
    closed = make_week(world.schedule, item(later.monday, chairs=(guest,)), week=later)
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    asked = Asked(leader=guest.person_id).query()
    for page in (world.schedule, world.page):
        assert client.get(page.get_url() + asked).status_code == 404
    address = reverse(
        "govportal_schedules:leader_calendar", args=[world.schedule.pk, guest.person_id]
    )
    assert client.get(address).status_code == 404


def test_mails_say_nothing_that_is_not_public(world, django_capture_on_commit_callbacks):
    unit = make_agency("so-y-te", name="Sở Y tế")
    officer = make_unit_officer(unit, world.portal)
    clerk = make_clerk(world.portal)
    for shown in (Visibility.BUSY, Visibility.INTERNAL):
        words = {**WORDS, **HIDDEN}
        words.pop("requester")
        words["content"] = f"{SECRET} {shown}"
        with django_capture_on_commit_callbacks(execute=True):
            entry = requests.register(
                world.schedule, officer, data(visibility=shown.value, **words)
            )
        with django_capture_on_commit_callbacks(execute=True):
            requests.accept(entry, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        editing.hand_in(WeeklySchedulePage.objects.get(pk=world.page.pk), clerk)
    assert mail.outbox
    told = [
        part.get_payload(decode=True).decode()
        for each in mail.outbox
        for part in each.message().walk()
        if not part.is_multipart()
    ]
    told += [each.subject for each in mail.outbox]
    told += [f"{each.subject}{each.body}" for each in Message.objects.all()]
    assert not [each for each in told if SECRET.lower() in each.lower()]


def test_the_editor_of_the_page_takes_no_items(world, client):
    clerk = make_clerk(world.portal)
    client.force_login(clerk)
    address = reverse("wagtailadmin_pages:edit", args=[world.page.pk])
    form = client.get(address).context["form"]
    assert "items" not in form.formsets


def test_no_other_site_learns_of_it_by_what_things_are_used_for(world, client):
    """Wagtail tells of an agency, a person and a page by what they are used."""
    agency = make_department()
    secret = item(world.today, time(16), SECRET, preparing_agency=agency)
    secret.visibility = Visibility.INTERNAL
    change_week(world.page, *editing.newest(world.page).items.all(), secret)
    officer = make_unit_officer(agency, world.portal)
    requests.register(world.schedule, officer, data(SECRET))
    RecurringItem.objects.create(
        schedule=world.schedule,
        session="morning",
        content=SECRET,
        weekday=0,
        starts_on=world.today,
        preparing_agency=agency,
    )
    there = make_component()
    for role in (RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD):
        client.force_login(make_officer(f"noi-khac-{role.value}", there, role.value))
        for name, args in (
            ("wagtailsnippets_govportal_core_agency:usage", [agency.pk]),
            ("wagtailsnippets_govportal_core_person:usage", [world.post.person_id]),
            ("wagtailadmin_pages:usage", [world.schedule.pk]),
            ("wagtailadmin_pages:history", [world.page.pk]),
            ("wagtailadmin_reports:site_history", []),
        ):
            assert SECRET not in client.get(reverse(name, args=args), follow=True).content.decode()
