"""The page of a question: who sees what of it, and who does what, by the button and by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from govportal_wagtail.core.models import Agency
from govportal_wagtail.questions import intake, rights
from govportal_wagtail.questions.consents import Consent
from govportal_wagtail.questions.models import Question, QuestionEvent, QuestionSettings
from govportal_wagtail.questions.rights import Can
from govportal_wagtail.questions.staff import actions
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    Publishing,
    QuestionEventKind,
    QuestionState,
)
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.builders import ASKER, make_answering_agency, make_question, make_topic, upload
from tests.questions.staff_builders import detail, do, make_desk, make_person

pytestmark = pytest.mark.django_db

COMPLAINT = "Tôi tố cáo cán bộ địa chính nhận tiền và khiếu nại quyết định thu hồi đất."


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def received(desk):
    return make_question(desk.portal_site)


@pytest.fixture
def assigned(desk):
    return make_question(desk.portal_site, agency=desk.agency, state=QuestionState.ASSIGNED)


@pytest.fixture
def stranger(desk):
    """The officer of another agency."""
    other = make_answering_agency("so-y-te", "Sở Y tế")
    return make_person(desk.place, RoleCode.FOCAL_OFFICER, agency=other)


def page(user, question):
    return browse(user).get(detail(question))


def kinds(question) -> list[str]:
    rows = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def offered(response) -> set[str]:
    """The actions whose forms stand on the page."""
    return set(re.findall(r'id="do-([a-z_]+)"', response.content.decode()))


def fresh(question) -> Question:
    return Question.objects.get(pk=question.pk)


class WhoSeesTests:
    def test_the_intake_and_the_agency_see_it(self, desk, received, assigned):
        assert page(desk.secretary, received).status_code == 200
        assert page(desk.officer, assigned).status_code == 200
        assert page(desk.head, assigned).status_code == 200

    def test_what_another_agency_answers_is_not_there(self, desk, received, assigned, stranger):
        commune = make_place("Commune", portal=desk.place)
        others = (stranger, commune.user(RoleCode.BOARD_HEAD), desk.place.user(RoleCode.OPERATOR))
        for user in others:
            assert page(user, assigned).status_code == 404
            assert page(user, received).status_code == 404
        assert page(desk.officer, received).status_code == 404

    def test_who_is_not_logged_in_is_sent_to_the_login(self, client, received):
        answer = client.get(detail(received))
        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_every_other_address_asks_too(self, desk, assigned, stranger):
        stored = intake.store_file(assigned, upload())
        client = browse(stranger)
        args = [assigned.pk]
        assert client.get(reverse("questions:split", args=args)).status_code == 404
        assert client.post(reverse("questions:split", args=args)).status_code == 404
        assert client.get(reverse("questions:person", args=args)).status_code == 404
        assert client.post(reverse("questions:person", args=args)).status_code == 404
        assert (
            client.get(reverse("questions:file", args=[assigned.pk, stored.pk])).status_code == 404
        )
        assert kinds(assigned) == ["asked"]

    def test_nothing_of_it_is_kept_by_caches(self, desk, received):
        assert "no-store" in page(desk.secretary, received)["Cache-Control"]


class WhatIsShownTests:
    def test_text_days_and_history_and_nothing_of_the_asker(self, desk, received):
        text = page(desk.secretary, received).content.decode()
        for words in (received.number, received.content.title, received.content.text):
            assert words in text
        for mark in ASKER.values():
            assert mark not in text
        assert f"{received.due_on:%d/%m/%Y}" in text

    def test_the_title_of_the_window_is_the_number(self, desk, received):
        text = page(desk.secretary, received).content.decode()
        title = re.search(r"<title>(.*?)</title>", text, re.DOTALL).group(1)
        assert received.number in title
        assert received.content.title not in title

    def test_markup_in_title_text_and_completion_stays_text(self, desk):
        bad = "<img src=x onerror=alert(1)>"
        question = make_question(
            desk.portal_site,
            title=bad,
            text=bad,
            agency=desk.agency,
            state=QuestionState.WAITING,
        )
        question.additions.update(request=bad, text=bad, answered_at=timezone.now())
        text = page(desk.officer, question).content.decode()
        assert bad not in text
        assert text.count("&lt;img src=x") >= 4

    def test_a_regulation_without_a_time_limit_says_so(self):
        desk = make_desk("khanhhoa-2018-draft")
        question = make_question(desk.portal_site)
        answer = page(desk.secretary, question)
        assert answer.status_code == 200
        assert catalogue.get("khanhhoa-2018-draft").title in answer.content.decode()
        assert "gpe-deadline" not in answer.content.decode()

    def test_what_was_erased_is_no_error(self, desk, received):
        received.content.delete()
        received.asker.delete()
        Question.objects.filter(pk=received.pk).update(anonymised_at=timezone.now())
        assert page(desk.secretary, received).status_code == 200

    def test_consents_are_told_without_who_gave_them(self, desk):
        asker = {"agrees_to_publish": True}
        question = make_question(desk.portal_site, asker=asker)
        answer = page(desk.secretary, question)
        assert answer.context["consent"] == Consent(publishes=True, names=False)


class PersonTests:
    def show(self, user, question):
        return browse(user).post(reverse("questions:person", args=[question.pk]))

    def test_shown_after_a_click_and_written_down_once_an_hour(self, desk, assigned):
        first = self.show(desk.officer, assigned)
        assert first.status_code == 200
        assert "no-store" in first["Cache-Control"]
        for mark in ASKER.values():
            assert mark in first.content.decode()
        self.show(desk.officer, assigned)
        assert kinds(assigned).count("person_seen") == 1
        self.show(desk.head, assigned)
        assert kinds(assigned).count("person_seen") == 2

    def test_an_hour_later_it_is_another_look(self, desk, assigned, monkeypatch):
        self.show(desk.officer, assigned)
        later = timezone.now() + timedelta(minutes=61)
        monkeypatch.setattr(timezone, "now", lambda: later)
        from govportal_wagtail.questions.staff.person_views import note_look

        note_look(assigned, desk.officer)
        assert kinds(assigned).count("person_seen") == 2

    def test_who_does_not_handle_it_sees_nobody(self, desk, assigned):
        refused = self.show(desk.secretary, assigned)
        assert refused.status_code in (302, 403)
        assert ASKER["name"] not in refused.content.decode()
        assert "person_seen" not in kinds(assigned)
        assert (
            reverse("questions:person", args=[assigned.pk])
            not in page(desk.secretary, assigned).content.decode()
        )

    def test_an_address_alone_shows_nothing(self, desk, assigned):
        answer = browse(desk.officer).get(reverse("questions:person", args=[assigned.pk]))
        assert answer.status_code == 302
        assert "person_seen" not in kinds(assigned)

    def test_the_log_names_no_asker(self, desk, assigned):
        self.show(desk.officer, assigned)
        event = QuestionEvent.objects.get(kind=QuestionEventKind.PERSON_SEEN)
        written = f"{event.reason} {event.details} {event.label}"
        assert all(mark not in written for mark in ASKER.values())
        assert event.by_id == desk.officer.pk


class FileTests:
    def test_downloaded_and_never_shown(self, desk, assigned):
        content = b"<script>alert(1)</script>"
        stored = intake.store_file(assigned, ("don.html", ContentFile(content, name="don.html")))
        url = reverse("questions:file", args=[assigned.pk, stored.pk])
        assert url in page(desk.officer, assigned).content.decode()
        answer = browse(desk.officer).get(url)
        assert b"".join(answer.streaming_content) == content
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
        assert "no-store" in answer["Cache-Control"]

    def test_a_file_of_another_question_is_not_reached_through_this_one(self, desk, assigned):
        other = make_question(desk.portal_site)
        stored = intake.store_file(other, upload())
        url = reverse("questions:file", args=[assigned.pk, stored.pk])
        assert browse(desk.officer).get(url).status_code == 404

    def test_a_file_that_is_gone_is_not_there(self, desk, assigned):
        stored = intake.store_file(assigned, upload())
        stored.file.storage.delete(stored.file.name)
        url = reverse("questions:file", args=[assigned.pk, stored.pk])
        assert browse(desk.officer).get(url).status_code == 404


def filled(desk, code) -> dict[str, object]:
    """What each form needs to be valid."""
    other = make_answering_agency("so-khcn", "Sở Khoa học và Công nghệ")
    earlier = make_question(desk.portal_site, agency=desk.agency, state=QuestionState.ASSIGNED)
    yesterday = timezone.localdate() - timedelta(days=1)
    Question.objects.filter(pk=earlier.pk).update(received_on=yesterday)
    reason = {"reason": "Lý do"}
    return {
        "classify": {"topic": make_topic().pk},
        "assign": {"agency": other.pk},
        "claim": {},
        "release": {},
        "transfer": {"agency": other.pk, **reason},
        "ask_information": {"request": "Số thửa?", "days": 10},
        "extend": {"days": 3, **reason},
        "merge": {"into": earlier.number, **reason},
        "out_of_scope": {"where": "Bộ phận Một cửa", **reason},
        "forward": {"to": "Thanh tra tỉnh", **reason},
        "refuse": reason,
        "close_without_reply": reason,
        "complete": {"text": "Thửa 12", "channel": "phone", **reason},
        "withdraw": {"channel": "post", **reason},
        "anonymise": {"is_sure": "on", **reason},
        "decide_publishing": {"publishing": Publishing.NONE, **reason},
    }[code]


class WhoDoesWhatTests:
    """Each role sends each form by hand to a question in each state."""

    STATES = (QuestionState.RECEIVED, QuestionState.ASSIGNED, QuestionState.CLOSED)

    @pytest.mark.parametrize("code", sorted(actions.ACTIONS))
    def test_what_is_not_allowed_is_refused_and_changes_nothing(self, desk, stranger, code):
        people = {
            "secretary": desk.secretary,
            "officer": desk.officer,
            "head": desk.head,
            "board head": desk.board_head,
            "other agency": stranger,
            "operator": desk.place.user(RoleCode.OPERATOR),
            "site admin": desk.place.user(RoleCode.SITE_ADMIN),
        }
        data = filled(desk, code)
        refusals = 0
        for state in self.STATES:
            outcome = Outcome.OUT_OF_SCOPE if state == QuestionState.CLOSED else ""
            agency = desk.agency if state != QuestionState.RECEIVED else None
            question = make_question(desk.portal_site, state=state, agency=agency, outcome=outcome)
            for name, user in people.items():
                if actions.ACTIONS[code].can in rights.can(user, fresh(question)):
                    continue
                before, log = fresh(question).__dict__, kinds(question)
                answer = do(user, question, code, **data)
                sees = rights.may_see(user, question)
                assert answer.status_code in ((302, 403) if sees else (404,)), (name, state)
                after = fresh(question).__dict__
                before.pop("_state"), after.pop("_state")
                assert after == before, (name, state)
                assert kinds(question) == log
                refusals += 1
        assert refusals

    @pytest.mark.parametrize(
        "code",
        ["classify", "assign", "claim", "out_of_scope", "forward", "merge", "ask_information"],
    )
    def test_the_intake_does_it(self, desk, received, code):
        answer = do(desk.secretary, received, code, **filled(desk, code))
        assert answer.status_code == 302, answer.context and answer.context["offers"]
        assert len(kinds(received)) > 1

    @pytest.mark.parametrize(
        "code", ["transfer", "claim", "out_of_scope", "ask_information", "withdraw"]
    )
    def test_the_agency_does_it(self, desk, assigned, code):
        answer = do(desk.officer, assigned, code, **filled(desk, code))
        assert answer.status_code == 302
        assert len(kinds(assigned)) > 1

    def test_the_head_extends_and_the_officer_does_not(self, desk, assigned):
        due = assigned.answer_due_on
        data = {"days": 3, "reason": "Phải đo đạc lại"}
        assert do(desk.officer, assigned, "extend", **data).status_code in (302, 403)
        assert fresh(assigned).answer_due_on == due
        assert do(desk.head, assigned, "extend", **data).status_code == 302
        assert fresh(assigned).answer_due_on > due
        assert fresh(assigned).extensions == 1

    @pytest.mark.parametrize("who", ["secretary", "officer", "head", "board_head"])
    @pytest.mark.parametrize("state", [QuestionState.RECEIVED, QuestionState.ASSIGNED])
    def test_the_page_offers_what_may_be_done_and_nothing_else(self, desk, who, state):
        agency = desk.agency if state == QuestionState.ASSIGNED else None
        question = make_question(desk.portal_site, state=state, agency=agency)
        user = getattr(desk, who)
        answer = page(user, question)
        allowed = rights.can(user, question)
        if answer.status_code == 404:
            assert not rights.may_see(user, question)
            return
        known = {action.can for action in actions.ACTIONS.values()}
        assert offered(answer) == {can.value for can in allowed & known}
        split = reverse("questions:split", args=[question.pk])
        assert (split in answer.content.decode()) == (Can.SPLIT in allowed)

    def test_looking_at_an_action_does_nothing(self, desk, received):
        url = reverse("questions:action", args=[received.pk, "claim"])
        assert browse(desk.secretary).get(url).status_code == 302
        assert fresh(received).claimed_by_id is None

    def test_an_unknown_action_is_not_there(self, desk, received):
        assert do(desk.secretary, received, "erase").status_code == 404


class NothingIsLostTests:
    def test_an_error_stands_at_its_field_and_the_words_stay(self, desk, received):
        answer = do(desk.secretary, received, "out_of_scope", reason="", where="Sở Tư pháp")
        assert answer.status_code == 422
        text = answer.content.decode()
        assert "Sở Tư pháp" in text
        form = next(
            offer.form for offer in answer.context["offers"] if offer.action.code == "out_of_scope"
        )
        assert form.errors["reason"]
        assert fresh(received).state == QuestionState.RECEIVED

    def test_a_number_that_is_none_is_told_at_its_field(self, desk, received, stranger):
        for number in ("H2026/999999", received.number):
            answer = do(desk.secretary, received, "merge", into=number, reason="Trùng")
            assert answer.status_code == 422
        hidden = make_question(desk.portal_site)
        mine = make_question(desk.portal_site, agency=desk.agency, state=QuestionState.ASSIGNED)
        answer = do(desk.officer, mine, "merge", into=hidden.number, reason="Trùng")
        assert answer.status_code == 422
        assert fresh(mine).is_open

    def test_a_refusal_of_the_flow_stands_at_its_field(self, desk, received):
        later = make_question(desk.portal_site)
        answer = do(desk.secretary, received, "merge", into=later.number, reason="Trùng")
        assert answer.status_code == 409
        (form,) = (offer.form for offer in answer.context["offers"] if offer.action.code == "merge")
        assert form.errors["into"]
        assert later.number in answer.content.decode()
        assert fresh(received).is_open

    def test_who_comes_second_is_told_what_happened(self, desk, received):
        seen = actions.last_event(received)
        do(desk.board_head, received, "out_of_scope", reason="Ngoài phạm vi", where="")
        answer = do(desk.secretary, received, "classify", topic=make_topic().pk, seen=seen)
        assert answer.status_code == 409
        assert answer.context["told"]
        assert fresh(received).topic_id is None

    def test_an_agency_of_the_past_cannot_be_chosen(self, desk, received):
        gone = Agency.objects.create(
            name="Sở cũ", code="so-cu", valid_to=timezone.localdate() - timedelta(days=1)
        )
        answer = do(desk.secretary, received, "assign", agency=gone.pk)
        assert answer.status_code == 422
        assert fresh(received).agency_id is None

    def test_what_goes_out_of_sight_leads_back_to_the_inbox(self, desk, assigned):
        other = make_answering_agency("so-khcn", "Sở Khoa học và Công nghệ")
        answer = do(desk.officer, assigned, "transfer", agency=other.pk, reason="Không thuộc")
        assert answer["Location"] == reverse("questions:index")


class RegulationTests:
    def test_lang_son_does_not_take_complaints_and_says_by_which_article(self):
        desk = make_desk("langson-2024")
        question = make_question(desk.portal_site, text=COMPLAINT)
        answer = page(desk.secretary, question)
        assert "refuse" in offered(answer)
        policy = catalogue.get("langson-2024").policies["complaints"]
        assert policy.wording in answer.content.decode()
        assert do(desk.secretary, question, "refuse").status_code == 302
        assert fresh(question).outcome == Outcome.REFUSED

    def test_khanh_hoa_forwards_the_same_text(self):
        desk = make_desk("khanhhoa-2018-draft")
        question = make_question(desk.portal_site, text=COMPLAINT)
        assert "refuse" not in offered(page(desk.secretary, question))
        answer = do(desk.secretary, question, "forward", to="Thanh tra tỉnh", reason="Tố cáo")
        assert answer.status_code == 302
        assert fresh(question).outcome == Outcome.FORWARDED
        assert do(desk.secretary, question, "refuse").status_code in (302, 403)

    def test_signs_of_a_complaint_are_proposed_and_a_person_decides(self, desk):
        question = make_question(desk.portal_site, text=COMPLAINT)
        answer = page(desk.secretary, question)
        assert answer.context["proposals"]["complaint"]
        assert not fresh(question).is_complaint
        do(desk.secretary, question, "classify", topic="", is_complaint="on")
        assert fresh(question).is_complaint
        assert not page(desk.secretary, question).context["proposals"]["complaint"]

    def test_a_proposed_topic_and_agency_are_one_click(self, desk):
        topic = make_topic(keywords="giấy chứng nhận", agency=desk.agency)
        question = make_question(desk.portal_site)
        found = page(desk.secretary, question).context["proposals"]
        assert [each for each, _why in found["topics"]] == [topic]
        assert desk.agency in [each for each, _why in found["agencies"]]
        assert do(desk.secretary, question, "classify", topic=topic.pk).status_code == 302
        assert do(desk.secretary, question, "assign", agency=desk.agency.pk).status_code == 302
        assert fresh(question).agency == desk.agency

    def test_the_rule_of_publication_is_quoted(self):
        desk = make_desk("vinhlong-2021")
        question = make_question(desk.portal_site)
        text = page(desk.secretary, question).content.decode()
        assert catalogue.get("vinhlong-2021").policies["publish_answer"].wording in text
        do(desk.secretary, question, "decide_publishing", publishing=Publishing.REQUIRED)
        assert fresh(question).publishing == Publishing.REQUIRED

    def test_what_no_regulation_requires_cannot_be_required(self, desk, received):
        answer = do(desk.secretary, received, "decide_publishing", publishing=Publishing.REQUIRED)
        assert answer.status_code == 422
        assert fresh(received).publishing == Publishing.UNDECIDED

    def test_where_else_to_go_is_filled_in_from_the_settings(self, desk, received):
        settings = QuestionSettings.for_site(desk.place.site)
        settings.where_else = "Trung tâm hành chính công, 1022"
        settings.save()
        assert "Trung tâm hành chính công, 1022" in page(desk.secretary, received).content.decode()


class SplitTests:
    def parts(self, *texts, **more):
        data = {"parts-TOTAL_FORMS": len(texts), "parts-INITIAL_FORMS": 2, **more}
        for number, text in enumerate(texts):
            data[f"parts-{number}-title"] = text and f"Tiêu đề {number}"
            data[f"parts-{number}-text"] = text
        return data

    def send(self, user, question, data):
        return browse(user).post(reverse("questions:split", args=[question.pk]), data)

    def test_a_mail_becomes_questions_with_the_same_asker(self, desk, received):
        kept = intake.store_file(received, upload("so-do.txt"))
        data = self.parts("Hỏi về đất", "Hỏi về thuế", **{"parts-1-with_files": str(kept.pk)})
        assert self.send(desk.secretary, received, data).status_code == 302
        assert fresh(received).outcome == Outcome.SPLIT
        one, two = received.parts.order_by("pk")
        assert {one.asker.name, two.asker.name} == {ASKER["name"]}
        assert (one.content.text, two.content.text) == ("Hỏi về đất", "Hỏi về thuế")
        assert (one.files.count(), two.files.count()) == (0, 1)
        text = page(desk.secretary, received).content.decode()
        assert one.number in text and two.number in text

    def test_one_form_more_without_dividing(self, desk, received):
        answer = self.send(desk.secretary, received, self.parts("Một", "Hai", more="1"))
        assert answer.status_code == 200
        assert "parts-2-text" in answer.content.decode()
        assert ">\nHai</textarea>" in answer.content.decode()
        assert fresh(received).is_open

    def test_an_empty_third_part_is_no_mistake(self, desk, received):
        assert self.send(desk.secretary, received, self.parts("Một", "Hai", "")).status_code == 302
        assert received.parts.count() == 2

    def test_one_part_is_none_and_nothing_is_lost(self, desk, received):
        answer = self.send(desk.secretary, received, self.parts("Một", ""))
        assert answer.status_code == 422
        assert ">\nMột</textarea>" in answer.content.decode()
        assert fresh(received).is_open

    def test_who_may_not_divide_cannot(self, desk, assigned):
        data = self.parts("Một", "Hai")
        for user in (desk.officer, desk.head):
            assert self.send(user, assigned, data).status_code in (302, 403)
        assert fresh(assigned).is_open

    def test_a_file_of_another_question_cannot_be_taken_along(self, desk, received):
        other = intake.store_file(make_question(desk.portal_site), upload())
        intake.store_file(received, upload())
        data = self.parts("Một", "Hai", **{"parts-0-with_files": str(other.pk)})
        assert self.send(desk.secretary, received, data).status_code == 422
        assert fresh(received).is_open
