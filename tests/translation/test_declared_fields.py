"""wagtail-localize takes from pages what their layers declared."""

from __future__ import annotations

import pytest
from wagtail_localize.fields import get_translatable_fields

from govportal_wagtail.core.registries import translation_fields
from govportal_wagtail.legal.models import LegalDocumentPage
from govportal_wagtail.translation import fields, texts
from tests.translation.builders import make_source


def test_every_declared_class_has_its_fields():
    assert len(translation_fields) > 10
    assert fields.undeclared() == []


@pytest.mark.django_db
def test_a_symbol_and_a_date_are_never_translated():
    page = LegalDocumentPage(title="Quyết định", symbol="68/2026/QĐ-UBND", abstract="Ban hành")
    names = {each.field_name for each in get_translatable_fields(LegalDocumentPage)}
    assert {"symbol", "issued_on", "title", "abstract"} <= names
    translated = {
        each.field_name
        for each in get_translatable_fields(LegalDocumentPage)
        if each.is_translated(page)
    }
    assert "title" in translated
    assert not {"symbol", "issued_on", "slug"} & translated


@pytest.mark.django_db
def test_an_address_is_no_text(portal):
    source = make_source(portal)
    found = [each.html for each in texts.texts_of(source)]
    assert source.title in found
    assert source.slug not in found


@pytest.mark.django_db
def test_two_versions_differ_where_their_texts_do(portal):
    source = make_source(portal)
    before = texts.texts_of(source)
    source.title = "Khác"
    found = texts.changes(before, texts.texts_of(source))
    assert [(each.path, each.before, each.after) for each in found] == [
        ("title", "Khánh thành cầu", "Khác")
    ]
    assert texts.digest_of(before) != texts.digest_of(texts.texts_of(source))
