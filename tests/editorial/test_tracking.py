"""Tracking by code: what is shown to whom, and how a returned slip comes back."""

from __future__ import annotations

import pytest

from govportal_wagtail.editorial import item_flow, ledger, spam, tracking
from govportal_wagtail.editorial.models import SupplySlip
from govportal_wagtail.editorial.public import tracking_views
from govportal_wagtail.editorial.vocabulary import EventKind, ItemState
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.core.portal_builders import make_officer, make_portal
from tests.editorial.public_builders import SENDER_ADDRESS, slip_data, stamp, text_file
from tests.editorial.slip_builders import attach, make_section_of, make_slip, make_submitted

pytestmark = pytest.mark.django_db
ADDRESS = "/theo-doi/"
RESULT = "/theo-doi/ket-qua/"
CORRECT = "/theo-doi/bo-sung/"
CONTENT = ("title", "lead", "body", "author", "source", "source_published_on")


@pytest.fixture
def portal():
    return make_portal()


@pytest.fixture
def slip(portal):
    """What a citizen sent."""
    return make_submitted(portal, sender={"user": None})


@pytest.fixture
def reviewer(portal):
    user = make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER)
    user.last_name, user.first_name = "Phạm Thị", "Mướp"
    user.save()
    return user


@pytest.fixture
def ask(client):
    def post(code, **fields):
        data = {"code": code, spam.STAMP: stamp("tracking", seconds_ago=0), **fields}
        return client.post(ADDRESS, data, REMOTE_ADDR=SENDER_ADDRESS)

    return post


def give_back(slip, reviewer, message="Thiếu số liệu năm 2025."):
    item_flow.give_back(slip.item, reviewer, reasons=["incomplete"], message=message)


def correction(slip, **fields):
    data = {name: slip_data()[name] for name in CONTENT}
    return {
        **data,
        spam.STAMP: stamp("correction"),
        "section": str(make_section_of(slip.item.portal_site).pk),
        "responsible_person": "Nguyễn Thị Lụa",
        **fields,
    }


class AskingTests:
    def test_right_code_leads_to_the_state(self, client, slip, ask):
        response = ask(tracking.readable(slip.tracking_code).lower())
        assert (response.status_code, response.url) == (303, RESULT)
        page = client.get(RESULT).content.decode()
        assert slip.title in page
        assert str(tracking_views.SENTENCES[ItemState.SUBMITTED]) in page

    def test_code_stands_in_no_address_and_no_page(self, client, slip, ask):
        response = ask(slip.tracking_code)
        assert slip.tracking_code not in response.url
        page = client.get(RESULT).content.decode()
        assert slip.tracking_code not in page
        assert tracking.readable(slip.tracking_code) not in page

    def test_nothing_is_kept_or_indexed(self, client, slip, ask):
        for response in (ask(slip.tracking_code), client.get(RESULT), ask("sai")):
            assert "no-store" in response.headers["Cache-Control"]
            assert "noindex" in response.headers["X-Robots-Tag"]
        assert client.get(RESULT).headers["X-Portal-Cache"] == "bypass"

    @pytest.mark.parametrize("code", ["", "sai", "A" * 12, "2" * 12, "'; --", "x" * 500, "²" * 12])
    def test_all_wrong_codes_get_the_same_answer(self, client, slip, ask, code):
        response = ask(code)
        assert response.status_code == 422
        assert tracking_views.COOKIE not in response.cookies

    def test_wrong_code_costs_as_many_queries_as_a_right_one(
        self, slip, ask, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        seen = []
        for code in (slip.tracking_code, "A" * 12, "sai"):
            with CaptureQueriesContext(
                connection,
            ) as caught:
                ask(code)
            seen.append(sum("supplyslip" in each["sql"] for each in caught.captured_queries))
        assert seen == [1, 1, 1]

    def test_code_of_a_draft_shows_nothing(self, portal, ask):
        draft = make_slip(portal, sender={"user": None})
        assert ask(draft.tracking_code).status_code == 422

    def test_many_wrong_codes_ask_for_a_proof(self, slip, ask, settings):
        settings.GOVPORTAL_FORM_RATE = "2/day"
        for _turn in range(2):
            ask("A" * 12)
        response = ask(slip.tracking_code)
        assert response.status_code == 422
        assert response.context["form"].challenge

    def test_hard_limit_is_told_with_a_time(self, slip, ask, settings):
        settings.GOVPORTAL_FORM_LIMIT = "1/day"
        ask("A" * 12)
        response = ask(slip.tracking_code)
        assert response.status_code == 429
        assert int(response.headers["Retry-After"]) > 0

    def test_result_without_a_code_leads_to_the_form(self, client, portal):
        assert client.get(RESULT).url == ADDRESS

    def test_forged_cookie_shows_nothing(self, client, slip):
        client.cookies[tracking_views.COOKIE] = slip.tracking_code
        assert client.get(RESULT).status_code == 303

    def test_cookie_goes_to_these_pages_only_and_not_to_scripts(self, slip, ask):
        cookie = ask(slip.tracking_code).cookies[tracking_views.COOKIE]
        assert cookie["path"] == ADDRESS
        assert cookie["httponly"]
        assert int(cookie["max-age"]) == tracking_views.SECONDS

    def test_leaving_forgets_the_code(self, client, slip, ask):
        ask(slip.tracking_code)
        client.post("/theo-doi/xong/")
        assert client.get(RESULT).status_code == 303

    def test_leaving_is_no_link(self, client, portal):
        assert client.get("/theo-doi/xong/").status_code == 405


class ShowingTests:
    @pytest.mark.parametrize("state", ItemState.values)
    def test_there_is_a_sentence_for_every_state(self, client, slip, ask, state):
        type(slip.item).objects.filter(pk=slip.item_id).update(state=state)
        ask(slip.tracking_code)
        assert str(tracking_views.SENTENCES[state]) in client.get(RESULT).content.decode()

    def test_what_happened_is_told_to_the_supplier(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        texts = [str(step["text"]) for step in client.get(RESULT).context["steps"]]
        kinds = (EventKind.SUBMITTED, EventKind.RETURNED)
        assert texts == [str(tracking_views.EVENTS[kind]) for kind in kinds]

    def test_officials_are_not_named(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        page = client.get(RESULT).content.decode()
        assert "Mướp" not in page
        assert "uy-vien" not in page

    def test_notes_of_the_newsroom_are_not_shown(self, client, slip, ask, reviewer):
        for kind in EventKind:
            if kind not in (EventKind.RETURNED, EventKind.REFUSED):
                ledger.record(kind, user=reviewer, item=slip.item, reason="chuyện nội bộ")
        ask(slip.tracking_code)
        assert "nội bộ" not in client.get(RESULT).content.decode()

    def test_personal_data_are_not_shown(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        for address in (RESULT, CORRECT):
            page = client.get(address).content.decode()
            assert slip.sender.email not in page
            assert slip.sender.phone not in page

    def test_return_is_explained_in_the_words_of_the_regulation(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        page = client.get(RESULT).content.decode()
        assert "chưa đầy đủ" in page
        assert "Thiếu số liệu năm 2025." in page
        assert CORRECT in page

    def test_refusal_shows_ground_and_letter(self, client, slip, ask, reviewer):
        item_flow.refuse(slip.item, reviewer, ground="out_of_field", message="Gửi Sở Y tế.")
        ask(slip.tracking_code)
        page = client.get(RESULT).content.decode()
        assert "ê) " in page
        assert "Gửi Sở Y tế." in page
        assert CORRECT not in page

    def test_markup_in_a_message_is_text(self, client, slip, ask, reviewer):
        give_back(slip, reviewer, "<script>alert(1)</script>")
        ask(slip.tracking_code)
        assert "<script>alert" not in client.get(RESULT).content.decode()

    def test_deadline_is_explained(self, client, portal, ask):
        slip = make_submitted(portal, sender={"user": None}, anchors={"received": "2026-11-05"})
        ask(slip.tracking_code)
        page = client.get(RESULT)
        assert page.context["deadlines"]
        assert slip.item.__class__.objects.get(pk=slip.item_id).due_on
        assert "gp-counted" in page.content.decode()


class CorrectingTests:
    def test_returned_slip_is_corrected_and_sent_again(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        form = client.get(CORRECT).context["form"]
        assert form.initial["title"] == slip.title
        data = correction(slip, title="Tiêu đề mới", **{"file-0-file": text_file()})
        response = client.post(CORRECT, data)
        assert (response.status_code, response.url) == (303, RESULT)
        again = SupplySlip.objects.get()
        assert (again.title, again.round) == ("Tiêu đề mới", 2)
        assert again.number == slip.number
        assert again.item.state == ItemState.SUBMITTED
        assert again.attachments.count() == 1
        assert again.sender.email == slip.sender.email

    def test_files_of_the_slip_can_be_taken_out(self, client, slip, ask, reviewer):
        old, other = attach(slip), attach(make_submitted(slip.item.portal_site))
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        client.post(CORRECT, correction(slip, take_out=[str(old.pk), str(other.pk), "x"]))
        assert not slip.attachments.exists()
        other.refresh_from_db()

    def test_mistake_changes_nothing_and_keeps_what_was_typed(self, client, slip, ask, reviewer):
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        response = client.post(CORRECT, correction(slip, title="", lead="Câu dẫn khác"))
        assert response.status_code == 422
        assert "Câu dẫn khác" in response.content.decode()
        slip.item.refresh_from_db()
        assert slip.item.state == ItemState.RETURNED

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_what_was_not_returned_cannot_be_changed(self, client, slip, ask, method):
        ask(slip.tracking_code)
        response = getattr(client, method)(CORRECT, correction(slip))
        assert response.url == RESULT
        assert SupplySlip.objects.get().title == slip.title

    def test_slip_of_an_account_is_not_changed_by_code(self, client, portal, ask, reviewer):
        slip = make_submitted(portal, make_user("nguoi-gui", superuser=True))
        give_back(slip, reviewer)
        ask(slip.tracking_code)
        page = client.get(RESULT)
        assert page.context["needs_account"]
        assert client.post(CORRECT, correction(slip)).url == RESULT
        assert SupplySlip.objects.get().round == 1

    def test_nobody_corrects_without_a_code(self, client, slip, reviewer):
        give_back(slip, reviewer)
        assert client.post(CORRECT, correction(slip)).url == ADDRESS
