"""The form for questions: what it asks, what it keeps, what the confirmation shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from govportal_wagtail import conf
from govportal_wagtail.editorial import spam
from govportal_wagtail.questions import codes, timing
from govportal_wagtail.questions.models import (
    Asker,
    Question,
    QuestionContent,
    QuestionFile,
    QuestionSettings,
)
from govportal_wagtail.questions.public import sealing
from govportal_wagtail.questions.storage import private_storage
from tests.editorial.public_builders import SENDER_ADDRESS, hidden, solve, stamp, text_file
from tests.questions.builders import (
    make_answering_agency,
    make_component_portal,
    make_question_portal,
    make_receipt,
    make_topic,
    open_to_readers,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/hoi-dap/gui-cau-hoi/"
SENT = "/hoi-dap/da-gui/"
PERSONAL = {
    "title": "Cấp lại giấy khai sinh MARK-TITLE",
    "text": "Con tôi mất giấy khai sinh. MARK-TEXT",
    "name": "Nguyễn Thị MARK-NAME",
    "email": "mark-mail@example.com",
    "phone": "0912 345 678",
    "address": "MARK-ADDRESS",
}


def ask_data(**fields):
    """Everything filled in; nothing agreed to but the answer."""
    return {
        spam.STAMP: stamp("question"),
        spam.TRAP: "",
        "title": "Cấp lại giấy khai sinh bị mất",
        "text": "Con tôi mất giấy khai sinh.\n\nXin hỏi nộp hồ sơ ở đâu? <b>Gấp</b>",
        "name": "Nguyễn Thị Mận",
        "email": "man@example.com",
        "phone": "",
        "organisation": "",
        "address": "Số 7, ấp Bảy",
        "commune": "Song Phú",
        "agree": "on",
        **fields,
    }


@pytest.fixture
def portal():
    return open_to_readers(make_question_portal())


@pytest.fixture
def send(client, portal):
    def post(address=SENDER_ADDRESS, language="", **fields):
        query = f"?language={language}" if language else ""
        return client.post(ADDRESS + query, ask_data(**fields), REMOTE_ADDR=address)

    return post


def shown_code(page: str, which: str) -> str:
    found = re.search(rf"data-gp-{which}>([0-9A-Z-]+)<", page)
    assert found, which
    return found[1]


def waiting_files():
    """The files that wait for their forms."""
    storage, folder = private_storage(), "govportal-waiting"
    days = storage.listdir(folder)[0] if storage.exists(folder) else []
    return {name for day in days for name in storage.listdir(f"{folder}/{day}")[1]}


class AskingTests:
    def test_complete_question_is_received_and_confirmed(self, client, portal, send):
        response = send()
        assert (response.status_code, response.url) == (303, SENT)
        question = Question.objects.get()
        assert question.portal_site == portal
        assert question.channel == "form"
        assert question.content.text.endswith("<b>Gấp</b>")
        page = client.get(SENT).content.decode()
        assert question.number in page
        secret = shown_code(page, "secret")
        assert codes.find(shown_code(page, "code"), secret) == question

    def test_confirmation_says_by_when_and_how_that_is_counted(self, client, send):
        send()
        response = client.get(SENT)
        due = timing.answer_deadline(Question.objects.get()).due_on
        assert f"{due:%d/%m/%Y}" in response.content.decode()
        assert "gp-counted__days" in response.content.decode()

    def test_regulation_without_a_time_limit_says_so(self, client):
        open_to_readers(make_question_portal("khanhhoa-2018-draft"))
        client.post(ADDRESS, ask_data(), REMOTE_ADDR=SENDER_ADDRESS)
        response = client.get(SENT)
        assert response.context["deadlines"].days == []
        assert response.context["deadlines"].is_silent
        assert response.context["profile"].instrument.symbol in response.content.decode()
        assert "gp-due__day" not in response.content.decode()

    def test_confirmation_can_be_loaded_again_but_not_after_two_hours(
        self, client, send, monkeypatch
    ):
        send()
        assert client.get(SENT).status_code == 200
        assert client.get(SENT).status_code == 200
        monkeypatch.setattr(sealing, "SECONDS", -1)
        assert client.get(SENT).url == ADDRESS

    def test_neither_code_nor_secret_stand_in_address_cookie_or_database(self, client, send):
        response = send()
        page = client.get(SENT).content.decode()
        code, secret = (shown_code(page, each) for each in ("code", "secret"))
        assert "?" not in response.url
        # The lowest layer of the cookie is signed, the one below it signed and encrypted.
        cookie = response.cookies["gp_question"].value
        inner = signing.loads(cookie.rsplit(":", 2)[0], salt="govportal.question.sealed")
        plain = (secret, secret.replace("-", ""), secret.replace("-", "").encode().hex())
        assert not any(each in str(inner) for each in plain)
        assert not any(each in cookie for each in (*plain, code.replace("-", "")))
        question = Question.objects.get()
        assert secret.replace("-", "") not in str(question.__dict__)

    def test_two_confirmations_encrypt_the_same_secret_differently(self, portal):
        receipt = make_receipt(portal)
        first, second = (sealing.seal(receipt.question, receipt.secret) for _ in range(2))
        assert first != second
        assert sealing.unseal(first) == sealing.unseal(second)
        assert sealing.unseal(first) == (receipt.question, receipt.secret)

    def test_sealed_secret_of_another_question_shows_nothing(self, client, portal):
        receipt = make_receipt(portal)
        other = make_receipt(portal, title="Khác", text="Một câu hỏi khác.")
        assert sealing.unseal(sealing.seal(other.question, receipt.secret)) is None

    def test_confirmation_without_a_question_leads_to_the_form(self, client, portal):
        assert client.get(SENT).url == ADDRESS
        client.cookies["gp_question"] = "1"
        assert client.get(SENT).url == ADDRESS

    def test_second_click_leads_to_the_same_confirmation(self, client, send):
        form = stamp("question")
        responses = [send(**{spam.STAMP: form}) for _turn in range(2)]
        assert [each.status_code for each in responses] == [303, 303]
        assert Question.objects.count() == 1
        page = client.get(SENT).content.decode()
        assert codes.matches(Question.objects.get(), shown_code(page, "secret"))

    def test_telephone_is_enough(self, send):
        assert send(email="", phone="0912 345 678").status_code == 303
        assert Asker.objects.get().phone == "0912 345 678"

    def test_topic_and_agency_are_kept(self, send):
        topic, agency = make_topic(), make_answering_agency()
        assert send(topic=str(topic.pk), agency=str(agency.pk)).status_code == 303
        question = Question.objects.get()
        assert (question.topic, question.asked_agency) == (topic, agency)

    def test_topic_that_is_not_offered_any_more_is_refused(self, send):
        make_topic()
        old = make_topic("cu", name="Cũ", is_active=False)
        response = send(topic=str(old.pk))
        assert response.status_code == 422
        assert "topic" in response.context["form"].errors

    def test_agencies_stand_under_headings_on_a_portal_and_nowhere_on_a_component(
        self, client, portal
    ):
        make_answering_agency()
        page = client.get(ADDRESS).content.decode()
        assert "<optgroup" in page
        component = open_to_readers(make_component_portal(portal))
        page = client.get(ADDRESS, headers={"host": component.site.hostname}).content.decode()
        assert 'name="title"' in page
        assert 'name="agency"' not in page

    def test_question_in_english_is_confirmed_in_english_and_remembers_it(self, client, send):
        response = send(language="en")
        assert response.url == f"{SENT}?language=en"
        page = client.get(response.url).content.decode()
        assert "Your question has been received" in page
        assert Question.objects.get().language == "en"

    def test_site_that_is_no_portal_has_no_form(self, client):
        assert client.get(ADDRESS).status_code == 404

    def test_csrf_token_is_asked_for(self, portal):
        response = Client(enforce_csrf_checks=True).post(ADDRESS, ask_data())
        assert response.status_code == 403
        assert not Question.objects.exists()


class ConsentTests:
    def test_nothing_is_ticked_beforehand(self, client, portal):
        page = client.get(ADDRESS).content.decode()
        boxes = re.findall(r'<input[^>]*name="agree[^>]*>', page)
        assert len(boxes) == 3
        assert not [box for box in boxes if "checked" in box]

    def test_only_what_was_ticked_is_agreed_to(self, send):
        send()
        asker = Asker.objects.get()
        assert asker.agreed_at is not None
        assert (asker.agreed_to_publish_at, asker.agreed_to_name_at) == (None, None)
        assert "/" in asker.notice

    def test_all_three_are_kept_with_their_time(self, send):
        send(agree_to_publish="on", agree_to_name="on")
        asker = Asker.objects.get()
        assert None not in (asker.agreed_at, asker.agreed_to_publish_at, asker.agreed_to_name_at)

    def test_without_the_first_nothing_is_received(self, send):
        response = send(agree="")
        assert response.status_code == 422
        assert "agree" in response.context["form"].errors
        assert not Asker.objects.exists()

    def test_name_is_not_published_without_the_question(self, send):
        response = send(agree_to_name="on")
        assert "agree_to_publish" in response.context["form"].errors

    def test_notice_names_the_law_and_how_long_data_are_kept(self, client, portal):
        QuestionSettings.objects.create(site=portal.site, keep_months=37)
        response = client.get(ADDRESS)
        page = response.content.decode()
        assert response.context["consent_basis"]
        assert all(each.symbol in page for each in response.context["consent_basis"])
        assert "37" in page


class RegulationTests:
    @pytest.mark.parametrize(
        ("profile", "complaints", "publishing"),
        [
            ("camau-2026", "forward", "never_required"),
            ("vinhlong-2021", "forward", "common_interest"),
            ("backan-2018", "forward", "socio_economic"),
            ("langson-2024", "refuse", "common_interest"),
            ("khanhhoa-2018-draft", "forward", "never_required"),
        ],
    )
    def test_what_is_said_before_asking_is_that_of_the_regulation(
        self, client, profile, complaints, publishing
    ):
        portal = open_to_readers(make_question_portal(profile))
        response = client.get(ADDRESS)
        place = response.context["place"]
        assert place.complaints.value == complaints
        assert place.publishing.value == publishing
        assert portal == place.portal_site
        for quoted in (place.complaints, place.publishing):
            assert quoted.wording in response.content.decode()

    def test_refusal_of_complaints_is_quoted_with_its_article(self, client):
        open_to_readers(make_question_portal("langson-2024"))
        page = client.get(ADDRESS).content.decode()
        assert "không tiếp nhận, giải quyết, trả lời các đơn thư khiếu nại" in page
        assert "9" in client.get(ADDRESS).context["place"].complaints.place

    def test_silent_regulation_is_not_quoted(self, client, portal):
        assert client.get(ADDRESS).context["place"].complaints.place == ""

    def test_closed_form_shows_its_note_and_takes_nothing(self, client, portal, send):
        note = "Đang nâng cấp, mở lại ngày mai."
        QuestionSettings.objects.create(site=portal.site, is_open=False, closed_note=note)
        page = client.get(ADDRESS).content.decode()
        assert note in page
        assert 'name="title"' not in page
        response = send()
        assert response.status_code == 422
        assert note in response.content.decode()
        assert "Cấp lại giấy khai sinh bị mất" in response.content.decode()
        assert not Question.objects.exists()


class MistakeTests:
    @pytest.mark.parametrize("name", ["name", "title", "text", "agree"])
    def test_what_is_missing_is_told_at_its_field_and_in_the_summary(self, send, name):
        response = send(**{name: ""})
        page = response.content.decode()
        assert response.status_code == 422
        assert f'href="#id_{name}"' in page
        assert f'id="id_{name}_error"' in page
        assert not Question.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "where"),
        [
            ({"email": "", "phone": ""}, "email"),
            ({"email": "man@"}, "email"),
            ({"email": "", "phone": "12"}, "phone"),
            ({"title": "x" * 256}, "title"),
            ({"text": "x" * 20_001}, "text"),
            ({"agency": "999999"}, "agency"),
        ],
    )
    def test_what_cannot_be_is_refused(self, send, fields, where):
        make_answering_agency()
        response = send(**fields)
        assert response.status_code == 422
        assert list(response.context["form"].errors) == [where]

    def test_everything_typed_and_chosen_is_kept(self, client, portal):
        topic = make_topic()
        data = ask_data(name="", topic=str(topic.pk), agree_to_publish="on")
        data["file-0-file"] = text_file("don.txt")
        page = client.post(ADDRESS, data, REMOTE_ADDR=SENDER_ADDRESS)
        html = page.content.decode()
        assert "Cấp lại giấy khai sinh bị mất" in html
        assert f'value="{topic.pk}" selected' in html
        assert re.search(r'name="agree_to_publish"[^>]*checked', html)
        again = ask_data(**{"file-0-kept": hidden(page, "file-0-kept")})
        assert client.post(ADDRESS, again, REMOTE_ADDR=SENDER_ADDRESS).status_code == 303
        assert QuestionFile.objects.get().name == "don.txt"

    def test_form_with_mistakes_is_neither_indexed_nor_kept(self, send):
        response = send(name="")
        assert "no-store" in response.headers["Cache-Control"]
        assert "noindex" in response.headers["X-Robots-Tag"]


class FileTests:
    def test_files_are_stored_privately_under_names_that_say_nothing(self, client, send, settings):
        response = send(**{"file-0-file": text_file("don.txt"), "file-3-file": text_file("a.txt")})
        assert response.status_code == 303
        files = list(QuestionFile.objects.all())
        assert [each.name for each in files] == ["don.txt", "a.txt"]
        for each in files:
            assert private_storage().exists(each.file.name)
            assert "don" not in each.file.name
        assert "don.txt" in client.get(SENT).content.decode()

    def test_waiting_file_of_a_form_with_mistakes_lies_in_no_public_folder(self, send, settings):
        send(name="", **{"file-0-file": text_file("don.txt", "MARK-WAITING")})
        public = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
        assert public == []

    def test_nothing_waits_any_more_once_the_question_is_received(self, send):
        before = waiting_files()
        send(name="", **{"file-0-file": text_file("don.txt")})
        assert len(waiting_files() - before) == 1
        before = waiting_files()
        send(**{"file-0-file": text_file("don.txt")})
        assert QuestionFile.objects.exists()
        assert waiting_files() == before

    def test_file_that_is_not_what_its_name_says_is_refused(self, send):
        response = send(**{"file-0-file": SimpleUploadedFile("anh.pdf", b"MZ\x90\x00" * 50)})
        assert response.status_code == 422
        assert response.context["row_errors"][0][0] == "id_file-0-file"
        assert not Question.objects.exists()

    def test_sixth_file_is_not_read(self, send):
        files = {f"file-{row}-file": text_file(f"{row}.txt") for row in range(6)}
        assert send(**files).status_code == 303
        assert QuestionFile.objects.count() == 5


class PrivacyTests:
    def test_nothing_personal_stands_in_headers_or_in_the_cache(self, client, send, monkeypatch):
        written = []
        monkeypatch.setattr(
            type(cache._connections[cache._alias]),
            "set",
            lambda self, key, value, *args, **kwargs: written.append(f"{key} {value}"),
        )
        response = send(**PERSONAL, **{"file-0-file": text_file("MARK-FILE.txt")})
        assert response.status_code == 303
        client.get(SENT)
        traces = [*written, str(response.headers), str(response.cookies), response.url]
        assert written
        assert not [each for each in traces if "mark" in each.lower() or "0912" in each]

    def test_text_stands_in_the_personal_tables_only(self, send):
        send(**PERSONAL)
        assert "MARK-TITLE" in QuestionContent.objects.get().title
        assert "MARK" not in str(Question.objects.values())


class SimilarTests:
    def test_text_is_posted_and_never_part_of_an_address(self, client, portal):
        assert client.get("/hoi-dap/tuong-tu/?text=x").status_code == 405
        response = client.post("/hoi-dap/tuong-tu/", {"text": "Cấp lại giấy khai sinh"})
        assert response.json() == {"items": []}
        assert "no-store" in response.headers["Cache-Control"]

    def test_programs_that_ask_too_often_are_told_to_wait(self, client, portal, settings):
        settings.GOVPORTAL_API_THROTTLE_RATE = "2/min"
        codes_seen = [
            client.post("/hoi-dap/tuong-tu/", {"text": "giấy khai sinh"}).status_code
            for _turn in range(3)
        ]
        assert codes_seen == [200, 200, 429]

    def test_form_has_a_link_for_readers_without_script(self, client, portal):
        assert 'href="/tim-kiem/?type=questions"' in client.get(ADDRESS).content.decode()


class BotTests:
    """One range of addresses, shared by a program and a person."""

    def test_thousand_posts_are_slowed_and_a_person_behind_the_same_address_can_still_ask(
        self, client, portal, send
    ):
        allowed, limit = conf.FORM_RATE[0], conf.FORM_LIMIT[0]
        statuses = [send(title=f"Quảng cáo {turn}").status_code for turn in range(1000)]
        assert statuses.count(303) == allowed
        assert statuses.count(422) == limit - allowed
        assert statuses.count(429) == 1000 - limit
        assert Question.objects.count() == allowed

        refused = send(title="Trợ cấp người cao tuổi")
        page = refused.content.decode()
        assert refused.status_code == 429
        assert "Retry-After" in refused.headers
        assert "Trợ cấp người cao tuổi" in page
        assert "gp-challenge" in page
        accepted = send(title="Trợ cấp người cao tuổi", **solve(refused))
        assert accepted.status_code == 303
        assert QuestionContent.objects.filter(title="Trợ cấp người cao tuổi").count() == 1

    def test_proof_opens_a_crowded_form_once(self, send, settings):
        settings.GOVPORTAL_FORM_LIMIT = "1/hour"
        send()
        proof = solve(send(title="Một"))
        assert send(title="Một", **proof).status_code == 303
        again = {**proof, spam.STAMP: stamp("question")}
        assert send(title="Hai", **again).status_code == 429

    def test_crowded_form_with_a_mistake_asks_for_a_new_proof(self, send, settings):
        settings.GOVPORTAL_FORM_LIMIT = "1/hour"
        send()
        first = send(title="Một")
        mistake = send(title="Một", name="", **solve(first))
        assert mistake.status_code == 422
        assert list(mistake.context["form"].errors) == ["name"]
        assert send(title="Một", **solve(mistake)).status_code == 303

    def test_other_ranges_are_not_slowed(self, send, settings):
        settings.GOVPORTAL_FORM_LIMIT = "1/hour"
        send()
        assert send(title="Một").status_code == 429
        assert send(address="198.51.100.9", title="Hai").status_code == 303

    def test_files_of_a_refused_post_are_not_read(self, send, settings):
        settings.GOVPORTAL_FORM_LIMIT = "1/hour"
        send()
        response = send(**{"file-0-file": text_file()})
        assert response.status_code == 429
        assert response.context["rows"].files[0].kept_file is None
