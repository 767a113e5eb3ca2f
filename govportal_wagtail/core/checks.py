"""The start-up check that must not live in the app whose absence it reports."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register


@register()
def check_umbrella_app(**kwargs: Any) -> list[CheckMessage]:
    """The app that carries the translations and the other checks is installed."""
    if apps.is_installed("govportal_wagtail"):
        return []
    return [
        Error(
            "'govportal_wagtail' is not in INSTALLED_APPS.",
            hint="Add it above its sub-apps: it carries the translations and the start-up checks.",
            id="govportal.E001",
        )
    ]
