"""The import of an archive of questions and answers."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageLogEntry

from govportal_wagtail.questions.default_topics import load_topics
from govportal_wagtail.questions.importing.mapping import Mapping, UnusableInput, parse_mapping
from govportal_wagtail.questions.importing.rows import read, rich_text
from govportal_wagtail.questions.models import QuestionPage
from tests import builders
from tests.questions.builders import make_answer_section, make_topic

pytestmark = pytest.mark.django_db
ENTRY = {
    "title": "Điều kiện tách thửa đất ở",
    "summary": "Thửa đất 200 m2 có được tách thửa không?",
    "expected_answer": "Sở trả lời như sau:\nĐược tách nếu <đủ> diện tích.\n\n",
    "published_date": "2023-05-29",
    "tags": ["tách thửa", "đất ở"],
    "category": "Trả lời công dân - doanh nghiệp",
    "expected_legal_citations": [],
}


@pytest.fixture
def site():
    return builders.make_site()


@pytest.fixture
def section(site):
    return make_answer_section(site.root_page, slug="hoi-dap")


@pytest.fixture
def run(tmp_path):
    """Runs the command over rows and returns what came of each."""

    def command(rows: Any, **options: Any) -> list[dict[str, Any]]:
        archive, report = tmp_path / "hoi_dap.json", tmp_path / "report.json"
        archive.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
        values = {"site": "localhost", "report": report, "stdout": StringIO(), **options}
        call_command("govportal_import_questions", str(archive), **values)
        return json.loads(report.read_text(encoding="utf-8"))

    return command


def outcomes(results) -> list[str]:
    return [each["outcome"] for each in results]


def test_an_entry_becomes_a_published_page_with_a_line_in_the_log(run, section):
    make_topic("dat-dai", keywords="tách thửa\nđất ở")
    assert outcomes(run([ENTRY], publish=True)) == ["created"]
    page = QuestionPage.objects.get()
    assert (page.live, page.slug) == (True, "dieu-kien-tach-thua-dat-o")
    assert page.question == "Thửa đất 200 m2 có được tách thửa không?"
    assert page.answer == "<p>Sở trả lời như sau:</p><p>Được tách nếu &lt;đủ&gt; diện tích.</p>"
    assert page.answered_on == date(2023, 5, 29)
    assert page.topic.code == "dat-dai"
    assert sorted(tag.name for tag in page.tags.all()) == ["tách thửa", "đất ở"]
    actions = set(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
    assert {"wagtail.create", "wagtail.publish"} <= actions


def test_without_publish_it_is_a_draft_that_a_later_import_publishes(run, section):
    assert outcomes(run([ENTRY])) == ["created"]
    assert not QuestionPage.objects.get().live
    assert outcomes(run([ENTRY])) == ["unchanged"]
    assert outcomes(run([ENTRY], publish=True)) == ["published"]
    assert QuestionPage.objects.get().live
    assert outcomes(run([ENTRY], publish=True)) == ["unchanged"]


def test_a_second_run_changes_nothing(run, section):
    rows = [ENTRY, {**ENTRY, "title": "Câu khác", "url": "https://example.vn/1"}]
    run(rows, publish=True)
    before = list(QuestionPage.objects.values())
    revisions = [page.revisions.count() for page in QuestionPage.objects.all()]
    assert outcomes(run(rows, publish=True)) == ["unchanged", "unchanged"]
    assert list(QuestionPage.objects.values()) == before
    assert [page.revisions.count() for page in QuestionPage.objects.all()] == revisions


def test_a_page_that_was_changed_here_is_left_unless_the_command_is_told_to(run, section):
    run([ENTRY], publish=True)
    page = QuestionPage.objects.get()
    page.answer = "<p>Đã lược bỏ tên người hỏi.</p>"
    builders.publish_page(page)
    assert outcomes(run([ENTRY], publish=True)) == ["differs"]
    assert QuestionPage.objects.get().answer == "<p>Đã lược bỏ tên người hỏi.</p>"
    assert outcomes(run([ENTRY], publish=True, update=True)) == ["updated"]
    assert "Được tách" in QuestionPage.objects.get().answer


def test_a_page_that_was_taken_down_does_not_come_back(run, section):
    run([ENTRY], publish=True)
    QuestionPage.objects.get().unpublish()
    assert outcomes(run([ENTRY], publish=True)) == ["unchanged"]
    assert not QuestionPage.objects.get().live


def test_somebodys_draft_is_not_published_by_an_update(run, section):
    run([ENTRY], publish=True)
    page = QuestionPage.objects.get()
    page.title = "Đang sửa"
    page.save_revision()
    changed = {**ENTRY, "expected_answer": "Khác"}
    (result,) = run([changed], publish=True, update=True)
    assert result["outcome"] == "differs"
    assert len(result["remarks"]) == 2  # the draft, and no topic
    assert QuestionPage.objects.get().title == ENTRY["title"]


def test_a_dry_run_writes_nothing(run, section):
    assert outcomes(run([ENTRY, ENTRY], publish=True, dry_run=True)) == ["created", "duplicate"]
    assert not QuestionPage.objects.exists()


def test_documents_of_the_portal_are_cited_by_number(run, site, section):
    library = builders.make_library(site.root_page)
    law = builders.make_document(
        library, "33/2017/TT-BTNMT", full_text="Điều 3. Hồ sơ\nNội dung hồ sơ."
    )
    builders.make_document(library, "133/2017/TT-BTNMT")
    builders.make_document(library, "34/2017/TT-BTNMT", publish=False)
    cited = [
        {
            "document_number": "33/2017/TT-BTNMT",
            "provision": "Khoản 4 Điều 3",
            "document_type": "Thông tư",
        },
        {"document_number": "33/2017/TT-BTNMT", "provision": None, "document_type": "Thông tư"},
        {"document_number": "34/2017/TT-BTNMT", "provision": "Điều 1"},
        {"document_number": "99/2099/TT-BTNMT"},
    ]
    (result,) = run([{**ENTRY, "expected_legal_citations": cited}], publish=True)
    (citation,) = QuestionPage.objects.get().citations.all()
    assert (citation.cited_id, citation.fragment) == (law.pk, "#dieu-3")
    assert citation.label == "Khoản 4 Điều 3 Thông tư 33/2017/TT-BTNMT"
    assert "34/2017/TT-BTNMT, 99/2099/TT-BTNMT" in result["remarks"][-1]


@pytest.mark.parametrize(
    "change",
    [
        {"title": ""},
        {"title": "x" * 256},
        {"expected_answer": None},
        {"published_date": "hôm qua"},
        {"published_date": "2999-01-01"},
        {"asked_date": "2024-01-01"},
        {"url": "javascript:alert(1)"},
    ],
)
def test_an_entry_that_cannot_be_used_is_refused_and_the_others_are_not(run, section, change):
    results = run([{**ENTRY, **change}, {**ENTRY, "title": "Câu được"}, "không phải"], publish=True)
    assert outcomes(results) == ["refused", "created", "refused"]
    assert results[0]["errors"]
    assert QuestionPage.objects.get().title == "Câu được"


def test_titles_that_are_alike_get_addresses_of_their_own(run, section):
    rows = [ENTRY, {**ENTRY, "published_date": "2024-05-29"}, ENTRY]
    assert outcomes(run(rows, publish=True)) == ["created", "created", "duplicate"]
    slugs = sorted(QuestionPage.objects.values_list("slug", flat=True))
    assert slugs == ["dieu-kien-tach-thua-dat-o", "dieu-kien-tach-thua-dat-o-2"]


def test_a_mapping_names_fields_topics_and_agencies(run, section, tmp_path):
    make_topic("dat-dai")
    builders.make_agency("so-tnmt", name="Sở Nông nghiệp và Môi trường")
    mapping = tmp_path / "map.toml"
    mapping.write_text(
        '[fields]\ntitle = "tieu_de"\n[topics]\n"Trả lời công dân - doanh nghiệp" = "dat-dai"\n'
        '[defaults]\nagency = "so-tnmt"\nsource = "Cổng cũ"\n',
        encoding="utf-8",
    )
    run([{**ENTRY, "title": "", "tieu_de": "Tên khác"}], publish=True, mapping=mapping)
    page = QuestionPage.objects.get()
    assert (page.title, page.topic.code) == ("Tên khác", "dat-dai")
    assert (page.agency.code, page.source) == ("so-tnmt", "Cổng cũ")


@pytest.mark.parametrize(
    "text", ["[fields", "[khac]\na = 'b'", "[fields]\nkhac = 'b'", "[topics]\na = 1", "fields = 1"]
)
def test_a_mapping_that_is_not_understood_is_refused(text):
    with pytest.raises(UnusableInput):
        parse_mapping(text)


def test_what_cannot_be_used_is_an_error_of_the_command(run, site, section, tmp_path):
    with pytest.raises(CommandError, match="khong-co"):
        run([ENTRY], site="khong-co.vn")
    with pytest.raises(CommandError):
        run({"title": "x"})
    with pytest.raises(CommandError):
        run([ENTRY], mapping=tmp_path / "khong-co.toml")
    section.delete()
    with pytest.raises(CommandError, match="govportal_setup"):
        run([ENTRY])


def test_nothing_in_a_text_is_markup():
    assert (
        rich_text("<script>x</script>\n & ") == "<p>&lt;script&gt;x&lt;/script&gt;</p><p>&amp;</p>"
    )
    entry = read({**ENTRY, "summary": ""}, Mapping()).entry
    assert entry.question == ENTRY["title"]


def test_the_real_archive(run, section, shared):
    load_topics()
    rows = json.loads((shared / "data/qa/hoi_dap.json").read_text(encoding="utf-8"))
    results = run(rows, publish=True)
    assert outcomes(results) == ["created"] * len(rows)
    known = QuestionPage.objects.exclude(topic=None).count()
    assert known >= len(rows) * 0.7
    assert outcomes(run(rows, publish=True)) == ["unchanged"] * len(rows)
