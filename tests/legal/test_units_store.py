"""The parts of a published document are stored once and replaced as a whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.core.signals import file_inspected
from govportal_wagtail.legal.models import DocumentFile, DocumentUnit
from govportal_wagtail.legal.structure import parse
from govportal_wagtail.legal.units_store import store_units
from tests import builders

pytestmark = pytest.mark.django_db
TEXT = "Điều 1. Phạm vi\n1. Khoản một;\na) Điểm a;\nb) Điểm b.\n2. Khoản hai.\nĐiều 2. Hiệu lực"


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


def anchors(page) -> list[str]:
    return list(DocumentUnit.objects.filter(page=page).values_list("anchor", flat=True))


def facts_of(file, text: str) -> FileFacts:
    return FileFacts.objects.update_or_create(
        document=file, defaults={"text": text, "state": InspectionState.DONE}
    )[0]


def test_publishing_stores_the_parts_with_their_parents(library):
    page = builders.make_document(library, full_text=TEXT)
    point = DocumentUnit.objects.get(page=page, anchor="dieu-1-khoan-1-diem-b")
    assert (point.marker, point.text) == ("b)", "Điểm b.")
    assert point.parent.anchor == "dieu-1-khoan-1"
    assert point.parent.parent.marker == "Điều 1."


def test_unchanged_parts_are_left_alone(library):
    page = builders.make_document(library, full_text=TEXT)
    before = list(DocumentUnit.objects.filter(page=page).values_list("pk", flat=True))
    builders.publish_page(page)
    assert list(DocumentUnit.objects.filter(page=page).values_list("pk", flat=True)) == before


def test_a_changed_text_replaces_all_parts(library):
    page = builders.make_document(library, full_text=TEXT)
    page.full_text = "Điều 1. Phạm vi\nMột câu."
    builders.publish_page(page)
    assert "dieu-2" not in anchors(page)
    assert DocumentUnit.objects.get(page=page, anchor="dieu-1").text == "Một câu."


def test_without_a_text_that_of_the_file_is_used(library):
    file = builders.make_file()
    facts_of(file, TEXT)
    page = builders.make_document(library, files=[file])
    assert "dieu-2" in anchors(page)


def test_a_text_of_the_editor_beats_that_of_the_file(library):
    file = builders.make_file()
    facts_of(file, TEXT)
    page = builders.make_document(library, files=[file], full_text="Điều 7. Riêng")
    assert "dieu-7" in anchors(page) and "dieu-2" not in anchors(page)


def test_the_editable_file_is_read_before_the_scan_and_annexes_are_not(library):
    scan, editable, annex = (builders.make_file(title) for title in ("a", "b", "c"))
    for file, article in ((scan, 3), (editable, 4), (annex, 5)):
        facts_of(file, f"Điều {article}. Tên")
    page = builders.make_document(
        library,
        files=[
            DocumentFile(document=annex, role="annex"),
            DocumentFile(document=scan, role="scan"),
            DocumentFile(document=editable, role="editable"),
        ],
    )
    assert "dieu-4" in anchors(page)


def test_a_file_that_is_read_after_publication_brings_the_parts(library):
    file = builders.make_file()
    page = builders.make_document(library, files=[file])
    draft = builders.make_document(library, files=[file], publish=False)
    facts = facts_of(file, TEXT)
    file_inspected.send(sender=type(file), document=file, facts=facts)
    assert "dieu-2" in anchors(page)
    assert anchors(draft) == []


def test_withdrawing_takes_the_parts_away(library):
    page = builders.make_document(library, full_text=TEXT)
    page.unpublish()
    assert anchors(page) == []


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Chương I", "Điều 1. A", "Điều 2. B", "1. C", "a) D", "PHỤ LỤC", ""]),
            st.text(max_size=60),
        ),
        max_size=12,
    )
)
def test_any_text_is_stored_as_it_was_divided(library, lines):
    page = builders.make_document(library, publish=False)
    page.full_text = "\n".join(lines)
    structure = store_units(page)
    rows = list(DocumentUnit.objects.filter(page=page).order_by("order"))
    assert [row.text for row in rows] == [unit.text for unit in structure.units]
    orders = {row.pk: row.order for row in rows}
    assert [orders.get(row.parent_id) for row in rows] == [u.parent for u in structure.units]
    assert parse(page.full_text).units == structure.units
