"""Weeks that are copied, moved, translated or typed by hand in the ordinary page editor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Page

from govportal_wagtail.editorial import publication, requirements
from govportal_wagtail.schedules import editing
from govportal_wagtail.schedules.models import (
    PublishedItem,
    ScheduleChange,
    ScheduleIndexPage,
    WeeklySchedulePage,
)
from govportal_wagtail.schedules.weeks import Week
from tests.builders import make_locale
from tests.schedules.builders import (
    MONDAY,
    WEEK,
    change_week,
    item,
    make_clerk,
    make_post,
    make_schedule,
    make_week,
)

pytestmark = pytest.mark.django_db

NEXT = Week(MONDAY + timedelta(days=7))


def uids(page) -> list:
    return [each.uid for each in editing.newest(page).items.all()]


def copied_week(schedule: ScheduleIndexPage) -> WeeklySchedulePage:
    copy = schedule.copy(recursive=True, update_attrs={"slug": "lich-khac"}, keep_live=False)
    return WeeklySchedulePage.objects.child_of(copy).get()


class CopyTests:
    def test_a_copied_schedule_has_items_of_its_own_in_every_version(self, schedule, portal):
        post = make_post(portal.agency)
        page = make_week(schedule, item(chairs=(post,)))
        page = change_week(
            page, *editing.newest(page).items.all(), item(content="Nháp"), publish=False
        )
        copy = copied_week(schedule)
        of_all = {
            entry["uid"] for revision in copy.revisions.all() for entry in revision.content["items"]
        }
        assert len(uids(copy)) == 2
        assert of_all == {str(uid) for uid in uids(copy)}
        assert not of_all & {str(uid) for uid in uids(page)}
        assert copy.items.get().uid in uids(copy)
        assert [row.post_id for row in copy.items.get().people.all()] == [post.pk]

    def test_a_copied_week_does_not_take_over_what_was_told_of_its_original(self, schedule):
        page = make_week(schedule, item(place="Phòng 1"))
        copy = page.copy(update_attrs={"slug": "ban-sao"}, keep_live=False)
        version = editing.newest(copy)
        version.monday = NEXT.monday
        for each in version.items.all():
            each.date = NEXT.monday
        # Drafts are stored without validation; this is how a copy of code gets its week.
        WeeklySchedulePage.objects.filter(pk=copy.pk).update(monday=NEXT.monday)
        with publication.authorised("test"):
            version.save_revision().publish()
        rows = PublishedItem.objects.filter(schedule=schedule)
        assert {row.monday for row in rows} == {MONDAY, NEXT.monday}
        assert not ScheduleChange.objects.exists()

    def test_a_translation_tells_of_the_same_items(self, schedule, portal):
        page = make_week(schedule, item())
        english = make_locale("en")
        twin = page.copy_for_translation(english, copy_parents=True)
        assert uids(twin) == uids(page)

    def test_an_alias_tells_of_the_same_items(self, schedule, portal):
        page = make_week(schedule, item())
        other = make_schedule(portal, slug="lich-khac")
        alias = page.create_alias(parent=other)
        assert alias.items.get().uid == page.items.get().uid
        (each,) = editing.newest(page).items.all()
        each.place, each.change_reason = "Phòng 2", "Đổi phòng"
        page = change_week(page, each)
        told = PublishedItem.objects.get(schedule=other)
        assert (told.shown["place"], told.sequence, told.withdrawn_at) == ("Phòng 2", 1, None)
        page.unpublish()
        kinds = ScheduleChange.objects.filter(schedule_id=other.pk).values_list("kind", flat=True)
        assert list(kinds) == ["place", "withdrawn"]

    def test_the_explorer_leads_to_the_weeks_instead_of_copying_one(
        self, schedule, client, django_user_model
    ):
        page = make_week(schedule, item())
        client.force_login(django_user_model.objects.create_superuser("goc", "goc@x.vn", "x"))
        data = {"new_title": "X", "new_slug": "x", "new_parent_page": schedule.pk, "alias": "on"}
        address = reverse("wagtailadmin_pages:copy", args=[page.pk])
        for answer in (client.get(address), client.post(address, data)):
            assert answer.status_code == 302
            assert answer["Location"] == reverse("schedules:weeks", args=[schedule.pk])
        assert WeeklySchedulePage.objects.count() == 1

    def test_other_pages_are_copied_as_ever(self, schedule, client, django_user_model):
        client.force_login(django_user_model.objects.create_superuser("goc", "goc@x.vn", "x"))
        address = reverse("wagtailadmin_pages:copy", args=[schedule.pk])
        assert client.get(address).status_code == 200


class MoveTests:
    def test_a_schedule_takes_no_second_page_of_a_week(self, schedule, portal):
        page = make_week(schedule, item())
        other = make_schedule(portal, slug="lich-khac")
        assert page.can_move_to(other)
        twin = make_week(other, item())
        WeeklySchedulePage.objects.filter(pk=twin.pk).update(slug="tuan")
        assert not page.can_move_to(other)

    def test_a_second_page_of_a_week_is_not_posted(self, schedule):
        page = make_week(schedule, item(chairs_text="Ban"))
        twin = WeeklySchedulePage(title="Tuần", slug="tuan", monday=MONDAY, live=False)
        schedule.add_child(instance=twin)
        version = editing.newest(twin)
        version.items.set([item(chairs_text="Ban", content="Khác")])
        assert [each.code for each in requirements.shortfalls(version)] == ["twice"]
        assert requirements.shortfalls(editing.newest(page))[0].code == "twice"


class TypedByHandTests:
    def test_a_page_stays_the_week_that_it_was_made_for(self, schedule):
        page = make_week(schedule, item(), publish=False)
        version = editing.newest(page)
        version.monday = NEXT.monday + timedelta(days=2)
        with pytest.raises(ValidationError) as caught:
            version.clean()
        assert set(caught.value.message_dict) == {"monday"}
        version.monday = WEEK.sunday
        version.clean()
        assert version.monday == MONDAY

    def test_the_address_of_a_page_says_its_week(self, schedule, portal):
        page = WeeklySchedulePage(title="Lịch tuần", slug=NEXT.code, monday=MONDAY, live=True)
        schedule.add_child(instance=page)
        assert Page.objects.get(pk=page.pk).slug == WEEK.code
        clerk = make_clerk(portal)
        assert editing.begin(schedule, NEXT, clerk).slug == NEXT.code
        assert editing.begin(schedule, WEEK, clerk).pk == page.pk

    @pytest.mark.parametrize(
        ("monday", "expected"),
        [("", 200), (f"{WEEK.sunday:%d/%m/%Y}", 200), (f"{NEXT.sunday:%d/%m/%Y}", 302)],
    )
    def test_the_form_of_the_page_editor(
        self, schedule, client, django_user_model, monday, expected
    ):
        make_week(schedule, item())
        client.force_login(django_user_model.objects.create_superuser("goc", "goc@x.vn", "x"))
        address = reverse(
            "wagtailadmin_pages:add",
            args=["govportal_schedules", "weeklyschedulepage", schedule.pk],
        )
        data = {"title": "Lịch tuần", "slug": "lich-tuan", "monday": monday, "note": ""}
        data |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        answer = client.post(address, data)
        assert answer.status_code == expected
        made = WeeklySchedulePage.objects.exclude(monday=MONDAY).first()
        if expected == 302:
            assert (made.monday, made.slug) == (NEXT.monday, NEXT.code)
            data |= {"monday": f"{MONDAY - timedelta(days=7):%d/%m/%Y}"}
            edited = client.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), data)
            assert "monday" in edited.context["form"].errors
        else:
            assert made is None
            assert "monday" in answer.context["form"].errors

    def test_a_week_that_lacks_something_is_not_handed_in_by_the_page_editor(
        self, schedule, client, django_user_model
    ):
        page = make_week(schedule, item(), publish=False)
        client.force_login(django_user_model.objects.create_superuser("goc", "goc@x.vn", "x"))
        data = {"title": page.title, "slug": page.slug, "monday": f"{MONDAY:%d/%m/%Y}", "note": ""}
        data |= {f"comments-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = client.post(address, data | {"action-submit": "1"})
        assert answer.status_code == 200
        assert answer.context["form"].non_field_errors()
        assert WeeklySchedulePage.objects.get(pk=page.pk).current_workflow_state is None
        assert client.post(address, data).status_code == 302
        (kept,) = editing.newest(WeeklySchedulePage.objects.get(pk=page.pk)).items.all()
        assert kept.content == "Họp giao ban"
