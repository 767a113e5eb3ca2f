"""Panels of the rows that belong to a project."""

from __future__ import annotations

from wagtail.admin.panels import FieldPanel, FieldRowPanel

CAPITAL = [
    FieldRowPanel([FieldPanel("year"), FieldPanel("source")]),
    FieldRowPanel([FieldPanel("planned"), FieldPanel("allocated"), FieldPanel("disbursed")]),
]
DECISION = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("symbol"), FieldPanel("issued_on")]),
    FieldRowPanel([FieldPanel("issuer"), FieldPanel("adjusts")]),
    FieldPanel("abstract"),
]
PACKAGE = [
    FieldPanel("name"),
    FieldRowPanel([FieldPanel("code"), FieldPanel("selection"), FieldPanel("state")]),
    FieldRowPanel([FieldPanel("planned_for"), FieldPanel("price")]),
    FieldRowPanel([FieldPanel("notice"), FieldPanel("notice_url")]),
    FieldPanel("contractor"),
    FieldRowPanel([FieldPanel("result"), FieldPanel("decision")]),
    FieldRowPanel([FieldPanel("signed_on"), FieldPanel("duration")]),
]
STATE = [FieldRowPanel([FieldPanel("status"), FieldPanel("since")]), FieldPanel("note")]
UPDATE = [FieldRowPanel([FieldPanel("date"), FieldPanel("title")]), FieldPanel("text")]
PHOTO = [
    FieldPanel("image"),
    FieldPanel("alt_text"),
    FieldRowPanel([FieldPanel("caption"), FieldPanel("taken_on")]),
]
FILE = [FieldPanel("document"), FieldPanel("title")]
