"""The Atom feed of published answers."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree  # only what the portal itself wrote is read

import pytest
from wagtail.models import PageViewRestriction

from tests import builders
from tests.questions.builders import make_answer, make_answer_section, make_topic

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def section():
    home = builders.make_site().root_page
    return make_answer_section(home, slug="hoi-dap", lead="Hỏi cơ quan nhà nước")


def feed(client, section, **query):
    response = client.get(f"/du-lieu/hoi-dap/{section.pk}.atom", query)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)  # noqa: S314


def titles(client, section, **query):
    return [
        node.text for node in feed(client, section, **query).findall(f"{ATOM}entry/{ATOM}title")
    ]


def test_the_feed_has_answers_newest_first(client, section):
    make_answer(section, "Cũ", answered_on=date(2025, 1, 1))
    new = make_answer(
        section,
        "Mới & lạ",
        question="Hỏi <gì>?",
        answered_on=date(2026, 1, 2),
        topic=make_topic(),
        agency=builders.make_agency("so-tnmt", name="Sở Nông nghiệp"),
    )
    make_answer(section, "Nháp", publish=False)
    root = feed(client, section)
    assert titles(client, section) == ["Mới & lạ", "Cũ"]
    entry = root.find(f"{ATOM}entry")
    assert root.find(f"{ATOM}subtitle").text == "Hỏi cơ quan nhà nước"
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver/hoi-dap/{new.slug}/"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Sở Nông nghiệp"
    assert entry.find(f"{ATOM}category").get("term") == "Đất đai"
    assert entry.find(f"{ATOM}published").text.startswith("2026-01-02T00:00:00+07:00")


def test_the_feed_follows_the_filters_of_the_list(client, section):
    make_answer(section, "Đất", topic=make_topic())
    make_answer(section, "Khác")
    assert titles(client, section, topic="dat-dai") == ["Đất"]
    assert titles(client, section, topic="khong-co") == []


def test_a_section_that_is_not_public_or_of_another_site_has_no_feed(client, section):
    other = builders.make_site("so.example.vn")
    elsewhere = make_answer_section(other.root_page)
    draft = make_answer_section(section.get_parent(), "Nháp")
    draft.unpublish()
    for page in (elsewhere, draft):
        assert client.get(f"/du-lieu/hoi-dap/{page.pk}.atom").status_code == 404
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    assert client.get(f"/du-lieu/hoi-dap/{section.pk}.atom").status_code == 404
    assert client.post(f"/du-lieu/hoi-dap/{section.pk}.atom").status_code == 405


def test_pages_name_the_feed_in_their_head(client, section):
    answer = make_answer(section)
    link = f'href="/du-lieu/hoi-dap/{section.pk}.atom"'
    for url in ("/hoi-dap/", f"/hoi-dap/{answer.slug}/"):
        assert link in client.get(url).content.decode()
