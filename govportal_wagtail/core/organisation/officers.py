"""The list of focal officers that agencies report to the portal (Cà Mau 68/2026, Article 8.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from ..access.policies import policy_for
from ..access.scope import managed_portal_sites
from ..models import Agency, Person, PortalSite, Post, SiteState
from .listing import day_column
from .scoping import own_records

_EXPORTED: dict[str, tuple[Any, Callable[[Post], Any]]] = {
    "agency": (_("Agency"), lambda post: post.agency.localized_name),
    "agency_code": (_("Code of the agency"), lambda post: post.agency.code),
    "name": (_("Full name"), lambda post: post.person.name),
    "title": (pgettext_lazy("office", "Post"), lambda post: post.title),
    "phone": (_("Phone"), lambda post: post.phone),
    "email": (_("Official e-mail"), lambda post: post.email),
    "starts_on": (pgettext_lazy("term", "From"), lambda post: post.starts_on),
}


class FocalOfficersFilterSet(WagtailFilterSet):
    """Filters of the list of focal officers."""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=lambda request: Agency.objects.filter(
            pk__in=own_records(request.user, Person).order_by().values("posts__agency")
        ),
    )

    class Meta:
        model = Post
        fields: list[str] = []


def _served_agencies() -> set[int]:
    """The agencies that govern a site and have a focal officer today, in their own units too."""
    parents = dict(Agency.objects.order_by().values_list("pk", "parent_id"))
    governing = set(PortalSite.objects.values_list("agency_id", flat=True))
    named = Post.objects.focal_officers(on=timezone.localdate()).order_by()
    served: set[int] = set()
    for start in set(named.values_list("agency_id", flat=True)):
        seen: set[int] = set()
        agency: int | None = start
        # An officer of a unit answers for the nearest site above it and for no other.
        while agency is not None and agency not in governing and agency not in seen:
            seen.add(agency)
            agency = parents.get(agency)
        if agency in governing:
            served.add(int(agency or 0))
    return served


class FocalOfficersView(ReportView):
    """Who supplies the information of each agency today, and which sites have nobody."""

    model = Post
    page_title = _("Focal officers")
    header_icon = "mail"
    template_name = "govportal/admin/organisation/focal_officers.html"
    index_url_name = "wagtailsnippets_govportal_core_person:focal_officers"
    index_results_url_name = "wagtailsnippets_govportal_core_person:focal_officers_results"
    filterset_class = FocalOfficersFilterSet
    default_ordering = "agency__name"
    any_permission_required = ["add", "change", "delete", "view"]
    is_searchable = True
    search_backend_name = None
    search_fields = ["person__name", "agency__name", "title"]
    list_export = list(_EXPORTED)
    export_headings = {name: label for name, (label, _value) in _EXPORTED.items()}
    export_filename = "focal-officers"

    @cached_property
    def permission_policy(self) -> Any:
        """That of people: posts have none of their own."""
        return policy_for(Person)

    def get_base_queryset(self) -> QuerySet[Post]:
        """The focal officers of today whose records the user keeps."""
        people = own_records(self.request.user, Person).order_by().values("pk")
        posts = Post.objects.focal_officers(on=timezone.localdate()).filter(person__in=people)
        return posts.select_related("agency", "person")

    def get_filtered_queryset(self) -> QuerySet[Post]:
        """The posts that are asked for; filters and search are applied once."""
        return self.get_queryset()  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list, and the sites in use for whose agency nobody is named."""
        sites = managed_portal_sites(self.request.user).exclude(state=SiteState.CLOSED)
        served = _served_agencies()
        without = [
            site for site in sites.select_related("agency", "site") if site.agency_id not in served
        ]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"without_officer": without}

    @cached_property
    def columns(self) -> list[Any]:
        """The columns of the list."""
        return [
            TitleColumn(
                "name", label=_("Full name"), accessor=_EXPORTED["name"][1], get_url=self._edit_url
            ),
            Column("agency", label=_("Agency"), sort_key="agency__name"),
            Column("title", label=pgettext_lazy("office", "Post")),
            Column("phone", label=_("Phone")),
            Column("email", label=_("Official e-mail")),
            day_column("starts_on", pgettext_lazy("term", "From")),
        ]

    def to_row_dict(self, item: Post) -> dict[str, Any]:
        """One row of the export."""
        return {name: value(item) for name, (_label, value) in _EXPORTED.items()}

    def _edit_url(self, post: Post) -> str:
        return reverse("wagtailsnippets_govportal_core_person:edit", args=[post.person_id])
