"""What the public is told of a week: first as it is, later what changed, and why."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail.signals import page_unpublished

from govportal_wagtail.editorial import publication
from govportal_wagtail.schedules import changelog, editing, publishing
from govportal_wagtail.schedules.models import (
    PublishedItem,
    ScheduleChange,
    ScheduleIndexPage,
    ScheduleItem,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.signals import schedule_changed
from govportal_wagtail.schedules.vocabulary import ItemStatus, Visibility
from govportal_wagtail.schedules.weeks import Week
from tests.builders import add_page, make_locale
from tests.core.portal_builders import make_department
from tests.schedules.builders import (
    MONDAY,
    change_week,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db


def again(each: ScheduleItem, reason: str = "Theo chỉ đạo", **fields) -> ScheduleItem:
    """The item as a later version of its week has it."""
    copied = editing.copy_of(each, each.date)
    copied.uid, copied.status, copied.change_reason = each.uid, each.status, reason
    for name, value in fields.items():
        setattr(copied, name, value)
    return copied


def kinds(schedule) -> list[str]:
    return [change.kind.value for change in changelog.changes_of(schedule, MONDAY)]


def told(each: ScheduleItem) -> PublishedItem:
    return PublishedItem.objects.get(uid=each.uid)


def test_the_first_publication_tells_items_and_no_changes(schedule, portal):
    post = make_post(portal.agency)
    first = item(chairs=(post,), place="Phòng họp 1")
    secret = item(content="Kín", visibility=Visibility.INTERNAL)
    make_week(schedule, first, secret)
    row = PublishedItem.objects.get()
    assert (row.uid, row.sequence, row.monday) == (first.uid, 0, MONDAY)
    assert row.shown["chairs"] == [
        {"label": "Nguyễn Văn An, Chủ tịch", "person": post.person_id, "post": post.pk}
    ]
    assert not ScheduleChange.objects.exists()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"starts_at": time(9)}, ["time"]),
        ({"date": MONDAY + timedelta(days=1)}, ["time"]),
        ({"place": "Hội trường"}, ["place"]),
        ({"content": "Họp khác"}, ["content"]),
        ({"requester": "Sở Y tế"}, ["content"]),
        ({"participants_text": "Báo chí"}, ["people"]),
        ({"status": ItemStatus.POSTPONED}, ["postponed"]),
        ({"status": ItemStatus.CANCELLED, "place": "Hội trường"}, ["cancelled", "place"]),
        ({"visibility": Visibility.INTERNAL}, ["withdrawn"]),
        ({"visibility": Visibility.BUSY}, ["content"]),
        ({"vehicle": "65A-1", "internal_note": "x", "online_link": "https://x.vn"}, []),
    ],
)
def test_each_kind_of_change_is_told_once_with_its_reason(schedule, fields, expected):
    first = item(place="Phòng họp 1", chairs_text="Khách")
    page = make_week(schedule, first)
    change_week(page, again(first, **fields))
    found = changelog.changes_of(schedule, MONDAY)
    assert [change.kind.value for change in found] == expected
    assert {change.reason for change in found} <= {"Theo chỉ đạo"}
    assert told(first).sequence == (1 if expected else 0)


def test_a_leader_who_comes_or_goes_is_a_change_of_people(schedule, portal):
    chair, other = make_post(portal.agency), make_post(portal.agency, "Trần Thị Bình", "Phó CT")
    first = item(chairs=(chair,))
    page = make_week(schedule, first)
    changed = item(chairs=(chair,), participants=(other,), uid=first.uid)
    change_week(page, changed)
    assert kinds(schedule) == ["people"]


def test_a_post_that_leaves_the_register_is_no_change(schedule, portal):
    post = make_post(portal.agency)
    first = item(chairs=(post,))
    page = make_week(schedule, first)
    post.delete()
    with publication.authorised("test"):
        page.save_revision().publish()
    assert kinds(schedule) == []


def test_added_items_and_items_that_take_place_again(schedule):
    first = item()
    page = make_week(schedule, first)
    new = item(starts_at=time(14), content="Tiếp khách", change_reason="Bổ sung")
    change_week(page, again(first, status=ItemStatus.POSTPONED), new)
    assert kinds(schedule) == ["postponed", "added"]
    change_week(page, again(first, reason="Khách đã đến"), again(new, reason="Bổ sung"))
    assert kinds(schedule) == ["postponed", "added", "restored"]
    assert told(first).sequence == 2
    assert told(new).sequence == 0


def test_what_vanished_is_withdrawn_and_comes_back_as_itself(schedule):
    first, second = item(), item(content="Tiếp dân")
    page = make_week(schedule, first, second)
    change_week(page, again(first))
    assert told(second).withdrawn_at is not None
    change_week(page, again(first), again(second))
    assert kinds(schedule) == ["withdrawn", "restored"]
    assert (told(second).withdrawn_at, told(second).sequence) == (None, 2)


def test_a_week_that_is_taken_down_and_posted_again(schedule):
    first = item()
    page = make_week(schedule, first)
    page.unpublish()
    assert told(first).withdrawn_at is not None
    assert kinds(schedule) == ["withdrawn"]
    change_week(page, again(first))
    assert kinds(schedule) == ["withdrawn", "restored"]


def test_a_week_that_was_posted_again_at_the_same_moment_is_not_withdrawn(schedule):
    first = item()
    page = make_week(schedule, first)
    # The other one has stored the page as live when the news of its end arrives here.
    page_unpublished.send(WeeklySchedulePage, instance=page)
    assert told(first).withdrawn_at is None
    assert kinds(schedule) == []


def test_a_page_of_no_kind_and_who_took_it_down(schedule, portal):
    clerk = make_clerk(portal)
    page = make_week(schedule, item())
    with publication.authorised("test", user=clerk):
        Page.objects.get(pk=page.pk).unpublish()
    change = ScheduleChange.objects.get()
    assert (change.kind, change.by_id, bool(change.by_name)) == ("withdrawn", clerk.pk, True)


def test_a_deleted_week_is_withdrawn_and_its_changes_stay(schedule):
    first = item()
    make_week(schedule, first).delete()
    assert told(first).withdrawn_at is not None
    assert ScheduleChange.objects.get().kind == "withdrawn"


def test_a_deleted_draft_is_told_to_nobody(schedule):
    make_week(schedule, item(), publish=False).delete()
    assert not PublishedItem.objects.exists()
    assert not ScheduleChange.objects.exists()


def test_a_deleted_schedule_takes_its_rows_along(schedule):
    make_week(schedule, item())
    schedule.refresh_from_db()
    schedule.delete()
    assert not PublishedItem.objects.exists()


def test_a_week_that_moves_to_another_schedule(schedule, portal):
    first = item()
    page = make_week(schedule, first)
    other = make_schedule(portal, slug="lich-khac")
    page.move(other, pos="last-child")
    assert kinds(schedule) == ["withdrawn"]
    assert kinds(other) == []
    row = PublishedItem.objects.get(schedule=other)
    assert row.uid == first.uid
    change_week(page, again(first, place="Nơi khác"))
    assert kinds(other) == ["place"]
    assert PublishedItem.objects.filter(schedule=other).count() == 1


def test_a_version_for_later_changes_nothing_yet(schedule):
    first = item()
    page = make_week(schedule, first)
    version = editing.newest(page)
    version.items.set([again(first, place="Nơi khác")])
    version.go_live_at = page.last_published_at + timedelta(days=1)
    with publication.authorised("test"):
        version.save_revision().publish()
    assert kinds(schedule) == []
    assert told(first).shown["place"] == ""


def test_receivers_are_told_of_stored_changes(schedule):
    heard = []

    def listen(changes, page, **kwargs):
        heard.append((page.monday, [(change.pk is not None, change.kind) for change in changes]))

    schedule_changed.connect(listen)
    try:
        first = item()
        page = make_week(schedule, first)
        change_week(page, again(first, place="Nơi khác"))
    finally:
        schedule_changed.disconnect(listen)
    assert heard == [(MONDAY, [(True, "place")])]


def test_who_published_is_written_down(schedule, portal):
    clerk = make_clerk(portal)
    first = item()
    page = make_week(schedule, first)
    version = editing.newest(page)
    version.items.set([again(first, place="Nơi khác")])
    with publication.authorised("test", user=clerk):
        version.save_revision().publish()
    assert ScheduleChange.objects.get().by_id == clerk.pk


def test_what_was_hidden_since_is_not_told_again(schedule):
    first, second = item(content="Chuyên án X"), item(content="Chuyên án Y", place="Nhà A")
    page = make_week(schedule, first, second)
    change_week(
        page,
        again(first, reason="Lộ X", place="Nhà B"),
        again(second, reason="Lộ Y", place="Nhà C"),
    )
    change_week(
        page,
        again(first, reason="Không công khai", visibility=Visibility.INTERNAL),
        again(second, reason="Chỉ báo bận", visibility=Visibility.BUSY),
    )
    text = str(changelog.changes_of(schedule, MONDAY))
    for hidden in ("Chuyên án", "Nhà", "Lộ"):
        assert hidden not in text
    assert "Không công khai" in text
    assert "Chỉ báo bận" in text


@pytest.mark.parametrize("hidden_as", [Visibility.INTERNAL, Visibility.BUSY])
def test_what_was_hidden_is_not_told_when_the_item_is_shown_again(schedule, hidden_as):
    first = item(content="Thanh tra đột xuất Công ty X", place="Nhà máy X")
    page = make_week(schedule, first)
    change_week(page, again(first, reason="Lộ X", place="Kho X"))
    change_week(page, again(first, reason="Không công khai", visibility=hidden_as))
    shown = {"content": "Đi cơ sở", "place": "Huyện"}
    change_week(page, again(first, reason="Công khai lại", **shown))
    change_week(page, again(first, reason="Đổi xe", content="Đi cơ sở", place="Xã"))
    found = changelog.changes_of(schedule, MONDAY)
    for hidden in ("Công ty", "Nhà máy", "Kho", "Lộ"):
        assert hidden not in str(found)
    assert {"Không công khai", "Công khai lại", "Đổi xe"} <= {change.reason for change in found}
    assert (found[-1].before["place"], found[-1].after["place"]) == ("Huyện", "Xã")


def test_what_is_off_when_it_is_first_published_says_why(schedule):
    first = item(status=ItemStatus.CANCELLED, change_reason="Bão")
    make_week(schedule, first)
    assert told(first).shown["reason"] == "Bão"


def test_of_a_busy_item_only_time_and_people_are_kept(portal):
    post = make_post(portal.agency)
    busy = item(
        chairs=(post,),
        chairs_text="Khách kín",
        place="Nơi kín",
        preparing_text="Đơn vị kín",
        requester="Ai đó kín",
        visibility=Visibility.BUSY,
    )
    assert "kín" not in str(publishing.snapshot(busy))
    assert publishing.snapshot(busy)["starts_at"] == "08:00"
    assert publishing.snapshot(busy)["chairs"]


class PendingTests:
    """A draft against what is public."""

    def pending(self, page, *items):
        version = editing.newest(WeeklySchedulePage.objects.get(pk=page.pk))
        version.items.set(list(items))
        return publishing.pending(version)

    def test_nothing_is_pending_before_the_first_publication(self, schedule):
        page = make_week(schedule, item(), publish=False)
        assert self.pending(page, item()) == []

    def test_changes_removed_items_and_reasons(self, schedule):
        first, second, same = item(), item(content="Tiếp dân"), item(content="Đi cơ sở")
        page = make_week(schedule, first, second, same)
        new = item(content="Họp thêm")
        found = self.pending(page, again(same), again(first, reason=" ", place="Nơi khác"), new)
        assert [
            (each.uid, [kind.value for kind in each.kinds], each.needs_reason, each.is_removed)
            for each in found
        ] == [
            (first.uid, ["place"], True, False),
            (new.uid, ["added"], True, False),
            (second.uid, ["withdrawn"], False, True),
        ]

    def test_the_reason_of_an_earlier_change_does_not_count(self, schedule):
        first = item()
        page = make_week(schedule, first)
        change_week(page, again(first, reason="Mưa bão", place="Nơi A"))
        (stale,) = self.pending(page, again(first, reason="Mưa bão", place="Nơi B"))
        (given,) = self.pending(page, again(first, reason="Hết bão", place="Nơi B"))
        assert (stale.needs_reason, given.needs_reason) == (True, False)

    def test_a_version_that_is_brought_back_does_not_bring_its_reason(self, schedule):
        first = item(place="Nơi A")
        page = make_week(schedule, first)
        page = change_week(page, again(first, reason="Mưa bão", place="Nơi B"))
        older = page.latest_revision
        change_week(page, again(first, reason="Hết bão", place="Nơi C"))
        (change,) = publishing.pending(older.as_object())
        assert ([kind.value for kind in change.kinds], change.needs_reason) == (["place"], True)

    def test_another_reason_of_what_is_off_is_told(self, schedule):
        first = item()
        page = make_week(schedule, first)
        off = {"status": ItemStatus.POSTPONED}
        change_week(page, again(first, reason="Mưa bão", **off))
        assert self.pending(page, again(first, reason="Mưa bão", **off)) == []
        (change,) = self.pending(page, again(first, reason="Bão số 9", **off))
        assert ([kind.value for kind in change.kinds], change.needs_reason) == (
            ["postponed"],
            False,
        )
        (without,) = self.pending(page, again(first, reason="", **off))
        assert without.needs_reason
        change_week(page, again(first, reason="Bão số 9", **off))
        assert told(first).shown["reason"] == "Bão số 9"
        assert told(first).sequence == 2

    def test_a_unit_that_leaves_the_register_is_no_change(self, schedule, portal):
        unit = make_department()
        first = item(preparing_agency=unit)
        page = make_week(schedule, first)
        unit.delete()
        version = editing.newest(WeeklySchedulePage.objects.get(pk=page.pk))
        assert publishing.pending(version) == []
        with publication.authorised("test"):
            version.save_revision().publish()
        assert kinds(schedule) == []
        assert told(first).shown["preparing_agency"] is None

    def test_what_was_made_internal_may_go(self, schedule):
        first = item()
        page = make_week(schedule, first, item(content="Khác"))
        kept = ScheduleItem.objects.get(page=page, content="Khác")
        change_week(page, again(first, visibility=Visibility.INTERNAL), again(kept, reason=""))
        assert self.pending(page, again(kept, reason="")) == []

    def test_queries_do_not_grow_with_items(self, schedule, portal):
        def counted(count: int, monday: date) -> int:
            posts = [make_post(portal.agency, f"Người {number}") for number in range(count)]
            items = [item(monday, content=f"Họp {n}", chairs=(posts[n],)) for n in range(count)]

            page = make_week(schedule, *items, week=Week(monday))
            version = editing.newest(page)
            changed = list(version.items.all())
            for each in changed:
                each.place = "Nơi khác"
            version.items.set(changed)
            with CaptureQueriesContext(connection) as captured:
                assert len(publishing.pending(version)) == count
            return len(captured)

        counted(1, MONDAY - timedelta(days=7))
        assert counted(2, MONDAY) == counted(12, MONDAY + timedelta(days=7))


def test_publishing_takes_as_many_queries_for_many_items(schedule):
    def counted(count: int, monday: date) -> int:

        items = [item(monday, content=f"Họp {number}") for number in range(count)]
        page = make_week(schedule, *items, week=Week(monday))
        ScheduleItem.objects.filter(page=page).update(place="Nơi khác")
        with CaptureQueriesContext(connection) as captured:
            assert len(publishing.record(page, is_first=False)) == count
        return len(captured)

    counted(1, MONDAY - timedelta(days=7))
    assert counted(2, MONDAY) == counted(12, MONDAY + timedelta(days=7))


def test_translations_keep_rows_of_their_own(schedule, portal):
    first = item()
    page = make_week(schedule, first)
    home = portal.site.root_page.copy_for_translation(make_locale("en"))
    other = add_page(home, ScheduleIndexPage(agency=portal.agency, title="Schedule"))
    twin = make_week(other, again(first))
    assert PublishedItem.objects.count() == 2
    change_week(twin, again(first, content="Briefing"))
    assert kinds(other) == ["content"]
    assert kinds(schedule) == []
    change_week(page, again(first, place="Nơi khác"))
    assert kinds(schedule) == ["place"]
    assert kinds(other) == ["content"]
