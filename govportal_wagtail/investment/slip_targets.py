"""Investment projects as what a supply slip may become."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site
from wagtail.rich_text import get_text_for_indexing

from ..core.vietnamese import normalise
from ..editorial.registries import SlipTarget
from .codes import code_key
from .models import InvestmentProjectPage, ProjectFile, ProjectIndexPage, ProjectPhoto

__all__ = ["PROJECT", "is_provisional", "project_parents"]

#: A project cannot be kept without a code; this one says that nobody has stated it yet, and the
#: project cannot be posted with it.
_PROVISIONAL: Final = "CHUA-CO-MA-"
_PROVISIONAL_KEY: Final = code_key(_PROVISIONAL)
_TITLE_LENGTH: Final = 255
_CODE: Final = re.compile(
    r"\bmã\s+(?:số\s+)?(?:dự\s+án|số)\s*:?\s*(?P<code>[0-9A-ZĐ](?:[0-9A-ZĐ./_-]{0,58}[0-9A-ZĐ])?)",
    re.IGNORECASE,
)


def project_parents(site: Site) -> list[Page]:
    """The registers of projects of a site."""
    home = site.root_page
    found = ProjectIndexPage.objects.filter(path__startswith=home.path)
    return list(found.order_by("path"))


def is_provisional(code: str) -> bool:
    """Whether a code only holds the place of one that is not known yet."""
    return code_key(code).startswith(_PROVISIONAL_KEY)


def fill_project(page: InvestmentProjectPage, slip: Any) -> None:
    """Copy what the slip says into a project; a second filling replaces the first.

    The lead is the main objective; the text goes to capacity and scale, from where the newsroom
    moves what belongs elsewhere. The code is read from the slip where it stands there after "mã dự
    án" or "mã số" and no other project of the site has it; else a provisional one keeps its place.
    """
    item = slip.item
    body = get_text_for_indexing(slip.body or "").strip()
    page.title = Truncator(slip.title).chars(_TITLE_LENGTH)
    page.objective = slip.lead or page.objective
    page.scale = body or page.scale
    page.source_url = slip.source_url
    if not page.code or is_provisional(page.code):
        page.code = _code_of(page, slip, body)
    if page._state.adding:
        page.investor = item.agency
    page.photos = [
        ProjectPhoto(image=row.image, alt_text=row.alt, caption=row.caption[:255], sort_order=order)
        for order, row in enumerate(slip.photos.select_related("image"))
    ]
    page.files = [
        ProjectFile(document=row.document, title=row.title, sort_order=order)
        for order, row in enumerate(slip.attachments.select_related("document"))
    ]
    page.derive()


def _code_of(page: InvestmentProjectPage, slip: Any, body: str) -> str:
    below = slip.item.portal_site.site.root_page.path
    others = InvestmentProjectPage.objects.filter(path__startswith=below).exclude(pk=page.pk)
    for code in _codes_in(slip.title, slip.lead, body):
        if not others.filter(code_key=code_key(code)).exists():
            return code
    return f"{_PROVISIONAL}{slip.pk}"


def _codes_in(*texts: str) -> Iterator[str]:
    """What stands where a code does and has a digit."""
    for text in texts:
        for found in _CODE.finditer(normalise(text or "")):
            if any(sign.isdigit() for sign in found["code"]):
                yield found["code"]


PROJECT: Final = SlipTarget(
    code="investment_project",
    label=gettext_lazy("Investment project"),
    model=lambda: InvestmentProjectPage,
    parents=project_parents,
    fill=fill_project,
    order=25,
)
