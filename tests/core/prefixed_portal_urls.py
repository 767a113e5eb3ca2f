"""The example portal with one host for all languages: ``/``, ``/en/`` and ``/ru/``."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from govportal_wagtail import urls as govportal_urls
from govportal_wagtail.admin_vi import urls as admin_vi_urls

handler404 = "govportal_wagtail.core.views.page_not_found"

urlpatterns = [
    path("admin/", include(admin_vi_urls)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *i18n_patterns(
        path("", include(govportal_urls)),
        path("", include(wagtail_urls)),
        prefix_default_language=False,
    ),
]
