"""Tables of a page body are translated cell by cell."""

from __future__ import annotations

from copy import deepcopy

import pytest
from wagtail.models import Page

from govportal_wagtail.translation import flow, texts
from tests.editorial.flow_builders import fresh
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db
TABLE = {
    "data": [["Chỉ tiêu", "Số liệu", "Năm"], ["Diện tích", "4.268", "2026"], ["", None, "-"]],
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "table_header_choice": "row",
    "table_caption": "Số liệu <ước tính>",
    "cell": [],
    "mergeCells": [],
}


@pytest.fixture
def source(portal):
    return make_source(portal, body=[("table", deepcopy(TABLE))])


def test_caption_words_and_written_numbers_are_texts(source):
    found = [each.html for each in texts.texts_of(source)]
    expected = ["Số liệu &lt;ước tính&gt;", "Chỉ tiêu", "Số liệu", "Năm", "Diện tích", "4.268"]
    assert [text for text in found if text in expected] == expected
    assert not {"2026", "-", ""} & set(found)


def test_the_translated_table_stands_in_the_translation(source, portal, people):
    translation = flow.select(source, english(), fresh(people["thu-ky"]))[-1]
    publish_translation(translation, people)
    page = Page.objects.get(pk=translation.target_id).specific
    value = page.body[0].value
    assert value["data"] == [
        ["EN Chỉ tiêu", "EN Số liệu", "EN Năm"],
        ["EN Diện tích", "EN 4.268", "2026"],
        ["", None, "-"],
    ]
    assert value["table_caption"] == "EN Số liệu <ước tính>"
    assert source.specific_class.objects.get(pk=source.pk).body[0].value["data"] == TABLE["data"]


def test_a_changed_cell_is_another_text(source):
    before = texts.texts_of(source)
    source.body[0].value["data"][1][0] = "Dân số"
    changed = texts.changes(before, texts.texts_of(source))
    assert [(each.before, each.after) for each in changed] == [("Diện tích", "Dân số")]
