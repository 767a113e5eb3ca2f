"""What the editorial app adds to the registries of earlier layers, and to its own."""

from __future__ import annotations

from .registries import publish_requirements
from .requirements import CHARACTERS, SCHEDULE

for _requirement in (CHARACTERS, SCHEDULE):
    publish_requirements.register(_requirement.code, _requirement)
