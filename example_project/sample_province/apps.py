"""The sample province's app."""

from __future__ import annotations

from django.apps import AppConfig


class SampleProvinceConfig(AppConfig):
    """Stands first in INSTALLED_APPS so that its templates and styles win."""

    name = "sample_province"
    verbose_name = "Thanh Giang"
