"""Real registers, texts and files of Vietnamese authorities, from the import to the public page.

One import serves all tests of this module: it takes a while.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from wagtail.models import Page

from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.legal.models import (
    DocumentFile,
    ImportRun,
    LegalDocumentPage,
    RegisterEntry,
)
from govportal_wagtail.legal.public.documents import detail_context
from govportal_wagtail.legal.structure import WarningCode, parse
from tests import builders
from tests.acceptance.registers import codes, contents_of_database, run_import
from tests.legal.test_real_texts import EXPECTED, REGULATION_ARTICLES

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
PROVINCE = SHARED / "data" / "sonla" / "van_ban.json"
GAZETTE = SHARED / "data" / "congbao" / "documents.json"
PDFS = GAZETTE.parent / "pdf"
REGULATIONS = SHARED / "regulations"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not all(path.exists() for path in (PROVINCE, GAZETTE, PDFS, REGULATIONS)),
        reason="The folder of real data is not beside the project.",
    ),
]

#: Facts of the five regulations that are printed in them; what is not printed is left out.
REGULATION_FACTS: dict[str, dict[str, Any]] = {
    "camau-68-2026-qd-ubnd": {
        "symbol": "68/2026/QĐ-UBND",
        "issuer": "UBND tỉnh Cà Mau",
        "issued_on": "2026-05-12",
        "effective_on": "2026-05-28",
    },
    "langson-40-2024-qd-ubnd": {
        "symbol": "40/2024/QĐ-UBND",
        "issuer": "UBND tỉnh Lạng Sơn",
        "issued_on": "2024-10-25",
        "effective_on": "2024-11-10",
    },
    "vinhlong-2021-qd-ubnd": {"symbol": "", "issuer": "Chủ tịch UBND tỉnh Vĩnh Long"},
    "backan-17-2018-qd-ubnd": {
        "symbol": "17/2018/QĐ-UBND",
        "issuer": "UBND tỉnh Bắc Kạn",
        "issued_on": "2018-07-31",
        "effective_on": "2018-08-10",
    },
    "khanhhoa-2018-draft-ocr": {
        "symbol": "",
        "issuer": "UBND tỉnh Khánh Hòa",
        "is_draft": "true",
    },
}
REGULATION_MAPPING = """
[options]
relations = "from-text"
create_missing_agencies = true

[columns]
symbol = "symbol"
abstract = "abstract"
issuer = "issuer"
issued_on = "issued_on"
effective_on = "effective_on"
is_draft = { column = "is_draft", values = { "true" = "yes" } }
full_text = "text"
source_url = "source"
doc_type = { column = "type", default = "quyet-dinh" }
"""


@dataclass(frozen=True)
class Portal:
    """The imported libraries, the runs that filled them, and what the repetition changed."""

    runs: dict[str, tuple[ImportRun, ImportRun]]
    changed_tables: dict[str, set[str]]
    from_files: ImportRun
    html: dict[int, str]

    def page(self, symbol: str, run: str = "gazette") -> LegalDocumentPage:
        library = self.runs[run][0].library
        return LegalDocumentPage.objects.child_of(library).get(symbol=symbol)

    def public(self, page: LegalDocumentPage) -> str:
        """The page as a visitor gets it; each is asked for once."""
        if page.pk not in self.html:
            response = Client().get(page.url)
            assert response.status_code == 200
            self.html[page.pk] = response.content.decode()
        return self.html[page.pk]


@pytest.fixture(scope="module")
def portal(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Portal]:
    folder = tmp_path_factory.mktemp("registers")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        transaction.atomic(),
    ):
        yield _import_all(folder)
        transaction.set_rollback(True)
    cache.clear()


def _import_all(folder: Path) -> Portal:
    home = builders.make_site().root_page
    sources = {
        "province": (PROVINCE, {}),
        "gazette": (GAZETTE, {"files": PDFS}),
        "regulations": _regulations(folder),
    }
    runs, changed = {}, {}
    for name, (path, options) in sources.items():
        library = builders.make_library(home, f"Văn bản {name}")
        first = run_import(path, library, **options)
        before = contents_of_database()
        second = run_import(path, library, **options)
        after = contents_of_database()
        assert before.keys() == after.keys() and len(before) > 20
        changed[name] = {table for table in after if after[table] != before[table]}
        runs[name] = (first, second)
    rows = json.loads(GAZETTE.read_text(encoding="utf-8"))
    with_pdf = [row | {"text": ""} for row in rows if (PDFS / f"{row['slug']}.pdf").exists()]
    without_text = folder / "without-text.json"
    without_text.write_text(json.dumps(with_pdf), encoding="utf-8")
    files_library = builders.make_library(home, "Văn bản chỉ có tệp")
    from_files = run_import(without_text, files_library, files=PDFS)
    return Portal(runs, changed, from_files, {})


def _regulations(folder: Path) -> tuple[Path, dict[str, Any]]:
    rows = []
    for name, facts in REGULATION_FACTS.items():
        rows.append(
            {"is_draft": "", "issued_on": "", "effective_on": "", "type": ""}
            | {"abstract": "Ban hành Quy chế của Cổng thông tin điện tử tỉnh"}
            | {"source": f"https://example.org/{name}"}
            | {"text": (REGULATIONS / f"{name}.txt").read_text(encoding="utf-8")}
            | facts
        )
    register, mapping = folder / "regulations.json", folder / "regulations.toml"
    register.write_text(json.dumps(rows), encoding="utf-8")
    mapping.write_text(REGULATION_MAPPING, encoding="utf-8")
    return register, {"mapping": str(mapping)}


def ids_in(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]*)"', html)


def citations_in(html: str) -> list[tuple[str, str]]:
    """Address and words of the links that stand for citations."""
    found = re.findall(r'<a class="gp-citation" href="([^"]*)">([^<]*)</a>', html)
    return [(unescape(url), unescape(words)) for url, words in found]


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


class ImportTests:
    @pytest.mark.parametrize(
        ("name", "count"), [("province", 135), ("gazette", 57), ("regulations", 5)]
    )
    def test_every_row_becomes_a_public_document(
        self, portal: Portal, name: str, count: int
    ) -> None:
        first, _second = portal.runs[name]
        assert (first.counts, first.state) == ({"created": count}, "done")
        errors = [m for row in first.rows.all() for m in row.messages if m["level"] == "error"]
        assert errors == []
        assert RegisterEntry.objects.public().filter(library=first.library).count() == count

    @pytest.mark.parametrize(
        ("name", "count"), [("province", 135), ("gazette", 57), ("regulations", 5)]
    )
    def test_the_second_import_changes_no_row_of_any_table(
        self, portal: Portal, name: str, count: int
    ) -> None:
        _first, second = portal.runs[name]
        assert second.counts == {"unchanged": count}
        assert portal.changed_tables[name] == set()

    def test_particulars_are_those_of_the_register(self, portal: Portal) -> None:
        library = portal.runs["province"][0].library
        pages = {page.source_url: page for page in LegalDocumentPage.objects.child_of(library)}
        for row in json.loads(PROVINCE.read_text(encoding="utf-8")):
            page = pages[row["source_url"]]
            assert page.symbol == row["so_hieu"]
            assert page.abstract == " ".join(row["trich_yeu"].split())
            assert str(page.issued_on) == row["ngay_ban_hanh"]
            assert str(page.effective_on) == row["ngay_hieu_luc"]
            assert f"{page.position} {page.signer}" == row["nguoi_ky"]
            assert page.position.startswith(("Chủ tịch", "Phó Chủ tịch"))
            assert 2 <= len(page.signer.split()) <= 4
        twice = [page.issuer.code for page in pages.values() if page.symbol == "22/NQ-HĐND"]
        assert sorted(twice) == ["hdnd-tinh", "hdnd-xa-chieng-mai"]

    def test_what_is_printed_wins_over_the_list_of_the_gazette(self, portal: Portal) -> None:
        # The list gives the day on which laws take effect, and the original's day of
        # consolidations.
        assert str(portal.page("04/2017/QH14").issued_on) == "2017-06-12"
        assert str(portal.page("464/VBHN-BLĐTBXH").issued_on) == "2025-02-10"
        law, directive = portal.page("61/2020/QH14"), portal.page("21/CT-TTg")
        assert (law.issuer.code, law.doc_type.code) == ("quoc-hoi", "luat")
        assert (directive.issuer.code, directive.doc_type.code) == ("thu-tuong", "chi-thi")

    def test_the_tree_of_pages_is_whole(self, portal: Portal) -> None:
        assert not any(Page.find_problems())

    def test_every_page_of_the_province_answers(self, portal: Portal) -> None:
        library = portal.runs["province"][0].library
        pages = list(LegalDocumentPage.objects.child_of(library))
        assert len(pages) == 135
        for page in pages:
            assert page.symbol in text_of(portal.public(page))


class ArticleTests:
    def test_real_articles_have_an_anchor_on_the_public_page_and_nothing_else_has(
        self, portal: Portal
    ) -> None:
        real = found = 0
        false: list[tuple[str, str]] = []
        for symbol, expected in EXPECTED.items():
            wanted = {f"dieu-{label}" for label in expected.labels()}
            wanted |= {f"dieu-{number}" for number in expected.unprinted}
            ids = ids_in(portal.public(portal.page(symbol)))
            anchors = [each for each in ids if re.fullmatch(r"dieu-\d+[a-z]*", each)]
            assert len(anchors) == len(set(anchors)), symbol
            real += len(wanted)
            found += len(wanted & set(anchors))
            false += [(symbol, each) for each in anchors if each not in wanted]
        assert false == []
        assert real == 927
        assert found / real >= 0.99

    @pytest.mark.parametrize("name", sorted(REGULATION_ARTICLES))
    def test_regulations_have_the_articles_of_decision_and_attached_text(
        self, portal: Portal, name: str
    ) -> None:
        page = LegalDocumentPage.objects.get(source_url=f"https://example.org/{name}")
        ids = ids_in(portal.public(page))
        decision, attached = REGULATION_ARTICLES[name]
        main = [each for each in ids if re.fullmatch(r"dieu-\d+[a-z]*", each)]
        inner = [each for each in ids if re.fullmatch(r"quy-che-dieu-\d+[a-z]*", each)]
        assert main == [f"dieu-{n}" for n in range(1, decision + 1)]
        assert inner == [f"quy-che-dieu-{n}" for n in range(1, attached + 1)]

    def test_no_address_inside_a_page_leads_nowhere(self, portal: Portal) -> None:
        pages = [
            page
            for name in ("gazette", "regulations")
            for page in LegalDocumentPage.objects.child_of(portal.runs[name][0].library)
        ]
        assert len(pages) == 62
        for page in pages:
            html = portal.public(page)
            ids = ids_in(html)
            assert len(ids) == len(set(ids)), page.symbol
            missing = set(re.findall(r'href="#([^"]+)"', html)) - set(ids)
            assert missing == set(), page.symbol

    def test_letterhead_of_a_regulation_keeps_its_lines(self, portal: Portal) -> None:
        html = portal.public(portal.page("68/2026/QĐ-UBND", "regulations"))
        lines = [unescape(each) for each in re.findall(r"<p [^>]*>([^<]+)</p>", html)]
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in lines
        assert "Số: 68/2026/QĐ-UBND" in lines
        assert "----" not in html


class LinkTests:
    """Documents of the set that name each other, found by reading them."""

    @pytest.mark.parametrize(
        ("citing", "cited", "anchor"),
        [
            ("116/2025/TT-BTC", "233/2025/NĐ-CP", "dieu-28-khoan-1-diem-b"),
            ("02/2023/TT-BLĐTBXH", "09/2022/TT-BLĐTBXH", "dieu-1"),
            ("605/VBHN-BLĐTBXH", "08/2023/TT-BLĐTBXH", "dieu-3-khoan-2-diem-c"),
            ("2007/VBHN-BLĐTBXH", "08/2023/TT-BLĐTBXH", "dieu-1-khoan-6"),
            ("09/2023/TT-BKHĐT", "04/2017/QH14", "dieu-4-khoan-1"),
            ("61/2020/QH14", "04/2017/QH14", ""),
            ("06/2024/TT-BKHĐT", "01/2024/TT-BKHĐT", ""),
            ("07/2024/TT-BKHĐT", "06/2024/TT-BKHĐT", ""),
        ],
    )
    def test_a_citation_leads_to_the_place_it_names(
        self, portal: Portal, citing: str, cited: str, anchor: str
    ) -> None:
        target = portal.page(cited)
        address = f"{target.url}#{anchor}" if anchor else target.url
        assert address in {url for url, _ in citations_in(portal.public(portal.page(citing)))}
        assert not anchor or anchor in ids_in(portal.public(target))

    def test_every_citation_of_another_document_arrives(self, portal: Portal) -> None:
        library = portal.runs["gazette"][0].library
        pages = {page.url: page for page in LegalDocumentPage.objects.child_of(library)}
        links = [
            url.partition("#")
            for page in pages.values()
            for url, _words in citations_in(portal.public(page))
            if not url.startswith("#")
        ]
        assert len(links) >= 40
        for url, _mark, anchor in links:
            ids = ids_in(portal.public(pages[url]))
            assert not anchor or anchor in ids

    @pytest.mark.parametrize(
        ("acting", "kind", "target"),
        [
            ("116/2025/TT-BTC", "based_on", "233/2025/NĐ-CP"),
            ("02/2023/TT-BLĐTBXH", "amends", "09/2022/TT-BLĐTBXH"),
            ("2007/VBHN-BLĐTBXH", "consolidates", "08/2023/TT-BLĐTBXH"),
            ("605/VBHN-BLĐTBXH", "consolidates", "08/2023/TT-BLĐTBXH"),
        ],
    )
    def test_a_relation_is_told_on_both_pages(
        self, portal: Portal, acting: str, kind: str, target: str
    ) -> None:
        by, on = portal.page(acting), portal.page(target)
        assert by.relations.get(kind=kind, target_key=on.symbol_key).target_id == on.pk
        for page, other in ((by, on), (on, by)):
            related = portal.public(page).partition('id="van-ban-lien-quan"')[2]
            assert f'href="{other.url}"' in related.partition("</section>")[0]

    def test_an_amended_circular_names_the_amending_one_above_its_text(
        self, portal: Portal
    ) -> None:
        html = portal.public(portal.page("09/2022/TT-BLĐTBXH"))
        summary = html.partition('class="gp-document__validity')[2].partition("</div>")[0]
        assert "02/2023/TT-BLĐTBXH" in text_of(summary)
        assert f'href="{portal.page("02/2023/TT-BLĐTBXH").url}"' in summary

    @pytest.mark.parametrize(
        ("name", "replaced"),
        [("vinhlong-2021-qd-ubnd", "911/QĐ-UBND"), ("backan-17-2018-qd-ubnd", "307/2010/QĐ-UBND")],
    )
    def test_a_document_that_is_not_here_is_named_without_a_link(
        self, portal: Portal, name: str, replaced: str
    ) -> None:
        page = LegalDocumentPage.objects.get(source_url=f"https://example.org/{name}")
        relation = page.relations.get(kind="replaces")
        assert (relation.target_symbol, relation.target_id) == (replaced, None)
        related = portal.public(page).partition('id="van-ban-lien-quan"')[2]
        assert replaced in text_of(related.partition("</section>")[0])


class DamagedTextTests:
    NAME = "khanhhoa-2018-draft-ocr"

    def test_a_garbled_draft_is_published_as_a_draft(self, portal: Portal) -> None:
        page = LegalDocumentPage.objects.get(source_url=f"https://example.org/{self.NAME}")
        assert page.is_draft and page.live
        assert RegisterEntry.objects.get(page=page).is_draft
        assert "gp-badge--draft" in portal.public(page)

    def test_editors_see_which_headings_are_doubtful_and_readers_do_not(
        self, portal: Portal, rf: Any
    ) -> None:
        page = LegalDocumentPage.objects.get(source_url=f"https://example.org/{self.NAME}")
        warnings = parse(page.full_text).warnings
        doubts = [each for each in warnings if each.code is WarningCode.DAMAGED_HEADING]
        # Printed "i u 1." to "i u 3.", and in the attached text 1, 2, 6 and 7.
        assert len(doubts) == 7
        request = rf.get("/")
        request.is_preview = True
        remarks = " ".join(detail_context(page, request)["warnings"])
        assert all(doubt.excerpt[:40] in remarks for doubt in doubts)
        request.is_preview = False
        assert detail_context(page, request)["warnings"] == []

    def test_a_decision_without_number_and_day_is_imported_with_remarks(
        self, portal: Portal
    ) -> None:
        page = LegalDocumentPage.objects.get(source_url__endswith="vinhlong-2021-qd-ubnd")
        row = portal.runs["regulations"][0].rows.get(page_id=page.pk)
        assert {"no_symbol", "no_issue_date"} <= {each["code"] for each in row.messages}


class FileTests:
    def test_text_and_facts_of_every_pdf_are_stored(self, portal: Portal) -> None:
        facts = FileFacts.objects.filter(kind="pdf")
        assert facts.count() == 15
        for each in facts:
            assert each.state == InspectionState.DONE
            assert each.has_text_layer and each.page_count and len(each.sha256) == 64
            assert len(each.text) > 1000 * each.page_count / 2
            assert each.is_signed

    def test_a_file_is_stored_once_for_all_documents_that_have_it(self, portal: Portal) -> None:
        assert portal.from_files.counts == {"created": 15}
        assert DocumentFile.objects.count() == 30
        assert DocumentFile.objects.values("document").distinct().count() == 15

    def test_the_page_tells_signature_pages_and_hash(self, portal: Portal) -> None:
        rows = DocumentFile.objects.filter(page__in=_children(portal, "gazette"))
        assert rows.count() == 15
        for row in rows:
            facts = FileFacts.objects.get(document=row.document)
            part = portal.public(row.page).partition('id="tep-tai-ve"')[2].partition("</section>")
            assert facts.sha256 in part[0]
            assert "gp-docfiles__signed" in part[0]
            assert f">{facts.page_count} trang<" in part[0]
            assert f'href="{row.document.url}"' in part[0]

    def test_a_document_without_a_text_shows_that_of_its_file(self, portal: Portal) -> None:
        library = portal.from_files.library
        real = found = 0
        for page in LegalDocumentPage.objects.child_of(library):
            assert page.full_text == ""
            html = portal.public(page)
            labels = EXPECTED[page.symbol].labels()
            anchors = {each for each in ids_in(html) if re.fullmatch(r"dieu-\d+[a-z]*", each)}
            assert anchors <= {f"dieu-{label}" for label in labels}
            real, found = real + len(labels), found + len(anchors)
            assert "gp-alert" in html.partition("gp-legal")[0]
        assert (real, found) == (135, 135)

    def test_the_remarks_of_the_import_name_no_missing_file(self, portal: Portal) -> None:
        missing = {
            row.symbol
            for row in portal.runs["gazette"][0].rows.all()
            if any(each["code"] == "file_missing" for each in row.messages)
        }
        assert len(missing) == 57 - 15
        assert "file_refused" not in codes(portal.runs["gazette"][0])


def _children(portal: Portal, name: str) -> Any:
    return LegalDocumentPage.objects.child_of(portal.runs[name][0].library)
