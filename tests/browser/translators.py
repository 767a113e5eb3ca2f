"""A portal whose pages are translated, as the browsers see it: its people, its texts, their files.

A file of tests has a fixture ``desk`` that calls ``make_desk``.
"""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from lxml import etree
from playwright.sync_api import Locator, Page

from tests.browser.desk import let_in, shoot
from tests.browser.visits import accessibility_violations, sticks_out

TITLE = "Khánh thành cầu Kỳ Cùng"
OTHER = "Lịch tiếp công dân tháng 12"
LEAD = "Cầu dài 412 m nối hai bờ sông."
NOTICE = "https://example.vn/thong-bao/"
BODY = f'<p>Sáng nay <b>cầu</b> được khánh thành; xem <a href="{NOTICE}">thông báo</a>.</p>'
REASON = "Tin nổi bật của tháng, doanh nghiệp nước ngoài quan tâm."
XLIFF = "{urn:oasis:names:tc:xliff:document:1.2}"
LANGUAGES = {"langson-2024": "en", "khanhhoa-2018-draft": "ru"}
#: A short name that says of what is wrong that it is ours and not Wagtail's.
OURS = ("gpe-", "gpt-", "/translations/", "text-", "id_")


def make_desk(live_server: Any, profile: str = "langson-2024") -> dict[str, Any]:
    """An open portal with its other language, its newsroom, and the department that translates."""
    from govportal_wagtail.core import setup
    from tests.builders import make_agency, make_locale
    from tests.core.portal_builders import make_portal
    from tests.translation.builders import make_people, make_source

    make_agency(name_en="Provincial People's Committee", name_ru="Народный комитет провинции")
    make_portal(profile)
    setup.run(profile=profile)
    portal = _open(live_server)
    locale = make_locale(LANGUAGES[profile])
    _publish_home(portal, locale)
    newsroom = make_people(portal)
    names = {
        "translator": "bien-dich",
        "editor": "bien-tap-vien",
        "secretary": "thu-ky",
        "member": "uy-vien",
        "head": "truong-ban",
        "operator": "van-hanh",
    }
    return {
        "portal": portal,
        "locale": locale,
        "source": make_source(portal, TITLE, lead=LEAD, body=[("paragraph", BODY)]),
        "other": make_source(portal, OTHER),
        "unit": newsroom["bien-dich"].govportal_account.agency,
        "newsroom": newsroom,
        "people": let_in({name: newsroom[username] for name, username in names.items()}),
    }


def _open(live_server: Any) -> Any:
    """The portal for everybody, with links that lead to the server of the test."""
    from wagtail.models import Site

    from govportal_wagtail.core.models import SiteState
    from govportal_wagtail.core.sites.resolution import provincial_portal

    for site in Site.objects.all():
        site.port = urlsplit(live_server.url).port
        site.save()
    portal = provincial_portal()
    assert portal is not None
    portal.state = SiteState.LIVE
    portal.save()
    return portal


def _publish_home(portal: Any, locale: Any) -> None:
    """The home page of the language, which the setup has made as a draft."""
    from govportal_wagtail.editorial import publication
    from tests.builders import publish_page

    home = portal.site.root_page.get_translation(locale).specific
    home.title = {"en": "Portal of the province", "ru": "Портал провинции"}[locale.language_code]
    with publication.authorised("test"):
        publish_page(home)


def post(desk: dict[str, Any]) -> Any:
    """The article in English, as the public reads it, below its section."""
    from tests.translation.builders import publish_translation

    rows = select(desk, desk["source"])
    for row, mark in zip(rows, ("News:", "English:"), strict=True):
        publish_translation(row, desk["newsroom"], mark)
    return again(rows[-1])


def select(desk: dict[str, Any], source: Any, unit: Any = None) -> list[Any]:
    """The translations of a page and of what is above it, sent to the unit."""
    from govportal_wagtail.translation import flow

    head = desk["newsroom"]["truong-ban"]
    return flow.select(source, desk["locale"], head, reason=REASON, unit=unit or desk["unit"])


def again(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def to(name: str, *args: Any) -> str:
    return reverse(f"govportal_translation:{name}", args=args)


def look(page: Page, name: str) -> None:
    assert not sticks_out(page), name
    shoot(page, f"translation-{name}")


def problems(page: Page) -> list[str]:
    """What axe finds within what is ours; Wagtail's furniture is Wagtail's."""
    return [line for line in accessibility_violations(page) if any(each in line for each in OURS)]


def text_of(page: Page, source: str) -> Locator:
    """The field of the translation of the text that begins so."""
    line = page.locator(".gpt-line", has=page.get_by_text(re.compile(f"^{re.escape(source)}")))
    return line.locator("textarea")


def item_of(page_id: int) -> str:
    """The item that the page is in the editorial flow."""
    from govportal_wagtail.editorial.models import EditorialItem

    item = EditorialItem.objects.filter(page=page_id).latest("pk")
    return reverse("editorial_items:detail", args=[item.pk])


def hand_over(page: Page, path: Path) -> None:
    page.goto(to("files"))
    page.locator("#id_file").set_input_files(path)
    page.locator("form:has(#id_file) button[type=submit]").click()


def translated_elsewhere(data: bytes, drop: str = "") -> bytes:
    """The file as translation programs write it back: segments, marks of them, a tool, UTF-16.

    With ``drop`` the text that has such a tag comes back without it.
    """
    root = etree.fromstring(data)
    header = next(root.iter(f"{XLIFF}header"))
    etree.SubElement(header, f"{XLIFF}tool", {"tool-id": "cat", "tool-name": "CAT"})
    for unit in root.iter(f"{XLIFF}trans-unit"):
        source = next(unit.iter(f"{XLIFF}source"))
        target = next(unit.iter(f"{XLIFF}target"))
        segments = deepcopy(source)
        segments.tag = f"{XLIFF}seg-source"
        source.addnext(segments)
        mark = deepcopy(source)
        mark.tag = f"{XLIFF}mrk"
        mark.attrib.update({"mtype": "seg", "mid": "0"})
        mark.text = f"EN {mark.text}"
        for tag in [each for each in mark if each.get("ctype") == drop]:
            mark.text += f"{tag.text}{tag.tail}"
            mark.remove(tag)
        target.clear()
        target.set("state", "translated")
        target.append(mark)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-16"))
