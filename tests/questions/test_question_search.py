"""What of published answers can be found."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.core.models import SearchUnit
from govportal_wagtail.core.search import search
from govportal_wagtail.questions.search import entries
from tests import builders
from tests.questions.builders import make_answer, make_answer_section, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def section(site):
    return make_answer_section(site.root_page)


def found(site, text, **query):
    locale = site.root_page.locale
    return [hit.title for hit in search(text, site=site, locale=locale, **query).hits]


def test_an_answer_is_found_by_all_that_its_page_says(site, section):
    law = builders.make_document(builders.make_library(site.root_page), "68/2026/QĐ-UBND")
    make_answer(
        section,
        "Tách thửa đất ở",
        question="Diện tích tối thiểu là bao nhiêu?",
        answer="<p>Theo <b>bảng giá</b> của tỉnh.</p>",
        citations=[law],
        files=[builders.make_file("Mẫu số 11")],
        tags=["sổ hồng"],
    )
    for text in ("tach thua", "diện tích tối thiểu", "bảng giá", "mẫu số 11", "sổ hồng"):
        assert found(site, text, types=["questions"]) == ["Tách thửa đất ở"]


def test_topics_are_categories_and_keep_their_answers_under_a_new_code(site, section):
    topic = make_topic("dat-dai")
    make_answer(section, topic=topic)
    results = search(
        "giấy chứng nhận",
        site=site,
        locale=site.root_page.locale,
        types=["questions"],
        filters={"category": "dat-dai"},
    )
    assert results.total == 1
    assert results.hits[0].label == "Đất đai"
    topic.code = "dat-va-nha"
    topic.save()
    assert found(site, "giấy chứng nhận", filters={"category": "dat-va-nha"})
    assert not found(site, "giấy chứng nhận", filters={"category": "dat-dai"})


def test_a_draft_and_a_withdrawn_answer_are_not_found(site, section):
    answer = make_answer(section, "Câu hỏi kín", publish=False)
    assert found(site, "câu hỏi kín") == []
    builders.publish_page(answer)
    assert found(site, "câu hỏi kín") == ["Câu hỏi kín"]
    answer.unpublish()
    assert found(site, "câu hỏi kín") == []
    assert not SearchUnit.objects.filter(page=answer.pk).exists()


def test_queries_do_not_grow_with_answers(section):
    ids = [make_answer(section, topic=make_topic(), tags=["đất"]).pk for _ in range(8)]

    def counted(keys):
        with CaptureQueriesContext(connection) as captured:
            assert len(list(entries(keys))) == len(keys)
        return len(captured)

    counted(ids)
    assert counted(ids[:2]) == counted(ids)
