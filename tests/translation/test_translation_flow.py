"""A translation's way from its selection to the reader, and what follows its source."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.editorial import publication, requirements
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.errors import TranslationError
from govportal_wagtail.translation.log import history
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import publish_page
from tests.core.portal_builders import make_component
from tests.editorial.flow_builders import fresh, make_draft, take
from tests.translation.builders import (
    approve,
    english,
    item_of,
    make_source,
    publish_translation,
    translate,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source(portal):
    return make_source(portal)


@pytest.fixture
def selected(source, people, unit):
    """The translation of the source, sent to the unit."""
    return flow.select(source, english(), people["truong-ban"], reason="Tin nổi bật", unit=unit)[-1]


@pytest.fixture
def posted(selected, people):
    """The same, published."""
    above = PageTranslation.objects.exclude(pk=selected.pk)
    for each in above:
        publish_translation(each, people)
    return publish_translation(selected, people)


def again(row):
    return PageTranslation.objects.get(pk=row.pk)


def page_of(row):
    return Page.objects.get(pk=row.target_id).specific


def correct(source, title):
    """The source is corrected and posted."""
    page = type(source).objects.get(pk=source.pk)
    page.title = title
    with publication.authorised("test"):
        publish_page(page)
    return page


class SelectionTests:
    def test_a_page_is_selected_with_the_pages_above_it(self, source, selected):
        rows = list(PageTranslation.objects.order_by("pk"))
        assert [row.title for row in rows] == ["Tin tức", "Khánh thành cầu"]
        assert [row.state for row in rows] == ["sent", "sent"]
        target = page_of(selected)
        assert not target.live
        assert target.locale == english()
        assert target.alias_of_id is None
        assert target.get_parent().pk == rows[0].target_id
        assert selected.source_revision_id == source.live_revision_id
        assert selected.words > 5

    def test_the_log_says_who_and_why(self, selected, people):
        lines = history(selected)
        assert [line.kind for line in lines] == ["selected", "sent"]
        assert lines[0].by_id == people["truong-ban"].pk
        assert lines[0].reason == "Tin nổi bật"
        assert lines[0].revision_id == selected.source_revision_id

    def test_a_draft_is_not_selected(self, portal, people):
        draft = make_draft(portal, people["cong-tac-vien"])
        with pytest.raises(TranslationError):
            flow.select(draft, english(), people["truong-ban"])
        assert not PageTranslation.objects.exists()

    def test_a_page_for_few_is_not_selected(self, source, people):
        PageViewRestriction.objects.create(
            page=source.get_parent(), restriction_type=PageViewRestriction.LOGIN
        )
        with pytest.raises(TranslationError):
            flow.select(source, english(), people["truong-ban"])

    def test_nothing_is_selected_twice(self, source, selected, people):
        with pytest.raises(TranslationError) as caught:
            flow.select(source, english(), people["truong-ban"])
        assert "locale" in caught.value.message_dict

    @pytest.mark.parametrize("name", ["bien-dich", "cong-tac-vien"])
    def test_only_the_newsroom_selects(self, source, people, name):
        with pytest.raises(PermissionDenied):
            flow.select(source, english(), people[name])


class WayTests:
    def test_a_translation_is_approved_by_the_board_and_posted(self, selected, people):
        translate(selected)
        flow.hand_in(selected, people["bien-dich"])
        assert again(selected).state == "translated"
        assert not page_of(selected).live
        for row in PageTranslation.objects.exclude(pk=selected.pk):
            publish_translation(row, people)
        approve(selected, people)
        row = again(selected)
        assert row.state == "published"
        assert page_of(row).live
        assert page_of(row).title == "EN Khánh thành cầu"
        assert page_of(row).slug == "en-khanh-thanh-cau"
        assert not row.is_outdated
        kinds = [line.kind for line in history(row)]
        assert kinds == ["selected", "sent", "handed_in", "checked", "published"]

    def test_nothing_is_handed_in_that_is_not_translated(self, selected, people):
        with pytest.raises(TranslationError):
            flow.hand_in(selected, people["bien-dich"])
        assert again(selected).state == "sent"

    def test_it_comes_back_with_a_reason_and_is_handed_in_again(self, selected, people):
        translate(selected)
        flow.hand_in(selected, people["bien-dich"])
        item = item_of(selected)
        take(item, people["bien-tap-vien"], "reject", comment="Sai tên cầu")
        row = again(selected)
        assert row.state == "returned"
        assert history(row)[-1].reason
        translate(row, "Better")
        flow.hand_in(row, fresh(people["bien-dich"]))
        assert again(row).state == "translated"

    def test_who_translated_does_not_approve(self, selected, people):
        translate(selected)
        flow.hand_in(selected, people["truong-ban"])
        item = item_of(selected)
        for name in ("bien-tap-vien", "thu-ky"):
            if item.state not in ("approving",):
                take(item, fresh(people[name]))
        assert item.state == "approving"
        with pytest.raises(PermissionDenied):
            take(item, people["truong-ban"])
        assert not page_of(selected).live

    def test_a_translator_of_another_unit_is_refused(self, portal, selected, people):
        selected.unit = portal.agency
        selected.save()
        with pytest.raises(PermissionDenied):
            flow.hand_in(selected, people["bien-dich"])


class SourceTests:
    def test_a_corrected_source_makes_it_outdated(self, source, posted):
        correct(source, "Khánh thành cầu mới")
        row = again(posted)
        assert row.is_outdated
        assert row.outdated_since is not None
        assert list(PageTranslation.objects.outdated()) == [row]
        assert page_of(row).title == "EN Khánh thành cầu"

    def test_a_source_set_back_makes_it_true_again(self, source, posted):
        correct(source, "Khánh thành cầu mới")
        correct(source, "Khánh thành cầu")
        row = again(posted)
        assert not row.is_outdated
        assert row.outdated_since is None
        assert [line.kind for line in history(row)][-2:] == ["outdated", "current"]

    def test_a_draft_of_the_source_changes_nothing(self, source, posted):
        page = type(source).objects.get(pk=source.pk)
        page.title = "Bản nháp"
        page.save_revision()
        assert not again(posted).is_outdated

    def test_renewing_keeps_what_readers_see(self, source, posted, people):
        correct(source, "Khánh thành cầu mới")
        row = flow.renew(posted, people["bien-dich"])
        assert row.state == "sent"
        live = page_of(row)
        assert live.live
        assert live.title == "EN Khánh thành cầu"
        assert live.get_latest_revision_as_object().title == "Khánh thành cầu mới"
        assert row.is_outdated
        done = publish_translation(row, people, "New")
        assert page_of(done).title == "New Khánh thành cầu mới"
        assert not done.is_outdated

    def test_a_source_taken_down_takes_its_translation_along(self, source, posted):
        source.get_latest_revision()
        Page.objects.get(pk=source.pk).specific.unpublish()
        row = again(posted)
        assert row.state == "removed"
        assert not page_of(row).live

    def test_a_closed_source_leaves_the_board_its_item(self, source, posted, people):
        correct(source, "Khánh thành cầu mới")
        row = flow.renew(posted, people["bien-dich"])
        translate(row)
        flow.hand_in(row, fresh(people["bien-dich"]))
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=source.pk), restriction_type=PageViewRestriction.LOGIN
        )
        row = again(posted)
        assert row.state == "translated"
        assert not page_of(row).live

    def test_a_deleted_source_leaves_nothing_public(self, source, posted):
        Page.objects.get(pk=source.pk).delete()
        row = again(posted)
        assert row.state == "removed"
        assert not page_of(row).live

    def test_a_moved_source_takes_its_translation_along(self, source, posted, portal):
        home = Page.objects.get(pk=portal.site.root_page_id)
        Page.objects.get(pk=source.pk).move(home, pos="last-child")
        assert page_of(posted).get_parent().translation_key == home.translation_key

    def test_a_section_moved_to_another_site_takes_off_what_stands_below(self, source, posted):
        home = Page.objects.get(pk=make_component().site.root_page_id)
        place = home.get_children().get(slug="tin-tuc")
        Page.objects.get(pk=source.get_parent().pk).move(place, pos="last-child")
        assert not Page.objects.get(pk=posted.target_id).live
        assert again(posted).state == "removed"

    def test_a_source_moved_to_another_site_leaves_its_translation_behind(self, source, posted):
        other = make_component()
        home = Page.objects.get(pk=other.site.root_page_id)
        Page.objects.get(pk=source.pk).move(home, pos="last-child")
        assert again(posted).state == "removed"
        assert not page_of(posted).live

    def test_a_source_shown_to_few_takes_its_translation_off(self, source, posted):
        PageViewRestriction.objects.create(
            page=source.get_parent(), restriction_type=PageViewRestriction.LOGIN
        )
        assert again(posted).state == "removed"
        assert not page_of(posted).live

    def test_in_review_the_source_goes_and_nothing_can_be_posted(self, source, selected, people):
        for row in PageTranslation.objects.exclude(pk=selected.pk):
            publish_translation(row, people)
        translate(selected)
        flow.hand_in(selected, people["bien-dich"])
        Page.objects.get(pk=source.pk).specific.unpublish()
        assert approve(selected, people).state == "approving"
        assert not page_of(selected).live
        missing = requirements.shortfalls(page_of(selected))
        assert "source_gone" in [each.code for each in missing]


class RemovalTests:
    def test_it_is_removed_with_a_reason(self, posted, people):
        with pytest.raises(TranslationError):
            flow.remove(posted, people["truong-ban"], reason=" ")
        row = flow.remove(posted, people["truong-ban"], reason="Hết thời hạn")
        assert row.state == "removed"
        assert not page_of(row).live

    def test_a_translator_does_not_bring_it_back(self, source, posted, people):
        flow.remove(posted, people["truong-ban"], reason="Nhầm")
        correct(source, "Khánh thành cầu mới")
        with pytest.raises(PermissionDenied):
            flow.renew(posted, people["bien-dich"])
        assert again(posted).state == "removed"

    def test_it_may_be_selected_again_with_its_texts(self, source, posted, people):
        flow.remove(posted, people["truong-ban"], reason="Nhầm")
        row = flow.select(source, english(), people["truong-ban"])[-1]
        assert row.pk == posted.pk
        draft = page_of(row).get_latest_revision_as_object()
        assert draft.title == "EN Khánh thành cầu"
