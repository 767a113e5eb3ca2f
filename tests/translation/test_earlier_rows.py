"""Rows that were written when texts alone were compared are completed by the setup."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F
from django.forms.models import model_to_dict
from wagtail.models import Page
from wagtail_localize.models import StringSegment

from govportal_wagtail.core import setup
from govportal_wagtail.editorial import publication
from govportal_wagtail.translation import changes, drafting, earlier_rows, flow
from govportal_wagtail.translation.models import PageTranslation, TranslatedVersion
from tests.builders import make_document, make_library, publish_page
from tests.editorial.flow_builders import fresh

from .builders import approve, english, make_source, publish_translation, translate

pytestmark = pytest.mark.django_db

DIGESTS = ("source", "selected", "published")


@pytest.fixture
def article(portal):
    return make_source(portal)


@pytest.fixture
def row(article, people, unit):
    *above, found = flow.select(article, english(), people["thu-ky"], unit=unit)
    for each in above:
        publish_translation(each, people)
    return found


def again(row):
    return PageTranslation.objects.get(pk=row.pk)


def change(page, **fields):
    page = Page.objects.get(pk=page.pk).specific
    for name, value in fields.items():
        setattr(page, name, value)
    with publication.authorised("test"):
        publish_page(page)


def state_of(row):
    row = again(row)
    return (
        {**model_to_dict(row), "is_outdated": row.is_outdated, "moved": row.text_has_moved_on},
        list(row.versions.order_by("pk").values()),
    )


def make_earlier() -> None:
    """Leave in the tables what the earlier version wrote: the digests of the texts."""
    for stage in DIGESTS:
        PageTranslation.objects.update(**{f"{stage}_digest": F(f"{stage}_texts")})
    PageTranslation.objects.update(
        **{f"{stage}_texts": "" for stage in DIGESTS},
        source_at=None,
        published_source_at=None,
        changed_places=[],
    )
    TranslatedVersion.objects.update(digest=F("texts"))
    TranslatedVersion.objects.update(
        texts="", source_revision=None, source_at=None, missing=0, unreviewed=0
    )


class CompletedTests:
    def test_a_translation_in_work_is_as_it_was(self, row):
        before = state_of(row)
        make_earlier()
        assert earlier_rows.complete() == 2  # with the section above
        assert state_of(row) == before

    def test_a_posted_one_stays_up_to_date(self, row, people):
        publish_translation(row, people)
        before, _versions = state_of(row)
        make_earlier()
        earlier_rows.complete()
        after, _versions = state_of(row)
        assert after == before
        assert not after["is_outdated"]

    def test_a_posted_one_follows_facts_from_then_on(self, row, people, article):
        publish_translation(row, people)
        make_earlier()
        earlier_rows.complete()
        change(article, author="Lê Minh")
        assert again(row).is_outdated
        assert set(changes.changed_fields(again(row)).facts) == {"Tác giả"}

    def test_an_outdated_one_stays_outdated_since_then(self, row, people, article):
        publish_translation(row, people)
        change(article, title="Khác")
        since = again(row).outdated_since
        make_earlier()
        earlier_rows.complete()
        after = again(row)
        assert after.is_outdated
        assert not after.only_facts_changed
        assert after.outdated_since == since
        change(article, title="Khánh thành cầu")
        assert not again(row).is_outdated

    def test_what_the_board_has_is_posted(self, row, people):
        translate(row)
        flow.hand_in(row, fresh(people["bien-dich"]))
        make_earlier()
        earlier_rows.complete()
        assert approve(again(row), people).state == "published"
        assert not again(row).is_outdated

    def test_what_is_not_translated_is_not_posted(self, row):
        make_earlier()
        earlier_rows.complete()
        newest = row.versions.order_by("pk").last()
        assert newest.missing == drafting.missing(row) > 0

    def test_a_long_text_is_cut_into_paragraphs(self, portal, people):
        text = "Điều 1. Phạm vi\nQuy định này áp dụng trong tỉnh.\nĐiều 2. Hiệu lực"
        document = make_document(make_library(portal.site.root_page), full_text=text)
        flow.select(document, english(), people["thu-ky"])
        of_text = StringSegment.objects.filter(context__path="full_text")
        assert of_text.count() == 3
        of_text.exclude(pk=of_text.first().pk).delete()
        make_earlier()
        earlier_rows.complete()
        assert of_text.count() == 3

    def test_without_its_source_it_stays_as_it_is(self, row, article):
        make_earlier()
        PageTranslation.objects.filter(pk=row.pk).update(source=None)
        digest = again(row).selected_digest
        earlier_rows.complete()
        assert again(row).selected_digest == digest
        assert earlier_rows.complete() == 0

    def test_the_setup_does_it_once(self, row):
        make_earlier()
        setup.run()
        first = state_of(row)
        assert first[0]["source_texts"]
        setup.run()
        assert state_of(row) == first

    def test_facts_of_before_count_as_taken_over(self, row, people, article):
        # What the earlier version did not compare, it cannot tell.
        publish_translation(row, people)
        change(article, author="Lê Minh")
        PageTranslation.objects.update(outdated_since=None)
        make_earlier()
        earlier_rows.complete()
        assert not again(row).is_outdated

    def test_a_selection_that_moved_on_says_so(self, row, article):
        change(article, title="Khác")
        since = again(row).outdated_since
        make_earlier()
        earlier_rows.complete()
        after = again(row)
        assert after.text_has_moved_on
        assert since - after.outdated_since < timedelta(seconds=1)
