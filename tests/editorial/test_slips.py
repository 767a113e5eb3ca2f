"""A supply slip from the draft to the draft page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.editorial import slips, tracking
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem, SupplySlip
from govportal_wagtail.editorial.roles import forget
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState
from govportal_wagtail.pages.models import ArticlePage
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.core.portal_builders import (
    make_component,
    make_department,
    make_officer,
    make_portal,
)
from tests.editorial.slip_builders import (
    make_focal_officer,
    make_section_of,
    make_slip,
    make_submitted,
    make_unit_head,
)

pytestmark = pytest.mark.django_db


def kinds(item: EditorialItem) -> list[str]:
    events = EditorialEvent.objects.filter(item_id=item.pk).order_by("pk")
    return list(events.values_list("kind", flat=True))


class DraftTests:
    def test_slip_begins_as_a_draft_of_its_author(self):
        portal = make_portal()
        officer = make_focal_officer(portal)
        slip = make_slip(portal, officer)
        assert slip.item.state == ItemState.DRAFT
        assert slip.item.created_by == officer
        assert slip.item.agency == officer.govportal_account.agency
        assert slip.number is None
        assert slip.sender.user == officer
        assert kinds(slip.item) == [EventKind.ENTERED]

    def test_tracking_code_is_long_and_without_ambiguous_characters(self):
        slip = make_slip(make_portal())
        assert len(slip.tracking_code) == 12
        assert not set(slip.tracking_code) & set("01OILU")
        printed = tracking.readable(slip.tracking_code)
        assert printed.count("-") == 2
        assert tracking.typed(f" {printed.lower()} ") == slip.tracking_code

    @pytest.mark.parametrize("text", ["", "ABC", "0000-0000-0000", "A" * 13, "' OR 1=1"])
    def test_what_cannot_be_a_code_is_none(self, text):
        assert tracking.typed(text) == ""

    def test_markup_that_a_slip_may_not_have_is_taken_out(self):
        body = "<p onclick='x()'>Tin <b>mới</b><script>alert(1)</script></p><img src=x onerror=y>"
        slip = make_slip(make_portal(), body=body)
        assert "<b>mới</b>" in slip.body
        for harmful in ("script", "onclick", "onerror", "<img"):
            assert harmful not in slip.body

    def test_text_is_stored_precomposed(self):
        import unicodedata

        slip = make_slip(make_portal(), title=unicodedata.normalize("NFD", "Hội nghị"))
        assert slip.title == unicodedata.normalize("NFC", "Hội nghị") == slip.item.title

    def test_section_of_another_site_is_refused_at_its_field(self):
        portal = make_portal()
        other = make_section_of(make_component())
        with pytest.raises(FlowError) as refused:
            make_slip(portal, section=other)
        assert "section" in refused.value.error_dict

    def test_day_of_receipt_in_the_future_is_refused(self):
        with pytest.raises(FlowError):
            make_slip(make_portal(), anchors={"received": timezone.localdate() + timedelta(days=1)})

    def test_failed_draft_leaves_nothing(self):
        portal = make_portal()
        with pytest.raises(FlowError):
            make_slip(portal, sender={"email": "không phải thư"})
        assert not EditorialItem.objects.exists()


class ChangeTests:
    def test_author_changes_their_draft(self):
        portal = make_portal()
        officer = make_focal_officer(portal)
        slip = make_slip(portal, officer)
        slips.change(slip, officer, title="Tiêu đề khác", sender={"post": "Phó phòng"})
        slip = SupplySlip.objects.get(pk=slip.pk)
        assert slip.title == slip.item.title == "Tiêu đề khác"
        assert slip.sender.post == "Phó phòng"
        assert slip.sender.name

    def test_contributor_does_not_change_what_another_wrote(self):
        portal = make_portal()
        slip = make_slip(portal, make_focal_officer(portal))
        other = make_officer("ctv", portal, RoleCode.CONTRIBUTOR, make_department())
        with pytest.raises(PermissionDenied):
            slips.change(slip, other, title="Khác")

    def test_focal_officer_changes_what_their_agency_wrote(self):
        portal = make_portal()
        writer = make_officer("ctv", portal, RoleCode.CONTRIBUTOR, make_department())
        slip = make_slip(portal, writer)
        slips.change(slip, make_focal_officer(portal), title="Khác")
        assert slip.title == "Khác"

    def test_focal_officer_of_another_agency_does_not(self):
        portal = make_portal()
        slip = make_slip(portal, make_focal_officer(portal))
        agency = make_department("Sở Y tế", "so-yt")
        with pytest.raises(PermissionDenied):
            slips.change(slip, make_focal_officer(portal, agency, "y-te"), title="Khác")

    def test_what_is_submitted_is_not_changed(self):
        portal = make_portal()
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        with pytest.raises(FlowError):
            slips.change(slip, officer, title="Khác")
        assert SupplySlip.objects.get().title != "Khác"

    def test_without_account_only_what_the_public_sent(self):
        portal = make_portal()
        slips.change(make_slip(portal), title="Của người dân")
        with pytest.raises(PermissionDenied):
            slips.change(make_slip(portal, make_focal_officer(portal)), title="Khác")


class SubmitTests:
    def test_submission_gives_number_regulation_and_receivers(self):
        portal = make_portal()
        officer = make_focal_officer(portal)
        slip = make_slip(portal, officer)
        item = slips.submit(slip, officer)
        year = timezone.localdate().year
        assert slip.number == f"{year}/000001"
        assert item.state == ItemState.SUBMITTED
        assert item.profile == "camau-2026"
        assert item.step == "receive"
        assert item.submitted_at
        assert item.anchors["received"] == timezone.localdate().isoformat()
        roles = item.waiting_groups.values_list("govportal_role__role", flat=True)
        assert set(roles) == {"board_member", "board_deputy", "board_head"}
        assert kinds(item) == [EventKind.ENTERED, EventKind.SUBMITTED]

    def test_numbers_count_up_on_each_site_for_itself(self):
        portal = make_portal()
        component = make_component()
        numbers = [make_submitted(portal).number, make_submitted(portal).number]
        year = timezone.localdate().year
        assert numbers == [f"{year}/000001", f"{year}/000002"]
        assert make_submitted(component).number == f"{year}/000001-{component.pk}"

    def test_stamp_on_a_paper_is_the_day_of_receipt(self):
        stamped = timezone.localdate() - timedelta(days=3)
        slip = make_submitted(make_portal(), channel="paper", anchors={"received": stamped})
        assert slip.item.anchors["received"] == stamped.isoformat()

    def test_second_submission_is_refused(self):
        portal = make_portal()
        slip = make_submitted(portal)
        stale = SupplySlip.objects.get(pk=slip.pk)
        with pytest.raises(FlowError):
            slips.submit(stale)
        assert SupplySlip.objects.get().number == slip.number

    def test_time_limit_starts_with_the_submission(self):
        item = make_submitted(make_portal(), category="propaganda").item
        item.refresh_from_db()
        assert item.due_on is None or item.due_on >= timezone.localdate()

    def test_stranger_does_not_submit_for_another(self):
        portal = make_portal()
        slip = make_slip(portal, make_focal_officer(portal))
        other = make_officer("ctv", portal, RoleCode.CONTRIBUTOR, make_department())
        with pytest.raises(PermissionDenied):
            slips.submit(slip, other)


class RequiredFieldsTests:
    def test_canon_holds_where_the_regulation_has_no_list(self):
        profile = catalogue.get("langson-2024")
        assert slips.required_fields(profile) == {"unit", "sender", "title", "body"}

    def test_list_of_the_regulation_with_what_a_page_needs(self):
        assert slips.required_fields(catalogue.get("vinhlong-2021")) == {
            "unit",
            "sender",
            "email",
            "phone_or_address",
            "title",
            "body",
        }

    @pytest.mark.parametrize(
        ("profile", "without", "field"),
        [
            ("camau-2026", {"responsible_person": ""}, "responsible_person"),
            ("camau-2026", {"category": "", "section": None}, "category"),
            ("camau-2026", {"body": ""}, "body"),
            ("camau-2026", {"body": "<p> </p>"}, "body"),
            ("camau-2026", {"sender": {"name": ""}}, "name"),
            ("vinhlong-2021", {"sender": {"email": ""}}, "email"),
            ("vinhlong-2021", {"sender": {"phone": ""}}, "phone"),
            ("vinhlong-2021", {"sender": {"organisation": ""}}, "organisation"),
            ("backan-2018", {"section": None}, "section"),
            ("backan-2018", {"lead": ""}, "lead"),
            ("camau-2026", {"source": "Báo Cà Mau"}, "source_published_on"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, profile, without, field):
        slip = make_slip(make_portal(profile), **without)
        with pytest.raises(FlowError) as refused:
            slips.submit(slip)
        assert set(refused.value.error_dict) == {field}
        assert SupplySlip.objects.get().number is None
        assert EditorialItem.objects.get().state == ItemState.DRAFT

    def test_telephone_or_address_is_enough(self):
        portal = make_portal("vinhlong-2021")
        slip = make_slip(portal, sender={"phone": "", "address": "Phường 1"})
        assert slips.submit(slip).state == ItemState.SUBMITTED

    def test_paper_in_a_file_is_content(self):
        from tests.editorial.slip_builders import attach

        slip = make_slip(make_portal(), body="")
        attach(slip)
        assert slips.submit(slip).state == ItemState.SUBMITTED

    @pytest.mark.parametrize(
        "profile", ["camau-2026", "vinhlong-2021", "backan-2018", "langson-2024", "vn-national"]
    )
    def test_complete_slip_is_submitted_under_every_regulation(self, profile):
        assert make_submitted(make_portal(profile)).item.state == ItemState.SUBMITTED


class SignTests:
    def test_head_signs_and_it_goes_on(self):
        portal = make_portal("backan-2018")
        head = make_unit_head(portal)
        head.first_name, head.last_name = "Cam", "Lê Văn"
        head.save()
        item = make_submitted(portal, make_focal_officer(portal)).item
        assert item.state == ItemState.TO_SIGN
        assert item.waiting_agency == head.govportal_account.agency
        roles = item.waiting_groups.values_list("govportal_role__role", flat=True)
        assert list(roles) == ["unit_head"]
        assert "received" not in item.anchors
        item = slips.sign(item, head, note="Đồng ý")
        assert item.state == ItemState.SUBMITTED
        assert item.anchors["received"] == timezone.localdate().isoformat()
        slip = SupplySlip.objects.get()
        assert slip.signed_by == head
        assert slip.signatory == head.get_full_name()
        assert slip.signed_at
        assert kinds(item)[-1] == EventKind.SIGNED

    def test_head_of_another_agency_does_not_sign(self):
        portal = make_portal("backan-2018")
        item = make_submitted(portal, make_focal_officer(portal)).item
        other = make_unit_head(portal, make_department("Sở Y tế", "so-yt"))
        with pytest.raises(PermissionDenied):
            slips.sign(item, other)

    def test_head_of_the_agency_above_does_not_sign(self):
        portal = make_portal("backan-2018")
        above = make_department()
        below = make_department("Chi cục", "chi-cuc", parent=above)
        item = make_submitted(portal, make_focal_officer(portal, below)).item
        with pytest.raises(PermissionDenied):
            slips.sign(item, make_unit_head(portal, above))

    def test_focal_officer_does_not_sign(self):
        portal = make_portal("backan-2018")
        officer = make_focal_officer(portal)
        item = make_submitted(portal, officer).item
        with pytest.raises(PermissionDenied):
            slips.sign(item, officer)

    def test_head_may_sign_what_they_wrote(self):
        portal = make_portal("backan-2018")
        head = make_unit_head(portal)
        item = make_submitted(portal, head).item
        assert slips.sign(item, head).state == ItemState.SUBMITTED

    def test_what_the_public_sends_needs_no_signature(self):
        assert make_submitted(make_portal("backan-2018")).item.state == ItemState.SUBMITTED

    def test_what_was_signed_on_paper_needs_no_second_signature(self):
        portal = make_portal("backan-2018")
        clerk = make_officer("van-thu", portal, RoleCode.OPERATOR)
        slip = make_slip(
            portal,
            clerk,
            agency=make_department(),
            channel="paper",
            signatory="Lê Văn Cam, Giám đốc",
            sender={"user": None},
        )
        assert slips.submit(slip, clerk).state == ItemState.SUBMITTED

    def test_declined_slip_goes_back_with_the_message(self):
        portal = make_portal("backan-2018")
        officer, head = make_focal_officer(portal), make_unit_head(portal)
        slip = make_submitted(portal, officer)
        item = slips.decline_signature(slip.item, head, "Thiếu số liệu quý III")
        assert item.state == ItemState.RETURNED
        event = EditorialEvent.objects.last()
        assert event.kind == EventKind.SIGNATURE_DECLINED
        assert event.reason == "Thiếu số liệu quý III"
        slip = SupplySlip.objects.get()
        number = slip.number
        slips.change(slip, officer, body="<p>Đủ số liệu.</p>")
        item = slips.resubmit(slip, officer)
        assert item.state == ItemState.TO_SIGN
        assert (slip.round, slip.number) == (2, number)

    def test_decline_needs_a_message(self):
        portal = make_portal("backan-2018")
        item = make_submitted(portal, make_focal_officer(portal)).item
        with pytest.raises(FlowError) as refused:
            slips.decline_signature(item, make_unit_head(portal), "  ")
        assert "message" in refused.value.error_dict

    def test_signature_is_given_once(self):
        portal = make_portal("backan-2018")
        head = make_unit_head(portal)
        item = make_submitted(portal, make_focal_officer(portal)).item
        slips.sign(EditorialItem.objects.get(pk=item.pk), head)
        with pytest.raises(FlowError):
            slips.sign(item, head)


class ReceiveTests:
    @pytest.fixture
    def portal(self):
        return make_portal()

    @pytest.fixture
    def member(self, portal):
        return make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER)

    def test_slip_becomes_a_draft_page_in_the_workflow(self, portal, member):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        section = make_section_of(portal)
        page = slips.receive(slip.item, member, target="article", parent=section)
        assert isinstance(page, ArticlePage)
        assert not page.live
        assert page.get_parent().pk == section.pk
        assert page.owner == officer
        assert page.latest_revision.user == officer
        item = EditorialItem.objects.get()
        assert item.page_id == page.pk
        assert item.workflow_state == page.current_workflow_state
        assert item.received_at
        assert item.state != ItemState.SUBMITTED
        assert EventKind.RECEIVED in kinds(item)

    def test_receiver_owns_what_the_public_sent(self, portal, member):
        slip = make_submitted(portal)
        page = slips.receive(slip.item, member, target="article", parent=make_section_of(portal))
        assert page.owner == member
        assert page.latest_revision.user is None

    @pytest.mark.parametrize("role", [RoleCode.OPERATOR, RoleCode.FOCAL_OFFICER])
    def test_role_that_does_not_receive_is_refused(self, portal, role):
        item = make_submitted(portal).item
        other = make_officer("khac", portal, role)
        with pytest.raises(PermissionDenied):
            slips.receive(item, other, target="article", parent=make_section_of(portal))
        assert not ArticlePage.objects.exists()

    def test_role_on_another_site_does_not_receive(self, portal):
        component = make_component()
        item = make_submitted(component).item
        member = make_officer("tinh", portal, RoleCode.BOARD_HEAD)
        with pytest.raises(PermissionDenied):
            slips.receive(item, member, target="article", parent=make_section_of(component))

    def test_section_of_another_site_is_refused(self, portal, member):
        item = make_submitted(portal).item
        other = make_section_of(make_component())
        with pytest.raises(FlowError) as refused:
            slips.receive(item, member, target="article", parent=other)
        assert "parent" in refused.value.error_dict
        assert not ArticlePage.objects.exists()

    def test_target_that_is_not_installed_is_refused(self, portal, member):
        item = make_submitted(portal).item
        with pytest.raises(FlowError) as refused:
            slips.receive(item, member, target="spaceship", parent=make_section_of(portal))
        assert "target" in refused.value.error_dict

    def test_second_receiver_is_told(self, portal, member):
        item = make_submitted(portal).item
        section = make_section_of(portal)
        slips.receive(item, member, target="article", parent=section)
        other = make_officer("uy-vien-2", portal, RoleCode.BOARD_MEMBER)
        with pytest.raises(FlowError):
            slips.receive(item, other, target="article", parent=section)
        assert ArticlePage.objects.count() == 1

    def test_what_another_claimed_is_not_received(self, portal, member):
        item = make_submitted(portal).item
        other = make_officer("uy-vien-2", portal, RoleCode.BOARD_MEMBER)
        EditorialItem.objects.update(claimed_by=other)
        with pytest.raises(FlowError):
            slips.receive(item, member, target="article", parent=make_section_of(portal))

    def test_role_that_was_ended_receives_no_more(self, portal, member):
        item = make_submitted(portal).item
        member.groups.clear()
        forget(member)
        with pytest.raises(PermissionDenied):
            slips.receive(item, member, target="article", parent=make_section_of(portal))

    def test_returned_page_is_filled_anew_and_goes_on(self, portal, member):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        page = slips.receive(slip.item, member, target="article", parent=make_section_of(portal))
        head = make_officer("truong-ban", portal, RoleCode.BOARD_HEAD)
        task_state = page.current_workflow_task_state
        task_state.reject(user=head)
        EditorialItem.objects.update(state=ItemState.RETURNED)
        slip = SupplySlip.objects.get()
        slips.change(slip, officer, title="Tiêu đề đã sửa", body="<p>Đã sửa.</p>")
        item = slips.resubmit(slip, officer)
        page = Page.objects.get(pk=page.pk).specific
        latest = page.get_latest_revision_as_object()
        assert latest.title == "Tiêu đề đã sửa"
        assert page.latest_revision.user == officer
        assert page.current_workflow_state.status == "in_progress"
        assert page.current_workflow_task == task_state.task.specific
        assert slip.round == 2
        assert item.state != ItemState.RETURNED
        assert not page.live

    def test_only_what_was_returned_is_resubmitted(self, portal):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        with pytest.raises(FlowError):
            slips.resubmit(slip, officer)

    def test_page_that_was_deleted_meanwhile_is_received_again(self, portal, member):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer)
        page = slips.receive(slip.item, member, target="article", parent=make_section_of(portal))
        Page.objects.get(pk=page.pk).delete()
        EditorialItem.objects.update(state=ItemState.RETURNED)
        item = slips.resubmit(SupplySlip.objects.get(), officer)
        assert item.state == ItemState.SUBMITTED


def test_slip_of_a_year_ago_keeps_its_year():
    from govportal_wagtail.editorial.slip_numbers import next_number

    portal = make_portal()
    assert next_number(portal, on=date(2025, 12, 31)) == "2025/000001"
    assert next_number(portal, on=date(2026, 1, 1)) == "2026/000001"
    assert next_number(portal, on=date(2025, 12, 31)) == "2025/000002"
