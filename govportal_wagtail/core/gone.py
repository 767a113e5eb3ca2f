"""Pages that were taken off their address on purpose: the answer is 410 and says so.

Wagtail turns every refusal of a page's ``route`` into an ordinary 404. What the page knows is
therefore kept on the request, where the handler of 404 finds it.
"""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest
from wagtail.models import Page

from .registries import GoneNotice, page_absences

_ON_REQUEST: Final = "_govportal_gone"


def remember(page: Page, request: HttpRequest) -> None:
    """Keep what readers are told of a page that is not live; nothing of one merely not published.

    Of a page that not everybody might read, not even its end is told.
    """
    for absence in page_absences:
        notice = absence.find(page, request)
        if notice is not None and not page.get_view_restrictions().exists():
            setattr(request, _ON_REQUEST, notice)
            return


def notice_of(request: HttpRequest) -> GoneNotice | None:
    """What is kept for the page at the address of the request."""
    found: GoneNotice | None = getattr(request, _ON_REQUEST, None)
    return found
