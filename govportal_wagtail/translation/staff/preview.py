"""The draft of a translation as readers will see it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from . import access
from .screens import ForStaffMixin


@method_decorator(never_cache, name="dispatch")
class PreviewView(ForStaffMixin, View):
    """The newest version of the translated page, for whoever sees the translation."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> Any:
        """The page.

        Raises:
            Http404: for a translation that the user may not see, or whose page was deleted.
        """
        row = access.translation_for(request.user, pk)
        if row.target is None:
            raise Http404
        draft = row.target.specific.get_latest_revision_as_object()
        return draft.make_preview_request(request, draft.default_preview_mode)
