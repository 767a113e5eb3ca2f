"""The glossary as a table, for a unit that works with a program of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views import View
from django.views.decorators.cache import never_cache
from wagtail.models import Locale

from ...core.downloads import csv_pieces, download
from .. import rights
from ..terms import terms_of
from .screens import ForStaffMixin


@method_decorator(never_cache, name="dispatch")
class GlossaryView(ForStaffMixin, View):
    """All terms of a language on the sites for which the user works."""

    def get(self, request: HttpRequest, language: str) -> StreamingHttpResponse:
        """The table, one row for each term with its translation.

        Raises:
            Http404: for a language that the portal does not have.
        """
        locale = Locale.objects.filter(language_code=language).first()
        if locale is None:
            raise Http404
        sites = rights.glossary_sites(request.user)
        headings = (
            capfirst(pgettext("glossary", "term")),
            capfirst(pgettext("glossary", "translation")),
            capfirst(_("also accepted")),
            capfirst(_("kind")),
            capfirst(_("note for translators")),
        )
        rows = (
            (each.source, each.targets[0], "; ".join(each.targets[1:]), each.kind, each.note)
            for each in terms_of(sites, locale)
        )
        return download(csv_pieces(headings, rows), f"glossary-{language}.csv")
