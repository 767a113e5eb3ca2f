"""The desk: a week is entered on one screen; what was typed outlives every error."""

from __future__ import annotations

import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import (
    PublishedItem,
    ScheduleEvent,
    ScheduleItem,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.vocabulary import ItemStatus, Session, Visibility
from tests.builders import make_agency
from tests.core.portal_builders import make_component
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    item,
    make_clerk,
    make_post,
    make_unit_officer,
    make_week,
)

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def chief(portal):
    return make_post(portal.agency)


@pytest.fixture
def desk(client, schedule, clerk):
    client.force_login(clerk)
    return Desk(client, reverse("schedules:desk", args=[schedule.pk, WEEK.code]))


class Desk:
    """The screen as a browser without script fills it."""

    def __init__(self, client: Any, path: str) -> None:
        self.client, self.path = client, path

    def get(self) -> Any:
        return self.client.get(self.path)

    def form(self) -> dict[str, Any]:
        return fields_of(self.get())

    def post(self, data: dict[str, Any], button: str = "save", value: Any = "1") -> Any:
        return self.client.post(self.path, {**data, button: value})


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser would send back of the form that is shown."""
    sheet = response.context["sheet"]
    data: dict[str, Any] = {
        "based_on": "" if sheet.based_on is None else sheet.based_on,
        "note": sheet.note,
        "order": [],
    }
    for day in sheet.days():
        for row in day.rows:
            data["order"].append(row.number)
            data |= {f"row-{row.number}-{name}": said for name, said in row.typed.items()}
            data[f"row-{row.number}-uid"] = str(row.uid)
            data[f"row-{row.number}-accepted"] = list(row.accepted)
            if row.is_removed:
                data[f"row-{row.number}-remove"] = "on"
    return data


def write(data: dict[str, Any], day: Any, **said: str) -> int:
    """Type into the first empty row of a day; returns its number."""
    for number in data["order"]:
        names = ("when", "content", "place", "chairs", "participants")
        is_blank = not any(data[f"row-{number}-{name}"] for name in names)
        if is_blank and data[f"row-{number}-day"] == day.isoformat():
            data |= {f"row-{number}-{name}": text for name, text in said.items()}
            return int(number)
    raise AssertionError(f"no empty row on {day}")


def stored(schedule: Any) -> list[ScheduleItem]:
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    return list(editing.newest(page).items.all())


def test_a_week_is_entered_on_one_screen(desk, schedule, chief):
    data = desk.form()
    write(data, MONDAY, when="7g30", content="Chào cờ", chairs="nguyen van an")
    write(
        data,
        TUESDAY,
        when="14h-16h30",
        content="Họp Ban chỉ đạo",
        place="Phòng họp số 2",
        chairs="Chủ tịch",
        participants="Lãnh đạo các sở; Nguyễn Văn An, Chủ tịch",
        preparing="Văn phòng",
        visibility="busy",
        vehicle="Xe 7 chỗ",
    )
    response = desk.post(data)
    assert (response.status_code, response.url) == (302, desk.path)
    first, second = stored(schedule)
    assert (first.date, first.starts_at, first.session) == (MONDAY, time(7, 30), Session.MORNING)
    assert [row.post_id for row in first.people.all()] == [chief.pk]
    assert (second.starts_at, second.ends_at) == (time(14), time(16, 30))
    assert second.participants_text == "Lãnh đạo các sở"
    assert [(row.post_id, row.role) for row in second.people.all()] == [
        (chief.pk, "chair"),
        (chief.pk, "participant"),
    ]
    assert (second.visibility, second.vehicle) == (Visibility.BUSY, "Xe 7 chỗ")
    assert second.preparing_text == "Văn phòng"
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    assert not page.live
    assert not ScheduleItem.objects.exists()


def test_looking_begins_no_week(desk, schedule):
    assert desk.get().status_code == 200
    assert editing.page_of(schedule, WEEK) is None


def test_everything_that_is_wrong_is_told_and_everything_typed_stays(desk, schedule):
    data = desk.form()
    wrong = write(data, MONDAY, when="25h70", content="Họp", place="Hội trường")
    untimed = write(data, TUESDAY, content="Đi cơ sở")
    response = desk.post(data, "hand_in")
    assert response.status_code == 422
    html = response.content.decode()
    rows = {row.number: row for row in response.context["sheet"].rows}
    assert "when" in rows[wrong].errors
    assert "when" in rows[untimed].errors
    for text in ("25h70", "Hội trường", "Đi cơ sở"):
        assert text in html
    assert f'href="#row-{wrong}-when"' in html
    assert f'id="row-{wrong}-when-error"' in html
    assert editing.page_of(schedule, WEEK) is None
    assert not ScheduleEvent.objects.exists()


def test_a_time_before_the_content_is_taken_out_of_it(desk, schedule):
    data = desk.form()
    write(data, MONDAY, content="8h00: Giao ban")
    write(data, TUESDAY, when="Sáng: Đi cơ sở")
    desk.post(data)
    first, second = stored(schedule)
    assert (first.content, first.starts_at) == ("Giao ban", time(8))
    assert (second.content, second.session, second.starts_at) == ("Đi cơ sở", "morning", None)


def test_what_is_not_touched_is_kept_as_it_was_stored(desk, schedule, portal, clerk):
    gone = make_post(portal.agency, "Trần Văn Bình", "Phó Chủ tịch")
    kept = item(
        MONDAY,
        time(13),
        "Làm việc cả ngày",
        chairs=(gone,),
        session=Session.ALL_DAY,
        chairs_text="Trưởng đoàn giám sát",
        accepted=["chair"],
        internal_note="Chuẩn bị xe\nvà tài liệu",
    )
    page = make_week(schedule, kept, publish=False)
    gone.delete()
    data = desk.form()
    write(data, TUESDAY, when="8h", content="Họp")
    desk.post(data)
    first, _second = stored(schedule)
    assert (first.uid, first.session, first.starts_at) == (kept.uid, "all_day", time(13))
    assert [row.label for row in first.people.all()] == ["Trần Văn Bình, Phó Chủ tịch"]
    assert first.chairs_text == "Trưởng đoàn giám sát"
    assert first.accepted == ["chair"]
    assert first.internal_note == "Chuẩn bị xe\nvà tài liệu"
    assert page.pk == editing.page_of(schedule, WEEK).pk  # type: ignore[union-attr]


def test_people_with_the_same_post_are_asked_about(desk, portal, chief):
    make_post(portal.agency, "Trần Văn Bình", "Phó Chủ tịch")
    make_post(portal.agency, "Lê Thị Cúc", "Phó Chủ tịch")
    data = desk.form()
    number = write(data, MONDAY, when="8h", content="Họp", chairs="Phó Chủ tịch; Đ/c Chủ tịch")
    response = desk.post(data)
    assert response.status_code == 422
    (row,) = response.context["sheet"].wrong
    assert row.number == number
    assert "Trần Văn Bình, Phó Chủ tịch" in row.errors["chairs"][0]


def test_a_form_that_says_nothing_new_makes_no_version(desk, schedule):
    page = make_week(schedule, item(), publish=False)
    assert desk.post(desk.form()).status_code == 302
    page.refresh_from_db()
    assert page.revisions.count() == 1


def test_the_same_form_twice_makes_each_item_once(desk, schedule):
    data = desk.form()
    write(data, MONDAY, when="8h", content="Giao ban")
    assert desk.post(data).status_code == 302
    again = desk.post(data)
    assert again.status_code == 409
    assert desk.post(fields_of(again)).status_code == 302
    assert [each.content for each in stored(schedule)] == ["Giao ban"]


def test_two_clerks_lose_nothing(desk, schedule, clerk):
    make_week(
        schedule,
        item(content="Giao ban", place="Phòng A"),
        item(TUESDAY, content="Tiếp công dân"),
        publish=False,
    )
    data = desk.form()
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    # Meanwhile another one changes the place, adds an item and rewrites the second.
    version = editing.newest(page)
    first, second = version.items.all()
    first.place, second.content = "Phòng B", "Tiếp công dân định kỳ"
    added = item(TUESDAY, time(15), "Thăm cơ sở")
    editing.save(page, [first, second, added], clerk, based_on=page.latest_revision_id)

    mine = dict(data)
    mine["row-0-when"] = "9h"
    mine["row-1-content"] = "Tiếp dân"
    write(mine, MONDAY, when="10h", content="Họp báo")
    conflict = desk.post(mine)
    assert conflict.status_code == 409
    together = fields_of(conflict)
    said = {value for value in together.values() if isinstance(value, str)}
    assert {"Phòng B", "9h", "Tiếp dân", "Họp báo", "Thăm cơ sở"} <= said
    assert "Tiếp công dân định kỳ" in conflict.content.decode()

    assert desk.post(together).status_code == 302
    found = {(each.content, each.place, each.starts_at) for each in stored(schedule)}
    assert found == {
        ("Giao ban", "Phòng B", time(9)),
        ("Họp báo", "", time(10)),
        ("Tiếp dân", "", time(8)),
        ("Thăm cơ sở", "", time(15)),
    }


def test_what_another_clerk_has_looked_at_is_not_asked_again(desk, schedule, clerk):
    make_week(schedule, item(), publish=False)
    data = desk.form()
    page = editing.page_of(schedule, WEEK)
    assert page is not None
    (first,) = editing.newest(page).items.all()
    first.accepted = ["chair"]
    editing.save(page, [first], clerk, based_on=page.latest_revision_id)
    together = fields_of(desk.post(data | {"row-0-place": "Phòng C"}))
    assert desk.post(together).status_code == 302
    (found,) = stored(schedule)
    assert (found.place, found.accepted) == ("Phòng C", ["chair"])


def test_what_the_public_knows_is_not_deleted(desk, schedule):
    page = make_week(schedule, item(), item(TUESDAY, content="Nội bộ", visibility="internal"))
    first, _internal = stored(schedule)
    PublishedItem.objects.get_or_create(
        uid=first.uid,
        defaults={
            "schedule": schedule,
            "monday": MONDAY,
            "first_published_at": page.first_published_at,
            "changed_at": page.first_published_at,
        },
    )
    data = desk.form()
    response = desk.post(data | {"row-0-remove": "on", "row-1-remove": "on"})
    assert response.status_code == 422
    (row,) = response.context["sheet"].wrong
    assert (row.uid, list(row.errors)) == (first.uid, ["remove"])
    assert desk.post(data | {"row-1-remove": "on"}).status_code == 302
    assert [each.uid for each in stored(schedule)] == [first.uid]
    data = desk.form()
    changed = {"row-0-status": "postponed", "row-0-change_reason": "Trùng kỳ họp"}
    assert desk.post(data | changed).status_code == 302
    (left,) = stored(schedule)
    assert (left.status, left.change_reason) == (ItemStatus.POSTPONED, "Trùng kỳ họp")


def test_a_row_that_the_form_forgot_is_kept(desk, schedule):
    make_week(schedule, item(), item(TUESDAY, content="Tiếp dân"), publish=False)
    data = desk.form()
    data["order"] = [number for number in data["order"] if number != 1]
    data["row-0-content"] = "Giao ban tuần"
    desk.post(data)
    assert [each.content for each in stored(schedule)] == ["Giao ban tuần", "Tiếp dân"]


def test_rows_are_added_and_moved_without_script(desk, schedule):
    make_week(schedule, item(content="Một"), item(content="Hai"), publish=False)
    data = desk.form()
    write(data, TUESDAY, content="Đang viết")
    more = desk.post(data, "more", TUESDAY.isoformat())
    assert more.status_code == 200
    assert "Đang viết" in more.content.decode()
    before = len(data["order"])
    data = fields_of(more)
    assert len(data["order"]) > before
    moved = fields_of(desk.post(data, "up", 1))
    assert moved["order"][:2] == [1, 0]
    out = fields_of(desk.post(moved, "down", 0))
    assert out["row-0-day"] == TUESDAY.isoformat()
    for number in out["order"]:
        if out[f"row-{number}-content"] == "Đang viết":
            out[f"row-{number}-when"] = "chiều"
    assert desk.post(out).status_code == 302
    assert [each.content for each in stored(schedule)] == ["Hai", "Một", "Đang viết"]


def test_a_key_of_another_week_is_not_taken(desk, schedule):
    known = item()
    make_week(schedule, known, week=WEEK.shifted(-1))
    data = desk.form()
    number = write(data, MONDAY, when="8h", content="Họp")
    data[f"row-{number}-uid"] = str(known.uid)
    desk.post(data)
    (found,) = stored(schedule)
    assert found.uid != known.uid


@pytest.mark.parametrize(
    "sent",
    [
        {"row-0-day": "2026-02-31"},
        {"row-0-day": "2030-01-01"},
        {"row-0-visibility": "everybody"},
        {"row-0-status": "done"},
        {"row-0-online_link": "javascript:alert(1)"},
        {"row-0-place": "x" * 501},
        {"row-0-chairs": "x" * 501},
        {"row-0-change_reason": "x" * 501},
        {"row-0-when": "8h, 9h"},
        {"row-0-when": "9h-8h"},
    ],
)
def test_bad_input_is_an_error_at_its_field(desk, schedule, sent):
    make_week(schedule, item(status="postponed"), publish=False)
    response = desk.post(desk.form() | sent)
    assert response.status_code == 422
    (name,) = sent
    (row,) = response.context["sheet"].wrong
    assert list(row.errors) == [name.removeprefix("row-0-")]
    assert f'id="{name}-error"' in response.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"order": ["0", "0", "99999999", "-1", "x", "７"], "note": "a\x00b"},
        {"row-0-content": "Họp\x00\ud7ff", "row-0-uid": "x"},
        {"based_on": "9" * 40},
        {"row-0-accepted": ["x" * 9999]},
    ],
)
def test_what_no_form_sends_is_no_error_of_the_server(desk, schedule, sent):
    make_week(schedule, item(), publish=False)
    assert desk.post(desk.form() | sent).status_code in {200, 302, 409, 422}
    (found,) = [each for each in stored(schedule) if each.content == "Họp giao ban"]
    assert found.accepted == []


def test_a_finding_is_accepted_by_its_box(desk, schedule):
    make_week(schedule, item(), publish=False)
    sheet = desk.get().context["sheet"]
    codes = [finding.code for row in sheet.rows for finding in row.findings]
    assert codes
    desk.post(desk.form() | {"row-0-accepted": codes})
    (found,) = stored(schedule)
    assert sorted(found.accepted) == sorted(codes)
    assert "checked" in desk.get().content.decode()


def test_a_week_with_the_board_is_not_written_and_what_was_typed_stays(desk, schedule, clerk):
    page = make_week(schedule, item(), publish=False)
    data = desk.form()
    data["row-0-content"] = "Viết trong lúc chờ"
    editing.hand_in(page, clerk)
    page = WeeklySchedulePage.objects.get(pk=page.pk)
    if not page.permissions_for_user(clerk).page_locked():
        page.locked = True
        page.save()
    response = desk.post(data)
    assert response.status_code == 409
    assert "Viết trong lúc chờ" in response.content.decode()
    assert desk.get().status_code == 302
    assert [each.content for each in stored(schedule)] == ["Họp giao ban"]


@pytest.mark.parametrize("name", ["desk", "copy", "fill"])
def test_a_unit_reads_and_does_not_write(client, schedule, portal, name):
    officer = make_unit_officer(make_agency("so-y-te"), portal)
    client.force_login(officer)
    path = reverse(f"schedules:{name}", args=[schedule.pk, WEEK.code])
    for response in (client.get(path), client.post(path, {"save": "1"})):
        assert response.status_code in {302, 403}
        assert editing.page_of(schedule, WEEK) is None
    internal = reverse("schedules:internal", args=[schedule.pk, WEEK.code])
    assert client.get(internal).status_code == 200


@pytest.mark.parametrize("name", ["desk", "copy", "fill", "internal"])
def test_another_site_s_clerk_finds_nothing(client, schedule, portal, name):
    other = make_component()
    client.force_login(make_clerk(other, "van-thu-xa"))
    path = reverse(f"schedules:{name}", args=[schedule.pk, WEEK.code])
    assert client.get(path).status_code == 404
    assert client.post(path, {"save": "1"}).status_code in {404, 405}


@pytest.mark.parametrize("code", ["2026-w54", "2026-47", "0000-w01"])
def test_no_week_is_no_page(client, schedule, clerk, code):
    client.force_login(clerk)
    assert client.get(reverse("schedules:desk", args=[schedule.pk, code])).status_code == 404


def test_the_number_of_queries_does_not_depend_on_the_items(
    desk, schedule, portal, django_assert_max_num_queries
):
    chief = make_post(portal.agency)
    desk.get()

    def queries(count: int) -> int:
        make_week(
            schedule,
            *(
                item(starts_at=time(7, n), content=f"{uuid.uuid4()}", chairs=(chief,))
                for n in range(count)
            ),
            week=WEEK.shifted(count),
        )
        path = reverse("schedules:desk", args=[schedule.pk, WEEK.shifted(count).code])
        with django_assert_max_num_queries(200) as captured:
            assert desk.client.get(path).status_code == 200
        return len(captured)

    queries(1)
    assert queries(3) == queries(30)


def test_what_is_added_to_a_posted_week_is_given_a_reason(desk, schedule, chief):
    make_week(schedule, item(chairs=(chief,)))
    data = desk.form()
    new = {"when": "8h", "content": "Họp khẩn", "chairs": "Chủ tịch"}
    write(data, TUESDAY, **new)
    lacking = desk.client.get(desk.post(data, "hand_in").url)
    (wrong,) = lacking.context["sheet"].wrong
    assert (wrong.typed["content"], [*wrong.errors]) == ("Họp khẩn", ["change_reason"])
    html = lacking.content.decode()
    for name in (f'name="row-{wrong.number}-change_reason"', f'#row-{wrong.number}-change_reason"'):
        assert name in html

    data = desk.form() | {f"row-{wrong.number}-change_reason": "Theo công điện."}
    write(data, TUESDAY, **new | {"when": "10h", "change_reason": "Theo lệnh."})
    assert desk.post(data, "hand_in").url.endswith("/internal/")
    reasons = [each.change_reason for each in stored(schedule)]
    assert reasons == ["", "Theo công điện.", "Theo lệnh."]


def test_no_reason_is_asked_for_before_a_week_is_posted(desk, schedule, chief):
    make_week(schedule, item(chairs=(chief,)), publish=False)
    assert "-change_reason" not in desk.get().content.decode()
    data = desk.form()
    write(data, TUESDAY, when="8h", content="Họp", chairs="Chủ tịch", change_reason="Vì thế")
    assert desk.post(data, "hand_in").url.endswith("/internal/")
    assert {each.change_reason for each in stored(schedule)} == {""}
