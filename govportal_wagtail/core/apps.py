"""Configuration of the core app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Connects what the app registers with earlier layers."""

    name = "govportal_wagtail.core"
    label = "govportal_core"
    verbose_name = _("Portal: organisations and settings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load registrations and signal receivers."""
        from . import file_receivers, receivers, registrations  # noqa: F401, PLC0415
        from .search import receivers as search_receivers  # noqa: F401, PLC0415
