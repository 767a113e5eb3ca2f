"""The kinds of personal data that are looked for in a question and its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy

#: What stands in place of hidden words.
HIDDEN: Final = "[đã ẩn]"


class PersonalKind(models.TextChoices):
    """What a finding is (Law 91/2025/QH15, Article 2; Decree 356/2025/NĐ-CP)."""

    NAME = "name", pgettext_lazy("personal data", "name")
    EMAIL = "email", pgettext_lazy("personal data", "e-mail")
    PHONE = "phone", pgettext_lazy("personal data", "telephone")
    IDENTITY = "identity", pgettext_lazy("personal data", "identity card or citizen number")
    PASSPORT = "passport", pgettext_lazy("personal data", "passport")
    ACCOUNT = "account", pgettext_lazy("personal data", "bank account")
    TAX = "tax", pgettext_lazy("personal data", "tax code")
    INSURANCE = "insurance", pgettext_lazy("personal data", "insurance number")
    DOSSIER = "dossier", pgettext_lazy("personal data", "file number")
    PLOT = "plot", pgettext_lazy("personal data", "plot or map sheet")
    CERTIFICATE = "certificate", pgettext_lazy("personal data", "certificate of land use")
    PLATE = "plate", pgettext_lazy("personal data", "licence plate")
    ADDRESS = "address", pgettext_lazy("personal data", "address")
    BIRTH = "birth", pgettext_lazy("personal data", "date of birth")
    PROFILE = "profile", pgettext_lazy("personal data", "page in a social network")
    ORGANISATION = "organisation", pgettext_lazy("personal data", "the asker's organisation")
    #: What a person said to hide.
    OTHER = "other", pgettext_lazy("personal data", "further words")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A finding: where it stands in the text that was searched, what it is, its words."""

    start: int
    end: int
    kind: PersonalKind
    text: str
    #: Whether it is what the asker stated about themselves; that is never published.
    is_askers: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is known to be personal, such as the asker's own name."""

    kind: PersonalKind
    text: str
