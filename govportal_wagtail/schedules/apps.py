"""Configuration of the schedules app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchedulesConfig(AppConfig):
    """Connects what the app registers with earlier layers."""

    name = "govportal_wagtail.schedules"
    label = "govportal_schedules"
    verbose_name = _("Portal: schedules")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load registrations and signal receivers."""
        from . import checks, mails, receivers, registrations, reminding  # noqa: F401, PLC0415
