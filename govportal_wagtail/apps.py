"""The umbrella app: carries the translations and the start-up checks of the whole package."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GovportalConfig(AppConfig):
    """Must be installed for the catalogues in ``locale/`` to be found."""

    name = "govportal_wagtail"
    label = "govportal"
    verbose_name = _("Government portal")

    def ready(self) -> None:
        """Register the start-up checks."""
        from . import checks  # noqa: F401, PLC0415
