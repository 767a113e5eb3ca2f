"""Settings of the test suite: the example portal, with fast hashing and throw-away storage."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "example_project"))
if "PORTAL_VAR" not in os.environ:
    _var = tempfile.TemporaryDirectory(prefix="govportal-test-")
    os.environ["PORTAL_VAR"] = _var.name

from config.settings.base import *  # noqa: E402, F403
from config.settings.base import DATABASES, STATIC_ROOT  # noqa: E402

SECRET_KEY = "tests-only"
DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": f"{os.environ['PORTAL_VAR']}/private"},
    },
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
GOVPORTAL_API_THROTTLE_RATE = "1000/min"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
