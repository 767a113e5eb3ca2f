"""What the questions app adds to the registries of earlier layers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..core.registries import (
    ReadyPart,
    ReferenceData,
    api_parts,
    home_sections,
    part_contents,
    reference_data,
    required_parts,
    search_sources,
    translation_fields,
)
from ..editorial.registries import page_timings, publish_requirements
from .completeness import SECTIONS as CONTENTS
from .default_topics import load_topics
from .home_sections import SECTIONS
from .public.openapi import ANSWERS as ANSWERS_API
from .publishing_rules import ANSWER_TIMING, REQUIREMENTS
from .required import ensure_section, find_section
from .search import ANSWERS
from .translation_fields import FIELDS

for _section in SECTIONS:
    home_sections.register(_section.code, _section)
search_sources.register(ANSWERS.code, ANSWERS)
api_parts.register(ANSWERS_API.code, ANSWERS_API)
reference_data.register(
    "question_topics", ReferenceData("question_topics", _("Topics of questions"), load_topics)
)
required_parts.register(
    "question_section",
    ReadyPart(
        "question_section",
        pgettext_lazy("page of a site", "Questions and answers"),
        ensure_section,
        find=find_section,
    ),
)
part_contents.register(CONTENTS.code, CONTENTS)
for _requirement in REQUIREMENTS:
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(ANSWER_TIMING.code, ANSWER_TIMING)
for _fields in FIELDS:
    translation_fields.register(_fields.code, _fields)
