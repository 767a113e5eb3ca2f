"""Settings of the benchmarks: the example portal as in production, without its page cache.

The whole-page cache is left out of the middleware, so that every answer is computed; menus and
settings stay in the data cache, as they do when a page is missing from the whole-page cache.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "example_project"))
os.environ.setdefault("PORTAL_VAR", tempfile.mkdtemp(prefix="govportal-bench-"))

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import (  # noqa: E402
    DATABASES,
    INSTALLED_APPS,
    MIDDLEWARE,
    STATIC_ROOT,
    TEMPLATES,
    VAR,
)

SECRET_KEY = "benchmark-only"  # noqa: S105
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "whitenoise.runserver_nostatic"]
PAGE_CACHE = "govportal_wagtail.core.middleware.PageCacheMiddleware"
MIDDLEWARE_WITH_PAGE_CACHE = MIDDLEWARE
MIDDLEWARE = [name for name in MIDDLEWARE if name != PAGE_CACHE]
TEMPLATES[0]["DIRS"] = [str(ROOT / "benchmarks" / "templates")]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
GOVPORTAL_API_THROTTLE_RATE = "100000/min"
# The measures write to a database of their own, never to the one that is configured.
_NAME = f"govportal_bench_{os.getpid()}"
DATABASES["default"]["CONN_MAX_AGE"] = None
DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
DATABASES["default"]["TEST"] = {
    "NAME": str(VAR / f"{_NAME}.sqlite3")
    if DATABASES["default"]["ENGINE"].endswith("sqlite3")
    else _NAME
}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
