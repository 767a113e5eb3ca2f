"""The ways of an item, from the slip to the readers, walked in a browser by those who walk them.

Takedown, correction and the forms of readers are walked in ``test_editorial_afterwards`` and
``test_editorial_public``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.newsroom import (
    Newsroom,
    RunInDemo,
    choose,
    look,
    publish,
    run_in_demo,
    save,
    state_of,
)

pytestmark = pytest.mark.browser

TITLE = "Thư viện lưu động về 18 điểm trường vùng cao"
LEAD = "Hai xe thư viện đi vòng quanh, mỗi điểm trường một ngày trong tháng."
EDITED = "Mỗi tháng một ngày, thư viện lưu động về với 18 điểm trường vùng cao."
CATEGORY = "Thông báo khác"
SENT = "Bếp ăn bán trú dùng rau của vườn trường"
BACK = "Thi vẽ tranh về dòng sông quê em"
DOUBTED = "Học sinh dân tộc nội trú được hỗ trợ thêm sách"
HURRIED = "Đóng cầu treo bản Pha để tránh lũ"
DELEGATED, RENAMED = "Đơn vị hành chính", "Đơn vị hành chính của tỉnh"
OTHER_PASSWORD = "mat-khau-thu-nghiem"
OWN = "Thư ký tự viết tin về hội sách"
OF_ADMINISTRATOR = "Quản trị viên tự viết tin về đường hoa"
#: As long as a person takes at least; faster ones are asked for a proof.
A_MOMENT = 3500

#: Slips at the first step and articles of the newsroom itself; how they come there, and how one is
#: taken on by the others, is walked above.
_PREPARE = f"""
from demo.loaders import editorial
from django.contrib.auth import get_user_model
from django.utils import timezone
from govportal_wagtail.core.sites.resolution import provincial_portal
from govportal_wagtail.editorial import item_flow, slips
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.pages.models import ArticleCategory, ArticlePage, SectionPage

portal = provincial_portal()
home = portal.site.root_page
section = SectionPage.objects.live().descendant_of(home).get(slug="tin-tuc-su-kien")
category = ArticleCategory.objects.first()


def user(name):
    return get_user_model().objects.get(username=name)


sender = user("daumoi")
account = sender.govportal_account
for title in ({BACK!r}, {DOUBTED!r}, {HURRIED!r}):
    slip = slips.new_slip(
        portal_site=portal,
        user=sender,
        agency=account.agency,
        sender={{"user": sender, "name": sender.get_full_name(), "email": sender.email,
                "organisation": str(account.agency)}},
        section=section,
        title=title,
        lead="Tin của Sở.",
        body="<p>Nội dung do Sở cung cấp.</p>",
        category="news",
    )
    slips.submit(slip, sender)
    slips.sign(EditorialItem.objects.get(pk=slip.item_id), user("thutruong"))
    item = EditorialItem.objects.get(pk=slip.item_id)
    page = slips.receive(item, user("bientap"), target=slip.target, parent=section)
    page = page.specific.get_latest_revision_as_object()
    page.category = category
    page.save_revision(user=user("bientapvien"))

for title, name in (({OWN!r}, "bientap"), ({OF_ADMINISTRATOR!r}, "quantri")):
    author = user(name)
    page = ArticlePage(
        title=title,
        lead="Tin của tòa soạn.",
        body=[("paragraph", "<p>Nội dung.</p>")],
        author="Ban Biên tập",
        agency=portal.agency,
        category=category,
        published_on=timezone.localdate(),
        owner=author,
        live=False,
    )
    section.add_child(instance=page)
    page.save_revision(user=author)
    page.get_workflow().start(page, author)
    item = EditorialItem.objects.open().get(page=page.pk)
    for each in ("bientapvien", "bientapvien"):
        item_flow.approve(EditorialItem.objects.get(pk=item.pk), user(each))
    if name == "quantri":
        item_flow.approve(EditorialItem.objects.get(pk=item.pk), user("bientap"))
print("prepared")
"""


@pytest.fixture(scope="module")
def in_demo(portal: str, tmp_path_factory: pytest.TempPathFactory) -> RunInDemo:
    """``in_demo(code)`` runs code beside the demo, on its database; returns what it prints."""
    log = next(Path(tmp_path_factory.getbasetemp()).glob("demo*/demo.log"))
    return run_in_demo(log.parent)


@pytest.fixture(scope="module")
def newsroom(browser: Browser, portal: str, in_demo: RunInDemo) -> Iterator[Newsroom]:
    """The people of the portal, with a few items on their way."""
    assert in_demo(_PREPARE) == "prepared"
    with Newsroom(browser, portal) as people:
        yield people


def do(page: Page, action: str, **fields: str) -> None:
    """Open one of the forms of an item, fill it in and send it."""
    form = page.locator(f"#do-{action}")
    if form.get_attribute("open") is None:
        form.locator("summary").click()
    for name, text in fields.items():
        form.locator(f"#id_{action}_{name}").fill(text)
    form.locator("button[type=submit]").click()
    expect(page.locator(".messages .success").first).to_be_visible()


def write_slip(page: Page, title: str) -> None:
    """What an agency writes."""
    page.locator("#id_title").fill(title)
    page.locator("#id_lead").fill(LEAD)
    content = page.locator(".public-DraftEditor-content").first
    content.click()
    page.keyboard.type("Mỗi xe chở 1.200 cuốn sách.")
    # Draftail writes what was typed into its field a moment later.
    expect(page.locator("input[name=body]")).to_have_value(re.compile("1.200"))
    page.locator("#id_category").select_option("news")
    page.locator("#id_section").select_option(index=1)


def test_slip_of_an_agency_becomes_an_article_that_everybody_reads(newsroom: Newsroom) -> None:
    page = newsroom.at("daumoi", "/admin/editorial/slips/new/")
    write_slip(page, TITLE)
    page.locator("button[name=submit]").click()
    expect(page.locator(".gpe-state--to_sign")).to_be_visible()
    slip = re.sub(r"^https?://[^/]+", "", page.url)

    head = newsroom.at("thutruong", f"{slip}sign/")
    head.locator("button[name=sign]").click()
    expect(head.locator(".gpe-state--submitted")).to_be_visible()

    secretary = newsroom.at("bientap", f"{slip}receive/")
    secretary.locator("form:has(#id_place) button[type=submit]").click()
    expect(secretary.locator("#id_title")).to_have_value(TITLE)
    item = newsroom.item(TITLE)
    newsroom.pass_on("bientap", item)

    # The editor works where pages are written, and passes it on from there.
    editor = newsroom.page_editor("bientapvien", item)
    editor.locator("#id_lead").fill(EDITED)
    choose(editor, "id_category", CATEGORY)
    look(editor, "journey-editor")
    editor.locator("footer nav .w-dropdown__toggle").click()
    editor.locator("[data-workflow-action-name=approve]").first.click()
    editor.locator(".modal-dialog button[type=submit]").click()
    expect(editor.locator(".messages .success").first).to_be_visible()

    for name in ("bientap", "banbientap"):
        newsroom.pass_on(name, item)
    reader = newsroom.reader(f"/tim-kiem/?query={TITLE}")
    assert reader.locator("main a", has_text=TITLE).count() == 0

    operator = newsroom.at("vanhanh", item)
    operator.goto(item.replace("/items/", "/steps/") + "step/")
    look(operator, "journey-post")
    operator.locator("#main form[method=post] button[type=submit]").click()
    expect(operator.locator(".gpe-state").first).to_have_class(re.compile("gpe-state--published"))
    look(operator, "journey-item")

    reader.reload()
    reader.locator("main a", has_text=TITLE).first.click()
    expect(reader.locator("h1")).to_have_text(TITLE)
    expect(reader.get_by_text(EDITED).first).to_be_visible()
    expect(reader.get_by_text("Mỗi xe chở 1.200 cuốn sách.")).to_be_visible()
    look(reader, "journey-article")

    supplier = newsroom.at("daumoi", item)
    assert state_of(supplier) == "published"
    expect(supplier.locator(".gpe-ladder__step--ahead, .gpe-ladder__step--current")).to_have_count(
        0
    )


def test_item_is_returned_completed_on_the_same_slip_and_goes_on(newsroom: Newsroom) -> None:
    item = newsroom.item(BACK)
    secretary = newsroom.at("bientap", item)
    number = secretary.locator("dl.gpe-facts dd").first.inner_text()
    secretary.locator("#do-return > summary").click()
    secretary.locator("#do-return input[type=checkbox]").first.check()
    do(secretary, "return", message="Thiếu thời hạn nhận tranh.")
    assert state_of(secretary) == "returned"

    supplier = newsroom.at("daumoi", "/admin/editorial/items/mine/")
    row = supplier.locator("table.listing tbody tr", has_text=BACK)
    expect(row).to_contain_text("Thiếu thời hạn nhận tranh.")
    look(supplier, "journey-returned")
    supplier.goto(item)
    supplier.locator(".gpe-links a[href*='/editorial/slips/'][href$='/edit/']").click()
    expect(supplier.get_by_text("Thiếu thời hạn nhận tranh.").first).to_be_visible()
    supplier.locator("#id_lead").fill("Nhận tranh đến hết ngày 15 tháng 12.")
    supplier.locator("button[name=submit]").click()
    expect(supplier.locator(".messages .success").first).to_be_visible()

    secretary.goto(item)
    assert state_of(secretary) == "checking"
    assert secretary.locator("dl.gpe-facts dd").first.inner_text() == number
    expect(secretary.locator(".gpe-history")).to_contain_text("Thiếu thời hạn nhận tranh.")
    page = newsroom.page_editor("bientap", item)
    expect(page.locator("#id_lead")).to_have_value("Nhận tranh đến hết ngày 15 tháng 12.")


def test_item_waits_until_the_specialist_unit_has_answered(newsroom: Newsroom) -> None:
    item = newsroom.item(DOUBTED)
    editor = newsroom.at("bientapvien", item)
    editor.locator("#do-verify > summary").click()
    editor.locator("#id_verify_agency").select_option(label="Sở Nội vụ tỉnh Thanh Giang")
    do(editor, "verify", question="Mức hỗ trợ có đúng với hướng dẫn hiện hành không?")
    assert state_of(editor) == "verifying"
    editor.reload()
    expect(editor.locator("#do-approve")).to_have_count(0)

    head = newsroom.at("thutruong.snv", "/admin/editorial/items/")
    head.get_by_role("link", name=DOUBTED).first.click()
    expect(head.locator("#do-answer")).to_be_visible()
    look(head, "journey-verify")
    head.locator("#do-answer input[type=radio][value=corrected]").check()
    do(head, "answer", answer="Đúng, nhưng hỗ trợ từ học kỳ II.")

    editor.goto(item)
    assert state_of(editor) == "checking"
    expect(editor.locator("#gpe-answers + .gpe-callout")).to_contain_text("từ học kỳ II")
    newsroom.pass_on("bientapvien", item)
    assert state_of(newsroom.at("bientapvien", item)) == "editing"


def test_urgent_item_is_marked_and_still_takes_every_step(newsroom: Newsroom) -> None:
    item = newsroom.item(HURRIED)
    do(newsroom.at("bientap", item), "urgent", reason="Nước đang lên, dự báo đỉnh lũ trong đêm.")
    secretary = newsroom.at("bientap", item)
    expect(secretary.locator(".gpe-mark--urgent").first).to_be_visible()
    inbox = newsroom.at("bientapvien", "/admin/editorial/items/?queue=open&urgent=true")
    expect(inbox.locator("table.listing tbody tr", has_text=HURRIED)).to_be_visible()
    expect(inbox.locator("table.listing tbody tr", has_text=BACK)).to_have_count(0)
    look(inbox, "journey-urgent")
    # Urgent is not unchecked: every step is still taken, and by different people.
    newsroom.pass_all(item)
    ladder = newsroom.at("bientap", item).locator(".gpe-ladder__step--done")
    assert ladder.count() >= 8
    reader = newsroom.reader(f"/tim-kiem/?query={HURRIED}")
    expect(reader.locator("main a", has_text=HURRIED).first).to_be_visible()


@pytest.mark.parametrize(
    ("title", "author", "state"),
    [(OWN, "bientap", "secretary"), (OF_ADMINISTRATOR, "quantri", "approving")],
)
def test_nobody_passes_on_what_they_wrote(
    newsroom: Newsroom, title: str, author: str, state: str
) -> None:
    item = newsroom.item(title)
    page = newsroom.at(author, item)
    assert state_of(page) == state
    expect(page.locator("#do-approve")).to_have_count(0)
    expect(page.locator(".gpe-callout--warn")).to_be_visible()
    look(page, f"journey-own-{author}")
    # A request made by hand is refused as well, and so is the screen of the step.
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    sent = page.request.post(
        f"{item}do/approve/",
        form={"csrfmiddlewaretoken": token, "comment": ""},
        headers={"Referer": page.url},
    )
    assert not sent.url.endswith("/approve/")
    page.goto(item.replace("/items/", "/steps/") + "step/")
    expect(page.locator("#main form[method=post]")).to_have_count(0)
    # Neither does the page editor offer it, nor publish.
    page = newsroom.page_editor(author, item)
    assert page.locator("[data-workflow-action-name=approve]").count() == 0
    assert page.locator("button[name=action-publish]").count() == 0
    page.goto(item)
    assert state_of(page) == state


def test_public_contributor_completes_the_slip_and_finds_it_posted(
    newsroom: Newsroom,
) -> None:
    reader = newsroom.reader("/cung-cap-thong-tin/")
    reader.locator("#id_kind_0").check()
    texts = {
        "name": "Hà Văn Lộc",
        "email": "loc@example.com",
        "phone": "0912 000 222",
        "title": SENT,
        "lead": "Mỗi tuần vườn trường cho 60 kg rau.",
        "body": "Phụ huynh và học sinh cùng chăm vườn.",
    }
    for name, text in texts.items():
        reader.locator(f"#id_{name}").fill(text)
    if reader.locator("#id_section").count():
        reader.locator("#id_section").select_option(index=1)
    reader.locator("#id_consent").check()
    reader.wait_for_timeout(A_MOMENT)
    reader.locator("form.gp-form button[type=submit]").click()
    code = reader.locator(".gp-code").inner_text()
    look(reader, "journey-sent")

    item = newsroom.item(SENT)
    secretary = newsroom.at("bientap", item)
    secretary.locator("#do-return > summary").click()
    secretary.locator("#do-return input[type=checkbox]").first.check()
    do(secretary, "return", message="Xin cho biết tên trường.")

    reader.goto("/theo-doi/")
    reader.locator("#id_code").fill(code)
    reader.locator("form.gp-form button[type=submit]").click()
    expect(reader.get_by_text("Xin cho biết tên trường.")).to_be_visible()
    look(reader, "journey-tracking")
    reader.locator("a.gp-button").first.click()
    reader.locator("#id_body").fill("Trường Tiểu học Lam Kiều: phụ huynh và học sinh chăm vườn.")
    look(reader, "journey-complete")
    reader.wait_for_timeout(A_MOMENT)
    reader.locator("form.gp-form button[type=submit]").click()
    expect(reader.locator(".gp-standing--submitted")).to_be_visible()

    secretary.goto(item)
    secretary.locator(".gpe-links a[href$='/receive/']").click()
    secretary.locator("form:has(#id_place) button[type=submit]").click()
    expect(secretary.locator("#id_title")).to_have_value(SENT)
    newsroom.pass_on("bientap", item)
    editor = newsroom.page_editor("bientapvien", item)
    choose(editor, "id_category", CATEGORY)
    choose(editor, "id_agency", "Trung tâm Cổng thông tin điện tử tỉnh Thanh Giang")
    editor.locator("#id_author").fill("Hà Văn Lộc")
    save(editor)
    newsroom.pass_all(item, "bientapvien", "bientap", "banbientap", "vanhanh")

    reader.goto("/theo-doi/ket-qua/")
    expect(reader.locator(".gp-standing--published")).to_be_visible()
    look(reader, "journey-tracking-posted")
    reader.locator("main a", has_text=re.compile("trang")).first.click()
    expect(reader.locator("h1")).to_have_text(SENT)
    expect(reader.get_by_text("Trường Tiểu học Lam Kiều")).to_be_visible()


def edit_address(page: Page, title: str) -> str:
    """The address of the editor of the page with this title, found by searching for it."""
    page.goto(f"/admin/pages/search/?q={title}")
    link = page.locator("a[href^='/admin/pages/'][href$='/edit/']", has_text=title)
    return link.first.get_attribute("href") or ""


def delegate(page: Page, to: str) -> None:
    """Fill in the form of the delegations."""
    choose(page, "id_page", DELEGATED)
    option = page.locator("#id_user option", has_text=f"({to})")
    page.locator("#id_user").select_option(option.get_attribute("value"))
    page.locator("#id_decision").fill("Quyết định số 12/QĐ-BBT ngày 02/11/2026")
    look(page, "journey-delegation")
    page.locator("#main form[method=post] button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/delegations/$"))


def test_delegate_posts_on_the_delegated_page_and_nowhere_else(newsroom: Newsroom) -> None:
    may_publish = "button[name=action-publish]"
    editor = newsroom.at("bientapvien", "/admin/")
    own, other = edit_address(editor, DELEGATED), edit_address(editor, "Điều kiện tự nhiên")
    editor.goto(own)
    assert editor.locator(may_publish).count() == 0
    head = newsroom.at("banbientap", "/admin/editorial/delegations/new/")
    delegate(head, "bientapvien")
    row = head.locator("table.listing tbody tr", has_text=DELEGATED).first
    expect(row).to_contain_text("12/QĐ-BBT")
    look(head, "journey-delegations")

    editor.goto(other)
    assert editor.locator(may_publish).count() == 0
    editor.goto(own)
    editor.locator("#id_title").fill(RENAMED)
    publish(editor)
    reader = newsroom.reader("/gioi-thieu/don-vi-hanh-chinh/")
    expect(reader.locator("h1")).to_have_text(RENAMED)
    head.goto("/admin/editorial/items/log/")
    expect(head.locator("table.listing tbody tr", has_text=RENAMED).first).to_be_visible()
    look(head, "journey-log")

    head.goto("/admin/editorial/delegations/")
    head.locator("table.listing tbody tr", has_text="12/QĐ-BBT").locator("a[href$='/end/']").click()
    head.locator("#id_reason").fill("Hết thời gian giao việc.")
    head.locator("#main form[method=post] button[type=submit]").click()
    expect(head).to_have_url(re.compile(r"/delegations/$"))
    editor.goto(own)
    assert editor.locator(may_publish).count() == 0


@pytest.fixture
def cut_off(tree: None) -> dict[str, Any]:
    """A portal under the regulation whose list of grounds ends with ê, and an item on its way."""
    from tests.core.portal_builders import make_portal
    from tests.editorial import flow_builders as flow
    from tests.editorial.slip_builders import make_focal_officer, make_submitted

    portal = make_portal("camau-2026")
    people = flow.make_newsroom(portal)
    people["dau-moi"] = make_focal_officer(portal)
    for user in people.values():
        user.set_password(OTHER_PASSWORD)
        user.save()
    slip = make_submitted(portal, people["dau-moi"], title="Bảng giá thuê sân bóng")
    return {"item": slip.item.pk, "code": slip.tracking_code}


def test_item_is_refused_on_ground_e_in_the_words_of_the_regulation(
    browser: Browser, live_server: Any, cut_off: dict[str, Any]
) -> None:
    words = "ê) Không đúng lĩnh vực do đơn vị cung cấp thông tin phụ trách"
    item = f"/admin/editorial/items/{cut_off['item']}/"
    with Newsroom(browser, live_server.url, OTHER_PASSWORD) as newsroom:
        page = newsroom.at("uy-vien", item)
        page.locator("#do-refuse > summary").click()
        page.locator("#do-refuse label", has_text=words).click()
        page.locator("#id_refuse_message").fill("Xin gửi Trung tâm Văn hóa, Thể thao.")
        look(page, "journey-refuse")
        do(page, "refuse")
        page.goto(item)
        assert state_of(page) == "refused"
        expect(page.locator(".gpe-history")).to_contain_text("Không đúng lĩnh vực do đơn vị")
        supplier = newsroom.at("dau-moi", item)
        expect(supplier.locator(".gpe-callout--warn").first).to_contain_text("Trung tâm Văn hóa")
        look(supplier, "journey-refused")

        reader = newsroom.reader("/theo-doi/")
        reader.locator("#id_code").fill(cut_off["code"])
        reader.locator("form.gp-form button[type=submit]").click()
        expect(reader.locator(".gp-standing--refused")).to_be_visible()
        expect(reader.get_by_text("Không đúng lĩnh vực do đơn vị").first).to_be_visible()
        look(reader, "journey-refused-tracking")
