"""Public addresses of the sub-apps that are installed; include before Wagtail's own."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path

_SUB_APPS = ("investment", "legal", "pages", "questions", "schedules", "editorial", "core")

urlpatterns: list[URLPattern | URLResolver] = []

for _name in _SUB_APPS:
    if apps.is_installed(f"govportal_wagtail.{_name}"):
        _urls = import_module(f"govportal_wagtail.{_name}.urls")
        # A router of Wagtail's API finds its own addresses only at the top level.
        urlpatterns += getattr(_urls, "top_level_urlpatterns", [])
        urlpatterns.append(path("", include(_urls)))
