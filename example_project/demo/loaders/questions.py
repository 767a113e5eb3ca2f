"""Citizens' questions in every state, taken there by the people of the demo, and their answers.

Each step is the function that a screen calls too, with the login that holds the right: what nobody
may do cannot get into the demo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.core.sites import parts
from govportal_wagtail.editorial import roles
from govportal_wagtail.questions import answering, codes, intake, required, retention, triage
from govportal_wagtail.questions.models import (
    Question,
    QuestionSettings,
    QuestionTopic,
    ResponseTemplate,
)
from govportal_wagtail.questions.vocabulary import Publishing, QuestionChannel, ReplyKind
from govportal_wagtail.regulation.calendar import current_calendar

from . import network, people, published_answers, sources
from .office_clock import OfficeClock, at, working_days_ago

Row = dict[str, Any]
#: The version of the notice is a matter of the form; these were never shown one.
_NOTICE = "Bản minh họa"


def load() -> int:
    """The questions of each file whose site has none yet; returns how many were asked."""
    made = 0
    for path in sorted((sources.DATA / "questions").glob("*.yaml")):
        row = sources.read_yaml(f"questions/{path.name}")
        portal_site = published_answers.site_of(row["host"])
        if portal_site is not None and not _has_questions(portal_site):
            made += Desk(portal_site, row).load()
    return made


def ticket() -> tuple[str, str] | None:
    """Code and secret of the question that everybody may look up; None where it is not there."""
    rows = sources.read_yaml("questions/portal.yaml")["questions"]
    found = next(row["ticket"] for row in rows if "ticket" in row)
    question = codes.find(found["code"], found["secret"])
    return (codes.readable(question.code), codes.readable(found["secret"])) if question else None


def _has_questions(portal_site: PortalSite) -> bool:
    return Question.objects.filter(portal_site=portal_site).exists()


class Desk:
    """One site with those who receive, answer and publish its questions."""

    def __init__(self, portal_site: PortalSite, row: Row) -> None:
        self.portal_site = portal_site
        self.row = row
        self.asked: dict[str, Question] = {}
        self._users: dict[str, Any] = {}
        self._topics = {topic.code: topic for topic in QuestionTopic.objects.all()}
        self._agencies: dict[str, Agency] = {}

    def load(self) -> int:
        """Section, settings and registers, the questions by the day they came, then the rest."""
        section = self._section()
        people.load_people(self.row.get("people", []))
        people.load_accounts(self.portal_site, self.row.get("accounts", []))
        self._load_settings()
        self._load_registers()
        for each in sorted(self.row["questions"], key=lambda row: -row["days_ago"]):
            Way(self, each).go()
        published_answers.load_archive(section, self, self.row.get("archive"))
        published_answers.load_ratings(self.portal_site, self.row.get("ratings", []))
        home = Page.objects.get(pk=self.portal_site.site.root_page_id).specific
        network.add_home_sections(home, self.row["home"])
        return len(self.row["questions"])

    def user(self, name: str) -> Any:
        """The login with that name, or the one that the file names for a role."""
        name = self.row["staff"].get(name, name)
        if name not in self._users:
            found = get_user_model().objects.select_related("govportal_account__agency")
            self._users[name] = found.get(username=name)
        roles.forget(self._users[name])
        return self._users[name]

    def of_agency(self, agency: Agency | None, part: str) -> Any:
        """Who drafts or signs for an agency; who does so on its behalf where it has nobody."""
        known = self.row["agencies"]
        row = known.get(agency.code if agency else "", known.get("")) or {}
        return self.user(row.get(part) or row["officer"])

    def topic(self, code: str | None) -> QuestionTopic | None:
        """A topic by its code; none of it is needed."""
        return self._topics[code] if code else None

    def agency(self, code: str | None) -> Agency | None:
        """An agency of the register by its code."""
        if not code:
            return None
        if code not in self._agencies:
            self._agencies[code] = Agency.objects.get(code=code)
        return self._agencies[code]

    def _section(self) -> Page:
        """The section of the site, at the place in the menu that the file wants."""
        site = self.portal_site.site
        home = Page.objects.get(pk=site.root_page_id)
        found = required.find_section(site, home) or required.ensure_section(site, home)
        if found is None:
            raise LookupError(f"{self.portal_site}: there is no section of questions")
        menu = self.row["menu"]
        neighbour = parts.page_of(self.portal_site, menu["before"]) if "before" in menu else None
        neighbour = neighbour or home.get_children().filter(slug=menu.get("after")).first()
        if neighbour is not None:
            found = Page.objects.get(pk=found.pk)
            found.move(neighbour, pos="left" if "before" in menu else "right")
        return Page.objects.get(pk=found.pk)

    def _load_settings(self) -> None:
        found = QuestionSettings.for_site(self.portal_site.site)
        for name, value in self.row["settings"].items():
            setattr(found, name, value)
        found.save()

    def _load_registers(self) -> None:
        """Which agency answers for a topic, where nobody said so, and texts to begin with."""
        for code, agency in self.row.get("topics", {}).items():
            topic = self.topic(code)
            if topic is not None and topic.agency_id is None:
                topic.agency = self.agency(agency)
                topic.save(update_fields=["agency"])
        for row in self.row.get("templates", []):
            ResponseTemplate.objects.get_or_create(
                portal_site=self.portal_site,
                title=row["title"],
                defaults={
                    "agency": self.agency(row.get("agency")),
                    "topic": self.topic(row.get("topic")),
                    "body": row["body"],
                },
            )


class Way:
    """One question from its receipt to where the demo leaves it."""

    question: Question

    def __init__(self, desk: Desk, row: Row) -> None:
        self.desk = desk
        self.row = row
        self.clock = OfficeClock(working_days_ago(row["days_ago"]))
        self._steps: dict[str, Callable[[Any, Any], Any]] = {
            "classify": self._classify,
            "assign": lambda user, code: triage.assign(self.question, user, desk.agency(code)),
            "transfer": lambda user, said: triage.transfer(
                self.question, user, desk.agency(said["to"]), said["reason"]
            ),
            "claim": lambda user, said: triage.claim(self.question, user),
            "split": self._split,
            "merge": lambda user, said: triage.merge(
                self.question, user, desk.asked[said["into"]], said["reason"]
            ),
            "out_of_scope": lambda user, said: triage.out_of_scope(
                self.question, user, said["reason"], said["where"]
            ),
            "forward": lambda user, said: triage.forward(
                self.question, user, said["to"], said["reason"]
            ),
            "ask": lambda user, said: answering.ask_information(
                self.question, user, said["request"], said.get("days")
            ),
            "add": lambda user, text: intake.add_information(self.question, text),
            "no_reply": lambda user, reason: answering.close_without_reply(
                self.question, user, reason
            ),
            "withdraw": lambda user, said: intake.withdraw(self.question),
            "extend": lambda user, said: answering.extend(
                self.question, user, said["days"], said["reason"]
            ),
            "draft": self._draft,
            "submit": lambda user, said: answering.submit(self.question, user),
            "sign": lambda user, said: answering.sign(self.question, user),
            "approve": lambda user, said: answering.approve(self.question, user),
            "return": lambda user, reason: answering.return_reply(self.question, user, reason),
            "answer": self._answer,
            "progress": self._progress,
            "rate": lambda user, said: intake.rate(
                self.question, said["stars"], said.get("comment", "")
            ),
            "publish": lambda user, said: triage.decide_publishing(
                self.question, user, Publishing.WANTED
            ),
            "page": lambda user, said: published_answers.publish(
                desk, self.question, said, self.clock
            ),
            "erase": lambda user, reason: retention.erase_person(
                user, reason, email=self.row["asker"]["email"]
            ),
        }

    def go(self) -> None:
        """Ask, then take every step of the file, each a while after the one before."""
        with at(self.clock.moment), _known_ticket(self.row.get("ticket")):
            self.question = self._ask()
        if self.row.get("key"):
            self.desk.asked[self.row["key"]] = self.question
        self._take_all(self.row.get("way", []))

    def _ask(self) -> Question:
        desk, row = self.desk, self.row
        channel = row.get("channel", QuestionChannel.FORM)
        content = intake.ContentData(
            row["title"], row["text"], agency=desk.agency(row.get("agency"))
        )
        asker = intake.AskerData(agrees=True, notice=_NOTICE, **row["asker"])
        entering = None if channel == QuestionChannel.FORM else desk.user("intake")
        receipt = intake.receive(desk.portal_site, content, asker, channel=channel, user=entering)
        return receipt.question

    def _take_all(self, steps: list[Any]) -> None:
        for step in steps:
            named = {step: None} if isinstance(step, str) else dict(step)
            by = named.pop("by", "")
            name, details = next(iter(named.items()))
            if name == "wait":
                self.clock.rest(details)
                continue
            with at(self.clock.go_on()):
                self.question.refresh_from_db()
                user = self.desk.user(by) if by else self._actor(name)
                self._steps[name](user, details)

    def _actor(self, name: str) -> Any:
        """Who takes a step for which the file names nobody."""
        if name in _BY_HEAD:
            return self.desk.of_agency(self.question.agency, "head")
        if name in _BY_BOARD:
            return self.desk.user("head")
        if name in _BY_AGENCY and self.question.agency is not None:
            return self.desk.of_agency(self.question.agency, "officer")
        return self.desk.user("intake")

    def _classify(self, user: Any, said: Row) -> None:
        triage.classify(
            self.question,
            user,
            topic=self.desk.topic(said["topic"]),
            is_complaint=said.get("is_complaint", False),
        )

    def _split(self, user: Any, said: list[Row]) -> None:
        contents = [intake.ContentData(part["title"], part["text"]) for part in said]
        whole = self.question
        for part, row in zip(triage.split(whole, user, contents), said, strict=True):
            self.question = part
            self._take_all(row.get("way", []))
        self.question = whole

    def _draft(self, user: Any, body: str) -> None:
        answering.draft(self.question, user, kind=ReplyKind.ANSWER, body=body)

    def _answer(self, user: Any, body: str) -> None:
        """Drafted, handed in, signed, and approved where the site wants that."""
        self._draft(user, body)
        self._send(user)

    def _progress(self, user: Any, said: Row) -> None:
        today = timezone.localdate()
        answering.draft(
            self.question,
            user,
            kind=ReplyKind.PROGRESS,
            body=said["body"],
            promised_on=current_calendar().nth_working_day(today, said["working_days"]),
        )
        self._send(user)

    def _send(self, user: Any) -> None:
        answering.submit(self.question, user)
        self._take_all(["sign", "approve"] if answering.needs_board(self.question) else ["sign"])


_BY_HEAD = ("sign", "return", "extend")
_BY_BOARD = ("approve", "erase")
_BY_AGENCY = ("draft", "submit", "answer", "progress", "ask", "claim", "transfer", "no_reply")


@contextmanager
def _known_ticket(row: Row | None) -> Iterator[None]:
    """Let a question get code and secret of the file, so that they can be told to everybody."""
    if row is None:
        yield
        return
    with (
        mock.patch.object(codes, "new_code", lambda: row["code"]),
        mock.patch.object(codes, "new_secret", lambda: row["secret"]),
    ):
        yield
