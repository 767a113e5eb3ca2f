"""Five regulations, five workflows: the tasks of each, and a walk from the draft to the page."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowPage, WorkflowTask

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import PortalSite, SiteRoleGroup
from govportal_wagtail.editorial.models import EditorialItem, EditorialTask
from govportal_wagtail.editorial.vocabulary import ItemState
from tests.builders import make_home, make_site
from tests.core.portal_builders import make_component, make_portal
from tests.editorial import flow_builders as flow

pytestmark = pytest.mark.django_db

#: By profile: step, action and the roles whose groups act at it, in order.
BOARD = ("board_member", "board_deputy", "board_head")
EXPECTED = {
    "camau-2026": [
        ("check", "check", BOARD),
        ("edit", "edit", BOARD),
        ("approve", "approve", ("board_deputy", "board_head")),
        ("publish", "publish", ("operator",)),
    ],
    "vinhlong-2021": [
        ("check", "check", ("board_member",)),
        ("edit", "edit", ("board_member",)),
        ("approve", "approve", ("board_head", "board_deputy")),
        ("publish", "publish", ("operator", "site_admin")),
    ],
    "backan-2018": [
        ("edit", "edit", ("operator", "full_time_editor")),
        ("secretary", "secretary", ("board_secretary",)),
        ("approve", "approve", ("board_head", "board_deputy")),
        ("publish", "publish", ("operator", "full_time_editor")),
    ],
    "khanhhoa-2018-draft": [
        ("edit", "edit", ("full_time_editor", "operator")),
        ("approve", "approve", ("board_member", "board_head")),
        ("publish", "publish", ("operator",)),
    ],
    "langson-2024": [
        ("edit", "edit", ("full_time_editor", "board_secretary", "board_member")),
        ("approve", "approve", ("board_member", "board_head")),
        ("publish", "publish", ("operator",)),
    ],
    "vn-national": [
        ("approve", "approve", ("board_deputy", "board_head")),
        ("publish", "publish", ("operator",)),
    ],
}
#: Who takes each step of the walk.
WALKS = {
    "camau-2026": ["uy-vien", "uy-vien-2", "truong-ban", "van-hanh"],
    "vinhlong-2021": ["uy-vien", "uy-vien-2", "truong-ban", "van-hanh"],
    "backan-2018": ["bien-tap-vien", "thu-ky", "pho-ban", "van-hanh"],
    "khanhhoa-2018-draft": ["bien-tap-vien", "uy-vien", "van-hanh"],
    "langson-2024": ["thu-ky", "uy-vien", "van-hanh"],
    "vn-national": ["truong-ban", "van-hanh"],
}
STATES = {
    "check": ItemState.CHECKING,
    "edit": ItemState.EDITING,
    "secretary": ItemState.SECRETARY,
    "approve": ItemState.APPROVING,
    "publish": ItemState.APPROVED,
}


def tasks_of(portal_site: PortalSite) -> list[tuple[str, str, frozenset[str]]]:
    assert portal_site.workflow is not None
    found = []
    for task in portal_site.workflow.tasks.filter(active=True).specific():
        roles = SiteRoleGroup.objects.filter(
            portal_site=portal_site, group__in=task.groups.all()
        ).values_list("role", flat=True)
        found.append((task.step_key, task.action, frozenset(roles)))
    return found


def expected(profile: str) -> list[tuple[str, str, frozenset[str]]]:
    return [(key, action, frozenset(roles)) for key, action, roles in EXPECTED[profile]]


class TaskListTests:
    @pytest.mark.parametrize("profile", EXPECTED)
    def test_each_step_between_receipt_and_posting_is_a_task_of_its_roles(self, profile):
        assert tasks_of(make_portal(profile)) == expected(profile)

    def test_no_two_regulations_of_provinces_have_the_same_tasks(self):
        lists = [tuple(expected(profile)) for profile in EXPECTED]
        assert len(set(lists)) == len(EXPECTED)

    @pytest.mark.parametrize("profile", EXPECTED)
    def test_setting_up_again_changes_nothing(self, profile):
        portal = make_portal(profile)
        before = sorted(Task.objects.values_list("pk", "name", "active"))
        links = sorted(WorkflowTask.objects.values_list("pk", "task", "sort_order"))
        setup.run(profile=profile)
        portal.refresh_from_db()
        assert sorted(Task.objects.values_list("pk", "name", "active")) == before
        assert sorted(WorkflowTask.objects.values_list("pk", "task", "sort_order")) == links
        assert Workflow.objects.filter(pk=portal.workflow_id, active=True).exists()

    def test_a_component_has_a_workflow_and_groups_of_its_own(self):
        portal = make_portal("camau-2026")
        component = make_component()
        assert component.workflow_id and component.workflow_id != portal.workflow_id
        assert tasks_of(component) == expected("camau-2026")
        shared = Group.objects.filter(
            pk__in=EditorialTask.objects.filter(portal_site=portal).values("groups")
        ) & Group.objects.filter(
            pk__in=EditorialTask.objects.filter(portal_site=component).values("groups")
        )
        assert not shared.exists()


class ChangeOfRegulationTests:
    def test_tasks_of_another_regulation_rest_and_come_back_with_their_history(self):
        portal = make_portal("backan-2018")
        secretary = EditorialTask.objects.get(portal_site=portal, step_key="secretary")
        setup.run(profile="langson-2024")
        portal.refresh_from_db()
        secretary.refresh_from_db()
        assert tasks_of(portal) == expected("langson-2024")
        assert not secretary.active
        setup.run(profile="backan-2018")
        portal.refresh_from_db()
        secretary.refresh_from_db()
        assert secretary.active
        assert tasks_of(portal) == expected("backan-2018")
        assert Workflow.objects.filter(pk=portal.workflow_id).count() == 1

    def test_what_waits_at_a_step_that_falls_away_goes_on_to_the_next(self):
        portal = make_portal("backan-2018")
        people = flow.make_newsroom(portal)
        item = flow.hand_in(
            flow.make_draft(portal, people["cong-tac-vien"]), people["cong-tac-vien"]
        )
        flow.take(item, people["bien-tap-vien"])
        assert item.state == ItemState.SECRETARY
        setup.run(profile="langson-2024")
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.APPROVING, "approve")
        assert not item.page.live

    def test_what_waits_is_waited_for_by_the_people_of_the_new_regulation(self):
        portal = make_portal("vinhlong-2021")
        people = flow.make_newsroom(portal)
        item = flow.hand_in(
            flow.make_draft(portal, people["cong-tac-vien"]), people["cong-tac-vien"]
        )
        setup.run(profile="camau-2026")
        item.refresh_from_db()
        roles = SiteRoleGroup.objects.filter(group__in=item.waiting_groups.all())
        assert set(roles.values_list("role", flat=True)) == set(BOARD)

    def test_tasks_of_an_earlier_version_are_replaced_and_what_waits_at_them_goes_on(self):
        portal = make_portal("khanhhoa-2018-draft")
        people = flow.make_newsroom(portal)
        # As the package made it before: one group approval.
        old = GroupApprovalTask.objects.create(name="Kiểm duyệt")
        old.groups.add(people["truong-ban"].groups.first())
        WorkflowTask.objects.filter(workflow=portal.workflow).delete()
        WorkflowTask.objects.create(workflow=portal.workflow, task=old, sort_order=0)
        PortalSite.objects.filter(pk=portal.pk).update(workflow_tasks={"approve": old.pk})
        item = flow.make_draft(portal, people["cong-tac-vien"])
        item.get_workflow().start(item, people["cong-tac-vien"])

        setup.run(profile="khanhhoa-2018-draft")

        portal.refresh_from_db()
        old.refresh_from_db()
        assert not old.active
        assert tasks_of(portal) == expected("khanhhoa-2018-draft")
        moved = EditorialItem.objects.get(page=item.pk)
        assert (moved.state, moved.step) == (ItemState.EDITING, "edit")

    def test_a_workflow_that_an_administrator_attached_stays(self):
        site = make_site(root_page=make_home())
        own = Workflow.objects.create(name="Của tỉnh")
        WorkflowPage.objects.create(page=site.root_page, workflow=own)
        setup.run(profile="backan-2018")
        assert WorkflowPage.objects.get(page=site.root_page).workflow == own


@pytest.mark.parametrize("profile", WALKS)
def test_a_draft_goes_through_every_step_to_the_public_page(profile):
    portal = make_portal(profile)
    people = flow.make_newsroom(portal)
    author = people["cong-tac-vien"]
    item = flow.hand_in(flow.make_draft(portal, author), author)
    steps = EXPECTED[profile]
    for (key, _action, _roles), name in zip(steps, WALKS[profile], strict=True):
        assert (item.state, item.step) == (STATES[key], key)
        assert not item.page.live
        assert flow.offered(item, author) == []
        assert "approve" in flow.offered(item, people[name])
        assert flow.take(item, people[name]) is None
    assert item.state == ItemState.PUBLISHED
    assert item.closed_at is not None
    item.page.refresh_from_db()
    assert item.page.live
    passed = ["passed"] * (len(steps) - 2)
    assert flow.kinds(item) == ["submitted", *passed, "approved", "published"]


@pytest.mark.parametrize("profile", WALKS)
def test_the_approval_does_not_post_where_somebody_posts_after_it(profile):
    portal = make_portal(profile)
    people = flow.make_newsroom(portal)
    author = people["cong-tac-vien"]
    item = flow.hand_in(flow.make_draft(portal, author), author)
    for name in WALKS[profile][:-1]:
        flow.take(item, people[name])
    item.page.refresh_from_db()
    assert (item.state, item.page.live) == (ItemState.APPROVED, False)
    assert people["van-hanh"].groups.filter(pk__in=item.waiting_groups.all()).exists()
