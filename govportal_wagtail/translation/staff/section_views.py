"""How far the selection of a section is, and what could not be selected."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from .. import rights, section_tasks
from ..models import SectionSelection
from .screens import TranslationScreen


@method_decorator(never_cache, name="dispatch")
class SectionView(TranslationScreen):
    """The progress; posting goes on with what was interrupted."""

    page_title = _("Selection of a section")
    template_name = "govportal/translation/staff/section.html"

    @cached_property
    def run(self) -> SectionSelection:
        """The selection of the address.

        Raises:
            Http404: where there is none.
        """
        runs = SectionSelection.objects.select_related("locale", "unit", "portal_site__site")
        found: SectionSelection = get_object_or_404(runs, pk=self.kwargs["pk"])
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for the newsroom of the site.

        Raises:
            Http404: where there is no such selection.
            PermissionDenied: for everybody else.
        """
        if not rights.selects(request.user, self.run.portal_site):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which section."""
        return self.run.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The selection."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"run": self.run}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go on; the pages that are selected already are not looked at again."""
        if self.run.finished_at is None:
            section_tasks.select_section.enqueue(self.run.pk, get_language() or "vi")
        return redirect("govportal_translation:section", self.run.pk)
