"""Who may do what with a question: by role, state, agency and site."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from govportal_wagtail.core.access.accounts import lock
from govportal_wagtail.questions import rights
from govportal_wagtail.questions.models import Question
from govportal_wagtail.questions.rights import Can
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.editorial.message_builders import make_worker
from tests.questions.builders import (
    make_answering_agency,
    make_board_head,
    make_component_portal,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_reply,
    make_secretary,
)

pytestmark = pytest.mark.django_db

SORTING = {
    Can.CLASSIFY,
    Can.ASSIGN,
    Can.SPLIT,
    Can.MERGE,
    Can.OUT_OF_SCOPE,
    Can.FORWARD,
    Can.ASK_INFORMATION,
    Can.CLAIM,
    Can.DECIDE_PUBLISHING,
    Can.SEE_PERSON,
    Can.WITHDRAW,
}
SORTING_AGAIN = {
    Can.CLASSIFY,
    Can.TRANSFER,
    Can.SPLIT,
    Can.MERGE,
    Can.OUT_OF_SCOPE,
    Can.FORWARD,
    Can.DECIDE_PUBLISHING,
    Can.WITHDRAW,
}
HANDLING = {
    Can.TRANSFER,
    Can.MERGE,
    Can.OUT_OF_SCOPE,
    Can.ASK_INFORMATION,
    Can.DRAFT,
    Can.SUBMIT,
    Can.CLAIM,
    Can.SEE_PERSON,
    Can.WITHDRAW,
}
#: What the intake may do whoever has the question.
ALWAYS = {Can.DECIDE_PUBLISHING, Can.WITHDRAW}
KNOWING = {Can.SEE_PERSON, Can.WITHDRAW}
#: Role, then what it may do in each state; whoever is not named there may do nothing.
MATRIX = {
    "secretary": {
        "received": SORTING,
        "assigned": SORTING_AGAIN,
        "waiting": ALWAYS | {Can.COMPLETE},
        "to_sign": ALWAYS,
        "to_approve": ALWAYS,
        "closed": {Can.DECIDE_PUBLISHING, Can.REDACT},
    },
    "board_head": {
        "received": SORTING,
        "assigned": SORTING_AGAIN | {Can.EXTEND},
        "waiting": ALWAYS | {Can.COMPLETE},
        "to_sign": ALWAYS | {Can.EXTEND},
        "to_approve": ALWAYS | {Can.EXTEND, Can.APPROVE, Can.RETURN},
        "closed": {Can.DECIDE_PUBLISHING, Can.REDACT, Can.ANONYMISE},
    },
    "officer": {
        "assigned": HANDLING,
        "waiting": KNOWING | {Can.CLOSE_WITHOUT_REPLY, Can.COMPLETE},
        "to_sign": KNOWING,
        "to_approve": KNOWING,
        "closed": {Can.REDACT, Can.SEE_PERSON},
    },
    "head": {
        "assigned": HANDLING | {Can.EXTEND},
        "waiting": KNOWING | {Can.CLOSE_WITHOUT_REPLY, Can.COMPLETE},
        "to_sign": KNOWING | {Can.SIGN, Can.RETURN, Can.EXTEND},
        "to_approve": KNOWING | {Can.EXTEND},
        "closed": {Can.REDACT, Can.SEE_PERSON},
    },
    "other_officer": {},
    "other_head": {},
    "contributor": {},
    "operator": {},
    "site_admin": {},
    "other_site": {},
    "anonymous": {},
    "inactive": {},
    "nobody": {},
}
STATES = ["received", "assigned", "waiting", "to_sign", "to_approve", "closed"]


@pytest.fixture
def portal():
    return make_question_portal()


@pytest.fixture
def agency():
    return make_answering_agency()


@pytest.fixture
def people(portal, agency):
    """One of each; the agency of the question has an officer and a head."""
    other = make_answering_agency("so-xd", "Sở Xây dựng")
    component = make_component_portal(portal)
    inactive = make_secretary(portal, "da-nghi")
    inactive.is_active = False
    inactive.save()
    return {
        "secretary": make_secretary(portal),
        "board_head": make_board_head(portal),
        "officer": make_officer_of(agency, portal),
        "head": make_head_of(agency, portal),
        "other_officer": make_officer_of(other, portal, "dau-moi-khac"),
        "other_head": make_head_of(other, portal, "thu-truong-khac"),
        "contributor": make_worker("ctv", portal, RoleCode.CONTRIBUTOR, agency=agency),
        "operator": make_worker("van-hanh", portal, RoleCode.OPERATOR),
        "site_admin": make_worker("quan-tri", portal, RoleCode.SITE_ADMIN),
        "other_site": make_secretary(component, "thu-ky-xa"),
        "anonymous": AnonymousUser(),
        "inactive": inactive,
        "nobody": make_user("ai-do"),
    }


def in_state(portal, agency, state, **fields):
    """A question with the agency; what was asked is overdue, a draft is there."""
    question = make_question(
        portal,
        agency=None if state == "received" else agency,
        state=state,
        publishing="required" if state == "closed" else "undecided",
        **fields,
    )
    question.additions.update(reply_until=timezone.localdate() - timedelta(days=1))
    if state == "assigned":
        make_reply(question)
    return question


@pytest.mark.parametrize("state", STATES)
def test_each_role_may_in_each_state_exactly_this(state, portal, agency, people):
    question = in_state(portal, agency, state)
    for role, user in people.items():
        expected = MATRIX[role].get(state, set())
        assert rights.can(user, question) == expected, role


@pytest.mark.parametrize("state", STATES)
def test_who_sees_the_question_and_who_sees_the_person(state, portal, agency, people):
    question = in_state(portal, agency, state)
    seeing = {role for role, user in people.items() if rights.may_see(user, question)}
    knowing = {role for role, user in people.items() if rights.may_see_person(user, question)}
    intake, handling = {"secretary", "board_head"}, {"officer", "head"}
    assert seeing == intake | (handling if state != "received" else set())
    assert knowing == (intake if state == "received" else handling)


def test_what_may_not_be_done_is_refused(portal, agency, people):
    question = in_state(portal, agency, "received")
    rights.require(people["secretary"], question, Can.ASSIGN)
    for role in ("officer", "operator", "anonymous", "other_site"):
        with pytest.raises(PermissionDenied):
            rights.require(people[role], question, Can.ASSIGN)


class BehalfTests:
    """An agency without people: the intake answers, and knows who asked."""

    def test_the_intake_acts_where_the_agency_has_nobody(self, portal, agency):
        secretary = make_secretary(portal)
        question = make_question(portal, agency=agency, state="assigned")
        assert rights.answers_for(secretary, question)
        assert rights.heads(secretary, question)
        assert {Can.DRAFT, Can.SEE_PERSON} <= rights.can(secretary, question)

    def test_with_an_officer_and_no_head_the_intake_only_signs(self, portal, agency):
        secretary = make_secretary(portal)
        make_officer_of(agency, portal)
        question = make_question(portal, agency=agency, state="to_sign")
        assert not rights.answers_for(secretary, question)
        assert rights.heads(secretary, question)
        assert Can.SIGN in rights.can(secretary, question)
        assert Can.SEE_PERSON not in rights.can(secretary, question)

    def test_a_locked_account_is_nobody(self, portal, agency):
        secretary = make_secretary(portal)
        officer = make_officer_of(agency, portal)
        question = make_question(portal, agency=agency, state="assigned")
        assert not rights.answers_for(secretary, question)
        lock(officer.govportal_account, None, "left")
        officer = type(officer).objects.get(pk=officer.pk)
        assert not rights.answers_for(officer, question)
        assert rights.answers_for(secretary, question)

    def test_a_commune_answers_on_the_portal_with_the_people_of_its_site(self, portal):
        component = make_component_portal(portal)
        officer = make_officer_of(component.agency, component)
        question = make_question(portal, agency=component.agency, state="assigned")
        assert rights.answers_for(officer, question)
        assert rights.may_see(officer, question)


class ComponentTests:
    def test_the_head_of_the_portal_reads_and_the_component_acts(self, portal):
        component = make_component_portal(portal)
        own, above = make_secretary(component, "thu-ky-xa"), make_board_head(portal)
        question = make_question(component)
        assert Can.ASSIGN in rights.can(own, question)
        assert rights.may_see(above, question)
        # The component has no head of a board of its own who could decide that.
        assert rights.can(above, question) == {Can.DECIDE_PUBLISHING}

    def test_the_editors_of_the_portal_do_not_read_what_a_component_receives(self, portal):
        component = make_component_portal(portal)
        make_secretary(component, "thu-ky-xa")
        above = make_secretary(portal)
        assert not rights.may_see(above, make_question(component))

    def test_the_portal_acts_where_the_component_has_nobody(self, portal):
        component = make_component_portal(portal)
        above = make_secretary(portal)
        question = make_question(component)
        assert Can.ASSIGN in rights.can(above, question)
        assert rights.may_see(above, question)

    def test_the_head_of_the_portal_approves_where_the_component_has_none(self, portal):
        component = make_component_portal(portal)
        above = make_board_head(portal)
        question = make_question(component, state="to_approve")
        assert Can.APPROVE in rights.can(above, question)
        own = make_board_head(component, "truong-ban-xa")
        assert Can.APPROVE in rights.can(own, question)
        assert Can.APPROVE not in rights.can(above, question)

    def test_the_component_reads_nothing_of_the_portal(self, portal):
        make_question(portal)
        own = make_secretary(make_component_portal(portal), "thu-ky-xa")
        assert not rights.visible_questions(own).exists()


class SecondPersonTests:
    @pytest.mark.parametrize("state", ["to_sign", "to_approve"])
    def test_who_wrote_it_does_not_decide_on_it_superusers_included(self, portal, agency, state):
        root = make_user("root", superuser=True)
        question = make_question(portal, agency=agency, state=state, writer=root)
        deciding = {Can.SIGN, Can.APPROVE}
        assert not deciding & rights.can(root, question)
        assert Can.RETURN in rights.can(root, question)
        other = make_user("root2", superuser=True)
        assert deciding & rights.can(other, question)

    def test_who_signed_does_not_approve(self, portal, agency):
        boss = make_board_head(portal)
        question = make_question(portal, agency=agency, state="to_approve", signer=boss)
        assert Can.APPROVE not in rights.can(boss, question)

    def test_the_writer_takes_back_what_waits_to_be_signed(self, portal, agency):
        officer = make_officer_of(agency, portal)
        mate = make_officer_of(agency, portal, "dau-moi-2")
        question = make_question(portal, agency=agency, state="to_sign", writer=officer)
        assert Can.RETURN in rights.can(officer, question)
        assert Can.RETURN not in rights.can(mate, question)


class ClaimTests:
    def test_who_works_on_it_keeps_others_from_writing_but_not_the_head(self, portal, agency):
        officer = make_officer_of(agency, portal)
        mate = make_officer_of(agency, portal, "dau-moi-2")
        head = make_head_of(agency, portal)
        question = make_question(portal, agency=agency, state="assigned", claimed_by=officer)
        assert {Can.DRAFT, Can.RELEASE} <= rights.can(officer, question)
        assert not {Can.DRAFT, Can.CLAIM, Can.RELEASE} & rights.can(mate, question)
        assert {Can.DRAFT, Can.CLAIM, Can.RELEASE} <= rights.can(head, question)


class PolicyTests:
    @pytest.mark.parametrize(
        ("profile", "is_complaint", "expected"),
        [
            ("langson-2024", True, {Can.REFUSE}),
            ("langson-2024", False, {Can.REFUSE, Can.FORWARD}),
            ("khanhhoa-2018-draft", True, {Can.FORWARD}),
            ("camau-2026", True, {Can.FORWARD}),
        ],
    )
    def test_complaints_are_refused_or_forwarded_by_the_regulation(
        self, profile, is_complaint, expected
    ):
        portal = make_question_portal(profile)
        question = make_question(portal, is_complaint=is_complaint)
        found = rights.can(make_secretary(portal), question)
        assert found & {Can.REFUSE, Can.FORWARD} == expected

    def test_the_asker_has_until_the_last_day(self, portal, agency):
        officer = make_officer_of(agency, portal)
        question = make_question(portal, agency=agency, state="waiting")
        today = timezone.localdate()
        for until, is_over in ((today, False), (today - timedelta(days=1), True)):
            question.additions.update(reply_until=until)
            assert (Can.CLOSE_WITHOUT_REPLY in rights.can(officer, question)) is is_over

    def test_a_consent_to_publish_can_be_taken_back_after_the_answer(self, portal, agency, people):
        plain = in_state(portal, agency, "closed")
        agreed = in_state(portal, agency, "closed", asker={"agrees_to_publish": True})
        for role in ("secretary", "officer", "head"):
            assert Can.WITHDRAW not in rights.can(people[role], plain)
            assert Can.WITHDRAW in rights.can(people[role], agreed)

    def test_without_a_time_limit_there_is_nothing_to_extend(self, agency):
        portal = make_question_portal("khanhhoa-2018-draft")
        head = make_head_of(agency, portal)
        question = make_question(portal, agency=agency, state="assigned")
        assert Can.EXTEND not in rights.can(head, question)

    def test_of_an_anonymised_question_nobody_sees_the_person(self, portal, agency, people):
        question = in_state(portal, agency, "closed", anonymised_at=timezone.now())
        root = make_user("root", superuser=True)
        for user in (*people.values(), root):
            assert rights.can(user, question) == frozenset()


def test_a_list_of_questions_costs_the_same_however_long(
    portal, agency, people, django_assert_max_num_queries
):
    for _turn in range(4):
        in_state(portal, agency, "assigned")
    officer = people["officer"]
    # Roles, account, agency, and the list.
    with django_assert_max_num_queries(4):
        assert len(rights.visible_questions(officer)) == 4


def test_rights_cost_few_queries(portal, agency, people, django_assert_max_num_queries):
    question = in_state(portal, agency, "assigned")
    question = Question.objects.select_related("portal_site", "agency").get(pk=question.pk)
    for role in ("officer", "head", "secretary", "board_head"):
        user = type(people[role]).objects.get(pk=people[role].pk)
        with django_assert_max_num_queries(12):
            rights.can(user, question)
