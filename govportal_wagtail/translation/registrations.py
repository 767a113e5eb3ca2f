"""What the translation app adds to the registries of earlier layers."""

from __future__ import annotations

from functools import partial

from wagtail_localize.segments import StringSegmentValue

from ..core.registries import page_notes, reference_data, string_makers
from ..editorial.registries import publish_requirements, work_screens
from . import mails, reminding  # noqa: F401 - they register themselves
from .earlier_rows import EARLIER_ROWS
from .in_the_flow import SIDE_BY_SIDE
from .notes import TRANSLATED
from .publishing_rules import COMPLETE

page_notes.register(TRANSLATED.code, TRANSLATED)
string_makers.register("string", partial(StringSegmentValue, ""))
reference_data.register(EARLIER_ROWS.code, EARLIER_ROWS)
publish_requirements.register(COMPLETE.code, COMPLETE)
work_screens.register(SIDE_BY_SIDE.code, SIDE_BY_SIDE)
