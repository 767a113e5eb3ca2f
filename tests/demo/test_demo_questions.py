"""Citizens' questions of the demo: every state and outcome, and nothing personal in public."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from demo.loaders import published_answers, questions, sources
from demo.loaders.people import PASSWORD
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.pages.models import HomePageSection
from govportal_wagtail.questions import codes, rights
from govportal_wagtail.questions.models import (
    Asker,
    PageRating,
    Question,
    QuestionEvent,
    QuestionPage,
    QuestionSettings,
    QuestionTopic,
    Reply,
    ResponseTemplate,
)
from govportal_wagtail.questions.rights import Can
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    QuestionEventKind,
    QuestionState,
    ReplyKind,
    ReplyState,
)
from govportal_wagtail.regulation.models import Deadline

pytestmark = pytest.mark.django_db
NAMES = ("portal.yaml", "muongsuong.yaml")
FILES = {row["host"]: row for row in (sources.read_yaml(f"questions/{name}") for name in NAMES)}
#: What the regulation of the province never leads to: it is silent, so that complaints go on.
NOT_HERE = {Outcome.REFUSED}


@pytest.fixture
def portal(loaded) -> PortalSite:
    found = published_answers.site_of("")
    assert found is not None
    return found


@pytest.fixture
def commune(loaded) -> PortalSite:
    found = published_answers.site_of("muongsuong")
    assert found is not None
    return found


def asked(title: str) -> Question:
    return Question.objects.get(content__title=title)


def kinds(question: Question) -> list[str]:
    rows = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
    return list(rows.values_list("kind", flat=True))


class WayTests:
    def test_every_state_is_present(self, loaded):
        assert set(Question.objects.values_list("state", flat=True)) == set(QuestionState.values)

    def test_every_outcome_that_the_regulation_knows_is_present(self, loaded):
        found = set(Question.objects.exclude(outcome="").values_list("outcome", flat=True))
        assert found == set(Outcome.values) - NOT_HERE

    def test_numbers_follow_the_days_of_receipt(self, portal):
        rows = Question.objects.filter(portal_site=portal).order_by("number")
        days = list(rows.values_list("received_on", flat=True))
        assert len(days) >= 25
        assert days == sorted(days)

    def test_one_is_late_and_its_agency_has_it(self, portal):
        late = asked("Phụ cấp của trưởng thôn sau khi sáp nhập thôn")
        assert late.due_on is not None
        assert late.due_on < timezone.localdate()
        assert late.agency is not None
        assert late.state == QuestionState.ASSIGNED

    def test_one_was_extended_by_the_head(self, portal):
        extended = asked("Chuyển trường giữa học kỳ cho học sinh lớp 10")
        assert extended.extensions == 1
        assert extended.due_on is not None
        assert extended.due_on > timezone.localdate()

    def test_a_progress_notice_promises_a_working_day(self, portal):
        reply = Reply.objects.get(kind=ReplyKind.PROGRESS)
        assert reply.state == ReplyState.SENT
        assert reply.promised_on is not None
        assert reply.promised_on.weekday() < 5
        assert reply.question.promised_on == reply.promised_on
        assert reply.question.is_open

    def test_a_complaint_goes_to_the_authority_that_is_competent(self, portal):
        complaint = Question.objects.get(is_complaint=True)
        assert complaint.outcome == Outcome.FORWARDED
        assert complaint.referred_to == "Ban Tiếp công dân tỉnh Thanh Giang"

    def test_a_letter_with_two_questions_became_two(self, portal):
        letter = Question.objects.get(outcome=Outcome.SPLIT)
        assert letter.parts.count() == 2
        names = set(Asker.objects.filter(question__part_of=letter).values_list("name", flat=True))
        assert names == {letter.asker.name}

    def test_a_second_one_with_the_same_matter_was_joined(self, portal):
        joined = Question.objects.get(outcome=Outcome.MERGED)
        assert joined.same_as == asked("Học sinh bán trú về nhà cuối tuần có bị trừ tiền ăn không")

    def test_the_board_of_the_commune_approves_before_it_is_sent(self, commune):
        assert QuestionSettings.for_site(commune.site).board_approves
        states = set(Question.objects.filter(portal_site=commune).values_list("state", flat=True))
        assert QuestionState.TO_APPROVE in states

    def test_no_answer_was_signed_by_its_writer(self, loaded):
        sent = Reply.objects.filter(state=ReplyState.SENT)
        assert sent.count() >= 10
        assert not [reply for reply in sent if reply.written_by_id == reply.signed_by_id]

    def test_the_log_tells_each_step_with_its_day(self, portal):
        question = asked("Bày bàn ghế bán hàng trên vỉa hè xin phép ở đâu")
        found = QuestionEvent.objects.filter(question_id=question.pk).order_by("pk")
        assert kinds(question)[:3] == ["asked", "classified", "assigned"]
        assert QuestionEventKind.RATED in kinds(question)
        moments = [event.at for event in found]
        assert moments == sorted(moments)
        assert timezone.localdate(moments[0]) == question.received_on

    def test_time_limits_of_what_is_closed_have_ended(self, loaded):
        # A joined question waits for the answer of the other one.
        done = Question.objects.filter(state=QuestionState.CLOSED).exclude(outcome=Outcome.MERGED)
        own = Deadline.objects.filter(
            content_type__app_label="govportal_questions",
            object_id__in=[str(pk) for pk in done.values_list("pk", flat=True)],
        )
        assert own.exists()
        assert not own.unfinished().exists()


class PrivacyTests:
    def test_who_wanted_to_be_forgotten_is(self, portal):
        erased = Question.objects.exclude(anonymised_at=None).get()
        assert not Asker.objects.filter(question=erased).exists()
        assert kinds(erased)[-1] == QuestionEventKind.ANONYMISED

    def test_no_page_holds_a_name_or_a_number_of_an_asker(self, loaded):
        pages = QuestionPage.objects.all()
        text = " ".join(f"{page.title} {page.question} {page.answer}" for page in pages)
        for asker in Asker.objects.all():
            assert asker.name not in text
            assert not asker.phone or asker.phone not in text

    def test_addresses_belong_to_nobody(self, loaded):
        for row in FILES.values():
            text = yaml.safe_dump(row, allow_unicode=True)
            hosts = re.findall(r"[\w.]+@([\w.]+)", text)
            assert all(each.endswith((".example", "thanhgiang.gov.vn")) for each in hosts)
            # 0900 and the area code 0202 were never given out.
            numbers = re.findall(r"(?<!\d)0\d{3}(?= \d{3,4} \d{3})", text)
            assert set(numbers) <= {"0900", "0202"}

    def test_every_mapping_has_only_the_keys_that_are_read(self):
        # A comma in an unquoted value begins a new key without a word of warning.
        askers = {"name", "email", "phone", "organisation", "address", "commune"}
        askers |= {"agrees_to_publish", "agrees_to_name"}
        details = {"topic", "is_complaint", "reason", "to", "into", "where", "request", "days"}
        details |= {"stars", "comment", "body", "working_days"}
        details |= {"title", "question", "answer", "cites", "stops_at"}
        for row in FILES.values():
            for each in row["questions"]:
                assert set(each["asker"]) <= askers, each["title"]
                for step in each.get("way", []):
                    said = {} if isinstance(step, str) else next(iter(step.values()))
                    assert not isinstance(said, dict) or set(said) <= details, each["title"]


class PublishedTests:
    def test_answers_are_public_and_cite_what_can_be_read(self, portal):
        home = portal.site.root_page
        answers = QuestionPage.objects.descendant_of(home).live()
        assert answers.count() == 8
        cited = [each for page in answers for each in page.citations.all()]
        assert cited
        assert all(each.cited.live for each in cited)

    def test_a_cited_article_is_there(self, portal):
        client = Client(HTTP_HOST="localhost:8123")
        pages = QuestionPage.objects.descendant_of(portal.site.root_page).live()
        parts = [each for page in pages for each in page.citations.all() if each.fragment]
        assert parts
        for each in parts:
            answer = client.get("/" + each.cited.get_full_url().split("/", 3)[3])
            assert f'id="{each.fragment}"' in answer.content.decode(), each.label

    def test_each_came_through_the_workflow_or_from_the_archive(self, loaded):
        for page in QuestionPage.objects.live().filter(locale__language_code="vi"):
            asked_here = Question.objects.filter(page=page.pk).exists()
            assert asked_here != bool(page.source)

    def test_one_waits_for_the_board(self, portal):
        page = QuestionPage.objects.descendant_of(portal.site.root_page).get(live=False)
        assert page.workflow_in_progress

    def test_frequent_questions_come_in_order(self, portal):
        frequent = QuestionPage.objects.filter(is_faq=True, locale__language_code="vi")
        frequent = frequent.order_by("faq_order")
        assert list(frequent.values_list("faq_order", flat=True)) == [1, 2, 3, 4]
        assert frequent.filter(is_featured=True).count() == 2

    def test_one_is_ready_to_be_redacted(self, portal):
        question = asked("Trường của con tôi thu tiền điều hòa, có đúng không")
        user = authenticate(username="daumoi", password=PASSWORD)
        assert Can.REDACT in rights.can(user, question)
        assert question.page is None


class PlaceTests:
    @pytest.mark.parametrize(
        ("host", "before", "after"), [("", "van-ban", None), ("muongsuong", "van-ban", "lien-he")]
    )
    def test_the_section_stands_behind_the_documents_in_the_menu(self, loaded, host, before, after):
        site = published_answers.site_of(host)
        assert site is not None
        home = Page.objects.get(pk=site.site.root_page_id)
        menu = list(home.get_children().in_menu().live().values_list("slug", flat=True))
        place = menu.index("hoi-dap")
        assert menu[place - 1] == before
        assert menu[place + 1 :] == ([after] if after else [])

    def test_home_pages_show_answers_and_the_way_to_ask(self, portal, commune):
        for site in (portal, commune):
            sections = HomePageSection.objects.filter(page=site.site.root_page_id)
            shown = list(sections.order_by("sort_order").values_list("kind", flat=True))
            place = shown.index("questions_latest")
            assert shown[place + 1] == "questions_ask"

    def test_the_figures_compare_agencies(self, portal):
        page = Client(HTTP_HOST="localhost:8123").get("/hoi-dap/so-lieu/")
        assert page.status_code == 200
        assert "Sở Giáo dục và Đào tạo tỉnh Thanh Giang" in page.content.decode()

    def test_topics_know_who_answers(self, portal):
        assert not QuestionTopic.objects.filter(agency=None).exists()
        assert ResponseTemplate.objects.filter(portal_site=portal).count() == 4

    def test_readers_rated_some_pages(self, portal):
        assert PageRating.objects.filter(portal_site=portal).count() == 10


class TicketTests:
    def test_what_is_printed_opens_the_question(self, loaded):
        printed = questions.ticket()
        assert printed is not None
        found = codes.find(*printed)
        assert found is not None
        assert found.outcome == Outcome.ANSWERED
        assert found.rating is None

    def test_it_is_typed_as_it_is_printed(self, loaded):
        for word in questions.ticket() or ():
            assert codes.typed(word).isalnum()


class LoginTests:
    def test_agencies_that_answer_have_somebody_who_drafts_and_somebody_who_signs(self, loaded):
        for row in FILES.values():
            for code, staff in row["agencies"].items():
                users = [authenticate(username=name, password=PASSWORD) for name in staff.values()]
                assert all(users), code
                if code:
                    agencies = {user.govportal_account.agency.code for user in users}
                    assert agencies == {code}


class RepeatTests:
    def test_a_second_run_changes_nothing(self, loaded):
        def state() -> list[Any]:
            rows = Question.objects.order_by("pk").values_list("pk", "code", "state", "moved_at")
            return [
                *rows,
                QuestionEvent.objects.count(),
                PageRating.objects.count(),
                HomePageSection.objects.count(),
                ResponseTemplate.objects.count(),
            ]

        before = state()
        with override_settings(WAGTAILADMIN_BASE_URL="http://127.0.0.1:8123"):
            call_command("load_demo", verbosity=0)
        assert state() == before
