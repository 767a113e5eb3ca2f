"""What is measured: public pages, the admin's list, exports, the API and publishing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import NoReverseMatch, reverse
from generate import Portal
from measure import getting, sample
from report import Results

from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RegisterEntry

Measure = tuple[str, Callable[[], object], int]


def run(sizes: list[int], *, only: str = "", show_queries: bool = False) -> Results:
    """Measure everything at each number of documents, in a database made for it."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    results = Results(connection.display_name)
    try:
        portal = Portal()
        for size in sizes:
            start = time.perf_counter()
            portal.grow_to(size)
            results.generated[size] = time.perf_counter() - start
            cache.clear()
            results.samples[size] = []
            plain = getting(Client(), portal.plain_page.get_url())
            for name, action, rows in _measures(portal):
                if only in name:
                    print(f"{size:,} documents: {name} ...", file=sys.stderr, flush=True)
                    results.samples[size].append(sample(name, action, plain, rows=rows))
                    if show_queries:
                        _print_queries(action)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return results


def _measures(portal: Portal) -> Iterator[Measure]:
    client = Client()
    library = portal.library.get_url()
    document = _typical(portal)
    issuer, field = portal.issuers[0].code, portal.fields[0].code
    words = " ".join(document.abstract.split()[-8:-5])
    filters = {"type": "quyet-dinh", "issuer": issuer, "status": "in_force"}
    export = reverse("govportal_legal:list_export", args=[portal.library.pk, "csv"])
    year = {"year": str(document.year)}
    exported = RegisterEntry.objects.filter(**year).count()
    api = "/api/v2/legal-documents/"

    def get(address: str, **data: str) -> Callable[[], int]:
        return getting(client, address, data)

    yield "a bare Wagtail page", get(portal.plain_page.get_url()), 0
    yield "library, first page", get(library), 0
    yield "library, page 50", get(library, page="50"), 0
    yield "library, three filters", get(library, **filters), 0
    yield "library, one field", get(library, field=field), 0
    yield "library, by number", get(library, query=document.symbol), 0
    yield "library, by words", get(library, query=words), 0
    yield "library, by one common word", get(library, query="đất"), 0
    yield "document", get(document.get_url()), 0
    yield "home", get("/"), 0
    yield "search, by number", get("/tim-kiem/", query=document.symbol), 0
    yield "search, by words", get("/tim-kiem/", query=words), 0
    yield "feed of the library", get(f"{export[:-4]}.atom"), 0
    yield "API, list", get(api), 0
    yield "API, filtered", get(api, doc_type="quyet-dinh", year=str(document.year)), 0
    yield "CSV, per 1,000 rows", get(export, **year), exported
    yield from _admin_measures()
    yield "publish a document", _publishing(document), 0
    yield "page cache, a hit", _cache_hit(library), 0


def _typical(portal: Portal) -> LegalDocumentPage:
    """The newest document with a text and a relation."""
    related = DocumentRelation.objects.values("page_id")
    pages = LegalDocumentPage.objects.filter(pk__in=related).exclude(full_text="")
    found = pages.order_by("-issued_on", "-pk").first()
    if found is None:
        raise RuntimeError("No generated document has a text and a relation.")
    return found


def _admin_measures() -> Iterator[Measure]:
    try:
        address = reverse("govportal_documents:index")
    except NoReverseMatch:
        return
    client = Client()
    users = get_user_model().objects
    user = users.filter(username="bench").first()
    client.force_login(user or users.create_superuser("bench", "bench@example.com", "bench"))
    yield "admin, documents", getting(client, address), 0
    yield "admin, documents, by number", getting(client, address, {"q": "12/2024"}), 0


def _publishing(document: LegalDocumentPage) -> Callable[[], None]:
    def publish() -> None:
        page = LegalDocumentPage.objects.get(pk=document.pk)
        page.save_revision().publish()

    return publish


def _cache_hit(address: str) -> Callable[[], int]:
    def hit() -> int:
        with override_settings(MIDDLEWARE=settings.MIDDLEWARE_WITH_PAGE_CACHE):
            return getting(client, address)()

    client = Client()
    with override_settings(MIDDLEWARE=settings.MIDDLEWARE_WITH_PAGE_CACHE):
        client.get(address)
    return hit


def _print_queries(action: Callable[[], object]) -> None:
    with CaptureQueriesContext(connection) as captured:
        action()
    slow = sorted(captured.captured_queries, key=lambda query: -float(query["time"]))
    for query in slow[:8]:
        print(f"    {query['time']} s  {query['sql'][:1500]}", file=sys.stderr)
