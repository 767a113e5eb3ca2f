"""Who is told of translations by mail, and of what."""

from __future__ import annotations

import pytest
from django.core import mail

from govportal_wagtail.editorial import publication
from govportal_wagtail.translation import flow
from tests.builders import publish_page
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Mails that a step causes, as address and subject."""

    def run(step):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            step()
        return {
            (each.to[0], each.subject) for each in mail.outbox if "dịch" in each.subject.lower()
        }

    return run


@pytest.fixture
def source(portal):
    return make_source(portal)


def test_the_unit_is_told_of_a_text_that_it_is_to_translate(told, source, people, unit):
    found = told(lambda: flow.select(source, english(), people["truong-ban"], unit=unit))
    assert {address for address, _subject in found} == {"bien-dich@example.com"}
    assert any(source.title in subject for _address, subject in found)


def test_without_a_unit_nobody_is_told_at_once(told, source, people):
    assert told(lambda: flow.select(source, english(), people["truong-ban"])) == set()


def test_unit_and_newsroom_are_told_of_an_outdated_translation(told, source, people, unit):
    rows = flow.select(source, english(), people["truong-ban"], unit=unit)
    for row in rows:
        publish_translation(row, people)

    def correct():
        page = type(source).objects.get(pk=source.pk)
        page.title = "Khánh thành cầu mới"
        with publication.authorised("test"):
            publish_page(page)

    found = told(correct)
    addresses = {address for address, _subject in found}
    assert {"bien-dich@example.com", "truong-ban@example.com"} <= addresses
    assert "cong-tac-vien@example.com" not in addresses


def test_nobody_is_told_of_their_own_step(told, source, people, unit):
    row = flow.select(source, english(), people["truong-ban"], unit=unit)[-1]
    found = told(lambda: flow.remove(row, people["truong-ban"], reason="Nhầm"))
    assert {address for address, _subject in found} == {"bien-dich@example.com"}
