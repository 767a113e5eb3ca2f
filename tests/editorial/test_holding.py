"""Files of suppliers are private until the page that shows them is posted."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction
from wagtail.rich_text import RichText

from govportal_wagtail.core.models import FileFacts
from govportal_wagtail.editorial import holding
from govportal_wagtail.pages.models import ArticleAttachment
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_article, make_file
from tests.core.portal_builders import make_component, make_officer, make_portal
from tests.editorial.slip_builders import (
    add_photo,
    attach,
    make_focal_officer,
    make_section_of,
    make_slip,
)

pytestmark = pytest.mark.django_db


def text_file(name: str = "bao-cao.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "Báo cáo kết quả".encode(), "text/plain")


def picture() -> SimpleUploadedFile:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(data, "PNG")
    return SimpleUploadedFile("anh.png", data.getvalue(), "image/png")


def publish(page) -> None:
    """Post a page as an importer does, past the flow that these tests are not about."""
    try:
        from govportal_wagtail.editorial.publication import authorised
    except ImportError:
        page.save_revision().publish()
        return
    with authorised("imported"):
        page.save_revision().publish()


class CollectionTests:
    def test_each_site_has_one_private_collection_below_its_own(self):
        portal = make_portal()
        found = holding.collection_for(portal)
        assert found.get_parent().pk == portal.collection_id
        restriction = CollectionViewRestriction.objects.get(collection=found)
        assert restriction.restriction_type == CollectionViewRestriction.LOGIN
        assert holding.collection_for(portal) == found
        other = holding.collection_for(make_component())
        assert other != found
        assert set(holding.held()) == {found, other}

    def test_collection_is_found_again_in_another_language(self):
        portal = make_portal()
        found = holding.collection_for(portal)
        with override_settings(LANGUAGE_CODE="en"):
            assert holding.collection_for(portal) == found

    def test_restriction_that_was_lifted_comes_back(self):
        portal = make_portal()
        found = holding.collection_for(portal)
        CollectionViewRestriction.objects.all().delete()
        holding.collection_for(portal)
        assert CollectionViewRestriction.objects.filter(collection=found).exists()

    def test_collection_of_that_name_elsewhere_is_not_private(self):
        portal = make_portal()
        name = holding.collection_for(portal).name
        root = Collection.get_first_root_node()
        stranger = root.add_child(name=name)
        assert stranger not in set(holding.held())


class KeepTests:
    def test_document_is_inspected_and_private(self, client):
        portal = make_portal()
        document = holding.keep_document(portal, text_file(), title="Báo cáo")
        assert document.collection == holding.collection_for(portal)
        assert FileFacts.objects.get(document=document).kind
        assert client.get(document.url).status_code == 302

    def test_staff_read_what_is_private(self, client):
        portal = make_portal()
        document = holding.keep_document(portal, text_file())
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        assert client.get(document.url).status_code == 200

    @pytest.mark.parametrize(
        ("name", "content"), [("a.exe", b"MZ"), ("a.pdf", b"<html>"), ("a.txt", b"")]
    )
    def test_bad_document_is_refused(self, name, content):
        with pytest.raises(ValidationError):
            holding.keep_document(make_portal(), SimpleUploadedFile(name, content))
        assert not get_document_model().objects.exists()

    @pytest.mark.parametrize(
        ("name", "content"), [("a.png", b"x"), ("a.svg", b"<svg/>"), ("a.exe", b"MZ")]
    )
    def test_bad_picture_is_refused(self, name, content):
        with pytest.raises(ValidationError):
            holding.keep_image(make_portal(), SimpleUploadedFile(name, content))
        assert not get_image_model().objects.exists()

    def test_title_is_never_longer_than_its_field(self):
        document = holding.keep_document(make_portal(), text_file(), title="đ" * 400)
        assert len(document.title) <= 255


class ReleaseTests:
    @pytest.fixture
    def portal(self):
        return make_portal()

    def test_files_that_the_page_shows_become_public(self, portal, client):
        document = holding.keep_document(portal, text_file())
        image = holding.keep_image(portal, picture())
        page = make_article(make_section_of(portal), publish=False, image=image)
        page.attachments = [ArticleAttachment(document=document)]
        publish(page)
        document.refresh_from_db()
        image.refresh_from_db()
        assert document.collection_id == image.collection_id == portal.collection_id
        assert client.get(document.url).status_code == 200

    def test_file_in_the_text_becomes_public(self, portal):
        document = holding.keep_document(portal, text_file())
        link = f'<p><a linktype="document" id="{document.pk}">Tệp</a></p>'
        page = make_article(
            make_section_of(portal), publish=False, body=[("paragraph", RichText(link))]
        )
        publish(page)
        document.refresh_from_db()
        assert document.collection_id == portal.collection_id

    def test_file_that_the_newsroom_took_out_stays_private(self, portal):
        shown = holding.keep_document(portal, text_file())
        slip = make_slip(portal, make_focal_officer(portal))
        hidden = attach(slip, holding.keep_document(portal, text_file("mat.txt"))).document
        page = make_article(make_section_of(portal), publish=False)
        page.attachments = [ArticleAttachment(document=shown)]
        publish(page)
        hidden.refresh_from_db()
        assert hidden.collection == holding.collection_for(portal)

    def test_draft_moves_nothing(self, portal):
        document = holding.keep_document(portal, text_file())
        page = make_article(make_section_of(portal), publish=False)
        page.attachments = [ArticleAttachment(document=document)]
        page.save_revision()
        document.refresh_from_db()
        assert document.collection == holding.collection_for(portal)

    def test_files_of_other_collections_stay_where_they_are(self, portal):
        document = make_file()
        before = document.collection
        page = make_article(make_section_of(portal), publish=False)
        page.attachments = [ArticleAttachment(document=document)]
        publish(page)
        document.refresh_from_db()
        assert document.collection == before


class DiscardTests:
    def test_unused_files_are_deleted_and_shared_ones_stay(self):
        portal = make_portal()
        one, two = make_slip(portal), make_slip(portal)
        own = attach(one, holding.keep_document(portal, text_file())).document
        shared = attach(one, holding.keep_document(portal, text_file("chung.txt"))).document
        attach(two, shared)
        add_photo(one, holding.keep_image(portal, picture()))
        holding.discard(one)
        left = set(get_document_model().objects.values_list("pk", flat=True))
        assert left == {shared.pk}
        assert own.pk not in left
        assert not get_image_model().objects.exists()

    def test_file_that_a_page_shows_is_not_deleted(self):
        portal = make_portal()
        document = holding.keep_document(portal, text_file())
        page = make_article(make_section_of(portal), publish=False)
        ArticleAttachment.objects.create(page=page, document=document)
        holding.drop_unused(document)
        assert get_document_model().objects.filter(pk=document.pk).exists()


class ChooserTests:
    CHOOSER = "/admin/documents/chooser/results/"

    def test_supplier_chooses_only_their_own_private_files(self, client):
        portal = make_portal()
        officer = make_focal_officer(portal)
        own = holding.keep_document(portal, text_file(), title="Tệp của mình", user=officer)
        holding.keep_document(portal, text_file("khac.txt"), title="Tệp của người khác")
        client.force_login(officer)
        text = client.get(self.CHOOSER).content.decode()
        assert own.title in text
        assert "Tệp của người khác" not in text

    def test_newsroom_chooses_all_of_its_site(self, client):
        portal = make_portal()
        holding.keep_document(portal, text_file(), title="Tệp của Sở")
        client.force_login(make_officer("uy-vien", portal, RoleCode.BOARD_MEMBER))
        assert "Tệp của Sở" in client.get(self.CHOOSER).content.decode()
