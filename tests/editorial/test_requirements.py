"""What a page needs to be posted: one rule at a time, with the place that asks for it."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Page

from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.editorial import requirements
from govportal_wagtail.editorial.registries import (
    PublishRequirement,
    Shortfall,
    page_timings,
    publish_requirements,
)
from govportal_wagtail.legal.models import LegalDocumentPage, Normativity
from govportal_wagtail.pages.models import ArticleAttachment, ArticlePage, StandardPage
from tests.builders import (
    make_category,
    make_document,
    make_file,
    make_image,
    make_library,
)
from tests.core.portal_builders import make_portal

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
BODY = [("paragraph", "<p>Sáng nay cầu sông Trà được khánh thành.</p>")]


@pytest.fixture
def portal():
    return make_portal("camau-2026")


def home(portal) -> Page:
    return Page.objects.get(pk=portal.site.root_page_id)


def add(parent: Page, page: Page):
    page.live = False
    parent.add_child(instance=page)
    return page


def article(portal, **fields) -> ArticlePage:
    """A complete article but for the given fields."""
    given = {
        "title": "Khánh thành cầu sông Trà",
        "slug": "cau",
        "published_on": TODAY(),
        "author": "Nguyễn Văn An",
        "category": make_category(),
        "agency": portal.agency,
        "body": BODY,
    }
    return add(home(portal), ArticlePage(**(given | fields)))


def document(portal, **fields) -> LegalDocumentPage:
    """A complete legal document but for the given fields."""
    given = {"issued_on": TODAY(), "effective_on": None, "full_text": "Điều 1. Ban hành."}
    return make_document(
        make_library(home(portal)), "12/2026/QĐ-UBND", publish=False, **(given | fields)
    )


def missing(page: Page) -> list[tuple[str, str, str]]:
    return [(each.field, each.code, each.article) for each in requirements.shortfalls(page)]


def spoil(file) -> None:
    FileFacts.objects.update_or_create(
        document=file, defaults={"state": InspectionState.REFUSED, "message": "Hỏng"}
    )


class ArticleTests:
    def test_a_complete_article_lacks_nothing(self, portal):
        assert missing(article(portal)) == []

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"category": None}, ("category", "no_category", "12.1.c")),
            ({"agency": None}, ("agency", "no_agency", "12.2.b")),
            ({"author": " "}, ("author", "no_author", "")),
            ({"source": "Báo A"}, ("source_published_on", "no_source_date", "")),
            ({"source_url": "https://example.com/"}, ("source", "no_source", "")),
            ({"body": []}, ("body", "no_content", "")),
        ],
    )
    def test_each_rule_names_field_and_place(self, portal, fields, expected):
        assert missing(article(portal, **fields)) == [expected]

    def test_the_place_is_that_of_the_sites_own_regulation(self):
        page = article(make_portal("langson-2024"), author="")
        assert missing(page) == [("author", "no_author", "6.3")]

    def test_quoted_information_of_vinh_long_states_the_day(self):
        page = article(make_portal("vinhlong-2021"), source="Báo A")
        assert missing(page) == [("source_published_on", "no_source_date", "15.2")]

    def test_no_day_lies_in_the_future(self, portal):
        tomorrow = TODAY() + timedelta(days=1)
        page = article(portal, published_on=tomorrow, source="Báo A", source_published_on=tomorrow)
        assert [code for _field, code, _place in missing(page)] == [
            "future_date",
            "future_source_date",
        ]
        page.go_live_at = timezone.now() + timedelta(days=1)
        assert [code for _field, code, _place in missing(page)] == ["future_source_date"]

    def test_every_photo_says_what_it_shows(self, portal):
        photo = make_image()
        figure = ("figure", {"image": photo, "alt_text": "", "caption": "", "author": ""})
        page = article(portal, image=photo, body=[*BODY, figure])
        assert [(field, code) for field, code, _place in missing(page)] == [
            ("image_alt", "no_alt"),
            ("body", "no_alt_in_content"),
        ]
        page.image_alt = "Cầu sông Trà"
        page.body = [*BODY, ("figure", figure[1] | {"alt_text": "Mặt cầu"})]
        assert missing(page) == []

    def test_a_file_instead_of_text_is_enough_and_must_be_readable(self, portal):
        file = make_file("Kế hoạch")
        page = article(portal, body=[])
        page.attachments = [ArticleAttachment(document=file)]
        assert missing(page) == []
        spoil(file)
        assert missing(page) == [("attachments", "unreadable_file", "14.4.e")]

    def test_a_file_in_the_text_must_be_readable(self, portal):
        file = make_file("Kế hoạch")
        spoil(file)
        page = article(portal, body=[*BODY, ("files", {"heading": "", "files": [file]})])
        assert [(field, code) for field, code, _place in missing(page)] == [
            ("body", "unreadable_file")
        ]

    def test_text_of_an_old_encoding_is_found_in_title_and_content(self):
        portal = make_portal("vinhlong-2021")
        page = article(
            portal,
            title=unicodedata.normalize("NFD", "Khánh thành cầu"),
            body=[("paragraph", unicodedata.normalize("NFD", "<p>Khánh thành cầu</p>"))],
        )
        found = missing(page)
        assert [(field, place) for field, _code, place in found] == [
            ("title", "17.3.b"),
            ("body", "17.3.b"),
        ]

    def test_the_end_lies_after_the_beginning_and_in_the_future(self, portal):
        now = timezone.now()
        page = article(portal, expire_at=now - timedelta(days=1))
        assert missing(page) == [("expire_at", "expired", "")]
        page.go_live_at = now + timedelta(days=3)
        page.expire_at = now + timedelta(days=2)
        assert missing(page) == [("expire_at", "ends_before_it_begins", "")]

    def test_an_empty_unsaved_page_is_borne(self):
        assert {field for field, _code, _place in missing(ArticlePage())} >= {"category", "author"}
        assert missing(StandardPage()) == [("body", "no_content", "")]
        assert missing(LegalDocumentPage())


class StandardPageTests:
    def test_it_needs_content_and_no_author(self, portal):
        page = add(home(portal), StandardPage(title="Giới thiệu", slug="gt", body=BODY))
        assert missing(page) == []
        page.body = []
        assert missing(page) == [("body", "no_content", "")]


class LegalDocumentTests:
    def test_a_complete_document_lacks_nothing(self, portal):
        assert missing(document(portal)) == []

    def test_the_full_text_is_asked_of_normative_documents_where_the_regulation_does(self, portal):
        page = document(portal, full_text="")
        assert missing(page) == [("full_text", "no_full_text", "14.2")]
        page.normativity = Normativity.ADMINISTRATIVE
        assert missing(page) == []

    def test_a_regulation_that_is_silent_asks_for_none(self):
        assert missing(document(make_portal("langson-2024"), full_text="")) == []

    def test_a_readable_file_is_the_full_text(self, portal):
        file = make_file("Quyết định")
        page = document(portal, full_text="", files=[file])
        assert missing(page) == []
        spoil(file)
        assert [(field, code) for field, code, _place in missing(page)] == [
            ("full_text", "no_full_text"),
            ("files", "unreadable_file"),
        ]

    def test_number_and_day_of_issue_are_asked_of_all_but_drafts(self, portal):
        page = document(portal)
        page.symbol, page.issued_on = "", None
        assert [(field, code) for field, code, _place in missing(page)] == [
            ("symbol", "no_symbol"),
            ("issued_on", "no_issue_date"),
        ]
        page.is_draft = True
        assert missing(page) == []

    def test_dates_fit_together(self, portal):
        page = document(portal, issued_on=TODAY() + timedelta(days=1))
        assert missing(page)[0][:2] == ("issued_on", "future_issue_date")
        page.issued_on, page.expires_on = TODAY(), TODAY() - timedelta(days=1)
        assert missing(page) == [("expires_on", "invalid", "")]


class ChecklistTests:
    def test_it_lists_what_is_met_and_what_is_not_in_order(self, portal):
        found = requirements.checklist(article(portal, author=""))
        by_label = {str(each.label): each.is_met for each in found}
        assert list(by_label.values()).count(False) == 1
        assert len(found) == 10
        assert str(found[0].label) == str(publish_requirements.get("article_category").label)

    def test_the_words_name_the_article(self):
        with translation.override("en"):
            words = requirements.words(Shortfall("title", "Write it.", "13.1.c"))
            assert words == "Write it. (point c, clause 1, Article 13)"
            assert requirements.words(Shortfall("title", "Write it.")) == "Write it."

    def test_an_app_of_a_province_adds_its_own(self, portal, monkeypatch):
        own = PublishRequirement(
            "own",
            "Của tỉnh",
            lambda page: isinstance(page, ArticlePage),
            lambda page: [Shortfall("lead", "Viết tóm tắt.")] if not page.lead else [],
            order=1,
        )
        monkeypatch.setitem(publish_requirements._entries, "own", own)
        assert missing(article(portal)) == [("lead", "", "")]


class TimingTests:
    def test_a_document_is_counted_from_its_issue(self, portal):
        page = document(portal)
        found = page_timings.get("legal_document")
        assert found.applies_to(page)
        assert found.category(page) == "legal_doc"
        assert found.anchors(page)["issued"] == page.issued_on
        assert found.agency(page) == page.issuer

    def test_an_article_is_counted_by_a_category_that_the_regulation_knows(self, portal):
        found = page_timings.get("article")
        known = article(portal, category=make_category("propaganda", name="Tuyên truyền"))
        other = article(portal, slug="khac", category=make_category("tho", name="Thơ"))
        assert found.category(known) == "propaganda"
        assert found.category(other) == ""
        assert found.agency(known) == portal.agency
