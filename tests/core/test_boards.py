"""Editorial boards: the term, the seats, the head, lists and scope."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.access.accounts import create_account
from govportal_wagtail.core.models import BoardMember, EditorialBoard, Person
from govportal_wagtail.core.organisation.findings import findings_about_board
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.core import organisation_builders as make

pytestmark = pytest.mark.django_db
BOARDS = "wagtailsnippets_govportal_core_editorialboard:"
PEOPLE = "wagtailsnippets_govportal_core_person:"
DAY = date(2026, 11, 5)
BEFORE, AFTER = DAY - timedelta(1), DAY + timedelta(1)


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def titles(response) -> list[str]:
    assert response.status_code == 200
    return [str(each) for each in response.context["object_list"]]


def board_data(portal_site, *seats, initial=0, **fields):
    data = {"portal_site": portal_site.pk, "name": "Ban Biên tập", "decision": ""}
    data |= {"decided_on": "", "standing_body": "", "starts_on": "", "ends_on": "", **fields}
    return data | make.formset("members", *seats, initial=initial)


def seat_row(person, **fields):
    row = {"person": person.pk, "role": RoleCode.BOARD_HEAD.value, "is_concurrent": "on"}
    return {**row, "starts_on": "", "ends_on": "", **fields}


class SeatTests:
    """The days of a seat."""

    @pytest.mark.parametrize(
        ("starts", "ends", "wrong"),
        [
            (None, None, set()),
            (DAY, AFTER, set()),
            (AFTER, DAY, {"ends_on"}),
            (BEFORE, None, {"starts_on"}),
            (None, AFTER + timedelta(1), {"ends_on"}),
            (BEFORE, AFTER + timedelta(1), {"starts_on", "ends_on"}),
            (None, BEFORE, {"ends_on"}),
            (AFTER + timedelta(1), None, {"starts_on"}),
        ],
    )
    def test_lie_within_the_term_of_the_board(self, starts, ends, wrong):
        board = make.make_board(starts_on=DAY, ends_on=AFTER)
        seat = BoardMember(board=board, person=make.make_person(), starts_on=starts, ends_on=ends)
        found: set[str] = set()
        try:
            seat.full_clean()
        except ValidationError as problem:
            found = set(problem.message_dict)
        assert found == wrong

    def test_a_board_without_term_bounds_nothing(self):
        seat = BoardMember(board=make.make_board(), person=make.make_person(), starts_on=BEFORE)
        seat.full_clean()


class FindingTests:
    """Remarks on the head."""

    def test_exactly_one_head_is_remarked_upon_not_forced(self):
        board = make.make_board()
        assert len(findings_about_board(board, on=DAY)) == 1
        make.make_seat(board, ends_on=DAY)
        assert findings_about_board(board, on=DAY) == []
        assert len(findings_about_board(board, on=AFTER)) == 1
        make.make_seat(board, make.make_person("Hai"), starts_on=AFTER)
        assert findings_about_board(board, on=AFTER) == []
        make.make_seat(board, make.make_person("Ba"))
        (text,) = findings_about_board(board, on=AFTER)
        assert "Hai" in text
        assert "Ba" in text

    def test_a_person_seated_twice_is_remarked_upon(self):
        board, person = make.make_board(), make.make_person()
        make.make_seat(board, person)
        make.make_seat(board, person, role=RoleCode.BOARD_SECRETARY)
        assert len(findings_about_board(board, on=DAY)) == 1

    def test_a_board_out_of_office_needs_no_head(self):
        board = make.make_board(ends_on=BEFORE)
        assert findings_about_board(board, on=DAY) == []


class ScreenTests:
    """The list and the form."""

    def test_a_board_is_entered_with_its_members(self, admin):
        site, person = make.make_portal_site(), make.make_person()
        data = board_data(site, seat_row(person, starts_on="2026-11-05"), starts_on="2026-11-05")
        response = admin.post(reverse(f"{BOARDS}add"), data, follow=True)
        assert response.status_code == 200
        board = EditorialBoard.objects.get()
        assert [seat.person for seat in board.members.all()] == [person]

    def test_a_board_without_a_head_is_saved_with_a_remark(self, admin):
        response = admin.post(
            reverse(f"{BOARDS}add"), board_data(make.make_portal_site()), follow=True
        )
        assert EditorialBoard.objects.count() == 1
        levels = [message.level_tag for message in response.context["messages"]]
        assert levels.count("warning") == 1

    def test_a_seat_beyond_the_term_is_said_next_to_the_field(self, admin):
        seat = seat_row(make.make_person(), starts_on="2026-11-04", ends_on="2026-11-06")
        data = board_data(
            make.make_portal_site(), seat, starts_on="2026-11-05", ends_on="2026-11-05"
        )
        response = admin.post(reverse(f"{BOARDS}add"), data)
        (errors,) = response.context["form"].formsets["members"].errors
        assert set(errors) == {"starts_on", "ends_on"}
        assert not EditorialBoard.objects.exists()

    def test_term_and_seat_are_moved_together(self, admin):
        board = make.make_board(starts_on=DAY, ends_on=DAY)
        seat = make.make_seat(board, starts_on=DAY, ends_on=DAY)
        row = seat_row(seat.person, id=seat.pk, starts_on=BEFORE, ends_on=AFTER)
        data = board_data(
            board.portal_site, row, initial=1, starts_on=BEFORE, ends_on=AFTER, name=board.name
        )
        response = admin.post(reverse(f"{BOARDS}edit", args=[board.pk]), data)
        assert response.status_code == 302, response.context["form"].formsets["members"].errors
        seat.refresh_from_db()
        assert (seat.starts_on, seat.ends_on) == (BEFORE, AFTER)

    def test_a_shorter_term_finds_the_seats_it_leaves_outside(self, admin):
        board = make.make_board()
        seat = make.make_seat(board, ends_on=AFTER)
        row = seat_row(seat.person, id=seat.pk, ends_on=AFTER)
        data = board_data(board.portal_site, row, initial=1, ends_on=DAY, name=board.name)
        response = admin.post(reverse(f"{BOARDS}edit", args=[board.pk]), data)
        (errors,) = response.context["form"].formsets["members"].errors
        assert set(errors) == {"ends_on"}

    def test_the_list_tells_the_head_and_is_filtered(self, admin):
        site, today = make.make_portal_site(), timezone.localdate()
        make.make_seat(
            make.make_board(site, name="Một", decision="12/QĐ-UBND"), make.make_person("Sơn")
        )
        make.make_board(site, name="Hai")
        make.make_board(site, name="Ba", ends_on=today - timedelta(1))
        url = reverse(f"{BOARDS}list")
        assert titles(admin.get(url)) == ["Ba", "Hai", "Một"]
        assert titles(admin.get(url, {"term": "today"})) == ["Hai", "Một"]
        assert titles(admin.get(url, {"term": "past"})) == ["Ba"]
        assert titles(admin.get(url, {"term": "headless"})) == ["Hai"]
        assert titles(admin.get(url, {"portal_site": site.pk})) == ["Ba", "Hai", "Một"]
        assert titles(admin.get(url, {"q": "12/QĐ"})) == ["Một"]
        assert titles(admin.get(url, {"ordering": "-member_count"}))[0] == "Một"
        assert "Sơn" in admin.get(url).content.decode()
        response = admin.get(url, {"export": "csv"})
        text = b"".join(response.streaming_content).decode("utf-8")
        lines = list(csv.DictReader(io.StringIO(text)))
        assert "Sơn" in lines[2].values()
        assert admin.get(url, {"export": "xlsx"}).status_code == 200

    def test_queries_do_not_grow_with_the_boards(self, admin):
        url = reverse(f"{BOARDS}list")

        def queries(number: int) -> int:
            for index in range(number):
                agency = builders.make_agency(f"a-{number}-{index}")
                site = make.make_portal_site(agency, f"h{number}-{index}.localhost")
                make.make_seat(make.make_board(site), make.make_person("N", agency))
            # Wagtail reads the root of each site once and keeps it.
            admin.get(url)
            with CaptureQueriesContext(connection) as context:
                assert titles(admin.get(url))
            return len(context)

        assert queries(3) == queries(8)


class ScopeTests:
    """A site sees its own people and boards, and nobody else's."""

    @pytest.fixture
    def two(self, client):
        """Two sites with a person and a board each; the client works on the first."""
        found = []
        for code in ("mot", "hai"):
            agency = builders.make_agency(code, name=f"Sở {code}")
            site = make.make_portal_site(agency, "localhost" if code == "mot" else "hai.localhost")
            site.body = "agency"
            site.save()
            found.append((site, make.make_person(f"Người {code}", agency), make.make_board(site)))
        user = create_account(
            username="can-bo",
            email="can-bo@example.com",
            agency=found[0][0].agency,
            portal_site=found[0][0],
            roles=[RoleCode.SITE_ADMIN],
        ).user
        codenames = [
            f"{action}_{name}"
            for action in ("add", "change", "delete")
            for name in ("person", "editorialboard")
        ]
        user.user_permissions.add(
            *Permission.objects.filter(codename__in=[*codenames, "access_admin"])
        )
        client.force_login(type(user).objects.get(pk=user.pk))
        return found

    def test_the_lists_hold_their_own_only(self, client, two):
        assert titles(client.get(reverse(f"{PEOPLE}list"))) == ["Người mot"]
        assert titles(client.get(reverse(f"{BOARDS}list"))) == [two[0][2].name]

    @pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
    def test_no_view_opens_those_of_another(self, client, two, view):
        for name, record in ((PEOPLE, two[1][1]), (BOARDS, two[1][2])):
            url = reverse(f"{name}{view}", args=[record.pk])
            for response in (client.get(url), client.post(url)):
                assert response.status_code in {302, 403, 404, 405}
        assert Person.objects.filter(pk=two[1][1].pk).exists()

    def test_a_person_cannot_be_put_into_another_agency(self, client, two):
        data = {"name": "Mới", "agency": two[1][0].agency_id, "note": ""} | make.formset("posts")
        response = client.post(reverse(f"{PEOPLE}add"), data)
        assert "agency" in response.context["form"].errors
        data["agency"] = two[0][0].agency_id
        assert client.post(reverse(f"{PEOPLE}add"), data).status_code == 302

    def test_nor_a_board_onto_another_site_nor_with_others_people(self, client, two):
        url = reverse(f"{BOARDS}add")
        response = client.post(url, board_data(two[1][0]))
        assert "portal_site" in response.context["form"].errors
        response = client.post(url, board_data(two[0][0], seat_row(two[1][1])))
        (errors,) = response.context["form"].formsets["members"].errors
        assert set(errors) == {"person"}
        assert client.post(url, board_data(two[0][0], seat_row(two[0][1]))).status_code == 302

    def test_the_choosers_offer_their_own_only(self, client, two):
        url = reverse("wagtailsnippetchoosers_govportal_core_person:choose")
        content = client.get(url).json()["html"]
        assert "Người mot" in content
        assert "Người hai" not in content
        chosen = reverse("wagtailsnippetchoosers_govportal_core_person:chosen", args=[two[1][1].pk])
        assert client.get(chosen).status_code == 404
        content = client.get(reverse("govportal_own_agencies:choose")).json()["html"]
        assert "Sở mot" in content
        assert "Sở hai" not in content
        chosen = reverse("govportal_own_agencies:chosen", args=[two[1][0].agency_id])
        assert client.get(chosen).status_code == 404

    def test_the_focal_officers_are_their_own(self, client, two):
        for _site, person, _board in two:
            make.make_post(person, is_focal_officer=True)
        response = client.get(reverse(f"{PEOPLE}focal_officers"))
        assert [post.person.name for post in response.context["object_list"]] == ["Người mot"]

    def test_a_post_elsewhere_entered_by_others_does_not_block_the_person(self, client, two):
        person = two[0][1]
        elsewhere = make.make_post(person, agency=two[1][0].agency)
        names = ("title_en", "title_ru", "starts_on", "ends_on", "phone", "fax", "email")
        row = {"id": elsewhere.pk, "agency": elsewhere.agency_id, "title": "Ủy viên", "rank": 1}
        data = {"name": person.name, "agency": person.agency_id, "note": ""}
        data |= make.formset("posts", {**dict.fromkeys(names, ""), **row}, initial=1)
        response = client.post(reverse(f"{PEOPLE}edit", args=[person.pk]), data)
        assert response.status_code == 302
        elsewhere.refresh_from_db()
        assert elsewhere.title == "Ủy viên"
