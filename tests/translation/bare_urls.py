"""The addresses of the example portal with wagtail-localize's own views where it puts them."""

from __future__ import annotations

from config.urls import urlpatterns as _of_the_portal
from django.urls import include, path
from wagtail.admin.auth import require_admin_access
from wagtail.utils.urlpatterns import decorate_urlpatterns
from wagtail_localize.wagtail_hooks import register_admin_urls

urlpatterns = [
    path("admin/", include(decorate_urlpatterns(register_admin_urls(), require_admin_access))),
    *_of_the_portal,
]
