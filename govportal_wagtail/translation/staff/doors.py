"""Every way into wagtail-localize's own screens, closed or led to ours.

As shipped they let whoever holds one permission copy any page out, publish beside the workflow and
read every title. Their addresses are taken first here; what remains in use asks the same as ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import edit_translation

from .. import rights
from ..models import PageTranslation
from . import access

View = Callable[..., HttpResponseBase]
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


def for_translators(view: View) -> View:
    """A screen of wagtail-localize for who works on the text now, and for nobody else."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponseBase:
        record = get_object_or_404(Translation.objects.select_related("source"), pk=translation_id)
        row = PageTranslation.objects.filter(
            source_key=record.source.object_id, locale=record.target_locale_id
        ).first()
        if row is None or not rights.translates(request.user, row):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD") and not row.is_in_work:
            raise PermissionDenied
        return view(request, translation_id=translation_id, **kwargs)

    return guarded


_TRANSLATION: Final = "translate/<int:translation_id>/"
_ADDRESSES: Final[list[Any]] = [
    path("submit/page/<int:page_id>/", to_selection),
    path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", closed),
    path("update/<int:translation_source_id>/", to_translation),
    path(
        f"{_TRANSLATION}strings/<int:string_segment_id>/edit/",
        for_translators(edit_translation.edit_string_translation),
    ),
    path(
        f"{_TRANSLATION}overrides/<int:overridable_segment_id>/edit/",
        for_translators(edit_translation.edit_override),
    ),
    path(f"{_TRANSLATION}pofile/download/", for_translators(edit_translation.download_pofile)),
    path(f"{_TRANSLATION}pofile/upload/", for_translators(edit_translation.upload_pofile)),
    path(f"{_TRANSLATION}machine_translate/", closed),
    path(f"{_TRANSLATION}preview/", for_translators(edit_translation.preview_translation)),
    path(
        f"{_TRANSLATION}preview/<str:mode>/",
        for_translators(edit_translation.preview_translation),
    ),
    path(f"{_TRANSLATION}disable/", closed),
    path("page/<int:page_id>/convert_to_alias/", closed),
    path("reports/translations/", to_list),
    path("reports/translations/results/", to_list),
    path("api/snippets/<slug:app_label>/<slug:model_name>/", closed),
    path("api/snippets/<slug:app_label>/<slug:model_name>/<str:pk>/", closed),
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
    row = access.of_target(page)
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
