"""A legal document in another language: its text is translated by paragraphs, or left as it is."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation

from govportal_wagtail.legal.models import DocumentUnit, LegalDocumentPage
from govportal_wagtail.translation import drafting, flow
from govportal_wagtail.translation.errors import TranslationError
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import make_document, make_library, make_site, publish_page
from tests.editorial.flow_builders import fresh
from tests.translation.builders import (
    approve,
    english,
    item_of,
    publish_translation,
    translate,
)

pytestmark = pytest.mark.django_db
TEXT = "QUYẾT ĐỊNH\n\n  Điều 1. Phạm vi\nQuy định về đất đai.\nĐiều 2. Hiệu lực\nTừ ngày ký."
PARAGRAPHS = [line.strip() for line in TEXT.splitlines() if line.strip()]


@pytest.fixture
def document(portal):
    library = make_library(portal.site.root_page)
    return make_document(
        library, "12/2026/QĐ-UBND", title="Về đất đai", abstract="Ban hành quy định", full_text=TEXT
    )


@pytest.fixture
def row(document, people):
    rows = flow.select(document, english(), people["truong-ban"])
    for each in rows[:-1]:
        publish_translation(each, people)
    return PageTranslation.objects.get(pk=rows[-1].pk)


def of_text(row):
    segments = StringSegment.objects.filter(
        context__path="full_text", source__object=row.source_key
    )
    return segments.order_by("order").select_related("string")


def forget(row, count):
    """Take the translations of this many paragraphs of the text away, from the end."""
    for segment in list(of_text(row))[::-1][:count]:
        StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context
        ).delete()


def target_of(row):
    return LegalDocumentPage.objects.get(pk=PageTranslation.objects.get(pk=row.pk).target_id)


def read(client, portal, row):
    home = Page.objects.get(pk=portal.site.root_page_id).get_translation(english()).specific
    publish_page(home)
    make_site("english.localhost", root_page=home)
    cache.clear()
    address = urlsplit(Page.objects.get(pk=target_of(row).pk).url).path
    response = client.get(address, headers={"host": "english.localhost"})
    assert response.status_code == 200
    return BeautifulSoup(response.content.decode(), "html.parser")


def test_each_paragraph_is_a_text(row):
    assert [each.string.data for each in of_text(row)] == PARAGRAPHS


def test_the_time_limits_of_the_document_are_those_of_its_original(row, people):
    translate(row)
    flow.hand_in(row, fresh(people["bien-dich"]))
    item = item_of(row)
    assert (item.category, item.anchors) == ("", {})
    assert item.due_on is None or item.due_on >= timezone.localdate()


def test_a_line_without_a_word_stays_as_it_is(document, people):
    type(document).objects.filter(pk=document.pk).update(full_text="QUYẾT ĐỊNH\n-------\nĐiều 1")
    publish_page(type(document).objects.get(pk=document.pk))
    row = flow.select(document, english(), people["truong-ban"])[-1]
    assert [each.string.data for each in of_text(row)] == ["QUYẾT ĐỊNH", "Điều 1"]
    translate(row)
    draft = drafting.write_draft(row, people["bien-dich"]).as_object()
    assert draft.full_text == "EN QUYẾT ĐỊNH\n-------\nEN Điều 1"


def test_a_translated_text_has_the_paragraphs_of_the_original(row, people, client, portal):
    done = publish_translation(row, people)
    assert target_of(done).full_text == (
        "EN QUYẾT ĐỊNH\n\nEN Điều 1. Phạm vi\nEN Quy định về đất đai.\nEN Điều 2. Hiệu lực\n"
        "EN Từ ngày ký."
    )
    soup = read(client, portal, row)
    assert "EN Quy định về đất đai." in soup.select_one(".gp-legal").get_text()
    assert not soup.select_one(".gp-legal").get("lang")
    assert "For reference only" in soup.get_text()


def test_the_text_may_stay_in_vietnamese(row, document, people, client, portal):
    translate(row)
    forget(row, len(PARAGRAPHS))
    flow.hand_in(row, fresh(people["bien-dich"]))
    assert approve(row, people).state == "published"
    target = target_of(row)
    assert target.full_text == ""
    assert target.abstract == "EN Ban hành quy định"
    assert not DocumentUnit.objects.filter(page_id=target.pk).exists()
    soup = read(client, portal, row)
    shown = soup.select_one(".gp-legal")
    assert shown["lang"] == "vi"
    assert "Quy định về đất đai." in shown.get_text()
    assert "has not been translated" in soup.get_text()
    assert soup.select_one(f'a[href="{document.url}"], a[hreflang="vi"]')


def test_a_text_that_was_begun_is_translated_to_its_end(row, people):
    translate(row)
    forget(row, 2)
    assert drafting.missing(row) == 2
    with pytest.raises(TranslationError):
        flow.hand_in(row, fresh(people["bien-dich"]))


def test_what_is_not_optional_is_translated(row, people):
    translate(row)
    forget(row, len(PARAGRAPHS))
    StringTranslation.objects.filter(context__path="abstract").delete()
    assert drafting.missing(row) == 1
