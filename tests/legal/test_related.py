"""Documents on the pages about people and agencies: whose they are, and whose they are not."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import AgencyKind
from govportal_wagtail.core.registries import agency_parts, person_parts
from govportal_wagtail.legal.related import SHOWN, issued_documents, signed_documents
from tests import builders
from tests.core.organisation_builders import make_person, make_post

pytestmark = pytest.mark.django_db
NAME = "Lê Thị Hoa"


@pytest.fixture
def home():
    return builders.make_site().root_page


@pytest.fixture
def library(home):
    return builders.make_library(home)


@pytest.fixture
def agency():
    return builders.make_agency()


@pytest.fixture
def person(agency):
    post = make_post(make_person(NAME, agency), agency=agency, title="Chủ tịch")
    return post.person


@pytest.fixture
def request_of(rf):
    return rf.get("/")


def symbols(context):
    return [each.symbol for each in context["items"]] if context else None


def test_both_parts_are_registered():
    assert person_parts.get("documents").context is signed_documents
    assert agency_parts.get("documents").context is issued_documents


def test_the_newest_that_the_person_signed_come_first(library, home, person, request_of):
    for day in range(1, SHOWN + 4):
        builders.make_document(
            library, f"{day}/2026/QĐ-UBND", signer=NAME, issued_on=date(2026, 1, day)
        )
    found = signed_documents(person, home, request_of)
    assert symbols(found) == [f"{day}/2026/QĐ-UBND" for day in range(SHOWN + 3, 3, -1)]
    assert found["more_url"] == f"{library.url}?signer=le-thi-hoa"
    assert found["items"][0].address


def test_the_link_leads_to_a_list_of_the_same_documents(library, home, person, rf, client):
    builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME)
    builders.make_document(library, "2/2026/QĐ-UBND", signer="Trần Bình")
    found = signed_documents(person, home, rf.get("/"))
    response = client.get(found["more_url"])
    assert [each.symbol for each in response.context_data["entries"]] == ["1/2026/QĐ-UBND"]


def test_spelling_of_letters_is_no_difference(library, home, person, request_of):
    builders.make_document(library, "1/2026/QĐ-UBND", signer="LÊ  THỊ HOA")
    assert symbols(signed_documents(person, home, request_of)) == ["1/2026/QĐ-UBND"]


def test_somebody_of_another_name_is_told_apart_by_the_marks(library, home, person, request_of):
    builders.make_document(library, "1/2026/QĐ-UBND", signer="Lê Thị Hòa")
    assert signed_documents(person, home, request_of) is None


def test_a_namesake_of_another_agency_is_told_apart(library, home, person, request_of):
    other = builders.make_agency("so-y-te", name="Sở Y tế", kind=AgencyKind.DEPARTMENT)
    builders.make_document(library, "1/2026/QĐ-SYT", signer=NAME, issuer=other)
    assert signed_documents(person, home, request_of) is None


def test_what_a_chairperson_signs_in_the_own_name_counts(library, home, person, agency, request_of):
    chair = builders.make_agency("chu-tich", name="Chủ tịch", kind=AgencyKind.CHAIR, parent=agency)
    builders.make_document(library, "1/2026/QĐ-CT", signer=NAME, issuer=chair)
    assert symbols(signed_documents(person, home, request_of)) == ["1/2026/QĐ-CT"]


def test_an_earlier_post_counts_and_one_that_is_not_public_does_not(
    library, home, person, request_of
):
    builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME)
    person.posts.update(ends_on=date(2026, 3, 1))
    assert signed_documents(person, home, request_of) is not None
    person.posts.update(is_public=False)
    assert signed_documents(person, home, request_of) is None


@pytest.mark.parametrize("name", ["", "  ", "---"])
def test_a_name_without_letters_signed_nothing(library, home, agency, request_of, name):
    post = make_post(make_person(name, agency), agency=agency)
    builders.make_document(library, "1/2026/QĐ-UBND", signer="")
    assert signed_documents(post.person, home, request_of) is None


def test_drafts_closed_libraries_and_other_sites_are_left_out(
    library, home, person, agency, request_of
):
    builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME, publish=False)
    closed = builders.make_library(home, title="Nội bộ")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    builders.make_document(closed, "2/2026/QĐ-UBND", signer=NAME)
    elsewhere = builders.make_library(builders.make_site("so.example.vn").root_page)
    builders.make_document(elsewhere, "3/2026/QĐ-UBND", signer=NAME)
    assert signed_documents(person, home, request_of) is None
    assert issued_documents(agency, home, request_of) is None


def test_an_agency_has_what_it_issued(library, home, agency, request_of):
    other = builders.make_agency("so-y-te", name="Sở Y tế", kind=AgencyKind.DEPARTMENT)
    builders.make_document(library, "1/2026/QĐ-UBND", issued_on=date(2026, 1, 1))
    builders.make_document(library, "2/2026/QĐ-UBND", issued_on=date(2026, 2, 1))
    builders.make_document(library, "3/2026/QĐ-SYT", issuer=other)
    found = issued_documents(agency, home, request_of)
    assert symbols(found) == ["2/2026/QĐ-UBND", "1/2026/QĐ-UBND"]
    assert found["more_url"] == f"{library.url}?issuer={agency.code}"


@pytest.mark.parametrize("part", ["person", "agency"])
def test_the_queries_do_not_grow(library, home, person, agency, request_of, part):
    def ask():
        if part == "person":
            return signed_documents(person, home, request_of)
        return issued_documents(agency, home, request_of)

    def cost():
        ask()
        with CaptureQueriesContext(connection) as queries:
            assert ask()["items"]
        return len(queries)

    for number in range(1, 3):
        builders.make_document(library, f"{number}/2026/QĐ-UBND", signer=NAME)
    few = cost()
    for number in range(3, 12):
        builders.make_document(library, f"{number}/2026/QĐ-UBND", signer=NAME)
    assert cost() == few


class NamesakeTests:
    """Two people of one name in one agency: each with what they signed in their own term."""

    @pytest.fixture
    def other(self, agency):
        return make_person(NAME, agency)

    def test_they_are_told_apart_by_their_terms(
        self, library, home, person, other, agency, request_of
    ):
        person.posts.update(starts_on=date(2026, 1, 1))
        make_post(other, agency=agency, starts_on=date(2020, 1, 1), ends_on=date(2025, 12, 31))
        builders.make_document(library, "1/2024/QĐ-UBND", signer=NAME, issued_on=date(2024, 5, 1))
        builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME, issued_on=date(2026, 5, 1))
        assert symbols(signed_documents(person, home, request_of)) == ["1/2026/QĐ-UBND"]
        assert symbols(signed_documents(other, home, request_of)) == ["1/2024/QĐ-UBND"]

    def test_what_either_may_have_signed_is_shown_for_neither(
        self, library, home, person, other, agency, request_of
    ):
        person.posts.update(starts_on=date(2020, 1, 1))
        make_post(other, agency=agency, starts_on=date(2020, 1, 1))
        builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME, issued_on=date(2026, 5, 1))
        assert signed_documents(person, home, request_of) is None
        assert signed_documents(other, home, request_of) is None

    def test_a_namesake_of_another_agency_takes_nothing_away(
        self, library, home, person, other, request_of
    ):
        elsewhere = builders.make_agency("so-y-te", name="Sở Y tế", kind=AgencyKind.DEPARTMENT)
        make_post(other, agency=elsewhere)
        builders.make_document(library, "1/2026/QĐ-UBND", signer=NAME)
        assert symbols(signed_documents(person, home, request_of)) == ["1/2026/QĐ-UBND"]
