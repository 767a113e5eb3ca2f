"""The chooser of documents: finds by number and words, and never tells of hidden drafts."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from tests import builders
from tests.legal.editors import make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page, "Văn bản của tỉnh")


@pytest.fixture
def other(library):
    return builders.make_library(library.get_parent(), "Thư viện khác")


def results(client, **query) -> str:
    response = client.get(reverse("govportal_legal_chooser:choose_results"), query)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "query", ["158/2025/nd-cp", "1582025ndcp", "nghị định 158", "158/2025", "bảo hiểm xã hội"]
)
def test_documents_are_found_by_number_and_words(client, library, query):
    decree = builders.make_doc_type("nghi-dinh", name="Nghị định", abbreviation="NĐ")
    builders.make_document(
        library, "158/2025/NĐ-CP", doc_type=decree, abstract="Về bảo hiểm xã hội bắt buộc"
    )
    builders.make_document(library, "7/2026/QĐ-UBND")
    client.force_login(make_editor(library))
    html = results(client, q=query)
    assert "158/2025/NĐ-CP" in html
    assert "Về bảo hiểm xã hội bắt buộc" in html
    assert "7/2026/QĐ-UBND" not in html


def test_the_window_opens_with_issuer_and_day(client, library):
    builders.make_document(library, "68/2026/QĐ-UBND")
    client.force_login(make_editor(library))
    answer = client.get(reverse("govportal_legal_chooser:choose")).json()
    assert answer["step"] == "choose"
    assert "68/2026/QĐ-UBND" in answer["html"]
    assert "Ủy ban nhân dân tỉnh" in answer["html"]


def test_drafts_of_another_library_are_neither_found_nor_chosen(client, library, other):
    mine = builders.make_document(library, "1/2026/QĐ-UBND", publish=False)
    public = builders.make_document(other, "2/2026/QĐ-UBND")
    hidden = builders.make_document(other, "3/2026/QĐ-UBND", publish=False)
    client.force_login(make_editor(library))
    html = results(client)
    assert "1/2026/QĐ-UBND" in html
    assert "2/2026/QĐ-UBND" in html
    assert "3/2026/QĐ-UBND" not in html
    for page, status in ((mine, 200), (public, 200), (hidden, 404)):
        url = reverse("govportal_legal_chooser:chosen", args=[page.pk])
        assert client.get(url).status_code == status
    url = reverse("govportal_legal_chooser:chosen_multiple")
    answer = client.get(url, {"id": [mine.pk, hidden.pk, "x"]}).json()
    assert [each["id"] for each in answer["result"]] == [str(mine.pk)]


def test_a_restricted_document_is_as_hidden_as_a_draft(client, library, other):
    from wagtail.models import PageViewRestriction

    builders.make_document(other, "2/2026/QĐ-UBND")
    PageViewRestriction.objects.create(page=other, restriction_type="login")
    client.force_login(make_editor(library))
    assert "2/2026/QĐ-UBND" not in results(client)


def test_the_answer_names_the_document_and_its_page(client, library):
    page = builders.make_document(library, "68/2026/QĐ-UBND")
    client.force_login(make_editor(library))
    answer = client.get(reverse("govportal_legal_chooser:chosen", args=[page.pk])).json()
    assert answer["result"]["id"] == str(page.pk)
    assert answer["result"]["title"].startswith("68/2026/QĐ-UBND – Ban hành")
    assert json.dumps(answer)


def test_ids_that_are_none_are_not_found(client, library):
    client.force_login(make_editor(library))
    for pk in ("x", "999999", "²"):
        url = reverse("govportal_legal_chooser:chosen", args=[pk])
        assert client.get(url).status_code == 404
    section = builders.make_section(library.get_parent())
    url = reverse("govportal_legal_chooser:chosen", args=[section.pk])
    assert client.get(url).status_code == 404


def test_nobody_chooses_without_a_login(client, library):
    assert client.get(reverse("govportal_legal_chooser:choose")).status_code in {302, 403}


def test_several_documents_can_be_ticked(client, library):
    builders.make_document(library, "68/2026/QĐ-UBND")
    client.force_login(make_editor(library))
    assert "68/2026/QĐ-UBND" in results(client, multiple=1)
