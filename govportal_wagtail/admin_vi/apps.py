"""The app that carries the catalogues; it has no models or templates."""

from __future__ import annotations

from django.apps import AppConfig


class AdminVietnameseConfig(AppConfig):
    """Stands above Wagtail's apps in INSTALLED_APPS: Django lets the earlier catalogue win."""

    name = "govportal_wagtail.admin_vi"
    label = "govportal_admin_vi"
    # Not translated: it would be the only string of the package outside its own catalogue.
    verbose_name = "Wagtail admin: Vietnamese"
