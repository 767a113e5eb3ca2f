"""Menu entries, addresses and log entries of the supply slips."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from ...core.menu import ShownMenuItem
from .. import holding
from ..ledger import LOG_ACTION
from ..roles import NEWSROOM, roles_by_site
from ..vocabulary import EventKind
from . import slip_access, slip_actions, slip_list, slip_views
from .menu import ENTRY_HOOK

_URLS = [
    path("", slip_list.SlipListView.as_view(), name="index"),
    path("results/", slip_list.SlipListView.as_view(results_only=True), name="index_results"),
    path("new/", slip_views.AddView.as_view(), name="add"),
    path("enter/", slip_views.EnterView.as_view(), name="enter"),
    path("<int:pk>/", slip_actions.ShowView.as_view(), name="show"),
    path("<int:pk>/edit/", slip_views.EditView.as_view(), name="edit"),
    path("<int:pk>/sign/", slip_actions.SignView.as_view(), name="sign"),
    path("<int:pk>/receive/", slip_actions.ReceiveView.as_view(), name="receive"),
    path("<int:pk>/print/", slip_actions.print_slip, name="print"),
]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens of the slips."""
    return [path("editorial/slips/", include((_URLS, "editorial_slips")))]


@hooks.register(ENTRY_HOOK)
def register_menu() -> MenuItem:
    """The register of slips."""
    return ShownMenuItem(
        _("Supply slips"),
        reverse_lazy("editorial_slips:index"),
        name="govportal-slips",
        icon_name="form",
        order=25,
        shown_to=slip_access.works_with_slips,
    )


@hooks.register("construct_document_chooser_queryset")
def hide_held_documents(documents: Any, request: HttpRequest) -> Any:
    """Suppliers choose only their own among the files that are not public yet."""
    return _without_held(documents, request.user)


@hooks.register("construct_image_chooser_queryset")
def hide_held_images(images: Any, request: HttpRequest) -> Any:
    """The same for photos."""
    return _without_held(images, request.user)


def _without_held(files: Any, user: Any) -> Any:
    if user.is_superuser or any(held & NEWSROOM for held in roles_by_site(user).values()):
        return files
    private = list(holding.held().values_list("pk", flat=True))
    return files.exclude(~Q(uploaded_by_user=user.pk), collection__in=private)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happens on an item's way, in Wagtail's reports and histories."""
    for kind in EventKind:
        code = LOG_ACTION.format(kind=kind.value)
        # Another area may have a wording of its own for what it does.
        if code not in actions.formatters:
            actions.register_action(code)(_formatter(kind))


def _formatter(kind: EventKind) -> type[LogFormatter]:
    class EventFormatter(LogFormatter):  # type: ignore[misc]
        label = kind.label

        def format_message(self, log_entry: Any) -> str:
            reason = log_entry.data.get("reason", "")
            return f"{kind.label}: {reason}" if reason else str(kind.label)

    return EventFormatter
