"""The screen of the glossary: the terms of a portal's own."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.kept_records import KeptRecordsPolicy
from ...core.access.policies import add_policy
from ...core.access.scoped_views import scoped
from ...core.models import PortalSite
from ...core.organisation.listing import RegisterIndexView
from ...editorial.roles import NEWSROOM
from ...regulation.presentation.language_names import language_name
from .. import rights
from ..glossary import key_of_term
from ..models import GlossaryTerm
from .language_fields import LanguageFilter


class TermPolicy(KeptRecordsPolicy):
    """The newsroom of a site keeps its terms; that of the portal also those for all sites."""

    def keeps_any(self, user: Any) -> bool:
        """Whether the user works in a newsroom."""
        return rights.works_in_newsroom(user)

    def kept(self, user: Any) -> QuerySet[GlossaryTerm]:
        """The terms of the user's newsrooms."""
        wanted = Q(portal_site__in=rights.reported_sites(user).order_by().values("pk"))
        if keeps_all(user):
            wanted |= Q(portal_site=None)
        return GlossaryTerm.objects.filter(wanted)

    def keeping_roles(self) -> frozenset[str]:
        """The roles of a newsroom."""
        return NEWSROOM


def keeps_all(user: Any) -> bool:
    """Whether the user keeps the terms that hold on all sites."""
    return bool(user.is_superuser or rights.reported_sites(user).filter(portal=None).exists())


# Before the viewset asks for the policy of its model.
add_policy(GlossaryTerm, TermPolicy(GlossaryTerm))


def foreign_locales(user: Any) -> QuerySet[Locale]:
    """The languages into which something is translated on the user's sites."""
    own = rights.reported_sites(user).order_by().values("site__root_page__locale")
    found: QuerySet[Locale] = Locale.objects.exclude(pk__in=own).order_by("language_code")
    return found


class TermForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A term of a site whose newsroom the user is of."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the sites of the user, and the languages into which something is translated."""
        super().__init__(*args, **kwargs)
        site, locale = self.fields["portal_site"], self.fields["locale"]
        sites = rights.reported_sites(self.for_user).select_related("site", "agency")
        site.queryset = sites
        site.required = not keeps_all(self.for_user)
        locale.queryset = foreign_locales(self.for_user)
        locale.empty_label = None
        locale.label_from_instance = lambda found: language_name(found.language_code)

    def clean(self) -> dict[str, Any]:
        """Refuse a term that stands there in other letters: a text that has one has the other."""
        data: dict[str, Any] = super().clean()
        source, locale = data.get("source"), data.get("locale")
        if source and locale and "portal_site" in data:
            others = GlossaryTerm.objects.filter(locale=locale, portal_site=data["portal_site"])
            # One in the same letters the model itself refuses.
            others = others.exclude(pk=self.instance.pk).exclude(source=source)
            key = key_of_term(source)
            for known in others.values_list("source", flat=True):
                if key and key_of_term(known) == key:
                    message = _("The glossary has this term already, written “%(term)s”.")
                    self.add_error("source", message % {"term": known})
                    break
        return data

    def add_error(self, field: Any, error: Any) -> None:
        """Say at the term itself that the glossary has it already."""
        if field is None and NON_FIELD_ERRORS in getattr(error, "error_dict", {}):
            field, error = "source", error.error_dict[NON_FIELD_ERRORS]
        super().add_error(field, error)


def _sites(request: Any) -> QuerySet[PortalSite]:
    return rights.reported_sites(request.user).select_related("site", "agency")


class TermFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the glossary."""

    locale = LanguageFilter(
        label=capfirst(_("language")), queryset=lambda _request: Locale.objects.all()
    )
    portal_site = django_filters.ModelChoiceFilter(
        label=capfirst(_("portal site")), queryset=_sites
    )

    class Meta:
        model = GlossaryTerm
        fields: list[str] = []


class TermIndexView(RegisterIndexView):
    """The list of terms."""

    searched_fields = ["source", "target", "accepted", "note"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones, and a table of terms taken in."""
        return [
            *super().header_more_buttons,
            Button(
                _("Take terms in from a file"),
                url=reverse("govportal_translation:glossary_intake"),
                icon_name="upload",
                priority=50,
            ),
        ]


@scoped
class TermViewSet(SnippetViewSet):
    """Terms that no register has."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = pgettext_lazy("menu", "Glossary")
    menu_name = "govportal-glossary"
    # The list of translations leads here.
    menu_item_is_registered = True
    index_view_class = TermIndexView
    filterset_class = TermFilterSet
    edit_handler = ObjectList(GlossaryTerm.panels, base_form_class=TermForm)
    ordering = ["source", "pk"]
    list_display = [
        "source",
        Column("target", label=capfirst(pgettext_lazy("glossary", "translation"))),
        Column("locale", label=capfirst(_("language")), accessor="language_name"),
        Column(
            "portal_site",
            label=capfirst(_("portal site")),
            accessor=lambda row: row.portal_site or _("all sites"),
        ),
        Column("note", label=capfirst(_("note for translators"))),
    ]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Terms with what their row names."""
        found: QuerySet[Any] = GlossaryTerm.objects.select_related(
            "locale", "portal_site__site", "portal_site__agency"
        )
        return found


glossary_terms = TermViewSet()
