"""What is owed in other languages, what is there, what is outdated."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from govportal_wagtail.editorial import publication
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.coverage import coverage_of
from tests.builders import publish_page
from tests.core.portal_builders import make_component, make_officer, publish_parts
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(portal):
    """The portal with its required pages posted."""
    with publication.authorised("test"):
        publish_parts(portal)
    return portal


def line_of(portal):
    (line,) = coverage_of([portal])
    return line


def owed_of(portal, code):
    key = portal.parts.get(code=code).page.translation_key
    return next(each for each in line_of(portal).owed if each.page.translation_key == key)


def test_what_the_regulation_wants_is_missing_until_it_is_posted(ready, people):
    before = line_of(ready)
    assert before.locale == english()
    assert {each.article for each in before.owed} == {"7.1"}
    assert not any(each.is_there for each in before.owed)
    page = ready.parts.get(code="organisation").page
    rows = flow.select(page, english(), people["truong-ban"])
    assert line_of(ready).in_work == len(rows)
    assert line_of(ready).words == sum(row.words for row in rows)
    for row in rows:
        publish_translation(row, people)
    owed = owed_of(ready, "organisation")
    assert owed.is_there
    assert owed.days is None
    assert line_of(ready).posted == len(rows)
    assert (line_of(ready).in_work, line_of(ready).outdated) == (0, 0)


def test_an_outdated_one_says_for_how_long(ready, people):
    page = ready.parts.get(code="organisation").page
    for row in flow.select(page, english(), people["truong-ban"]):
        publish_translation(row, people)
    source = Page.objects.get(pk=page.pk).specific
    source.title = "Chức năng mới"
    with publication.authorised("test"):
        publish_page(source)
    assert owed_of(ready, "organisation").days == 0
    assert line_of(ready).outdated == 1


def test_a_regulation_without_such_a_duty_owes_nothing(ready, client, people):
    client.force_login(people["truong-ban"])
    answer = client.get(reverse("govportal_translation:coverage"))
    assert answer.status_code == 200
    assert "7.1" in answer.content.decode()


def test_only_the_own_sites_are_reported(ready, client):
    component = make_component()
    client.force_login(make_officer("xa", component, RoleCode.BOARD_HEAD))
    answer = client.get(reverse("govportal_translation:coverage"))
    assert answer.context["lines"] == []


def test_it_asks_as_often_for_many(ready, people, client):
    client.force_login(people["truong-ban"])

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("govportal_translation:coverage"))
        return len(queries)

    asked()
    few = asked()
    for number in range(5):
        flow.select(make_source(ready, f"Tin {number}"), english(), people["truong-ban"])
    assert asked() <= few
