"""Every field that an editor fills says what becomes of it in a translation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, TranslatableMixin

from govportal_wagtail.core.registries import (
    PAGE_FACTS,
    PAGE_OWN,
    PAGE_TEXTS,
    TranslationFields,
    translation_fields,
)
from govportal_wagtail.investment.partial_dates import PartialDateField

#: Texts that are the same in every language, and why.
SAME_EVERYWHERE = {
    "symbols": {
        *("LegalDocumentPage.symbol", "LegalDocumentPage.gazette_number"),
        *("DocumentRelation.target_symbol", "ProjectDecision.symbol", "ProjectDecision.adjusts"),
        "BiddingPackage.decision",
    },
    "codes and numbers": {
        *("LegalDocumentPage.national_id", "InvestmentProjectPage.code"),
        *("InvestmentProjectPage.other_codes", "BiddingPackage.code", "BiddingPackage.notice"),
    },
    "names of people": {
        *("LegalDocumentPage.signer", "ArticlePage.author", "ArticlePage.image_author"),
        *("ScheduleIndexPage.signature_name", "ItemPerson.label"),
    },
    "phone and e-mail": {
        *("InvestmentProjectPage.contact_phone", "InvestmentProjectPage.contact_email"),
    },
    "anchors in a page": {"QuestionCitation.fragment"},
}


def our_pages() -> list[type[Page]]:
    """The page classes that the package brings."""
    prefix = "govportal_wagtail."
    return [
        model
        for model in apps.get_models()
        if issubclass(model, Page) and model.__module__.startswith(prefix)
    ]


def entry_of(model: type[models.Model]) -> TranslationFields | None:
    """What is registered of a class itself."""
    found = [entry for entry in translation_fields if entry.model() is model]
    assert len(found) <= 1, f"{model.__name__} is registered more than once"
    return found[0] if found else None


def names_in(entry: TranslationFields) -> list[str]:
    """All fields an entry names."""
    return [*entry.translated, *entry.synchronised, *entry.overridable, *entry.untouched]


def fields_of(model: type[models.Model]) -> Iterator[models.Field]:
    """The fields of a class that an editor fills; of Wagtail's own those that every entry has."""
    common = {*PAGE_TEXTS, *PAGE_FACTS, *PAGE_OWN}
    for field in model._meta.get_fields():
        if field.auto_created or isinstance(field, ParentalKey) or not field.editable:
            continue
        if field.primary_key or getattr(field.remote_field, "parent_link", False):
            continue
        is_of_wagtail = issubclass(model, Page) and field.model is Page
        if is_of_wagtail and field.name not in common:
            continue
        if field.name != "sort_order":
            yield field


def rows_of(model: type[models.Model]) -> dict[str, type[models.Model]]:
    """The kinds of rows on a page or on its rows, by the name of the relation."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in get_all_child_relations(model)
        if relation.related_model.__module__.startswith("govportal_wagtail.")
    }


def registered() -> list[type[models.Model]]:
    """Page classes, and the classes of all rows on them that are not left alone."""
    found: list[type[models.Model]] = []
    waiting: list[type[models.Model]] = list(our_pages())
    while waiting:
        model = waiting.pop(0)
        found.append(model)
        entry = entry_of(model)
        untouched = entry.untouched if entry else ()
        waiting += [row for name, row in rows_of(model).items() if name not in untouched]
    return found


MODELS = [pytest.param(model, id=model.__name__) for model in registered()]


def is_text(field: models.Field) -> bool:
    """Whether readers read words in the field: no choice, no address, no date written as text."""
    if isinstance(field, models.URLField | models.SlugField | PartialDateField):
        return False
    return isinstance(field, models.CharField | models.TextField) and not field.choices


def test_all_kinds_of_pages_and_rows_are_looked_at():
    names = {model.__name__ for model in registered()}
    assert len(our_pages()) >= 18
    assert {"ArticlePage", "ArticleAttachment", "ScheduleItem", "ItemPerson"} <= names
    assert "ArticleTag" not in names


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_registered_once(model):
    entry = entry_of(model)
    assert entry is not None, f"{model.__name__} is not registered"
    wanted = {field.name for field in fields_of(model)} | rows_of(model).keys()
    named = names_in(entry)
    assert sorted(named) == sorted(set(named)), "a field is in two lists"
    assert wanted - set(named) == set(), "what becomes of them in a translation?"
    assert set(named) - wanted == set(), "there are no such fields"


@pytest.mark.parametrize("model", MODELS)
def test_a_text_is_translated_unless_it_is_the_same_everywhere(model):
    entry = entry_of(model)
    assert entry is not None
    allowed = set().union(*SAME_EVERYWHERE.values())
    kept = {
        f"{model.__name__}.{field.name}"
        for field in fields_of(model)
        if is_text(field) and field.name in (*entry.synchronised, *entry.overridable)
    }
    assert kept - allowed == set()


def test_the_list_of_texts_that_stay_the_same_names_nothing_else():
    kept = {
        f"{model.__name__}.{name}"
        for model in registered()
        if (entry := entry_of(model)) is not None
        for name in entry.synchronised
    }
    assert set().union(*SAME_EVERYWHERE.values()) - kept == set()


@pytest.mark.parametrize("model", MODELS)
def test_what_is_translated_is_text_or_rows_with_text(model):
    entry = entry_of(model)
    assert entry is not None
    rows = rows_of(model)
    for name in entry.translated:
        if name in rows:
            assert issubclass(rows[name], TranslatableMixin), f"{name} cannot be translated"
        else:
            field = model._meta.get_field(name)
            assert not field.is_relation and not getattr(field, "choices", None), name
            assert isinstance(field, models.CharField | models.TextField) or hasattr(
                field, "stream_block"
            ), name


@pytest.mark.parametrize("model", MODELS)
def test_rows_have_a_language_where_they_have_text_and_only_there(model):
    if issubclass(model, Page):
        return
    entry = entry_of(model)
    assert entry is not None
    assert issubclass(model, TranslatableMixin) == bool(entry.translated)


def test_only_photos_files_and_pages_may_differ_in_a_translation():
    for entry in translation_fields:
        for name in entry.overridable:
            field = entry.model()._meta.get_field(name)
            assert isinstance(field, models.ForeignKey), (entry.code, name)


def test_a_code_belongs_to_one_class():
    codes = [entry.code for entry in translation_fields]
    assert len(codes) == len(set(codes))
    for entry in translation_fields:
        assert translation_fields.get(entry.code) is entry
