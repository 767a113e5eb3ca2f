"""People in texts: who is in office is found, nobody else is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.schedules import people
from govportal_wagtail.schedules.importing.people_text import (
    bare_name,
    chairs_within,
    resolve,
    tidy,
)
from tests.builders import make_agency
from tests.core.portal_builders import make_portal
from tests.schedules.builders import MONDAY, make_post, make_schedule


@pytest.mark.parametrize(
    "text",
    ["Đ/c Nguyễn Văn A", "- Đ/c: Nguyễn Văn A", "Ông Nguyễn Văn A", "Đồng chí Nguyễn Văn A",
     "đc. Nguyễn Văn A", "• Bà Nguyễn Văn A;", "Nguyễn Văn A"],
)  # fmt: skip
def test_what_stands_before_a_name_is_taken_away(text):
    assert bare_name(text) == "Nguyễn Văn A"


def test_who_chairs_is_told_apart():
    text = "Đ/c Đỗ Hữu Hùng - Phó phòng chủ trì\nThành phần: các ông, bà theo thư mời"
    assert chairs_within(text) == ("Đ/c Đỗ Hữu Hùng - Phó phòng", "các ông, bà theo thư mời")
    assert chairs_within("Chủ trì: Trần Thị B; VP") == ("Trần Thị B", "VP")


def test_a_list_is_one_line():
    text = "- Các ông, bà đại biểu HĐND\n- Các Bí thư Chi bộ."
    assert tidy(text) == "Các ông, bà đại biểu HĐND; Các Bí thư Chi bộ."


@given(st.text(max_size=120))
def test_without_people_in_office_no_word_is_lost(text):
    found = resolve(text, [])
    assert found.posts == ()
    kept = "".join(c for c in found.text if c.isalpha())
    said = "".join(c for c in tidy(text) if c.isalpha())
    # A joining word alone at either end is no person.
    assert (
        kept == said
        or said.endswith(("và", "với", "cùng"))
        or said.startswith(("và", "cùng", "với"))
    )


# --- with a register of people in office -----------------------------------------------------


@pytest.fixture
def office(db):
    portal = make_portal()
    schedule = make_schedule(portal)
    posts = {
        "chair": make_post(portal.agency, "Nguyễn Văn An", "Chủ tịch", is_head=True),
        "vice": make_post(portal.agency, "Trần Thị Bình", "Phó Chủ tịch", rank=2),
        "third": make_post(portal.agency, "Lê Văn Cường", "Phó Chủ tịch", rank=3),
    }
    names = {post.pk: name for name, post in posts.items()}

    def find(text):
        named = resolve(text, people.offered(schedule, on=MONDAY))
        return [names[post.pk] for post in named.posts], named.text, named.remarks

    return find


@pytest.mark.parametrize(
    "text",
    ["Đ/c Nguyễn Văn An", "nguyen van an", "Chủ tịch", "CT Nguyễn Văn An",
     "Chủ tịch Nguyễn Văn An", "Đ/c Nguyễn Văn An, Chủ tịch", "Nguyễn Văn An - Chủ tịch"],
)  # fmt: skip
def test_one_person_written_in_many_ways(office, text):
    assert office(text) == (["chair"], "", ())


def test_several_people_and_a_group(office):
    text = "Đ/c Nguyễn Văn An và đ/c Trần Thị Bình, lãnh đạo P. VHXH"
    assert office(text) == (["chair", "vice"], "lãnh đạo P. VHXH", ())


def test_a_group_before_and_after(office):
    text = "- Thường trực UBND\n- PCT Lê Văn Cường\n- Các Bí thư Chi bộ"
    assert office(text) == (["third"], "Thường trực UBND; Các Bí thư Chi bộ", ())


def test_a_post_of_two_people_stays_in_words_and_is_told(office):
    posts, text, remarks = office("Đ/c Phó Chủ tịch")
    assert (posts, text) == ([], "Đ/c Phó Chủ tịch")
    assert remarks


def test_somebody_of_another_office_stays_in_words(office):
    make_post(make_agency("so-y-te"), "Phạm Thị Dung", "Giám đốc")
    assert office("Bà Phạm Thị Dung") == ([], "Bà Phạm Thị Dung", ())
