"""The screens of translations at three widths: nothing sticks out, nothing is left in English."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import visits
from tests.browser.desk import Enter
from tests.browser.translators import (
    LEAD,
    hand_over,
    look,
    make_desk,
    post,
    problems,
    select,
    text_of,
    to,
    translated_elsewhere,
)
from tests.browser.wording import english_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Wagtail does not mark this one for translation (``shared/headers/_actions.html``).
ALWAYS_ENGLISH = {"Actions"}


@pytest.fixture
def desk(tree: None, live_server: Any) -> dict[str, Any]:
    """An open portal with an English host, its newsroom, and the department that translates."""
    return make_desk(live_server)


@pytest.fixture
def posted(desk: dict[str, Any]) -> Any:
    """The article in English, as the public reads it."""
    return post(desk)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_every_screen_fits_and_is_accessible(
    enter: Enter, desk: dict[str, Any], posted: Any, width: int, tmp_path: Path
) -> None:
    from govportal_wagtail.translation import files, flow
    from tests.translation.builders import make_source, translate

    paragraphs = [
        (
            "paragraph",
            f"<p>Đoạn {number}: <b>Ủy ban</b> nhân dân tỉnh; xem <a href='/'>đây</a>.</p>",
        )
        for number in range(45)
    ]
    title = "Quyết định về việc hỗ trợ doanh nghiệp nhỏ và vừa tham gia chuỗi cung ứng"
    row = select(desk, make_source(desk["portal"], title, lead=LEAD, body=paragraphs))[-1]
    path = tmp_path / "wrong.xlf"
    path.write_bytes(translated_elsewhere(files.write([row], "xliff"), drop="bold"))
    places = {
        "head": {
            "list": f"{to('translations')}?queue=all",
            "select": to("select", desk["other"].pk),
            "select-known": to("select", desk["source"].pk),
            "board": to("translation", row.pk),
            "posted": to("translation", posted.pk),
            "coverage": to("coverage"),
        },
        "translator": {
            "list": to("translations"),
            "editor": to("translation", row.pk),
            "editor-2": f"{to('translation', row.pk)}?p=2",
            "files": to("files"),
        },
    }
    broken = {}
    for who, paths in places.items():
        page = enter(who, width)
        for name, address in paths.items():
            page.goto(address)
            broken.update(_faults(page, f"screen-{who}-{name}"))
    hand_over(page, path)
    expect(page.locator("#gpt-outcome")).to_be_visible()
    broken.update(_faults(page, "screen-outcome"))
    page.goto(to("translation", row.pk))
    text_of(page, "Đoạn 0").fill("Paragraph 0, without its marks.")
    page.locator(".gpt-save button").click()
    expect(page.locator(".gpt-line__problem").first).to_be_visible()
    broken.update(_faults(page, "screen-refused"))
    # Meanwhile somebody else translates every text; then the page is handed in.
    text_of(page, title).fill("Decision on support")
    translate(row, "Other:")
    page.locator(".gpt-save button").click()
    expect(page.get_by_text(f"“Other: {title}”")).to_be_visible()
    expect(text_of(page, title)).to_have_value("Decision on support")
    expect(text_of(page, LEAD)).to_have_value(f"Other: {LEAD}")
    broken.update(_faults(page, "screen-meanwhile"))
    flow.hand_in(row, desk["newsroom"]["bien-dich"])
    page.locator(".gpt-save button").click()
    expect(page.locator("blockquote", has_text="Decision on support")).to_be_visible()
    broken.update(_faults(page, "screen-handed-in"))
    assert broken == {}


def _faults(page: Page, name: str) -> dict[str, Any]:
    """What sticks out, what axe finds and what is not in Vietnamese; with all steps unfolded."""
    page.evaluate(
        "document.querySelectorAll('details.gpe-action').forEach((e) => { e.open = true })"
    )
    look(page, name)
    english = english_in(page.evaluate(visits._TEXTS)) - ALWAYS_ENGLISH
    found = [*problems(page), *english]
    return {name: found} if found else {}
