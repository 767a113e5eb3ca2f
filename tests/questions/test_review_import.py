"""Archives that are damaged on purpose are reported in words."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from govportal_wagtail.questions.models import QuestionPage
from tests import builders
from tests.questions.builders import make_answer_section

pytestmark = pytest.mark.django_db
ENTRY = {
    "title": "Điều kiện tách thửa đất ở",
    "summary": "Thửa đất 200 m2 có được tách thửa không?",
    "expected_answer": "Được tách nếu đủ diện tích.",
    "published_date": "2023-05-29",
}


@pytest.fixture
def section():
    return make_answer_section(builders.make_site().root_page, slug="hoi-dap")


def run(tmp_path, text, **options):
    archive = tmp_path / "archive.json"
    archive.write_text(text, encoding="utf-8")
    output = StringIO()
    values = {"site": "localhost", "stdout": output, **options}
    call_command("govportal_import_questions", str(archive), **values)
    return output.getvalue()


class DamagedArchiveTests:
    @pytest.mark.parametrize(
        "text", ["[" * 100_000, '[{"title": ' + "9" * 5000 + "}]", '["\\x"]', "[1, "]
    )
    def test_it_is_refused_in_words(self, tmp_path, section, text):
        with pytest.raises(CommandError, match=r"archive\.json"):
            run(tmp_path, text)

    def test_half_a_character_breaks_nothing(self, tmp_path, section):
        rows = [{**ENTRY, "title": "Nửa chữ \ud800"}, ENTRY]
        report = tmp_path / "report.json"
        run(tmp_path, json.dumps(rows), report=report, verbosity=2)
        found = json.loads(report.read_text(encoding="utf-8"))
        assert [each["outcome"] for each in found] == ["created", "created"]

    def test_a_report_that_cannot_be_written_is_said_before_anything_is(self, tmp_path, section):
        with pytest.raises(CommandError, match="nowhere"):
            run(tmp_path, json.dumps([ENTRY]), report=tmp_path / "nowhere" / "report.json")
        assert not QuestionPage.objects.exists()
