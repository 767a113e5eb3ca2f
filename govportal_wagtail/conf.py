"""Every GOVPORTAL_* setting: typed, with its default, read when it is used.

Use as ``from govportal_wagtail import conf`` and ``conf.PAGE_SIZE``. Nothing else in the package
reads these names from Django's settings, so that ``override_settings`` always works.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings


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
        return int(self._get("SEARCH_QUERY_LENGTH", 200))

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


_settings = _Settings()


def __getattr__(name: str) -> Any:
    if name.isupper():
        return getattr(_settings, name)
    raise AttributeError(name)
