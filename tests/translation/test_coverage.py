"""What is owed in other languages, what is there, what is outdated."""

from __future__ import annotations

import codecs
import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Page

from govportal_wagtail.core.models import PortalSite, SitePart
from govportal_wagtail.editorial import publication
from govportal_wagtail.pages.models import AgencyPage
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.coverage import coverage_of
from tests.builders import publish_page
from tests.core.portal_builders import make_component, make_officer, make_portal, publish_parts
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(portal):
    """The portal with its required pages posted."""
    with publication.authorised("test"):
        publish_parts(portal)
    return portal


@pytest.fixture
def translated(ready, people):
    """The page on the organisation, posted in English with the pages above it."""
    page = ready.parts.get(code="organisation").page
    for row in flow.select(page, english(), people["truong-ban"]):
        publish_translation(row, people)
    return page


def line_of(portal):
    (line,) = coverage_of([portal])
    return line


def owed_of(portal, code):
    page = portal.parts.get(code=code).page
    return next(each for each in line_of(portal).owed if each.page == page)


def change_title(page, title="Chức năng mới"):
    source = Page.objects.get(pk=page.pk).specific
    source.title = title
    with publication.authorised("test"):
        publish_page(source)


def exported(client, name, kind="csv"):
    """The rows of the file; programs for spreadsheets tell by its mark that it is Unicode."""
    answer = client.get(reverse(f"govportal_translation:{name}"), {"export": kind, "queue": "all"})
    content = b"".join(answer.streaming_content)
    if kind == "csv":
        assert content.startswith(codecs.BOM_UTF8)
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [list(row) for row in load_workbook(io.BytesIO(content)).active.values]


def test_what_the_regulation_wants_is_missing_until_it_is_posted(ready, people):
    before = line_of(ready)
    assert before.locale == english()
    assert {each.duty.article for each in before.owed} == {"7.1"}
    assert all(each.is_missing for each in before.owed)
    page = ready.parts.get(code="organisation").page
    rows = flow.select(page, english(), people["truong-ban"])
    assert line_of(ready).in_work == len(rows)
    assert line_of(ready).words == sum(row.words for row in rows)
    assert not owed_of(ready, "organisation").is_missing
    for row in rows:
        publish_translation(row, people)
    owed = owed_of(ready, "organisation")
    assert owed.is_there
    assert owed.days is None
    assert line_of(ready).posted == len(rows)
    assert (line_of(ready).in_work, line_of(ready).outdated) == (0, 0)


def test_an_outdated_one_says_for_how_long_and_what_changed(ready, translated):
    change_title(translated)
    owed = owed_of(ready, "organisation")
    assert owed.days == 0
    assert owed.changed == [str(Page._meta.get_field("title").verbose_name).capitalize()]
    assert line_of(ready).outdated == 1


def test_one_that_is_renewed_says_where_the_new_version_waits(ready, translated, people):
    change_title(translated)
    row = owed_of(ready, "organisation").translation
    assert owed_of(ready, "organisation").waits == ""
    flow.renew(row, people["truong-ban"])
    owed = owed_of(ready, "organisation")
    assert owed.is_there
    assert owed.waits == str(owed.translation.get_state_display())


def test_the_units_below_are_owed_with_the_organisation(ready):
    above = ready.parts.get(code="organisation").page.specific
    above.add_child(instance=AgencyPage(title="Sở Y tế", slug="so-y-te", agency=ready.agency))
    above.add_child(instance=AgencyPage(title="Nháp", slug="nhap", agency=ready.agency, live=False))
    titles = [each.title for each in line_of(ready).owed]
    assert "Sở Y tế" in titles
    assert "Nháp" not in titles


def test_a_duty_for_which_the_portal_has_no_page_is_missing(ready):
    assert all(each.page for each in line_of(ready).owed)
    SitePart.objects.filter(portal_site=ready, code__in=["leaders", "contacts"]).delete()
    (lacking,) = [each for each in line_of(ready).owed if each.page is None]
    assert lacking.duty.key == "contacts"
    assert lacking.is_missing


def test_a_language_without_a_home_page_is_missing_as_a_whole(db):
    portal = make_portal("langson-2024")
    (line,) = coverage_of([portal])
    assert line.locale is None
    assert line.language_code == "en"
    assert line.owed
    assert all(each.is_missing for each in line.owed)


def test_a_component_owes_no_language_that_it_does_not_have(ready):
    assert coverage_of([make_component()]) == []


def test_a_duty_that_names_no_page_is_judged_by_hand(db):
    portal = make_portal("vinhlong-2021")
    (line,) = coverage_of([PortalSite.objects.get(pk=portal.pk)])
    (owed,) = line.owed
    assert owed.duty.article == "3.7"
    assert not owed.is_derived
    assert not owed.is_missing


def test_the_screen_names_article_page_and_what_changed(ready, translated, client, people):
    change_title(translated)
    client.force_login(people["truong-ban"])
    answer = client.get(reverse("govportal_translation:coverage"))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "7" in owed_of(ready, "organisation").place
    assert owed_of(ready, "organisation").place in text
    assert ", ".join(owed_of(ready, "organisation").changed) in text


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_file_has_a_line_for_each_page_that_is_owed(ready, translated, client, people, kind):
    client.force_login(people["truong-ban"])
    heading, *rows = exported(client, "coverage", kind)
    assert len(rows) == len(line_of(ready).owed)
    assert len(heading) == len(rows[0])
    (row,) = [each for each in rows if owed_of(ready, "organisation").title in each]
    assert str(owed_of(ready, "organisation").state) in row


def test_the_list_is_exported_with_what_changed(ready, translated, client, people):
    change_title(translated, "=Chức năng mới")
    row = owed_of(ready, "organisation").translation
    flow.renew(row, people["truong-ban"])
    client.force_login(people["truong-ban"])
    rows = exported(client, "translations")
    assert any("'=Chức năng mới" in each for each in rows)


def test_only_the_own_sites_are_reported(ready, client):
    component = make_component()
    client.force_login(make_officer("xa", component, RoleCode.BOARD_HEAD))
    answer = client.get(reverse("govportal_translation:coverage"))
    assert answer.context["lines"] == []
    assert len(exported(client, "coverage")) == 1


@pytest.mark.parametrize("values", [{}, {"export": "csv"}])
def test_it_is_for_the_newsroom_alone(ready, client, people, values):
    client.force_login(people["bien-dich"])
    assert client.get(reverse("govportal_translation:coverage"), values).status_code == 302
    listed = client.get(reverse("govportal_translation:translations")).content.decode()
    assert reverse("govportal_translation:coverage") not in listed


def test_it_asks_as_often_for_many(ready, translated, people, client):
    client.force_login(people["truong-ban"])

    def asked():
        counts = []
        for values in ({}, {"export": "xlsx"}):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("govportal_translation:coverage"), values)
            counts.append(len(queries))
        return counts

    asked()
    few = asked()
    above = ready.parts.get(code="organisation").page.specific
    for number in range(4):
        unit = AgencyPage(title=f"Sở {number}", slug=f"so-{number}", agency=ready.agency)
        above.add_child(instance=unit)
        flow.select(make_source(ready, f"Tin {number}"), english(), people["truong-ban"])
    change_title(translated)
    assert asked() <= few
