"""Tells wagtail-localize which fields are translated: what the layers of the pages declared."""

from __future__ import annotations

from typing import Any, Final

from wagtail_localize.fields import SynchronizedField, TranslatableField

from ..core.registries import TranslationFields, translation_fields

#: Where wagtail-localize looks for the fields of a class.
_ATTRIBUTE: Final = "translatable_fields"


def declare_all() -> None:
    """Give every registered class its fields; the apps of the pages have to be ready before."""
    for entry in translation_fields:
        setattr(entry.model(), _ATTRIBUTE, fields_of(entry))


def fields_of(entry: TranslationFields) -> list[Any]:
    """The fields of a class in the terms of wagtail-localize; the untouched ones are left out."""
    return [
        *(TranslatableField(name) for name in entry.translated),
        *(SynchronizedField(name, overridable=False) for name in entry.synchronised),
        *(SynchronizedField(name) for name in entry.overridable),
    ]


def undeclared() -> list[str]:
    """Codes of the registered classes that did not get their fields."""
    return [
        entry.code
        for entry in translation_fields
        if vars(entry.model()).get(_ATTRIBUTE) != fields_of(entry)
    ]
