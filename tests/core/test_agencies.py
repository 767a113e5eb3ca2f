"""The rules of an agency: code, place in the tree, existence, succession, screens."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.urls import reverse

from govportal_wagtail.core.models import Agency, AgencyKind, AgencyLevel
from govportal_wagtail.core.sites.naming import body_of
from govportal_wagtail.regulation.vocabulary import BodyKind
from tests import builders

pytestmark = pytest.mark.django_db
AGENCIES = "wagtailsnippets_govportal_core_agency:"


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def errors_of(agency: Agency) -> set[str]:
    try:
        agency.full_clean()
    except ValidationError as problem:
        return set(problem.message_dict)
    return set()


def fields_of(agency: Agency, **changes) -> dict[str, object]:
    names = [field.name for field in Agency._meta.concrete_fields if field.name != "id"]
    values = {name: getattr(agency, name) for name in names}
    values |= {"parent": agency.parent_id, "successor": agency.successor_id} | changes
    return {name: "" if value is None else value for name, value in values.items()}


class RuleTests:
    """What an agency may not be."""

    @pytest.mark.parametrize("code", ["Sở-Nội-Vụ", "SNV", "so_noi_vu_", "-so", "so noi vu"])
    def test_a_new_code_is_small_ascii(self, code):
        assert "code" in errors_of(Agency(name="Sở Nội vụ", code=code))

    @pytest.mark.parametrize("code", ["so-noi-vu", "ubnd2", "a_b", "xa--tan"])
    def test_a_code_in_form_is_taken(self, code):
        assert errors_of(Agency(name="Sở Nội vụ", code=code)) == set()

    def test_a_code_entered_before_the_rule_does_not_block_the_record(self):
        agency = builders.make_agency("SNV")
        assert errors_of(agency) == set()

    def test_texts_are_stored_composed_and_on_one_line(self):
        name = unicodedata.normalize("NFD", "Sở  Nội\nvụ ")
        agency = Agency(name=name, code="snv", address=unicodedata.normalize("NFD", " Số 1"))
        agency.full_clean()
        assert (agency.name, agency.address) == ("Sở Nội vụ", "Số 1")

    @pytest.mark.parametrize("depth", [1, 2, 5])
    def test_an_agency_cannot_lie_below_itself_at_any_depth(self, depth):
        top = last = builders.make_agency("a-0")
        for number in range(1, depth):
            last = builders.make_agency(f"a-{number}", parent=last)
        top.parent = last
        assert errors_of(top) == {"parent"}

    def test_a_circle_elsewhere_does_not_hang_the_check(self):
        first, second = builders.make_agency("a"), builders.make_agency("b")
        Agency.objects.filter(pk=first.pk).update(parent=second)
        Agency.objects.filter(pk=second.pk).update(parent=first)
        first.refresh_from_db()
        assert errors_of(builders.make_agency("c", parent=first)) == set()

    def test_succession_does_not_lead_back(self):
        first = builders.make_agency("a")
        second = builders.make_agency("b", successor=first)
        first.successor = second
        assert errors_of(first) == {"successor"}

    def test_the_successor_did_not_end_first(self):
        gone = builders.make_agency("a", valid_to=date(2025, 2, 28))
        late = Agency(name="B", code="b", valid_to=date(2025, 2, 28), successor=gone)
        assert errors_of(late) == {"successor"}
        late.valid_to = date(2025, 2, 27)
        assert errors_of(late) == set()

    def test_the_last_day_is_not_before_the_first(self):
        days = {"valid_from": date(2025, 7, 2), "valid_to": date(2025, 7, 1)}
        assert errors_of(Agency(name="B", code="b", **days)) == {"valid_to"}


class SuccessionTests:
    """Who carries on today."""

    def test_the_chain_is_followed_to_those_that_exist(self, django_assert_num_queries):
        today = builders.make_agency("nay", name="Sở Tài chính")
        other = builders.make_agency("khac", name="Sở Xây dựng")
        middle = builders.make_agency("giua", valid_to=date(2025, 2, 28), successor=today)
        middle.further_successors.add(other)
        first = builders.make_agency("dau", valid_to=date(2016, 1, 1), successor=middle)
        with django_assert_num_queries(3):
            assert {each.code for each in first.current_successors} == {"nay", "khac"}
        assert today.current_successors == []

    def test_a_circle_ends(self):
        first = builders.make_agency("a", valid_to=date(2020, 1, 1))
        second = builders.make_agency("b", valid_to=date(2020, 1, 1), successor=first)
        Agency.objects.filter(pk=first.pk).update(successor=second)
        assert Agency.objects.get(code="a").current_successors == []

    def test_a_document_of_a_dissolved_district_keeps_its_issuer(self):
        home = builders.make_site().root_page
        district = builders.make_agency(
            "ubnd-huyen-muong-lat",
            name="Ủy ban nhân dân huyện Mường Lát",
            kind=AgencyKind.DISTRICT_PEOPLES_COMMITTEE,
            level=AgencyLevel.DISTRICT,
        )
        page = builders.make_document(
            builders.make_library(home), "12/2024/QĐ-UBND", issuer=district
        )
        district.valid_to = date(2025, 6, 30)
        district.successor = builders.make_agency("ubnd-xa-muong-lat", name="UBND xã Mường Lát")
        district.full_clean()
        district.save()
        page.refresh_from_db()
        assert page.issuer == district
        assert [each.code for each in page.issuer.current_successors] == ["ubnd-xa-muong-lat"]
        with pytest.raises(Exception, match="protected"):
            district.delete()


class BodyKindTests:
    """What the rules on sites call an agency."""

    @pytest.mark.parametrize(
        ("kind", "level", "body"),
        [
            ("peoples_committee", "province", BodyKind.PORTAL),
            ("department", "province", BodyKind.AGENCY),
            ("pc_office", "province", BodyKind.AGENCY),
            ("public_service_unit", "province", BodyKind.PUBLIC_SERVICE_UNIT),
            ("district_peoples_committee", "district", BodyKind.DISTRICT),
            ("commune_peoples_committee", "commune", BodyKind.COMMUNE),
            ("other", "province", BodyKind.ORGANISATION),
            ("department", "district", None),
            ("pc_office", "commune", None),
            ("internal_unit", "province", None),
            ("chair", "province", None),
            ("ministry", "central", None),
        ],
    )
    def test_each_kind(self, kind, level, body):
        assert Agency(kind=kind, level=level).body_kind is body

    def test_a_site_follows_the_same_answer_and_the_council_of_a_commune_gets_none(self):
        for kind in AgencyKind:
            for level in AgencyLevel:
                agency = Agency(kind=kind, level=level)
                is_council = kind == AgencyKind.COMMUNE_PEOPLES_COUNCIL
                assert body_of(agency) is (None if is_council else agency.body_kind)

    def test_every_kind_and_level_has_an_answer(self):
        for kind in AgencyKind:
            for level in AgencyLevel:
                found = Agency(kind=kind, level=level).body_kind
                assert found is None or found in BodyKind


class FormTests:
    """The screen of one agency."""

    def test_further_successors_are_named_by_code(self, admin):
        first, second, third = (builders.make_agency(code) for code in ("a", "b", "c"))
        data = fields_of(first, successor=second.pk, further_successors="c")
        response = admin.post(reverse(f"{AGENCIES}edit", args=[first.pk]), data)
        assert response.status_code == 302, response.context["form"].errors
        assert list(first.further_successors.all()) == [third]
        assert first.further_successor_codes == "c"
        content = admin.get(reverse(f"{AGENCIES}edit", args=[first.pk])).content.decode()
        assert 'value="c"' in content

    @pytest.mark.parametrize(
        ("typed", "successor", "field"),
        [
            ("khong-co", "b", "further_successors"),
            ("a", "b", "further_successors"),
            ("b", "b", "further_successors"),
            ("c", "", "successor"),
        ],
    )
    def test_what_contradicts_is_said_next_to_the_field(self, admin, typed, successor, field):
        first, second, _third = (builders.make_agency(code) for code in ("a", "b", "c"))
        chosen = second.pk if successor else ""
        data = fields_of(first, successor=chosen, further_successors=typed)
        response = admin.post(reverse(f"{AGENCIES}edit", args=[first.pk]), data)
        assert field in response.context["form"].errors

    def test_an_agency_that_is_named_elsewhere_is_not_deleted(self, admin):
        parent = builders.make_agency("cha")
        child = builders.make_agency("con", parent=parent)
        response = admin.post(reverse(f"{AGENCIES}delete", args=[parent.pk]), follow=True)
        assert response.status_code == 200
        assert Agency.objects.filter(pk=parent.pk).exists()
        assert [message.level_tag for message in response.context["messages"]] == ["error"]
        admin.post(reverse(f"{AGENCIES}delete", args=[child.pk]))
        assert not Agency.objects.filter(pk=child.pk).exists()

    def test_the_register_is_changed_by_those_with_the_permission_only(self, client):
        builders.make_site()
        agency = builders.make_agency()
        user = builders.make_user()
        user.user_permissions.add(
            Permission.objects.get(codename="access_admin"),
            Permission.objects.get(codename="view_agency"),
        )
        client.force_login(user)
        response = client.post(
            reverse(f"{AGENCIES}edit", args=[agency.pk]), fields_of(agency, name="Khác")
        )
        assert response.status_code == 302
        agency.refresh_from_db()
        assert agency.name != "Khác"
