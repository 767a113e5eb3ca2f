"""The page of a document says what it is, whether it is in force and what it is related to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from govportal_wagtail.core.models import FileFacts, InspectionState
from govportal_wagtail.core.registries import home_sections, reference_data
from govportal_wagtail.core.search import search
from govportal_wagtail.legal.models import DocumentType, LegalDocumentPage
from govportal_wagtail.legal.public.documents import detail_context
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def library():
    return builders.make_library(builders.make_site().root_page)


@pytest.fixture
def request_(rf):
    request = rf.get("/")
    request.user = AnonymousUser()
    return request


def context_of(page, request) -> dict:
    return detail_context(LegalDocumentPage.objects.get(pk=page.pk), request)


class ContextTests:
    def test_the_page_answers_with_its_template(self, library, client):
        page = builders.make_document(library, full_text="Điều 1. Phạm vi\n1. Một.")
        response = client.get(page.get_url())
        assert response.status_code == 200
        assert 'id="dieu-1-khoan-1"' in response.content.decode()

    def test_empty_facts_are_left_out_and_filters_are_linked(self, library, request_):
        page = builders.make_document(library, "7/2026/QĐ-UBND", signer="Nguyễn Văn An")
        facts = {
            str(label): (value, url) for label, value, url in context_of(page, request_)["facts"]
        }
        assert facts["Number and symbol"] == ("7/2026/QĐ-UBND", "")
        assert facts["Signed by"][1] == f"{library.get_url()}?signer=nguyen-van-an"
        assert facts["Issued on"][0] == "01/10/2026"
        assert "Gazette" not in facts and all(value for value, _url in facts.values())

    def test_a_replaced_document_says_by_what_and_since_when(self, library, request_):
        old = builders.make_document(library, "5/2020/QĐ-UBND", effective_on=date(2020, 1, 1))
        new = builders.make_document(
            library,
            "6/2021/QĐ-UBND",
            effective_on=date(2021, 3, 1),
            relations=[{"kind": "replaces", "target": old}],
        )
        context = context_of(old, request_)
        link = f'<a href="{new.get_url()}">Quyết định 6/2021/QĐ-UBND</a>'
        assert (context["status"]["code"], context["status"]["since"]) == (
            "expired",
            date(2021, 3, 1),
        )
        assert link in context["status"]["explanation"]
        assert context["summary_sentences"] == [f"{link} replaces this document from 01/03/2021."]
        assert [event["code"] for event in context["timeline"]][-1] == "issued"
        assert {"replaced", "in_force"} < {event["code"] for event in context["timeline"]}
        back = f'<a href="{old.get_url()}">Quyết định 5/2020/QĐ-UBND</a>'
        sentence = f"This document replaces {back} from 01/03/2021."
        assert context_of(new, request_)["summary_sentences"] == [sentence]

    def test_future_events_are_not_past(self, library, request_):
        tomorrow = timezone.localdate() + timedelta(days=1)
        page = builders.make_document(library, issued_on=date(2020, 1, 1), effective_on=tomorrow)
        context = context_of(page, request_)
        assert context["status"]["code"] == "not_yet"
        assert [event["is_past"] for event in context["timeline"]] == [True, False]

    def test_articles_are_named_in_the_sentence(self, library, request_):
        old = builders.make_document(library, "5/2020/QĐ-UBND")
        new = builders.make_document(
            library,
            relations=[
                {"kind": "repeals", "target": old, "scope": "articles", "articles": "Điều 5 <b>"}
            ],
        )
        sentence = context_of(new, request_)["summary_sentences"][0]
        assert sentence.startswith("This document repeals Điều 5 &lt;b&gt; of <a")

    def test_validity_set_by_hand_gives_its_reason(self, library, request_):
        page = builders.make_document(
            library, status_override="obsolete", status_override_reason="Không còn phù hợp"
        )
        status = context_of(page, request_)["status"]
        assert (status["code"], status["overridden"]) == ("obsolete", True)
        assert status["reason"] == "Không còn phù hợp"

    def test_the_acting_document_stays_unnamed_where_it_is_not_public(self, library, request_):
        closed = builders.make_library(library.get_parent(), "Nội bộ")
        PageViewRestriction.objects.create(page=closed, restriction_type="login")
        old = builders.make_document(library, effective_on=date(2020, 1, 1))
        builders.make_document(
            closed,
            "9/2021/QĐ-UBND",
            effective_on=date(2021, 1, 1),
            relations=[{"kind": "replaces", "target": old}],
        )
        context = context_of(old, request_)
        assert context["status"]["code"] == "expired"
        assert "9/2021" not in str(context)

    def test_files_come_with_their_facts(self, library, request_):
        file = builders.make_file(name="quyet-dinh.pdf", content=b"%PDF-1.4")
        FileFacts.objects.update_or_create(
            document=file,
            defaults={
                "state": InspectionState.DONE,
                "kind": "pdf",
                "page_count": 3,
                "has_text_layer": False,
                "size": 8,
                "sha256": "a" * 64,
            },
        )
        context = context_of(builders.make_document(library, files=[file]), request_)
        (found,) = context["files"]
        assert (found["kind"], found["page_count"], found["view_url"]) == ("pdf", 3, file.url)
        assert "scan" in context["text_note"]

    def test_similar_documents_share_the_body_field_or_signer(self, library, request_):
        field = builders.make_field()
        page = builders.make_document(library, signer="An", fields_of_administration=[field])
        other_body = builders.make_agency("so", name="Sở")
        by_field = builders.make_document(
            library, issuer=other_body, fields_of_administration=[field]
        )
        by_signer = builders.make_document(library, issuer=other_body, signer="AN")
        similar = context_of(page, request_)["similar"]
        assert [item.pk for item in similar["field"]["items"]] == [by_field.pk]
        assert [item.pk for item in similar["signer"]["items"]] == [by_signer.pk]
        assert similar["issuer"]["items"] == []

    def test_a_document_with_nothing_but_the_required_fields_has_a_page(self, library, client):
        page = builders.make_document(
            library, is_draft=True, title="Dự thảo", issued_on=None, effective_on=None
        )
        assert client.get(page.get_url()).status_code == 200


class PreviewTests:
    def test_a_preview_shows_what_was_typed_with_remarks(self, library, request_):
        page = builders.make_document(library, full_text="Điều 1. Cũ", relations=[])
        page.full_text = "Điều 1. Mới\nĐiều 5. Nhảy"
        page.issued_on = None
        request_.is_preview = True
        context = detail_context(page, request_)
        assert "Mới" in str(context["units"]) and "Cũ" not in str(context["units"])
        assert context["warnings"]

    def test_readers_see_no_remarks(self, library, request_):
        page = builders.make_document(library, issued_on=None)
        assert context_of(page, request_)["warnings"] == []

    def test_a_page_that_was_never_saved_can_be_previewed(self, library, request_):
        page = LegalDocumentPage(
            title="Mới",
            abstract="Mới",
            doc_type=builders.make_doc_type(),
            issuer=builders.make_agency(),
            locale=library.locale,
            full_text="Điều 1. Phạm vi",
        )
        request_.is_preview = True
        assert detail_context(page, request_)["units"]


class RegistrationTests:
    def test_the_newest_documents_of_the_site_or_library_are_shown(self, library, rf):
        site = library.get_site()
        other = builders.make_library(library.get_parent(), "Khác")
        old = builders.make_document(library, issued_on=date(2020, 1, 1))
        new = builders.make_document(other, issued_on=date(2026, 1, 1))
        builders.make_document(library, publish=False)
        section = home_sections.get("documents")
        everything = section.context(rf.get("/"), site, {"source": None, "count": 5})
        assert [item.pk for item in everything["items"]] == [new.pk, old.pk]
        one = section.context(rf.get("/"), site, {"source": library.page_ptr, "count": 5})
        assert [item.pk for item in one["items"]] == [old.pk]
        assert one["more_url"] == library.get_url()

    def test_the_search_finds_documents_of_the_site_only(self, library):
        page = builders.make_document(library, "68/2026/QĐ-UBND")
        other = builders.make_site("so.example.vn")
        query = "68/2026/QĐ-UBND"
        (hit,) = search(query, site=library.get_site(), locale=page.locale).hits
        assert hit.title.startswith("Quyết định 68/2026/QĐ-UBND")
        assert (hit.label, hit.agency) == ("Quyết định", page.issuer.name)
        assert (hit.number, hit.date) == ("68/2026/QĐ-UBND", page.issued_on)
        assert search(query, site=other, locale=page.locale).total == 0

    def test_loading_document_types_twice_changes_nothing(self):
        load = reference_data.get("document_types").load
        count = load()
        before = list(DocumentType.objects.order_by("pk").values())
        assert load() == count == len(before)
        assert list(DocumentType.objects.order_by("pk").values()) == before
        assert DocumentType.objects.get(code="quyet-dinh").abbreviation == "QĐ"
