"""Figures on questions: how they are counted, who may compare, the public page, the report."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from govportal_wagtail.core.models import SiteRoleGroup, SiteState
from govportal_wagtail.questions import codes, figures, numbers
from govportal_wagtail.questions.models import Question, QuestionSettings
from govportal_wagtail.questions.vocabulary import Outcome, QuestionState
from tests import builders
from tests.questions.builders import (
    make_answering_agency,
    make_component_portal,
    make_officer_of,
    make_question_portal,
    make_secretary,
    make_topic,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)
REPORT = "/admin/questions/figures/"


def opened(portal_site):
    """The site as readers and editors find it."""
    portal_site.state = SiteState.LIVE
    portal_site.save()
    for role_group in SiteRoleGroup.objects.filter(portal_site=portal_site):
        role_group.group.permissions.add(Permission.objects.get(codename="access_admin"))
    return portal_site


@pytest.fixture
def portal():
    return opened(make_question_portal())


def counted(portal_site, count: int = 1, **fields: Any) -> None:
    """Questions as the register keeps them: nothing but dates, states and keys."""
    fields.setdefault("received_on", date(2026, 3, 2))
    if "outcome" in fields:
        fields.setdefault("state", QuestionState.CLOSED)
    for _ in range(count):
        Question.objects.create(
            portal_site=portal_site,
            number=numbers.next_number(portal_site, on=fields["received_on"]),
            code=codes.new_code(),
            secret_hash="-",
            received_at=timezone.now(),
            moved_at=timezone.now(),
            **fields,
        )


def answered(portal_site, on: date, count: int = 1, **fields: Any) -> None:
    """Answered questions with a last day of 23 March."""
    fields.setdefault("answer_due_on", date(2026, 3, 23))
    counted(portal_site, count, outcome=Outcome.ANSWERED, replied_on=on, **fields)


def figured(minimum: int = 1, first=date(2026, 1, 1), last=date(2026, 12, 31)) -> figures.Report:
    return figures.report(Question.objects.all(), first, last, today=TODAY, minimum=minimum)


def test_what_is_counted(portal):
    answered(portal, date(2026, 3, 9))
    answered(portal, date(2026, 3, 23))
    answered(portal, date(2026, 3, 24))
    counted(portal, state=QuestionState.ASSIGNED, answer_due_on=date(2026, 3, 23))
    counted(portal, state=QuestionState.ASSIGNED, answer_due_on=TODAY)
    counted(portal, state=QuestionState.WAITING, answer_due_on=date(2026, 3, 23))
    counted(portal, outcome=Outcome.REFUSED, answer_due_on=date(2026, 3, 23))
    counted(portal, outcome=Outcome.SPLIT)
    counted(portal, received_on=date(2025, 12, 31))
    total = figured().total
    assert (total.received, total.answered, total.open, total.otherwise) == (7, 3, 3, 1)
    assert (total.on_time, total.late) == (2, 2)
    assert total.percent_on_time == 50


def test_the_median_is_of_working_days(portal):
    # Monday 2 March: five working days to Monday 9 March, fifteen to 23 March.
    answered(portal, date(2026, 3, 9))
    answered(portal, date(2026, 3, 9))
    answered(portal, date(2026, 3, 23))
    assert figured().total.median_days == 5
    answered(portal, date(2026, 3, 23))
    assert figured().total.median_days == 10


def test_without_a_time_limit_there_is_no_rate(portal):
    answered(portal, date(2026, 3, 9), answer_due_on=None)
    total = figured().total
    assert (total.on_time, total.late, total.percent_on_time) == (0, 0, None)
    assert total.median_days == 5


def test_rows_are_ordered_by_their_number_and_what_is_nobodys_comes_last(portal):
    one, two = make_answering_agency("mot", "Sở Một"), make_answering_agency("hai", "Sở Hai")
    counted(portal, 3)
    counted(portal, 1, agency=one, topic=make_topic())
    counted(portal, 2, agency=two)
    report = figured()
    assert [(row.label, row.figures.received) for row in report.agencies][:2] == [
        ("Sở Hai", 2),
        ("Sở Một", 1),
    ]
    assert report.agencies[-1].key is None
    assert [row.figures.received for row in report.topics] == [1, 5]


def test_few_questions_have_neither_rate_nor_satisfaction(portal):
    agency = make_answering_agency()
    answered(portal, date(2026, 3, 9), 4, agency=agency, rating=1)
    answered(portal, date(2026, 3, 9), 6, agency=make_answering_agency("hai"), rating=5)
    few = next(row for row in figured(5).agencies if row.key == agency.pk)
    assert not few.is_compared
    assert few.figures == figures.Figures(received=4, answered=4)
    many = next(row for row in figured(5).agencies if row.key != agency.pk)
    assert (many.is_compared, many.figures.rating, many.figures.percent_on_time) == (True, 5, 100)


def test_satisfaction_needs_several_raters_and_tells_their_number_only_in_total(portal):
    agency = make_answering_agency()
    answered(portal, date(2026, 3, 9), figures.FEWEST_RATINGS - 1, agency=agency, rating=2)
    assert figured().total.rating is None
    answered(portal, date(2026, 3, 9), agency=agency, rating=5)
    report = figured()
    assert (report.total.rating, report.total.ratings) == (2.6, 5)
    assert (report.agencies[0].figures.rating, report.agencies[0].figures.ratings) == (2.6, None)


def test_queries_do_not_grow(portal):
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            figured()
        return len(captured)

    for number in range(2):
        answered(portal, date(2026, 3, 9), 2, agency=make_answering_agency(f"so-{number}"))
    few = asked()
    for number in range(2, 12):
        topic = make_topic(f"t-{number}", name=f"Việc {number}")
        answered(
            portal, date(2026, 3, 9), 3, agency=make_answering_agency(f"so-{number}"), topic=topic
        )
    assert asked() - few <= 1  # the topics, of which there were none
    assert asked() <= 5


def test_the_public_page_shows_a_year(client, portal):
    agency = make_answering_agency("mot", "Sở Một")
    answered(portal, date(2026, 3, 9), 9, agency=agency, topic=make_topic())
    answered(portal, date(2026, 3, 30), 3, agency=agency)
    counted(portal, agency=make_answering_agency("hai", "Sở Hai"))
    counted(portal, 2, received_on=date(2025, 5, 5))
    response = client.get("/hoi-dap/so-lieu/", {"year": "2026"})
    page = response.content.decode()
    assert response.status_code == 200
    assert response.context["report"].total.received == 13
    assert "Sở Một" in page
    assert "75%" in page
    assert 'value="75"' in page
    assert 'href="?year=2025"' in page
    rows = {row.label: row for row in response.context["report"].agencies}
    assert not rows["Sở Hai"].is_compared


@pytest.mark.parametrize("year", ["1999", "x", "20266", "-1"])
def test_a_year_without_questions_is_not_there(client, portal, year):
    assert client.get("/hoi-dap/so-lieu/", {"year": year}).status_code == 404


def test_an_empty_year_says_so(client, portal):
    assert client.get("/hoi-dap/so-lieu/").context["report"].total.received == 0


def test_the_page_is_closed_where_the_site_shows_no_figures(
    client, portal, django_capture_on_commit_callbacks
):
    assert client.get("/hoi-dap/so-lieu/").status_code == 200
    settings = QuestionSettings.for_site(portal.site)
    settings.shows_figures = False
    with django_capture_on_commit_callbacks(execute=True):
        settings.save()
    assert client.get("/hoi-dap/so-lieu/").status_code == 404


def test_each_site_shows_its_own_figures(client, portal):
    component = opened(make_component_portal(portal))
    counted(portal, 2)
    counted(component, 3)
    found = client.get(
        "/hoi-dap/so-lieu/", {"year": "2026"}, headers={"host": component.site.hostname}
    )
    assert found.context["report"].total.received == 3


def test_queries_of_the_page_do_not_grow(client, portal, settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0

    def asked() -> int:
        client.get("/hoi-dap/so-lieu/", {"year": "2026"})
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/hoi-dap/so-lieu/", {"year": "2026"}).status_code == 200
        return len(captured)

    answered(portal, date(2026, 3, 9), 5, agency=make_answering_agency("mot"), topic=make_topic())
    few = asked()
    for number in range(9):
        answered(portal, date(2026, 3, 9), 5, agency=make_answering_agency(f"so-{number}"))
    assert asked() == few


def rows_of(response) -> dict[str, int]:
    return {row.label: row.figures.received for row in response.context["object_list"]}


def test_the_report_counts_what_the_user_may_see(client, portal):
    one, two = make_answering_agency("mot", "Sở Một"), make_answering_agency("hai", "Sở Hai")
    component = opened(make_component_portal(portal))
    counted(portal, 2, agency=one)
    counted(portal, 3, agency=two)
    counted(component, 4, agency=two)
    period = {"received_on_from": "2026-01-01", "received_on_to": "2026-12-31"}
    client.force_login(make_secretary(component, "thu-ky-xa"))
    assert list(rows_of(client.get(REPORT, period)).values()) == [4, 4]
    client.force_login(make_officer_of(one, portal))
    shown = rows_of(client.get(REPORT, period))
    assert (shown["Sở Một"], "Sở Hai" in shown) == (2, False)


def test_the_report_is_closed_to_others(client, portal):
    user = builders.make_user()
    client.force_login(user)
    assert client.get(REPORT).status_code in (302, 403)


def test_the_report_filters_and_exports(client, portal):
    agency = make_answering_agency("mot", "=Sở Một")
    land = make_topic()
    answered(portal, date(2026, 3, 9), 11, agency=agency, topic=land)
    counted(portal, 2)
    client.force_login(make_secretary(portal))
    query = {
        "received_on_from": "2026-01-01",
        "received_on_to": "2026-12-31",
        "by": "topic",
        "topic": land.pk,
    }
    assert list(rows_of(client.get(REPORT, query)).values()) == [11, 11]
    assert client.get(f"{REPORT}results/", query).status_code == 200
    query = {**query, "by": "agency", "topic": ""}
    text = client.get(REPORT, {**query, "export": "csv"}).getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    named = next(row for row in rows if row[0] == "'=Sở Một")
    assert named[1:9] == ["11", "11", "0", "0", "11", "0", "100", "5.0"]
    book = load_workbook(io.BytesIO(client.get(REPORT, {**query, "export": "xlsx"}).getvalue()))
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert [row[1] for row in cells if row[0] == "=Sở Một"] == [11]


def test_the_report_without_questions(client, portal):
    client.force_login(make_secretary(portal))
    response = client.get(REPORT)
    assert (response.status_code, rows_of(response)) == (200, {})
