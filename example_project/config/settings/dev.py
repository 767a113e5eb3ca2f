"""Settings for the demo and for development: SQLite unless DATABASE_URL says otherwise."""

from __future__ import annotations

import os

from .base import *  # noqa: F403
from .base import VAR

# The demo serves as production does; PORTAL_DEBUG=1 gives Django's debug pages.
DEBUG = os.environ.get("PORTAL_DEBUG") == "1"
# Not a secret: the demo holds nothing but the demo, and production.py has no default.
SECRET_KEY = "demo-only-key-that-protects-nothing-but-the-demo"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", ".localhost", "testserver"]

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
