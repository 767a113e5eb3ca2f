"""What of schedules can be found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import search
from govportal_wagtail.schedules.search import entries
from govportal_wagtail.schedules.vocabulary import Visibility
from tests.schedules.builders import (
    WEEK,
    change_week,
    item,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def schedule(portal):
    return make_schedule(portal, lead="Lịch làm việc của Thường trực")


def found(portal, text):
    site = portal.site
    hits = search(text, site=site, locale=site.root_page.locale, types=["schedules"]).hits
    return [hit.title for hit in hits]


def test_a_week_is_found_by_what_its_public_items_say(portal, schedule):
    page = make_week(
        schedule,
        item(
            content="Kiểm tra công trình thủy lợi",
            place="Cống Cái Lớn",
            chairs=(make_post(portal.agency, "Phan Đình Phùng"),),
            participants_text="Đoàn chuyên gia",
        ),
    )
    for text in ("thủy lợi", "cong cai lon", "phan dinh phung", "đoàn chuyên gia"):
        assert found(portal, text) == [page.title]
    assert found(portal, "Lịch làm việc của Thường trực") == ["Lịch công tác"]


def test_what_is_not_public_is_not_found(portal, schedule):
    page = make_week(
        schedule,
        item(content="Chuyên án", visibility=Visibility.INTERNAL),
        item(content="Đối thoại kín", visibility=Visibility.BUSY),
        item(content="Họp giao ban", internal_note="Mật thư", vehicle="Xe bọc thép"),
    )
    for text in ("chuyên án", "đối thoại kín", "mật thư", "xe bọc thép"):
        assert found(portal, text) == []
    assert found(portal, "họp giao ban") == [page.title]


def test_the_index_follows_what_is_posted(portal, schedule):
    page = make_week(schedule, item(content="Khánh thành bến phà"), publish=False)
    assert found(portal, "bến phà") == []
    page = change_week(page, item(content="Thông xe đường vành đai"))
    assert found(portal, "vành đai") == [page.title]
    page = change_week(page, item(content="Nghiệm thu hồ chứa"))
    assert found(portal, "vành đai") == []
    assert found(portal, "hồ chứa") == [page.title]
    page.unpublish()
    assert found(portal, "hồ chứa") == []
    assert not SearchUnit.objects.filter(page=page.pk).exists()


def test_a_week_is_of_its_body_and_its_day(portal, schedule):
    page = make_week(
        schedule,
        item(),
    )
    (entry,) = entries([page.pk])
    assert (entry.agency_id, entry.date) == (portal.agency.pk, page.monday)


def test_queries_do_not_grow_with_weeks(portal, schedule):
    post = make_post(portal.agency)
    ids = []
    for number in range(6):
        week = WEEK.shifted(number)
        made = [item(week.monday, content=f"Họp {n}", chairs=(post,)) for n in range(4)]
        ids.append(make_week(schedule, *made, week=week).pk)

    def counted(keys):
        with CaptureQueriesContext(connection) as captured:
            assert len(list(entries(keys))) == len(keys)
        return len(captured)

    counted(ids)
    assert counted(ids[:2]) == counted(ids)
