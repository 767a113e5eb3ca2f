"""What the schedules app adds to the registries of earlier layers."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from ..core.registries import (
    ReadyPart,
    RelatedPart,
    agency_parts,
    api_parts,
    home_sections,
    part_contents,
    person_parts,
    required_parts,
    search_sources,
    translation_fields,
)
from ..editorial.registries import page_timings, publish_requirements
from .completeness import PARTS
from .home_sections import SECTIONS
from .public.openapi import WEEKS
from .public.related import agency_context, person_context
from .publishing_rules import REQUIREMENTS, WEEK_TIMING
from .required import CODE, ORDER, ensure_schedule, find_schedule
from .search import SCHEDULES
from .translation_fields import FIELDS

for _section in SECTIONS:
    home_sections.register(_section.code, _section)
required_parts.register(
    CODE,
    ReadyPart(
        CODE,
        pgettext_lazy("page of a site", "Schedules of the leaders"),
        ensure_schedule,
        order=ORDER,
        is_optional=True,
        find=find_schedule,
    ),
)
part_contents.register(PARTS.code, PARTS)
person_parts.register(
    "schedule",
    RelatedPart(
        "schedule",
        pgettext_lazy("of a leader", "Working schedule"),
        "govportal/schedules/parts/person.html",
        person_context,
        order=20,
    ),
)
agency_parts.register(
    "schedule",
    RelatedPart(
        "schedule",
        pgettext_lazy("of an agency", "Working schedule"),
        "govportal/schedules/parts/agency.html",
        agency_context,
        order=20,
    ),
)
search_sources.register(SCHEDULES.code, SCHEDULES)
api_parts.register(WEEKS.code, WEEKS)
for _requirement in REQUIREMENTS:
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(WEEK_TIMING.code, WEEK_TIMING)
for _fields in FIELDS:
    translation_fields.register(_fields.code, _fields)
