from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govportal_wagtail.core.models import Agency
from govportal_wagtail.core.sites import naming
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import BodyKind

CAMAU, VINHLONG, LANGSON, NATIONAL = (
    catalogue.get(code) for code in ("camau-2026", "vinhlong-2021", "langson-2024", "vn-national")
)
VIETNAMESE = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
NAME = st.text(alphabet=VIETNAMESE + VIETNAMESE.upper() + " '-", min_size=1, max_size=80)


def commune(name: str = "Ủy ban nhân dân xã Song Phú", **fields) -> Agency:
    return Agency(name=name, kind="commune_peoples_committee", code="x", **fields)


def department(name: str = "Sở Khoa học và Công nghệ", **fields) -> Agency:
    return Agency(name=name, kind="department", code="s", **fields)


def hosts(agency: Agency, profile, **options) -> list[str]:
    return [each.host for each in naming.suggest_hosts(agency, profile, **options)]


def problems(host: str, body: str, profile, **options) -> list[str]:
    return [str(each) for each in naming.validate_host(host, BodyKind(body), profile, **options)]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Ủy ban nhân dân xã Song Phú", "songphu"),
        ("UBND phường Đống Đa", "dongda"),
        ("Đặc khu Phú Quốc", "phuquoc"),
        ("Ủy ban nhân dân thị trấn Năm Căn", "namcan"),
        ("Xã Đắk R'Lấp", "dakrlap"),
        ("xã Ea H’Leo", "eahleo"),
        ("Xã Xà Phiên", "xaphien"),
        ("Phương Liên", "phuonglien"),
        ("Uỷ ban nhân dân phường Phương Liên", "phuonglien"),
        ("Xa Dung", "xadung"),
        ("Song Phú", "songphu"),
        ("Phường 1", "phuong1"),
        ("PHƯỜNG TÂN THÀNH", "tanthanh"),
        ("", ""),
    ],
)
def test_commune_label_is_the_bare_name(name, label):
    assert naming.commune_label(name) == label


@pytest.mark.parametrize(
    ("name", "abbreviation", "full"),
    [
        ("Sở Khoa học và Công nghệ", "skhcn", "sokhoahocvacongnghe"),
        ("Sở Khoa học và Công nghệ tỉnh Cà Mau", "skhcn", "sokhoahocvacongnghe"),
        ("Sở Văn hóa, Thể thao và Du lịch", "svhttdl", "sovanhoathethaovadulich"),
        ("Thanh tra tỉnh Cà Mau", "tt", "thanhtra"),
    ],
)
def test_agency_labels_leave_out_the_province(name, abbreviation, full):
    assert naming.abbreviation_label(name) == abbreviation
    assert naming.agency_label(name) == full


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Thành phố Hồ Chí Minh", "hochiminhcity"),
        ("Hồ Chí Minh", "hochiminhcity"),
        ("Tỉnh Cà Mau", "camau"),
        ("Ủy ban nhân dân tỉnh Vĩnh Long", "vinhlong"),
        ("Thành phố Đà Nẵng", "danang"),
    ],
)
def test_province_label_knows_the_exception_of_the_decree(name, label):
    assert naming.province_label(name) == label


@given(NAME)
def test_label_of_any_name_is_empty_or_a_label_of_a_host(name):
    for found in (
        naming.label(name),
        naming.commune_label(name),
        naming.agency_label(name),
        naming.abbreviation_label(name),
        naming.province_label(name),
    ):
        assert re.fullmatch(r"[a-z0-9]{0,63}", found)


@given(st.text(max_size=300))
def test_any_text_is_judged_and_never_an_exception(text):
    for body in BodyKind:
        found = naming.validate_host(text, body, CAMAU, agency=commune())
        assert all(each.message for each in found)


@given(NAME)
def test_what_is_suggested_is_valid(name):
    for agency in (commune(name), department(name)):
        for profile in (CAMAU, VINHLONG, LANGSON):
            for found in naming.suggest_hosts(agency, profile):
                body = naming.body_of(agency)
                assert naming.validate_host(found.host, body, profile, agency=agency) == []


@given(NAME)
def test_tones_and_case_make_no_difference(name):
    assert naming.commune_label(name) == naming.commune_label(name.upper())


@pytest.mark.parametrize(
    ("host", "level"), [("camau.gov.vn", 3), ("a.b.gov.vn", 4), ("www.backan.gov.vn", 3)]
)
def test_level_counts_labels_from_the_right(host, level):
    assert naming.level(host) == level


def test_each_profile_suggests_by_its_own_rule():
    assert hosts(commune(), CAMAU) == ["songphu.camau.gov.vn"]
    found = hosts(department(), CAMAU)
    assert found == [
        "skhcn.camau.gov.vn",
        "sokhcn.camau.gov.vn",
        "sokhoahocvacongnghe.camau.gov.vn",
    ]
    assert "sokhoahocvacongnghe.vinhlong.gov.vn" not in hosts(department(), VINHLONG)
    assert "skhcn.vinhlong.gov.vn" in hosts(department(), VINHLONG)
    assert "sokhcn.langson.gov.vn" in hosts(department(), LANGSON)


def test_abbreviation_of_the_register_comes_first():
    agency = department(abbreviation="SKHCN&ĐMST")
    assert hosts(agency, CAMAU)[0] == "skhcndmst.camau.gov.vn"


def test_rule_of_the_districts_is_not_suggested_any_more():
    found = naming.suggest_hosts(commune(), VINHLONG)
    assert [(each.host, each.instrument) for each in found] == [
        ("songphu.vinhlong.gov.vn", "224/2026/NĐ-CP")
    ]
    before = naming.rules_for(BodyKind.COMMUNE, VINHLONG, on=date(2024, 1, 1))
    assert [rule.level for rule, _profile in before] == [5]


def test_portal_of_no_single_province_lends_its_own_host():
    found = hosts(commune(), NATIONAL, portal_host="www.camau.gov.vn")
    assert found == ["songphu.camau.gov.vn"]


def test_syllable_that_looks_like_a_connective_is_kept():
    assert naming.abbreviation_label("Sở Thể thao, Bảo vệ và Vá") == "sttbvv"


def test_development_portal_also_offers_names_to_try_out():
    assert hosts(commune(), CAMAU, portal_host="localhost") == [
        "songphu.camau.gov.vn",
        "songphu.localhost",
    ]


def test_central_bodies_get_no_suggestion():
    assert naming.suggest_hosts(Agency(name="Bộ Nội vụ", kind="ministry"), CAMAU) == []


@pytest.mark.parametrize("host", ["songphu.localhost", "localhost", "english.a.localhost"])
def test_development_hosts_break_no_rule(host):
    assert problems(host, "commune", CAMAU, agency=commune()) == []


@pytest.mark.parametrize(
    ("host", "body", "text"),
    [
        ("songphu.vinhlong.gov.vn", "commune", "điểm b khoản 3 Điều 5"),
        ("a.songphu.camau.gov.vn", "commune", "điểm b khoản 3 Điều 5"),
        ("song-phu.camau.gov.vn", "commune", "điểm b khoản 3 Điều 5"),
        ("camau.gov.vn", "agency", "điểm a khoản 3 Điều 5"),
        ("cong.camau.gov.vn", "portal", "khoản 1 Điều 5"),
    ],
)
def test_broken_rule_is_named_with_its_article(host, body, text):
    (problem,) = problems(host, body, CAMAU)[:1]
    assert text in problem


@pytest.mark.parametrize(
    "host", ["", "Song Phú.camau.gov.vn", "songphu", "a..vn", "-a.gov.vn", "a_b.vn"]
)
def test_malformed_host_is_no_host(host):
    assert len(problems(host, "commune", CAMAU)) == 1


def test_commune_must_bear_its_full_name():
    assert "songphu" in problems("sphu.camau.gov.vn", "commune", CAMAU, agency=commune())[0]


def test_full_name_is_no_abbreviation():
    host = "sokhoahocvacongnghe.vinhlong.gov.vn"
    assert problems(host, "agency", VINHLONG, agency=department())
    assert problems("skhcn.vinhlong.gov.vn", "agency", VINHLONG, agency=department()) == []


def test_body_without_any_rule_stays_below_the_province():
    assert problems("hoi.backan.gov.vn", "organisation", catalogue.get("backan-2018")) == []
    assert problems("hoi.khac.vn", "organisation", catalogue.get("backan-2018"))


def test_language_host_follows_the_portal():
    assert (
        naming.language_host("songphu.camau.gov.vn", "en", CAMAU) == "english.songphu.camau.gov.vn"
    )
    assert naming.language_host("songphu.vinhlong.gov.vn", "en", VINHLONG).startswith("en.")
    assert (
        naming.language_host("a.khanhhoa.gov.vn", "en", catalogue.get("khanhhoa-2018-draft")) == ""
    )
    assert naming.language_host("songphu.camau.gov.vn", "ru", CAMAU) == ""


def test_collisions_of_all_provinces_are_found(shared):
    file = shared / "data/provinces_2026-07.json"
    if not file.exists():
        pytest.skip("The list of provinces is not there.")
    provinces = json.loads(file.read_text(encoding="utf-8"))
    found = [
        names
        for province in provinces
        for names in naming.collisions(ward["FullName"] for ward in province["Wards"]).values()
    ]
    # Eight pairs of one kind; two more of a commune and a ward, whose kind is not in the name.
    same_kind = [names for names in found if len({name.split()[0] for name in names}) == 1]
    assert len(found) == 10
    assert len(same_kind) == 8
    assert ["Xã Văn Lang", "Xã Văn Lăng"] in found


def test_all_communes_get_a_host_name(shared):
    file = shared / "data/provinces_2026-07.json"
    if not file.exists():
        pytest.skip("The list of provinces is not there.")
    for province in json.loads(file.read_text(encoding="utf-8")):
        assert naming.province_label(province["FullName"])
        for ward in province["Wards"]:
            label = naming.commune_label(f"Ủy ban nhân dân {ward['FullName'].lower()}")
            assert label == naming.commune_label(ward["FullName"])
            assert label == re.sub("[^a-z0-9]", "", naming.label(ward["Name"])) or label.endswith(
                naming.label(ward["Name"])
            )


def committee(name: str) -> Agency:
    return Agency(name=name, kind="peoples_committee", code="p")


class PortalOfAProvinceTests:
    """Article 11.4: the portal is called by its province, whatever it runs under today."""

    @pytest.mark.parametrize(
        ("name", "host"),
        [
            ("Ủy ban nhân dân Thành phố Hồ Chí Minh", "hochiminhcity.gov.vn"),
            ("Ủy ban nhân dân tỉnh Vĩnh Long", "vinhlong.gov.vn"),
        ],
    )
    def test_host_follows_the_name_of_the_province(self, name, host):
        assert hosts(committee(name), NATIONAL) == [host]
        agency = committee(name)
        assert problems(host, "portal", NATIONAL, agency=agency) == []
        assert problems(f"www.{host}", "portal", NATIONAL, agency=agency) == []

    def test_another_name_is_refused_even_where_the_portal_runs_under_it(self):
        agency = committee("Ủy ban nhân dân Thành phố Hồ Chí Minh")
        own = {"agency": agency, "portal_host": "hochiminh.gov.vn"}
        (found,) = problems("hochiminh.gov.vn", "portal", NATIONAL, **own)
        assert "hochiminhcity.gov.vn" in found
        assert "11" in found

    @pytest.mark.parametrize("name", ["Ủy ban nhân dân tỉnh", "UBND Thành phố", "Tỉnh"])
    def test_generic_name_gives_no_label(self, name):
        assert naming.province_label(name) == ""
        agency = committee(name)
        assert hosts(agency, NATIONAL) == []
        assert hosts(agency, NATIONAL, portal_host="www.camau.gov.vn") == ["camau.gov.vn"]
        assert problems("camau.gov.vn", "portal", NATIONAL, agency=agency) == []
        assert "gov.vn" in problems("camau.com.vn", "portal", NATIONAL, agency=agency)[0]

    def test_profile_of_one_province_names_the_host_itself(self):
        agency = committee("Ủy ban nhân dân tỉnh Vĩnh Long")
        assert hosts(agency, CAMAU) == ["camau.gov.vn"]


class NoPortalYetTests:
    def test_no_host_holds_a_placeholder(self):
        assert naming.province_host(NATIONAL) == ""
        for agency in (commune(), department(), committee("Ủy ban nhân dân tỉnh")):
            assert hosts(agency, NATIONAL) == []

    def test_name_is_judged_by_what_is_known(self):
        assert problems("songphu.camau.gov.vn", "commune", NATIONAL, agency=commune()) == []
        for wrong in ("songphu.camau.com.vn", "a.songphu.camau.gov.vn", "sp.camau.gov.vn"):
            (found, *_more) = problems(wrong, "commune", NATIONAL, agency=commune())
            assert "{" not in found
