"""Names in the languages a portal publishes, for records that are not pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Untranslated(str):
    """A Vietnamese text that stands where one in the active language is wanted."""

    __slots__ = ()


def localized(record: Any, field: str) -> str:
    """Return a text of a record in the active language, else the Vietnamese one, which says so."""
    language = (get_language() or "vi").split("-")[0]
    original: str = getattr(record, field)
    if language == "vi":
        return original
    translated: str = getattr(record, f"{field}_{language}", "")
    return translated or Untranslated(original)


class LocalizedNameMixin(models.Model):
    """A record that is one row in every language and carries its name in each.

    Registers are filtered and counted by row, so a department, a field or a document type must
    stay the same row in every language; only its label changes.
    """

    #: Whether a translation has to use the names as they stand here; else they are an offer.
    has_official_names: ClassVar[bool] = False
    #: Whether the names, in small letters, are words of the language too (“Quy định”, a kind of
    #: document): a text has such a name only where it begins with a capital.
    names_are_common_words: ClassVar[bool] = False

    name = models.CharField(_("name"), max_length=255)
    name_en = models.CharField(_("name in English"), max_length=255, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=255, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.localized_name

    @property
    def localized_name(self) -> str:
        """The name in the active language, or the Vietnamese one where it is not translated."""
        return localized(self, "name")
