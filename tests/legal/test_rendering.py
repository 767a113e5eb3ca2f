"""A text is shown escaped, divided, and linked to what it refers to."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from govportal_wagtail.legal.models import DocumentUnit
from govportal_wagtail.legal.public.rendering import render_units, table_of_contents
from govportal_wagtail.legal.structure import parse
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


def rendered(page) -> dict[str, dict]:
    units = list(DocumentUnit.objects.filter(page=page).order_by("order"))
    return {unit["anchor"]: unit for unit in render_units(page, units)}


def html_of(page) -> str:
    return "\n".join(
        str(piece) for u in rendered(page).values() for piece in (u["title_html"], *u["paragraphs"])
    )


class PartsTests:
    def test_headings_and_paragraphs_are_told_apart(self, library):
        page = builders.make_document(
            library, full_text="Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Khoản một."
        )
        found = rendered(page)
        assert found["chuong-1"]["is_heading"] and found["dieu-1"]["is_heading"]
        assert (found["dieu-1"]["label"], found["dieu-1"]["title_html"]) == ("Điều 1.", "Phạm vi")
        clause = found["dieu-1-khoan-1"]
        assert (clause["is_heading"], clause["label"]) == (False, "1.")
        assert clause["paragraphs"] == ["Khoản một."]

    def test_an_attached_text_opens_with_its_name_its_subject_and_what_it_came_with(self, library):
        page = builders.make_document(
            library,
            full_text="QUYẾT ĐỊNH\nVề cây\nCăn cứ Luật Cây;\nĐiều 1. Ban hành\nQuy chế./.\n"
            "TM. ỦY BAN NHÂN DÂN\nQUY CHẾ\nTRỒNG CÂY\n(Kèm theo Quyết định số 1/QĐ-UBND)\n"
            "Điều 1. Cây\nA.",
        )
        assert rendered(page)["quy-che"]["paragraphs"] == [
            "QUY CHẾ",
            "TRỒNG CÂY",
            "(Kèm theo Quyết định số 1/QĐ-UBND)",
        ]

    def test_markup_in_a_text_is_shown_and_not_obeyed(self, library):
        page = builders.make_document(
            library, full_text="Điều 1. <script>alert(1)</script>\n1. A & <b>B</b> khoản 1 Điều 1"
        )
        assert "<script" not in html_of(page) and "<b>" not in html_of(page)
        assert "&lt;b&gt;B&lt;/b&gt;" in html_of(page)

    def test_the_table_of_contents_is_a_tree_of_headings(self, library):
        units = parse(
            "Chương I\nCHUNG\nĐiều 1. A\n1. B\nĐiều 2. C\nMột câu.\nChương II\nRIÊNG\nĐiều 3. D"
        ).units
        toc = table_of_contents(units)
        assert [node["anchor"] for node in toc] == ["chuong-1", "chuong-2"]
        assert [node["title"] for node in toc[0]["children"]] == ["Điều 1. A", "Điều 2. C"]


class LinkTests:
    CITED = "Điều 1. Phạm vi\n1. Một;\n2. Hai."

    def citing(self, library, text: str, **values):
        return builders.make_document(library, full_text=f"Điều 1. Áp dụng\n{text}", **values)

    def test_a_cited_document_is_linked_to_the_article(self, library):
        cited = builders.make_document(library, "5/2020/QĐ-UBND", full_text=self.CITED)
        page = self.citing(library, "Theo khoản 2 Điều 1 Quyết định số 5/2020/QĐ-UBND.")
        assert f'href="{cited.get_url()}#dieu-1-khoan-2"' in html_of(page)

    def test_an_article_that_does_not_exist_links_to_the_document(self, library):
        cited = builders.make_document(library, "5/2020/QĐ-UBND", full_text=self.CITED)
        page = self.citing(library, "Theo Điều 99 Quyết định số 5/2020/QĐ-UBND.")
        assert f'href="{cited.get_url()}"' in html_of(page)

    def test_a_document_that_is_not_here_is_not_linked(self, library):
        page = self.citing(library, "Theo Điều 1 Quyết định số 5/2020/QĐ-UBND.")
        assert "<a" not in html_of(page)

    def test_a_document_that_is_not_public_is_not_linked(self, library):
        closed = builders.make_library(library.get_parent(), "Nội bộ")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        builders.make_document(closed, "5/2020/QĐ-UBND", full_text=self.CITED)
        page = self.citing(library, "Theo Điều 1 Quyết định số 5/2020/QĐ-UBND.")
        assert "<a" not in html_of(page)

    def test_a_symbol_that_two_documents_bear_is_not_linked(self, library):
        other = builders.make_agency("ubnd-xa", name="Ủy ban nhân dân xã")
        builders.make_document(library, "5/2020/QĐ-UBND")
        builders.make_document(library, "5/2020/QĐ-UBND", issuer=other)
        page = self.citing(library, "Theo Quyết định số 5/2020/QĐ-UBND.")
        assert "<a" not in html_of(page)

    def test_its_own_articles_are_linked_in_place(self, library):
        text = (
            "1. Theo khoản 2 Điều này.\n2. Theo Điều 2 Quyết định này.\nĐiều 2. Khác\nTheo Điều 9."
        )
        page = self.citing(library, text)
        html = html_of(page)
        assert 'href="#dieu-1-khoan-2"' in html and 'href="#dieu-2"' in html
        assert "dieu-9" not in html

    def test_all_citations_are_looked_up_in_two_queries(self, library, django_assert_num_queries):
        for number in range(1, 6):
            builders.make_document(library, f"{number}/2020/QĐ-UBND", full_text=self.CITED)
        text = "\n".join(f"{n}. Theo Điều 1 Quyết định số {n}/2020/QĐ-UBND." for n in range(1, 6))
        page = self.citing(library, text)
        units = list(DocumentUnit.objects.filter(page=page).order_by("order"))
        page.get_url()
        with django_assert_num_queries(2):
            html = str(render_units(page, units))
        assert html.count("#dieu-1") == 5


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                ["Điều 1. <i>", "1. khoản 2 Điều 1 Quyết định này &", '"', "a) <a href=x>"]
            ),
            st.text(max_size=50),
        ),
        max_size=8,
    )
)
def test_only_own_links_are_markup_and_no_word_is_lost(library, lines):
    page = builders.make_document(library, publish=False)
    text = "\n".join(lines)
    units = parse(text).units
    for unit, part in zip(units, render_units(page, units), strict=True):
        html = "".join(str(paragraph) for paragraph in part["paragraphs"])
        plain = re.sub(r'</?a(?: class="gp-citation" href="#[a-z0-9-]+")?>', "", html)
        assert "<" not in plain
        if unit.kind not in ("document",) and (part["is_heading"] or not unit.heading):
            assert unescape(plain) == unit.text.replace("\n", "")
