"""The screens of editors ask as many queries for many documents as for few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govportal_wagtail.legal.models import DocumentRelation
from govportal_wagtail.legal.staff.viewsets import LegalDocumentListView
from tests import builders
from tests.legal.editors import make_editor

pytestmark = pytest.mark.django_db

LIST_BUDGET = 47
EXPORT_BUDGET = 20
CHOOSER_BUDGET = 20


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


def fill(library, count: int) -> None:
    """Add documents, every fifth of them a draft."""
    for number in range(count):
        builders.make_document(
            library,
            publish=bool(number % 5),
            fields_of_administration=[builders.make_field()],
            full_text="Điều 1. Tên",
        )


def queries(client, url: str, **query) -> int:
    client.get(url, query)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, query)
        assert response.status_code == 200
        if response.streaming:
            assert response.getvalue()
    return len(captured)


def test_queries_of_lists_do_not_grow(client, library, monkeypatch):
    monkeypatch.setattr(LegalDocumentListView, "paginate_by", 500)
    client.force_login(make_editor(library))
    url, chooser = (
        reverse("govportal_documents:index"),
        reverse("govportal_legal_chooser:choose_results"),
    )
    asked = [
        (url, {}, LIST_BUDGET),
        (url, {"q": "quy chế"}, LIST_BUDGET),
        (url, {"validity": "in_force", "text": "with"}, LIST_BUDGET),
        (url, {"export": "csv"}, EXPORT_BUDGET),
        (url, {"export": "xlsx"}, EXPORT_BUDGET),
        (chooser, {"q": "quy chế"}, CHOOSER_BUDGET),
    ]
    fill(library, 20)
    few = [queries(client, address, **query) for address, query, _budget in asked]
    fill(library, 180)
    many = [queries(client, address, **query) for address, query, _budget in asked]
    assert many == few
    assert all(count <= budget for count, (*_rest, budget) in zip(few, asked, strict=True)), few


def test_the_form_does_not_ask_for_every_part_of_a_long_text(client, library):
    client.force_login(make_editor(library))
    pages = [
        builders.make_document(
            library, full_text="\n".join(f"Điều {n}. Tên\nNội dung" for n in range(1, count))
        )
        for count in (5, 100)
    ]
    counts = [queries(client, reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages]
    assert counts[0] == counts[1]
    assert not DocumentRelation.objects.exists()
