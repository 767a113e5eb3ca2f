"""Several workers at once: each message goes out once, each event is told of once."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from govportal_wagtail.editorial import mail_tasks, messaging
from govportal_wagtail.editorial.models import EditorialEvent, MailState, Message
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _vendor():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one process write at a time.")


def test_a_message_goes_out_once():
    rows = [
        Message.objects.create(address=f"a{n}@example.vn", kind="submitted", subject="s", body="b")
        for n in range(40)
    ]
    keys = [row.pk for row in rows]
    results = at_once(*[lambda: mail_tasks.deliver(keys)] * 6)
    assert sum(sent for sent, _failed in results) == 40
    assert len(mail.outbox) == 40
    assert not Message.objects.exclude(mail_state=MailState.SENT).exists()


def test_an_event_is_told_of_once(monkeypatch):
    def write(event):
        return [Message.objects.create(address="a@example.vn", kind="submitted", subject="s")]

    monkeypatch.setattr(messaging, "tell_of", write)
    for number in range(10):
        event = EditorialEvent.objects.create(label=f"{number}", kind="passed", at=timezone.now())
        line = Message.objects.create(
            kind=messaging.OUTBOX, link=str(event.pk), mail_state=MailState.NONE
        )
        results = at_once(*[lambda key=line.pk: messaging.take_out(key)] * 5)
        assert sum(len(each) for each in results) == 1
    assert Message.objects.count() == 10
