"""Every way into wagtail-localize's own screens, closed or led to ours.

As shipped they let whoever holds one permission copy any page out, publish beside the workflow and
read every title; whoever may change a page writes its strings at any time, unchecked. Their
addresses are taken first here: texts are written and files taken in on our screens alone.
"""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from .. import in_the_flow, rights

#: Before those of wagtail-localize, which register without an order.
FIRST: Final = -100


def to_selection(request: HttpRequest, page_id: int) -> HttpResponse:
    """To our form of selection, which asks who may."""
    return redirect("govportal_translation:select", page_id)


def to_translation(request: HttpRequest, translation_source_id: int) -> HttpResponse:
    """To the translations of the source that the user may see.

    Raises:
        PermissionDenied: where it is no page, or none of them is for the user to see.
    """
    source = get_object_or_404(TranslationSource, pk=translation_source_id)
    rows = rights.visible(request.user).filter(source_key=source.object_id)
    first = rows.order_by("pk").first()
    if first is None:
        raise PermissionDenied
    return redirect("govportal_translation:translation", first.pk)


def to_list(request: HttpRequest) -> HttpResponse:
    """To our list, which shows what the user may see."""
    return redirect("govportal_translation:translations")


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """What has no place in a moderated portal.

    Raises:
        PermissionDenied: always.
    """
    raise PermissionDenied


_ADDRESSES: Final[list[Any]] = [
    path("submit/page/<int:page_id>/", to_selection),
    path("update/<int:translation_source_id>/", to_translation),
    path("reports/translations/", to_list),
    path("reports/translations/results/", to_list),
    # Also what a later version adds: strings, overrides, files, previews, aliases, snippets, ...
    path("<path:door>", closed),
]


@hooks.register("register_admin_urls", order=FIRST)
def register_addresses() -> list[Any]:
    """The same addresses as wagtail-localize's, before them."""
    return [path("localize/", include(_ADDRESSES))]


@hooks.register("before_edit_page", order=FIRST)
def use_our_editor(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A translation is edited beside its source; an alias of another language is not edited."""
    if page.alias_of_id is not None and page.alias_of.locale_id != page.locale_id:
        return redirect("govportal_translation:select", page.alias_of_id)
    row = in_the_flow.of_page(page)
    if row is None:
        return None
    if not rights.visible(request.user).filter(pk=row.pk).exists():
        raise PermissionDenied
    return redirect("govportal_translation:translation", row.pk)


def _is_of_localize(button: Any) -> bool:
    prefix = reverse("wagtailadmin_home") + "localize/"
    return str(getattr(button, "url", None) or "").startswith(prefix)


@hooks.register("construct_page_listing_buttons")
def leave_out_buttons(buttons: list[Any], *args: Any, **kwargs: Any) -> None:
    """The buttons of wagtail-localize lead where ours do."""
    buttons[:] = [each for each in buttons if not _is_of_localize(each)]


@hooks.register("construct_reports_menu")
def leave_out_report(request: HttpRequest, items: list[Any]) -> None:
    """Its report is replaced by our list."""
    items[:] = [each for each in items if not _is_of_localize(each)]
