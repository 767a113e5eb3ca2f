"""The province's app."""

from __future__ import annotations

from django.apps import AppConfig


class CustomMediaConfig(AppConfig):
    """Own media and user models."""

    name = "tests.projects.custom_media"
    label = "custom_media"
    default_auto_field = "django.db.models.BigAutoField"
