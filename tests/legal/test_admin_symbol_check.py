"""The check of a symbol while it is typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govportal_wagtail.legal.staff import symbol_check
from govportal_wagtail.legal.symbols import parse_symbol
from tests import builders
from tests.legal.editors import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def editor(client, library):
    client.force_login(make_editor(library))
    return client


def check(client, symbol: str, **query):
    return client.get(reverse("govportal_legal_admin:check_symbol"), {"symbol": symbol, **query})


def test_the_parts_are_told_and_offered(editor):
    kind, issuer = builders.make_doc_type(), builders.make_agency()
    answer = check(editor, "68/2026/QĐ-UBND").json()
    for text in ("68", "2026", "Quyết định", "Ủy ban nhân dân tỉnh"):
        assert text in answer["html"]
    assert answer["suggestions"]["doc_type"]["value"] == str(kind.pk)
    assert answer["suggestions"]["issuer"]["value"] == str(issuer.pk)
    assert answer["suggestions"]["normativity"]["value"] == "normative"
    assert check(editor, "68/QĐ-UBND").json()["suggestions"]["normativity"]["value"] == (
        "administrative"
    )


def test_an_issuer_that_may_be_several_is_not_offered(editor):
    builders.make_agency()
    builders.make_agency("ubnd-khac", name="Ủy ban nhân dân khác")
    assert "issuer" not in check(editor, "68/2026/QĐ-UBND").json()["suggestions"]


def test_an_existing_document_is_linked(editor, library):
    page = builders.make_document(library, "68/2026/QĐ-UBND", publish=False)
    html = check(editor, "682026qd-ubnd".replace("682026", "68/2026/")).json()["html"]
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
    assert page.abstract in html
    own = check(editor, "68/2026/QĐ-UBND", page=page.pk).json()["html"]
    assert page.abstract not in own


def test_an_administrative_number_comes_back_every_year(editor, library):
    page = builders.make_document(library, "68/QĐ-UBND", issued_on=date(2024, 3, 1))
    assert page.abstract not in check(editor, "68/QĐ-UBND", issued_on="2026-01-01").json()["html"]
    assert page.abstract in check(editor, "68/QĐ-UBND", issued_on="2024-12-31").json()["html"]
    assert page.abstract in check(editor, "68/QĐ-UBND").json()["html"]


def test_hidden_drafts_are_not_told(editor, library):
    other = builders.make_library(library.get_parent(), "Thư viện khác")
    page = builders.make_document(other, "68/2026/QĐ-UBND", publish=False, abstract="Mật")
    assert page.abstract not in check(editor, "68/2026/QĐ-UBND").json()["html"]


def test_an_odd_symbol_is_remarked_and_escaped(editor):
    assert check(editor, "68 / 2026 /QĐ-UBND").json()["html"].count("<p>") >= 2
    assert "<script" not in check(editor, "1/<script>alert(1)</script>").json()["html"]


def test_every_warning_of_the_parser_has_words():
    from govportal_wagtail.legal.symbols.grammar import Symbol

    listed = Symbol.__doc__.split("Warnings:")[1].replace("\n", " ").strip(" .").split(",")
    assert {name.strip() for name in listed} == set(symbol_check.NOTES)


def test_bounds_of_length_and_rate(editor, monkeypatch):
    assert check(editor, "1" * 121).status_code == 400
    assert check(editor, "").json() == {"html": "", "suggestions": {}}
    monkeypatch.setattr(symbol_check, "REQUESTS_PER_MINUTE", 3)
    statuses = [check(editor, "1/QĐ-UBND").status_code for _number in range(10)]
    assert 429 in statuses


def test_only_reading_is_allowed(editor):
    assert editor.post(reverse("govportal_legal_admin:check_symbol")).status_code == 405


def test_users_who_do_not_work_on_pages_are_refused(client, library):
    user = make_editor(library, username="khach")
    user.groups.get().page_permissions.all().delete()
    client.force_login(user)
    response = check(client, "68/2026/QĐ-UBND")
    assert response.status_code in {302, 403}
    client.logout()
    assert check(client, "68/2026/QĐ-UBND").status_code in {302, 403}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(symbol=st.text(max_size=130), page=st.text(max_size=25), day=st.text(max_size=12))
def test_no_input_is_an_error_of_the_server(editor, symbol, page, day):
    assert check(editor, symbol, page=page, issued_on=day).status_code in {200, 400, 429}


def test_notes_follow_the_parser():
    assert symbol_check.notes_on(parse_symbol("68/2026/QĐ-UBND")) == []
    assert symbol_check.notes_on(parse_symbol("???"))
