"""A step is told of once, however many workers tell."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection

from govportal_wagtail.editorial import messaging
from govportal_wagtail.editorial.models import MailState, Message
from govportal_wagtail.questions.vocabulary import QuestionEventKind
from tests.questions.builders import make_question_portal, make_receipt, make_secretary
from tests.questions.test_question_mails import question_event
from tests.threads import at_once, replant

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_step_is_told_of_once_by_several_workers():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one process write at a time.")
    replant()
    portal = make_question_portal()
    make_secretary(portal)
    receipt = make_receipt(portal)
    Message.objects.all().delete()
    mail.outbox.clear()
    event = question_event(receipt.question, QuestionEventKind.ASKED)
    line = Message.objects.create(
        kind=messaging.OUTBOX, link=f"questions:{event.pk}", mail_state=MailState.NONE
    )
    results = at_once(*[lambda: messaging.take_out(line.pk)] * 5)
    assert sum(len(each) for each in results) == 1
    assert len(mail.outbox) == 1
