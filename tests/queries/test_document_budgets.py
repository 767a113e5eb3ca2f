"""The page of a document asks as many queries for a long document as for a short one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from govportal_wagtail.legal.models import DocumentUnit, LegalDocumentPage
from govportal_wagtail.legal.public.documents import detail_context
from tests import builders

pytestmark = pytest.mark.django_db

#: Queries of the context of a document's page, whatever its size.
BUDGET = 30


def make(library, targets, count: int) -> LegalDocumentPage:
    text = "\n".join(
        f"Điều {n}. Tên\nTheo Điều 1 Quyết định số {targets[n % len(targets)].symbol}."
        for n in range(1, count + 1)
    )
    return builders.make_document(
        library,
        full_text=text,
        signer="An",
        fields_of_administration=[builders.make_field()],
        files=[builders.make_file()],
        relations=[
            {"kind": "amends", "target": targets[n % len(targets)], "note": str(n)}
            for n in range(count)
        ],
    )


def queries_of(page, rf) -> int:
    page = LegalDocumentPage.objects.get(pk=page.pk)
    request = rf.get("/")
    page.get_url(request)
    with CaptureQueriesContext(connection) as queries:
        context = detail_context(page, request)
        str(context)
    return len(queries)


def test_queries_do_not_grow_with_parts_and_relations(rf):
    library = builders.make_library(builders.make_site().root_page)
    targets = [builders.make_document(library, full_text="Điều 1. Tên") for _number in range(20)]
    short, long = make(library, targets[:5], 5), make(library, targets, 200)
    assert DocumentUnit.objects.filter(page=long, kind="article").count() == 200
    few, many = queries_of(short, rf), queries_of(long, rf)
    assert many == few
    assert few <= BUDGET


def test_queries_do_not_grow_with_documents_that_act_on_it(rf):
    library = builders.make_library(builders.make_site().root_page)
    quiet, busy = builders.make_document(library), builders.make_document(library)
    builders.make_document(library, relations=[{"kind": "amends", "target": quiet}])
    for _number in range(12):
        builders.make_document(library, relations=[{"kind": "amends", "target": busy}])
    assert queries_of(busy, rf) == queries_of(quiet, rf)
