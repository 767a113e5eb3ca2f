"""Hostile addresses and texts on public pages and files of projects, and what must not be told."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from openpyxl import load_workbook
from wagtail.models import Locale, PageViewRestriction

from govportal_wagtail.core.search import search
from govportal_wagtail.investment.models import (
    CapitalSource,
    ProjectEntry,
    ProjectFile,
    ProjectMoney,
    ProjectState,
    ProjectUpdate,
)
from govportal_wagtail.investment.public.home_sections import call_section, newest_section
from govportal_wagtail.investment.public.related import located_projects, owned_projects
from tests import builders
from tests.investment.builders import (
    BILLION,
    capital,
    change_project,
    decision,
    make_investor,
    make_project,
    package,
)

pytestmark = pytest.mark.django_db
VIEWS = ("", "bang", "ban-do", "keu-goi", "du-lieu")
FILES = (
    *(".csv", ".xlsx", ".json", ".geojson", ".atom", "/von.csv", "/quyet-dinh.csv"),
    *("/goi-thau.csv", "/tinh-trang.csv", "/ban-do.geojson", "/dcat.jsonld"),
)
API = "/api/v2/projects/"


@pytest.fixture(autouse=True)
def _no_page_cache(settings: Any) -> None:
    """Each answer is made anew."""
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0


def text_of(response: Any) -> str:
    """All that an answer says; of a workbook, its cells."""
    parts = response.streaming_content if response.streaming else [response.content]
    data = b"".join(parts)
    if data.startswith(b"PK"):
        return "\n".join(cell for cell in texts_of_workbook(data))
    return data.decode()


def texts_of_workbook(data: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows():
            yield from (str(cell.value) for cell in row if cell.value is not None)


def file_addresses(register: Any) -> list[str]:
    return [f"/du-lieu/du-an/{register.pk}{ending}" for ending in FILES]


# --- addresses -------------------------------------------------------------------------------

_NAMES = (
    *("q", "trang-thai", "linh-vuc", "nguon", "xa", "chu-dau-tu", "loai", "nhom", "nam", "tu"),
    *("den", "sap-xep", "trang", "page", "xem", "bbox", "zoom"),
)
_HOSTILE = (
    "%27%20OR%201%3D1%20--",
    "x%27)%3B%20DROP%20TABLE%20wagtailcore_page%3B--",
    "%00",
    "a%00b",
    "%ff%fe",
    "%ED%A0%80",
    "%25%5F%5C",
    "%E2%80%AE%F0%9F%92%A5",
    "1" + "0" * 30,
    "-1",
    "nan",
    "inf",
    "1e400",
    "%D9%A1%D9%A2",
    quote("<script>alert(1)</script>"),
    "a" * 5000,
)


@pytest.fixture
def bridge(register: Any, sources: Any, communes: Any) -> Any:
    return make_project(
        register,
        title="Cầu Lam Kiều",
        code="LK-2",
        communes=communes,
        latitude="10.1",
        longitude="105.1",
        capital=[capital(2025, sources[0], planned=30 * BILLION, disbursed=BILLION)],
    )


@pytest.mark.parametrize("value", _HOSTILE, ids=range(len(_HOSTILE)))
def test_no_value_of_a_filter_is_more_than_refused(client, register, bridge, value, settings):
    settings.GOVPORTAL_API_THROTTLE_RATE = "100000/min"
    asked = [(register.url, name) for name in _NAMES]
    for ending, names in ((".csv", "q xa"), (".atom", "q nguon"), ("/ban-do.geojson", "bbox zoom")):
        asked += [(f"/du-lieu/du-an/{register.pk}{ending}", name) for name in names.split()]
    for address, name in asked:
        response = client.get(f"{address}?{name}={value}")
        assert response.status_code in (200, 400, 404), (address, name)
        assert "<script>alert" not in text_of(response), (address, name)


@pytest.mark.parametrize("value", _HOSTILE, ids=range(len(_HOSTILE)))
def test_no_value_of_a_parameter_of_the_interface_is_more_than_refused(
    client, register, bridge, value, settings
):
    settings.GOVPORTAL_API_THROTTLE_RATE = "100000/min"
    for name in (
        *("query", "status", "field", "source", "commune", "investor", "kind", "group", "year"),
        *("total_from", "total_to", "order", "fields", "limit", "offset", "child_of"),
        *("descendant_of", "locale"),
    ):
        response = client.get(f"{API}?{name}={value}")
        assert response.status_code in (200, 400, 404), name
        assert response["Content-Type"].startswith("application/json")
    for address in (f"{API}{value[:40]}/", f"/du-lieu/du-an/{value[:40]}.csv"):
        assert client.get(address).status_code in (400, 404)


def test_windows_of_the_map_are_finite_and_not_turned_round(client, register, bridge):
    address = f"/du-lieu/du-an/{register.pk}/ban-do.geojson"
    for bbox in ("nan,nan,nan,nan", "-inf,-inf,inf,inf", "1e400,0,1,1", "107,11,105,9", ",,,"):
        assert client.get(address, {"bbox": bbox, "zoom": "10"}).status_code == 400, bbox
    for zoom in ("-1", "nan", "1e3", "9" * 30, "１２"):
        wanted = {"bbox": "105,9,107,11", "zoom": zoom}
        assert client.get(address, wanted).status_code == 400, zoom


def test_the_address_of_a_page_without_end_is_not_found(client, register, bridge):
    for page in ("1" + "0" * 30, "9" * 5000, "-1", "0", "1.5", "１"):
        response = client.get(register.url, {"page": page})
        # Python reads wide digits as digits, so that it is the first page.
        assert response.status_code == (200 if page == "１" else 404), page[:20]


# --- texts -----------------------------------------------------------------------------------

SCRIPT = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'"


@pytest.fixture
def hostile(register: Any, communes: Any) -> Any:
    """A project whose every text is markup that runs where it is not escaped."""
    source = CapitalSource.objects.create(code="la", name=f"Nguồn {SCRIPT}")
    file = builders.make_file(f"Tệp {SCRIPT}"[:255])
    return make_project(
        register,
        title=f"Cầu {SCRIPT}",
        code="XSS-1",
        objective=f"Mục tiêu {SCRIPT}",
        investor=None,
        investor_name=f"Chủ {SCRIPT}",
        board_name=f"Ban {SCRIPT}",
        donor=f"Tài trợ {SCRIPT}",
        place=f"Nơi {SCRIPT}",
        scale=f"Quy mô {SCRIPT}",
        status="calling",
        status_note=f"Ghi chú {SCRIPT}",
        incentives=f"Ưu đãi {SCRIPT}",
        call_terms=f"Điều kiện {SCRIPT}",
        contact_unit=f"Liên hệ {SCRIPT}",
        contact_phone="0123<script>alert(1)</script>",
        source_url="https://vi-du.vn/?<script>alert(1)</script>",
        latitude="10.1",
        longitude="105.1",
        communes=communes,
        capital=[capital(2025, source, planned=3 * BILLION, disbursed=BILLION)],
        decisions=[decision(f"1/{SCRIPT}", issuer=f"Sở {SCRIPT}", abstract=f"Về {SCRIPT}")],
        packages=[
            package(
                f"Gói {SCRIPT}",
                state="awarded",
                contractor=f"Công ty {SCRIPT}",
                result=9,
                notice=f"{SCRIPT}"[:60],
            )
        ],
        states=[ProjectState(status="preparing", since="2024", note=f"Do {SCRIPT}")],
        updates=[ProjectUpdate(title=f"Tin {SCRIPT}", text=f"Bài {SCRIPT}", date="2026-01-02")],
        files=[ProjectFile(document=file, title=f"Tệp {SCRIPT}")],
    )


def test_no_text_of_a_project_runs_on_a_page(client, register, hostile):
    addresses = [hostile.url, *(f"{register.url}?xem={view}" for view in VIEWS)]
    addresses += [f"{register.url}?q={quote(SCRIPT)}", f"/tim-kiem/?q={quote('Cầu')}"]
    for address in addresses:
        body = client.get(address, follow=True).content.decode()
        for harm in ("<script>alert", "<img src=x", "onerror=alert(2)>\"'"):
            assert harm not in body, (address, harm)


def test_linked_data_of_a_project_is_one_block_that_a_program_reads(client, hostile):
    body = client.get(hostile.url).content.decode()
    blocks = [each.split("</script>")[0] for each in body.split('ld+json">')[1:]]
    assert blocks
    for block in blocks:
        # The escapes of HTML have no place here, since a program would read them as letters.
        assert "&lt;" not in block
        json.loads(block)
    assert any("alert(1)" in block for block in blocks)


def test_data_is_never_served_as_a_page(client, register, hostile):
    own = f"/du-lieu/du-an/muc/{hostile.pk}.geojson"
    for address in [*file_addresses(register), own, API, f"{API}{hostile.pk}/"]:
        response = client.get(address)
        assert response.status_code == 200
        assert not response["Content-Type"].startswith("text/html"), address
        assert response["X-Content-Type-Options"] == "nosniff", address
    for name in ("<script>alert(1)</script>", "tu"):
        response = client.get(f"/du-lieu/du-an/{register.pk}.csv", {"tu": name, name: "x"})
        assert response.status_code == 400
        assert response["Content-Type"].startswith("text/plain")
    features = client.get(own).json()["features"]
    assert features[0]["properties"]["title"].startswith("Cầu </script>")


@pytest.mark.parametrize(
    "start",
    ['=HYPERLINK("http://x","y")', "@SUM(1+1)", "+1+1", "-1+1", "\t=1+1", "\r=1", "＝1+1", "  =1"],
)
def test_no_text_of_a_project_is_a_formula_in_a_file(client, register, start):
    source = CapitalSource.objects.create(code="cong-thuc", name=f"{start} nguồn")
    make_project(
        register,
        title=f"{start} tên",
        code=f"{start.strip()[:20]}",
        objective=f"{start} mục tiêu",
        investor=None,
        investor_name=f"{start} chủ",
        place=f"{start} nơi",
        scale=f"{start} quy mô",
        capital=[capital(2025, source, planned=BILLION)],
        decisions=[decision(f"{start} 1/QĐ", abstract=f"{start} về")],
        packages=[package(f"{start} gói", contractor=f"{start} thầu", state="awarded")],
        states=[ProjectState(status="preparing", since="2024", note=f"{start} do")],
    )
    for address in file_addresses(register):
        response = client.get(address)
        data = b"".join(response.streaming_content) if response.streaming else response.content
        if address.endswith(".xlsx"):
            book = load_workbook(io.BytesIO(data))
            cells = [cell for each in book.worksheets for row in each.iter_rows() for cell in row]
            assert not [cell.value for cell in cells if cell.data_type in ("f", "e")]
            texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        elif address.endswith(".csv"):
            rows = csv_rows(data)
            texts = [cell for row in rows for cell in row if not is_number(cell)]
        else:
            continue
        running = [text for text in texts if text.strip()[:1] in tuple("=+-@＝＋－＠")]
        assert not running, address


def csv_rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


# --- what is not told ------------------------------------------------------------------------

WORD = "Zuphanhoa"


@pytest.fixture
def secret(register: Any, sources: Any, communes: Any) -> Any:
    """A public project with a word of its own in every text."""
    return make_project(
        register,
        title=f"Cầu {WORD}",
        code=f"{WORD}-1",
        objective=f"Mục tiêu {WORD}",
        investor=make_investor(),
        status="calling",
        contact_unit=WORD,
        latitude="10.1",
        longitude="105.1",
        communes=communes,
        capital=[capital(2025, sources[0], planned=777_123_456_789)],
        decisions=[decision(f"1/{WORD}")],
        packages=[package(f"Gói {WORD}", contractor=WORD, state="awarded")],
        states=[ProjectState(status="preparing", since="2024", note=WORD)],
    )


def told(client: Any, rf: Any, register: Any, project: Any) -> dict[str, str]:
    """Everything that the public is told of projects, by where; empty where nothing is found."""
    addresses = [
        *(f"{register.url}?xem={view}" for view in VIEWS),
        *file_addresses(register),
        f"/du-lieu/du-an/muc/{project.pk}.geojson",
        f"{API}?fields=*",
        f"{API}{project.pk}/",
        f"/api/v2/pages/{project.pk}/",
        f"/api/v2/pages/?search={WORD}",
        project.url or f"{register.url}{project.slug}/",
        "/sitemap.xml",
    ]
    found = {}
    for address in addresses:
        response = client.get(address, HTTP_HOST="localhost")
        found[address] = text_of(response) if response.status_code == 200 else ""
    site = register.get_site()
    hits = search(WORD, site=site, locale=Locale.objects.get(pk=register.locale_id)).hits
    found["search"] = " ".join(hit.title for hit in hits)
    request = rf.get("/")
    request.site = site
    for section in (newest_section, call_section):
        items = section(request, site, {})["items"]
        found[section.__name__] = " ".join(each.title for each in items)
    commune = project.communes.first()
    for part, agency in ((owned_projects, project.investor), (located_projects, commune)):
        values = part(agency, register, request) or {"items": []}
        found[part.__name__] = " ".join(each.title for each in values["items"])
    return found


def places(found: dict[str, str], text: str) -> list[str]:
    return [place for place, body in found.items() if text in body]


def test_a_public_project_is_found_in_all_these_places(client, rf, register, secret):
    # Without this the tests below could not fail.
    found = told(client, rf, register, secret)
    silent = set(found) - set(places(found, WORD))
    known = {
        f"{register.url}?xem=du-lieu",
        "/sitemap.xml",
        f"/du-lieu/du-an/{register.pk}/dcat.jsonld",
    }
    known |= {f"/api/v2/pages/?search={WORD}", f"/api/v2/pages/{secret.pk}/"}
    assert silent <= known
    assert secret.slug in found["/sitemap.xml"] or "sitemap" in found["/sitemap.xml"]


@pytest.mark.parametrize("how", ["unpublished", "closed", "register closed", "deleted"])
def test_a_project_that_is_not_public_is_nowhere(client, rf, register, secret, how):
    if how == "unpublished":
        secret.unpublish()
    elif how == "deleted":
        secret.delete()
    else:
        page = secret if how == "closed" else register
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    found = told(client, rf, register, secret) if how != "deleted" else {}
    for address in (*file_addresses(register), register.url, f"{API}?fields=*"):
        response = client.get(address)
        found[address] = text_of(response) if response.status_code == 200 else ""
    assert places(found, WORD) == []
    assert places(found, "777123456789") == []
    assert places(found, secret.slug) == []


def test_figures_of_a_draft_are_nowhere(client, rf, register, secret):
    change_project(
        secret,
        publish=False,
        objective="Mật-của-bản-nháp",
        total_investment=987_654_321_987,
        capital=[capital(2025, planned=888_123_456_789), capital(2026, disbursed=666_123_456_789)],
        packages=[package("Mật-của-bản-nháp", contractor="Mật-của-bản-nháp", state="awarded")],
    )
    call_command("govportal_rebuild_projects")
    found = told(client, rf, register, secret)
    for text in ("Mật-của-bản-nháp", "888123456789", "666123456789", "987654321987", "888,12"):
        assert places(found, text) == []
    assert ProjectEntry.objects.get().total_investment == 120 * BILLION
    assert [row.planned for row in ProjectMoney.objects.all()] == [777_123_456_789]
