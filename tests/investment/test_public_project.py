"""The page of a project: facts, money, decisions, packages, revisions, and what it leaves out."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from govportal_wagtail.investment.models import (
    FigureChange,
    InvestmentProjectPage,
    ProjectFile,
    ProjectPhoto,
    ProjectState,
    ProjectUpdate,
)
from tests import builders
from tests.investment.builders import (
    BILLION,
    capital,
    decision,
    make_project,
    make_source,
    package,
    project_values,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge(register, sources, communes):
    """A project with something in every part of its page."""
    return make_project(
        register,
        title="Cầu Lam Kiều 2",
        code="7910245",
        communes=communes[:1],
        place="Km 3+200 đường tỉnh 512",
        latitude=Decimal("18.6212"),
        longitude=Decimal("105.7604"),
        scale="Cầu dài 412 m",
        total_investment=486_512_345_678,
        progress=Decimal("68.5"),
        progress_on=date(2026, 10, 31),
        land_area=Decimal("7.42"),
        actual_start="2025-03",
        contact_unit="Ban Quản lý dự án",
        contact_phone="0202 3825 141",
        source_url="https://thanhgiang.gov.vn/nguon",
        capital=[
            capital(2025, planned=100 * BILLION, disbursed=80 * BILLION),
            capital(2026, "central-budget", planned=50 * BILLION),
        ],
        decisions=[
            decision("96/NQ-HĐND", issued_on=date(2023, 6, 28), kind="policy"),
            decision("655/QĐ-UBND", issued_on=date(2025, 4, 8), adjusts="96/NQ-HĐND"),
        ],
        packages=[
            package(
                "Thi công cầu chính",
                code="XL01",
                state="awarded",
                price=268 * BILLION,
                contractor="Liên danh Sông Thanh",
                result=261_480_000_000,
                decision="118/QĐ-BQLDA",
            )
        ],
        states=[ProjectState(status="in_progress", since="2025-03", note="Khởi công XL01")],
        updates=[
            ProjectUpdate(date=date(2026, 3, 12), title="Xong trụ cầu"),
            ProjectUpdate(date=date(2026, 10, 31), title="Hợp long", text="Nhịp chính."),
        ],
        photos=[ProjectPhoto(image=builders.make_image(), alt_text="Cầu", caption="Công trường")],
        files=[ProjectFile(document=builders.make_file(), title="Thuyết minh")],
    )


def changed(page, figure: str, before: str, after: str, **fields) -> FigureChange:
    """A line of the log of published figures."""
    values = {
        "at": datetime(2026, 11, 20, 23, 30, tzinfo=ZoneInfo("UTC")),
        "by_name": "Trần Thị Bí Mật",
        **fields,
    }
    return FigureChange.objects.create(
        page_id=page.pk,
        translation_key=page.translation_key,
        code=page.code,
        figure=figure,
        before=before,
        after=after,
        **values,
    )


def test_page_shows_every_part(client, bridge):
    response = client.get(bridge.url)
    body = response.content.decode()
    assert response.status_code == 200
    for text in (
        "7910245",
        "486.512.345.678",
        "68,5%",
        "31/10/2026",
        "Cầu dài 412 m",
        "Xã ",
        "Km 3+200 đường tỉnh 512",
        "18.6212, 105.7604",
        "7,42 ha",
        "96/NQ-HĐND",
        "28/06/2023",
        "Liên danh Sông Thanh",
        "261.480.000.000",
        "Nhịp chính.",
        "Công trường",
        "Thuyết minh",
        'href="tel:02023825141"',
        "https://thanhgiang.gov.vn/nguon",
        'id="von"',
        "gp-money__chart",
    ):
        assert text in body, text


def test_parts_without_content_are_left_out(client, register):
    page = make_project(register, status_since="", planned_start="", planned_end="")
    body = client.get(page.url).content.decode()
    for part in ("von", "quyet-dinh", "dau-thau", "hinh-anh", "tep", "cap-nhat", "lien-he"):
        assert f'id="{part}"' not in body, part
    for part in ("sua-doi", "dia-diem", "tien-do", "keu-goi"):
        assert f'id="{part}"' not in body, part
    assert "None" not in body


def test_rate_rests_on_what_states_both(client, bridge):
    context = client.get(bridge.url).context
    assert context["rate"] == "80%"
    assert context["capital"].planned.amount == 150 * BILLION


def test_facts_lead_to_the_list_of_similar_projects(client, bridge, register):
    context = client.get(bridge.url).context
    for url in [fact.url for fact in context["facts"] if fact.url]:
        found = client.get(url)
        assert [entry.code for entry in found.context["entries"]] == ["7910245"], url
    assert context["communes"][0]["url"] == f"{register.url}?xa=xa-song-phu"


def test_decision_that_the_portal_has_is_a_link(client, bridge):
    library = builders.make_library(bridge.get_site().root_page)
    document = builders.make_document(library, "96/NQ-HĐND")
    context = client.get(bridge.url).context
    urls = {each["row"].symbol: each["url"] for each in context["decisions"]}
    assert urls == {"96/NQ-HĐND": document.url, "655/QĐ-UBND": ""}
    events = {event.title.partition(":")[0]: event.url for event in context["timeline"].events}
    assert events["96/NQ-HĐND"] == document.url


def test_news_stand_with_the_newest_first(client, bridge):
    assert [row.title for row in client.get(bridge.url).context["updates"]] == [
        "Hợp long",
        "Xong trụ cầu",
    ]


def test_revisions_say_what_changed_and_name_nobody(client, bridge):
    changed(bridge, "total_investment", "468500000000", "486512345678", reason="QĐ 655")
    changed(bridge, "disbursed", "", "0", year=2025, source_code="provincial-budget")
    changed(bridge, "planned_end", "2026-06", "2027-12")
    changed(bridge, "progress", "60.00", "68.50")
    changed(bridge, "status", "preparing", "in_progress")
    changed(bridge, "package_result", "", "261480000000", part="XL01")
    response = client.get(bridge.url)
    rows = {
        (row.figure, row.before, row.after, row.reason) for row in response.context["revisions"]
    }
    values = {(before, after) for _figure, before, after, _reason in rows}
    assert ("06/2026", "12/2027") in values
    assert ("60%", "68,5%") in values
    total = next(row for row in rows if row[3] == "QĐ 655")
    assert "468.500.000.000" in total[1] and "486.512.345.678" in total[2]
    disbursed = next(row for row in rows if "Ngân sách tỉnh" in row[0])
    assert "2025" in disbursed[0]
    # Nothing stated became 0, which is something else.
    assert (disbursed[1], disbursed[2][-1:] != "") == ("", True)
    body = response.content.decode()
    assert "Bí Mật" not in body
    # Midnight is that of Việt Nam.
    assert response.context["revised_on"] == date(2026, 11, 21)
    assert "21/11/2026" in body


def test_first_publication_revises_nothing(client, bridge):
    assert client.get(bridge.url).context["revised_on"] is None


def test_figure_that_cannot_be_read_is_shown_as_it_was_kept(client, bridge):
    changed(bridge, "progress", "sáu mươi", "68.50")
    assert client.get(bridge.url).context["revisions"][0].before == "sáu mươi"


def test_call_tells_investors_what_they_ask_first(client, register):
    page = make_project(
        register,
        status="calling",
        kind="call",
        call_until=date(2026, 1, 31),
        incentives="Miễn tiền thuê đất",
        call_terms="Vốn chủ sở hữu 20%",
        contact_email="xtdt@thanhgiang.gov.vn",
    )
    response = client.get(page.url)
    body = response.content.decode()
    assert response.context["call_is_over"]
    for text in ("31/01/2026", "Miễn tiền thuê đất", "Vốn chủ sở hữu 20%"):
        assert text in body
    assert body.count("mailto:xtdt@thanhgiang.gov.vn") == 1


def test_stopped_project_is_not_told_to_be_late(client, register):
    page = make_project(
        register, status="stopped", planned_start="2020", planned_end="2022", actual_start="2020"
    )
    rows = client.get(page.url).context["timeline"].comparisons
    assert not any(row.is_late for row in rows)


def test_text_of_an_editor_is_escaped(client, register):
    page = make_project(
        register,
        title="<script>alert(1)</script>",
        objective="<b>đậm</b>",
        packages=[package("<img src=x>")],
    )
    body = client.get(page.url).content.decode()
    for text in ("<script>alert", "<b>đậm", "<img src=x>"):
        assert text not in body


def test_phone_that_lists_several_numbers_is_no_link(client, register):
    page = make_project(register, contact_phone="0202 3825 141 - 0202 3825 142; máy lẻ 5")
    assert "tel:" not in client.get(page.url).content.decode().split("gp-footer")[0]


def test_preview_of_a_page_that_was_never_saved_is_shown(register, rf):
    make_source()
    page = builders.add_page(register, _draft(), publish=False)
    request = rf.get("/")
    request.is_preview = True
    context = page.get_context(request)
    assert context["revisions"] == []
    assert "map" not in context


def _draft():
    return InvestmentProjectPage(
        **project_values(latitude=Decimal("18.6"), longitude=Decimal("105.7"))
    )
