"""What opens a door: an approval, used once; a delegation; the emergency setting; code."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, TaskState, Workflow, WorkflowTask

from govportal_wagtail.core import publication_context
from govportal_wagtail.editorial import publication
from govportal_wagtail.editorial.errors import PublishingRefused
from govportal_wagtail.editorial.models import Delegation, EditorialEvent, EditorialTask
from govportal_wagtail.editorial.page_permissions import PublicationTester
from govportal_wagtail.editorial.vocabulary import EventKind
from tests.builders import make_article, make_user
from tests.core.portal_builders import make_commune, make_component, make_officer, make_portal
from tests.editorial import gate_builders as gate

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal("camau-2026")


@pytest.fixture
def author():
    return make_user("tac-gia")


@pytest.fixture
def head(portal):
    return make_officer("truong-ban", portal, "board_head")


@pytest.fixture
def operator(portal):
    return make_officer("van-hanh", portal, "operator")


@pytest.fixture
def section(portal):
    return gate.section_of(portal)


@pytest.fixture
def draft(section, author):
    return gate.draft_in(section, by=author)


@pytest.fixture(params=["both layers", "guards alone"])
def layers(request, monkeypatch):
    """Wagtail asks its permissions first; the guards must hold without that."""
    if request.param == "guards alone":
        monkeypatch.delattr(PublicationTester, "can_publish")


def publish(page, user):
    """What a view does that publishes the newest version."""
    with gate.acting(user):
        gate.fresh(page).get_latest_revision().publish(user=user, skip_permission_checks=True)


def events(kind):
    return EditorialEvent.objects.filter(kind=kind)


class ApprovalTests:
    """The approved text becomes public, once."""

    @pytest.fixture
    def both(self, portal):
        return gate.make_workflow(portal, ("approve", "board_head"), ("publish", "operator"))

    @pytest.fixture
    def one(self, portal):
        return gate.make_workflow(portal, ("approve", "board_head"))

    def test_the_last_approval_posts(self, one, draft, author, head):
        gate.pass_all(one, draft, author, head)
        assert gate.fresh(draft).live

    def test_approval_alone_does_not_post_where_the_operator_does(
        self, both, draft, author, head, operator
    ):
        gate.pass_all(both, draft, author, head)
        assert not gate.fresh(draft).live
        with pytest.raises(PublishingRefused):
            publish(draft, operator)
        gate.approve(draft, operator)
        assert gate.fresh(draft).live

    def test_the_operator_posts_without_wagtails_permission_too(
        self, both, draft, author, head, operator
    ):
        operator.groups.clear()
        gate.pass_all(both, draft, author, head, type(operator).objects.get(pk=operator.pk))
        assert gate.fresh(draft).live

    def test_a_text_changed_after_the_approval_is_not_posted(
        self, layers, both, draft, author, head, operator
    ):
        gate.pass_all(both, draft, author, head)
        gate.edit(draft, "Sau khi duyệt", author)
        with pytest.raises(PermissionDenied):
            gate.approve(draft, operator)
        assert not gate.fresh(draft).live

    def test_an_approved_version_is_not_written_over(self, both, draft, author, head):
        gate.pass_all(both, draft, author, head)
        page = gate.fresh(draft)
        changed = page.get_latest_revision_as_object()
        changed.title = "Lén sửa"
        with gate.acting(author), pytest.raises(PublishingRefused):
            changed.save_revision(user=author, overwrite_revision=page.latest_revision)
        assert gate.fresh(draft).latest_revision.content["title"] != "Lén sửa"

    def test_posting_without_an_approving_step_is_refused(
        self, layers, portal, draft, author, operator
    ):
        workflow = gate.make_workflow(portal, ("check", "operator"))
        gate.submit(workflow, draft, author)
        with pytest.raises(PermissionDenied):
            gate.approve(draft, operator)

    def test_an_approval_is_used_once(self, client, one, draft, author, head):
        gate.pass_all(one, draft, author, head)
        gate.fresh(draft).unpublish(user=head)
        page = gate.fresh(draft)
        assert not publication.is_approved(page, page.latest_revision)
        with pytest.raises(PublishingRefused):
            publish(draft, head)
        client.force_login(head)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={draft.pk}")
        assert not gate.fresh(draft).live

    def test_the_log_tells_of_use_where_the_date_was_lost(self, one, draft, author, head):
        gate.pass_all(one, draft, author, head)
        gate.fresh(draft).unpublish(user=head)
        Page.objects.filter(pk=draft.pk).update(last_published_at=None)
        with pytest.raises(PublishingRefused):
            publish(draft, head)

    def test_an_older_approved_text_does_not_come_back(self, one, draft, author, head):
        gate.pass_all(one, draft, author, head)
        old = gate.fresh(draft).latest_revision
        gate.edit(draft, "Bản hai", author)
        gate.pass_all(one, draft, author, head)
        assert gate.fresh(draft).title == "Bản hai"
        with gate.acting(head), pytest.raises(PublishingRefused):
            old.publish(user=head, skip_permission_checks=True)

    def test_the_approval_of_another_site_counts_for_nothing(
        self, layers, one, portal, draft, author, head
    ):
        component = make_component(make_commune())
        EditorialTask.objects.filter(portal_site=portal).update(portal_site=component)
        with pytest.raises(PermissionDenied):
            gate.pass_all(one, draft, author, head)
        assert not gate.fresh(draft).live

    def test_what_is_approved_for_a_later_day_is_posted_then(self, one, section, author, head):
        page = gate.draft_in(section, by=author, go_live_at=timezone.now() + timedelta(days=1))
        gate.pass_all(one, page, author, head)
        page = gate.fresh(page)
        assert not page.live
        revision = page.latest_revision
        assert revision.approved_go_live_at
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        content = revision.content
        content["go_live_at"] = revision.approved_go_live_at.isoformat()
        revision.content = content
        revision.save()
        call_command("publish_scheduled")
        assert gate.fresh(page).live

    def test_what_was_called_off_is_approved_again(self, client, one, section, author, head):
        page = gate.draft_in(section, by=author, go_live_at=timezone.now() + timedelta(days=1))
        gate.pass_all(one, page, author, head)
        client.force_login(head)
        url = reverse(
            "wagtailadmin_pages:revisions_unschedule", args=[page.pk, page.latest_revision_id]
        )
        client.post(url)
        page = gate.fresh(page)
        assert page.latest_revision.approved_go_live_at is None
        assert not publication.is_approved(page, page.latest_revision)

    @pytest.mark.parametrize("superuser", [False, True])
    def test_nobody_approves_their_own_text(self, one, section, superuser):
        writer = make_user("tu-duyet", superuser=superuser)
        page = gate.draft_in(section, by=writer)
        gate.submit(one, page, writer)
        with pytest.raises(PublishingRefused):
            gate.approve(page, writer)
        assert not gate.fresh(page).live
        assert not TaskState.objects.filter(status=TaskState.STATUS_APPROVED).exists()

    @pytest.mark.parametrize("superuser", [False, True])
    def test_nor_by_a_hand_made_post(self, client, one, section, portal, superuser):
        writer = make_user("tu-duyet", superuser=True)
        if not superuser:
            writer = make_officer("truong-ban-2", portal, "board_head")
        page = gate.draft_in(section, by=writer)
        gate.submit(one, page, writer)
        state = gate.fresh(page).current_workflow_task_state
        client.force_login(writer)
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
        client.post(url, {"comment": "", "message": ""})
        assert not gate.fresh(page).live

    def test_a_workflow_that_nobody_of_the_portal_made_posts_nothing(
        self, layers, draft, author, head
    ):
        task = GroupApprovalTask.objects.create(name="Riêng")
        workflow = Workflow.objects.create(name="Riêng")
        WorkflowTask.objects.create(workflow=workflow, task=task)
        gate.submit(workflow, draft, author)
        with pytest.raises(PermissionDenied):
            gate.approve(draft, head)


class AliasTests:
    """An alias shows what its source shows."""

    def test_one_of_the_same_site_follows(self, portal, section, draft, author, head):
        workflow = gate.make_workflow(portal, ("approve", "board_head"))
        with gate.acting(head):
            alias = draft.create_alias(parent=section, update_slug="bi-danh", user=None)
        assert not alias.live
        gate.pass_all(workflow, draft, author, head)
        assert gate.fresh(alias).live
        gate.edit(draft, "Bản hai", author)
        gate.pass_all(workflow, draft, author, head)
        assert gate.fresh(alias).title == "Bản hai"

    def test_none_is_made_on_another_site(self, draft, head):
        elsewhere = gate.section_of(make_component(make_commune()))
        with gate.acting(head), pytest.raises(PublishingRefused):
            draft.create_alias(parent=elsewhere, user=None)

    def test_one_made_an_ordinary_page_stays_what_it_was(self, section, head):
        page = make_article(section, "Nguồn")
        alias = page.create_alias(parent=section, update_slug="bi-danh")
        with gate.acting(head):
            from wagtail.actions.convert_alias import ConvertAliasPageAction

            ConvertAliasPageAction(alias, user=head).execute()
        assert gate.fresh(alias).live
        gate.edit(alias, "Không ai duyệt", head)
        with pytest.raises(PublishingRefused):
            publish(alias, head)


class DelegationTests:
    """Only where the regulation knows it (Bắc Kạn 17/2018, Article 6.1.b)."""

    @pytest.fixture
    def portal(self):
        return make_portal("backan-2018")

    @pytest.fixture
    def delegate(self, portal):
        return make_officer("duoc-uy-quyen", portal, "focal_officer")

    @pytest.fixture
    def delegation(self, portal, section, delegate):
        return Delegation.objects.create(
            page=section,
            portal_site=portal,
            user=delegate,
            decision="12/QĐ-BBT",
            starts_on=timezone.localdate() - timedelta(days=10),
        )

    def test_the_delegate_posts_below_the_page_and_it_is_on_record(
        self, delegation, delegate, draft
    ):
        assert draft.permissions_for_user(delegate).can_publish()
        publish(draft, delegate)
        assert gate.fresh(draft).live
        line = events(EventKind.DELEGATED).get()
        assert (line.by_id, line.page_id, line.article) == (
            delegate.pk,
            draft.pk,
            "5.5; 6.1.b; 12.1",
        )
        assert line.reason == "12/QĐ-BBT"

    def test_not_elsewhere(self, delegation, delegate, portal, author):
        other = gate.draft_in(gate.section_of(portal, "Khác"), by=author)
        assert not other.permissions_for_user(delegate).can_publish()
        with pytest.raises(PublishingRefused):
            publish(other, delegate)

    def test_nobody_else(self, delegation, draft):
        with pytest.raises(PublishingRefused):
            publish(draft, make_user("quan-tri", superuser=True))

    @pytest.mark.parametrize(("starts", "ends"), [(1, None), (-5, -1)], ids=["not begun", "over"])
    def test_not_outside_of_its_days(self, delegation, delegate, draft, starts, ends):
        today = timezone.localdate()
        delegation.starts_on = today + timedelta(days=starts)
        delegation.ends_on = today + timedelta(days=ends) if ends else None
        delegation.save()
        with pytest.raises(PublishingRefused):
            publish(draft, delegate)

    def test_on_its_last_day_still(self, delegation, delegate, draft):
        delegation.ends_on = timezone.localdate()
        delegation.save()
        publish(draft, delegate)
        assert gate.fresh(draft).live

    def test_not_after_the_site_took_another_regulation(self, delegation, delegate, draft, portal):
        from govportal_wagtail.regulation.adoption import adopt

        adopt(portal.site, "camau-2026")
        assert not draft.permissions_for_user(delegate).can_publish()
        with pytest.raises(PublishingRefused):
            publish(draft, delegate)


class EmergencyTests:
    """A setting that everybody sees."""

    @pytest.fixture(autouse=True)
    def _on(self, settings):
        settings.GOVPORTAL_EMERGENCY_PUBLISHING = True

    def test_who_may_publish_by_wagtail_posts_and_it_is_on_record(self, draft, head):
        assert draft.permissions_for_user(head).can_publish()
        publish(draft, head)
        assert gate.fresh(draft).live
        line = events(EventKind.EMERGENCY).get()
        assert (line.by_id, line.page_id) == (head.pk, draft.pk)

    def test_nobody_else(self, draft, portal):
        editor = make_officer("bien-tap-vien", portal, "full_time_editor")
        assert not draft.permissions_for_user(editor).can_publish()
        with pytest.raises(PublishingRefused):
            publish(draft, editor)

    def test_a_scheduled_posting_is_on_record_too(self, section, author, head):
        page = gate.draft_in(section, by=author, go_live_at=timezone.now() + timedelta(days=1))
        publish(page, head)
        assert events(EventKind.EMERGENCY).get().details["go_live_at"]

    def test_the_admin_and_the_start_say_so(self, client, head, settings):
        from django.core.checks import run_checks

        client.force_login(head)
        home = reverse("wagtailadmin_home")
        assert b"govportal-emergency" in client.get(home).content
        assert "govportal.W009" in {found.id for found in run_checks()}
        settings.GOVPORTAL_EMERGENCY_PUBLISHING = False
        assert b"govportal-emergency" not in client.get(home).content
        assert "govportal.W009" not in {found.id for found in run_checks()}

    def test_nothing_but_true_switches_it_on(self, draft, head, settings):
        from django.core.checks import run_checks

        settings.GOVPORTAL_EMERGENCY_PUBLISHING = "False"
        assert "govportal.E004" in {found.id for found in run_checks()}
        with pytest.raises(PublishingRefused):
            publish(draft, head)


class CodeTests:
    """Code that publishes on purpose says so; plain code is trusted."""

    def test_code_without_an_actor_publishes(self, draft):
        draft.latest_revision.publish()
        assert gate.fresh(draft).live
        assert not EditorialEvent.objects.filter(page_id=draft.pk).exists()

    def test_authorised_code_publishes_and_it_is_on_record(self, draft, head):
        with publication.authorised(EventKind.RESTORED, user=head, reason="Xác minh xong"):
            publish(draft, head)
        line = events(EventKind.RESTORED).get()
        assert (line.by_id, line.reason) == (head.pk, "Xác minh xong")
        with pytest.raises(PublishingRefused):
            publish(edited(draft), head)

    def test_another_basis_is_named(self, draft, head):
        with gate.acting(head), publication.authorised("migration", reason="Chuyển cổng cũ"):
            draft.latest_revision.publish()
        line = events(EventKind.PUBLISHED).get(page_id=draft.pk)
        assert line.details["basis"] == "migration"
        assert line.by_id == head.pk

    def test_the_ground_ends_with_an_error(self, draft, head):
        with pytest.raises(ZeroDivisionError), publication_context.trusted("x"):
            _ = 1 / 0
        with pytest.raises(PublishingRefused):
            publish(draft, head)

    def test_a_component_site_is_made_from_the_admin(self, portal, head):
        with gate.acting(head):
            site = make_component(make_commune())
        assert site.site.root_page.live

    def test_a_page_outside_of_all_sites_is_guarded_too(self, head):
        root = Page.objects.get(depth=1)
        page = root.add_child(instance=Page(title="Ngoài", slug="ngoai", live=False))
        page.save_revision()
        with pytest.raises(PublishingRefused):
            publish(page, head)


def edited(page):
    gate.edit(page, "Bản sau", None)
    return page
