"""Whether what the portal stands on answers, for monitoring and load balancers."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.core.cache import caches
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import conf

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 and ``ok`` for each part, or 503 with the parts that fail; the reasons are in the log."""
    checks: dict[str, Callable[[], None]] = {
        "database": _check_database,
        "cache": _check_cache,
        "storage": _check_storage,
    }
    parts = {name: "ok" if _passes(name, check) else "error" for name, check in checks.items()}
    is_healthy = all(state == "ok" for state in parts.values())
    status = "ok" if is_healthy else "error"
    return JsonResponse({"status": status, **parts}, status=200 if is_healthy else 503)


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:
        # Each database, cache and storage has exceptions of its own, and all mean the same here.
        logger.exception("Health check of the %s failed.", name)
        return False
    return True


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _check_cache() -> None:
    cache = caches[conf.PAGE_CACHE_ALIAS]
    token = secrets.token_hex(8)
    cache.set("govportal:health", token, 60)
    if cache.get("govportal:health") is None:
        raise RuntimeError("What was written to the cache could not be read.")


def _check_storage() -> None:
    default_storage.exists("healthz")
    if isinstance(default_storage, FileSystemStorage):
        folder = Path(default_storage.base_location)
        # The folder is made with the first upload; until then its parent must allow that.
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not os.access(folder, os.W_OK):
            raise PermissionError(f"No files can be written below {folder}.")
