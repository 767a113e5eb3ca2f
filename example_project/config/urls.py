"""Addresses of the example portal."""

from __future__ import annotations

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from govportal_wagtail import urls as govportal_urls
from govportal_wagtail.admin_vi import urls as admin_vi_urls

handler404 = "govportal_wagtail.core.views.page_not_found"
handler403 = "govportal_wagtail.core.views.permission_denied"
handler500 = "govportal_wagtail.core.views.server_error"

urlpatterns = [
    path("admin/", include(admin_vi_urls)),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # The demo serves its own images; a production server leaves this to the web server.
    re_path(r"^media/(?P<path>images/.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
    path("", include(govportal_urls)),
    path("", include(wagtail_urls)),
]
