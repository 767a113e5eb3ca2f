"""What readers do with investment projects in a browser: citizens, investors, those who reuse data.

A register in Vietnamese and one in English, on its own host, in the database of the tests.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import Read, shoot
from tests.browser.visits import accessibility_violations, sticks_out

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BRIDGE = "Cầu Lam Kiều 2 và đường dẫn hai đầu cầu"
SCHOOL = "Trường Tiểu học Hòa Ninh; sửa chữa, “mở rộng”"
#: Two projects of Song Phú and one of Hòa Ninh; every amount to the last đồng.
TOTALS = {"7890214": 486_512_345_678, "7890215": 999, "7890216": 12_500_000_000}
#: Letters that only Vietnamese has among the languages of a portal.
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)
#: The currency, the province, and symbols and articles of regulations, which are never translated.
_NAMES = re.compile(r"\bđồng\b|\bLạng Sơn\b|\b\d+/\d{4}/\S+|\bArticles? \S+")
ENGLISH_HOST = "english.localhost"

# What a reader sees or hears that does not say of itself that it is Vietnamese.
_TEXTS_NOT_MARKED = """() => {
  const marked = (element) => element.closest("[lang]").lang !== "en";
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!["SCRIPT", "STYLE", "TEMPLATE"].includes(parent.tagName) && !marked(parent)) {
      texts.push(walker.currentNode.nodeValue.trim());
    }
  }
  for (const name of ["title", "aria-label", "alt", "placeholder"]) {
    for (const element of document.querySelectorAll(`body [${name}]`)) {
      if (!marked(element)) { texts.push(element.getAttribute(name)); }
    }
  }
  for (const element of document.querySelectorAll("[data-gp-map]")) {
    texts.push(...Object.values(element.dataset));
  }
  return texts.filter((text) => text);
}"""

# Whether the window on the map lies within its frame.
_WINDOW_INSIDE = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const frame = box("[data-gp-map-canvas]");
  const inner = box(".leaflet-popup");
  return inner.left >= frame.left && inner.right <= frame.right && inner.top >= frame.top;
}"""


@pytest.fixture
def portal(tree: None, live_server: Any) -> Any:
    """An open portal whose links lead to the server of the test."""
    from govportal_wagtail.core.models import SiteState
    from tests.core.portal_builders import make_portal, publish_parts

    portal = make_portal("langson-2024")
    portal.state = SiteState.LIVE
    portal.save()
    portal.site.port = urlsplit(live_server.url).port
    portal.site.save()
    publish_parts(portal)
    return portal


@pytest.fixture
def register(portal: Any) -> Any:
    """Three projects with a place, one of them with everything that a page may have; one call."""
    from govportal_wagtail.investment.models import ProjectIndexPage, ProjectUpdate
    from tests.investment.builders import (
        BILLION,
        capital,
        change_project,
        decision,
        make_communes,
        make_project,
        package,
    )

    register = ProjectIndexPage.objects.get()
    song_phu, hoa_ninh = make_communes()
    bridge = make_project(
        register,
        title=BRIDGE,
        code="7890214",
        communes=[song_phu],
        place="Km 3+200 đường tỉnh 512",
        latitude=Decimal("18.6212"),
        longitude=Decimal("105.7604"),
        scale="Cầu dài 412 m",
        total_investment=TOTALS["7890214"],
        progress=Decimal("60"),
        progress_on=date(2026, 9, 30),
        actual_start="2025-03",
        capital=[
            capital(2025, planned=100 * BILLION, allocated=90 * BILLION, disbursed=80 * BILLION),
            capital(2026, "central-budget", planned=50 * BILLION, disbursed=12_345_678_900),
        ],
        decisions=[decision("655/QĐ-UBND", issued_on=date(2025, 1, 8))],
        packages=[
            package(
                "Thi công cầu chính",
                code="XL01",
                state="awarded",
                price=268 * BILLION,
                contractor="Liên danh Sông Thanh",
                result=261_480_000_000,
            )
        ],
        updates=[ProjectUpdate(date=date(2026, 3, 12), title="Xong trụ cầu")],
    )
    change_project(bridge, progress=Decimal("68.5"), progress_on=date(2026, 10, 31))
    make_project(
        register,
        title="Kè bờ sông Lam đoạn qua chợ Song Phú",
        code="7890215",
        communes=[song_phu],
        latitude=Decimal("18.7212"),
        longitude=Decimal("105.2604"),
        total_investment=TOTALS["7890215"],
    )
    make_project(
        register,
        title=SCHOOL,
        code="7890216",
        communes=[hoa_ninh],
        total_investment=TOTALS["7890216"],
    )
    make_project(
        register,
        title="Khu du lịch sinh thái hồ Bản Chành",
        code="7890217",
        status="calling",
        kind="call",
        funding="private",
        donor="Nhà đầu tư",
        call_until=date(2099, 3, 31),
        incentives="Miễn tiền thuê đất 11 năm",
        contact_email="xtdt@thanhgiang.gov.vn",
    )
    return ProjectIndexPage.objects.get(pk=register.pk)


@pytest.fixture
def english(portal: Any, settings: Any) -> Any:
    """The register in English on its own host, with a call for investment."""
    from govportal_wagtail.core.models import Agency
    from govportal_wagtail.investment.models import ProjectIndexPage
    from tests import builders
    from tests.investment.builders import capital, decision, make_communes, make_project, package

    # Texts of a province's settings are in its own words.
    settings.GOVPORTAL_MAP_ATTRIBUTION = "Map of an imaginary province"
    Agency.objects.filter(pk=portal.agency.pk).update(
        name_en="Provincial People's Committee", short_name_en="", address="1 Main Street"
    )
    home = portal.site.root_page.specific.copy_for_translation(builders.make_locale("en"))
    home.title = "Portal of the province"
    builders.publish_page(home)
    builders.make_site(
        ENGLISH_HOST, portal.site.port, root_page=home, site_name="Portal of the province"
    )
    register = builders.add_page(
        home, ProjectIndexPage(title="Investment projects", slug="projects", show_in_menus=True)
    )
    field = builders.make_field("du-lich", name="Du lịch", name_en="Tourism")
    texts: dict[str, Any] = {
        "objective": "A resort for visitors of the lake",
        "field": field,
        "investor": None,
        "communes": make_communes()[:1],
        "funding": "private",
        "donor": "Investor",
        "latitude": Decimal("18.6212"),
        "longitude": Decimal("105.7604"),
    }
    make_project(
        register,
        title="Ban Chanh Lake eco-resort",
        code="7890217",
        status="calling",
        kind="call",
        call_until=date(2099, 3, 31),
        incentives="No rent for land for 11 years",
        call_terms="Own capital of at least 20%",
        contact_unit="Investment promotion centre",
        contact_phone="0202 3825 141",
        contact_email="invest@thanhgiang.gov.vn",
        decisions=[decision("655/QD-UBND", issued_on=date(2026, 1, 8))],
        packages=[package("Package 1", state="planned")],
        **texts,
    )
    make_project(
        register,
        title="Lam River dyke",
        code="7890215",
        investor_name="Dyke board",
        actual_start="2025-03",
        capital=[capital(2026, planned=10**9, disbursed=5 * 10**8)],
        **texts,
    )
    return ProjectIndexPage.objects.get(pk=register.pk)


def _look(page: Page, name: str) -> None:
    assert not sticks_out(page), name
    shoot(page, f"investment-public-{name}")


def _is_vietnamese(text: str) -> bool:
    """Whether there is more of Vietnamese in a text than what has no other name."""
    return bool(VIETNAMESE.search(_NAMES.sub("", text)))


def _titles(page: Page) -> list[str]:
    page.wait_for_load_state()
    return page.locator("#gp-projects .gp-project__title").all_inner_texts()


def test_citizen_finds_the_projects_of_the_commune_and_takes_the_table_away(
    read: Read, register: Any
) -> None:
    page = read(register.url)
    assert len(_titles(page)) == 4
    _look(page, "phone-list")
    page.locator("select[name=xa]").select_option("xa-song-phu")
    page.locator("form[role=search].gp-library__form button[type=submit]").click()
    expect(page).to_have_url(re.compile("[?&]xa=xa-song-phu"))
    assert sorted(_titles(page)) == [BRIDGE, "Kè bờ sông Lam đoạn qua chợ Song Phú"]
    expect(page.locator(".gp-result-count")).to_contain_text("2")
    # 486.512.345.678 and 999 đồng; rounded to thousandths of a billion.
    expect(page.locator(".gp-totals__list")).to_contain_text("486,512 tỷ")
    _look(page, "phone-commune")

    page.get_by_role("link", name=BRIDGE).first.click()
    expect(page.locator("h1")).to_have_text(BRIDGE)
    expect(page.locator("main")).to_contain_text("68,5%")
    expect(page.locator(".gp-projectpage__revised")).to_be_visible()
    _look(page, "phone-project")
    page.go_back()
    with page.expect_download() as download:
        page.locator(".gp-library__exports a[href*='.csv']").first.click()
    data = download.value.path().read_bytes()
    # A spreadsheet takes the file for Unicode by its first bytes.
    assert data.startswith(b"\xef\xbb\xbf")
    _headings, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert len(rows) == 2
    cells = {row[1]: row for row in rows}
    assert set(cells) == {"7890214", "7890215"}
    for code, row in cells.items():
        assert str(TOTALS[code]) in row
    assert BRIDGE in cells["7890214"]
    assert "92345678900" in cells["7890214"]

    page.locator("select[name=xa]").select_option("xa-hoa-ninh")
    page.locator("form[role=search].gp-library__form button[type=submit]").click()
    expect(page).to_have_url(re.compile("[?&]xa=xa-hoa-ninh"))
    with page.expect_download() as download:
        page.locator(".gp-library__exports a[href*='.csv']").first.click()
    text = download.value.path().read_text("utf-8-sig")
    headings, row = csv.reader(io.StringIO(text, newline=""))
    found = dict(zip(headings, row, strict=True))
    assert found["Tên dự án"] == SCHOOL
    assert found["Tổng mức đầu tư (đồng)"] == "12500000000"


def test_wrong_filter_is_said_beside_its_field(read: Read, register: Any) -> None:
    page = read(f"{register.url}?xa=xa-song-phu")
    page.locator("#gp-projects-tu").fill("nhiều")
    page.locator("form[role=search].gp-library__form button[type=submit]").click()
    expect(page.locator("#gp-projects-tu")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#gp-projects-tu")).to_have_value("nhiều")
    expect(page.locator("#gp-projects-tu-error")).to_be_visible()
    assert accessibility_violations(page) == []
    _look(page, "phone-wrong-filter")


@pytest.mark.parametrize("width", [390, 1440])
def test_map_is_walked_by_keyboard_to_a_project(read: Read, register: Any, width: int) -> None:
    page = read(f"{register.url}?xem=ban-do", width)
    expect(page.locator("[data-gp-map]")).to_be_visible()
    pin = page.locator(f".gp-map__canvas .gp-map__pin[aria-label^='{BRIDGE}']")
    expect(pin).to_be_visible()
    _look(page, "map")
    page.locator(".gp-map__skip").focus()
    for _step in range(10):
        page.keyboard.press("Tab")
        if pin.evaluate("pin => pin === document.activeElement"):
            break
    expect(pin).to_be_focused()
    page.keyboard.press("Enter")
    link = page.locator(".leaflet-popup a.gp-map__title")
    expect(link).to_be_focused()
    # The map moves until the whole window is seen.
    page.wait_for_function(_WINDOW_INSIDE)
    _look(page, "map-window")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(BRIDGE)


def test_without_script_the_map_view_is_the_whole_list(
    browser: Browser, live_server: Any, register: Any
) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto(f"{register.url}?xem=ban-do")
    expect(page.locator("[data-gp-map]")).to_be_hidden()
    with_map = _titles(page)
    page.goto(register.url)
    assert sorted(with_map) == sorted(_titles(page))
    assert len(with_map) == 4
    # Filters, table and files work as well.
    page.locator("select[name=xa]").select_option("xa-hoa-ninh")
    page.locator("form[role=search].gp-library__form button[type=submit]").click()
    expect(page).to_have_url(re.compile("[?&]xa=xa-hoa-ninh"))
    assert _titles(page) == [SCHOOL]
    page.goto(f"{register.url}?xem=bang")
    expect(page.locator("table.gp-ptable tbody tr")).to_have_count(4)
    context.close()


def test_investor_reads_the_call_in_english(
    browser: Browser, live_server: Any, register: Any, english: Any
) -> None:
    port = urlsplit(live_server.url).port
    context = browser.new_context(
        base_url=f"http://{ENGLISH_HOST}:{port}",
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": 1440, "height": 900},
    )
    page = context.new_page()
    address = urlsplit(english.url).path
    page.goto(address)
    page.locator(".gp-tabs a[href*='keu-goi']").click()
    expect(page.locator("#gp-projects .gp-call__title")).to_have_count(1)
    for text in ("Tourism", "31/03/2099", "No rent for land", "invest@thanhgiang.gov.vn"):
        expect(page.locator("#gp-projects")).to_contain_text(text)
    _look(page, "english-calls")
    page.locator("#gp-projects a", has_text="Ban Chanh Lake").click()
    expect(page.locator("h1")).to_have_text("Ban Chanh Lake eco-resort")
    for text in ("Own capital of at least 20%", "Investment promotion centre"):
        expect(page.locator("main")).to_contain_text(text)
    _look(page, "english-call")
    call = urlsplit(page.url).path
    page.goto(address)
    page.locator("#gp-projects a", has_text="Lam River dyke").click()
    expect(page.locator("h1")).to_have_text("Lam River dyke")
    project = urlsplit(page.url).path
    _look(page, "english-project")

    found = {}
    views = ("", "?xem=bang", "?xem=ban-do", "?xem=keu-goi", "?xem=du-lieu", "?tu=many")
    for path in (*(f"{address}{view}" for view in views), call, project):
        page.goto(path)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        if texts := [text for text in page.evaluate(_TEXTS_NOT_MARKED) if _is_vietnamese(text)]:
            found[path] = texts
    assert not found, found
    page.goto(address)
    with page.expect_download() as download:
        page.locator(".gp-library__exports a[href*='.csv']").first.click()
    text = download.value.path().read_text("utf-8-sig")
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    assert not [heading for heading in headings if _is_vietnamese(heading)]
    assert sorted(row[1] for row in rows) == ["7890215", "7890217"]
    context.close()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_page_fits_and_is_accessible(read: Read, register: Any, width: int) -> None:
    from govportal_wagtail.investment.models import InvestmentProjectPage

    bridge = InvestmentProjectPage.objects.get(code="7890214")
    call = InvestmentProjectPage.objects.get(code="7890217")
    places = {
        "list": register.url,
        "filtered": f"{register.url}?xa=xa-song-phu&tu=0,0000001",
        "nothing": f"{register.url}?q=xyzzyplugh",
        "table": f"{register.url}?xem=bang",
        "map": f"{register.url}?xem=ban-do",
        "calls": f"{register.url}?xem=keu-goi",
        "open-data": f"{register.url}?xem=du-lieu",
        "project": bridge.url,
        "call": call.url,
        "home": "/",
    }
    broken = {}
    page = read("/", width)
    for name, path in places.items():
        assert page.goto(path).status == 200, name  # type: ignore[union-attr]
        if name == "map":
            expect(page.locator(".gp-map__pin").first).to_be_visible()
        _look(page, name)
        if found := accessibility_violations(page):
            broken[name] = found
    assert broken == {}
    page.goto(bridge.url)
    expect(page.locator(".gp-money__chart").first).to_be_visible()
    expect(page.locator(".gp-course__event").first).to_be_visible()


def test_printed_project_has_its_figures_and_where_it_came_from(read: Read, register: Any) -> None:
    from govportal_wagtail.investment.models import InvestmentProjectPage

    page = read(InvestmentProjectPage.objects.get(code="7890214").url, 1440)
    data = page.pdf(format="A4")
    document = pypdfium2.PdfDocument(data)
    text = "\n".join(each.get_textpage().get_text_range() for each in document)
    words = " ".join(text.split())
    for wanted in (
        *("Cầu Lam Kiều 2", "7890214", "486,512", "12.345.678.900", "655/QĐ-UBND"),
        *("Liên danh Sông Thanh", "Xong trụ cầu", "68,5%", urlsplit(page.url).path),
    ):
        assert wanted in words, wanted
    page.emulate_media(media="print")
    for selector in ("nav", ".gp-actions", ".gp-share", "[data-gp-map]"):
        for element in page.locator(selector).all():
            expect(element).to_be_hidden()
    shoot(page, "investment-public-printed")
