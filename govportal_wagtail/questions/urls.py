"""Public addresses of the questions app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from .public import page_urls, rating_urls
from .public import urls as asker_urls

app_name = "govportal_questions"

#: What finds its own addresses only outside the namespace of the app.
top_level_urlpatterns: list[URLPattern | URLResolver] = page_urls.top_level_urlpatterns

urlpatterns: list[URLPattern | URLResolver] = [
    *asker_urls.urlpatterns,
    *page_urls.urlpatterns,
    *rating_urls.urlpatterns,
]
