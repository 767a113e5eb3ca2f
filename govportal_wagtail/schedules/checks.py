"""Start-up checks of the schedules: what would stop a clerk in the middle of the work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from .staff.desk_sheet import FORM_FIELDS


@register()
def check_form_size(**kwargs: Any) -> list[CheckMessage]:
    """Django takes as many fields of a form as the desk of a full week sends."""
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if limit is None or limit >= FORM_FIELDS:
        return []
    return [
        Warning(
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}; a full week of a schedule sends up to "
            f"{FORM_FIELDS} fields and would be refused.",
            hint="Import govportal_wagtail.defaults into your settings, or set at least "
            "DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000.",
            id="govportal.W012",
        )
    ]
