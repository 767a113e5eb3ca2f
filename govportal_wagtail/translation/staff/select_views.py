"""Select a posted page for translation."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from ...core.form_errors import add_errors
from ...core.models import PortalSite
from ...editorial.publication import portal_site_of
from .. import flow, rights, section_tasks, sections, selection, units
from ..errors import TranslationError
from ..models import PageTranslation, SectionSelection
from .forms import SelectForm
from .screens import TranslationScreen

#: Earlier selections of a section that its screen shows.
_RUNS: Final = 5


@method_decorator(never_cache, name="dispatch")
class SelectView(TranslationScreen):
    """The form: language, reason, unit, last day; and the pages that come along."""

    page_title = _("Have a page translated")
    template_name = "govportal/translation/staff/select.html"
    site: PortalSite

    @cached_property
    def page(self) -> Page:
        """The page of the address, in the site's own language.

        Raises:
            Http404: where there is none.
        """
        found = Page.objects.filter(pk=self.kwargs["page_id"], depth__gt=1).first()
        if found is None:
            raise Http404
        return found.specific

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only for the newsroom of the page's site; others are not told that it exists.

        Raises:
            Http404: where there is no such page.
            PermissionDenied: for everybody else.
        """
        site = portal_site_of(self.page)
        if site is None or not rights.selects(request.user, site):
            raise PermissionDenied
        self.site = site
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Which page."""
        return str(self.page.title)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, what is in the way, what is selected already."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if "form" not in context:
            unit = units.regulated_unit(self.site)
            context["form"] = self._form(initial={"unit": unit})
        known = PageTranslation.objects.of_source(self.page).select_related("locale")
        return context | {
            "page": self.page,
            "known": known,
            "runs": SectionSelection.objects.filter(section=self.page)[:_RUNS],
            "problem": self._problem(),
            "languages": rights.languages_of(self.site),
            "media": context["form"].media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Select it."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._again(form)
        given = dict(form.cleaned_data)
        locale, with_section = given.pop("locale"), given.pop("with_section", False)
        try:
            if with_section:
                return self._section(sections.order(self.page, locale, request.user, **given))
            rows = flow.select(self.page, locale, request.user, **given)
        except TranslationError as error:
            add_errors(form, error)
            return self._again(form)
        message = _t("Selected for translation: %(count)d, with the pages above it.")
        messages.success(request, message % {"count": len(rows)})
        return redirect("govportal_translation:translation", rows[-1].pk)

    def _section(self, run: SectionSelection) -> HttpResponse:
        section_tasks.select_section.enqueue(run.pk, get_language() or "vi")
        return redirect("govportal_translation:section", run.pk)

    def _form(self, *args: Any, **kwargs: Any) -> SelectForm:
        below = self.page.get_descendants().live().filter(alias_of=None).count()
        return SelectForm(*args, portal_site=self.site, below=below, **kwargs)

    def _problem(self) -> str:
        try:
            selection.check_source(self.page, self.site)
        except TranslationError as error:
            return " ".join(error.messages)
        return ""

    def _again(self, form: SelectForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
