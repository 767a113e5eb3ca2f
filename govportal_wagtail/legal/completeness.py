"""What a required library of documents lacks although it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.network import Reach
from ..core.registries import Label, PartContent
from .models import LegalDocumentIndexPage, RegisterEntry

__all__ = ["LIBRARIES"]


def is_library(model: type[Page]) -> bool:
    """Return whether pages of a class are libraries."""
    return issubclass(model, LegalDocumentIndexPage)


def gaps_of_libraries(page_ids: Sequence[int]) -> Mapping[int, Label]:
    """Return the libraries of their own that hold no public document."""
    own = LegalDocumentIndexPage.objects.filter(pk__in=page_ids, reach=Reach.OWN)
    filled = RegisterEntry.objects.public().filter(library__in=page_ids).order_by()
    empty = own.exclude(pk__in=filled.values("library").distinct())
    return dict.fromkeys(
        empty.values_list("pk", flat=True), _("The library has no public document.")
    )


LIBRARIES: Final = PartContent("libraries", is_library, gaps_of_libraries)
