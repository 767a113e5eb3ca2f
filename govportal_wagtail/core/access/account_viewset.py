"""The list of accounts of a site with its filters and export, and the addresses of its screens."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from ...regulation.vocabulary import RoleCode
from ..models import Account, Agency, RoleAssignment
from ..vietnamese import fold
from . import account_views, scope
from .scoped_views import scoped

_SEARCHED = (
    "user__last_name",
    "user__first_name",
    "user__username",
    "user__email",
    "agency__name",
)


def _roles(account: Any) -> str:
    return "; ".join(
        f"{each.get_role_display()} ({each.portal_site})" for each in account.roles_in_force
    )


def _state(account: Account) -> str:
    if account.locked_on is None:
        return str(pgettext_lazy("account", "in use"))
    return str(_("locked on %(day)s") % {"day": f"{account.locked_on:%d/%m/%Y}"})


_EXPORTED: dict[str, tuple[Any, Any]] = {
    "name": (_("Full name"), str),
    "username": (_("User name"), lambda account: account.user.get_username()),
    "agency": (_("Agency"), lambda account: account.agency.localized_name),
    "portal_site": (_("Portal site"), lambda account: str(account.portal_site)),
    "roles": (_("Roles"), _roles),
    "state": (_("State"), _state),
    "created_at": (_("Created"), lambda account: account.created_at),
    "locked_on": (_("Locked on"), lambda account: account.locked_on),
    "lock_reason": (_("Reason"), lambda account: account.get_lock_reason_display()),
}


class AccountFilterSet(WagtailFilterSet):
    """Filters of the list; they offer the sites and agencies of the user alone."""

    portal_site = django_filters.ModelChoiceFilter(
        label=_("Portal site"),
        queryset=lambda request: scope.administered_portal_sites(request.user).select_related(
            "site"
        ),
    )
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=lambda request: Agency.objects.filter(
            pk__in=account_views.visible_accounts(request.user).order_by().values("agency")
        ),
    )
    role = django_filters.ChoiceFilter(
        label=_("Role"), choices=RoleCode.choices, method="filter_role"
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[("open", pgettext_lazy("account", "in use")), ("locked", _("locked"))],
        method="filter_state",
    )

    class Meta:
        model = Account
        fields: list[str] = []

    def filter_role(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Accounts that hold the role today."""
        held = RoleAssignment.objects.filter(account=OuterRef("pk"), role=value, ended_at=None)
        return queryset.filter(Exists(held))

    def filter_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Accounts that are locked, or not."""
        return queryset.filter(locked_on__isnull=value != "locked")


class AccountIndexView(IndexView):  # type: ignore[misc]
    """The accounts that the user administers."""

    is_scoped = True
    page_title = _("Staff accounts")
    default_ordering = "user__last_name"
    list_export = list(_EXPORTED)
    export_headings = {name: label for name, (label, _value) in _EXPORTED.items()}
    export_filename = "accounts"
    is_searchable = True
    add_item_label = _("Add an account")

    def get_base_queryset(self) -> QuerySet[Account]:
        """The accounts in scope, with all that their rows name."""
        return account_views.visible_accounts(self.request.user)

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the wanted column, then by name and key, so that pages do not overlap."""
        ordering = self.ordering or self.default_ordering
        return queryset.order_by(ordering, "user__last_name", "user__first_name", "pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Accounts with all words of the query, with or without diacritics."""
        wanted = fold(self.search_query or "").split()
        if not wanted:
            return queryset
        rows = queryset.order_by().prefetch_related(None).values_list("pk", *_SEARCHED)
        found = []
        for pk, *values in rows:
            text = fold(" ".join(values))
            if all(word in text for word in wanted):
                found.append(pk)
        return queryset.filter(pk__in=found)

    @cached_property
    def columns(self) -> list[Any]:
        """Name, user name, agency, site, roles, state and day of creation."""
        return [
            TitleColumn(
                "name",
                label=_("Full name"),
                accessor=str,
                sort_key="user__last_name",
                get_url=self.get_edit_url,
            ),
            Column("username", label=_("User name"), accessor=_EXPORTED["username"][1]),
            Column(
                "agency",
                label=_("Agency"),
                accessor=_EXPORTED["agency"][1],
                sort_key="agency__name",
            ),
            Column("portal_site", label=_("Portal site")),
            Column("roles", label=_("Roles"), accessor=_roles),
            Column("state", label=_("State"), accessor=_state, sort_key="locked_on"),
            DateColumn("created_at", label=_("Created"), sort_key="created_at"),
        ]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One row of the export."""
        return {name: value(item) for name, (_label, value) in _EXPORTED.items()}


@scoped
class AccountViewSet(ModelViewSet):  # type: ignore[misc]
    """Accounts are created, given roles and locked; they are never deleted."""

    model = Account
    icon = "user"
    menu_label = _("Staff accounts")
    menu_name = "govportal-accounts"
    menu_order = 610
    add_to_settings_menu = True
    copy_view_enabled = False
    list_per_page = 50
    form_fields = ["agency"]
    index_view_class = AccountIndexView
    filterset_class = AccountFilterSet
    search_backend_name = None

    def get_urlpatterns(self) -> list[Any]:
        """List, history and our own screens; no form that writes to the record itself."""
        kept = {"index", "index_results", "history", "history_results"}
        patterns = [each for each in super().get_urlpatterns() if each.name in kept]
        views = account_views
        return [
            *patterns,
            path("new/", views.NewAccountView.as_view(), name="add"),
            path("<int:pk>/", views.AccountView.as_view(), name="edit"),
            path("<int:pk>/grant/", views.GrantView.as_view(), name="grant"),
            path(
                "<int:pk>/roles/<int:assignment>/end/", views.EndRoleView.as_view(), name="end_role"
            ),
            path("<int:pk>/lock/", views.LockView.as_view(), name="lock"),
            path("<int:pk>/unlock/", views.UnlockView.as_view(), name="unlock"),
            path("<int:pk>/link/", views.SendLinkView.as_view(), name="send_link"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the views that there are not."""
        found: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        return found | {"delete_url_name": None, "usage_url_name": None}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The list has its own columns and export."""
        found: dict[str, Any] = super().get_index_view_kwargs(**kwargs)
        for name in ("list_display", "list_export", "export_headings", "export_filename"):
            found.pop(name, None)
        return found


account_viewset = AccountViewSet("govportal_accounts", url_prefix="govportal-accounts")
