"""Translations as items of the editorial flow: who answers for them, where their text is."""

from __future__ import annotations

from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ..core.models import Agency
from ..editorial import access
from ..editorial.models import EditorialItem
from ..editorial.registries import WorkPlace, WorkScreen
from . import rights
from .models import PageTranslation


def item_of(row: PageTranslation, user: Any) -> EditorialItem | None:
    """The newest item of the translation in the editorial flow, if the user may see it."""
    items = access.visible_items(user).filter(page=row.target_id) if row.target_id else None
    return items.order_by("-pk").first() if items is not None else None


def of_page(page: Page) -> PageTranslation | None:
    """The translation whose text the page is; None for every other page."""
    found = PageTranslation.objects.filter(target=page.pk) if page.pk else None
    return found.select_related("unit").first() if found is not None else None


def _unit_of(page: Page) -> Agency | None:
    row = of_page(page)
    return row.unit if row else None


def _work_place(item: EditorialItem, user: Any) -> WorkPlace | None:
    row = of_page(item.page) if item.page else None
    if row is None or not rights.visible(user).filter(pk=row.pk).exists():
        return None
    is_writer = row.is_in_work and rights.translates(user, row)
    label = _("Go on translating") if is_writer else _("Compare with the source")
    return WorkPlace(label, reverse("govportal_translation:translation", args=[row.pk]))


SIDE_BY_SIDE: Final = WorkScreen(
    "translation",
    _work_place,
    pgettext_lazy("origin of an item", "translation"),
    # The unit that translates supplies the text (Lạng Sơn 40/2024, Article 8.3).
    _unit_of,
)
