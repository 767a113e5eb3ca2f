"""Which translation a screen shows, and to whom."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from .. import rights
from ..models import PageTranslation


def translation_for(user: Any, pk: int) -> PageTranslation:
    """One translation with what its screen names.

    Raises:
        Http404: where there is none that the user may see.
    """
    named = ("locale", "source", "target", "unit", "portal_site__site__root_page")
    found = rights.visible(user).filter(pk=pk).select_related(*named).first()
    if found is None:
        raise Http404
    return found
