"""Settings that development and production share: a whole portal site.

Every GOVPORTAL_* setting is shown with its default, commented out.
"""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy

from govportal_wagtail.defaults import *  # noqa: F403
from govportal_wagtail.defaults import PORTAL_APPS, TRANSLATION_APPS

ROOT = Path(__file__).resolve().parents[3]
PROJECT = Path(__file__).resolve().parents[2]
VAR = Path(os.environ.get("PORTAL_VAR", ROOT / "var"))

INSTALLED_APPS = [
    "sample_province",
    "demo",
    *PORTAL_APPS,
    *TRANSLATION_APPS,
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "govportal_wagtail.core.middleware.SecurityHeadersMiddleware",
    "govportal_wagtail.core.middleware.PageCacheMiddleware",
    "govportal_wagtail.core.language.ContentLanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "govportal_wagtail.core.sites.gate.PortalSiteMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "govportal_wagtail.core.access.guard.SiteGuardMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{VAR / 'portal.sqlite3'}", conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers do not wait for the writer, and a second writer waits instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
# What readers see, each in its own words, and what editors see.
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English"), ("ru", "Русский")]
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [
    ("vi", "Tiếng Việt"),
    ("en", gettext_lazy("English")),
    ("ru", gettext_lazy("Russian")),
]
# A checkout keeps the catalogues at its top; an installed package carries them inside.
LOCALE_PATHS = [ROOT / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    # What citizens send with their questions; no web server shows this folder.
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "private"},
    },
}

WAGTAIL_SITE_NAME = "Cổng thông tin điện tử"
WAGTAILADMIN_BASE_URL = os.environ.get("PORTAL_BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]

# GOVPORTAL_PAGE_SIZE = 20
# GOVPORTAL_PAGE_CACHE_SECONDS = 300
# GOVPORTAL_PAGE_CACHE_ALIAS = "default"
# GOVPORTAL_ADMIN_PREFIXES = ["/admin/", "/django-admin/"]
# GOVPORTAL_CSP_PUBLIC = "default-src 'self'; ..."
# GOVPORTAL_CSP_ADMIN = "default-src 'self'; script-src 'self' 'unsafe-inline'; ..."
# GOVPORTAL_SEARCH_QUERY_LENGTH = 200
# GOVPORTAL_UPLOAD_MAX_BYTES = 50 * 1024 * 1024
# GOVPORTAL_UPLOAD_EXTENSIONS = ["pdf", "docx", ...]
# GOVPORTAL_FILE_READ_SECONDS = 60
# GOVPORTAL_FILE_READ_MEMORY_MB = 1024
# GOVPORTAL_API_THROTTLE_RATE = "120/min"
# GOVPORTAL_API_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
# GOVPORTAL_PROFILE = "vn-national"
# GOVPORTAL_EXPORT_MAX_ROWS = 50_000
# GOVPORTAL_REMIND_DAYS = 1
# GOVPORTAL_EMERGENCY_PUBLISHING = False
# GOVPORTAL_MAP_TILES = ""
# GOVPORTAL_MAP_CENTRE = None
# GOVPORTAL_MAP_ZOOM = 9

# The department of finance states the capital of all projects in sheets of figures.
GOVPORTAL_FINANCE_AGENCIES = ["so-tai-chinh"]
# The province of the demo on its maps; the default is no outline.
GOVPORTAL_MAP_OUTLINE = "demo/thanh-giang.geojson"
GOVPORTAL_MAP_ATTRIBUTION = gettext_lazy("Illustrative map of Thanh Giang, an imaginary province")
