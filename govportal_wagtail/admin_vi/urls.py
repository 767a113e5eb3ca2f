"""The strings of the admin's scripts; include above Wagtail's admin, at the same prefix.

Wagtail serves its scripts the strings of its own app alone and has no setting for more.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response

_catalogue = JavaScriptCatalog.as_view(packages=["wagtail.admin", "govportal_wagtail.admin_vi"])


def javascript_catalogue(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The strings in the language that the user prefers."""
    response: HttpResponse = get_localized_response(_catalogue, request, *args, **kwargs)
    return response


urlpatterns = [path("jsi18n/", javascript_catalogue)]
