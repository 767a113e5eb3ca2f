"""The inbox of questions: whose questions, which filters, what a row and a file say."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from govportal_wagtail.questions.models import Question
from govportal_wagtail.questions.staff import columns
from govportal_wagtail.questions.vocabulary import Outcome, QuestionState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.builders import (
    ASKER,
    make_addition,
    make_answering_agency,
    make_question,
    make_topic,
)
from tests.questions.staff_builders import make_desk, make_person

pytestmark = pytest.mark.django_db

MARKS = ("Dấu Tiêu Đề", "Dấu nội dung", *(str(value) for value in ASKER.values()))


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def ask(desk):
    """``ask(**fields)``: a question of the portal, by default just received."""

    def put(**fields):
        return make_question(fields.pop("portal_site", desk.portal_site), **fields)

    return put


def inbox(user, **query):
    return browse(user).get(reverse("questions:index"), query)


def shown(response) -> set[Question]:
    assert response.status_code == 200
    return set(response.context["object_list"])


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


class WhatWaitsTests:
    def test_each_sees_first_what_they_may_act_on(self, desk, ask):
        new = ask()
        given = ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        to_sign = ask(state=QuestionState.TO_SIGN, agency=desk.agency, writer=desk.officer)
        to_approve = ask(state=QuestionState.TO_APPROVE, agency=desk.agency, writer=desk.officer)
        ask(outcome=Outcome.WITHDRAWN, state=QuestionState.CLOSED)
        assert shown(inbox(desk.secretary)) == {new}
        assert shown(inbox(desk.officer)) == {given}
        assert shown(inbox(desk.head)) == {given, to_sign}
        assert shown(inbox(desk.board_head)) == {new, to_approve}

    def test_what_waits_for_the_asker_waits_for_nobody_until_the_day_is_past(self, desk, ask):
        question = ask(state=QuestionState.WAITING, agency=desk.agency)
        question.additions.update(reply_until=in_days(0))
        assert shown(inbox(desk.officer)) == set()
        question.additions.update(reply_until=in_days(-1))
        assert shown(inbox(desk.officer)) == {question}

    def test_an_agency_with_nobody_has_the_intake_act_for_it(self, desk, ask):
        alone = make_answering_agency("so-khcn", "Sở Khoa học và Công nghệ")
        given = ask(state=QuestionState.ASSIGNED, agency=alone)
        to_sign = ask(state=QuestionState.TO_SIGN, agency=alone, writer=desk.secretary)
        assert shown(inbox(desk.secretary)) == {given, to_sign}
        make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=alone)
        assert shown(inbox(desk.secretary)) == {to_sign}
        make_person(desk.place, RoleCode.UNIT_HEAD, agency=alone)
        assert shown(inbox(desk.secretary)) == set()

    def test_what_another_has_claimed_waits_for_nobody_else(self, desk, ask):
        question = ask(claimed_by=desk.board_head)
        assert shown(inbox(desk.secretary)) == set()
        assert shown(inbox(desk.board_head)) == {question}
        assert shown(inbox(desk.board_head, queue="claimed")) == {question}
        assert shown(inbox(desk.secretary, queue="claimed")) == set()

    def test_everything_is_a_choice(self, desk, ask):
        new = ask()
        given = ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        closed = ask(outcome=Outcome.WITHDRAWN, state=QuestionState.CLOSED)
        assert shown(inbox(desk.secretary, queue="open")) == {new, given}
        assert shown(inbox(desk.secretary, queue="all")) == {new, given, closed}

    def test_questions_of_other_agencies_and_sites_are_not_there(self, desk, ask):
        other = make_answering_agency("so-y-te", "Sở Y tế")
        stranger = make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=other)
        ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        commune = make_place("Commune", portal=desk.place)
        assert shown(inbox(stranger, queue="all")) == set()
        assert shown(inbox(commune.user(RoleCode.BOARD_SECRETARY), queue="all")) == set()

    @pytest.mark.parametrize(
        "role",
        [RoleCode.CONTRIBUTOR, RoleCode.OPERATOR, RoleCode.TRANSLATOR, RoleCode.SITE_ADMIN],
    )
    def test_other_roles_have_no_inbox(self, desk, role):
        user = desk.place.user(role)
        assert inbox(user).status_code == 302
        home = browse(user).get(reverse("wagtailadmin_home")).content.decode()
        assert f'href="{reverse("questions:index")}"' not in home
        assert reverse("questions:enter") not in home

    def test_a_user_without_a_role_has_none(self, desk):
        assert inbox(make_user("la")).status_code in (302, 403)

    def test_it_is_in_the_menu_and_on_the_first_page(self, desk, ask):
        ask(due_on=in_days(-1))
        home = browse(desk.secretary).get(reverse("wagtailadmin_home")).content.decode()
        assert reverse("questions:index") in home
        assert reverse("questions:enter") in home
        assert f"{reverse('questions:index')}?due=late" in home


class FilterTests:
    def test_by_state_outcome_topic_agency_and_complaint(self, desk, ask):
        topic = make_topic()
        first = ask(topic=topic, is_complaint=True)
        second = ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        third = ask(outcome=Outcome.OUT_OF_SCOPE, state=QuestionState.CLOSED)
        user = desk.secretary
        assert shown(inbox(user, queue="all", state="assigned")) == {second}
        assert shown(inbox(user, queue="all", outcome="out_of_scope")) == {third}
        assert shown(inbox(user, queue="all", topic=topic.pk)) == {first}
        assert shown(inbox(user, queue="all", agency=desk.agency.pk)) == {second}
        assert shown(inbox(user, queue="all", complaint="true")) == {first}

    def test_by_the_last_day(self, desk, ask):
        late, today, week = ask(), ask(), ask()
        for question, days in ((late, -1), (today, 0), (week, 6)):
            Question.objects.filter(pk=question.pk).update(due_on=in_days(days))
        closed = ask(outcome=Outcome.WITHDRAWN, state=QuestionState.CLOSED)
        Question.objects.filter(pk=closed.pk).update(due_on=in_days(-9))
        user = desk.secretary
        assert shown(inbox(user, queue="all", due="late")) == {late}
        assert shown(inbox(user, queue="all", due="today")) == {today}
        assert shown(inbox(user, queue="all", due="week")) == {today, week}

    def test_by_site_for_who_has_several(self, desk, ask):
        commune = make_place("Commune", portal=desk.place)
        here, there = ask(), ask(portal_site=commune.portal_site)
        user = desk.secretary
        assert shown(inbox(user, queue="all")) >= {here}
        head = desk.board_head
        assert shown(inbox(head, queue="all")) == {here, there}
        assert shown(inbox(head, queue="all", portal_site=commune.portal_site.pk)) == {there}

    def test_agencies_that_answer_nothing_of_the_user_are_no_choice(self, desk, ask):
        ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        make_answering_agency("so-bi-an", "Sở Bí ẩn")
        assert "Sở Bí ẩn" not in inbox(desk.secretary, queue="all").content.decode()


class SearchTests:
    def test_by_number_or_code_and_by_nothing_that_is_personal(self, desk, ask):
        one = ask(title="Dấu Tiêu Đề", text="Dấu nội dung")
        two = ask()
        user = desk.secretary
        assert shown(inbox(user, queue="all", q=one.number[-6:])) == {one}
        assert shown(inbox(user, queue="all", q=f"{two.code[:4]}-{two.code[4:]}".lower())) == {two}
        for mark in MARKS:
            assert shown(inbox(user, queue="all", q=mark)) == set()


class RowTests:
    def test_a_row_has_number_title_state_agency_and_how_late_it_is(self, desk, ask):
        question = ask(
            state=QuestionState.ASSIGNED, agency=desk.agency, topic=make_topic(), title="Cấp đổi"
        )
        Question.objects.filter(pk=question.pk).update(due_on=in_days(-2))
        question.refresh_from_db()
        text = inbox(desk.officer).content.decode()
        with translation.override("vi"):
            state, late = question.get_state_display(), columns.due(question).words
        for words in (question.number, "Cấp đổi", state, "Đất đai", desk.agency.name, late):
            assert words in text
        assert "gpe-due--late" in text

    def test_a_title_cannot_bring_markup(self, desk, ask):
        ask(title="<script>alert(1)</script>")
        text = inbox(desk.secretary).content.decode()
        assert "<script>alert(1)" not in text
        assert "&lt;script&gt;alert(1)" in text

    def test_an_erased_text_is_no_error(self, desk, ask):
        question = ask()
        question.content.delete()
        assert shown(inbox(desk.secretary)) == {question}

    def test_nothing_of_the_list_is_cached(self, desk, ask):
        assert "no-store" in inbox(desk.secretary)["Cache-Control"]


class ExportTests:
    def test_csv_and_xlsx_hold_no_personal_data(self, desk, ask):
        question = ask(title="Dấu Tiêu Đề", text="Dấu nội dung", topic=make_topic())
        text = inbox(desk.secretary, export="csv").getvalue().decode()
        (_heading, row) = csv.reader(io.StringIO(text))
        assert question.number in row
        sheet = load_workbook(io.BytesIO(inbox(desk.secretary, export="xlsx").getvalue())).active
        cells = [str(cell.value) for line in sheet.iter_rows() for cell in line]
        assert question.number in cells
        for mark in (*MARKS, question.code, question.secret_hash):
            assert mark not in text
            assert all(mark not in cell for cell in cells)

    def test_no_cell_is_run_as_a_formula(self, desk, ask):
        ask(topic=make_topic("xau", name="=1+1"))
        text = inbox(desk.secretary, export="csv").getvalue().decode()
        assert "'=1+1" in text

    def test_what_others_may_not_see_is_in_no_file(self, desk, ask):
        other = make_answering_agency("so-y-te", "Sở Y tế")
        stranger = make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=other)
        question = ask(state=QuestionState.ASSIGNED, agency=desk.agency)
        text = inbox(stranger, queue="all", export="csv").getvalue().decode()
        assert question.number not in text


class CostTests:
    def queries(self, user, **query) -> int:
        client = browse(user)
        cache.clear()
        client.get(reverse("questions:index"), query)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(reverse("questions:index"), query)
        return len(found)

    def test_fifty_rows_cost_what_five_cost(self, desk, ask):
        def grow(number):
            for _each in range(number):
                question = ask(
                    state=QuestionState.ASSIGNED, agency=desk.agency, claimed_by=desk.officer
                )
                make_addition(question)

        grow(5)
        few = {
            query: self.queries(user, queue=query)
            for user, query in ((desk.officer, "waiting"), (desk.secretary, "all"))
        }
        grow(45)
        many = {
            query: self.queries(user, queue=query)
            for user, query in ((desk.officer, "waiting"), (desk.secretary, "all"))
        }
        assert few == many

    def test_fifty_to_a_page(self, desk, ask):
        numbers = [
            Question(
                portal_site=desk.portal_site,
                number=f"H2026/{index:06}",
                code=f"C{index:07}",
                secret_hash="x",
                received_at=timezone.now(),
                received_on=timezone.localdate(),
                moved_at=timezone.now(),
            )
            for index in range(51)
        ]
        Question.objects.bulk_create(numbers)
        assert len(shown(inbox(desk.secretary))) == 50
        assert len(shown(inbox(desk.secretary, p=2))) == 1
