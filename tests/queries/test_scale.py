"""The number of queries of a page does not depend on how many documents the register holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govportal_wagtail.legal.models import LegalDocumentPage, RegisterEntry
from tests.legal.editors import make_editor

pytestmark = pytest.mark.django_db

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
FEW, MANY = 25, 400


@pytest.fixture
def portal(monkeypatch, settings):
    """A portal that grows as that of the benchmarks does; nothing is cached."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
    settings.GOVPORTAL_PAGE_SIZE = 20
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    generate = __import__("generate")
    yield generate.Portal(articles=3)
    for name in ("generate", "vocabulary"):
        sys.modules.pop(name, None)


def queries_of(action: Callable[[], object]) -> int:
    """Queries of an action that was done once before."""
    action()
    with CaptureQueriesContext(connection) as queries:
        action()
    return len(queries)


def getting(client, address: str, **data: str) -> Callable[[], None]:
    def get() -> None:
        response = client.get(address, data)
        assert response.status_code == 200, address
        if response.streaming:
            assert b"".join(response.streaming_content)

    return get


def costs(client, portal, document: LegalDocumentPage) -> dict[str, int]:
    """Queries of each page, by a name for it."""
    library = portal.library.get_url()
    export = reverse("govportal_legal:list_export", args=[portal.library.pk, "csv"])
    issuer = document.issuer.code
    words = " ".join(document.abstract.split()[-6:-4])
    actions = {
        "list": getting(client, library),
        "second page": getting(client, library, page="2"),
        "filtered": getting(client, library, type=document.doc_type.code, issuer=issuer),
        "one value": getting(client, library, status="in_force"),
        "text": getting(client, library, query=words),
        "number": getting(client, library, query=document.symbol),
        "document": getting(client, document.get_url()),
        "home": getting(client, "/"),
        "search": getting(client, "/tim-kiem/", query=words),
        "feed": getting(client, f"{export[:-4]}.atom"),
        "export": getting(client, export),
        "API": getting(client, "/api/v2/legal-documents/"),
        "filtered API": getting(client, "/api/v2/legal-documents/", issuer=issuer),
    }
    return {name: queries_of(action) for name, action in actions.items()}


def test_public_pages(client, portal):
    portal.grow_to(FEW)
    document = LegalDocumentPage.objects.exclude(full_text="").latest("issued_on")
    few = costs(client, portal, document)
    portal.grow_to(MANY)
    assert RegisterEntry.objects.count() == MANY
    assert costs(client, portal, document) == few


def test_list_of_the_admin(client, portal):
    # For superusers wagtail-localize looks up the translations of every row.
    client.force_login(make_editor(portal.library))
    address = reverse("govportal_documents:index")
    actions = [getting(client, address), getting(client, address, q="quyết định")]
    portal.grow_to(FEW)
    few = [queries_of(action) for action in actions]
    portal.grow_to(MANY)
    assert [queries_of(action) for action in actions] == few


def test_publishing_one_document(portal):
    portal.grow_to(FEW)
    document = LegalDocumentPage.objects.exclude(full_text="").latest("issued_on")

    def publish() -> None:
        LegalDocumentPage.objects.get(pk=document.pk).save_revision().publish()

    few = queries_of(publish)
    portal.grow_to(MANY)
    assert queries_of(publish) == few
