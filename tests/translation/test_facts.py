"""Dates, money and the like on a translated page are those of its source; a change is seen."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from govportal_wagtail.editorial import publication
from govportal_wagtail.legal.models import DocumentRelation, RelationKind
from govportal_wagtail.translation import changes, contents, drafting, flow
from govportal_wagtail.translation.errors import TranslationError
from govportal_wagtail.translation.log import history
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import make_document, make_field, make_library, publish_page
from tests.editorial.flow_builders import fresh
from tests.investment.builders import capital, make_project, make_register
from tests.translation.builders import (
    approve,
    english,
    make_source,
    publish_translation,
    translate,
)

pytestmark = pytest.mark.django_db


def again(row):
    return PageTranslation.objects.get(pk=row.pk)


def page_of(row):
    return Page.objects.get(pk=row.target_id).specific


def posted(source, people):
    """The source and what is above it, translated and posted; the row of the source."""
    rows = flow.select(source, english(), people["truong-ban"])
    return [publish_translation(row, people) for row in rows][-1]


def based_on(symbol):
    return DocumentRelation(kind=RelationKind.BASED_ON, target_symbol=symbol)


def change(source, **values):
    page = Page.objects.get(pk=source.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    with publication.authorised("test"):
        publish_page(page)


@pytest.fixture
def article(portal):
    return make_source(portal)


@pytest.fixture
def row(article, people):
    return posted(article, people)


class ChangedFactTests:
    def test_it_makes_the_translation_outdated(self, article, row):
        author = article.author
        change(article, author="Lê Minh")
        row = again(row)
        assert row.is_outdated
        assert row.only_facts_changed
        assert row.outdated_since is not None
        assert history(row)[-1].kind == "outdated"
        change(article, author=author)
        assert not again(row).is_outdated

    def test_it_is_named(self, article, row):
        change(article, author="Lê Minh", published_on=date(2026, 1, 5))
        found = changes.changed_fields(again(row))
        assert found.texts == ()
        assert set(found.facts) == {"Tác giả", "Ngày"}

    def test_beside_a_changed_text_it_is_no_change_of_facts_only(self, article, row):
        change(article, title="Khác", author="Lê Minh")
        row = again(row)
        assert row.is_outdated
        assert not row.only_facts_changed
        assert changes.changed_fields(row).texts == ("Tiêu đề",)

    def test_it_is_handed_in_at_once_and_approved(self, article, row, people):
        change(article, author="Lê Minh")
        flow.take_facts(again(row), fresh(people["bien-dich"]))
        assert again(row).state == "translated"
        assert page_of(row).author == article.author
        assert approve(row, people).state == "published"
        row = again(row)
        assert page_of(row).author == "Lê Minh"
        assert page_of(row).title == "EN Khánh thành cầu"
        assert not row.is_outdated

    def test_a_changed_text_is_not_handed_in_like_that(self, article, row, people):
        change(article, title="Khác")
        with pytest.raises(TranslationError):
            flow.take_facts(again(row), people["thu-ky"])
        assert again(row).state == "published"

    def test_the_screen_offers_it(self, article, row, people, client):
        change(article, author="Lê Minh")
        client.force_login(people["thu-ky"])
        address = reverse("govportal_translation:translation", args=[row.pk])
        text = client.get(address).content.decode()
        assert "Tác giả" in text
        assert 'id="do-take_facts"' in text
        assert 'id="do-renew"' not in text
        step = reverse("govportal_translation:step", args=[row.pk, "take_facts"])
        assert client.post(step).status_code == 302
        assert again(row).state == "translated"
        assert client.post(step).status_code == 409

    def test_publishing_again_without_a_change_is_none(self, article, row):
        change(article)
        assert not again(row).is_outdated


class MirroredTests:
    def test_a_field_of_administration_that_was_taken_out_goes(self, portal, people):
        library = make_library(portal.site.root_page)
        field = make_field("dat-dai")
        document = make_document(library, fields_of_administration=[field])
        row = posted(document, people)
        assert list(page_of(row).administrative_fields.all()) == [field]
        change(document, administrative_fields=[])
        row = again(row)
        assert row.only_facts_changed
        flow.take_facts(row, fresh(people["bien-dich"]))
        approve(row, people)
        assert list(page_of(row).administrative_fields.all()) == []

    def test_money_and_rows_of_money_follow(self, portal, people):
        register = make_register(portal)
        project = make_project(register, capital=[capital(2026, planned=100)])
        row = posted(project, people)
        page = Page.objects.get(pk=project.pk).specific
        page.total_investment = 2_500_000_000
        page.capital = [capital(2026, planned=75)]
        with publication.authorised("test"):
            publish_page(page)
        row = again(row)
        assert row.only_facts_changed
        assert len(changes.changed_fields(row).facts) == 2
        flow.take_facts(row, fresh(people["bien-dich"]))
        approve(row, people)
        target = page_of(row)
        assert target.total_investment == 2_500_000_000
        assert [each.planned for each in target.capital.all()] == [75]
        assert not again(row).is_outdated
        source = contents.facts_of(Page.objects.get(pk=project.pk).specific)
        assert contents.facts_of(target) == source


class FilledInTests:
    """What the portal writes into rows by itself is no change of the page."""

    def test_a_document_that_arrives_later_is_none(self, portal, people):
        library = make_library(portal.site.root_page)
        document = make_document(library, relations=[based_on("12/2020/QĐ-UBND")])
        row = posted(document, people)
        make_document(library, symbol="12/2020/QĐ-UBND")
        assert Page.objects.get(pk=document.pk).specific.relations.get().target_id
        change(document)
        assert not again(row).is_outdated
        change(document, abstract="Về việc khác")
        assert changes.noted_fields(again(row)) == ["Trích yếu"]

    def test_another_symbol_is_one(self, portal, people):
        library = make_library(portal.site.root_page)
        document = make_document(library, relations=[based_on("12/2020/QĐ-UBND")])
        row = posted(document, people)
        change(document, relations=[based_on("13/2020/QĐ-UBND")])
        assert again(row).is_outdated


class EditorTests:
    """The editor of rich text writes the same text down in another way."""

    BODY = (
        "<p>Ba <b>việc</b>:</p>\n<hr/>\n"
        "<ol>\n<li>một</li>\n<li>hai\n<ul>\n<li>ba</li>\n</ul>\n</li>\n</ol>"
    )

    def edited(self) -> str:
        features = ["bold", "italic", "ol", "ul", "hr"]
        converter = ContentstateConverter(features)
        written: str = converter.to_database_format(converter.from_database_format(self.BODY))
        assert "data-block-key" in written
        assert written != self.BODY
        return written

    def edit(self, source, text, **values):
        """Save as the editor does, which keeps the keys of the blocks."""
        (block,) = Page.objects.get(pk=source.pk).specific.body
        blocks = [{"type": "paragraph", "value": text, "id": block.id}]
        change(source, body=json.dumps(blocks), **values)

    def test_only_the_lead_is_named(self, portal, people):
        source = make_source(portal, body=[("paragraph", self.BODY)])
        row = posted(source, people)
        self.edit(source, self.edited(), lead="Khác")
        fields = changes.changed_fields(again(row))
        assert fields == changes.ChangedFields(("Sapo",))
        assert len(changes.noted_fields(again(row))) == 1

    def test_another_structure_is_a_fact(self, portal, people):
        source = make_source(portal, body=[("paragraph", self.BODY)])
        row = posted(source, people)
        self.edit(source, self.edited().replace("ol>", "ul>"))
        assert len(changes.changed_fields(again(row)).facts) == 1

    def test_a_text_without_such_white_space_keeps_its_digest(self):
        for value in ("<p>a <b>b</b> c</p><ul><li>d</li></ul>", "a  b\n<b>c</b>", "1 < 2 > 1"):
            assert contents.settled({"body": [value, None, 1]}) == {"body": [value, None, 1]}


class GoneTests:
    """What readers do not see is not outdated."""

    def test_a_removed_translation_that_is_renewed(self, article, row, people):
        flow.remove(row, fresh(people["truong-ban"]), reason="Thử")
        change(article, title="Khác")
        renewed = flow.renew(again(row), fresh(people["truong-ban"]))
        assert not renewed.is_outdated
        assert (renewed.outdated_since, renewed.changed_places) == (None, [])
        kinds = [each.kind for each in history(row)]
        change(article, title="Khánh thành cầu")
        change(article, title="Lại khác")
        assert [each.kind for each in history(row)] == kinds

    def test_an_unpublished_translation_in_work(self, article, row, people):
        change(article, title="Khác")
        flow.renew(again(row), fresh(people["truong-ban"]))
        page_of(row).unpublish()
        found = again(row)
        assert not found.is_outdated
        assert found.state == "selected"


class SharedStringTests:
    def test_what_the_board_has_stays_complete_when_another_language_is_renewed(
        self, article, people
    ):
        waiting = flow.select(article, english(), people["truong-ban"])
        for each in waiting[:-1]:
            publish_translation(each, people)
        row = waiting[-1]
        translate(row)
        flow.hand_in(row, fresh(people["bien-dich"]))
        change(article, title="Khác hẳn")
        # As another language does that takes the new text.
        drafting.freeze(article, english())
        assert drafting.missing(row) == 1
        assert approve(row, people).state == "published"
        row = again(row)
        assert page_of(row).title == "EN Khánh thành cầu"
        assert row.is_outdated
