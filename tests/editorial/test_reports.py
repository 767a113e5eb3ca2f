"""Anybody reports an error or a violation; the newsroom hides, verifies and answers."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from govportal_wagtail.editorial import reports, spam, takedowns
from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.models import (
    EditorialEvent,
    PageReport,
    PageReporter,
    ReportState,
    Takedown,
    TakedownState,
)
from govportal_wagtail.editorial.vocabulary import EventKind
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests import builders
from tests.editorial.afterwards_builders import (
    COMPONENT_HOST,
    Network,
    make_network,
    public_path,
)
from tests.editorial.gate_builders import fresh

pytestmark = pytest.mark.django_db
TEXT = "Bài ghi 21 tỷ đồng, quyết định ghi 12 tỷ đồng."


@pytest.fixture(autouse=True)
def _no_page_cache(settings) -> None:
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


@pytest.fixture
def network() -> Network:
    return make_network()


@pytest.fixture
def head(network):
    return network.officer(RoleCode.BOARD_HEAD)


@pytest.fixture
def no_wait(monkeypatch):
    """Forms may be sent as fast as a test does."""
    monkeypatch.setattr(spam.SpamDefence, "spam_min_seconds", 0)


def form_address(page: Page) -> str:
    return f"{reverse('govportal_editorial:report')}?trang={page.pk}"


def send(page: Page, host: str = "localhost", **values: str):
    client = Client(headers={"host": host})
    html = client.get(form_address(page))
    stamp = html.context["form"]._new_stamp()
    data = {"kind": "error", "text": TEXT, "name": "", "email": "", "phone": "", **values}
    return client.post(form_address(page), {spam.STAMP: stamp, **data})


def make_report(network, kind: str = "error", page: Page | None = None, **values: str):
    page = page or network.article
    return reports.submit(page, network.portal, kind=kind, text=TEXT, **values)


class FormTests:
    def test_every_public_page_links_to_its_form(self, network):
        for page in (network.article, network.section, network.portal.site.root_page):
            html = Client().get(public_path(page), headers={"host": "localhost"}).content.decode()
            assert form_address(page) in html

    @pytest.mark.usefixtures("no_wait")
    def test_report_is_kept_with_a_code_and_the_reader_apart(self, network):
        response = send(network.article, name="Trần An", email="an@example.com")
        report = PageReport.objects.get()
        assert response.url == reverse(
            "govportal_editorial:report_status", args=[report.tracking_code]
        )
        assert (report.page_id, report.portal_site, report.text) == (
            network.article.pk,
            network.portal,
            TEXT,
        )
        assert report.reporter.email == "an@example.com"
        status = Client().get(response.url, headers={"host": "localhost"})
        text = status.content.decode()
        assert report.tracking_code[:4] in text
        assert "an@example.com" not in text
        assert TEXT not in text
        assert 'content="noindex"' in text

    @pytest.mark.usefixtures("no_wait")
    def test_without_a_name_no_person_is_stored(self, network):
        send(network.article)
        assert PageReport.objects.exists()
        assert not PageReporter.objects.exists()

    @pytest.mark.usefixtures("no_wait")
    def test_log_holds_neither_text_nor_name(self, network):
        send(network.article, name="Trần An")
        event = EditorialEvent.objects.get(kind=EventKind.REPORTED)
        line = f"{event.reason} {event.details} {event.label} {event.by_name}"
        assert TEXT not in line
        assert "Trần An" not in line
        assert event.page_id == network.article.pk

    @pytest.mark.usefixtures("no_wait")
    def test_missing_text_is_shown_and_nothing_is_lost(self, network):
        response = send(network.article, text="", name="Trần An")
        assert response.status_code == 422
        assert "Trần An" in response.content.decode()
        assert not PageReport.objects.exists()

    def test_sent_at_once_by_a_program_is_not_kept(self, network):
        response = send(network.article)
        assert response.status_code == 422
        assert not PageReport.objects.exists()

    @pytest.mark.parametrize(
        "value", ["x", "-1", "999999", "9" * 40, "1e5", "１２", "%00", "1;drop"]
    )
    def test_what_is_no_public_page_is_not_found(self, network, value):
        address = f"{reverse('govportal_editorial:report')}?trang={value}"
        assert Client().get(address, headers={"host": "localhost"}).status_code == 404

    def test_draft_restricted_and_foreign_pages_are_not_found(self, network):
        draft = builders.make_article(network.section, title="Nháp", publish=False)
        closed = builders.make_section(network.portal.site.root_page, title="Nội bộ")
        inside = builders.make_article(closed, title="Kín")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        other = builders.make_article(network.commune_section, title="Tin xã")
        for page in (draft, inside, other):
            response = Client().get(form_address(page), headers={"host": "localhost"})
            assert response.status_code == 404
        response = Client().get(form_address(other), headers={"host": COMPONENT_HOST})
        assert response.status_code == 200

    def test_without_a_page_the_form_is_about_the_site(self, network):
        response = Client().get(
            reverse("govportal_editorial:report"), headers={"host": "localhost"}
        )
        assert response.context["subject"].pk == network.portal.site.root_page_id

    def test_unknown_code_and_one_of_another_site_are_not_found(self, network):
        report = make_report(network)
        for code in ("x", "2345-6789-ABCD", "%00"):
            address = reverse("govportal_editorial:report_status", args=[code])
            assert Client().get(address, headers={"host": "localhost"}).status_code == 404
        address = reverse("govportal_editorial:report_status", args=[report.tracking_code])
        assert Client().get(address, headers={"host": COMPONENT_HOST}).status_code == 404
        lower = report.tracking_code.lower()
        address = reverse("govportal_editorial:report_status", args=[lower])
        assert Client().get(address, headers={"host": "localhost"}).status_code == 200


class HandlingTests:
    def test_page_is_hidden_verified_and_confirmed(self, network, head):
        report = make_report(network, "violation")
        takedown = reports.hide(report, head, reason="Có dấu hiệu vi phạm")
        assert takedown.state == TakedownState.PENDING
        report.refresh_from_db()
        assert (report.state, report.takedown) == (ReportState.HIDDEN, takedown)
        assert not Page.objects.get(pk=network.article.pk).live
        takedowns.confirm(takedown, head, note="Đúng là vi phạm")
        report.refresh_from_db()
        assert (report.state, report.answer) == (ReportState.UPHELD, "Đúng là vi phạm")
        assert EditorialEvent.objects.filter(kind=EventKind.REPORT_CLOSED).count() == 1

    def test_restored_page_answers_the_reader(self, network, head):
        report = make_report(network, "violation")
        takedown = reports.hide(report, head, reason="Xem lại")
        takedowns.restore(takedown, head, note="Không vi phạm")
        report.refresh_from_db()
        assert (report.state, report.answer) == (ReportState.DISMISSED, "Không vi phạm")
        assert Page.objects.get(pk=network.article.pk).live
        address = reverse("govportal_editorial:report_status", args=[report.tracking_code])
        text = Client().get(address, headers={"host": "localhost"}).content.decode()
        assert "Không vi phạm" in text

    def test_hiding_is_pending_also_where_the_regulation_does_not_verify(self):
        network = make_network("camau-2026")
        report = make_report(network, "privacy")
        takedown = reports.hide(report, network.officer(RoleCode.BOARD_HEAD), reason="Dữ liệu")
        assert takedown.state == TakedownState.PENDING

    def test_report_is_handled_once(self, network, head):
        report = make_report(network)
        reports.uphold(report, head, answer="Đã sửa")
        for act in (
            lambda: reports.dismiss(report, head, answer="x"),
            lambda: reports.hide(report, head, reason="x"),
        ):
            with pytest.raises(FlowError):
                act()
        assert Page.objects.get(pk=network.article.pk).live

    def test_hidden_report_is_decided_by_its_takedown(self, network, head):
        report = make_report(network)
        reports.hide(report, head, reason="x")
        with pytest.raises(FlowError):
            reports.dismiss(report, head, answer="x")

    def test_failed_hiding_leaves_the_report_as_it_was(self, network, head):
        report = make_report(network)
        fresh(network.article).unpublish()
        with pytest.raises(FlowError):
            reports.hide(report, head, reason="x")
        report.refresh_from_db()
        assert report.state == ReportState.NEW
        assert not Takedown.objects.exists()

    def test_editor_answers_but_does_not_hide(self, network):
        editor = network.officer(RoleCode.FULL_TIME_EDITOR)
        report = make_report(network)
        with pytest.raises(PermissionDenied):
            reports.hide(report, editor, reason="x")
        assert reports.dismiss(report, editor, answer="Đúng rồi").state == ReportState.DISMISSED

    def test_people_of_another_site_do_not_answer(self, network):
        local = network.officer(RoleCode.BOARD_HEAD, on=network.commune)
        with pytest.raises(PermissionDenied):
            reports.dismiss(make_report(network), local, answer="x")


class ScreenTests:
    def test_violations_that_wait_stand_first(self, network, head, client):
        violation = make_report(network, "violation")
        error = make_report(network, "error")
        closed = make_report(network, "violation")
        reports.dismiss(closed, head, answer="x")
        client.force_login(head)
        rows = client.get(reverse("editorial_after:reports")).context["rows"]
        assert [row.pk for row in rows] == [violation.pk, error.pk, closed.pk]

    def test_filters(self, network, head, client):
        privacy = make_report(network, "privacy")
        make_report(network, "error")
        client.force_login(head)
        index = reverse("editorial_after:reports")
        found = client.get(index, {"kind": "privacy", "state": "open", "q": "cau khanh"})
        assert [row.pk for row in found.context["rows"]] == [privacy.pk]
        assert not client.get(index, {"q": "không có"}).context["rows"]
        # What is not understood filters nothing and breaks nothing.
        assert client.get(index, {"kind": "x", "site": "x", "p": "x"}).status_code == 200

    def test_report_is_answered_on_its_screen(self, network, head, client):
        report = make_report(network, email="an@example.com")
        client.force_login(head)
        detail = reverse("editorial_after:report", args=[report.pk])
        text = client.get(detail).content.decode()
        assert TEXT in text
        assert "an@example.com" in text
        answer = reverse("editorial_after:report_answer", args=[report.pk, "uphold"])
        assert client.post(answer, {"answer": ""}).status_code == 422
        assert client.post(answer, {"answer": "Đã sửa"}).status_code == 302
        assert client.post(answer, {"answer": "Lần nữa"}).status_code == 422
        report.refresh_from_db()
        assert report.answer == "Đã sửa"

    def test_page_is_hidden_from_the_screen(self, network, head, client):
        report = make_report(network, "violation")
        client.force_login(head)
        hide = reverse("editorial_after:report_hide", args=[report.pk])
        assert client.post(hide, {"mode": "tombstone"}).status_code == 422
        response = client.post(hide, {"mode": "tombstone", "reason": "Vi phạm"})
        assert response.status_code == 302
        assert not Page.objects.get(pk=network.article.pk).live

    def test_report_of_another_site_is_not_found(self, network, client):
        report = make_report(network)
        client.force_login(network.officer(RoleCode.BOARD_HEAD, on=network.commune))
        for name, args in (
            ("report", [report.pk]),
            ("report_hide", [report.pk]),
            ("report_answer", [report.pk, "dismiss"]),
        ):
            address = reverse(f"editorial_after:{name}", args=args)
            method = client.get if name == "report" else client.post
            assert method(address).status_code == 404
        assert not client.get(reverse("editorial_after:reports")).context["rows"]

    def test_queries_of_the_list_do_not_grow(self, network, head, client):
        client.force_login(head)
        index = reverse("editorial_after:reports")

        def cost() -> int:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(index).status_code == 200
            return len(queries)

        make_report(network)
        cost()
        before = cost()
        for _number in range(12):
            make_report(network, "privacy")
        assert cost() == before
