"""Every GOVPORTAL_* setting: typed, with its default, read when it is used.

Use as ``from govportal_wagtail import conf`` and ``conf.PAGE_SIZE``. Nothing else in the package
reads these names from Django's settings, so that ``override_settings`` always works.
"""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings

_PERIODS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


def _rate(text: Any) -> tuple[int, int]:
    """``20/hour`` as number and seconds; the period may be shortened: ``20/min``."""
    number, _slash, period = str(text).partition("/")
    found = [seconds for name, seconds in _PERIODS.items() if period and name.startswith(period)]
    if not found or not number.isdecimal():
        raise ValueError(f"'{text}' is no rate such as 20/hour")
    return int(number), found[0]


def _place(value: Any) -> tuple[float, float] | None:
    """Latitude and longitude in degrees."""
    if value is None:
        return None
    latitude, longitude = map(float, value)
    if not (math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError(f"{value} is not a latitude and a longitude in degrees")
    return latitude, longitude


class _Settings:
    """One property per setting; the docstring is its documentation."""

    def _get(self, name: str, default: Any) -> Any:
        return getattr(settings, f"GOVPORTAL_{name}", default)

    @property
    def PAGE_SIZE(self) -> int:
        """Rows on one page of a public list."""
        return int(self._get("PAGE_SIZE", 20))

    @property
    def PAGE_CACHE_SECONDS(self) -> int:
        """How long a whole public page is kept for anonymous readers; 0 switches it off."""
        return int(self._get("PAGE_CACHE_SECONDS", 300))

    @property
    def PAGE_CACHE_ALIAS(self) -> str:
        """The entry of Django's CACHES that holds public pages and menus."""
        return str(self._get("PAGE_CACHE_ALIAS", "default"))

    @property
    def ADMIN_PREFIXES(self) -> list[str]:
        """URL prefixes that are never cached and get the content-security policy of the admin."""
        return list(self._get("ADMIN_PREFIXES", ["/admin/", "/django-admin/"]))

    @property
    def CSP_PUBLIC(self) -> str:
        """Content-Security-Policy of public pages; an empty string sends none."""
        return str(
            self._get(
                "CSP_PUBLIC",
                "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
                "form-action 'self'; frame-ancestors 'self'",
            )
        )

    @property
    def CSP_ADMIN(self) -> str:
        """Content-Security-Policy of the admin, which still needs inline scripts and styles."""
        return str(
            self._get(
                "CSP_ADMIN",
                "default-src 'self'; script-src 'self' 'unsafe-inline'; "
                "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; object-src 'none'; "
                "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; frame-src 'self'",
            )
        )

    @property
    def SEARCH_QUERY_LENGTH(self) -> int:
        """Characters of a search query that are read; the rest is ignored."""
        return int(self._get("SEARCH_QUERY_LENGTH", 500))

    @property
    def SEARCH_LOG_DAYS(self) -> int:
        """How long it is kept what was searched for, without who asked; 0 keeps nothing."""
        return int(self._get("SEARCH_LOG_DAYS", 365))

    @property
    def UPLOAD_MAX_BYTES(self) -> int:
        """The largest file that may be uploaded, in bytes."""
        return int(self._get("UPLOAD_MAX_BYTES", 50 * 1024 * 1024))

    @property
    def UPLOAD_EXTENSIONS(self) -> list[str]:
        """File name extensions that may be uploaded, in lower case without the dot."""
        documents = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "doc", "xls", "rtf", "txt", "csv"]
        archives = ["zip", "rar", "7z"]
        media = ["jpg", "jpeg", "png", "webp", "gif", "mp3", "mp4"]
        return list(self._get("UPLOAD_EXTENSIONS", [*documents, *archives, *media]))

    @property
    def FILE_READ_SECONDS(self) -> float:
        """How long reading the text of one file may take, in seconds; then it is stopped."""
        return float(self._get("FILE_READ_SECONDS", 60))

    @property
    def FILE_READ_MEMORY_MB(self) -> int:
        """How much memory reading one file may take, in mebibytes of address space."""
        return int(self._get("FILE_READ_MEMORY_MB", 1024))

    @property
    def API_THROTTLE_RATE(self) -> str:
        """How often one address may call the read API, as Django REST framework writes it."""
        return str(self._get("API_THROTTLE_RATE", "120/min"))

    @property
    def API_LICENCE(self) -> str:
        """The licence named in every answer of the read API and every export."""
        return str(self._get("API_LICENCE", "https://creativecommons.org/licenses/by/4.0/"))

    @property
    def PROFILE(self) -> str:
        """The regulation of sites for which no editor has chosen one."""
        return str(self._get("PROFILE", "vn-national"))

    @property
    def EXPORT_MAX_ROWS(self) -> int:
        """The most rows that one public export returns."""
        return int(self._get("EXPORT_MAX_ROWS", 50_000))

    @property
    def REMIND_DAYS(self) -> int:
        """How many working days before its last day people are reminded of an item; 0: that day."""
        return int(self._get("REMIND_DAYS", 1))

    @property
    def FORM_RATE(self) -> tuple[int, int]:
        """How much one address range may send before a form asks for a proof: number, seconds."""
        return _rate(self._get("FORM_RATE", "20/hour"))

    @property
    def FORM_SITE_RATE(self) -> tuple[int, int]:
        """The same for everything that one site receives by a form: number, seconds."""
        return _rate(self._get("FORM_SITE_RATE", "300/hour"))

    @property
    def FORM_LIMIT(self) -> tuple[int, int]:
        """How often one address range may send a form at all, right or wrong: number, seconds."""
        return _rate(self._get("FORM_LIMIT", "120/hour"))

    @property
    def FORM_UPLOAD_MAX_BYTES(self) -> int:
        """The largest file that a reader without an account may send, in bytes."""
        return int(self._get("FORM_UPLOAD_MAX_BYTES", 20 * 1024 * 1024))

    @property
    def PRIVATE_STORAGE(self) -> str:
        """The entry of Django's STORAGES for files that no web server may show."""
        known = "private" if "private" in settings.STORAGES else "default"
        return str(self._get("PRIVATE_STORAGE", known))

    @property
    def OUTSIDE_MAIL_DAYS(self) -> int:
        """How long e-mails to people without an account are kept once they are sent."""
        return int(self._get("OUTSIDE_MAIL_DAYS", 30))

    @property
    def PROXY_COUNT(self) -> int:
        """Proxies in front that add to X-Forwarded-For; 0 takes the address of the connection."""
        return int(self._get("PROXY_COUNT", 0))

    @property
    def EMERGENCY_PUBLISHING(self) -> bool:
        """Whether who has Wagtail's permission may publish without an approval; every use shows."""
        return self._get("EMERGENCY_PUBLISHING", False) is True

    @property
    def MAP_OUTLINE(self) -> str:
        """GeoJSON of the province below every map: a static file or an address; empty: none."""
        return str(self._get("MAP_OUTLINE", "") or "")

    @property
    def MAP_TILES(self) -> str:
        """Address of map tiles over https with {z}, {x} and {y}; empty: nothing from elsewhere."""
        return str(self._get("MAP_TILES", "") or "")

    @property
    def MAP_ATTRIBUTION(self) -> str:
        """Who has made outline and tiles, shown below the map; web addresses become links."""
        return str(self._get("MAP_ATTRIBUTION", "") or "")

    @property
    def MAP_CENTRE(self) -> tuple[float, float] | None:
        """Latitude and longitude of the middle of a map with nothing on it; None: the outline."""
        return _place(self._get("MAP_CENTRE", None))

    @property
    def MAP_ZOOM(self) -> int:
        """How near a map begins that has nothing on it: 0 is the whole world, 19 a building."""
        return int(self._get("MAP_ZOOM", 9))

    @property
    def FINANCE_AGENCIES(self) -> list[str]:
        """Codes of the agencies whose people hand in sheets of figures of projects."""
        return [str(code) for code in self._get("FINANCE_AGENCIES", [])]

    @property
    def MACHINE_TRANSLATOR(self) -> str:
        """Dotted path of the class that translates texts by machine; empty: none does."""
        return str(self._get("MACHINE_TRANSLATOR", "") or "")


_settings = _Settings()


def __getattr__(name: str) -> Any:
    if name.isupper():
        return getattr(_settings, name)
    raise AttributeError(name)
