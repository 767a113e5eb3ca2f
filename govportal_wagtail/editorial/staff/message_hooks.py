"""Menu entries and addresses of the messages."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from . import message_views as views
from .menu import ENTRY_HOOK

_URLS = [
    path("", views.MessagesView.as_view(), name="index"),
    path("read/", views.read_all, name="read_all"),
    path("<int:pk>/read/", views.read_message, name="read"),
    path("<int:pk>/open/", views.open_message, name="open"),
]


class _MessagesMenuItem(MenuItem):  # type: ignore[misc]
    """The entry says how many messages are unread."""

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        # The item is shared by all requests; the component is made for this one.
        component.label = views.label_with_count(request.user)
        return component


@hooks.register("register_admin_urls")
def register_message_urls() -> list[Any]:
    """The user's own messages."""
    return [path("govportal-messages/", include((_URLS, "editorial_messages")))]


@hooks.register(ENTRY_HOOK)
def register_message_menu() -> MenuItem:
    """The last of the entries of editorial work that everybody has."""
    return _MessagesMenuItem(
        views.MessagesView.page_title,
        reverse_lazy("editorial_messages:index"),
        name="govportal-messages",
        icon_name="mail",
        order=900,
    )


@hooks.register("register_account_settings_panel")
def register_preference(request: HttpRequest, user: Any, profile: Any) -> views.PreferencePanel:
    """Whether one wants a mail for each message or one a day."""
    return views.PreferencePanel(request, user, profile)
