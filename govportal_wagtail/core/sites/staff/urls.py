"""Addresses of the screens, below the admin's."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from . import content_views, domain_views, site_views, wizard

_patterns: list[URLPattern | URLResolver] = [
    path("", site_views.index, name="index"),
    path("new/", wizard.create, name="create"),
    path("<int:pk>/", site_views.detail, name="detail"),
    path("<int:pk>/launch/", site_views.launch, name="launch"),
    path("<int:pk>/close/", site_views.close, name="close"),
    path("content/", content_views.index, name="content"),
    path("<int:pk>/content/", content_views.detail, name="site_content"),
    path("<int:pk>/content/<slug:code>/", content_views.make, name="make_part"),
    path("domains/", domain_views.index, name="domains"),
    path("domains/request/", domain_views.request_name, name="domain_request"),
    path("domains/<int:pk>/", domain_views.detail, name="domain"),
    path("domains/<int:pk>/<slug:state>/", domain_views.decide, name="domain_decide"),
]


def get_admin_urls() -> list[URLPattern | URLResolver]:
    """What the hook ``register_admin_urls`` returns."""
    return [path("portal-sites/", include((_patterns, "govportal_sites")))]
