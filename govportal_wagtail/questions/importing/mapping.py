"""How the fields of an archive are called, and what stands where it says nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

__all__ = ["FIELDS", "Mapping", "UnusableInput", "parse_mapping"]

#: What a page takes, with the field of an archive that it is taken from unless a mapping differs.
FIELDS: Final = {
    "title": "title",
    "question": "summary",
    "answer": "expected_answer",
    "answered_on": "published_date",
    "asked_on": "asked_date",
    "topic": "category",
    "agency": "agency",
    "tags": "tags",
    "source_url": "url",
    "citations": "expected_legal_citations",
}
_CITATION: Final = {"number": "document_number", "part": "provision", "kind": "document_type"}
_DEFAULTS: Final = frozenset({"topic", "agency", "source"})


class UnusableInput(Exception):
    """The archive or the mapping cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Names of fields, names of topics and agencies, and values for what is missing.

    ``topics`` and ``agencies`` lead from what the archive says to our codes.
    """

    fields: MappingOf[str, str] = field(default_factory=lambda: dict(FIELDS))
    citation: MappingOf[str, str] = field(default_factory=lambda: dict(_CITATION))
    topics: MappingOf[str, str] = field(default_factory=dict)
    agencies: MappingOf[str, str] = field(default_factory=dict)
    defaults: MappingOf[str, str] = field(default_factory=dict)


def parse_mapping(text: str) -> Mapping:
    """Read a mapping in TOML, with the tables that a ``Mapping`` has.

    Raises:
        UnusableInput: for anything that is not such a file, naming what is not understood.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        message = _("The mapping is not valid TOML: %(problem)s") % {"problem": problem}
        raise UnusableInput(message) from problem
    allowed: dict[str, Any] = {
        "fields": frozenset(FIELDS),
        "citation": frozenset(_CITATION),
        "topics": None,
        "agencies": None,
        "defaults": _DEFAULTS,
    }
    for name, table in data.items():
        if name not in allowed or not isinstance(table, dict):
            raise UnusableInput(_("The mapping has no table %(name)s.") % {"name": name})
        wrong = [key for key in table if allowed[name] is not None and key not in allowed[name]]
        wrong += [key for key, value in table.items() if not isinstance(value, str)]
        if wrong:
            message = _("The mapping does not understand %(name)s in [%(table)s].")
            raise UnusableInput(message % {"name": wrong[0], "table": name})
    return Mapping(
        fields={**FIELDS, **data.get("fields", {})},
        citation={**_CITATION, **data.get("citation", {})},
        topics=data.get("topics", {}),
        agencies=data.get("agencies", {}),
        defaults=data.get("defaults", {}),
    )
