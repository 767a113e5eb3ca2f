"""Application configuration of the editorial app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """Supply slips, the editorial flow, its log, and what happens after publication."""

    name = "govportal_wagtail.editorial"
    label = "govportal_editorial"
    verbose_name = _("Portal: editorial work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the receivers and registrations."""
        from . import receivers, registrations  # noqa: F401, PLC0415
