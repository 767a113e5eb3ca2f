"""Following a question: who sees what, and what askers may do with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.editorial import spam
from govportal_wagtail.questions import codes, events, intake, timing
from govportal_wagtail.questions.models import Question, QuestionSettings, ReplyFile
from govportal_wagtail.questions.public import tracking_page, tracking_views
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    QuestionEventKind,
    QuestionState,
    ReplyKind,
    ReplyState,
)
from tests.editorial.public_builders import SENDER_ADDRESS, solve, stamp, text_file
from tests.questions.builders import (
    make_addition,
    make_answering_agency,
    make_component_portal,
    make_question,
    make_question_portal,
    make_receipt,
    make_reply,
    make_secretary,
    open_to_readers,
    upload,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/hoi-dap/theo-doi/"
RESULT = "/hoi-dap/theo-doi/ket-qua/"
SECRET = "7KQM2RXA"


@pytest.fixture
def portal():
    return open_to_readers(make_question_portal())


@pytest.fixture
def ask(client, portal):
    def post(code, secret, **fields):
        data = {
            "code": code,
            "secret": secret,
            spam.STAMP: stamp("question-tracking", seconds_ago=0),
            **fields,
        }
        return client.post(ADDRESS, data, REMOTE_ADDR=SENDER_ADDRESS)

    return post


@pytest.fixture
def follow(ask):
    """Enter code and secret of a question; the browser may see it afterwards."""

    def enter(question):
        Question.objects.filter(pk=question.pk).update(secret_hash=codes.hash_secret(SECRET))
        question.refresh_from_db()
        response = ask(question.code, SECRET)
        assert response.status_code == 303
        return question

    return enter


def file_address(kind, pk):
    return reverse("govportal_questions:tracking_file", args=[kind, pk])


def with_file(reply, name="tra-loi.txt"):
    row = ReplyFile(reply=reply, name=name, size=8)
    row.file.save(name, upload(name)[1])
    return row


class EnteringTests:
    def test_code_and_secret_lead_to_the_question_however_they_are_typed(self, client, ask, portal):
        receipt = make_receipt(portal)
        code = f" {codes.readable(receipt.question.code).lower()} "
        response = ask(code, codes.readable(receipt.secret).lower())
        assert (response.status_code, response.url) == (303, RESULT)
        page = client.get(RESULT).content.decode()
        assert receipt.question.number in page
        assert str(tracking_page.STATES[QuestionState.RECEIVED]) in page

    def test_wrong_code_and_wrong_secret_get_the_same_answer(self, ask, portal):
        receipt = make_receipt(portal)
        other = make_receipt(portal, title="Khác", text="Khác hẳn")
        tried = [
            ("A" * 8, receipt.secret),
            (receipt.question.code, "A" * 8),
            (receipt.question.code, other.secret),
            (receipt.secret, receipt.question.code),
            ("sai", "sai"),
            ("²" * 8, "'; --"),
        ]
        responses = [ask(*each) for each in tried]
        assert {each.status_code for each in responses} == {422}
        assert len({str(each.context["form"].errors) for each in responses}) == 1
        assert not [each for each in responses if tracking_views.COOKIE in each.cookies]

    def test_wrong_ones_cost_the_same_queries(self, ask, portal):
        receipt = make_receipt(portal)
        seen = []
        for code, secret in [(receipt.question.code, "A" * 8), ("A" * 8, receipt.secret)]:
            with CaptureQueriesContext(connection) as caught:
                ask(code, secret)
            sql = [each["sql"] for each in caught.captured_queries]
            seen.append(sum("govportal_questions_question" in each for each in sql))
        assert seen == [1, 1]

    def test_many_wrong_ones_need_a_proof(self, ask, portal, settings):
        settings.GOVPORTAL_FORM_RATE = "2/day"
        receipt = make_receipt(portal)
        for _turn in range(2):
            ask("A" * 8, "B" * 8)
        refused = ask(receipt.question.code, receipt.secret)
        assert refused.status_code == 422
        assert refused.context["form"].challenge
        proved = ask(receipt.question.code, receipt.secret, **solve(refused))
        assert proved.status_code == 303

    def test_very_many_are_refused_but_a_person_with_a_proof_is_not(self, ask, portal, settings):
        settings.GOVPORTAL_FORM_LIMIT = "3/hour"
        receipt = make_receipt(portal)
        for _turn in range(3):
            ask("A" * 8, "B" * 8)
        refused = ask(receipt.question.code, receipt.secret)
        assert refused.status_code == 429
        proved = ask(receipt.question.code, receipt.secret, **solve(refused))
        assert proved.status_code == 303

    def test_code_of_another_site_is_found_and_shown_in_the_name_of_that_site(
        self, client, follow, portal
    ):
        component = open_to_readers(make_component_portal(portal))
        follow(make_question(component))
        page = client.get(RESULT).content.decode()
        assert str(component) in page

    def test_own_site_is_not_named_again(self, client, follow, portal):
        follow(make_question(portal))
        assert not client.get(RESULT).context["is_elsewhere"]


class CookieTests:
    @pytest.mark.parametrize(
        "name",
        [
            *("tracking_result", "tracking_add", "tracking_withdraw"),
            *("tracking_consents", "tracking_rate", "tracking_part"),
        ],
    )
    def test_nothing_is_open_without_code_and_secret(self, client, portal, name):
        make_question(portal, state=QuestionState.WAITING)
        address = reverse(f"govportal_questions:{name}")
        for response in (client.post(address), client.get(address)):
            assert response.status_code == 405 or response.url == ADDRESS
        assert Question.objects.get().state == QuestionState.WAITING

    def test_invented_cookie_opens_nothing(self, client, portal):
        question = make_question(portal)
        client.cookies[tracking_views.COOKIE] = f"{question.pk}:{question.secret_hash[:16]}"
        assert client.get(RESULT).url == ADDRESS

    def test_cookie_is_worth_nothing_after_half_an_hour(self, client, follow, portal, monkeypatch):
        follow(make_question(portal))
        assert client.get(RESULT).status_code == 200
        monkeypatch.setattr(tracking_views, "SECONDS", -1)
        assert client.get(RESULT).url == ADDRESS

    def test_new_secret_shuts_out_who_had_the_old_one(self, client, follow, portal):
        question = follow(make_question(portal))
        Question.objects.filter(pk=question.pk).update(secret_hash=codes.hash_secret("2" * 8))
        assert client.get(RESULT).url == ADDRESS

    def test_leaving_forgets_the_question_and_its_confirmation(self, client, follow, portal):
        receipt = make_receipt(portal)
        follow(receipt.question)
        response = client.post("/hoi-dap/theo-doi/xong/")
        assert {name for name, cookie in response.cookies.items() if not cookie.value} == {
            tracking_views.COOKIE,
            "gp_question",
        }
        assert client.get(RESULT).url == ADDRESS

    def test_cookie_is_signed_and_out_of_reach_of_scripts(self, client, follow, portal):
        follow(make_question(portal))
        cookie = client.cookies[tracking_views.COOKIE]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == ADDRESS

    def test_nothing_is_indexed_kept_or_told_to_other_sites(self, client, follow, ask, portal):
        follow(make_question(portal))
        for response in (client.get(ADDRESS), client.get(RESULT), ask("sai", "sai")):
            assert "no-store" in response.headers["Cache-Control"]
            assert "noindex" in response.headers["X-Robots-Tag"]
            assert response.headers["Referrer-Policy"] == "same-origin"


class StateTests:
    @pytest.mark.parametrize("state", [s for s in QuestionState if s != QuestionState.CLOSED])
    def test_every_state_has_its_sentence(self, client, follow, portal, state):
        follow(make_question(portal, state=state))
        assert str(tracking_page.STATES[state]) in client.get(RESULT).content.decode()

    @pytest.mark.parametrize("outcome", list(Outcome))
    def test_every_end_has_its_sentence(self, client, follow, portal, outcome):
        follow(make_question(portal, state=QuestionState.CLOSED, outcome=outcome))
        assert str(tracking_page.OUTCOMES[outcome]) in client.get(RESULT).content.decode()

    def test_due_day_is_explained(self, client, follow, portal):
        question = follow(make_question(portal))
        page = client.get(RESULT).content.decode()
        assert f"{timing.answer_deadline(question).due_on:%d/%m/%Y}" in page
        assert "gp-counted" in page

    def test_time_limits_that_were_given_up_are_not_shown(self, client, follow, portal):
        question = make_question(portal)
        timing.cancel(question, None, "Thử")
        follow(question)
        assert client.get(RESULT).context["deadlines"].days == []

    def test_clock_that_stands_is_not_taken_for_a_silent_regulation(self, client, follow, portal):
        follow(make_question(portal, state=QuestionState.WAITING))
        found = client.get(RESULT).context["deadlines"]
        assert found.stands_still
        assert not found.is_silent

    def test_day_that_has_passed_is_told(self, client, follow, portal):
        day = timezone.localdate() - timedelta(days=60)
        question = make_question(portal, received_on=day)
        follow(question)
        response = client.get(RESULT)
        assert response.context["deadlines"].days[0].is_late
        assert "gp-field__error" in response.content.decode()

    def test_question_that_is_not_published_asks_for_no_consent(self, client, follow, portal):
        follow(make_question(portal, state="closed", outcome=Outcome.REFUSED))
        assert client.get(RESULT).context["consents_form"] is None

    def test_extension_is_told_with_its_reason(self, client, follow, portal):
        question = make_question(portal, agency=make_answering_agency(), state="assigned")
        day = timing.extend(question, None, 5, "Chờ bản đồ địa chính").due_on
        events.record(QuestionEventKind.EXTENDED, question, reason="Chờ bản đồ địa chính")
        follow(question)
        response = client.get(RESULT)
        assert response.context["promised"].day == day
        assert "Chờ bản đồ địa chính" in response.content.decode()

    def test_promised_day_is_shown_with_the_notice_that_promised_it(self, client, follow, portal):
        day = timezone.localdate() + timedelta(days=40)
        question = make_question(portal, state="assigned", promised_on=day)
        kind = {"kind": ReplyKind.PROGRESS, "state": ReplyState.SENT}
        make_reply(question, **kind, promised_on=day, body="<p>Đang đo lại.</p>")
        follow(question)
        page = client.get(RESULT).content.decode()
        assert f"{day:%d/%m/%Y}" in page
        assert "Đang đo lại." in page

    def test_why_a_complaint_was_not_taken_and_where_to_go(self, client):
        portal = open_to_readers(make_question_portal("langson-2024"))
        QuestionSettings.objects.create(site=portal.site, complaints_to="Ban Tiếp công dân tỉnh")
        question = make_question(portal, state=QuestionState.CLOSED, outcome=Outcome.REFUSED)
        reason = "Đơn tố cáo cá nhân."
        events.record(QuestionEventKind.REFUSED, question, reason=reason, article="9.6.c")
        Question.objects.filter(pk=question.pk).update(secret_hash=codes.hash_secret(SECRET))
        data = {"code": question.code, "secret": SECRET}
        client.post(ADDRESS, {**data, spam.STAMP: stamp("question-tracking")})
        response = client.get(RESULT)
        page = response.content.decode()
        assert reason in page
        assert "Ban Tiếp công dân tỉnh" in page
        assert response.context["word"].ground in page
        assert "40/2024" in response.context["word"].ground

    def test_steps_have_dates_and_no_names_of_staff(self, client, follow, portal):
        secretary = make_secretary(portal)
        secretary.last_name, secretary.first_name = "Phạm Thị", "MARK-STAFF"
        secretary.save()
        question = follow(make_question(portal))
        agency = make_answering_agency()
        events.record(QuestionEventKind.ASSIGNED, question, user=secretary, agency=agency)
        page = client.get(RESULT).content.decode()
        assert page.count("<time ") >= 2
        assert str(agency) in page
        assert "MARK-STAFF" not in page

    def test_contact_data_are_not_shown(self, client, follow, portal):
        asker = {"name": "MARK-NAME", "email": "mark@example.com", "phone": "0999888777"}
        follow(make_question(portal, asker=asker))
        page = client.get(RESULT).content.decode()
        assert not [each for each in asker.values() if each in page]

    def test_erased_question_shows_that_it_was_erased(self, client, follow, portal):
        question = follow(make_question(portal, state="closed", outcome=Outcome.ANSWERED))
        question.content.delete()
        question.asker.delete()
        Question.objects.filter(pk=question.pk).update(anonymised_at=timezone.now())
        response = client.get(RESULT)
        assert response.status_code == 200
        assert response.context["consents_form"] is None
        assert response.context["rating_form"] is None

    def test_page_in_english(self, client, follow, portal):
        follow(make_question(portal))
        page = client.get(f"{RESULT}?language=en").content.decode()
        assert "Your question has arrived" in page


class ReplyTests:
    def test_answer_is_shown_with_signatory_and_files_once_it_is_sent(self, client, follow, portal):
        question = make_question(portal, agency=make_answering_agency(), state="assigned")
        sent = make_reply(
            question, state=ReplyState.SENT, signatory="Trần Văn Cau, Giám đốc", body="<p>Có.</p>"
        )
        file = with_file(sent)
        follow(question)
        page = client.get(RESULT).content.decode()
        assert "Trần Văn Cau, Giám đốc" in page
        assert file_address("tra-loi", file.pk) in page

    @pytest.mark.parametrize("state", [s for s in ReplyState if s != ReplyState.SENT])
    def test_nothing_is_shown_before_it_is_sent(self, client, follow, portal, state):
        question = make_question(portal, agency=make_answering_agency(), state="assigned")
        file = with_file(make_reply(question, state=state, body="<p>MARK-DRAFT</p>"))
        follow(question)
        assert "MARK-DRAFT" not in client.get(RESULT).content.decode()
        assert client.get(file_address("tra-loi", file.pk)).status_code == 404

    def test_joined_question_shows_the_answer_to_the_other_one(self, client, follow, portal):
        other = make_question(portal, title="MARK-OTHER", state="closed", outcome="answered")
        answer = other.replies.get()
        file = with_file(answer)
        hidden = with_file(make_reply(other, kind="progress", state=ReplyState.SENT))
        question = make_question(portal, state="closed", outcome=Outcome.MERGED, same_as=other)
        follow(question)
        page = client.get(RESULT).content.decode()
        assert "sẽ có kết quả trong tuần này" in page
        assert "MARK-OTHER" not in page
        assert client.get(file_address("tra-loi", file.pk)).status_code == 200
        assert client.get(file_address("tra-loi", hidden.pk)).status_code == 404


class FileTests:
    def test_own_file_is_saved_and_never_shown_or_kept(self, client, follow, portal):
        question = follow(make_question(portal, files=[upload("Đơn của tôi.html", b"<script>")]))
        response = client.get(file_address("cau-hoi", question.files.get().pk))
        assert b"".join(response.streaming_content) == b"<script>"
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response.headers["Cache-Control"]
        assert "sandbox" in response.headers["Content-Security-Policy"]

    def test_files_of_others_and_unknown_kinds_are_not_there(self, client, follow, portal):
        other = make_question(portal, title="Khác", text="Khác hẳn", files=[upload()])
        own = follow(make_question(portal, files=[upload()]))
        for kind, pk in [
            ("cau-hoi", other.files.get().pk),
            ("khac", own.files.get().pk),
            ("tra-loi", own.files.get().pk),
            ("cau-hoi", 10**6),
        ]:
            assert client.get(file_address(kind, pk)).status_code == 404

    def test_without_code_and_secret_there_is_no_file(self, client, portal):
        question = make_question(portal, files=[upload()])
        assert client.get(file_address("cau-hoi", question.files.get().pk)).url == ADDRESS

    def test_lost_file_is_not_found(self, client, follow, portal):
        question = follow(make_question(portal, files=[upload()]))
        row = question.files.get()
        row.file.storage.delete(row.file.name)
        assert client.get(file_address("cau-hoi", row.pk)).status_code == 404


class CompletingTests:
    @pytest.fixture
    def complete(self, client):
        def post(**fields):
            data = {spam.STAMP: stamp("question-addition"), "text": "Thửa số 12.", **fields}
            return client.post(f"{ADDRESS}bo-sung/", data, REMOTE_ADDR=SENDER_ADDRESS)

        return post

    def test_what_was_asked_is_completed_with_files(self, client, follow, portal, complete):
        question = follow(make_question(portal, state=QuestionState.WAITING))
        assert "số thửa đất" in client.get(f"{ADDRESS}bo-sung/").content.decode()
        response = complete(**{"file-0-file": text_file("so-do.txt")})
        assert response.url == f"{RESULT}?done=addition"
        question.refresh_from_db()
        assert question.state == QuestionState.ASSIGNED
        addition = question.additions.get()
        assert addition.text == "Thửa số 12."
        assert addition.files.get().name == "so-do.txt"
        page = client.get(response.url).content.decode()
        assert "Thửa số 12." in page
        assert file_address("cau-hoi", addition.files.get().pk) in page

    def test_second_click_completes_once(self, follow, portal, complete):
        question = follow(make_question(portal, state=QuestionState.WAITING))
        form = stamp("question-addition")
        answers = [complete(**{spam.STAMP: form}).url for _turn in range(2)]
        assert answers == [f"{RESULT}?done=addition"] * 2
        assert question.additions.count() == 1

    def test_empty_completion_is_refused_and_its_file_kept(self, follow, portal, complete):
        question = follow(make_question(portal, state=QuestionState.WAITING))
        response = complete(text="", **{"file-0-file": text_file("so-do.txt")})
        assert response.status_code == 422
        assert "so-do.txt" in response.content.decode()
        question.refresh_from_db()
        assert question.state == QuestionState.WAITING

    def test_nothing_can_be_added_where_nothing_was_asked(self, client, follow, portal, complete):
        question = follow(make_question(portal))
        assert complete().url == RESULT
        assert client.get(f"{ADDRESS}bo-sung/").url == RESULT
        make_addition(question)
        assert complete().url == RESULT


class WithdrawingTests:
    def test_open_question_is_withdrawn_after_one_more_step(self, client, follow, portal):
        question = follow(make_question(portal))
        assert client.get(f"{ADDRESS}rut/").status_code == 200
        question.refresh_from_db()
        assert question.is_open
        assert client.post(f"{ADDRESS}rut/").url == f"{RESULT}?done=withdrawn"
        question.refresh_from_db()
        assert question.outcome == Outcome.WITHDRAWN
        page = client.get(RESULT).content.decode()
        assert str(tracking_page.OUTCOMES[Outcome.WITHDRAWN]) in page

    def test_answered_question_is_not_withdrawn_by_an_old_page(self, client, follow, portal):
        question = make_question(portal, state="closed", outcome=Outcome.ANSWERED)
        intake.set_consents(question, publish=True, name=False)
        follow(question)
        assert client.post(f"{ADDRESS}rut/").url == RESULT
        question.asker.refresh_from_db()
        assert question.asker.agreed_to_publish_at is not None


class ConsentTests:
    def test_consents_are_given_and_taken_back(self, client, follow, portal):
        question = follow(make_question(portal))
        response = client.post(f"{ADDRESS}dong-y/", {"publish": "on", "name": "on"})
        assert response.url == f"{RESULT}?done=consents"
        question.asker.refresh_from_db()
        assert question.asker.agreed_to_name_at is not None
        page = client.get(RESULT).content.decode()
        assert page.count("checked") == 2
        client.post(f"{ADDRESS}dong-y/", {})
        question.asker.refresh_from_db()
        assert question.asker.agreed_to_publish_at is None
        assert question.asker.agreed_to_name_at is None

    def test_name_alone_is_refused_at_its_field(self, client, follow, portal):
        question = follow(make_question(portal))
        response = client.post(f"{ADDRESS}dong-y/", {"name": "on"})
        assert response.status_code == 422
        assert "id_publish_error" in response.content.decode()
        question.asker.refresh_from_db()
        assert question.asker.agreed_to_name_at is None


class RatingTests:
    def test_answer_is_rated_once_with_a_comment(self, client, follow, portal):
        question = follow(make_question(portal, state="closed", outcome=Outcome.ANSWERED))
        page = client.get(RESULT).content.decode()
        assert page.count('type="radio"') == 5
        given = {"stars": "4", "comment": "Rõ ràng, nhanh."}
        assert client.post(f"{ADDRESS}danh-gia/", given).url == f"{RESULT}?done=rating"
        question.refresh_from_db()
        assert question.rating == 4
        assert question.content.rating_comment == "Rõ ràng, nhanh."
        assert 'type="radio"' not in client.get(RESULT).content.decode()
        client.post(f"{ADDRESS}danh-gia/", {"stars": "1"})
        question.refresh_from_db()
        assert question.rating == 4

    @pytest.mark.parametrize("stars", ["", "0", "6", "x"])
    def test_other_marks_are_refused(self, client, follow, portal, stars):
        question = follow(make_question(portal, state="closed", outcome=Outcome.ANSWERED))
        response = client.post(f"{ADDRESS}danh-gia/", {"stars": stars, "comment": "Giữ lại"})
        assert response.status_code == 422
        assert "Giữ lại" in response.content.decode()
        question.refresh_from_db()
        assert question.rating is None

    def test_question_without_an_answer_is_not_rated(self, client, follow, portal):
        question = follow(make_question(portal, state="closed", outcome=Outcome.REFUSED))
        assert 'type="radio"' not in client.get(RESULT).content.decode()
        assert client.post(f"{ADDRESS}danh-gia/", {"stars": "5"}).url == RESULT
        question.refresh_from_db()
        assert question.rating is None


class PartTests:
    def test_asker_looks_at_the_parts_and_back(self, client, follow, portal):
        whole = make_question(portal, state="closed", outcome=Outcome.SPLIT)
        piece = make_question(portal, title="Phần một", text="Một phần", part_of=whole)
        follow(whole)
        assert piece.number in client.get(RESULT).content.decode()
        assert client.post(f"{ADDRESS}phan/", {"part": str(piece.pk)}).url == RESULT
        assert client.get(RESULT).context["question"] == piece
        client.post(f"{ADDRESS}phan/", {"part": str(whole.pk)})
        assert client.get(RESULT).context["question"] == whole

    @pytest.mark.parametrize("key", ["", "x", "²", "9" * 30])
    def test_what_is_no_part_is_not_found(self, client, follow, portal, key):
        follow(make_question(portal))
        assert client.post(f"{ADDRESS}phan/", {"part": key}).status_code == 404

    def test_questions_of_others_are_not_parts(self, client, follow, portal):
        other = make_question(portal, title="Khác", text="Khác hẳn")
        follow(make_question(portal))
        assert client.post(f"{ADDRESS}phan/", {"part": str(other.pk)}).status_code == 404


class PageTests:
    def test_number_of_queries_does_not_grow_with_replies_and_files(self, client, follow, portal):
        question = follow(make_question(portal, agency=make_answering_agency(), state="assigned"))

        def look():
            client.get(RESULT)
            with CaptureQueriesContext(connection) as caught:
                client.get(RESULT)
            return len(caught)

        with_file(make_reply(question, kind="progress", state=ReplyState.SENT))
        make_addition(question, answered_at=timezone.now(), text="Đã gửi")
        before = look()
        for _turn in range(4):
            with_file(make_reply(question, kind="progress", state=ReplyState.SENT))
            make_addition(question, answered_at=timezone.now(), text="Đã gửi")
        assert look() == before

    def test_followers_of_supplied_information_find_the_way(self, client, portal):
        assert f'href="{ADDRESS}"' in client.get("/theo-doi/").content.decode()
