"""Agencies that stand in the register twice."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.models import AgencyKind
from govportal_wagtail.core.organisation.duplicates import Likeness, find_duplicates
from govportal_wagtail.core.organisation.recognition import name_key
from tests import builders

TODAY = date(2026, 11, 5)
URL = "/admin/snippets/govportal_core/agency/duplicates/"


class NameKeyTests:
    """What spellings of one name have in common."""

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
            ("Sở KHCN", "SỞ KHOA HỌC & CÔNG NGHỆ"),
            ("Sở VH,TT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
            ("Sở LĐ-TB&XH", "Sở Lao động – Thương binh và Xã hội"),
            ("Sở NN&PTNT", "Sở Nông nghiệp và Phát triển nông thôn"),
            ("Sở TN&MT", "Sở Tài nguyên và Môi trường"),
            ("Uỷ ban nhân dân xã Tân Hoà", "UBND xã Tân Hòa"),
            ("HĐND tỉnh", "Hội đồng nhân dân tỉnh"),
            ("Ban QLDA ĐTXD huyện Kỳ Sơn", "Ban quản lý dự án đầu tư xây dựng huyện Kỳ Sơn"),
            ("Phòng Kĩ thuật", "Phòng Kỹ thuật"),
            ("VP UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh"),
        ],
    )
    def test_spellings_of_one_name_are_alike(self, first, second):
        assert name_key(first) == name_key(second)

    @pytest.mark.parametrize(
        ("first", "second"),
        [
            ("Sở Y tế", "Sở Xây dựng"),
            ("Phòng nghiệp vụ 1", "Phòng nghiệp vụ 2"),
            ("UBND xã Tân Phú", "UBND phường Tân Phú"),
            ("HĐND xã Tân Phú", "UBND xã Tân Phú"),
        ],
    )
    def test_different_names_are_not(self, first, second):
        assert name_key(first) != name_key(second)

    @given(st.text(max_size=60))
    def test_any_text_has_a_key_that_is_its_own_key(self, text):
        key = name_key(text)
        assert name_key(key) == key


@pytest.mark.django_db
class FindTests:
    """Groups of agencies that may be one."""

    def test_same_and_near_names_below_one_agency(self, django_assert_num_queries):
        top = builders.make_agency("ubnd")
        for code, name in [("a", "Sở Y tế"), ("b", "SỞ Y TẾ"), ("c", "Sở KH&CN")]:
            builders.make_agency(code, name=name, parent=top)
        builders.make_agency("d", name="Sở Khoa học và Công nghệ tỉnh", parent=top)
        builders.make_agency("e", name="Sở Xây dựng", parent=top)
        with django_assert_num_queries(1):
            groups = find_duplicates(on=TODAY)
        found = {
            frozenset(each.code for each in group.agencies): group.likeness for group in groups
        }
        assert found == {
            frozenset({"a", "b"}): Likeness.SAME,
            frozenset({"c", "d"}): Likeness.NEAR,
        }

    def test_the_same_division_of_two_agencies_is_none(self):
        for code in ("a", "b"):
            parent = builders.make_agency(code, name=f"Sở {code}")
            builders.make_agency(
                f"{code}-vp", name="Văn phòng", parent=parent, kind=AgencyKind.INTERNAL_UNIT
            )
        assert find_duplicates(on=TODAY) == []

    def test_an_agency_and_its_successor_of_the_same_name_are_none(self):
        after = builders.make_agency("sau", name="Sở Nội vụ")
        builders.make_agency("truoc", name="Sở Nội vụ", valid_to=date(2025, 2, 28), successor=after)
        assert find_duplicates(on=TODAY) == []
        assert len(find_duplicates(on=date(2025, 2, 28))) == 1

    def test_communes_with_codes_of_their_own_are_none(self):
        builders.make_agency("a", name="UBND xã Tân Hoà", national_code="31204")
        builders.make_agency("b", name="UBND xã Tân Hòa", national_code="31207")
        assert find_duplicates(on=TODAY) == []

    def test_bodies_of_two_provinces_are_none(self):
        builders.make_agency("a", name="Sở Xây dựng tỉnh Hà Giang")
        builders.make_agency("b", name="Sở Xây dựng tỉnh Cà Mau")
        assert find_duplicates(on=TODAY) == []

    def test_an_agency_without_a_place_is_compared_with_the_placed(self):
        top = builders.make_agency("ubnd", name="UBND tỉnh")
        builders.make_agency("a", name="Sở Nội vụ", parent=top)
        builders.make_agency("b", name="SỞ NỘI VỤ")
        (group,) = find_duplicates(on=TODAY)
        assert group.likeness == Likeness.UNPLACED
        assert find_duplicates(on=TODAY, among=[top.pk]) == []

    def test_the_screen_lists_them_by_pages(self, client):
        builders.make_site()
        client.force_login(builders.make_user(superuser=True))
        assert client.get(URL).status_code == 200
        for number in range(52):
            for copy in "ab":
                builders.make_agency(f"{copy}-{number}", name=f"Sở số {number}")
        content = client.get(URL).content.decode()
        assert content.count("Sở số") == 100
        assert client.get(URL, {"page": 2}).content.decode().count("Sở số") == 4
        assert client.get(URL, {"page": "x"}).status_code == 404
