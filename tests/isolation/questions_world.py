"""What the questions of a site hold: in every state, with asker, files, replies and templates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.log_actions import log

from govportal_wagtail.questions import intake, timing
from govportal_wagtail.questions.models import (
    Addition,
    Asker,
    PageRating,
    Question,
    QuestionContent,
    QuestionEvent,
    QuestionFile,
    QuestionIndexPage,
    QuestionPage,
    QuestionSettings,
    QuestionTopic,
    Reply,
    ReplyFile,
    ResponseTemplate,
)
from govportal_wagtail.questions.vocabulary import (
    Outcome,
    Publishing,
    QuestionEventKind,
    QuestionState,
    ReplyState,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders

#: The regulation by which the questions are handled.
PROFILE = "camau-2026"
#: So long ago that the personal data of what was closed then are erased soon.
_LONG_AGO = timedelta(days=720)


def furnish(place: Any) -> None:
    """A question in each state, what belongs to it, and what a site sets up."""
    things, mark = place.things, place.mark
    things["topic"], _made = QuestionTopic.objects.get_or_create(
        code="dat-dai", defaults={"name": "Land"}
    )
    things["question"] = _question(place, 1, QuestionState.RECEIVED)
    things["asked_file"] = QuestionFile.objects.get(question=things["question"])
    things["assigned"] = _question(place, 2, QuestionState.ASSIGNED)
    things["waiting"] = _question(place, 3, QuestionState.WAITING)
    Addition.objects.create(
        question=things["waiting"],
        asked_at=timezone.now(),
        request=f"Missing {mark}",
        reply_until=timezone.localdate() - timedelta(days=1),
    )
    things["to_sign"] = _question(place, 4, QuestionState.TO_SIGN)
    _reply(place, things["to_sign"], ReplyState.TO_SIGN)
    things["to_approve"] = _question(place, 5, QuestionState.TO_APPROVE)
    _reply(place, things["to_approve"], ReplyState.TO_APPROVE)
    things["answered"] = _question(
        place,
        6,
        QuestionState.CLOSED,
        outcome=Outcome.ANSWERED,
        closed_at=timezone.now() - _LONG_AGO,
        publishing=Publishing.REQUIRED,
    )
    reply = _reply(place, things["answered"], ReplyState.SENT, sent_at=timezone.now())
    things["reply_file"] = ReplyFile(reply=reply, name=f"Reply {mark}.txt", size=9)
    things["reply_file"].file.save("x", ContentFile(f"Told {mark}".encode()))
    _around(place)


def _question(place: Any, order: int, state: str, **fields: Any) -> Question:
    """A question in the state; its number carries the mark of the site."""
    mark = place.mark
    question = intake.receive(
        place.portal_site,
        intake.ContentData(title=f"Asked {mark}", text=f"Words {mark}"),
        intake.AskerData(
            name=f"Asker {mark}",
            email=f"asker-{order}@example.com",
            agrees=True,
            agrees_to_publish=True,
        ),
        files=[(f"Asked {mark}.txt", ContentFile(f"Content {mark}".encode()))],
    ).question
    agency = None if state == QuestionState.RECEIVED else place.agency
    values = {"number": f"H{mark}/{order}", "state": state, "agency": agency, **fields}
    Question.objects.filter(pk=question.pk).update(**values)
    question.refresh_from_db()
    # The regulation of these sites is that of no province, and knows no time limit for answers.
    question.profile = PROFILE
    question.save(update_fields=["profile"])
    timing.start(question, None)
    QuestionEvent.objects.create(
        question_id=question.pk,
        portal_site_id=place.portal_site.pk,
        label=question.number,
        kind=QuestionEventKind.PERSON_SEEN,
        at=timezone.now(),
        by_name=f"Nguyen {mark}",
    )
    return question


def _reply(place: Any, question: Question, state: str, **fields: Any) -> Reply:
    return Reply.objects.create(
        question=question,
        agency=place.agency,
        state=state,
        body=f"<p>Answer {place.mark}</p>",
        written_by=place.user(RoleCode.FOCAL_OFFICER),
        written_at=timezone.now(),
        **fields,
    )


def _around(place: Any) -> None:
    things, mark, site = place.things, place.mark, place.portal_site
    things["template"] = ResponseTemplate.objects.create(
        portal_site=site, agency=place.agency, title=f"Template {mark}", body=f"<p>{mark}</p>"
    )
    # Without an agency, and without a site: each is kept by one of the two.
    things["site_template"] = ResponseTemplate.objects.create(
        portal_site=site, title=f"Of the site {mark}", body=f"<p>{mark}</p>"
    )
    things["agency_template"] = ResponseTemplate.objects.create(
        agency=place.agency, title=f"Of the agency {mark}", body=f"<p>{mark}</p>"
    )
    for each in ("template", "site_template", "agency_template"):
        log(instance=things[each], action="wagtail.edit", user=place.user(RoleCode.SITE_ADMIN))
    PageRating.objects.create(
        portal_site=site, page=things["article"], rated_on=timezone.localdate(), content=4
    )
    settings = QuestionSettings.for_site(place.site)
    settings.where_else = f"Elsewhere {mark}"
    settings.save()
    section = QuestionIndexPage(title=f"Answers {mark}", show_in_menus=True)
    things["answers"] = builders.add_page(place.home, section)
    answer = QuestionPage(
        title=f"Answer {mark}",
        question=f"Asked {mark}",
        answer=f"<p>Told {mark}</p>",
        answered_on=timezone.localdate(),
    )
    things["answer"] = builders.add_page(section, answer, publish=False)


def rows(place: Any) -> dict[str, list[Any]]:
    """All of it as it is in the database now."""
    site, agency = place.portal_site.pk, place.agency.pk
    questions = Question.objects.filter(portal_site=site)
    of_site = {"question__portal_site": site}
    templates = ResponseTemplate.objects.filter(portal_site=site)
    found = {
        "rows": questions,
        "askers": Asker.objects.filter(**of_site),
        "texts": QuestionContent.objects.filter(**of_site),
        "completions": Addition.objects.filter(**of_site),
        "files": QuestionFile.objects.filter(**of_site),
        "replies": Reply.objects.filter(**of_site),
        "reply files": ReplyFile.objects.filter(reply__question__portal_site=site),
        "log": QuestionEvent.objects.filter(portal_site_id=site),
        "templates": templates | ResponseTemplate.objects.filter(agency=agency),
        "settings": QuestionSettings.objects.filter(site=place.site),
        "ratings": PageRating.objects.filter(portal_site=site),
    }
    return {
        f"questions {name}": sorted(map(repr, each.order_by().values_list()))
        for name, each in found.items()
    }
