"""A builder that is replayed leaves what it left when it ran."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from govportal_wagtail.core.models import Agency
from govportal_wagtail.core.search import search
from tests.builders import make_agency, make_article, make_section
from tests.core.portal_builders import make_commune, make_component, make_portal
from tests.replay import all_rows, forget, replayed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_recorded():
    """What other tests met must not decide whether a builder is replayed here."""
    forget()


@pytest.fixture
def counted():
    """A builder that counts how often it ran."""
    runs: list[str] = []

    @replayed
    def build(code: str = "so-y-te") -> dict[str, Agency]:
        runs.append(code)
        return {"agency": make_agency(code, name="Sở Y tế")}

    build.runs = runs
    return build


class Undo(Exception):
    """Raised to roll back."""


def undone(work):
    """What the work returns, after the database has forgotten it."""
    found = []
    with pytest.raises(Undo), transaction.atomic():
        found.append(work())
        raise Undo
    return found[0]


def test_a_portal_and_its_component_are_the_same_row_by_row():
    def build():
        make_component(make_portal() and make_commune())
        return all_rows()

    assert undone(build) == undone(build)


def test_what_triggers_write_is_written_again():
    def titles():
        home = make_portal().site.root_page
        return [page.pk for page in Page.objects.descendant_of(home).search(home.title)]

    assert undone(titles) == undone(titles)


def test_the_portals_own_search_finds_what_was_written_again():
    @replayed
    def build():
        section = make_section(make_portal().site.root_page, title="Tin mới")
        return make_article(section, title="Khánh thành cầu")

    def found():
        article = build()
        return search("khanh thanh cau", site=article.get_site(), locale=article.locale).total

    assert undone(found) == undone(found) == 1


def test_it_runs_once_for_the_same_state(counted):
    first, second = undone(counted), undone(counted)
    assert (first, counted.runs) == (second, ["so-y-te"])


def test_the_row_is_there_after_the_replay(counted):
    undone(counted)
    found = counted()["agency"]
    assert Agency.objects.get(code="so-y-te") == found
    assert found.name == "Sở Y tế"


def test_other_arguments_are_another_call(counted):
    undone(counted)
    assert undone(lambda: counted("so-noi-vu"))["agency"].code == "so-noi-vu"
    assert counted.runs == ["so-y-te", "so-noi-vu"]


def test_upon_other_rows_it_runs(counted):
    undone(counted)
    make_agency("so-tai-chinh", name="Sở Tài chính")
    counted()
    assert len(counted.runs) == 2


def test_upon_a_changed_row_it_runs(counted):
    undone(counted)
    Page.objects.filter(depth=1).update(title="Changed")
    counted()
    assert len(counted.runs) == 2


def test_under_other_settings_and_in_another_language_it_runs(counted, settings):
    undone(counted)
    with translation.override("en"):
        undone(counted)
    settings.WAGTAIL_SITE_NAME = "Another"
    undone(counted)
    assert len(counted.runs) == 3


def test_what_was_put_off_until_the_commit_is_put_off_again(django_capture_on_commit_callbacks):
    told = []

    @replayed
    def build() -> None:
        make_agency("so-y-te", name="Sở Y tế")
        transaction.on_commit(lambda: told.append("committed"))

    undone(build)
    with django_capture_on_commit_callbacks(execute=True):
        build()
    assert told == ["committed"]


def test_a_state_that_is_always_new_is_no_longer_recorded(counted):
    for number in range(10):
        make_agency(f"so-{number}", name=f"Sở {number}")
        undone(counted)
    assert len(counted.runs) == 10
