"""Recurring items are kept by those who arrange the schedule, and typed as on the desk."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import reverse

from govportal_wagtail.core.models import SiteLogEntry
from govportal_wagtail.schedules.models import RecurringItem
from tests.builders import make_agency
from tests.core.portal_builders import make_component
from tests.schedules.builders import (
    make_clerk,
    make_post,
    make_schedule,
    make_unit_officer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(portal, client):
    user = make_clerk(portal)
    client.force_login(user)
    return user


def address(name, *args):
    return reverse(f"wagtailsnippets_govportal_schedules_recurringitem:{name}", args=args)


def form(schedule, **fields):
    return {
        "schedule": schedule.pk,
        "frequency": "weekly",
        "interval": "1",
        "weekday": "0",
        "week_of_month": "",
        "day_of_month": "",
        "starts_on": "2026-11-16",
        "ends_on": "",
        "when": "7h30-9h",
        "content": "Giao ban tuần",
        "place": "Phòng họp A",
        "chairs": "",
        "participants": "",
        "preparing": "",
        "requester": "",
        "visibility": "public",
        "vehicle": "",
        "internal_note": "",
        "online_link": "",
    } | fields


def test_it_is_typed_as_on_the_desk(client, schedule, clerk, portal):
    chief = make_post(portal.agency)
    data = form(
        schedule,
        chairs="Đ/c Nguyễn Văn An",
        participants="Các phòng; Đại biểu",
        preparing=portal.agency.name,
    )
    response = client.post(address("add"), data)
    assert response.status_code == 302, response.context["form"].errors
    found = RecurringItem.objects.get()
    assert (found.session, found.starts_at, found.ends_at) == ("morning", time(7, 30), time(9))
    assert [(row.post_id, row.role) for row in found.people.all()] == [(chief.pk, "chair")]
    assert found.participants_text == "Các phòng; Đại biểu"
    assert (found.preparing_agency_id, found.preparing_text) == (portal.agency.pk, "")


def test_what_is_not_touched_stays(client, schedule, clerk, portal):
    chief = make_post(portal.agency)
    client.post(address("add"), form(schedule, chairs="Chủ tịch", when="cả ngày"))
    found = RecurringItem.objects.get()
    shown = client.get(address("edit", found.pk)).context["form"]
    assert shown["when"].value() == "cả ngày"
    assert shown["chairs"].value() == "Nguyễn Văn An, Chủ tịch"
    chief.delete()
    data = form(schedule, chairs=shown["chairs"].value(), when="cả ngày", place="Phòng B")
    assert client.post(address("edit", found.pk), data).status_code == 302
    found.refresh_from_db()
    assert (found.session, found.starts_at, found.place) == ("all_day", None, "Phòng B")
    assert [row.label for row in found.people.all()] == ["Nguyễn Văn An, Chủ tịch"]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"when": "lúc nào đó"}, "when"),
        ({"when": ""}, "when"),
        ({"when": "9h-8h"}, "when"),
        ({"when": "7h30 họp"}, "when"),
        ({"weekday": ""}, "weekday"),
        ({"frequency": "monthly_by_day"}, "day_of_month"),
        ({"interval": "0"}, "interval"),
        ({"content": " "}, "content"),
        ({"ends_on": "2026-11-01"}, "ends_on"),
        ({"participants": "x" * 1001}, "participants"),
        ({"preparing": "x" * 300}, "preparing"),
        ({"chairs": "Phó Chủ tịch"}, "chairs"),
        ({"online_link": "javascript:1"}, "online_link"),
    ],
)
def test_bad_input_is_told_at_its_field(client, schedule, clerk, portal, sent, field):
    make_post(portal.agency, "Trần Văn Bình", "Phó Chủ tịch")
    make_post(portal.agency, "Lê Thị Cúc", "Phó Chủ tịch")
    response = client.post(address("add"), form(schedule) | sent)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert not RecurringItem.objects.exists()


def test_each_keeps_those_of_their_own_schedule(client, schedule, clerk):
    client.post(address("add"), form(schedule))
    found = RecurringItem.objects.get()
    other = make_component()
    own = make_schedule(other, slug="lich-xa")
    client.force_login(make_clerk(other, "van-thu-xa"))
    assert list(client.get(address("list")).context["object_list"]) == []
    for name in ("edit", "delete", "history"):
        assert client.get(address(name, found.pk)).status_code in {302, 403, 404}
    assert client.post(address("add"), form(schedule)).status_code == 200
    assert RecurringItem.objects.count() == 1
    assert client.post(address("add"), form(own, content="Họp xã")).status_code == 302


def test_what_is_done_goes_to_the_log_of_the_site(client, schedule, clerk, portal):
    client.post(address("add"), form(schedule))
    found = RecurringItem.objects.get()
    key = found.pk
    client.post(address("delete", key))
    assert not RecurringItem.objects.exists()
    entries = SiteLogEntry.objects.filter(content_type__model="recurringitem", object_id=str(key))
    assert {(each.action, each.portal_site_id) for each in entries} == {
        ("wagtail.create", portal.pk),
        ("wagtail.delete", portal.pk),
    }


def test_a_unit_keeps_none(client, schedule, portal):
    client.force_login(make_unit_officer(make_agency("so-y-te"), portal))
    for name in ("list", "add"):
        assert client.get(address(name)).status_code in {302, 403}


def test_the_list_takes_as_many_queries_for_many_rows(
    client, schedule, clerk, django_assert_max_num_queries
):
    def queries(count):
        for number in range(count):
            client.post(address("add"), form(schedule, content=f"Việc {number}"))
        client.get(address("list"))
        with django_assert_max_num_queries(200) as captured:
            assert client.get(address("list")).status_code == 200
        return len(captured)

    assert queries(1) == queries(6)
