"""Start-up checks of the profiles: file, key and article of what is wrong."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from . import catalogue


@register()
def check_profiles(**kwargs: Any) -> list[CheckMessage]:
    """Every profile at hand can be read and says nothing impossible."""
    return [Error(str(problem), id="govportal.E101") for problem in catalogue.problems()]
