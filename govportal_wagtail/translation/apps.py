"""Configuration of the translation app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationConfig(AppConfig):
    """Connects what the app registers with earlier layers; needs ``wagtail_localize`` installed."""

    name = "govportal_wagtail.translation"
    label = "govportal_translation"
    verbose_name = _("Portal: translation")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load checks, registrations and signal receivers."""
        from . import checks, fields, receivers, registrations  # noqa: F401, PLC0415

        fields.declare_all()
