"""Personal data stay in their own tables, and afterwards nowhere.

Fifty questions with a mark in every field and file go all their ways; half of them are published.
Then everything else that the portal keeps or shows is searched for the mark.
"""

from __future__ import annotations

import logging
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from govportal_wagtail.core.models import SiteState
from govportal_wagtail.editorial import spam
from govportal_wagtail.questions import (
    answering,
    intake,
    joining,
    publication,
    retention,
    triage,
)
from govportal_wagtail.questions.intake import AskerData, ContentData
from govportal_wagtail.questions.models import (
    Addition,
    Asker,
    Question,
    QuestionContent,
    QuestionFile,
    QuestionIndexPage,
    QuestionPage,
    QuestionSettings,
)
from govportal_wagtail.questions.vocabulary import (
    Publishing,
    QuestionChannel,
    QuestionState,
    ReplyKind,
)
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_user
from tests.core.portal_builders import make_department, make_officer, make_portal, publish_parts
from tests.editorial.public_builders import stamp
from tests.questions.builders import make_topic

pytestmark = pytest.mark.django_db

MARK = "Zqxvdau"
COUNT = 50
PERSONAL = (Asker, QuestionContent, Addition, QuestionFile)


@pytest.fixture(autouse=True)
def _folders(settings, tmp_path):
    """Public files in a folder of this test alone; an empty cache; nothing left behind."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    cache.clear()
    yield
    for path in files_with_mark(private_folder()):
        path.unlink()


class World:
    """A portal with everybody who works on questions."""

    def __init__(self) -> None:
        self.portal = make_portal("langson-2024")
        publish_parts(self.portal)
        type(self.portal).objects.filter(pk=self.portal.pk).update(state=SiteState.LIVE)
        self.portal.refresh_from_db()
        QuestionSettings.objects.update_or_create(
            site=self.portal.site, defaults={"complaints_to": "Ban Tiếp công dân tỉnh"}
        )
        self.agency = make_department()
        self.other = make_department("Sở Y tế", "so-y-te")
        self.officer = make_officer("dau-moi", self.portal, RoleCode.FOCAL_OFFICER, self.agency)
        self.head = make_officer("thu-truong", self.portal, RoleCode.UNIT_HEAD, self.agency)
        self.secretary = make_officer("thu-ky", self.portal, RoleCode.BOARD_SECRETARY)
        self.board = make_officer("truong-ban", self.portal, RoleCode.BOARD_HEAD)
        # Nobody takes two steps.
        self.newsroom = [
            make_user(f"toa-soan-{number}", is_superuser=True, is_staff=True) for number in range(6)
        ]
        self.topic = make_topic()
        self.secrets: dict[int, str] = {}


def marked_file(number: int) -> tuple[str, ContentFile]:
    name = f"don {MARK} {number}.txt"
    return name, ContentFile(f"Toi la {MARK} {number}".encode(), name=name)


def ask(world: World, number: int) -> Question:
    """A question with the mark in everything that its asker says."""
    is_entered = number % 10 == 9
    receipt = intake.receive(
        world.portal,
        ContentData(
            title=f"{MARK} {number} hỏi về giấy phép xây dựng",
            text=f"Tôi là {MARK} {number}, xin hỏi về thời hạn cấp giấy phép xây dựng nhà ở.",
            topic=world.topic,
            agency=world.agency,
        ),
        AskerData(
            name=f"Nguyễn {MARK} {number}",
            email=f"{MARK}{number}@example.com",
            phone=f"{MARK} 0912 345 {number:03}",
            organisation=f"Công ty {MARK} {number}",
            address=f"Số {number}, phố {MARK}",
            commune=f"Xã {MARK}",
            agrees=True,
            agrees_to_publish=True,
            notice="2026-11",
        ),
        files=[marked_file(number), marked_file(number + 1000)],
        channel=QuestionChannel.COUNTER if is_entered else QuestionChannel.FORM,
        language="en" if number % 7 == 0 else "vi",
        user=world.secretary if is_entered else None,
    )
    world.secrets[receipt.question.pk] = receipt.secret
    return receipt.question


def answer(world: World, question: Question) -> None:
    """All the way to the answer, with a completion before it and a rating after it."""
    triage.classify(question, world.secretary, topic=world.topic, is_complaint=False)
    triage.assign(question, world.secretary, world.agency)
    answering.ask_information(question, world.officer, f"Xin {MARK} cho biết số thửa.")
    intake.add_information(question, f"Thửa của {MARK}", files=[marked_file(question.pk)])
    body = "<p>Thời hạn là bảy ngày làm việc.</p>"
    answering.draft(question, world.officer, kind=ReplyKind.ANSWER, body=body)
    answering.submit(question, world.officer)
    answering.sign(question, world.head)
    intake.rate(question, 4, f"{MARK} cảm ơn")


def publish(world: World, question: Question, number: int) -> QuestionPage:
    question.refresh_from_db()
    triage.decide_publishing(question, world.board, Publishing.WANTED, "Nhiều người quan tâm.")
    page = publication.prepare(
        question,
        world.officer,
        f"Thời hạn cấp giấy phép xây dựng ({number})",
        "Một người hỏi về thời hạn cấp giấy phép xây dựng nhà ở.",
        "<p>Thời hạn là bảy ngày làm việc.</p>",
        world.topic,
    )
    page = QuestionPage.objects.get(pk=page.pk)
    for person in world.newsroom:
        state = QuestionPage.objects.get(pk=page.pk).current_workflow_state
        if state is None:
            break
        state.current_task_state.approve(user=person)
    return QuestionPage.objects.get(pk=page.pk)


def end_otherwise(world: World, question: Question, number: int) -> None:
    """The other ways that a question may go."""
    ways = (
        lambda: triage.out_of_scope(question, world.secretary, "Ngoài phạm vi.", "Tòa án"),
        lambda: triage.refuse(question, world.secretary, ""),
        lambda: intake.withdraw(question),
        lambda: joining.split(
            question,
            world.secretary,
            [ContentData(f"{MARK} a", f"{MARK} một"), ContentData(f"{MARK} b", f"{MARK} hai")],
        ),
        lambda: transferred(world, question),
    )
    ways[number % len(ways)]()


def transferred(world: World, question: Question) -> None:
    triage.assign(question, world.secretary, world.agency)
    triage.transfer(question, world.officer, world.other, "Thuộc Sở Y tế.")


@pytest.fixture
def world(django_capture_on_commit_callbacks) -> World:
    """Fifty questions, half of them published, the other half gone all other ways."""
    made = World()
    with django_capture_on_commit_callbacks(execute=True):
        questions = [ask(made, number) for number in range(COUNT)]
    with django_capture_on_commit_callbacks(execute=True):
        for number, question in enumerate(questions):
            if number < COUNT // 2:
                answer(made, question)
                publish(made, question, number)
            else:
                end_otherwise(made, question, number)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("govportal_deadlines", "remind")
    assert QuestionPage.objects.live().count() == COUNT // 2
    assert Asker.objects.filter(name__contains=MARK).count() >= COUNT
    return made


def has_mark(value: Any) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return MARK.casefold() in text.casefold()


def tables(*left_out: str) -> Iterator[tuple[str, str, Any]]:
    """Every value of every table: table, column, value."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table in left_out:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    if value is not None and not isinstance(value, int | float):
                        yield table, name, value


def found_in_tables(*left_out: str) -> set[tuple[str, str]]:
    return {(table, name) for table, name, value in tables(*left_out) if has_mark(value)}


def files_with_mark(folder: str) -> list[Path]:
    """Files whose name or content holds the mark."""
    found = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [path for path in found if has_mark(path.name) or has_mark(path.read_bytes())]


def private_folder() -> str:
    """Where the files of askers lie."""
    return str(QuestionFile._meta.get_field("file").storage.location)


def public_addresses(world: World) -> list[str]:
    """Pages, feeds, sitemaps, JSON and searches for words of the questions."""
    home = world.portal.site.root_page
    pages = [page.get_url() for page in Page.objects.live().descendant_of(home, inclusive=True)]
    index = QuestionIndexPage.objects.live().first()
    assert index is not None
    search = reverse("govportal_core:search")
    words = "giấy phép xây dựng"
    return [
        *[url for url in pages if url],
        f"{index.get_url()}?q={words}",
        f"{index.get_url()}?p=2",
        reverse("govportal_questions:feed", args=[index.pk]),
        reverse("govportal_questions:figures"),
        reverse("govportal_questions:ask"),
        reverse("govportal_questions:tracking"),
        f"{search}?q={words}",
        f"{search}?q=H2026/000001",
        f"{reverse('govportal_core:search_suggestions')}?q=giay",
        f"{reverse('govportal_core:search_api')}?query={words}",
        "/api/v2/questions/?limit=20",
        "/api/v2/pages/?limit=20",
        "/sitemap.xml",
        "/so-do-cong/",
        "/robots.txt",
    ]


def cached() -> Iterator[bytes]:
    """What the cache holds, as it was stored."""
    for stored in list(cache._cache.values()):
        yield stored
        yield pickle.dumps(pickle.loads(stored))  # noqa: S301 - our own cache


def test_no_mark_is_left_outside_of_the_tables_for_it(world, settings, caplog):
    caplog.set_level(logging.DEBUG)
    client = Client()
    seen = 0
    for address in public_addresses(world):
        response = client.get(address, follow=True)
        if response.status_code == 200:
            seen += 1
            content = response.getvalue()
            assert not has_mark(content), address
            assert not any(has_mark(value) for value in response.headers.values()), address
            for each in sitemap_files(address, content):
                assert not has_mark(client.get(each).getvalue()), each
    assert seen > COUNT // 2
    similar = client.post(
        reverse("govportal_questions:similar"), {"title": f"giấy phép xây dựng {MARK}"}
    )
    assert not has_mark(similar.content)

    look_as_asker(world)
    look_as_staff(world)

    own = [model._meta.db_table for model in PERSONAL]
    assert found_in_tables(*own) == {("govportal_editorial_message", "address")}
    assert not any(has_mark(each.get_decoded()) for each in Session.objects.all())
    assert not any(has_mark(each) for each in cached())
    assert files_with_mark(settings.MEDIA_ROOT) == []
    private = private_folder()
    assert files_with_mark(private)
    assert not any(has_mark(path) for path in Path(private).rglob("*"))
    assert mail.outbox
    for each in mail.outbox:
        assert not has_mark(each.subject + each.body)
    # The server's log names addresses of pages, not people.
    assert not [each for each in caplog.records if has_mark(each.getMessage())]


def sitemap_files(address: str, content: bytes) -> list[str]:
    if address != "/sitemap.xml":
        return []
    return [
        part.split(b"</loc>")[0].decode() for part in content.split(b"<loc>")[1:] if b"xml" in part
    ]


def look_as_asker(world: World) -> None:
    """Askers follow their questions; that is shown to them and kept nowhere."""
    shown = 0
    for key in list(world.secrets)[:4]:
        question = Question.objects.get(pk=key)
        client = Client()
        data = {
            "code": question.code,
            "secret": world.secrets[key],
            spam.STAMP: stamp("question-tracking", seconds_ago=0),
        }
        response = client.post(reverse("govportal_questions:tracking"), data, follow=True)
        assert "no-store" in response.headers["Cache-Control"]
        shown += question.number in response.content.decode()
        assert not any(has_mark(morsel.value) for morsel in client.cookies.values())
    assert shown


def look_as_staff(world: World) -> None:
    """Staff read questions and askers and take the logs out; logs and lists name nobody."""
    admin = make_user("quan-tri", is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(admin)
    question = Question.objects.filter(state=QuestionState.ASSIGNED).first()
    assert question is not None
    assert has_mark(client.get(reverse("questions:detail", args=[question.pk])).content)
    assert has_mark(client.post(reverse("questions:person", args=[question.pk])).content)
    exports = (
        reverse("govportal_question_access"),
        reverse("govportal_question_retention"),
        reverse("govportal_rating_report"),
        reverse("wagtailadmin_reports:site_history"),
    )
    for address in exports:
        response = client.get(f"{address}?export=csv")
        assert response.status_code == 200, address
        assert not has_mark(response.getvalue()), address
    inbox = client.get(f"{reverse('questions:index')}?export=csv")
    assert not has_mark(inbox.getvalue())


def test_no_mark_is_left_at_all_once_they_are_forgotten(
    world, settings, django_capture_on_commit_callbacks
):
    user = make_user("quan-tri")
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(COUNT):
            retention.erase_person(user, "Theo yêu cầu.", email=f"{MARK}{number}@example.com")
    assert not Question.objects.filter(anonymised_at=None).exists()
    assert QuestionPage.objects.live().count() == COUNT // 2
    assert Question.objects.filter(rating=4).count() == COUNT // 2
    with django_capture_on_commit_callbacks(execute=True):
        call_command("govportal_deadlines", "mail")
    assert found_in_tables() == set()
    assert files_with_mark(settings.MEDIA_ROOT) == []
    assert files_with_mark(private_folder()) == []
