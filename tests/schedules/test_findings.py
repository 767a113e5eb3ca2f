"""What the office is asked about before a week is posted, and how it says that it is right."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import Person, Post
from govportal_wagtail.regulation.models import CalendarOverride
from govportal_wagtail.schedules import editing, findings
from govportal_wagtail.schedules.models import ScheduleItem
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from tests.builders import make_agency
from tests.schedules.builders import (
    MONDAY,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db

SATURDAY = MONDAY + timedelta(days=5)


@pytest.fixture
def head(portal):
    return make_post(portal.agency)


@pytest.fixture
def deputy(portal):
    return make_post(portal.agency, "Trần Thị Bình", "Phó Chủ tịch", rank=2)


def codes(*items: ScheduleItem, page=None) -> list[str]:
    """The kinds of what is found."""
    return [found.code.partition(":")[0] for found in findings.find(items, page)]


def test_nothing_is_asked_of_a_plain_week(head, deputy):
    week = [
        item(chairs=(head,), place="Phòng họp số 1", ends_at=time(9)),
        item(starts_at=time(9), content="Tiếp khách", chairs=(head,), place="Phòng họp số 1"),
        item(content="Kiểm tra đê", chairs=(deputy,), place="Xã Đại Lĩnh"),
    ]
    assert findings.find(week, None) == []
    assert findings.find([], None) == []


def test_somebody_in_two_places_is_told_of_the_later_item(head, deputy):
    first = item(chairs=(head,), ends_at=time(10))
    second = item(starts_at=time(9), content="Dự hội nghị", chairs=(deputy,), participants=(head,))
    (found,) = findings.find([second, first], None)
    assert (found.uid, found.other_uid) == (second.uid, first.uid)
    assert found.code == f"double:{first.uid}:{head.person_id}"
    assert "Nguyễn Văn An" in found.message
    assert "Trần Thị Bình" not in found.message


def test_the_same_person_with_two_posts_is_one(head):
    second = Post.objects.create(person=head.person, agency=head.agency, title="Bí thư")
    assert codes(
        item(chairs=(head,)), item(starts_at=time(8, 15), content="Khác", chairs=(second,))
    ) == ["double"]


def test_two_of_one_name_are_two(head, portal):
    twin = make_post(portal.agency, head.person.name, "Chánh Văn phòng")
    assert codes(item(chairs=(head,)), item(content="Khác", chairs=(twin,))) == []


@pytest.mark.parametrize("status", [ItemStatus.CANCELLED, ItemStatus.POSTPONED])
def test_what_does_not_take_place_occupies_nobody(head, status):
    off = item(SATURDAY, content="Hoãn", chairs=(head,), status=status)
    saturday = MONDAY + timedelta(days=1)
    off.date = saturday
    assert codes(off, item(saturday, chairs=(head,))) == []
    assert codes(item(SATURDAY, status=status)) == []


def test_a_room_is_taken_once(head, deputy):
    first = item(chairs=(head,), place="Phòng họp số 1")
    second = item(content="Khác", chairs=(deputy,), place="phong hop so 1 ")
    (found,) = findings.find([first, second], None)
    assert found.code == f"place:{first.uid}"
    second.place = "Phòng họp số 2"
    assert codes(first, second) == []


@pytest.mark.parametrize("place", ["Trụ sở UBND tỉnh", "Hà Nội", "thành phố Hải Phòng", ""])
def test_many_meet_where_there_is_no_room(head, deputy, place):
    assert (
        codes(
            item(chairs=(head,), place=place), item(content="Khác", chairs=(deputy,), place=place)
        )
        == []
    )


@pytest.mark.parametrize(
    "place",
    ["Hội trường - 98 Lê Văn Duyệt", "PH.Đảng ủy/P", "HT 2.1 Sở GDĐT", "Phòng 201", "P.201"],
)
def test_rooms_as_offices_write_them(head, deputy, place):
    assert codes(
        item(chairs=(head,), place=place), item(content="Khác", chairs=(deputy,), place=place)
    ) == ["place"]


def test_a_line_that_stands_there_twice_is_asked_about_once(head):
    first = item(chairs=(head,), place="Phòng họp số 1")
    second = item(chairs=(head,), place="Phòng họp số 1", content="HỌP GIAO BAN.")
    assert codes(first, second) == ["same"]


def test_leaders_who_work_at_the_office_each_have_a_line(head, deputy):
    lines = [
        item(content="Làm việc tại cơ quan", chairs=(head,)),
        item(content="Làm việc tại cơ quan", chairs=(deputy,)),
    ]
    assert codes(*lines) == []


def test_a_training_of_two_days_stands_there_on_both(head):
    assert codes(item(chairs=(head,)), item(MONDAY + timedelta(days=1), chairs=(head,))) == []


def test_nobody_in_the_chair(head):
    assert codes(item(participants=(head,))) == ["chair"]
    assert codes(item(chairs_text="Chánh Văn phòng")) == []
    assert codes(item(visibility=Visibility.INTERNAL)) == []


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ({"ends_on": MONDAY - timedelta(days=1)}, ["term"]),
        ({"ends_on": MONDAY}, []),
        ({"starts_on": MONDAY + timedelta(days=1)}, ["term"]),
        ({"starts_on": MONDAY}, []),
        ({"starts_on": None}, []),
    ],
)
def test_terms_of_office(portal, term, expected):
    post = make_post(portal.agency, "Lê Văn Cũ", **term)
    assert codes(item(chairs=(post,))) == expected


def test_days_of_rest_by_the_calendar(head):
    assert codes(item(SATURDAY, chairs=(head,))) == ["day_off"]
    CalendarOverride.objects.create(date=SATURDAY, is_working=True, label="Làm bù")
    assert codes(item(SATURDAY, chairs=(head,))) == []
    CalendarOverride.objects.create(date=MONDAY, is_working=False, label="Lễ hội đền Hùng tỉnh")
    (found,) = findings.find([item(chairs=(head,))], None)
    assert "Lễ hội đền Hùng tỉnh" in found.message


def test_national_holidays(head):
    assert codes(item(date(2026, 9, 2), chairs=(head,))) == ["day_off"]


def test_days_outside_the_known_calendar_are_not_asked_about(portal):
    post = make_post(portal.agency, "Lê Văn Xưa", starts_on=None)
    assert codes(item(date(2199, 1, 5), chairs=(post,))) == []


def test_what_was_accepted_stays_accepted_whichever_stands_first(head):
    first = item(chairs=(head,), ends_at=time(10))
    second = item(starts_at=time(9), content="Khác", chairs=(head,))
    (found,) = findings.open_findings([first, second], None)
    second.accepted = [found.code]
    assert findings.open_findings([first, second], None) == []
    second.starts_at = time(7, 30)
    second.ends_at = time(8, 30)
    (found,) = findings.find([first, second], None)
    assert (found.uid, found.is_accepted) == (first.uid, True)


def test_a_new_reason_is_asked_about_again(head, deputy):
    first = item(chairs=(head,), participants=(deputy,))
    second = item(content="Khác", chairs=(head,))
    second.accepted = [found.code for found in findings.find([first, second], None)]
    assert findings.open_findings([first, second], None) == []
    third = item(content="Khác", chairs=(head,), participants=(deputy,))
    third.accepted = second.accepted
    assert [found.code.partition(":")[0] for found in findings.open_findings([first, third], None)]
    saturday = item(SATURDAY, chairs=(head,), accepted=[f"day_off:{SATURDAY}"])
    assert findings.open_findings([saturday], None) == []
    saturday.date = SATURDAY + timedelta(days=1)
    assert len(findings.open_findings([saturday], None)) == 1


# --- other schedules ---------------------------------------------------------------------------


@pytest.fixture
def council(portal):
    """Another body's schedule, in which the head stands, too."""
    agency = make_agency("hdnd-tinh", name="Hội đồng nhân dân tỉnh")
    return make_schedule(portal, agency, title="Lịch HĐND", slug="lich-hdnd")


def test_other_schedules_are_looked_at(schedule, council, head):
    other = item(content="Thẩm tra ngân sách", chairs=(head,))
    make_week(council, other)
    mine = item(starts_at=time(8, 15), chairs=(head,))
    (found,) = findings.find([mine], None)
    assert (found.uid, found.other_uid) == (mine.uid, other.uid)
    assert "Thẩm tra ngân sách" in found.message
    assert "Hội đồng nhân dân tỉnh" in found.message
    mine.accepted = [found.code]
    assert findings.open_findings([mine], None) == []


@pytest.mark.parametrize("visibility", [Visibility.BUSY, Visibility.INTERNAL])
def test_what_others_keep_to_themselves_is_not_told(schedule, council, head, visibility):
    make_week(council, item(content="Việc riêng", chairs=(head,), visibility=visibility))
    (found,) = findings.find([item(chairs=(head,))], None)
    assert "Việc riêng" not in found.message
    assert "Hội đồng nhân dân tỉnh" in found.message


def test_a_schedule_behind_a_login_keeps_its_content(schedule, council, head):
    make_week(council, item(content="Việc riêng", chairs=(head,)))
    PageViewRestriction.objects.create(page=council, restriction_type="login")
    (found,) = findings.find([item(chairs=(head,))], None)
    assert "Việc riêng" not in found.message


def test_drafts_of_others_and_what_they_cancelled_do_not_count(council, schedule, head):
    make_week(council, item(content="Khác", chairs=(head,)), publish=False)
    assert codes(item(chairs=(head,))) == []
    cancelled = item(
        MONDAY + timedelta(days=7), content="Khác", chairs=(head,), status=ItemStatus.CANCELLED
    )
    make_week(council, cancelled, week=editing.Week(cancelled.date))
    assert codes(item(cancelled.date, chairs=(head,))) == []


def test_one_event_in_two_schedules_is_no_clash(council, schedule, head):
    make_week(council, item(content="Dự họp UBND tỉnh", chairs=(head,), place="Hội trường lớn"))
    assert codes(item(content="Phiên họp thường kỳ", chairs=(head,), place="HỘI TRƯỜNG LỚN")) == []
    assert codes(item(content="Dự họp UBND tỉnh", chairs=(head,))) == []
    assert codes(item(starts_at=time(8, 10), content="Dự họp UBND tỉnh", chairs=(head,))) == [
        "double"
    ]


def test_its_own_posted_version_is_no_other_schedule(schedule, head):
    page = make_week(schedule, item(chairs=(head,)))
    version = editing.newest(page)
    assert findings.find(version.items.all(), page) == []
    # The same item in another language of the week.
    assert findings.find(version.items.all(), None) == []
    page.refresh_from_db()
    again = item(starts_at=time(8, 10), content="Sửa", chairs=(head,))
    assert codes(again, page=page) == []
    assert codes(again) == ["double"]


def test_accepted_findings_survive_saving(schedule, portal, head):
    clerk = make_clerk(portal)
    page = editing.begin(schedule, editing.Week(MONDAY), clerk)
    first, second = item(chairs=(head,)), item(content="Khác", chairs=(head,))
    (found,) = findings.find([first, second], page)
    second.accepted = [found.code]
    version = editing.save(page, [first, second], clerk, based_on=page.latest_revision_id)
    assert findings.open_findings(version.items.all(), page) == []
    page.refresh_from_db()
    assert findings.open_findings(editing.newest(page).items.all(), page) == []


def test_queries_do_not_grow_with_the_items(
    council, schedule, head, deputy, django_assert_num_queries
):
    def week(size: int) -> list[ScheduleItem]:
        return [
            item(MONDAY + timedelta(days=number % 5), content=f"Việc {number}", chairs=(head,))
            for number in range(size)
        ]

    make_week(council, *week(3))
    make_week(council, *week(30), week=editing.Week(MONDAY + timedelta(days=7)))
    costs = []
    for size in (3, 40):
        # Posts, people; calendar, years; rows, weeks and schedules of others; restrictions.
        with django_assert_num_queries(9, exact=False) as captured:
            assert findings.find(week(size), None)
        costs.append(len(captured))
    assert costs[0] == costs[1]
    assert Person.objects.count() == 2
