"""The app that carries the catalogues; it has no models, views or templates."""

from __future__ import annotations

from django.apps import AppConfig
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.views import i18n


class AdminVietnameseConfig(AppConfig):
    """Stands above Wagtail's apps in INSTALLED_APPS: Django lets the earlier catalogue win."""

    name = "govportal_wagtail.admin_vi"
    label = "govportal_admin_vi"
    # Not translated: it would be the only string of the package outside its own catalogue.
    verbose_name = "Wagtail admin: Vietnamese"

    def ready(self) -> None:
        """Let the admin's scripts speak Vietnamese too.

        Wagtail serves them the strings of its own app alone and has no setting for more;
        ``localized_js_catalog`` looks this name up on every request.
        """
        i18n.js_catalog = JavaScriptCatalog.as_view(packages=["wagtail.admin", self.name])
