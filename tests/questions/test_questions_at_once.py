"""Many questions at the same moment, with a worker killed and the mail server down.

On SQLite they come one after the other, and fewer: the tests have their database in memory, of
which the connections share every table, so that a second writer is refused and does not wait.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core import mail
from django.db import connection, connections
from django.utils import timezone

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.editorial import mail_tasks, messaging
from govportal_wagtail.editorial.models import Message
from govportal_wagtail.questions import codes, intake
from govportal_wagtail.questions.errors import QuestionError
from govportal_wagtail.questions.models import (
    Asker,
    Question,
    QuestionContent,
    QuestionCounter,
    QuestionEvent,
    QuestionFile,
)
from govportal_wagtail.regulation.models import Deadline
from tests.conftest import ROOT
from tests.questions.builders import (
    ASKER,
    make_question,
    make_question_portal,
    make_receipt,
    upload,
)
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 12
BROKEN_MAIL = "tests.questions.broken_mail.BrokenBackend"
WORKER = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.EMAIL_BACKEND = "tests.questions.broken_mail.BrokenBackend"
django.setup()
from django.db import transaction
from govportal_wagtail.core.models import PortalSite
from tests.questions.builders import make_receipt
portal = PortalSite.objects.get(pk=sys.argv[2])
print("accepted", make_receipt(portal, title="Trước khi chết").question.code, flush=True)
with transaction.atomic():
    code = make_receipt(portal, title="Trong lúc chết").question.code
    print("in the middle", code, flush=True)
    time.sleep(120)
"""


@pytest.fixture
def portal():
    replant()
    return make_question_portal("camau-2026")


def is_postgres():
    return connection.vendor == "postgresql"


def numbers_until(last):
    year = timezone.localdate().year
    return [f"H{year}/{number:06d}" for number in range(1, last + 1)]


def start_worker(portal):
    """A process of its own that takes one question and hangs in the middle of a second one."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(portal.pk)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = []
    for word in ("accepted", "in the middle"):
        line = worker.stdout.readline().strip()
        assert line.startswith(word), worker.stderr.read()
        said.append(line.removeprefix(word).strip())
    return worker, said


def ask(portal_pk, number):
    """One asker at the form; the code they were told."""
    try:
        portal = PortalSite.objects.get(pk=portal_pk)
        receipt = make_receipt(
            portal,
            title=f"Câu hỏi số {number}",
            asker={"email": f"nguoi{number}@example.com"},
            files=[upload(f"{number}.txt")] if number % 10 == 0 else (),
        )
        return receipt.question.code, receipt.secret, number
    finally:
        connections.close_all()


def test_every_accepted_question_is_there_once_whatever_breaks(portal, settings):
    settings.EMAIL_BACKEND = BROKEN_MAIL
    many = 300 if is_postgres() else 40
    survivors, wrote_before = [], []
    if is_postgres():
        # It holds the counter's row: all the others wait for it until it is killed.
        worker, (accepted, lost) = start_worker(portal)
        survivors, wrote_before = [accepted], [ASKER["email"]]
    try:
        with ThreadPoolExecutor(THREADS if is_postgres() else 1) as pool:
            coming = [pool.submit(ask, portal.pk, number) for number in range(many)]
            if is_postgres():
                worker.kill()
            receipts = [each.result(timeout=120) for each in coming]
    finally:
        if is_postgres():
            worker.kill()
            worker.communicate(timeout=30)
    told = [code for code, _secret, _number in receipts]
    total = many + len(survivors)

    assert len(set(told)) == many
    assert Counter(Question.objects.values_list("code", flat=True)) == Counter([*told, *survivors])
    assert sorted(Question.objects.values_list("number", flat=True)) == numbers_until(total)
    assert QuestionCounter.objects.get().last == total
    for code, secret, number in receipts[::25]:
        question = codes.find(code, secret)
        assert question.content.title == f"Câu hỏi số {number}"
        assert question.asker.email == f"nguoi{number}@example.com"
    for table in (Asker, QuestionContent):
        assert table.objects.count() == total
    assert QuestionFile.objects.count() == many // 10
    assert QuestionEvent.objects.filter(kind="asked").count() == total
    assert Deadline.objects.filter(category="qa_answer").count() == total
    if is_postgres():
        assert not Question.objects.filter(code=lost).exists()
        assert not QuestionContent.objects.filter(title="Trong lúc chết").exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    check_mails([f"nguoi{number}@example.com" for number in range(many)] + wrote_before)


def check_mails(expected):
    """Nothing went out while the server was down; afterwards each asker hears once."""
    assert mail.outbox == []
    for _turn in range(2):
        messaging.empty_outbox()
        Message.objects.update(mail_after=None)
        mail_tasks.send_waiting(again=True)
    written = Counter(to for each in mail.outbox for to in each.to)
    assert written == Counter(expected)


def test_a_worker_that_is_killed_leaves_no_gap(portal):
    if not is_postgres():
        pytest.skip("SQLite: the tests share a database in memory with no other process.")
    worker, (accepted, lost) = start_worker(portal)
    worker.kill()
    worker.communicate(timeout=30)
    after = make_question(portal)
    assert [each.code for each in Question.objects.order_by("pk")] == [accepted, after.code]
    assert after.number == numbers_until(2)[-1]
    assert lost not in {accepted, after.code}


def test_one_completion_of_several_is_taken(portal):
    if not is_postgres():
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    question = make_question(portal, state="waiting")
    works = [
        lambda n=n: intake.add_information(Question.objects.get(pk=question.pk), f"Lần {n}")
        for n in range(6)
    ]
    results = at_once(*works)
    assert sum(isinstance(each, QuestionError) for each in results) == 5
    assert QuestionEvent.objects.filter(kind="information_given").count() == 1


def test_withdrawn_and_rated_at_the_same_moment_each_happens_once(portal):
    if not is_postgres():
        pytest.skip("SQLite has no row locks: one writer at a time is all it can do.")
    question = make_question(portal, state="closed", asker={"agrees_to_publish": True})
    load = Question.objects.get
    works = [lambda: intake.rate(load(pk=question.pk), 5)] * 4
    works += [lambda: intake.withdraw(load(pk=question.pk))] * 4
    results = at_once(*works)
    assert sum(isinstance(each, QuestionError) for each in results) == 6
    kinds = Counter(QuestionEvent.objects.values_list("kind", flat=True))
    assert (kinds["rated"], kinds["withdrawn"]) == (1, 1)
