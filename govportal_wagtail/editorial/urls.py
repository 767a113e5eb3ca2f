"""Public addresses of the editorial app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from .public import report_urls
from .public import urls as public_urls

app_name = "govportal_editorial"

urlpatterns: list[URLPattern | URLResolver] = [*public_urls.urlpatterns, *report_urls.urlpatterns]
