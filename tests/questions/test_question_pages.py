"""Pages of questions and answers: the section and its list, one answer, home page, setting up."""

from __future__ import annotations

import pickle
from datetime import date
from html import unescape

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import SiteState
from govportal_wagtail.core.registries import home_sections
from govportal_wagtail.pages.models import HomePageSection
from govportal_wagtail.questions.default_topics import TOPICS
from govportal_wagtail.questions.models import (
    Question,
    QuestionIndexPage,
    QuestionPage,
    QuestionSettings,
    QuestionTopic,
)
from govportal_wagtail.questions.required import ensure_section
from tests import builders
from tests.questions.builders import (
    make_answer,
    make_answer_section,
    make_question,
    make_question_portal,
    make_topic,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_page_cache(settings) -> None:
    """Every answer is computed, so that its context can be looked at."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def section(site):
    return make_answer_section(site.root_page, slug="hoi-dap", lead="Hỏi cơ quan nhà nước")


def shown(client, url: str, **query) -> str:
    response = client.get(url, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def titles(client, section, **query) -> list[str]:
    return [each.title for each in client.get(section.url, query).context["answers"]]


def test_the_section_shows_answers_newest_first_with_the_ways_to_ask_and_to_follow(client, section):
    land, agency = make_topic("dat-dai"), builders.make_agency("so-tnmt", name="Sở Nông nghiệp")
    make_answer(section, "Cũ", answered_on=date(2025, 3, 1))
    make_answer(section, "Mới", answered_on=date(2026, 3, 1), topic=land, agency=agency)
    make_answer(section, "Nháp", publish=False)
    page = shown(client, section.url)
    assert titles(client, section) == ["Mới", "Cũ"]
    assert "Hỏi cơ quan nhà nước" in page
    assert 'href="/hoi-dap/gui-cau-hoi/"' in page
    assert 'href="/hoi-dap/theo-doi/"' in page
    assert "01/03/2026" in page
    assert "Sở Nông nghiệp" in page
    assert f"/du-lieu/hoi-dap/{section.pk}.atom" in page


def test_a_closed_form_is_not_offered(client, site, section):
    QuestionSettings.objects.create(site=site, is_open=False, closed_note="Tạm ngừng tiếp nhận")
    page = shown(client, section.url)
    assert "/hoi-dap/gui-cau-hoi/" not in page
    assert "Tạm ngừng tiếp nhận" in page
    assert 'href="/hoi-dap/theo-doi/"' in page


def test_filters_narrow_the_list_and_count_what_the_others_leave(client, section):
    land, work = make_topic("dat-dai"), make_topic("lao-dong", name="Lao động")
    one, two = (
        builders.make_agency("mot", name="Sở Một"),
        builders.make_agency("hai", name="Sở Hai"),
    )
    make_answer(section, "A", topic=land, agency=one, answered_on=date(2026, 1, 1))
    make_answer(section, "B", topic=land, agency=two, answered_on=date(2025, 1, 1))
    make_answer(section, "C", topic=work, agency=two, answered_on=date(2025, 2, 1))
    assert titles(client, section, topic="dat-dai") == ["A", "B"]
    assert titles(client, section, agency=two.pk) == ["C", "B"]
    assert titles(client, section, year=2025, topic="dat-dai") == ["B"]
    context = client.get(section.url, {"topic": "dat-dai"}).context
    counts = {
        facet["code"]: {option["label"]: option["count"] for option in facet["options"]}
        for facet in context["facets"]
    }
    assert counts["topic"] == {"Đất đai": 2, "Lao động": 1}
    assert counts["agency"] == {"Sở Một": 1, "Sở Hai": 1}
    assert counts["year"] == {"2026": 1, "2025": 1}
    assert [each["value"] for each in context["active_filters"]] == ["Đất đai"]


@pytest.mark.parametrize(
    "query", [{"topic": "khong-co"}, {"agency": "x"}, {"year": "99999999999"}, {"year": "\x00"}]
)
def test_a_filter_that_nothing_has_is_no_error(client, section, query):
    make_answer(section)
    response = client.get(section.url, query)
    assert response.status_code == 200
    assert query == {"year": "\x00"} or titles(client, section, **query) == []


def test_words_find_answers_with_and_without_diacritics(client, section):
    topic = make_topic("dat-dai")
    make_answer(section, "Cấp giấy phép xây dựng", question="Nhà cấp bốn có phải xin phép không?")
    make_answer(section, "Tách thửa đất ở", question="Diện tích tối thiểu?", topic=topic)
    assert titles(client, section, query="tach thua") == ["Tách thửa đất ở"]
    assert titles(client, section, query="nhà cấp bốn") == ["Cấp giấy phép xây dựng"]
    assert titles(client, section, query="tách thửa", topic="khac") == []
    assert titles(client, section, query="khongcotunay") == []


def test_the_list_has_pages(client, section, settings):
    settings.GOVPORTAL_PAGE_SIZE = 2
    for number in range(5):
        make_answer(section, f"Câu {number}", answered_on=date(2026, 1, 1 + number))
    assert titles(client, section, page=2) == ["Câu 2", "Câu 1"]
    assert len(titles(client, section, query="câu", page=3)) == 1
    assert client.get(section.url, {"page": 4}).status_code == 404
    assert client.get(section.url, {"query": "câu", "page": 4}).status_code == 404


def test_frequent_questions_stand_in_their_order_on_the_first_page_only(client, section):
    make_answer(section, "Thường", is_faq=False)
    make_answer(section, "Sau", is_faq=True, faq_order=2)
    make_answer(section, "Trước", is_faq=True, faq_order=1, answer="<p>Có <b>ngay</b>.</p>")
    make_answer(section, "Nổi bật", is_featured=True, faq_order=9)
    context = client.get(section.url).context
    assert [each.title for each in context["frequent"]] == ["Nổi bật", "Trước", "Sau"]
    assert context["frequent"][1].answer_text == "Có ngay."
    assert "<details" in shown(client, section.url)
    assert client.get(section.url, {"query": "trước"}).context["frequent"] == []


def test_queries_do_not_grow_with_the_list(client, section, settings):
    settings.GOVPORTAL_PAGE_SIZE = 60
    topic, agency = make_topic(), builders.make_agency()

    def fill(count: int) -> None:
        for _ in range(count):
            make_answer(section, topic=topic, agency=agency, is_faq=True)

    def counted(query: dict[str, str]) -> int:
        client.get(section.url, query)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(section.url, query).status_code == 200
        return len(captured)

    asked = [{}, {"topic": topic.code}, {"query": "giấy chứng nhận"}]
    fill(5)
    few = [counted(query) for query in asked]
    fill(45)
    assert [counted(query) for query in asked] == few


def test_an_answer_shows_what_it_rests_on(client, site, section):
    library = builders.make_library(site.root_page)
    law = builders.make_document(library, "68/2026/QĐ-UBND")
    draft = builders.make_document(library, "70/2026/QĐ-UBND", publish=False)
    answer = make_answer(
        section,
        topic=make_topic(),
        agency=builders.make_agency("so-tnmt", name="Sở Nông nghiệp và Môi trường"),
        question="Dòng một\nDòng <hai>",
        answer=f'<p>Theo <a linktype="page" id="{law.pk}">quyết định</a>.</p>',
        asked_on=date(2026, 10, 1),
        citations=[law, draft],
        files=[builders.make_file("Biểu mẫu")],
        tags=["sổ đỏ"],
        source="Báo tỉnh",
    )
    response = client.get(answer.url)
    page = response.content.decode()
    assert "Dòng &lt;hai&gt;" in page
    assert page.count(f'href="{law.url}"') >= 2
    assert "70/2026" not in page
    assert [each["url"] for each in response.context["citations"]] == [law.url]
    for part in ("Biểu mẫu", "sổ đỏ", "Báo tỉnh", "01/10/2026", "05/11/2026"):
        assert part in page
    assert 'itemtype="https://schema.org/QAPage"' in page
    assert 'name="DC.creator" content="Sở Nông nghiệp và Môi trường"' in page
    assert 'name="DC.subject" content="Đất đai"' in page


def test_similar_questions_have_the_same_topic(client, section):
    land, work = make_topic("dat-dai"), make_topic("lao-dong", name="Lao động")
    answer = make_answer(section, "Này", topic=land)
    make_answer(section, "Việc khác", topic=work)
    for day in range(1, 8):
        make_answer(section, f"Đất {day}", topic=land, answered_on=date(2026, 1, day))
    similar = client.get(answer.url).context["similar"]
    assert [each.title for each in similar] == [f"Đất {day}" for day in (7, 6, 5, 4, 3)]


def test_queries_do_not_grow_with_citations_and_files(client, site, section):
    library = builders.make_library(site.root_page)

    def counted(number: int) -> int:
        laws = [builders.make_document(library) for _ in range(number)]
        files = [builders.make_file() for _ in range(number)]
        answer = make_answer(section, f"Câu {number}", citations=laws, files=files)
        client.get(answer.url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(answer.url).status_code == 200
        return len(captured)

    assert counted(2) == counted(12)


def test_a_draft_can_be_previewed(site, section, client):
    answer = make_answer(section, "Nháp", publish=False, files=[builders.make_file("Tệp kèm")])
    client.force_login(builders.make_user(superuser=True))
    response = client.get(f"/admin/pages/{answer.pk}/view_draft/")
    assert response.status_code == 200
    assert "Tệp kèm" in response.content.decode()


def test_a_closed_section_shows_nothing_to_strangers(client, site, section):
    make_answer(section, "Kín")
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert client.get(section.url).status_code == 302
    client.force_login(builders.make_user())
    assert titles(client, section) == ["Kín"]


def test_the_home_page_shows_answers_and_the_way_to_ask(client, site, section):
    home = site.root_page
    for order, kind in enumerate(("questions_latest", "questions_ask")):
        HomePageSection.objects.create(page=home, sort_order=order, kind=kind)
    answer = make_answer(section, "Câu mới")
    other = builders.make_site("so.example.vn")
    make_answer(make_answer_section(other.root_page), "Của sở")
    page = shown(client, "/")
    assert f'href="/hoi-dap/{answer.slug}/"' in page
    assert "Của sở" not in page
    assert 'href="/hoi-dap/gui-cau-hoi/"' in page
    assert {"questions_latest", "questions_ask"} <= {each.code for each in home_sections}


def test_setting_up_gives_every_site_a_section_and_topics_once(site):
    setup.run()
    setup.run()
    made = QuestionIndexPage.objects.filter(path__startswith=site.root_page.path)
    assert [(page.slug, page.live, page.show_in_menus) for page in made] == [
        ("hoi-dap", True, True)
    ]
    assert QuestionTopic.objects.count() == len(TOPICS) == 12


def test_setting_up_changes_no_topic_and_no_page_of_the_site(site):
    make_topic("dat-dai", name="Đất và nhà", keywords="đất")
    section = builders.make_section(site.root_page, "Hỏi đáp cũ", slug="hoi-dap")
    setup.run()
    topic = QuestionTopic.objects.get(code="dat-dai")
    assert (topic.name, topic.keywords) == ("Đất và nhà", "đất")
    assert Page.objects.get(pk=section.pk).slug == "hoi-dap"
    assert QuestionIndexPage.objects.get().slug == "hoi-dap-2"
    assert ensure_section(site, site.root_page) is None


def test_a_named_asker_stands_on_the_page_and_in_no_cache(client, settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 300
    portal = make_question_portal()
    portal.state = SiteState.LIVE
    portal.save()
    section = make_answer_section(portal.site.root_page, slug="hoi-dap")
    agreed = {"agrees_to_publish": True, "agrees_to_name": True}
    for name, answer in (("Mận", make_answer(section)), ("", make_answer(section, "Khác"))):
        asker = {**agreed, "name": name} if name else {"name": "Người Giấu Tên"}
        Question.objects.filter(pk=make_question(portal, asker=asker).pk).update(page=answer)
        page = client.get(f"/hoi-dap/{answer.slug}/").content.decode()
        assert ("Mận" in page) is bool(name)
        assert "Người Giấu Tên" not in page
        kept = b"".join(pickle.dumps(value) for value in cache._cache.values())
        assert "Mận".encode() not in kept
    assert answer.question.encode() in kept


def test_nothing_of_the_asker_is_a_field_of_the_page():
    names = {field.name for field in QuestionPage._meta.get_fields()}
    assert not names & {"asker", "name", "email", "phone", "address", "secret_hash", "code"}
