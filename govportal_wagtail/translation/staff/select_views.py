"""Select a posted page for translation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.models import Page

from ...core.form_errors import add_errors
from ...core.models import PortalSite
from ...editorial.publication import portal_site_of
from .. import flow, rights, selection, units
from ..errors import TranslationError
from ..models import PageTranslation
from .forms import SelectForm
from .screens import TranslationScreen


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
            context["form"] = SelectForm(initial={"unit": unit}, portal_site=self.site)
        known = PageTranslation.objects.of_source(self.page).select_related("locale")
        return context | {
            "page": self.page,
            "known": known,
            "problem": self._problem(),
            "languages": rights.languages_of(self.site),
            "media": context["form"].media,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Select it."""
        form = SelectForm(request.POST, portal_site=self.site)
        if not form.is_valid():
            return self._again(form)
        data = form.cleaned_data
        try:
            rows = flow.select(
                self.page,
                data["locale"],
                request.user,
                reason=data["reason"].strip(),
                unit=data["unit"],
                due_on=data["due_on"],
            )
        except TranslationError as error:
            add_errors(form, error)
            return self._again(form)
        message = _t("Selected for translation: %(count)d, with the pages above it.")
        messages.success(request, message % {"count": len(rows)})
        return redirect("govportal_translation:translation", rows[-1].pk)

    def _problem(self) -> str:
        try:
            selection.check_source(self.page, self.site)
        except TranslationError as error:
            return " ".join(error.messages)
        return ""

    def _again(self, form: SelectForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
