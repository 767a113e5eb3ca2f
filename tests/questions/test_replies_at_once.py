"""Steps on the same questions at the same moment: nobody is answered twice, and nobody forgotten.

On SQLite the works come one after the other, in each order.
"""

from __future__ import annotations

import pytest
from django.db import connection

from govportal_wagtail.questions import answering, delivery, intake, triage
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import Question, QuestionEvent
from govportal_wagtail.questions.vocabulary import QuestionState, ReplyKind
from tests.questions.builders import (
    make_answering_agency,
    make_head_of,
    make_officer_of,
    make_question,
    make_question_portal,
    make_receipt,
    make_secretary,
)
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk():
    """A portal with a question whose answer waits for the signature, and who works on it."""
    replant()
    portal = make_question_portal()
    agency = make_answering_agency()
    officer, head = make_officer_of(agency, portal), make_head_of(agency, portal)
    main = make_question(portal, agency=agency, state=QuestionState.ASSIGNED)
    answering.draft(main, officer, kind=ReplyKind.ANSWER, body="<p>Xin trả lời.</p>")
    answering.submit(main, officer)
    return {"portal": portal, "main": main, "head": head, "secretary": make_secretary(portal)}


def run(works, *, backwards):
    """All at once; where the database cannot, one after the other. Returns results in order."""
    if connection.vendor == "postgresql":
        return at_once(*works)
    results = [None] * len(works)
    places = range(len(works))
    for place in reversed(places) if backwards else places:
        try:
            results[place] = works[place]()
        except QuestionError as error:
            results[place] = error
    return results


def again(question):
    return Question.objects.get(pk=question.pk)


def answers_to(question):
    return QuestionEvent.objects.filter(question_id=question.pk, kind="answered").count()


@pytest.mark.parametrize("backwards", [False, True])
def test_who_is_joined_while_the_answer_is_signed_gets_it_once(desk, backwards):
    late = [make_receipt(desk["portal"]).question for _number in range(3)]
    main, head, secretary = desk["main"], desk["head"], desk["secretary"]
    works = [lambda: answering.sign(again(main), head)]
    works += [
        lambda each=each: triage.merge(again(each), secretary, again(main), "trùng")
        for each in late
    ]
    results = run(works, backwards=backwards)
    assert [each for each in results if isinstance(each, Exception)] == []
    assert [answers_to(each) for each in (main, *late)] == [1, 1, 1, 1]


@pytest.mark.parametrize("backwards", [False, True])
def test_two_signatures_send_one_answer(desk, backwards):
    main, head = desk["main"], desk["head"]
    results = run([lambda: answering.sign(again(main), head)] * 2, backwards=backwards)
    assert sum(isinstance(each, QuestionError) for each in results) == 1
    assert answers_to(main) == 1


@pytest.mark.parametrize("backwards", [False, True])
def test_a_chain_that_is_joined_at_once_ends_at_one_question(desk, backwards):
    main, secretary = desk["main"], desk["secretary"]
    second = make_receipt(desk["portal"]).question
    third = make_receipt(desk["portal"]).question
    works = [
        lambda: triage.merge(again(third), secretary, again(second), "trùng"),
        lambda: triage.merge(again(second), secretary, again(main), "trùng"),
    ]
    results = run(works, backwards=backwards)
    third_is_refused = isinstance(results[0], QuestionError)
    assert again(second).same_as == main
    assert again(third).same_as == (None if third_is_refused else main)
    answering.sign(again(main), desk["head"])
    assert answers_to(third) == (0 if third_is_refused else 1)


@pytest.mark.parametrize("backwards", [False, True])
def test_who_is_joined_with_what_is_just_withdrawn_is_not_forgotten(desk, backwards):
    main, secretary = desk["main"], desk["secretary"]
    second = make_receipt(desk["portal"]).question
    run(
        [
            lambda: intake.withdraw(again(main)),
            lambda: triage.merge(again(second), secretary, again(main), "trùng"),
        ],
        backwards=backwards,
    )
    found = again(second)
    assert (found.is_open, found.same_as) == (True, None)
    assert not delivery.readable_replies(found).exists()
