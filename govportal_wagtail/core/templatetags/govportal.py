"""Tags and filters that every template of a portal may use: ``{% load govportal %}``."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.core.paginator import Page as PaginatorPage
from django.http import HttpRequest
from django.template import Context, loader
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from .. import dates, head, navigation, page_hosts
from ..identity import portal_settings as settings_of
from ..models import PortalPageMixin, PortalSettings
from ..models.names import Untranslated
from ..registries import page_notes as registered_notes

register = template.Library()
_UNITS = ("KB", "MB", "GB", "TB")


@register.simple_tag(takes_context=True)
def portal_settings(context: Context) -> PortalSettings | None:
    """Identity, contacts and ``link_groups`` of the request's site; None without a request."""
    request = _request(context)
    return settings_of(request) if request else None


@register.filter
def full_address(page: Page) -> str:
    """The whole address of a page on the host of its language, whatever class it was read as."""
    return page_hosts.full_address(page)


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[navigation.MenuItem]:
    """The menu of the site, two levels."""
    request = _request(context)
    return navigation.main_menu(request, _page(context)) if request else []


@register.simple_tag(takes_context=True)
def home_url(context: Context) -> str:
    """The address of the home page in the language of the page; ``/`` where there is none."""
    request = _request(context)
    home = navigation.current_home(request, _page(context)) if request else None
    return home.url if home else "/"


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[navigation.Crumb]:
    """Steps from the home page to the current page, which is the last and has no ``url``."""
    request = _request(context)
    return navigation.breadcrumbs(request, _page(context)) if request else []


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[navigation.LanguageLink]:
    """The current page in each language, or what comes nearest to it there.

    None where the page itself is one that speaks several languages, such as a form.
    """
    request = _request(context)
    if request is None or "languages_here" in context:
        return []
    return navigation.known_language_links(request, _page(context))


@register.inclusion_tag("govportal/tags/metadata_head.html", takes_context=True)
def metadata_head(context: Context) -> dict[str, Any]:
    """Dublin Core, description, addresses, languages, Open Graph and JSON-LD of the page."""
    request, page = _request(context), _page(context)
    robots = context.get("robots", "")
    if request is None or page is None:
        return {"robots": robots}
    values = head.describe(request, page, language_links(context))
    is_preview = getattr(request, "is_preview", False)
    return {**values, "robots": "noindex" if is_preview else robots}


@register.inclusion_tag("govportal/tags/feed_links.html", takes_context=True)
def feed_links(context: Context) -> dict[str, Any]:
    """Links to the feeds of the current page, of those a page names in ``get_feed_links``."""
    request, page = _request(context), _page(context)
    links: list[dict[str, Any]] = []
    if request is not None and page is not None and hasattr(page, "get_feed_links"):
        links = page.get_feed_links(request)
    elif context.get("feed_url"):
        title = page.title if page else ""
        links = [{"title": title, "url": context["feed_url"], "type": "application/atom+xml"}]
    return {"links": links}


@register.simple_tag(takes_context=True)
def page_notes(context: Context, place: str) -> str:
    """What apps have to say on the current page, "above" or "below" its content."""
    request, page = _request(context), _page(context)
    if request is None or not isinstance(page, PortalPageMixin):
        return ""
    notes = [note for note in registered_notes if note.is_below == (place == "below")]
    shown = []
    for note in sorted(notes, key=lambda each: each.order):
        values = note.context(page, request)
        if values is not None:
            shown.append((loader.get_template(note.template).render(values),))
    return format_html_join("", "{}", shown)


@register.simple_tag
def paginate(page_obj: PaginatorPage[Any]) -> list[int | None]:
    """Page numbers around the current one and at both ends; None stands for a gap."""
    window = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else None for number in window]


@register.filter
def with_language(value: str) -> str:
    """A name or a post; where it is in Vietnamese on a page of another language, marked as such."""
    if isinstance(value, Untranslated):
        return format_html('<span lang="vi">{}</span>', str(value))
    return value


@register.filter
def lang_attribute(value: str) -> SafeString:
    """The same as an attribute, for elements that hold no others: ``<option{{ … }}>``."""
    return format_html(' lang="{}"', "vi") if isinstance(value, Untranslated) else SafeString()


@register.filter
def vn_date(value: date | None) -> str:
    """A date as ``05/11/2026``, in Russian ``05.11.2026``; nothing where there is none."""
    return dates.written(value)


@register.filter
def vn_date_long(value: date | None) -> str:
    """A date with the name of the month, in Vietnamese as official documents write it."""
    return dates.written_long(value)


@register.filter
def day_first(value: date | None, pattern: str) -> str:
    """A date by a pattern as of ``date``, with the separator of the language for each slash."""
    return dates.written(value, pattern)


@register.filter
def file_size(value: int | None) -> str:
    """Bytes as ``1,2 MB`` with the decimal sign of the language; nothing for what is no size."""
    if not isinstance(value, int) or value < 0:
        return ""
    if value < 1024:
        return f"{value} B"
    power = 1
    while power < len(_UNITS) and value >= 1000 * 1024**power:
        power += 1
    size = value / 1024**power
    decimals = 0 if size >= 100 or power == 1 else 1
    # number_format cuts off, it does not round.
    return f"{number_format(round(size, decimals), decimals)} {_UNITS[power - 1]}"


def _request(context: Context) -> HttpRequest | None:
    request = context.get("request")
    return request if isinstance(request, HttpRequest) else None


def _page(context: Context) -> Page | None:
    page = context.get("page")
    return page if isinstance(page, Page) else None
