"""Menu entries, addresses and buttons of what follows publication."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import pgettext_lazy as _p
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from .. import afterwards_access as access
from .. import corrections, reports, reviews, takedowns
from ..models import ReportState, TakedownState
from . import afterwards_urls
from .menu import ENTRY_HOOK


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    """The screens."""
    return afterwards_urls.get_admin_urls()


class _CountedItem(MenuItem):  # type: ignore[misc]
    """An entry for the newsroom with the number of what waits."""

    def __init__(
        self,
        label: str | Promise,
        url_name: str,
        count: Callable[[Any], int],
        **options: Any,
    ) -> None:
        super().__init__(label, reverse(url_name), **options)
        self._count = count

    def is_shown(self, request: HttpRequest) -> bool:
        return access.works_in_newsroom(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        number = self._count(request.user)
        label = f"{self.label} ({number})" if number else str(self.label)
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


def _new_reports(user: Any) -> int:
    return reports.visible(user).filter(state=ReportState.NEW).count()


def _pending_takedowns(user: Any) -> int:
    return int(takedowns.visible(user).filter(state=TakedownState.PENDING).count())


def _due_reviews(user: Any) -> int:
    due = reviews.visible(user).filter(archived_on=None, next_on__lte=timezone.localdate())
    return due.count()


@hooks.register(ENTRY_HOOK)
def register_reports_entry() -> MenuItem:
    """Readers' reports."""
    return _CountedItem(
        _p("editorial menu", "Reports of readers"),
        "editorial_after:reports",
        _new_reports,
        name="govportal-reports",
        icon_name="warning",
        order=600,
    )


@hooks.register(ENTRY_HOOK)
def register_takedowns_entry() -> MenuItem:
    """Takedowns."""
    return _CountedItem(
        _p("editorial menu", "Takedowns"),
        "editorial_after:takedowns",
        _pending_takedowns,
        name="govportal-takedowns",
        icon_name="no-view",
        order=610,
    )


@hooks.register(ENTRY_HOOK)
def register_reviews_entry() -> MenuItem:
    """Reviews."""
    return _CountedItem(
        _p("editorial menu", "Reviews"),
        "editorial_after:reviews",
        _due_reviews,
        name="govportal-reviews",
        icon_name="calendar-check",
        order=620,
    )


@hooks.register("register_page_header_buttons")
def page_header_buttons(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """What the newsroom does with a page that is public."""
    if not page.live or not access.works_in_newsroom(user):
        return
    portal_site = access.portal_site_of(page)
    if portal_site is None or not access.is_of_newsroom(user, portal_site):
        return
    if not page.alias_of_id:
        yield Button(
            gettext("Correction notice"),
            reverse("editorial_after:corrections", args=[page.pk]),
            icon_name="edit",
            priority=80,
        )
    yield Button(
        gettext("Review and archive"),
        reverse("editorial_after:review", args=[page.pk]),
        icon_name="calendar-check",
        priority=81,
    )
    if access.may_take_down(user, portal_site) and not access.is_home(page, portal_site):
        yield Button(
            gettext("Take down at once"),
            reverse("editorial_after:take_down", args=[page.pk]),
            icon_name="warning",
            priority=82,
        )


@hooks.register("before_edit_page")
def show_waiting_notices(request: HttpRequest, page: Page) -> None:
    """Whoever edits or approves a change sees the notices that become public with it."""
    if request.method != "GET" or request.headers.get("X-Requested-With"):
        return
    waiting = list(corrections.waiting(page).values_list("text", flat=True)[:3])
    if not waiting:
        return
    text = ngettext(
        "A notice becomes public with this change: %(texts)s",
        "Notices become public with this change: %(texts)s",
        len(waiting),
    )
    address = reverse("editorial_after:corrections", args=[page.pk])
    messages.info(
        request,
        text % {"texts": " / ".join(waiting)},
        buttons=[messages.button(address, gettext("Notices of this page"))],
    )
