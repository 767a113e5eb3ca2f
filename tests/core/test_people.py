"""People and their posts: who is in office, remarks, lists, scope."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import Person, Post
from govportal_wagtail.core.organisation.findings import findings_about_person
from tests import builders
from tests.core import organisation_builders as make

pytestmark = pytest.mark.django_db
PEOPLE = "wagtailsnippets_govportal_core_person:"
DAY = date(2026, 11, 5)


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [str(each) for each in response.context["object_list"]]


def exported(response) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def texts(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def person_data(agency, *posts, initial=0, **fields):
    data = {"name": "Lò Thị Mận", "agency": agency.pk, "note": "", **fields}
    return data | make.formset("posts", *posts, initial=initial)


def post_row(agency, **fields):
    names = ("title_en", "title_ru", "starts_on", "ends_on", "phone", "fax", "email")
    row = {**dict.fromkeys(names, ""), "rank": 100, "is_public": "on"}
    return {**row, "agency": agency.pk, "title": "Giám đốc", **fields}


class PersonTests:
    """The record of a person."""

    @pytest.mark.parametrize("name", ["", "  ", "123", "..."])
    def test_a_name_has_letters(self, name):
        with pytest.raises(ValidationError) as caught:
            Person(name=name, agency=builders.make_agency()).full_clean()
        assert "name" in caught.value.message_dict

    def test_the_name_is_stored_composed_with_single_blanks(self):
        person = Person(name=" Lò  Thi\u0323 Mận ", agency=builders.make_agency())
        person.full_clean()
        assert person.name == "Lò Thị Mận"


class PostTests:
    """Who holds which post when."""

    @pytest.mark.parametrize(
        ("starts", "ends", "held"),
        [
            (None, None, True),
            (DAY, None, True),
            (None, DAY, True),
            (DAY + timedelta(1), None, False),
            (None, DAY - timedelta(1), False),
        ],
    )
    def test_both_days_belong_to_the_term(self, starts, ends, held):
        post = make.make_post(starts_on=starts, ends_on=ends)
        assert post.holds(on=DAY) is held
        assert Post.objects.current(on=DAY).exists() is held
        assert Post.objects.in_office(on=DAY).exists() is held

    def test_the_head_comes_first_then_the_rank(self):
        agency = builders.make_agency()
        for name, rank, is_head in [("Ba", 2, False), ("Hai", 1, False), ("Một", 9, True)]:
            make.make_post(make.make_person(name, agency), rank=rank, is_head=is_head)
        found = Post.objects.in_office(on=DAY)
        assert [post.person.name for post in found] == ["Một", "Hai", "Ba"]
        assert [post.person.name for post in Post.objects.heads(on=DAY)] == ["Một"]

    def test_focal_officers_of_a_day(self):
        make.make_post(is_focal_officer=True, ends_on=DAY)
        make.make_post(is_focal_officer=False)
        assert Post.objects.focal_officers(on=DAY).count() == 1
        assert not Post.objects.focal_officers(on=DAY + timedelta(1)).exists()


class FindingTests:
    """Remarks that forbid nothing."""

    def test_two_heads_at_the_same_time(self, django_assert_num_queries):
        make.make_post(make.make_person("Vi Văn Sơn"), is_head=True, ends_on=DAY)
        person = make.make_person("Hà Văn Tư")
        post = make.make_post(person, is_head=True, starts_on=DAY)
        with django_assert_num_queries(2):
            (text,) = findings_about_person(person)
        assert "Vi Văn Sơn" in text
        post.starts_on = DAY + timedelta(1)
        post.save()
        assert findings_about_person(person) == []

    def test_the_same_post_twice(self):
        person = make.make_person()
        make.make_post(person, ends_on=DAY)
        second = make.make_post(person, starts_on=DAY)
        assert len(findings_about_person(person)) == 1
        second.starts_on = DAY + timedelta(1)
        second.save()
        assert findings_about_person(person) == []

    def test_a_post_in_another_agency_is_no_matter(self):
        person = make.make_person()
        make.make_post(person)
        make.make_post(person, agency=builders.make_agency("khac"))
        assert findings_about_person(person) == []


class ScreenTests:
    """The list and the form."""

    def test_a_person_is_entered_with_posts(self, admin):
        agency = builders.make_agency()
        response = admin.post(reverse(f"{PEOPLE}add"), person_data(agency, post_row(agency)))
        assert response.status_code == 302, response.context["form"].errors
        person = Person.objects.get()
        assert [post.title for post in person.posts.all()] == ["Giám đốc"]

    def test_two_heads_are_remarked_and_saved(self, admin):
        agency = builders.make_agency()
        make.make_post(make.make_person("Vi Văn Sơn"), is_head=True)
        data = person_data(agency, post_row(agency, is_head="on"))
        response = admin.post(reverse(f"{PEOPLE}add"), data, follow=True)
        assert Person.objects.count() == 2
        assert any("Vi Văn Sơn" in text for text in texts(response))

    def test_a_term_that_ends_first_is_said_next_to_the_field(self, admin):
        agency = builders.make_agency()
        row = post_row(agency, starts_on="2026-11-05", ends_on="2026-11-04")
        response = admin.post(reverse(f"{PEOPLE}add"), person_data(agency, row))
        (errors,) = response.context["form"].formsets["posts"].errors
        assert list(errors) == ["ends_on"]

    def test_the_list_tells_posts_and_is_filtered(self, admin):
        today = timezone.localdate()
        head = make.make_person("Một")
        make.make_post(head, title="Chủ tịch", is_head=True)
        past = make.make_person("Hai", builders.make_agency("khac", name="Khác"))
        make.make_post(past, ends_on=today - timedelta(1))
        focal = make.make_person("Ba")
        make.make_post(focal, is_focal_officer=True)
        url = reverse(f"{PEOPLE}list")
        assert titles(admin.get(url)) == ["Ba", "Hai", "Một"]
        assert titles(admin.get(url, {"office": "today"})) == ["Ba", "Một"]
        assert titles(admin.get(url, {"office": "past"})) == ["Hai"]
        assert titles(admin.get(url, {"office": "head"})) == ["Một"]
        assert titles(admin.get(url, {"office": "focal"})) == ["Ba"]
        assert titles(admin.get(url, {"agency": past.agency_id})) == ["Hai"]
        assert titles(admin.get(url, {"q": "mot"})) == ["Một"]
        assert "Chủ tịch" in admin.get(url).content.decode()
        lines = exported(admin.get(url, {"export": "csv"}))
        assert any("Chủ tịch" in value for value in lines[2].values())
        assert admin.get(url, {"export": "xlsx"}).status_code == 200

    def test_queries_do_not_grow_with_the_people(self, admin):
        url = reverse(f"{PEOPLE}list")

        def queries(number: int) -> int:
            for index in range(number):
                agency = builders.make_agency(f"a-{number}-{index}")
                make.make_post(make.make_person(f"Người {index}", agency))
            with CaptureQueriesContext(connection) as context:
                assert titles(admin.get(url))
            return len(context)

        queries(1)
        assert queries(3) == queries(9)

    def test_a_person_with_a_seat_on_a_board_stays(self, admin):
        person = make.make_person()
        board = make.make_board()
        make.make_seat(board, person, ends_on=date(2020, 1, 1))
        url = reverse(f"{PEOPLE}delete", args=[person.pk])
        for response in (admin.get(url, follow=True), admin.post(url, follow=True)):
            assert response.status_code == 200
            assert any(board.name in text for text in texts(response))
        assert Person.objects.filter(pk=person.pk).exists()

    def test_nor_is_one_deleted_with_many(self, admin):
        person, other = make.make_person(), make.make_person("Khác")
        make.make_seat(make.make_board(), person)
        url = reverse("wagtail_bulk_action", args=("govportal_core", "person", "delete"))
        query = f"{url}?id={person.pk}&id={other.pk}&next=/admin/"
        response = admin.post(query, follow=True)
        assert response.status_code == 200
        assert Person.objects.count() == 2

    def test_a_person_without_a_seat_is_deleted(self, admin):
        person = make.make_person()
        make.make_post(person)
        assert admin.post(reverse(f"{PEOPLE}delete", args=[person.pk])).status_code == 302
        assert not Person.objects.exists()


class FocalOfficerTests:
    """The list that is reported to the portal."""

    def test_lists_those_of_today_and_sites_without_one(self, admin):
        portal = make.make_portal_site()
        agency = builders.make_agency("so-y-te", name="Sở Y tế")
        person = make.make_person("Một", agency)
        make.make_post(person, is_focal_officer=True, phone="0290", title="Chánh Văn phòng")
        make.make_post(make.make_person("Hai"), is_focal_officer=True, ends_on=date(2020, 1, 1))
        url = reverse(f"{PEOPLE}focal_officers")
        response = admin.get(url)
        assert [post.person.name for post in response.context["object_list"]] == ["Một"]
        assert list(response.context["without_officer"]) == [portal]
        (line,) = exported(admin.get(url, {"export": "csv"}))
        assert {"Sở Y tế", "so-y-te", "Một", "Chánh Văn phòng", "0290"} <= set(line.values())
        assert admin.get(url, {"export": "xlsx"}).status_code == 200
        office = builders.make_agency("van-phong", parent=portal.agency)
        make.make_post(make.make_person("Ba"), agency=office, is_focal_officer=True)
        assert not admin.get(url).context["without_officer"]

    def test_queries_do_not_grow(self, admin):
        url = reverse(f"{PEOPLE}focal_officers")

        def queries(number: int) -> int:
            for index in range(number):
                agency = builders.make_agency(f"a-{number}-{index}")
                make.make_post(make.make_person("N", agency), is_focal_officer=True)
                make.make_portal_site(
                    builders.make_agency(f"b-{number}-{index}"), f"h{number}{index}"
                )
            # Wagtail reads the root of each site once and keeps it.
            admin.get(url)
            with CaptureQueriesContext(connection) as context:
                assert admin.get(url).status_code == 200
            return len(context)

        assert queries(3) == queries(8)
