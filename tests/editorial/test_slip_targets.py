"""What a slip becomes: article, standard page, legal document, and what features add."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from govportal_wagtail.editorial.errors import FlowError
from govportal_wagtail.editorial.registries import slip_targets
from govportal_wagtail.editorial.slip_pages import offered_targets, places_for
from govportal_wagtail.legal.models import DocumentType, LegalDocumentPage, Normativity
from govportal_wagtail.pages.models import ArticlePage, SectionPage, StandardPage
from tests.builders import (
    make_category,
    make_doc_type,
    make_library,
    make_locale,
    make_section,
    make_site,
)
from tests.core.portal_builders import make_component, make_department, make_portal
from tests.editorial.slip_builders import add_photo, attach, make_slip

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal()


def filled(code, slip, page=None):
    target = slip_targets.get(code)
    page = page or target.model()()
    target.fill(page, slip)
    return page


class PlacesTests:
    def test_all_kinds_are_offered_in_order(self, portal):
        make_library(portal.site.root_page)
        codes = [target.code for target, _places in offered_targets(portal)]
        assert codes == ["article", "legal_document", "investment_project", "standard_page"]

    def test_places_lie_on_the_site_itself(self, portal):
        component = make_component()
        elsewhere = make_section(component.site.root_page)
        here = make_section(portal.site.root_page, "Văn hóa")
        places = places_for(slip_targets.get("article"), portal)
        assert here.pk in {page.pk for page in places}
        assert elsewhere.pk not in {page.pk for page in places}

    def test_places_are_in_the_language_of_the_site(self, portal):
        home, section = portal.site.root_page, make_section(portal.site.root_page, "Văn hóa")
        english = make_locale("en")
        root = home.specific.copy_for_translation(english)
        make_site("english.localhost", root_page=root)
        foreign = section.copy_for_translation(english)
        found = {page.pk for page in places_for(slip_targets.get("article"), portal)}
        assert section.pk in found
        assert foreign.pk not in found

    def test_kind_without_a_place_is_not_offered(self, portal):
        SectionPage.objects.all().delete()
        codes = [target.code for target, _places in offered_targets(portal)]
        assert "article" not in codes


class ArticleTests:
    def test_article_says_what_the_slip_says(self, portal):
        category = make_category("propaganda", name="Tuyên truyền")
        slip = make_slip(
            portal,
            agency=make_department(),
            author="Lý Thị Na",
            source="Báo Cà Mau",
            source_url="https://example.com/tin",
            source_published_on=date(2026, 11, 1),
        )
        attach(slip, title="Báo cáo")
        add_photo(slip, caption="Một", photographer="Na", alt="Hội trường")
        second = add_photo(slip, caption="Hai", alt="Khán giả", sort_order=1)
        page = filled("article", slip)
        assert (page.title, page.lead, page.author) == (slip.title, slip.lead, "Lý Thị Na")
        assert (page.source, page.source_published_on) == ("Báo Cà Mau", date(2026, 11, 1))
        assert page.source_url == "https://example.com/tin"
        assert page.agency == slip.item.agency
        assert page.category == category
        assert page.published_on == timezone.localdate()
        assert (page.image_caption, page.image_author) == ("Một", "Na")
        assert page.image_alt == "Hội trường"
        kinds = [block.block_type for block in page.body]
        assert kinds == ["paragraph", "figure"]
        assert page.body[1].value["image"] == second.image
        assert page.body[1].value["alt_text"] == "Khán giả"
        assert [row.title for row in page.attachments.all()] == ["Báo cáo"]

    def test_sender_is_the_author_where_no_other_is_named(self, portal):
        slip = make_slip(portal)
        assert filled("article", slip).author == slip.sender.name

    def test_second_filling_replaces_the_first(self, portal):
        slip = make_slip(portal)
        attach(slip, title="Cũ")
        add_photo(slip)
        page = filled("article", slip)
        page.published_on = date(2026, 10, 1)
        slip.attachments.all().delete()
        slip.photos.all().delete()
        attach(slip, title="Mới")
        slip.title = "Tiêu đề mới"
        filled("article", slip, page)
        assert page.title == "Tiêu đề mới"
        assert page.image is None
        assert [row.title for row in page.attachments.all()] == ["Mới"]
        assert page.published_on == date(2026, 10, 1)

    def test_unknown_kind_of_information_is_no_category(self, portal):
        assert filled("article", make_slip(portal, category="news")).category is None

    def test_text_is_in_the_saved_page(self, portal):
        section = make_section(portal.site.root_page)
        page = filled("article", make_slip(portal))
        page.live = False
        section.add_child(instance=page)
        again = ArticlePage.objects.get(pk=page.pk)
        assert "hội nghị tổng kết" in again.body[0].value.source


class StandardPageTests:
    def test_standard_page_has_text_photos_and_files(self, portal):
        slip = make_slip(portal)
        attach(slip)
        add_photo(slip)
        page = filled("standard_page", slip)
        assert isinstance(page, StandardPage)
        kinds = [block.block_type for block in page.body]
        assert kinds == ["paragraph", "figure", "files"]


class LegalDocumentTests:
    def test_symbol_type_and_files_are_taken_over(self, portal):
        decision = make_doc_type()
        slip = make_slip(
            portal,
            agency=make_department(),
            title="Quyết định 18/2026/QĐ-UBND ban hành Quy chế hoạt động",
            lead="",
            target="legal_document",
            anchors={"issued": date(2026, 11, 2)},
            body="<p>Điều 1. Phạm vi</p><p>Điều 2. A &amp; B</p>",
        )
        attach(slip, title="Bản ký")
        page = filled("legal_document", slip)
        assert page.symbol == "18/2026/QĐ-UBND"
        assert page.doc_type == decision
        assert page.normativity == Normativity.NORMATIVE
        assert page.issuer == slip.item.agency
        assert page.issued_on == date(2026, 11, 2)
        assert page.abstract == slip.title
        assert page.full_text == "Điều 1. Phạm vi\nĐiều 2. A & B"
        assert [row.title for row in page.files.all()] == ["Bản ký"]

    @pytest.mark.parametrize(
        ("title", "code"),
        [
            ("Kế hoạch phát triển khoa học năm 2027", "ke-hoach"),
            ("KẾ HOẠCH 45/KH-UBND phòng chống thiên tai", "ke-hoach"),
            ("Về việc nghỉ Tết", "cong-van"),
        ],
    )
    def test_type_is_read_from_the_title(self, portal, title, code):
        make_doc_type("ke-hoach", name="Kế hoạch", abbreviation="KH")
        make_doc_type("cong-van", name="Công văn", abbreviation="")
        assert filled("legal_document", make_slip(portal, title=title)).doc_type.code == code

    def test_draft_is_saved_below_a_library(self, portal):
        make_doc_type()
        library = make_library(portal.site.root_page)
        page = filled("legal_document", make_slip(portal))
        page.live = False
        library.add_child(instance=page)
        page.save_revision(clean=False)
        again = LegalDocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        assert again.title == page.title

    def test_empty_register_of_types_is_said(self, portal):
        LegalDocumentPage.objects.all().delete()
        DocumentType.objects.all().delete()
        with pytest.raises(FlowError):
            filled("legal_document", make_slip(portal))

    def test_what_the_newsroom_completed_stays(self, portal):
        make_doc_type()
        slip = make_slip(portal, body="", title="Về việc nghỉ Tết")
        page = filled("legal_document", slip)
        page.symbol, page.full_text = "12/UBND-VX", "Toàn văn"
        page.issuer = make_department("Sở Y tế", "so-yt")
        page._state.adding = False
        filled("legal_document", slip, page)
        assert (page.symbol, page.full_text) == ("12/UBND-VX", "Toàn văn")
        assert page.issuer.code == "so-yt"
