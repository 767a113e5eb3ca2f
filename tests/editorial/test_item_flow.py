"""An item's way: returned and resubmitted, refused, verified, claimed, hurried, withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from govportal_wagtail.editorial import item_flow, slips
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem, Verification
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.models import Deadline, DeadlineState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.core.portal_builders import make_department, make_officer, make_portal
from tests.editorial import flow_builders as flow
from tests.editorial.slip_builders import make_focal_officer, make_section_of, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal("camau-2026")


@pytest.fixture
def people(portal):
    return flow.make_newsroom(portal)


@pytest.fixture
def item(portal, people):
    author = people["cong-tac-vien"]
    return flow.hand_in(flow.make_draft(portal, author), author)


def last_event(item: EditorialItem, kind: EventKind) -> EditorialEvent:
    return EditorialEvent.objects.filter(item_id=item.pk, kind=kind).latest("pk")


def edit(item: EditorialItem, user, title: str) -> None:
    page = Page.objects.get(pk=item.page_id).specific.get_latest_revision_as_object()
    page.title = title
    page.save_revision(user=user)


class OpeningTests:
    def test_what_the_newsroom_hands_in_becomes_an_item_of_its_site(self, portal, people, item):
        assert item.portal_site == portal
        assert (item.origin, item.created_by) == (Origin.NEWSROOM, people["cong-tac-vien"])
        assert (item.title, item.profile) == ("Khánh thành cầu", "camau-2026")
        assert item.agency == portal.agency
        assert item.workflow_state is not None
        assert item.waiting_groups.exists()

    def test_a_change_of_a_posted_page_is_an_item_of_its_own(self, portal, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            flow.take(item, people[name])
        author = people["cong-tac-vien"]
        edit(item, author, "Khánh thành cầu sông Trà")
        second = flow.hand_in(Page.objects.get(pk=item.page_id).specific, author)
        assert second.pk != item.pk
        assert second.origin == Origin.CHANGE
        assert second.title == "Khánh thành cầu sông Trà"
        assert Page.objects.get(pk=item.page_id).title == "Khánh thành cầu"

    def test_a_page_of_no_portal_site_goes_its_way_without_an_item(self, people, portal):
        other = Page.objects.get(depth=1).add_child(title="Khác", slug="khac")
        other.save_revision()
        portal.workflow.start(other, people["truong-ban"])
        assert not EditorialItem.objects.filter(page=other.pk).exists()


class ReturnTests:
    def test_a_return_names_reasons_of_the_regulation_and_what_is_missing(self, people, item):
        item_flow.give_back(
            item, people["uy-vien"], reasons=["incomplete", "unclear"], message="Thiếu ngày tháng."
        )
        item.refresh_from_db()
        event = last_event(item, EventKind.RETURNED)
        assert item.state == ItemState.RETURNED
        assert event.reason == "Thiếu ngày tháng."
        assert event.article == "12.3.b"
        assert event.details["reasons"] == ["incomplete", "unclear"]
        assert event.step == "check"
        assert item.workflow_state.status == WorkflowState.STATUS_NEEDS_CHANGES

    @pytest.mark.parametrize(
        ("reasons", "message", "field"),
        [([], "Thiếu.", "reasons"), (["?"], "Thiếu.", "reasons"), (["unclear"], " ", "message")],
    )
    def test_without_reason_or_message_nothing_is_returned(
        self, people, item, reasons, message, field
    ):
        with pytest.raises(FlowError) as caught:
            item_flow.give_back(item, people["uy-vien"], reasons=reasons, message=message)
        assert field in caught.value.message_dict
        item.refresh_from_db()
        assert item.state == ItemState.CHECKING

    def test_the_author_hands_it_in_again_and_it_goes_on_at_the_step(self, people, item):
        flow.take(item, people["uy-vien"])
        flow.take(item, people["uy-vien-2"], "reject", reasons=["unclear"], message="Làm rõ.")
        assert item.state == ItemState.RETURNED
        edit(item, people["cong-tac-vien"], "Khánh thành cầu sông Trà")
        Page.objects.get(pk=item.page_id).current_workflow_state.resume(people["cong-tac-vien"])
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.EDITING, "edit")
        assert item.title == "Khánh thành cầu sông Trà"
        assert flow.kinds(item) == ["submitted", "passed", "returned", "resubmitted"]

    def test_what_was_returned_at_the_posting_is_approved_again(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])
        flow.take(item, people["van-hanh"], "reject", reasons=["unclear"], message="Sai tên.")
        edit(item, people["cong-tac-vien"], "Khánh thành cầu sông Trà")
        Page.objects.get(pk=item.page_id).current_workflow_state.resume(people["cong-tac-vien"])
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.APPROVING, "approve")
        flow.take(item, people["truong-ban"])
        flow.take(item, people["van-hanh"])
        assert item.state == ItemState.PUBLISHED
        assert Page.objects.get(pk=item.page_id).title == "Khánh thành cầu sông Trà"

    def test_a_slip_is_returned_before_and_after_it_became_a_page(self, portal, people):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        item = slip.item
        item_flow.give_back(
            item, people["uy-vien"], reasons=["incomplete"], message="Thiếu tệp đính kèm."
        )
        item.refresh_from_db()
        assert (item.state, item.waiting_agency) == (ItemState.RETURNED, item.agency)
        slips.resubmit(slip, officer)
        item.refresh_from_db()
        assert item.state == ItemState.SUBMITTED
        slips.receive(item, people["uy-vien"], target="article", parent=make_section_of(portal))
        item.refresh_from_db()
        assert item.state == ItemState.CHECKING
        item_flow.give_back(item, people["uy-vien"], reasons=["unclear"], message="Làm rõ.")
        slips.resubmit(slip, officer)
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.CHECKING, "check")
        assert flow.kinds(item) == [
            *("entered", "submitted", "returned", "resubmitted", "received"),
            *("returned", "resubmitted"),
        ]


class RefusalTests:
    def test_a_refusal_freezes_letter_wording_and_article(self, people, item):
        item_flow.refuse(item, people["uy-vien"], ground="out_of_field", message="Thuộc sở khác.")
        item.refresh_from_db()
        event = last_event(item, EventKind.REFUSED)
        assert item.state == ItemState.REFUSED
        assert item.closed_at is not None
        assert event.ground_letter == "ê"
        wording = "Không đúng lĩnh vực do đơn vị cung cấp thông tin phụ trách"
        assert event.ground_text == wording
        assert (event.article, event.reason) == ("14.4.ê", "Thuộc sở khác.")
        assert (event.profile, event.instrument) == ("camau-2026", "68/2026/QĐ-UBND")
        assert item.workflow_state.status == WorkflowState.STATUS_CANCELLED
        assert flow.kinds(item) == ["submitted", "refused"]

    def test_the_letter_is_understood(self, people, item):
        item_flow.refuse(item, people["uy-vien"], ground="ê", message="Thuộc sở khác.")
        assert last_event(item, EventKind.REFUSED).ground_letter == "ê"

    def test_a_ground_that_the_regulation_has_not_is_no_ground(self, people, item):
        with pytest.raises(FlowError) as caught:
            item_flow.refuse(item, people["uy-vien"], ground="z", message="Không.")
        assert "ground" in caught.value.message_dict

    def test_prohibited_acts_are_the_grounds_where_there_is_no_list(self):
        portal = make_portal("langson-2024")
        people = flow.make_newsroom(portal)
        author = people["cong-tac-vien"]
        item = flow.hand_in(flow.make_draft(portal, author), author)
        item_flow.refuse(item, people["thu-ky"], ground="defamation", message="Xuyên tạc.")
        event = last_event(item, EventKind.REFUSED)
        assert (event.article, event.ground_letter) == ("11.1.d", "d")

    def test_a_slip_is_refused_before_it_becomes_a_page(self, portal, people):
        item = make_submitted(portal, make_focal_officer(portal)).item
        item_flow.refuse(item, people["uy-vien"], ground="untrue", message="Không đúng.")
        item.refresh_from_db()
        assert (item.state, item.page) == (ItemState.REFUSED, None)
        running = Deadline.objects.filter(object_id=str(item.pk)).exclude(
            state=DeadlineState.CANCELLED
        )
        assert not running.exists()

    def test_who_posts_does_not_refuse_what_the_board_approved(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])
        assert not item_flow.may(item, people["van-hanh"], "refuse")
        assert item_flow.may(item, people["van-hanh"], "return")
        with pytest.raises(FlowError):
            item_flow.refuse(item, people["van-hanh"], ground="untrue", message="Không.")

    def test_nobody_else_refuses(self, people, item):
        for name in ("cong-tac-vien", "van-hanh"):
            with pytest.raises(PermissionDenied):
                item_flow.refuse(item, people[name], ground="untrue", message="Không.")


class VerificationTests:
    @pytest.fixture
    def unit(self):
        return make_department("Sở Xây dựng", "so-xd")

    @pytest.fixture
    def specialist(self, portal, unit):
        return make_officer("chuyen-mon", portal, RoleCode.FOCAL_OFFICER, unit)

    def test_the_item_waits_for_the_unit_and_comes_back_to_its_step(
        self, people, item, unit, specialist
    ):
        asked = item_flow.ask_verification(
            item, people["uy-vien"], agency=unit, question="Cầu dài bao nhiêu mét?"
        )
        item.refresh_from_db()
        assert (item.state, item.waiting_agency) == (ItemState.VERIFYING, unit)
        assert item_flow.may(item, specialist, "answer")
        assert "approve" not in flow.offered(item, people["uy-vien"])
        task, _state = flow.task_of(item)
        assert not task.locked_for_user(item.page, people["uy-vien"])
        assert task.locked_for_user(item.page, specialist)
        item_flow.answer_verification(asked, specialist, outcome="confirmed", answer="Dài 420 m.")
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.CHECKING, "check")
        event = last_event(item, EventKind.VERIFICATION_GIVEN)
        assert (event.reason, event.details["on_behalf"]) == ("Dài 420 m.", False)
        assert "approve" in flow.offered(item, people["uy-vien"])

    def test_only_one_question_is_open_and_it_is_answered_once(
        self, people, item, unit, specialist
    ):
        user = people["uy-vien"]
        asked = item_flow.ask_verification(item, user, agency=unit, question="Đúng không?")
        with pytest.raises(FlowError):
            item_flow.ask_verification(item, user, agency=unit, question="Lại hỏi?")
        item_flow.answer_verification(asked, specialist, outcome="confirmed", answer="Đúng.")
        with pytest.raises(FlowError):
            item_flow.answer_verification(asked, specialist, outcome="confirmed", answer="Đúng.")
        assert Verification.objects.count() == 1

    def test_another_unit_does_not_answer(self, portal, people, item, unit):
        asked = item_flow.ask_verification(
            item, people["uy-vien"], agency=unit, question="Đúng không?"
        )
        other = make_focal_officer(portal)
        with pytest.raises(PermissionDenied):
            item_flow.answer_verification(asked, other, outcome="confirmed", answer="Đúng.")

    def test_the_newsroom_writes_down_an_answer_on_paper(self, people, item, unit):
        user = people["uy-vien"]
        asked = item_flow.ask_verification(item, user, agency=unit, question="Đúng không?")
        item_flow.answer_verification(asked, user, outcome="confirmed", answer="Công văn 12.")
        assert last_event(item, EventKind.VERIFICATION_GIVEN).details["on_behalf"] is True

    def test_a_return_ends_the_question(self, people, item, unit):
        user = people["uy-vien"]
        item_flow.ask_verification(item, user, agency=unit, question="Đúng không?")
        item_flow.give_back(item, user, reasons=["unclear"], message="Làm rõ.")
        assert Verification.objects.get().outcome == "withdrawn"

    def test_a_regulation_without_verification_offers_none(self):
        portal = make_portal("langson-2024")
        people = flow.make_newsroom(portal)
        author = people["cong-tac-vien"]
        item = flow.hand_in(flow.make_draft(portal, author), author)
        assert not item_flow.may(item, people["thu-ky"], "verify")
        with pytest.raises(FlowError):
            item_flow.ask_verification(
                item, people["thu-ky"], agency=portal.agency, question="Đúng không?"
            )


class ClaimTests:
    def test_what_somebody_claimed_no_other_of_the_step_takes_or_edits(self, people, item):
        item_flow.claim(item, people["uy-vien"])
        assert flow.offered(item, people["uy-vien-2"]) == []
        task, _state = flow.task_of(item)
        assert task.locked_for_user(item.page, people["uy-vien-2"])
        assert not task.locked_for_user(item.page, people["uy-vien"])
        assert flow.take(item, people["uy-vien-2"]) is not None
        assert item.step == "check"
        with pytest.raises(FlowError):
            item_flow.claim(item, people["uy-vien-2"])

    def test_a_release_frees_it_and_of_anothers_claim_wants_a_reason(self, people, item):
        item_flow.claim(item, people["uy-vien"])
        with pytest.raises(PermissionDenied):
            item_flow.release(item, people["uy-vien-2"], "Tôi làm.")
        with pytest.raises(FlowError):
            item_flow.release(item, people["truong-ban"])
        item_flow.release(item, people["truong-ban"], "Đồng chí đi công tác.")
        assert "approve" in flow.offered(item, people["uy-vien-2"])

    def test_the_head_takes_over_and_assigns(self, people, item):
        item_flow.claim(item, people["uy-vien"])
        item_flow.claim(item, people["truong-ban"])
        item.refresh_from_db()
        assert item.claimed_by == people["truong-ban"]
        item_flow.reassign(item, people["uy-vien-2"], people["truong-ban"], "Theo lĩnh vực.")
        item.refresh_from_db()
        assert item.claimed_by == people["uy-vien-2"]
        assert last_event(item, EventKind.REASSIGNED).details["to"] == people["uy-vien-2"].pk

    def test_it_is_assigned_only_to_whom_it_waits_for_and_only_by_who_leads(self, people, item):
        with pytest.raises(FlowError) as caught:
            item_flow.reassign(item, people["van-hanh"], people["truong-ban"], "Gấp.")
        assert "to" in caught.value.message_dict
        with pytest.raises(PermissionDenied):
            item_flow.reassign(item, people["uy-vien-2"], people["uy-vien"], "Gấp.")

    def test_the_claim_ends_with_the_step(self, people, item):
        item_flow.claim(item, people["uy-vien"])
        flow.take(item, people["uy-vien"])
        assert (item.step, item.claimed_by) == ("edit", None)

    def test_who_has_not_the_step_claims_nothing(self, people, item):
        with pytest.raises(PermissionDenied):
            item_flow.claim(item, people["cong-tac-vien"])


class DescriptionTests:
    def test_category_and_days_are_checked_against_the_regulation(self, people, item):
        user = people["uy-vien"]
        with pytest.raises(FlowError) as caught:
            item_flow.describe(item, user, category="poems", anchors={})
        assert "category" in caught.value.message_dict
        with pytest.raises(FlowError):
            item_flow.describe(item, user, category="propaganda", anchors={"born": "2026-11-01"})
        item.refresh_from_db()
        assert item.anchors == {}

    def test_the_last_day_follows_from_category_and_days(self, people, item):
        today = timezone.localdate()
        item_flow.describe(
            item, people["uy-vien"], category="propaganda", anchors={"received": today}
        )
        item.refresh_from_db()
        assert item.category == "propaganda"
        assert item.due_on is not None
        assert item.due_on > today
        event = last_event(item, EventKind.DESCRIBED)
        assert event.details["before"] == {"category": "", "anchors": {}}

    def test_saying_the_same_again_writes_nothing(self, people, item):
        for _again in range(2):
            item_flow.describe(item, people["uy-vien"], category="propaganda", anchors={})
        assert flow.kinds(item).count("described") == 1

    def test_the_summary_procedure_needs_a_reason_and_is_logged(self, people, item):
        with pytest.raises(FlowError):
            item_flow.set_urgent(item, people["uy-vien"], True, " ")
        with pytest.raises(PermissionDenied):
            item_flow.set_urgent(item, people["cong-tac-vien"], True, "Gấp.")
        item_flow.set_urgent(
            item, people["uy-vien"], True, "Văn bản ban hành theo thủ tục rút gọn."
        )
        with pytest.raises(FlowError):
            item_flow.set_urgent(item, people["uy-vien"], True, "Lại.")
        item.refresh_from_db()
        assert item.is_urgent
        assert (item.state, item.step) == (ItemState.CHECKING, "check")
        assert flow.kinds(item) == ["submitted", "urgent"]


class WithdrawalTests:
    def test_the_author_takes_it_back(self, people, item):
        item_flow.withdraw(item, people["cong-tac-vien"], "Nhầm bài.")
        item.refresh_from_db()
        assert item.state == ItemState.WITHDRAWN
        assert item.workflow_state.status == WorkflowState.STATUS_CANCELLED
        assert flow.kinds(item) == ["submitted", "withdrawn"]

    def test_cancelling_the_workflow_in_the_editor_is_the_same(self, people, item):
        item.workflow_state.cancel(user=people["cong-tac-vien"])
        item.refresh_from_db()
        assert item.state == ItemState.WITHDRAWN
        assert last_event(item, EventKind.WITHDRAWN).by_id == people["cong-tac-vien"].pk

    def test_the_newsroom_cannot_end_a_workflow_without_a_ground(self, people, item):
        with pytest.raises(PermissionDenied):
            item.workflow_state.cancel(user=people["uy-vien"])

    def test_a_deleted_page_closes_its_item_and_the_log_stays(self, item):
        Page.objects.get(pk=item.page_id).delete()
        item.refresh_from_db()
        assert (item.state, item.page) == (ItemState.WITHDRAWN, None)
        assert flow.kinds(item) == ["submitted", "withdrawn"]

    def test_what_is_closed_nobody_decides_again(self, people, item):
        item_flow.withdraw(item, people["cong-tac-vien"], "Nhầm bài.")
        with pytest.raises(FlowError):
            item_flow.give_back(item, people["uy-vien"], reasons=["unclear"], message="Làm rõ.")
        item.refresh_from_db()
        assert not any(
            item_flow.may(item, people["uy-vien"], name)
            for name in ("claim", "approve", "return", "refuse", "urgent", "describe", "withdraw")
        )


class PostingTests:
    def test_what_is_to_appear_later_waits_as_scheduled_and_is_then_posted(self, portal, people):
        author = people["cong-tac-vien"]
        draft = flow.make_draft(portal, author)
        draft.go_live_at = timezone.now() + timedelta(days=3)
        draft.save_revision(user=author)
        item = flow.hand_in(draft, author)
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            flow.take(item, people[name])
        assert (item.state, item.closed_at) == (ItemState.SCHEDULED, None)
        page = Page.objects.get(pk=item.page_id)
        assert not page.live
        revision = page.latest_revision
        content = dict(revision.content)
        content["go_live_at"] = None
        revision.content = content
        revision.save()
        revision.publish()
        item.refresh_from_db()
        assert item.state == ItemState.PUBLISHED
        assert flow.kinds(item)[-2:] == ["scheduled", "published"]

    def test_a_called_off_schedule_closes_the_item(self, portal, people):
        author = people["cong-tac-vien"]
        draft = flow.make_draft(portal, author)
        draft.go_live_at = timezone.now() + timedelta(days=3)
        draft.save_revision(user=author)
        item = flow.hand_in(draft, author)
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            flow.take(item, people[name])
        revision = Page.objects.get(pk=item.page_id).scheduled_revision
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        item.refresh_from_db()
        assert item.state == ItemState.WITHDRAWN

    def test_posting_meets_the_time_limit_and_is_logged_with_who_posted(self, people, item):
        today = timezone.localdate()
        item_flow.describe(
            item, people["uy-vien"], category="propaganda", anchors={"received": today}
        )
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            flow.take(item, people[name])
        event = last_event(item, EventKind.PUBLISHED)
        assert (event.by_id, event.role) == (people["van-hanh"].pk, "operator")
        states = Deadline.objects.filter(object_id=str(item.pk)).values_list("state", flat=True)
        assert set(states) == {DeadlineState.MET}

    def test_what_is_no_longer_public_is_in_the_log(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            flow.take(item, people[name])
        Page.objects.get(pk=item.page_id).specific.unpublish()
        assert flow.kinds(item)[-1] == "unpublished"

    def test_the_approval_names_the_version_that_was_read(self, people, item):
        flow.take(item, people["uy-vien"])
        flow.take(item, people["uy-vien-2"])
        edit(item, people["pho-ban"], "Khánh thành cầu sông Trà")
        flow.take(item, people["truong-ban"])
        page = Page.objects.get(pk=item.page_id)
        approval = TaskState.objects.get(
            workflow_state=item.workflow_state, task__name__startswith="Phê duyệt"
        )
        assert approval.revision_id == page.latest_revision_id
        assert last_event(item, EventKind.APPROVED).revision_id == page.latest_revision_id
