"""Configuration of the regulation app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegulationConfig(AppConfig):
    """Connects what the app registers and listens to."""

    name = "govportal_wagtail.regulation"
    label = "govportal_regulation"
    verbose_name = _("Portal: regulation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load the checks and the signal receivers."""
        from . import checks, receivers  # noqa: F401, PLC0415
