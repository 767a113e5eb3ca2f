"""Configuration of the investment app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvestmentConfig(AppConfig):
    """Connects what the app registers with earlier layers."""

    name = "govportal_wagtail.investment"
    label = "govportal_investment"
    verbose_name = _("Portal: public investment projects")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load registrations and signal receivers."""
        from . import receivers, registrations  # noqa: F401, PLC0415
