"""What a translation is made from: the texts of its source, and the facts that stand beside them.

Facts are what a draft takes over unchanged: dates, money, symbols, files, which rows there are. A
wrong sum on a foreign page is as wrong as an old text, so both are compared. What is internal is in
neither.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

from ..core.registries import translation_fields
from . import texts
from .texts import Text

#: What the editor of rich text writes into it for itself.
_EDITOR_KEY: Final = re.compile(r' data-block-key=\\*"[^"]*"')
_BLANK: Final = r"[ \t\r\n\f]"
_BLOCK_TAG: Final = (
    r"</?(?:p|h[1-6]|ul|ol|li|blockquote|hr|table|thead|tbody|tr|th|td)(?:[\s/][^<>]*)?>"
)
#: White space beside a tag of a block, which no reader sees and the editor leaves out.
_AFTER_BLOCKS: Final = re.compile(rf"({_BLOCK_TAG}){_BLANK}+")
_BEFORE_BLOCKS: Final = re.compile(rf"(?<!{_BLANK}){_BLANK}+(?={_BLOCK_TAG})")
_OF_ROWS: Final = frozenset({"sort_order", "locale", "translation_key"})


@dataclass(frozen=True, slots=True)
class Content:
    """What was, or is, to be translated and taken over of one page."""

    texts: list[Text]
    #: By the name of the field or kind of rows of the page; values that JSON can hold.
    facts: Mapping[str, Any]

    @property
    def texts_digest(self) -> str:
        """SHA-256 of the texts alone."""
        return texts.digest_of(self.texts)

    @property
    def digest(self) -> str:
        """SHA-256 of texts and facts, the same for the same content on every database."""
        content = json.dumps([self.texts_digest, self.facts], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(content.encode()).hexdigest()


def public_form(page: Page) -> Page:
    """The given instance, without what is not for the public; it must not be saved."""
    made = _public_form_of(type(page))
    return made(page) if made is not None else page


def published(page: Page) -> Page:
    """A fresh instance of the page as readers see it, without what is not for the public."""
    return public_form(Page.objects.get(pk=page.pk).specific)


def content_of(page: Page) -> Content:
    """The content of an instance that ``published`` returned, or of a version in public form."""
    return Content(texts.texts_of(page), facts_of(page))


def facts_of(page: models.Model) -> dict[str, Any]:
    """What a draft takes over from the instance, by name of the field or kind of rows."""
    found = {}
    for each in get_translatable_fields(type(page)):
        field = each.get_field(type(page))
        # Texts are compared as strings; of the rest with text, what stands around them.
        has_facts = isinstance(field, models.ManyToOneRel | StreamField | RichTextField)
        if has_facts or not each.is_translated(page):
            found[field.name] = settled(_value(page, field))
    return found


def settled(value: Any) -> Any:
    """The value with rich text written one way, whoever wrote it down: an import or the editor."""
    if isinstance(value, str):
        return _BEFORE_BLOCKS.sub("", _AFTER_BLOCKS.sub(r"\1", value))
    if isinstance(value, list):
        return [settled(each) for each in value]
    if isinstance(value, dict):
        return {name: settled(each) for name, each in value.items()}
    return value


def changed_facts(before: Content, after: Content) -> list[str]:
    """Names of the fields whose facts differ, without those of which a text differs as well."""
    known = {each.path.split(".", 1)[0] for each in texts.changes(before.texts, after.texts)}
    names = [*after.facts, *(name for name in before.facts if name not in after.facts)]
    return [
        name
        for name in names
        if name not in known and before.facts.get(name) != after.facts.get(name)
    ]


def changed_places(before: Content, after: Content) -> list[str]:
    """Paths of the texts that differ, and after them names of the fields with other facts."""
    paths = [each.path for each in texts.changes(before.texts, after.texts)]
    return [*paths, *changed_facts(before, after)]


def hidden_since(source: Page, translation: Page) -> bool:
    """Whether the translation holds a text at a place of the source that is internal now."""
    if _public_form_of(source.specific_class) is None:
        return False
    paths = {each.path for each in texts.texts_of(Page.objects.get(pk=source.pk).specific)}
    hidden = paths - {each.path for each in texts.texts_of(published(source))}
    return bool(hidden) and any(each.path in hidden for each in texts.texts_of(translation))


def _public_form_of(model: type[models.Model] | None) -> Callable[[Any], Page] | None:
    if model is None:
        return None
    forms = [each for each in translation_fields if each.public_form is not None]
    return next((each.public_form for each in forms if issubclass(model, each.model())), None)


def _filled_in(model: type[models.Model]) -> Mapping[str, str]:
    found = (each.filled_in for each in translation_fields if each.model() is model)
    return next(found, {})


def _value(instance: Any, field: Any) -> Any:
    if isinstance(field, models.ManyToOneRel):
        return [_row(each) for each in getattr(instance, field.get_accessor_name()).all()]
    if field.many_to_many:
        return sorted(each.pk for each in getattr(instance, field.name).all())
    value = getattr(instance, field.attname)
    if isinstance(value, Decimal):
        # A version says "5", the database "5.00".
        return f"{value.normalize():f}"
    if value is None:
        return None
    written = _EDITOR_KEY.sub("", str(field.value_to_string(instance)))
    return _without_ids(json.loads(written)) if isinstance(field, StreamField) else written


def _without_ids(value: Any) -> Any:
    """Blocks without their keys: Wagtail gives new ones to what was stored without."""
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    is_block = "type" in value and "value" in value
    return {
        name: _without_ids(each) for name, each in value.items() if not (is_block and name == "id")
    }


def _row(row: Any) -> dict[str, Any]:
    """All that stands in a row besides its texts: a draft takes over the whole row."""
    model = type(row)
    declared = getattr(model, "translatable_fields", [])
    texts_ = {each.field_name for each in declared if each.is_translated(row)}
    found = {
        field.name: _value(row, field)
        for field in model._meta.concrete_fields
        if field.editable
        and not field.primary_key
        and not isinstance(field, ParentalKey)
        and field.name not in texts_ | _OF_ROWS
    }
    for name, other in _filled_in(model).items():
        if getattr(row, other):
            del found[name]
    found |= {each.name: _value(row, each) for each in get_all_child_relations(model)}
    if hasattr(row, "translation_key"):
        found["translation_key"] = str(row.translation_key)
    return found
