"""The page of an item: what it shows, what is offered to whom, what a form does or refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from govportal_wagtail.core.models import Agency
from govportal_wagtail.editorial import item_flow, slips
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem, Verification
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState, Origin
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_agency, make_user
from tests.core.portal_builders import make_component, make_officer, make_portal
from tests.editorial import flow_builders as flow
from tests.editorial.item_builders import browse
from tests.editorial.slip_builders import attach, make_focal_officer, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal()


@pytest.fixture
def people(portal):
    return flow.make_newsroom(portal)


@pytest.fixture
def item(portal, people) -> EditorialItem:
    author = people["cong-tac-vien"]
    return flow.hand_in(flow.make_draft(portal, author), author)


def look(user, item):
    return browse(user).get(reverse("editorial_items:detail", args=[item.pk]))


def offered(user, item) -> list[str]:
    answer = look(user, item)
    assert answer.status_code == 200
    return [offer.action.code for offer in answer.context["offers"]]


def do(user, item, code, **data):
    address = reverse("editorial_items:action", args=[item.pk, code])
    return browse(user).post(address, {"seen": _last(item)} | data)


def _last(item) -> int:
    return EditorialEvent.objects.filter(item_id=item.pk).latest("pk").pk


def now(item) -> EditorialItem:
    return EditorialItem.objects.get(pk=item.pk)


class ShowTests:
    def test_state_steps_history_and_links(self, people, item):
        answer = look(people["uy-vien"], item)
        text = answer.content.decode()
        assert item.title in text
        assert str(item.get_state_display()) in text
        statuses = {step.title: step.status for step in answer.context["ladder"]}
        assert list(statuses.values()).count("current") == 1
        assert statuses["Kiểm tra, đánh giá chất lượng"] == "current"
        assert statuses["Phê duyệt"] == "ahead"
        assert answer.context["events"]
        for address in (
            reverse("wagtailadmin_pages:edit", args=[item.page_id]),
            reverse("wagtailadmin_pages:view_draft", args=[item.page_id]),
            reverse("editorial_items:history_export", args=[item.pk, "csv"]),
        ):
            assert address in text

    def test_a_step_that_was_taken_says_by_whom(self, people, item):
        flow.take(item, people["uy-vien"])
        (done, *_rest) = (
            step
            for step in look(people["uy-vien-2"], item).context["ladder"]
            if step.title == "Kiểm tra, đánh giá chất lượng"
        )
        assert (done.status, done.by) == ("done", "uy-vien")
        assert done.at is not None

    def test_the_deadline_is_explained(self, people, item):
        item_flow.describe(item, people["uy-vien"], category="propaganda", anchors={})
        answer = look(people["uy-vien"], item)
        assert answer.status_code == 200
        assert len(answer.context["deadlines"]) >= 1

    def test_the_slip_with_its_files_and_no_contact_for_colleagues(self, portal, people):
        officer = make_focal_officer(portal)
        slip = make_submitted(portal, officer, note="Đề nghị đăng sớm")
        attach(slip, title="Phụ lục")
        newsroom = look(people["uy-vien"], slip.item).content.decode()
        for words in (slip.number, slip.lead, "Đề nghị đăng sớm", "Phụ lục", "buoi@example.com"):
            assert words in newsroom
        head = make_officer("thu-truong", portal, RoleCode.UNIT_HEAD, slip.item.agency)
        colleague = look(head, slip.item).content.decode()
        assert slip.lead in colleague
        assert "buoi@example.com" not in colleague

    def test_what_the_supplier_wrote_cannot_run_in_the_admin(self, portal, people):
        slip = make_submitted(
            portal,
            make_focal_officer(portal),
            title="<script>x</script>",
            body='<p onclick="x()">Nội dung</p><script>y</script>',
        )
        text = look(people["uy-vien"], slip.item).content.decode()
        assert "<script>x</script>" not in text
        assert "<script>y</script>" not in text
        assert 'onclick="x()"' not in text
        assert "Nội dung" in text

    def test_nothing_of_it_for_those_who_may_not_see_it(self, portal, people, item):
        commune = make_component()
        stranger = make_officer("xa", commune, RoleCode.BOARD_HEAD)
        other = make_officer("khac", portal, RoleCode.CONTRIBUTOR, make_agency("so-y-te"))
        for user in (stranger, other):
            assert look(user, item).status_code == 404
            assert do(user, item, "claim").status_code == 404
        assert now(item).claimed_by is None


class OfferTests:
    def test_the_people_of_the_step_decide_and_the_author_withdraws(self, people, item):
        member = offered(people["uy-vien"], item)
        for code in ("approve", "claim", "return", "verify", "refuse", "describe", "urgent"):
            assert code in member
        assert "withdraw" not in member
        assert offered(people["cong-tac-vien"], item) == ["withdraw"]

    def test_only_who_leads_assigns(self, people, item):
        assert "reassign" in offered(people["truong-ban"], item)
        assert "reassign" not in offered(people["uy-vien"], item)

    def test_whoever_is_not_at_the_step_decides_nothing(self, people, item):
        codes = offered(people["van-hanh"], item)
        assert not {"approve", "return", "refuse", "verify", "claim"} & set(codes)

    def test_nothing_is_offered_for_a_closed_item(self, people, item):
        item_flow.withdraw(item, people["cong-tac-vien"], "Nhầm")
        assert offered(people["truong-ban"], item) == []

    def test_who_wrote_the_text_is_told_why_they_cannot_pass_it_on(self, portal, people):
        writer = people["truong-ban"]
        own = flow.hand_in(flow.make_draft(portal, writer), writer)
        flow.take(own, people["uy-vien"])
        flow.take(own, people["uy-vien-2"])
        answer = look(writer, own)
        assert "approve" not in [offer.action.code for offer in answer.context["offers"]]
        assert answer.context["why_not"]
        assert do(writer, own, "approve").status_code in (302, 403)
        assert now(own).state == ItemState.APPROVING


class DoTests:
    def test_claim_release_and_assign(self, people, item):
        member, other = people["uy-vien"], people["uy-vien-2"]
        assert do(member, item, "claim").status_code == 302
        assert now(item).claimed_by == member
        assert do(member, item, "release", reason="").status_code == 302
        assert now(item).claimed_by is None
        head = people["truong-ban"]
        answer = do(head, item, "reassign", to=other.pk, reason="Phụ trách mảng này")
        assert answer.status_code == 302
        assert now(item).claimed_by == other
        assert do(head, item, "release", reason="").status_code == 422
        assert now(item).claimed_by == other

    def test_an_item_is_not_assigned_to_somebody_without_the_step(self, people, item):
        answer = do(people["truong-ban"], item, "reassign", to=people["van-hanh"].pk, reason="x")
        assert answer.status_code == 422
        assert now(item).claimed_by is None

    def test_urgent_on_and_off_and_a_second_click_changes_nothing(self, people, item):
        member = people["uy-vien"]
        assert do(member, item, "urgent", wanted="True", reason="Bão").status_code == 302
        assert now(item).is_urgent
        assert do(member, item, "urgent", wanted="True", reason="Bão").status_code == 409
        assert now(item).is_urgent
        assert do(member, item, "urgent", wanted="False", reason="Hết bão").status_code == 302
        assert not now(item).is_urgent

    def test_describe_sets_kind_and_dates(self, people, item):
        member = people["uy-vien"]
        answer = do(member, item, "describe", category="propaganda", anchor_received="2026-11-02")
        assert answer.status_code == 302
        assert now(item).category == "propaganda"
        assert now(item).anchors["received"] == "2026-11-02"
        (offer,) = (o for o in look(member, item).context["offers"] if o.action.code == "describe")
        assert offer.form["anchor_received"].value() == date(2026, 11, 2)

    def test_the_page_brings_the_calendar_of_its_date_fields(self, people, item):
        answer = look(people["uy-vien"], item)
        text = answer.content.decode()
        assert "anchor_received" in text
        assert text.count("date-time-chooser.js") == 1

    def test_a_day_that_is_none_is_refused_at_its_field(self, people, item):
        answer = do(people["uy-vien"], item, "describe", category="", anchor_received="30/30/30")
        assert answer.status_code == 422
        (offer,) = (o for o in answer.context["offers"] if o.action.code == "describe")
        assert "anchor_received" in offer.form.errors
        assert "30/30/30" in answer.content.decode()

    def test_ask_and_answer(self, portal, people, item):
        unit = make_agency("so-y-te", name="Sở Y tế", parent=portal.agency)
        member = people["uy-vien"]
        answer = do(member, item, "verify", agency=unit.pk, question="Số liệu đúng không?")
        assert answer.status_code == 302
        assert now(item).state == ItemState.VERIFYING
        officer = make_officer("y-te", portal, RoleCode.FOCAL_OFFICER, unit)
        page = look(officer, item)
        assert "Số liệu đúng không?" in page.content.decode()
        (offer,) = (o for o in page.context["offers"] if o.action.code == "answer")
        assert offer.is_open
        assert "withdrawn" not in dict(offer.form.fields["outcome"].choices)
        answer = do(officer, item, "answer", outcome="confirmed", answer="Đúng")
        assert answer.status_code == 302
        assert now(item).state == ItemState.CHECKING
        assert Verification.objects.get().answer == "Đúng"
        assert "Đúng" in look(member, item).content.decode()

    def test_return_with_a_reason_of_the_regulation(self, people, item):
        member = people["uy-vien"]
        answer = do(member, item, "return", reasons=["incomplete"], message="Thiếu ảnh")
        assert answer.status_code == 302
        assert now(item).state == ItemState.RETURNED
        shown = look(people["cong-tac-vien"], item)
        assert "Thiếu ảnh" in shown.context["came_back"]
        assert "chưa đầy đủ" in shown.context["came_back"]
        assert shown.context["todo"]

    def test_a_form_with_something_missing_keeps_what_was_typed(self, people, item):
        answer = do(people["uy-vien"], item, "return", message="Thiếu ảnh minh họa")
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Thiếu ảnh minh họa" in text
        (offer,) = (o for o in answer.context["offers"] if o.action.code == "return")
        assert "reasons" in offer.form.errors
        assert offer.is_open
        assert now(item).state == ItemState.CHECKING

    def test_refuse_with_letter_wording_and_article_and_the_text_is_kept(self, people, item):
        member = people["uy-vien"]
        text = look(member, item).content.decode()
        assert "ê) Không đúng lĩnh vực" in text
        answer = do(member, item, "refuse", ground="out_of_field", message="Chuyển sở khác")
        assert answer.status_code == 302
        assert now(item).state == ItemState.REFUSED
        event = EditorialEvent.objects.get(kind=EventKind.REFUSED)
        assert event.ground_letter == "ê"
        assert event.ground_text in look(member, item).context["came_back"]

    def test_the_way_to_the_public_page(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban", "van-hanh"):
            assert do(people[name], item, "approve", comment="").status_code == 302, name
        assert now(item).state == ItemState.PUBLISHED
        answer = look(people["uy-vien"], item)
        assert {step.status for step in answer.context["ladder"]} <= {"done", "skipped"}
        assert now(item).page.full_url in answer.content.decode()

    def test_withdraw(self, people, item):
        author = people["cong-tac-vien"]
        assert do(author, item, "withdraw", reason="").status_code == 422
        assert do(author, item, "withdraw", reason="Nhầm tin").status_code == 302
        assert now(item).state == ItemState.WITHDRAWN

    def test_slips_are_returned_and_refused_before_they_are_pages(self, portal, people):
        slip = make_submitted(portal, make_focal_officer(portal))
        member = people["uy-vien"]
        codes = offered(member, slip.item)
        assert {"return", "refuse"} <= set(codes)
        assert reverse("editorial_slips:receive", args=[slip.pk]) in (
            look(member, slip.item).content.decode()
        )
        do(member, slip.item, "return", reasons=["unclear"], message="Chưa rõ")
        assert now(slip.item).state == ItemState.RETURNED


class RefusedTests:
    def test_looking_does_nothing(self, people, item):
        address = reverse("editorial_items:action", args=[item.pk, "claim"])
        assert browse(people["uy-vien"]).get(address).status_code == 302
        assert now(item).claimed_by is None

    def test_no_such_action(self, people, item):
        assert do(people["uy-vien"], item, "publish").status_code == 404

    @pytest.mark.parametrize(
        ("code", "data"),
        [
            ("claim", {}),
            ("approve", {"comment": ""}),
            ("return", {"reasons": ["incomplete"], "message": "x"}),
            ("refuse", {"ground": "untrue", "message": "x"}),
            ("verify", {"question": "x"}),
            ("reassign", {"reason": "x"}),
            ("withdraw", {"reason": "x"}),
            ("answer", {"outcome": "confirmed", "answer": "x"}),
        ],
    )
    def test_what_one_may_not_do_is_refused_and_nothing_changes(self, people, item, code, data):
        secretary = people["thu-ky"]
        before = EditorialItem.objects.values().get(pk=item.pk)
        data = {"agency": Agency.objects.first().pk, "to": secretary.pk} | data
        answer = do(secretary, item, code, **data)
        assert answer.status_code in (302, 403)
        assert answer.headers.get("Location", "/admin/") == "/admin/"
        assert EditorialItem.objects.values().get(pk=item.pk) == before

    def test_without_a_login_nothing(self, client, item):
        answer = client.post(reverse("editorial_items:action", args=[item.pk, "claim"]))
        assert answer.status_code == 302
        assert "login" in answer.headers["Location"]


class RaceTests:
    """Two people had the same page open; the second one sends theirs after the first."""

    def test_the_loser_is_told_what_happened_and_by_whom(self, people, item):
        seen = _last(item)
        winner, loser = people["uy-vien"], people["uy-vien-2"]
        do(winner, item, "refuse", ground="untrue", message="Sai sự thật")
        answer = do(loser, item, "return", seen=seen, reasons=["unclear"], message="Tôi đã gõ")
        assert answer.status_code == 409
        text = answer.content.decode()
        assert "Tôi đã gõ" in text
        told = " ".join(answer.context["told"])
        assert "uy-vien" in told
        assert "Sai sự thật" in told
        assert now(item).state == ItemState.REFUSED

    def test_the_second_claim_is_told_who_has_it(self, people, item):
        seen = _last(item)
        do(people["uy-vien"], item, "claim")
        answer = do(people["uy-vien-2"], item, "claim", seen=seen)
        assert answer.status_code == 409
        assert now(item).claimed_by == people["uy-vien"]
        assert any("uy-vien" in each for each in answer.context["told"])

    def test_an_answer_that_came_twice(self, portal, people, item):
        unit = make_agency("so-y-te", name="Sở Y tế", parent=portal.agency)
        item_flow.ask_verification(item, people["uy-vien"], agency=unit, question="?")
        seen = _last(item)
        first = make_officer("mot", portal, RoleCode.FOCAL_OFFICER, unit)
        second = make_officer("hai", portal, RoleCode.UNIT_HEAD, unit)
        do(first, item, "answer", outcome="confirmed", answer="Đúng")
        answer = do(second, item, "answer", seen=seen, outcome="not_confirmed", answer="Sai rồi")
        assert answer.status_code == 409
        assert "Sai rồi" in answer.content.decode()
        assert Verification.objects.get().answer == "Đúng"


def test_a_superuser_without_a_role_sees_and_acts(item):
    root = make_user("goc", superuser=True)
    assert look(root, item).status_code == 200
    assert do(root, item, "claim").status_code == 302


def test_an_item_of_the_newsroom_without_a_page_is_shown(portal, people):
    lost = EditorialItem.objects.create(
        portal_site=portal, origin=Origin.NEWSROOM, title="Trang đã xóa", state="checking"
    )
    assert look(people["uy-vien"], lost).status_code == 200


def test_a_signature_is_asked_where_the_regulation_wants_one(portal, people):
    officer = make_focal_officer(portal)
    slip = make_submitted(portal, officer)
    EditorialItem.objects.filter(pk=slip.item.pk).update(
        state=ItemState.TO_SIGN, waiting_agency=slip.item.agency
    )
    head = make_officer("thu-truong", portal, RoleCode.UNIT_HEAD, slip.item.agency)
    answer = look(head, slip.item)
    assert answer.status_code == 200
    if slips.may_sign(head, now(slip.item)):
        assert reverse("editorial_slips:sign", args=[slip.pk]) in answer.content.decode()
