"""Weeks of a schedule in another language: what the public reads of them, and nothing else."""

from __future__ import annotations

import json
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail_localize.models import String, TranslationSource

from govportal_wagtail.schedules import due, elsewhere, rights
from govportal_wagtail.schedules.models import ItemPerson, ScheduleIndexPage, ScheduleItem
from govportal_wagtail.schedules.vocabulary import Visibility
from govportal_wagtail.schedules.weeks import Week
from govportal_wagtail.translation import files, flow
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import make_site, make_user, publish_page
from tests.editorial.flow_builders import fresh
from tests.schedules.builders import again, change_week, item, make_post, make_schedule, make_week
from tests.translation.builders import approve, english, publish_translation, translate

pytestmark = pytest.mark.django_db
WEEK = Week.of(timezone.localdate())
#: Words that nobody outside may read.
SECRETS = ("Mật vụ", "Phòng kín", "xe 29A", "Ghi chú riêng", "hop.example.vn", "Bận riêng")


@pytest.fixture
def post(portal):
    return make_post(portal.agency, title_en="Chairman")


@pytest.fixture
def schedule(portal):
    for page in ScheduleIndexPage.objects.all():
        page.delete()
    return make_schedule(portal)


@pytest.fixture
def week(schedule, post):
    return make_week(
        schedule,
        item(
            WEEK.monday,
            content="Họp giao ban",
            chairs=(post,),
            vehicle="xe 29A",
            internal_note="Ghi chú riêng",
            online_link="https://hop.example.vn/1",
        ),
        item(
            WEEK.monday,
            time(10),
            "Mật vụ",
            place="Phòng kín",
            chairs=(post,),
            visibility=Visibility.INTERNAL,
        ),
        item(WEEK.monday, time(14), "Bận riêng", chairs=(post,), visibility=Visibility.BUSY),
        week=WEEK,
    )


@pytest.fixture
def selected(week, people):
    rows = flow.select(week, english(), people["truong-ban"])
    for row in rows[:-1]:
        publish_translation(row, people)
    return PageTranslation.objects.get(pk=rows[-1].pk)


@pytest.fixture
def posted(selected, people):
    return publish_translation(selected, people)


def row_of(row):
    return PageTranslation.objects.get(pk=row.pk)


def page_of(row):
    return Page.objects.get(pk=row.target_id).specific


def make_internal(week, content, visibility=Visibility.INTERNAL):
    """A new posted version in which the item with this content has another visibility."""
    items = []
    for each in ScheduleItem.objects.filter(page=week.pk):
        is_meant = each.content == content
        copied = again(each, visibility=visibility if is_meant else each.visibility)
        items.append(copied)
    return change_week(week, *items)


def assert_no_secret(text):
    assert [word for word in SECRETS if word in text] == []


class InternalTests:
    def test_nothing_internal_reaches_the_translation(self, week, posted):
        target = page_of(posted)
        assert ScheduleItem.objects.filter(page=week.pk).count() == 3
        rows = target.items.all()
        assert {each.visibility for each in rows} == {"public", "busy"}
        for each in rows:
            assert_no_secret(
                f"{each.content} {each.place} {each.vehicle} {each.internal_note} "
                f"{each.online_link}"
            )
            assert each.accepted == []
        for revision in Revision.objects.for_instance(target):
            assert_no_secret(json.dumps(revision.content, ensure_ascii=False))
        assert_no_secret(" ".join(String.objects.values_list("data", flat=True)))
        assert_no_secret(" ".join(TranslationSource.objects.values_list("content_json", flat=True)))
        sent = files.bundle_of(posted)
        assert_no_secret(" ".join(each.source for each in sent.units))
        assert "Họp giao ban" in [each.source for each in sent.units]

    def test_the_first_draft_holds_none_either(self, selected):
        target = page_of(selected)
        assert target.items.count() == 2
        draft = target.get_latest_revision_as_object()
        assert {each.content for each in draft.items.all()} == {"Họp giao ban", ""}

    def test_a_draft_written_anew_holds_none(self, week, posted, people):
        items = [again(each) for each in ScheduleItem.objects.filter(page=week.pk)]
        items[0].internal_note = "Ghi chú riêng"
        change_week(week, *items, item(WEEK.sunday))
        flow.renew(row_of(posted), people["bien-dich"])
        target = page_of(posted)
        assert_no_secret(json.dumps(target.get_latest_revision().content, ensure_ascii=False))

    def test_an_internal_change_makes_nothing_outdated(self, week, posted):
        items = [again(each) for each in ScheduleItem.objects.filter(page=week.pk)]
        for each in items:
            each.internal_note, each.vehicle, each.change_reason = "Khác", "Khác", ""
        change_week(week, *items)
        assert not row_of(posted).is_outdated

    def test_an_item_that_becomes_public_makes_it_outdated(self, week, posted):
        make_internal(week, "Mật vụ", Visibility.PUBLIC)
        row = row_of(posted)
        assert row.is_outdated
        assert not row.only_facts_changed
        assert page_of(row).live

    @pytest.mark.parametrize("visibility", [Visibility.INTERNAL, Visibility.BUSY])
    def test_an_item_that_becomes_internal_takes_the_translation_off(
        self, week, posted, people, visibility
    ):
        make_internal(week, "Họp giao ban", visibility)
        row = row_of(posted)
        assert row.state == "removed"
        assert not page_of(row).live
        row = flow.renew(row, people["truong-ban"])
        done = publish_translation(row, people)
        assert page_of(done).live
        assert "EN Họp giao ban" not in [each.content for each in page_of(done).items.all()]

    def test_it_is_not_posted_with_an_item_that_became_internal(self, week, selected, people):
        translate(selected)
        flow.hand_in(selected, fresh(people["bien-dich"]))
        make_internal(week, "Họp giao ban")
        assert approve(selected, people).state == "approving"
        assert not page_of(selected).live


class PublicTests:
    def test_the_week_is_read_in_english(self, client, portal, week, posted):
        target = page_of(posted)
        home = Page.objects.get(pk=portal.site.root_page_id).get_translation(english()).specific
        publish_page(home)
        make_site("english.localhost", root_page=home)
        cache.clear()
        address = urlsplit(Page.objects.get(pk=target.pk).url).path
        response = client.get(address, headers={"host": "english.localhost"})
        assert response.status_code == 200
        assert address.endswith(f"/{WEEK.code}/")
        text = response.content.decode()
        assert "EN Họp giao ban" in text
        assert "Chairman" in text
        for word in ("Morning", "Monday", "Working"):
            assert word in text
        assert_no_secret(text)

    def test_items_are_known_by_one_key(self, week, posted):
        ours = {each.uid for each in week.items.all() if each.visibility != "internal"}
        assert {each.uid for each in page_of(posted).items.all()} == ours


class OfficeTests:
    def test_schedules_in_another_language_are_not_arranged(self, schedule, posted):
        boss = make_user("quan-tri", superuser=True)
        assert ScheduleIndexPage.objects.count() == 2
        assert list(rights.schedules_of(boss)) == [schedule]

    def test_nobody_is_reminded_of_weeks_in_another_language(self, schedule, posted):
        found = due.with_sites(ScheduleIndexPage.objects.all())
        assert [page for page, _site in found] == [schedule]

    def test_a_translated_week_occupies_nobody(self, week, posted, post):
        days = [WEEK.monday + timedelta(days=each) for each in range(7)]
        found = elsewhere.occupied([post.person_id], days, [], None)
        assert ItemPerson.objects.filter(item__page__live=True, post=post).count() == 5
        assert len(found) == 3
        assert {each.uid for each in found} == {each.uid for each in week.items.all()}
