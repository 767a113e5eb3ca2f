"""Start-up checks of the package: what a project forgot, before a reader finds out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import storages
from django.db import connections
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from . import conf

_DOCUMENT_FORM = "govportal_wagtail.core.forms.CheckedDocumentForm"
_PAGE_CACHE = "govportal_wagtail.core.middleware.PageCacheMiddleware"
_SECURITY_HEADERS = "govportal_wagtail.core.middleware.SecurityHeadersMiddleware"
_SITE_GATE = "govportal_wagtail.core.sites.gate.PortalSiteMiddleware"
_SITE_GUARD = "govportal_wagtail.core.access.guard.SiteGuardMiddleware"
_SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
_DATABASE_SEARCH = "wagtail.search.backends.database"
_NEAREST_ZOOM = 19
# Over https, from one host or from several that differ in "{s}.", with what a map fills in.
_TILES = re.compile(r"https://(\{s\}\.)?[\w.-]+(:\d+)?/\S*", re.ASCII)

# Apps that may be left out, and which of the others then have to go with them.
_BUILT_ON = {
    "govportal_wagtail.investment": ["govportal_wagtail.editorial"],
    "govportal_wagtail.questions": ["govportal_wagtail.editorial"],
    "govportal_wagtail.schedules": ["govportal_wagtail.editorial"],
}


@register()
def check_required_apps(**kwargs: Any) -> list[CheckMessage]:
    """Apps without which the portal cannot work."""
    found: list[CheckMessage] = []
    if not apps.is_installed("wagtail.contrib.settings"):
        found.append(
            Error(
                "'wagtail.contrib.settings' is not in INSTALLED_APPS.",
                hint="Header and footer of the portal are edited there.",
                id="govportal.E002",
            )
        )
    if _uses_postgresql() and not apps.is_installed("django.contrib.postgres"):
        found.append(
            Error(
                "'django.contrib.postgres' is not in INSTALLED_APPS.",
                hint="Wagtail's search index needs it on PostgreSQL.",
                id="govportal.E003",
            )
        )
    for name, needed in _BUILT_ON.items():
        missing = [other for other in needed if not apps.is_installed(other)]
        if missing and apps.is_installed(name):
            listed = ", ".join(missing)
            message = f"'{name}' is in INSTALLED_APPS without the apps that it builds on: {listed}."
            found.append(
                Error(message, hint=f"Add them, or take '{name}' out.", id="govportal.E005")
            )
    return found


@register()
def check_settings_types(**kwargs: Any) -> list[CheckMessage]:
    """Every GOVPORTAL_* setting can be read as what it is meant to be."""
    found: list[CheckMessage] = []
    for name in filter(str.isupper, dir(conf._settings)):
        try:
            value = getattr(conf, name)
        except (TypeError, ValueError) as error:
            message = f"GOVPORTAL_{name} has a value of the wrong type: {error}"
            found.append(Error(message, id="govportal.E004"))
            continue
        found.extend(_value_errors(name, value))
    return found


@register()
def check_document_form(**kwargs: Any) -> list[CheckMessage]:
    """Uploads go through the form that looks into the files."""
    path = getattr(settings, "WAGTAILDOCS_DOCUMENT_FORM_BASE", "")
    if path == _DOCUMENT_FORM or _is_subclass(path, _DOCUMENT_FORM):
        return []
    return [
        Warning(
            "WAGTAILDOCS_DOCUMENT_FORM_BASE is not the form that checks uploaded files.",
            hint=f"Set it to '{_DOCUMENT_FORM}' or a subclass.",
            id="govportal.W001",
        )
    ]


@register()
def check_search_config(**kwargs: Any) -> list[CheckMessage]:
    """On PostgreSQL, the search of the admin does not stem Vietnamese as English."""
    if not _uses_postgresql():
        return []
    backends = getattr(settings, "WAGTAILSEARCH_BACKENDS", {"default": {}})
    return [
        Warning(
            f"The search backend '{name}' has no SEARCH_CONFIG 'simple'.",
            hint="Without it PostgreSQL drops and stems Vietnamese words as English ones.",
            id="govportal.W002",
        )
        for name, options in backends.items()
        if options.get("BACKEND", _DATABASE_SEARCH).startswith(_DATABASE_SEARCH)
        and options.get("SEARCH_CONFIG") != "simple"
    ]


@register()
def check_middleware_order(**kwargs: Any) -> list[CheckMessage]:
    """The page cache stands before sessions, and the security headers before the page cache."""
    order: Sequence[str] = settings.MIDDLEWARE
    found: list[CheckMessage] = []
    if _stands_after(order, _PAGE_CACHE, _SESSIONS):
        found.append(
            Warning(
                "PageCacheMiddleware stands after SessionMiddleware.",
                hint="Put it before: it must see which answers depend on the session.",
                id="govportal.W003",
            )
        )
    if _stands_after(order, _SECURITY_HEADERS, _PAGE_CACHE):
        found.append(
            Warning(
                "SecurityHeadersMiddleware stands after PageCacheMiddleware.",
                hint="Put it before, so that pages from the cache carry its headers of today.",
                id="govportal.W004",
            )
        )
    return found


@register()
def check_site_gate(**kwargs: Any) -> list[CheckMessage]:
    """A component site in preparation is kept from the public at every address."""
    if _SITE_GATE in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "PortalSiteMiddleware is not in MIDDLEWARE.",
            hint=f"Put '{_SITE_GATE}' below AuthenticationMiddleware; without it feeds, exports "
            "and the sitemap of a component site in preparation can be read.",
            id="govportal.W007",
        )
    ]


@register()
def check_site_guard(**kwargs: Any) -> list[CheckMessage]:
    """Views of Wagtail that have no hook do not name pages and files of other sites."""
    if _SITE_GUARD in settings.MIDDLEWARE:
        return []
    return [
        Warning(
            "SiteGuardMiddleware is not in MIDDLEWARE.",
            hint=f"Put '{_SITE_GUARD}' below MessageMiddleware; it keeps the sites of a portal "
            "apart in the admin.",
            id="govportal.W008",
        )
    ]


@register()
def check_emergency_publishing(**kwargs: Any) -> list[CheckMessage]:
    """Publishing without an approval is an exception that ends again."""
    if not conf.EMERGENCY_PUBLISHING:
        return []
    return [
        Warning(
            "GOVPORTAL_EMERGENCY_PUBLISHING is on: pages become public without an approval.",
            hint="Take it out of your settings as soon as the emergency is over.",
            id="govportal.W009",
        )
    ]


@register()
def check_private_storage(**kwargs: Any) -> list[CheckMessage]:
    """What citizens send with their questions does not lie where a web server shows files."""
    if settings.DEBUG or not apps.is_installed("govportal_wagtail.questions"):
        return []
    name = conf.PRIVATE_STORAGE
    if name not in settings.STORAGES or not _is_public_storage(name):
        return []
    return [
        Warning(
            f"Files that citizens send with questions are kept in the storage '{name}', which "
            "serves public files.",
            hint="Add an entry 'private' to STORAGES with a folder or bucket that no web server "
            "shows, or name another one in GOVPORTAL_PRIVATE_STORAGE.",
            id="govportal.W011",
        )
    ]


@register()
def check_language(**kwargs: Any) -> list[CheckMessage]:
    """Vietnamese is the language of the portal; others are translations."""
    if settings.LANGUAGE_CODE.split("-")[0] == "vi":
        return []
    return [
        Warning(
            f"LANGUAGE_CODE is '{settings.LANGUAGE_CODE}', not 'vi'.",
            hint="The main language of a provincial portal is Vietnamese.",
            id="govportal.W005",
        )
    ]


@register()
def check_date_format(**kwargs: Any) -> list[CheckMessage]:
    """Editors may type a date as it is written in Viet Nam."""
    typed = getattr(settings, "WAGTAIL_DATE_FORMAT", None)
    if typed in settings.DATE_INPUT_FORMATS and typed == settings.DATE_INPUT_FORMATS[0]:
        return []
    return [
        Warning(
            "WAGTAIL_DATE_FORMAT is not the first of DATE_INPUT_FORMATS.",
            hint="A date that an editor types day first would be lost without a word: "
            "import govportal_wagtail.defaults into your settings.",
            id="govportal.W006",
        )
    ]


def _stands_after(order: Sequence[str], first: str, second: str) -> bool:
    return first in order and second in order and order.index(first) > order.index(second)


def _value_errors(name: str, value: Any) -> list[CheckMessage]:
    """What is wrong with a value of the right type; a text where a list belongs reads as one."""
    raw = getattr(settings, f"GOVPORTAL_{name}", None)
    if isinstance(value, bool):
        if raw is None or isinstance(raw, bool):
            return []
        message = f"GOVPORTAL_{name} must be True or False."
    elif isinstance(value, list) and isinstance(raw, str):
        message = f"GOVPORTAL_{name} must be a list, not a text."
    elif isinstance(value, str) and not isinstance(raw, str | Promise | None):
        message = f"GOVPORTAL_{name} must be a text."
    elif isinstance(value, int) and (isinstance(raw, bool) or value < 0):
        message = f"GOVPORTAL_{name} must be a number that is not negative."
    elif name == "PAGE_SIZE" and value == 0:
        message = "GOVPORTAL_PAGE_SIZE must be at least 1."
    elif name == "PRIVATE_STORAGE" and value not in settings.STORAGES:
        message = f"GOVPORTAL_PRIVATE_STORAGE names '{value}', which is not in STORAGES."
    elif name == "PAGE_CACHE_ALIAS" and value not in settings.CACHES:
        message = f"GOVPORTAL_PAGE_CACHE_ALIAS names '{value}', which is not in CACHES."
    elif name == "MAP_TILES" and not _is_tile_address(value):
        message = f"GOVPORTAL_MAP_TILES: '{value}' is not like https://host/{{z}}/{{x}}/{{y}}.png."
    elif name == "MAP_ZOOM" and value > _NEAREST_ZOOM:
        message = f"GOVPORTAL_MAP_ZOOM must be from 0 to {_NEAREST_ZOOM}."
    elif name == "MAP_OUTLINE" and not _is_found(value):
        message = f"GOVPORTAL_MAP_OUTLINE: '{value}' is neither an address nor a static file."
    else:
        return []
    return [Error(message, id="govportal.E004")]


def _is_tile_address(template: str) -> bool:
    """Whether a map can ask it for tiles; empty is right too, then it asks nobody."""
    places = ("{z}", "{x}", "{y}")
    return not template or (
        _TILES.fullmatch(template) is not None and all(place in template for place in places)
    )


def _is_found(outline: str) -> bool:
    """Whether a page can name the outline of the map; a plain path is looked up."""
    if not outline or outline.startswith(("https://", "/")):
        return True
    try:
        return finders.find(outline) is not None
    except SuspiciousFileOperation:
        return False


def _is_public_storage(name: str) -> bool:
    """Whether it is the storage of public files, or lies in their folder."""
    if name == "default":
        return True
    location = getattr(storages[name], "location", "")
    if not location or not settings.MEDIA_ROOT:
        return False
    public = Path(settings.MEDIA_ROOT).resolve()
    return Path(location).resolve().is_relative_to(public)


def _uses_postgresql() -> bool:
    return any(connections[alias].vendor == "postgresql" for alias in connections)


def _is_subclass(path: str, base_path: str) -> bool:
    try:
        form = import_string(path)
        base = import_string(base_path)
    except ImportError:
        return False
    return isinstance(form, type) and issubclass(form, base)
