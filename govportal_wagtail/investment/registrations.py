"""What the investment app adds to the registries of earlier layers."""

from __future__ import annotations

from ..core.registries import (
    agency_parts,
    api_parts,
    home_sections,
    part_contents,
    reference_data,
    required_parts,
    role_additions,
    search_sources,
    translation_fields,
)
from ..editorial.registries import (
    page_timings,
    page_twins,
    publish_requirements,
    slip_targets,
)
from .completeness import REGISTERS
from .public.home_sections import SECTIONS
from .public.openapi import PROJECTS as API
from .public.related import LOCATED, OWNED
from .publishing_rules import PROJECT_TIMING, PROJECT_TWINS, REQUIREMENTS
from .reference_data import CAPITAL_SOURCES
from .required import PART
from .role_additions import INVESTMENT
from .search import PROJECTS
from .slip_targets import PROJECT
from .translation_fields import FIELDS

for _section in SECTIONS:
    home_sections.register(_section.code, _section)
for _part in (OWNED, LOCATED):
    agency_parts.register(_part.code, _part)
api_parts.register(API.code, API)
role_additions.register(INVESTMENT.code, INVESTMENT)
reference_data.register(CAPITAL_SOURCES.code, CAPITAL_SOURCES)
required_parts.register(PART.code, PART)
part_contents.register(REGISTERS.code, REGISTERS)
search_sources.register(PROJECTS.code, PROJECTS)
slip_targets.register(PROJECT.code, PROJECT)
for _requirement in REQUIREMENTS:
    publish_requirements.register(_requirement.code, _requirement)
page_timings.register(PROJECT_TIMING.code, PROJECT_TIMING)
page_twins.register(PROJECT_TWINS.code, PROJECT_TWINS)
for _fields in FIELDS:
    translation_fields.register(_fields.code, _fields)
