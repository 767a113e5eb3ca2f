"""Configuration of the pages app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """Connects what the app registers with earlier layers."""

    name = "govportal_wagtail.pages"
    label = "govportal_pages"
    verbose_name = _("Portal: pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load registrations and signal receivers."""
        from . import receivers, registrations  # noqa: F401, PLC0415
