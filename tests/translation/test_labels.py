"""Pages in English whose texts are translated: no label of theirs is left in Vietnamese.

Schedules and pages on who governs are looked at in ``tests.schedules.test_languages``, projects in
``tests.browser.test_investment_public``.
"""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import Page

from govportal_wagtail.core.models import Agency
from tests import builders
from tests.core.portal_builders import make_portal
from tests.questions.builders import (
    make_answer,
    make_answer_section,
    make_topic,
    open_to_readers,
)
from tests.schedules.test_languages import HOST, read, vietnamese_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(settings):
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [
        ("vi", "Tiếng Việt"),
        ("en", "English"),
    ]
    portal = open_to_readers(make_portal("backan-2018"))
    Agency.objects.filter(pk=portal.agency_id).update(name_en="Provincial People's Committee")
    page = portal.site.root_page.specific.copy_for_translation(builders.make_locale("en"))
    page.title = "Portal"
    builders.publish_page(page)
    builders.make_site(HOST, root_page=page)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def agency(home):
    return Agency.objects.get(name_en="Provincial People's Committee")


def test_legal_documents(client, home, agency):
    library = builders.make_library(home, "Documents", lead="<p>All</p>")
    kind = builders.make_doc_type(name_en="Decision")
    field = builders.make_field(name_en="Land")
    common = {"issuer": agency, "doc_type": kind, "fields_of_administration": [field]}
    first = builders.make_document(
        library,
        "10/2020/QD-UBND",
        title="Decision 10",
        abstract="Old rules",
        issued_on=date(2020, 1, 1),
        effective_on=date(2020, 2, 1),
        signer="An Binh",
        position="Chairman",
        signing_capacity="TM.",
        full_text="Article 1. Scope\nThis applies to land.",
        **common,
    )
    second = builders.make_document(
        library,
        "11/2026/QD-UBND",
        title="Decision 11",
        abstract="New rules",
        files=[builders.make_file("Annex")],
        relations=[{"kind": "replaces", "target": first}],
        gazette_number="5",
        gazette_date=date(2026, 10, 20),
        summary_procedure=True,
        **common,
    )
    for page, query in (
        *((library, ""), (library, "?q=land"), (library, "?q=nothing"), (first, "")),
        (second, ""),
    ):
        assert vietnamese_of(read(client, page, query)) == [], (page, query)


def test_questions_and_answers(client, home, agency):
    section = make_answer_section(home, "Questions", lead="<p>Ask</p>")
    topic = make_topic(name_en="Land")
    answer = make_answer(
        section,
        "How long does it take?",
        question="How long does a certificate take?",
        answer="<p>Ten days.</p>",
        topic=topic,
        agency=agency,
        asked_on=date(2026, 11, 1),
        source="Office",
        is_faq=True,
        citations=[section],
        files=[builders.make_file("Form")],
    )
    for page, query in ((section, ""), (section, "?q=long"), (section, "?q=no"), (answer, "")):
        assert vietnamese_of(read(client, page, query)) == [], (page, query)
