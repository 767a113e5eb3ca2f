"""Two people act on one step at the same moment: one wins, the other is told."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import TaskState

from govportal_wagtail.editorial import item_flow
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem, Verification
from govportal_wagtail.editorial.vocabulary import ItemState
from tests.core.portal_builders import make_department, make_portal
from tests.editorial import flow_builders as flow
from tests.editorial.test_steps import edit_url, editor_data
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def tree(db_with_locks):
    """What the migrations make, and the emptying of the tables after another test took away."""
    replant()


@pytest.fixture
def db_with_locks(transactional_db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")


@pytest.fixture
def portal(tree):
    return make_portal("camau-2026")


@pytest.fixture
def people(portal):
    return flow.make_newsroom(portal)


@pytest.fixture
def item(portal, people):
    author = people["cong-tac-vien"]
    return flow.hand_in(flow.make_draft(portal, author), author)


def take(state_pk: int, user: Any, action: str = "approve", **data: Any) -> Any:
    state = TaskState.objects.get(pk=state_pk).specific
    return state.task.specific.on_action(state, flow.fresh(user), action, **data)


def now(item: EditorialItem) -> EditorialItem:
    return EditorialItem.objects.get(pk=item.pk)


@pytest.mark.parametrize("_turn", range(3))
def test_of_two_who_pass_on_at_once_one_does_and_the_other_is_told(people, item, _turn):
    _task, state = flow.task_of(item)
    found = at_once(
        lambda: take(state.pk, people["uy-vien"]), lambda: take(state.pk, people["uy-vien-2"])
    )
    told = [each for each in found if each is not None]
    assert len(told) == 1
    assert isinstance(told[0], str), told[0]
    assert reverse("editorial_flow:told", args=[item.pk]) in told[0]
    assert (now(item).state, now(item).step) == (ItemState.EDITING, "edit")
    assert flow.kinds(item) == ["submitted", "passed"]


def test_of_two_on_the_page_of_the_item_one_passes_it_on(people, item):
    """Without Wagtail's task: the item as both saw it names the step."""
    pairs = [(now(item), flow.fresh(people[name])) for name in ("uy-vien", "uy-vien-2")]
    found = at_once(*(partial(item_flow.approve, shown, user) for shown, user in pairs))
    assert sum(isinstance(each, FlowError) for each in found) == 1, found
    assert now(item).step == "edit"


def test_of_a_return_and_a_refusal_at_once_one_happens(people, item):
    _task, state = flow.task_of(item)
    back = {"reasons": ["unclear"], "message": "Làm rõ."}
    found = at_once(
        lambda: take(state.pk, people["uy-vien"], "reject", **back),
        lambda: take(state.pk, people["uy-vien-2"], "refuse", ground="untrue", message="Không."),
    )
    assert sum(isinstance(each, str) for each in found) == 1
    assert sum(each is None for each in found) == 1
    assert len(flow.kinds(item)) == 2
    assert now(item).state in (ItemState.RETURNED, ItemState.REFUSED)


def test_two_who_post_at_once_post_once(portal, people, item):
    for name in ("uy-vien", "uy-vien-2", "truong-ban"):
        flow.take(item, people[name])
    _task, state = flow.task_of(item)
    second = flow.make_officer("van-hanh-2", portal, "operator")
    found = at_once(lambda: take(state.pk, people["van-hanh"]), lambda: take(state.pk, second))
    assert sum(each is None for each in found) == 1
    assert sum(isinstance(each, str) for each in found) == 1
    assert now(item).state == ItemState.PUBLISHED
    assert flow.kinds(item).count("published") == 1


def test_of_many_who_claim_at_once_one_has_it(portal, people, item):
    """Without a head of the board, who may take over what another has claimed."""
    third = flow.make_officer("uy-vien-3", portal, "board_member")
    users = (people["uy-vien"], people["uy-vien-2"], third)
    found = at_once(*(lambda user=user: item_flow.claim(now(item), user) for user in users))
    assert sum(isinstance(each, FlowError) for each in found) == 2
    assert flow.kinds(item).count("claimed") == 1


def test_a_question_is_asked_once_and_answered_once(people, item):
    unit = make_department("Sở Xây dựng", "so-xd")

    def ask(name):
        return item_flow.ask_verification(
            now(item), flow.fresh(people[name]), agency=unit, question="Đúng không?"
        )

    asked = at_once(lambda: ask("uy-vien"), lambda: ask("uy-vien-2"))
    assert sum(isinstance(each, FlowError) for each in asked) == 1
    question = Verification.objects.get()

    def answer(name):
        return item_flow.answer_verification(
            question, flow.fresh(people[name]), outcome="confirmed", answer="Đúng."
        )

    given = at_once(lambda: answer("uy-vien"), lambda: answer("uy-vien-2"))
    assert sum(isinstance(each, FlowError) for each in given) == 1
    assert EditorialEvent.objects.filter(kind="verification_given").count() == 1


def test_in_the_editor_one_of_two_passes_on_and_the_other_reads_why_not(people, item):
    """Both send the form that they saw at the step, the saving included."""

    def send(name):
        client = Client()
        client.force_login(flow.fresh(people[name]))
        extra = json.dumps({"step": "check", "comment": ""})
        data = editor_data(
            item,
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": extra,
            },
        )
        response = client.post(edit_url(item), data)
        return response.status_code, [str(each) for each in response.wsgi_request._messages]

    found = at_once(lambda: send("uy-vien"), lambda: send("uy-vien-2"))
    assert [each[0] for each in found] == [302, 302], found
    assert now(item).step == "edit"
    assert flow.kinds(item) == ["submitted", "passed"]
    moved = str(ItemState.EDITING.label)
    assert sum(any(moved in text for text in texts) for _status, texts in found) == 1


def test_a_page_handed_in_twice_at_once_is_one_item(portal, people):
    author = people["cong-tac-vien"]
    page = flow.make_draft(portal, author)
    shell = EditorialItem(page_id=page.pk)

    def send():
        client = Client()
        client.force_login(flow.fresh(author))
        return client.post(edit_url(shell), editor_data(shell, **{"action-submit": "1"}))

    found = at_once(send, send)
    assert all(getattr(each, "status_code", 500) < 500 for each in found), found
    assert EditorialItem.objects.count() == 1
    assert EditorialEvent.objects.filter(kind="submitted").count() == 1
