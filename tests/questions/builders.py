"""Builders of questions in each state, of replies, and of the people who work on them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from govportal_wagtail.core.models import Agency, AgencyKind, PortalSite, SiteState
from govportal_wagtail.questions import intake, timing
from govportal_wagtail.questions.intake import AskerData, ContentData
from govportal_wagtail.questions.models import (
    Addition,
    Question,
    QuestionAttachment,
    QuestionCitation,
    QuestionIndexPage,
    QuestionPage,
    QuestionTopic,
    Reply,
)
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    QuestionChannel,
    QuestionState,
    ReplyKind,
    ReplyState,
)
from govportal_wagtail.regulation.adoption import adopt
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import add_page, make_agency
from tests.editorial.message_builders import make_worker, plain_portal

PROFILES = ["camau-2026", "vinhlong-2021", "backan-2018", "langson-2024", "khanhhoa-2018-draft"]
#: Regulations with a time limit for answers.
WITH_ANSWER = PROFILES[:4]
TITLE = "Cấp đổi giấy chứng nhận quyền sử dụng đất"
TEXT = "Tôi đã nộp hồ sơ hai tháng nhưng chưa nhận được kết quả. Xin hỏi khi nào có?"
ASKER = {
    "name": "Nguyễn Thị Mận",
    "email": "man@example.com",
    "phone": "0912 345 678",
    "address": "Số 7, ấp Bảy, xã Song Phú",
}


def make_question_portal(profile: str = "camau-2026", host: str = "localhost") -> PortalSite:
    """A provincial portal under the regulation, with a group for each role and without pages."""
    portal_site = plain_portal(host)
    adopt(portal_site.site, profile)
    return portal_site


def make_component_portal(portal: PortalSite, code: str = "xa-song-phu") -> PortalSite:
    """The site of a commune below the portal."""
    agency = make_agency(code, name="Ủy ban nhân dân xã Song Phú")
    return plain_portal(f"{code}.localhost", agency=agency, portal=portal, name="Xã Song Phú")


def make_answering_agency(code: str = "so-tnmt", name: str = "Sở Nông nghiệp và Môi trường"):
    """A department that answers questions."""
    return make_agency(code, name=name, kind=AgencyKind.DEPARTMENT)


def make_officer_of(agency: Agency, portal_site: PortalSite, name: str = "dau-moi") -> Any:
    """The focal officer of an agency; writes answers."""
    return make_worker(name, portal_site, RoleCode.FOCAL_OFFICER, agency=agency)


def make_head_of(agency: Agency, portal_site: PortalSite, name: str = "thu-truong") -> Any:
    """The head of an agency; signs answers."""
    return make_worker(name, portal_site, RoleCode.UNIT_HEAD, agency=agency)


def make_secretary(portal_site: PortalSite, name: str = "thu-ky") -> Any:
    """One of the intake: secretary of the board."""
    return make_worker(name, portal_site, RoleCode.BOARD_SECRETARY)


def make_board_head(portal_site: PortalSite, name: str = "truong-ban") -> Any:
    """The head of the board; approves."""
    return make_worker(name, portal_site, RoleCode.BOARD_HEAD)


def make_topic(code: str = "dat-dai", **fields: Any) -> QuestionTopic:
    """A topic, the same one for the same code."""
    fields.setdefault("name", "Đất đai")
    return QuestionTopic.objects.get_or_create(code=code, defaults=fields)[0]


def asker_data(**fields: Any) -> AskerData:
    """Who asks, with everything filled in and agreed to be answered."""
    return AskerData(**{**ASKER, "agrees": True, "notice": "2026-11", **fields})


def upload(name: str = "don.txt", content: bytes = b"Noi dung") -> tuple[str, ContentFile]:
    """A checked file, as the forms hand it over."""
    return name, ContentFile(content, name=name)


def make_receipt(
    portal_site: PortalSite | None = None,
    *,
    title: str = TITLE,
    text: str = TEXT,
    topic: QuestionTopic | None = None,
    asked_agency: Agency | None = None,
    asker: dict[str, Any] | None = None,
    files: Iterable[tuple[str, Any]] = (),
    channel: str = QuestionChannel.FORM,
    received_on: date | None = None,
    language: str = "vi",
    user: Any = None,
) -> intake.Receipt:
    """A question that was just asked, with its secret."""
    return intake.receive(
        portal_site or make_question_portal(),
        ContentData(title=title, text=text, topic=topic, agency=asked_agency),
        asker_data(**(asker or {})),
        files=files,
        channel=channel,
        received_on=received_on,
        language=language,
        user=user,
    )


def make_question(
    portal_site: PortalSite | None = None,
    *,
    agency: Agency | None = None,
    state: str = QuestionState.RECEIVED,
    outcome: str = "",
    writer: Any = None,
    signer: Any = None,
    **fields: Any,
) -> Question:
    """A question in the state, with what belongs to it: agency, reply, what was asked.

    ``fields`` are those of ``make_receipt``, and else fields of the question. ``writer`` wrote and
    ``signer`` signed the reply that waits.
    """
    names = ("title", "text", "topic", "asked_agency", "asker", "files", "channel")
    names += ("received_on", "language", "user")
    asked = {name: fields.pop(name) for name in names if name in fields}
    question = make_receipt(portal_site, **asked).question
    if state != QuestionState.RECEIVED and agency is None and not outcome:
        agency = make_answering_agency()
    _bring(question, QuestionState(state), agency, outcome, writer, signer)
    if fields:
        Question.objects.filter(pk=question.pk).update(**fields)
    question.refresh_from_db()
    return question


def make_reply(
    question: Question,
    writer: Any = None,
    *,
    state: str = ReplyState.DRAFT,
    kind: str = ReplyKind.ANSWER,
    body: str = "<p>Hồ sơ của ông (bà) sẽ có kết quả trong tuần này.</p>",
    **fields: Any,
) -> Reply:
    """A reply of the agency of the question."""
    now = timezone.now()
    if state == ReplyState.SENT:
        fields.setdefault("sent_at", now)
    return Reply.objects.create(
        question=question,
        agency=question.agency,
        kind=kind,
        state=state,
        body=body,
        written_by=writer,
        written_at=now,
        **fields,
    )


def make_addition(question: Question, **fields: Any) -> Addition:
    """Something that the asker is asked to complete."""
    fields.setdefault("asked_at", timezone.now())
    fields.setdefault("request", "Xin cho biết số thửa đất.")
    return Addition.objects.create(question=question, **fields)


def _bring(
    question: Question, state: QuestionState, agency: Any, outcome: str, writer: Any, signer: Any
) -> None:
    """Put a new question into the state, with its clocks as the steps on the way leave them."""
    if state == QuestionState.CLOSED and not outcome:
        outcome = Outcome.ANSWERED
    question.agency = agency
    question.save(update_fields=["agency"])
    if state != QuestionState.RECEIVED:
        timing.triaged(question, None)
    if state == QuestionState.WAITING:
        make_addition(question)
        timing.pause(question, None, "Chờ bổ sung")
    elif state == QuestionState.TO_SIGN:
        make_reply(question, writer, state=ReplyState.TO_SIGN)
    elif state == QuestionState.TO_APPROVE:
        make_reply(question, writer, state=ReplyState.TO_APPROVE, signed_by=signer)
    elif outcome == Outcome.ANSWERED:
        make_reply(question, writer, state=ReplyState.SENT)
        timing.replied(question, None)
    elif outcome:
        timing.cancel(question, None, "Kết thúc")
    question.state, question.outcome = state, outcome
    question.closed_at = timezone.now() if outcome else None
    question.save(update_fields=["state", "outcome", "closed_at"])


def make_answer_section(parent: Any, title: str = "Hỏi - đáp", **fields: Any) -> Any:
    """A published section of questions and answers."""
    fields.setdefault("show_in_menus", True)
    return add_page(parent, QuestionIndexPage(title=title, **fields))


def make_answer(section: Any, title: str = TITLE, **fields: Any) -> Any:
    """A published answer; ``citations`` are pages, ``files`` Wagtail documents."""
    publish = fields.pop("publish", True)
    citations, files = fields.pop("citations", []), fields.pop("files", [])
    fields.setdefault("question", "Bao giờ có kết quả cấp đổi giấy chứng nhận?")
    fields.setdefault("answer", "<p>Trong thời hạn mười ngày làm việc.</p>")
    fields.setdefault("answered_on", date(2026, 11, 5))
    tags = fields.pop("tags", [])
    page = QuestionPage(title=title, **fields)
    page.citations = [QuestionCitation(cited=each) for each in citations]
    page.attachments = [QuestionAttachment(document=each) for each in files]
    page.tags.set(tags)
    return add_page(section, page, publish=publish)


def open_to_readers(portal_site: PortalSite) -> PortalSite:
    """The same site, no longer in preparation: its pages answer."""
    portal_site.state = SiteState.LIVE
    portal_site.save(update_fields=["state"])
    return portal_site
