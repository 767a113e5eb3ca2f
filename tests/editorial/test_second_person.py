"""The second person: who counts as the writer of a text, and who may take a step."""

from __future__ import annotations

import pytest

from govportal_wagtail.editorial import second_person
from govportal_wagtail.editorial.errors import PublishingRefused
from govportal_wagtail.editorial.models import EditorialTask
from tests.builders import make_user
from tests.core.portal_builders import make_officer, make_portal
from tests.editorial import gate_builders as gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal("camau-2026")


@pytest.fixture
def page(portal):
    return gate.draft_in(gate.section_of(portal), by=make_user("tac-gia"))


def task_of(workflow, action):
    return EditorialTask.objects.get(pk__in=workflow.workflow_tasks.values("task"), action=action)


def test_the_last_editor_wrote_the_newest_text(page):
    second = make_user("bien-tap-vien")
    gate.edit(page, "Cầu mới", second)
    assert second_person.last_editor(page) == second


def test_a_save_that_changes_nothing_makes_nobody_the_editor(page):
    gate.edit(page, page.title, make_user("bien-tap-vien"))
    assert second_person.last_editor(page).username == "tac-gia"


def test_marks_and_line_ends_of_the_editor_are_no_change(portal):
    author, other = make_user("tac-gia"), make_user("khac")
    page = gate.draft_in(gate.section_of(portal), by=author, lead="Một\nhai")
    page = gate.fresh(page)
    page.lead = "Một\r\nhai"
    page.save_revision(user=other)
    assert second_person.last_editor(page) == author
    text = '[{"value": "<p data-block-key=\\"a1b2c\\">Một</p>"}]'
    assert second_person.comparable(text) == '[{"value": "<p>Một</p>"}]'


def test_setting_a_date_of_posting_is_no_writing(page):
    from django.utils import timezone

    page.go_live_at = timezone.now()
    page.save_revision(user=make_user("thu-ky"))
    assert second_person.last_editor(page).username == "tac-gia"


def test_a_page_that_nobody_of_the_system_wrote_has_no_editor(portal):
    assert second_person.last_editor(gate.draft_in(gate.section_of(portal))) is None


def test_the_editor_of_a_version_is_asked_for_that_version(page):
    first = page.latest_revision_id
    gate.edit(page, "Cầu mới", make_user("bien-tap-vien"))
    assert second_person.last_editor(page, revision_id=first).username == "tac-gia"


@pytest.mark.parametrize("superuser", [False, True])
def test_the_writer_neither_approves_nor_posts(portal, superuser):
    writer = make_user("tac-gia", superuser=superuser)
    page = gate.draft_in(gate.section_of(portal), by=writer)
    workflow = gate.make_workflow(portal, ("approve", "board_head"), ("publish", "operator"))
    other = make_user("nguoi-khac")
    for action in ("approve", "publish"):
        task = task_of(workflow, action)
        assert not second_person.may_act(writer, page, task)
        assert second_person.reason_against(writer, page, task)
        assert second_person.may_act(other, page, task)


def test_who_wrote_may_check_and_edit(portal, page):
    workflow = gate.make_workflow(portal, ("check", "board_member"), ("edit", "board_member"))
    writer = second_person.last_editor(page)
    assert second_person.may_act(writer, page, task_of(workflow, "check"))
    assert second_person.may_act(writer, page, task_of(workflow, "edit"))


@pytest.mark.parametrize("superuser", [False, True])
def test_who_approved_does_not_post(portal, page, superuser):
    workflow = gate.make_workflow(portal, ("approve", "board_head"), ("publish", "operator"))
    head = make_user("truong-ban", superuser=superuser)
    gate.submit(workflow, page, make_user("nop"))
    gate.approve(page, head)
    page = gate.fresh(page)
    assert not second_person.may_act(head, page, task_of(workflow, "publish"))
    with pytest.raises(PublishingRefused):
        gate.approve(page, head)
    assert not gate.fresh(page).live


def test_a_secretary_may_correct_on_the_spot_but_not_pass_what_she_brought(portal):
    secretary = make_officer("thu-ky", portal, "board_secretary")
    section = gate.section_of(portal)
    workflow = gate.make_workflow(portal, ("secretary", "board_secretary"))
    task = task_of(workflow, "secretary")
    own = gate.draft_in(section, "Của thư ký", by=secretary)
    gate.submit(workflow, own, secretary)
    assert not second_person.may_act(secretary, gate.fresh(own), task)
    others = gate.draft_in(section, "Của tác giả", by=make_user("tac-gia"))
    gate.submit(workflow, others, secretary)
    gate.edit(others, "Đã sửa", secretary)
    assert second_person.may_act(secretary, gate.fresh(others), task)


def test_a_regulation_may_waive_the_rule(portal, page, monkeypatch):
    workflow = gate.make_workflow(portal, ("approve", "board_head"))
    from govportal_wagtail.regulation.schema import Profile

    asked = Profile.policy
    monkeypatch.setattr(
        Profile,
        "policy",
        lambda self, key, default="": (
            "no" if key == "approver_must_differ" else asked(self, key, default)
        ),
    )
    assert second_person.may_act(
        second_person.last_editor(page), page, task_of(workflow, "approve")
    )


def test_an_account_that_is_not_active_does_nothing(portal, page):
    workflow = gate.make_workflow(portal, ("check", "board_member"))
    user = make_user("nghi-viec", is_active=False)
    assert not second_person.may_act(user, page, task_of(workflow, "check"))
