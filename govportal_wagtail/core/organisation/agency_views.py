"""The tree of agencies and the report on duplicates in the admin."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from ... import conf
from ..models import Agency
from ..pagination import page_of
from .duplicates import Likeness, find_duplicates
from .tree import build

NAMESPACE: Final = "wagtailsnippets_govportal_core_agency"
_STATES: Final = ("today", "ended")
_PAGE: Final = 50


def may_import(user: Any) -> bool:
    """Whether the user may add and change agencies."""
    return bool(
        user.has_perm("govportal_core.add_agency") and user.has_perm("govportal_core.change_agency")
    )


def tabs(request: HttpRequest, active: str) -> list[dict[str, Any]]:
    """The screens of the register of agencies that the user may open."""
    found = [
        ("list", pgettext_lazy("register of agencies", "List")),
        ("tree", _("Organisation tree")),
        ("duplicates", _("Duplicates")),
    ]
    if may_import(request.user):
        found.append(("import", _("Import agencies")))
    return [
        {"url": reverse(f"{NAMESPACE}:{name}"), "label": label, "is_active": name == active}
        for name, label in found
    ]


class AgencyScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about the whole register of agencies."""

    model = Agency
    any_permission_required: list[str] | None = ["add", "change", "delete", "view"]
    header_icon = "group"
    #: Which of the tabs the screen is.
    tab = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way from the list."""
        plural = capfirst(str(Agency._meta.verbose_name_plural))
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{NAMESPACE}:list"), "label": plural},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What every screen shows."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        may_change = self.user_has_permission("change")
        return context | {"tabs": tabs(self.request, self.tab), "may_change": may_change}


class AgencyTreeView(AgencyScreen):
    """All agencies as a tree, or the branch below ``?root=``; two queries for the register."""

    page_title = _("Organisation tree")
    template_name = "govportal/admin/organisation/tree.html"
    tab = "tree"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tree.

        Raises:
            Http404: for a branch that does not exist.
        """
        query = self.request.GET.get("q", "")[: conf.SEARCH_QUERY_LENGTH].strip()
        state = self.request.GET.get("state", "")
        state = state if state in _STATES else ""
        forest = build(on=timezone.localdate(), root=self._root, query=query, state=state)
        if self._root is not None and not forest.trail:
            raise Http404
        return super().get_context_data(
            forest=forest,
            query=query,
            state=state,
            root=self._root,
            list_url=reverse(f"{NAMESPACE}:list"),
            kept=urlencode(
                {key: value for key, value in [("q", query), ("state", state)] if value}
            ),
            **kwargs,
        )

    @cached_property
    def _root(self) -> int | None:
        root = self.request.GET.get("root", "")
        if not root:
            return None
        if not (root.isascii() and root.isdecimal() and len(root) < 19):
            raise Http404
        return int(root)


class DuplicatesView(AgencyScreen):
    """Agencies that stand in the register twice; one query for the register."""

    page_title = _("Duplicates")
    template_name = "govportal/admin/organisation/duplicates.html"
    tab = "duplicates"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The groups, those below one agency first."""
        groups = find_duplicates(on=timezone.localdate())
        groups.sort(key=lambda group: list(Likeness).index(group.likeness))
        page = page_of(groups, self.request, size=_PAGE)
        return super().get_context_data(page_obj=page, total=len(groups), **kwargs)


class ImporterScreen(AgencyScreen):
    """A screen for those who may add and change agencies."""

    page_title = _("Import agencies")
    header_icon = "upload"
    any_permission_required = None
    tab = "import"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may.

        Raises:
            PermissionDenied: where one of the two permissions is missing.
        """
        if not may_import(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
