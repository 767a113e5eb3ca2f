"""Dublin Core metadata of a page (Circular 24/2011/TT-BTTTT, Articles on mandatory elements)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The elements a portal page must or may carry; empty ones are not written.

    Title, creator, date, description, publisher and identifier are mandatory; several values of
    one element are separated by ``;``.
    """

    title: str
    creator: str = ""
    date: date | datetime | None = None
    modified: datetime | None = None
    description: str = ""
    publisher: str = ""
    identifier: str = ""
    language: str = "vi"
    source: str = ""
    contributor: str = ""
    subject: str = ""
    type: str = "Text"
    format: str = "text/html"
    relation: str = ""
    rights: str = ""
    #: schema.org type of the page for JSON-LD, for example ``NewsArticle`` or ``Legislation``.
    schema_type: str = "WebPage"

    def elements(self) -> list[tuple[str, str]]:
        """Pairs of Dublin Core element name and value, without the empty ones."""
        pairs = [
            ("title", self.title),
            ("creator", self.creator),
            ("date", self.date.isoformat() if self.date else ""),
            ("description", self.description),
            ("publisher", self.publisher),
            ("identifier", self.identifier),
            ("language", self.language),
            ("source", self.source),
            ("contributor", self.contributor),
            ("subject", self.subject),
            ("type", self.type),
            ("format", self.format),
            ("relation", self.relation),
            ("rights", self.rights),
        ]
        return [(name, value) for name, value in pairs if value]
