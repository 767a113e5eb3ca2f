"""Configuration of the questions app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    """Connects what the app registers with earlier layers."""

    name = "govportal_wagtail.questions"
    label = "govportal_questions"
    verbose_name = _("Portal: questions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load registrations and signal receivers."""
        from . import (  # noqa: F401, PLC0415
            consent_receivers,
            mails,
            ratings,
            receivers,
            registrations,
            reminding,
            role_additions,
        )
