"""Bad input of every kind: an answer in words or a clean page, never an error of the server.

The parts have tests of their own (symbols, dates and encodings in ``tests/legal/test_import_*``,
file checks in ``tests/core/test_files*``, searches in ``tests/core/test_views`` and
``tests/legal/test_listing``); here the whole product is asked, by its commands, forms and pages.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.models import Page

from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.legal.models import DocumentRelation, LegalDocumentPage, RegisterEntry
from tests import builders
from tests.acceptance.encodings import to_cp1258, to_tcvn3
from tests.acceptance.registers import codes, run_import
from tests.core import file_samples as samples
from tests.legal.editors import form_of

pytestmark = pytest.mark.django_db

ABSTRACT = "Ban hành Quy định về quản lý, sử dụng đất đai và bồi thường trên địa bàn tỉnh"
NAMES = ["symbol", "doc_type", "issuer", "abstract", "issued_on", "full_text"]
ROW = ["7/2026/QĐ-UBND", "Quyết định", "Ủy ban nhân dân tỉnh", ABSTRACT, "12/05/2026"]
TEXT = "Điều 1. Phạm vi điều chỉnh\nQuy định này áp dụng đối với các tổ chức, hộ gia đình."
SCRIPT = "<script>alert(1)</script>"
NUL = "\x00"
#: Turns the direction of writing; cleaning takes it out, and nothing is left.
INVISIBLE = "\u202e"


@pytest.fixture
def library() -> Any:
    builders.make_agency()
    builders.make_doc_type()
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def admin(client: Client, library: Any) -> Client:
    client.force_login(builders.make_user(superuser=True))
    return client


@pytest.fixture
def visitor(library: Any) -> Client:
    """A visitor who is shown what a server would show: 500 and not the exception."""
    return Client(raise_request_exception=False)


def table(*rows: list[str]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([NAMES, *([*row, TEXT][: len(NAMES)] for row in rows)])
    return stream.getvalue()


def live_markup(html: str) -> list[str]:
    """What of the injected markup a browser would obey."""
    lowered = html.lower()
    return [each for each in ("<script>alert", "<img src=x", "<svg onload") if each in lowered]


class RegisterTests:
    """Register files as offices keep them."""

    @pytest.mark.parametrize(
        "data",
        [
            pytest.param(table(ROW).encode("utf-16"), id="utf-16"),
            pytest.param(table(ROW).encode("utf-16-le"), id="utf-16 without a mark"),
            pytest.param(to_cp1258(table(ROW)), id="windows-1258"),
            pytest.param(to_tcvn3(table(ROW)).encode("latin-1"), id="tcvn3"),
            pytest.param(to_tcvn3(table(ROW)).encode(), id="tcvn3 saved as utf-8"),
            pytest.param(unicodedata.normalize("NFD", table(ROW)).encode(), id="decomposed"),
        ],
    )
    def test_a_document_arrives_in_clean_unicode(
        self, library: Any, visitor: Client, tmp_path: Path, data: bytes
    ) -> None:
        path = tmp_path / "van-ban.csv"
        path.write_bytes(data)
        run = run_import(path, library)
        assert run.counts == {"created": 1}
        page = LegalDocumentPage.objects.get()
        assert (page.symbol, page.abstract, page.full_text) == (ROW[0], ABSTRACT, TEXT)
        assert (page.issuer.code, page.issued_on) == ("ubnd-tinh", date(2026, 5, 12))
        html = visitor.get(page.url).content.decode()
        assert ABSTRACT in html and 'id="dieu-1"' in html
        found = visitor.get(library.url, {"query": "bồi thường trên địa bàn"})
        assert [entry.symbol for entry in found.context["entries"]] == [ROW[0]]

    def test_a_file_in_no_known_encoding_is_refused_in_words(
        self, library: Any, tmp_path: Path
    ) -> None:
        path = tmp_path / "van-ban.csv"
        path.write_bytes(table(ROW).encode("utf-8").replace(b"\xe1", b"\x01\xfe"))
        with pytest.raises(CommandError):
            run_import(path, library)
        assert not LegalDocumentPage.objects.exists()

    def test_markup_and_scripts_never_reach_a_page(
        self, library: Any, admin: Client, visitor: Client, tmp_path: Path
    ) -> None:
        bad = f"{SCRIPT}<img src=x onerror=alert(1)>"
        path = tmp_path / "van-ban.csv"
        row = [*ROW[:3], f"{ABSTRACT} {bad}", ROW[4], f"{TEXT}\n1. {bad} <svg onload=alert(1)>"]
        path.write_text(table(row), encoding="utf-8")
        run = run_import(path, library)
        assert run.counts == {"created": 1}
        page = LegalDocumentPage.objects.get()
        assert page.abstract == ABSTRACT
        # An editor may type the same; then it is text.
        typed = builders.make_document(
            library,
            "8/2026/QĐ-UBND",
            abstract=f"Về thẻ {bad}",
            signer=bad,
            full_text=f"{TEXT}\n1. {bad} <svg onload=alert(1)>\nĐiều 2. {bad}",
        )
        addresses = [page.url, typed.url, library.url, "/", f"{library.url}?query={SCRIPT}"]
        addresses += [f"/tim-kiem/?query={SCRIPT}", f"/du-lieu/van-ban/{library.pk}.atom"]
        for address in addresses:
            response = visitor.get(address)
            assert response.status_code == 200
            assert live_markup(response.content.decode()) == [], address
        policy = visitor.get(typed.url).headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        for address in (f"/admin/pages/{typed.pk}/edit/", f"/admin/pages/{library.pk}/"):
            assert live_markup(admin.get(address).content.decode()) == [], address

    def test_the_same_symbol_of_another_issuer_is_another_document(
        self, library: Any, tmp_path: Path
    ) -> None:
        builders.make_agency("ubnd-xa", name="Ủy ban nhân dân xã Bình Minh", issuer_code="UBND")
        other = [*ROW[:2], "Ủy ban nhân dân xã Bình Minh", *ROW[3:]]
        path = tmp_path / "van-ban.csv"
        path.write_text(table(ROW, other, ROW), encoding="utf-8")
        run = run_import(path, library)
        assert run.counts == {"created": 2, "duplicate": 1}
        assert "duplicate" in codes(run)
        issuers = RegisterEntry.objects.public().filter(symbol=ROW[0])
        assert sorted(issuers.values_list("issuer__code", flat=True)) == ["ubnd-tinh", "ubnd-xa"]


class UploadTests:
    """Files sent by the form of the admin."""

    def post(self, admin: Client, content: bytes, name: str) -> Any:
        file = SimpleUploadedFile(name, content)
        with TestCase.captureOnCommitCallbacks(execute=True):
            return admin.post(reverse("wagtaildocs:add"), {"title": "Quy chế", "file": file})

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            pytest.param(
                "quy-che.pdf", b"<!doctype html><title>404</title><p>Not found", id="web page"
            ),
            pytest.param("quy-che.pdf", samples.pdf_encrypted(b"mat-khau"), id="encrypted"),
            pytest.param("quy-che.docx", samples.bomb_docx(), id="bomb"),
            pytest.param("quy-che.docx", samples.lying_docx(), id="bomb that lies"),
            pytest.param("quy-che.pdf", b"", id="empty"),
            pytest.param("quy-che.pdf", b"%PDF-1.7\n" + b"\xff" * 5000, id="damaged"),
            pytest.param("quy-che.docx", samples.docm(), id="macros"),
            pytest.param("quy-che.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        ],
    )
    def test_a_bad_file_is_refused_at_its_field_and_not_stored(
        self, admin: Client, settings: Any, name: str, content: bytes
    ) -> None:
        response = self.post(admin, content, name)
        assert response.status_code == 200
        (message,) = response.context["form"].errors["file"]
        assert message and message in response.context["form"]["file"].errors
        assert not get_document_model().objects.exists()
        assert not FileFacts.objects.exists()
        assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]

    def test_a_pdf_of_three_hundred_pages_is_read_to_the_end(
        self, admin: Client, library: Any, visitor: Client
    ) -> None:
        pages = [[f"Dieu {number}. Noi dung thu {number} cua quy che"] for number in range(1, 301)]
        response = self.post(admin, samples.pdf_with_text(*pages), "quy-che.pdf")
        assert response.status_code == 302
        facts = FileFacts.objects.get()
        assert (facts.page_count, facts.state) == (300, InspectionState.DONE)
        assert "Noi dung thu 300 cua quy che" in facts.text
        page = builders.make_document(library, files=[facts.document])
        shown = visitor.get(page.url)
        assert shown.status_code == 200
        assert "Noi dung thu 300" in shown.content.decode()


class DocumentFormTests:
    """What an editor types."""

    @pytest.fixture(autouse=True)
    def _publishing_by_the_form(self, settings: Any) -> None:
        """What is published is checked in full; who may publish, the editorial tests say."""
        settings.GOVPORTAL_EMERGENCY_PUBLISHING = True

    def add(self, admin: Client, library: Any, **fields: Any) -> Any:
        url = reverse(
            "wagtailadmin_pages:add", args=["govportal_legal", "legaldocumentpage", library.pk]
        )
        return admin.post(url, form_of(**{"action-publish": "1", **fields}))

    def relation(self, target: Any, **fields: Any) -> dict[str, Any]:
        empty = dict.fromkeys(
            ("target_symbol", "target_title", "articles", "note", "effective_on"), ""
        )
        return {"kind": "replaces", "scope": "whole", "target": target.pk, **empty, **fields}

    def test_a_symbol_that_exists_is_kept_with_a_warning(self, admin: Client, library: Any) -> None:
        builders.make_document(library, "68/2026/QĐ-UBND")
        assert self.add(admin, library).status_code == 302
        assert RegisterEntry.objects.public().filter(symbol="68/2026/QĐ-UBND").count() == 2
        page = LegalDocumentPage.objects.latest("pk")
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        response = admin.post(url, form_of(slug=page.slug, title=page.title), follow=True)
        texts = " ".join(str(each) for each in response.context["messages"])
        assert "68/2026/QĐ-UBND" in texts

    @pytest.mark.parametrize(
        ("fields", "name"),
        [
            ({"expires_on": "2026-10-01"}, "expires_on"),
            ({"effective_on": "", "expires_on": "2026-09-01"}, "expires_on"),
            ({"issued_on": "31/02/2026"}, "issued_on"),
            ({"issued_on": "99999-01-01"}, "issued_on"),
            ({"symbol": "1" * 121 + "/2026/QĐ-UBND"}, "symbol"),
            ({"symbol": f"68/2026{NUL}/QĐ-UBND"}, "symbol"),
            ({"symbol": INVISIBLE}, "symbol"),
            ({"abstract": f"Quy chế{NUL}"}, "abstract"),
            ({"doc_type": "9" * 30}, "doc_type"),
            ({"issuer": ""}, "issuer"),
            ({"issuer": "'"}, "issuer"),
            ({"issuer": "9" * 30}, "issuer"),
            ({"normativity": "x"}, "normativity"),
            ({"status_override": "expired"}, "status_override_reason"),
            ({"title": "x" * 300}, "title"),
            ({"slug": "../../x"}, "slug"),
        ],
    )
    def test_a_wrong_value_is_refused_at_its_field(
        self, admin: Client, library: Any, fields: dict[str, Any], name: str
    ) -> None:
        response = self.add(admin, library, **fields)
        assert response.status_code == 200
        assert name in response.context["form"].errors
        assert not LegalDocumentPage.objects.exists()

    @pytest.mark.parametrize("symbol", ["9" * 30 + "/2026/QĐ-UBND", "1/99999/QĐ-UBND"])
    def test_an_absurd_symbol_that_fits_is_kept_as_it_is(
        self, admin: Client, library: Any, visitor: Client, symbol: str
    ) -> None:
        assert self.add(admin, library, symbol=symbol).status_code == 302
        page = LegalDocumentPage.objects.get()
        assert visitor.get(page.url).status_code == 200
        assert visitor.get(library.url, {"query": symbol}).status_code == 200

    def test_a_document_that_replaces_itself_stays_in_force(
        self, admin: Client, library: Any, visitor: Client
    ) -> None:
        page = builders.make_document(library, "68/2026/QĐ-UBND")
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        form = form_of(slug=page.slug, title=page.title, relations=[self.relation(page)])
        response = admin.post(url, form | {"action-publish": "1"})
        assert response.status_code in {200, 302}
        shown = visitor.get(page.url)
        assert shown.status_code == 200
        assert shown.context["status"]["code"] == "in_force"
        with_status = RegisterEntry.objects.with_status(on=date(2026, 11, 1))
        assert with_status.get(page=page).status == "in_force"

    def test_of_documents_that_replace_each_other_one_is_in_force(
        self, library: Any, visitor: Client
    ) -> None:
        first = builders.make_document(library, effective_on=date(2026, 1, 1))
        second = builders.make_document(
            library,
            effective_on=date(2026, 2, 1),
            relations=[{"kind": "replaces", "target": first}],
        )
        third = builders.make_document(
            library,
            effective_on=date(2026, 3, 1),
            relations=[{"kind": "replaces", "target": second}],
        )
        first.relations.add(DocumentRelation(kind="replaces", target=third))
        builders.publish_page(first)
        states = []
        for page in (first, second, third):
            response = visitor.get(page.url)
            assert response.status_code == 200
            states.append(response.context["status"]["code"])
        assert "in_force" in states and "expired" in states
        assert visitor.get(library.url).status_code == 200


LONG = "đất " * 2_500
VALUES = {
    "quote": "'",
    "double quote": '"',
    "both": "\"' OR 1=1 --",
    "NUL": f"a{NUL}b",
    "10,000 characters": LONG,
    "wildcards": "%_\\",
    "brackets": "()*:&|!<->",
    "surrogate": "%ed%a0%80",
    "right to left": "\u202edanh\u200b",
    "invisible": INVISIBLE,
    "emoji": "🙂",
    "huge number": "9" * 30,
    "page": "99999",
    "word": "abc",
    "minus": "-1",
    "list": "1,2,3",
}
LISTED = ["query", "type", "issuer", "field", "signer", "year", "status", "normativity"]
LISTED += ["issued_from", "issued_to"]
API = ["limit", "offset", "order", "fields", "child_of", "descendant_of", "locale", "slug"]
API += ["doc_type", "search", "id", "number", "title"]


SEARCH_PARAMETERS = [
    *("query", "type", "category", "agency", "year", "site"),
    *("from", "to", "order", "across", "language", "page"),
]


def parameters_of(address: str) -> list[str]:
    """The parameters that a page reads, and one it does not."""
    if "/tim-kiem/" in address or "/search/" in address:
        return SEARCH_PARAMETERS
    if address.startswith("/api/"):
        return [*LISTED, *API] if address.endswith("legal-documents/") else ["fields"]
    if "van-ban" in address and "quyet-dinh" not in address:
        return [*LISTED, "sort", "page"]
    return ["page"]


@pytest.fixture
def addresses(library: Any) -> list[str]:
    """Every kind of public address of a portal with content."""
    home = Page.objects.get(pk=library.get_parent().pk)
    news = builders.make_section(home)
    article = builders.make_article(news)
    document = builders.make_document(library, "68/2026/QĐ-UBND", full_text=TEXT)
    api = "/api/v2/legal-documents/"
    return [
        *(
            "/",
            "/tim-kiem/",
            "/tim-kiem/goi-y/",
            "/api/v2/search/",
            "/so-do-cong/",
            "/tro-nang/",
            "/robots.txt",
            "/healthz",
        ),
        *("/sitemap.xml", "/feeds/tin-tuc.atom", "/feeds/tin-tuc.rss", f"/feeds/{news.pk}.atom"),
        *(news.url, article.url, library.url, document.url),
        *(f"/du-lieu/van-ban/{library.pk}.{kind}" for kind in ("csv", "json", "atom")),
        *(api, f"{api}{document.pk}/", f"{api}{document.pk}/articles/", "/api/v2/openapi.json"),
    ]


class RequestTests:
    """What a scanner or a broken link sends."""

    @pytest.fixture(autouse=True)
    def _no_throttle(self, settings: Any) -> None:
        settings.GOVPORTAL_API_THROTTLE_RATE = "100000/min"

    def test_the_addresses_are_those_of_pages(self, visitor: Client, addresses: list[str]) -> None:
        for address in addresses:
            assert visitor.get(address).status_code == 200, address

    @pytest.mark.parametrize("kind", VALUES)
    def test_no_parameter_is_an_error_of_the_server(
        self, visitor: Client, addresses: list[str], kind: str
    ) -> None:
        wrong = []
        for address in addresses:
            for name in parameters_of(address):
                status = visitor.get(address, {name: VALUES[kind]}).status_code
                if status not in {200, 302, 400, 404, 414}:
                    wrong.append((address, name, status))
        assert wrong == []

    @pytest.mark.parametrize("kind", VALUES)
    def test_no_address_to_look_for_is_an_error_of_the_server(
        self, visitor: Client, kind: str
    ) -> None:
        parameters = {"html_path": f"/van-ban/{VALUES[kind]}/"}
        response = visitor.get("/api/v2/legal-documents/find/", parameters)
        assert response.status_code in {400, 404}

    @pytest.mark.parametrize("raw", ["query=%ff%fe", "query=%C3%28", "page=%00", "%ff=%ff", "&&&="])
    def test_no_broken_query_string_is_an_error_of_the_server(
        self, visitor: Client, addresses: list[str], raw: str
    ) -> None:
        wrong = [
            (address, status)
            for address in addresses
            if (status := visitor.get(f"{address}?{raw}").status_code) not in {200, 400, 404}
        ]
        assert wrong == []

    @pytest.mark.parametrize(
        "path",
        [
            "%ff%fe/",
            "%C3%28/",
            "%00/",
            "van-ban/%ed%a0%80/",
            "%2e%2e/%2e%2e/etc/passwd",
            "//example.org/%2f..",
            "a" * 5000 + "/",
            "đường-dẫn/không có/",
            "tim-kiem/%ff",
            "documents/1/%ff.pdf",
            "media/images/%00.png",
            "media/images/../../x",
            "sitemap-%ff.xml",
        ],
    )
    def test_no_broken_path_is_an_error_of_the_server(self, visitor: Client, path: str) -> None:
        assert visitor.get(f"/{path}").status_code in {301, 302, 400, 404, 414}

    @pytest.mark.parametrize(
        "path",
        [
            "du-lieu/van-ban/{}.csv",
            "du-lieu/van-ban/{}.json",
            "du-lieu/van-ban/{}.atom",
            "feeds/{}.atom",
            "feeds/{}.rss",
            "api/v2/legal-documents/{}/",
            "api/v2/legal-documents/{}/articles/",
            "api/v2/legal-documents/{}/relations/",
            "documents/{}/quy-che.pdf",
            "sitemap-{}.xml",
            "_util/authenticate_with_password/{}/1/",
        ],
    )
    @pytest.mark.parametrize("number", ["9" * 30, "0", "9223372036854775808"])
    def test_no_number_in_an_address_is_an_error_of_the_server(
        self, visitor: Client, path: str, number: str
    ) -> None:
        assert visitor.get("/" + path.format(number)).status_code in {404, 405}

    @pytest.mark.parametrize(
        "path",
        [
            "pages/{}/edit/",
            "pages/{}/",
            "documents/edit/{}/",
            "pages/add/govportal_legal/legaldocumentpage/{}/",
            "pages/{}/history/",
        ],
    )
    def test_no_number_in_an_address_of_the_admin_is_one_either(
        self, admin: Client, path: str
    ) -> None:
        admin.raise_request_exception = False
        status = admin.get("/admin/" + path.format("9" * 30)).status_code
        assert status in {302, 404}

    @pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options", "trace"])
    def test_pages_that_are_only_read_take_no_other_method(
        self, visitor: Client, addresses: list[str], method: str
    ) -> None:
        wrong = []
        for address in addresses:
            status = getattr(visitor, method)(address).status_code
            if status != 405 and not (method == "options" and status == 200):
                wrong.append((address, status))
        assert wrong == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"Cookie": "sessionid=" + "x" * 9000},
            {"Cookie": "sessionid=\x00\xff; csrftoken=';--; =; ;;;"},
            {"Cookie": "django_language=" + "../" * 20},
            {"Accept-Language": "vi;q=" + "9" * 500 + ",*;q=x," + "a" * 9000},
            {"If-None-Match": '"' * 999},
            {"If-Modified-Since": "Thu, 99 Foo 99999 99:99:99 GMT"},
            {"Range": "bytes=99999999999999999999-1"},
            {"Accept": "nonsense/%%, " * 200},
            {"Content-Type": "multipart/form-data; boundary="},
            {"X-Forwarded-For": "' OR 1=1, \xff"},
            {"User-Agent": SCRIPT},
            {"Referer": "http://[::1"},
            {"Host": "exa mple.vn"},
            {"Host": "example.vn:99999999"},
            {"X-Requested-With": "XMLHttpRequest"},
        ],
    )
    def test_no_header_is_an_error_of_the_server(
        self, visitor: Client, addresses: list[str], headers: dict[str, str]
    ) -> None:
        wrong = []
        for address in addresses:
            response = visitor.get(address, headers=headers)
            if response.status_code not in {200, 304, 400, 404, 406}:
                wrong.append((address, response.status_code))
            assert live_markup(response.getvalue().decode("utf-8", "replace")) == []
        assert wrong == []
