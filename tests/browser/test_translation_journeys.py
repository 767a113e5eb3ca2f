"""Whole journeys of translations: the board selects, a department translates, readers read.

One server over the database of the tests shows the Vietnamese portal, the English one on a host of
its own, and the screens of those who work on them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import polib
import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from tests.browser import visits
from tests.browser.desk import Enter, Read
from tests.browser.newsroom import follow, state_of, submit
from tests.browser.translators import (
    LEAD,
    NOTICE,
    REASON,
    TITLE,
    again,
    hand_over,
    item_of,
    look,
    make_desk,
    post,
    problems,
    select,
    text_of,
    to,
    translated_elsewhere,
)
from tests.browser.visits import accessibility_violations
from tests.browser.wording import CATALOGUE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: What the translator writes for each text of the article; the marks stand where they belong.
ENGLISH = {
    TITLE: "Ky Cung Bridge opened",
    LEAD: "The bridge is 412 m long.",
    "Sáng nay": 'The <b>bridge</b> was opened this morning; see the <a id="a1">notice</a>.',
}
RUSSIAN = {
    TITLE: "Мост открыт",
    LEAD: "Длина моста – 412 м.",
    "Sáng nay": 'Сегодня утром <b>мост</b> открыт; см. <a id="a1">сообщение</a>.',
}
#: Who takes the steps of the regulation with what was handed in, in their order.
BOARD = ("editor", "secretary", "member", "head", "operator")
Foreign = Callable[..., Page]


@pytest.fixture
def profile() -> str:
    """The regulation of the portal; a test asks for another one by its parameters."""
    return "langson-2024"


@pytest.fixture
def desk(tree: None, live_server: Any, profile: str) -> dict[str, Any]:
    """An open portal with its other language, its newsroom, and the department that translates."""
    return make_desk(live_server, profile)


@pytest.fixture
def foreign(windows: Callable[[int], Page], live_server: Any) -> Foreign:
    """``foreign(path, width=1440)``: a reader on the English host."""

    def read_it(path: str = "/", width: int = 1440) -> Page:
        page = windows(width)
        page.goto(f"http://english.localhost:{urlsplit(live_server.url).port}{path}")
        return page

    return read_it


@pytest.fixture
def posted(desk: dict[str, Any]) -> Any:
    """The article in English, as the public reads it."""
    return post(desk)


def _post_section(desk: dict[str, Any], mark: str) -> None:
    """The section above the article is translated and approved; how, is walked with the article."""
    from govportal_wagtail.translation.models import PageTranslation
    from tests.translation.builders import publish_translation

    row = PageTranslation.objects.exclude(source=desk["source"].pk).get()
    publish_translation(row, desk["newsroom"], mark)


def _row(desk: dict[str, Any]) -> Any:
    """The translation of the article."""
    from govportal_wagtail.translation.models import PageTranslation

    return PageTranslation.objects.get(source=desk["source"].pk)


def _done(page: Page) -> None:
    expect(page.locator(".messages .success").first).to_be_visible()


def _tab_to(page: Page, wanted: Locator, presses: int = 120) -> None:
    """Come to an element by the Tab key and nothing else."""
    expect(wanted).to_be_visible()
    element = wanted.element_handle()
    for _each in range(presses):
        if page.evaluate("(element) => element === document.activeElement", element):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not come to {wanted}")


def _approve(enter: Enter, page_id: int) -> None:
    """The people of the newsroom take their steps, each in a window of their own."""
    item = item_of(page_id)
    for who in BOARD:
        window = enter(who)
        window.goto(item)
        before = state_of(window)
        if not window.locator("#do-approve").count():
            continue
        window.locator("#do-approve > summary").click()
        window.locator("#do-approve button[type=submit]").click()
        _done(window)
        assert state_of(window) != before
    assert state_of(enter("operator")) == "published"


def test_an_article_is_selected_translated_returned_approved_and_read(
    enter: Enter, foreign: Foreign, desk: dict[str, Any]
) -> None:
    source = desk["source"]
    board = enter("head")
    board.goto(reverse("wagtailadmin_pages:edit", args=[source.pk]))
    follow(board, to("select", source.pk))
    expect(board.locator("#id_unit option:checked")).to_have_text("Sở Ngoại vụ")
    look(board, "select")
    board.locator("#id_reason").fill(REASON)
    board.locator("#id_due_on").fill("30/12/2099")
    # The calendar of the field may lie over the button.
    board.locator("form.gpe-form button[type=submit]").press("Enter")
    _done(board)
    expect(board.locator(".gpe-head")).to_contain_text(REASON)
    look(board, "selected")
    row = _row(desk)
    _post_section(desk, "News:")

    translator = enter("translator")
    _translate_by_keyboard(translator, ENGLISH)
    look(translator, "handed-in")
    expect(translator.locator("textarea")).to_have_count(0)
    reader = foreign()
    expect(reader.locator("main")).not_to_contain_text("Ky Cung")

    editor = enter("editor")
    editor.goto(item_of(row.target_id))
    editor.locator("#do-return > summary").click()
    editor.locator("#id_return_message").fill("Tên cầu viết là Ky Cung River Bridge.")
    editor.locator("#do-return button[type=submit]").click()
    _done(editor)

    translator.goto(to("translation", row.pk))
    expect(translator.locator(".gpe-history")).to_contain_text("Ky Cung River Bridge")
    look(translator, "returned")
    # What is handed in is what stands in the fields, saved or not.
    text_of(translator, TITLE).fill("Ky Cung River Bridge opened")
    translator.locator("#do-hand_in button[type=submit]").click()
    expect(translator.locator("textarea")).to_have_count(0)
    _done(translator)
    _approve(enter, row.target_id)

    _read_in_both_languages(reader, foreign, desk)


def _translate_by_keyboard(page: Page, texts: dict[str, str]) -> None:
    """From the first page of the admin to the handing in, without a pointer."""
    page.goto(to("translations"))
    look(page, "waiting")
    _tab_to(page, page.get_by_role("link", name=TITLE))
    page.keyboard.press("Enter")
    expect(page.locator("textarea")).to_have_count(len(texts))
    look(page, "editor")
    for source, target in texts.items():
        _tab_to(page, text_of(page, source))
        page.keyboard.insert_text(target)
    _tab_to(page, page.locator(".gpt-save button"))
    page.keyboard.press("Enter")
    _done(page)
    expect(page.locator(".gpt-line--done")).to_have_count(len(texts))
    look(page, "translated")
    _tab_to(page, page.locator("#do-hand_in button[type=submit]"))
    page.keyboard.press("Enter")
    expect(page.locator(".gpe-state").first).to_have_text("đã dịch, đang kiểm tra")


def _read_in_both_languages(reader: Page, foreign: Foreign, desk: dict[str, Any]) -> None:
    """The article on its host, the way to the Vietnamese one and back, and what has no other."""
    row = _row(desk)
    target = row.target.specific
    assert urlsplit(target.full_url).hostname == "english.localhost"
    reader.goto(target.full_url)
    expect(reader.locator("h1")).to_have_text("Ky Cung River Bridge opened")
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    expect(reader.locator("main b")).to_have_text("bridge")
    expect(reader.locator("main a", has_text="notice")).to_have_attribute("href", NOTICE)
    alternates = reader.locator("link[rel=alternate][hreflang]").evaluate_all(
        "links => Object.fromEntries(links.map((link) => [link.hreflang, link.href]))"
    )
    vietnamese = desk["source"].full_url
    assert alternates == {"vi": vietnamese, "en": target.full_url, "x-default": vietnamese}
    assert accessibility_violations(reader) == []
    look(reader, "english")
    look(foreign(urlsplit(target.full_url).path, 390), "english")

    reader.locator(".gp-languages a[hreflang=vi]").click()
    expect(reader).to_have_url(vietnamese)
    expect(reader.locator("h1")).to_have_text(TITLE)
    reader.locator(".gp-languages a[hreflang=en]").click()
    expect(reader).to_have_url(target.full_url)

    reader.goto(desk["other"].full_url)
    switch = reader.locator(".gp-languages a[hreflang=en]")
    expect(switch).to_contain_text("chưa được dịch")
    look(reader, "not-translated")
    switch.click()
    expect(reader).to_have_url(target.get_parent().specific.full_url)
    expect(reader.locator("html")).to_have_attribute("lang", "en")


def test_a_corrected_source_is_outdated_until_its_translation_is_approved_anew(
    enter: Enter, foreign: Foreign, desk: dict[str, Any], posted: Any
) -> None:
    source, reader = desk["source"], foreign()
    address, old, new = (
        posted.target.specific.full_url,
        f"English: {LEAD}",
        "The bridge is 421 m long.",
    )
    editor = enter("editor")
    editor.goto(reverse("wagtailadmin_pages:edit", args=[source.pk]))
    editor.locator("#id_lead").fill("Cầu dài 421 m nối hai bờ sông.")
    submit(editor)
    expect(_reads(reader, address)).to_contain_text(old)
    assert not again(posted).is_outdated
    _approve(enter, source.pk)
    expect(_reads(reader, address)).to_contain_text(old)

    board = enter("head")
    board.goto(to("coverage"))
    expect(board.locator("main")).to_contain_text("trong đó lỗi thời: 1")
    look(board, "coverage-outdated")
    translator = enter("translator")
    translator.goto(f"{to('translations')}?queue=outdated")
    look(translator, "list-outdated")
    translator.get_by_role("link", name=TITLE).click()
    expect(translator.locator(".gpe-mark--urgent")).to_be_visible()
    look(translator, "outdated")
    translator.locator("#do-renew button[type=submit]").click()
    _done(translator)
    expect(translator.locator("#do-renew")).to_have_count(0)
    # What did not change is still translated.
    empty = translator.locator(".gpt-line:not(.gpt-line--done)")
    expect(empty).to_have_count(1)
    expect(empty).to_contain_text("421 m")
    expect(empty.locator("textarea")).to_have_value("")
    expect(translator.locator(".gpt-line--done")).to_have_count(len(ENGLISH) - 1)
    look(translator, "renewed")
    empty.locator("textarea").fill(new)
    translator.locator(".gpt-save button").click()
    expect(translator.locator(".gpt-line--done")).to_have_count(len(ENGLISH))
    translator.locator("#do-hand_in button[type=submit]").click()
    expect(translator.locator("textarea")).to_have_count(0)
    expect(_reads(reader, address)).to_contain_text(old)

    _approve(enter, posted.target_id)
    expect(_reads(reader, address)).to_contain_text(new)
    expect(reader.locator("main")).not_to_contain_text(old)
    assert not again(posted).is_outdated


def _reads(reader: Page, address: str) -> Locator:
    """What a reader finds at the address now."""
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 200
    return reader.locator("main")


def test_a_file_of_another_program_comes_back_with_one_wrong_text(
    enter: Enter, desk: dict[str, Any], tmp_path: Path
) -> None:
    row = select(desk, desk["source"])[-1]
    page = enter("translator")
    page.goto(to("translation", row.pk))
    with page.expect_download() as download:
        page.get_by_role("link", name="XLIFF").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    exported = path.read_bytes()

    path.write_bytes(translated_elsewhere(exported, drop="bold"))
    hand_over(page, path)
    outcome = page.locator("section[aria-labelledby=gpt-outcome]")
    # The glossary has remarks as well: “thông báo” is also a kind of document.
    refused = outcome.locator("tbody tr").filter(has_text="Không nhận:")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("Sáng nay")
    look(page, "file-wrong")
    assert problems(page) == []
    page.goto(to("translation", row.pk))
    expect(text_of(page, TITLE)).to_have_value(f"EN {TITLE}")
    expect(text_of(page, "Sáng nay")).to_have_value("")

    path.write_bytes(translated_elsewhere(exported))
    hand_over(page, path)
    expect(outcome).to_be_visible()
    expect(refused).to_have_count(0)
    look(page, "file-taken")
    page.goto(to("translation", row.pk))
    expect(text_of(page, "Sáng nay")).to_have_value(
        'EN Sáng nay <b>cầu</b> được khánh thành; xem <a id="a1">thông báo</a>.'
    )
    look(page, "file-in-editor")
    page.locator("#do-hand_in button[type=submit]").click()
    expect(page.locator("textarea")).to_have_count(0)


def test_a_source_that_is_taken_down_takes_its_translation_along_at_once(
    enter: Enter, foreign: Foreign, desk: dict[str, Any], posted: Any
) -> None:
    reader, address = foreign(), posted.target.specific.full_url
    section = posted.target.get_parent().specific.full_url
    expect(_reads(reader, address)).to_contain_text(f"English: {LEAD}")
    expect(_reads(reader, section)).to_contain_text(f"English: {TITLE}")

    board = enter("head")
    board.goto(reverse("wagtailadmin_pages:edit", args=[desk["source"].pk]))
    follow(board, "/take-down/")
    board.locator("#id_requested_by").fill("Công an tỉnh")
    board.locator("#id_basis").fill("Công văn số 112/CAT-PA03")
    board.locator("#id_reason").fill("Bài có thông tin sai sự thật.")
    board.locator("main form[method=post] button[type=submit]").click()
    expect(board).to_have_url(re.compile(r"/takedowns/\d+/$"))

    gone = reader.goto(address)
    assert gone is not None
    assert gone.status in (404, 410)
    assert LEAD not in reader.content()
    expect(reader.locator("html")).to_have_attribute("lang", "en")
    look(reader, "gone")
    expect(_reads(reader, section)).not_to_contain_text(TITLE)
    translator = enter("translator")
    translator.goto(to("translation", posted.pk))
    expect(translator.locator(".gpe-state").first).to_have_text("đã gỡ bỏ")
    look(translator, "removed")


@pytest.mark.parametrize("profile", ["khanhhoa-2018-draft"])
def test_a_page_is_read_in_russian_on_the_one_host_of_khanh_hoa(
    enter: Enter, read: Read, desk: dict[str, Any], settings: Any
) -> None:
    settings.ROOT_URLCONF = "tests.core.prefixed_portal_urls"
    row = select(desk, desk["source"])[-1]
    _post_section(desk, "Новости:")
    _translate_by_keyboard(enter("translator"), RUSSIAN)
    _approve(enter, row.target_id)

    reader = read(desk["source"].full_url, 1440)
    reader.locator(".gp-languages a[hreflang=ru]").click()
    expect(reader.locator("h1")).to_have_text(RUSSIAN[TITLE])
    assert (
        urlsplit(reader.url).path == f"{urlsplit(_home_of(desk)).path}novosti-tin-tuc/most-otkryt/"
    )
    expect(reader.locator("html")).to_have_attribute("lang", "ru")
    expect(reader.locator("main")).to_contain_text("05.11.2026")
    expect(reader.locator("main")).not_to_contain_text("05/11/2026")
    expect(reader.get_by_role("navigation", name="Языки")).to_be_visible()
    # Nothing that the portal itself says is left in Vietnamese.
    said = {entry.msgstr for entry in polib.pofile(str(CATALOGUE))} - {"Tiếng Việt", "Kinh tế"}
    assert {text for text in reader.evaluate(visits._TEXTS) if text in said} == set()
    alternates = reader.locator("link[rel=alternate][hreflang]").evaluate_all(
        "links => links.map((link) => link.hreflang)"
    )
    assert sorted(alternates) == ["ru", "vi", "x-default"]
    assert accessibility_violations(reader) == []
    look(reader, "russian")
    look(read(reader.url), "russian")


def _home_of(desk: dict[str, Any]) -> str:
    home = desk["portal"].site.root_page.get_translation(desk["locale"])
    return str(home.specific.full_url)
