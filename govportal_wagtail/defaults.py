"""Settings of Django and Wagtail that a Vietnamese portal wants; a project imports them all.

Write ``from govportal_wagtail.defaults import *`` at the top of your settings and override below it
what you want otherwise.
"""

from __future__ import annotations

#: Everything the portal brings and needs besides a plain Wagtail site; put it into INSTALLED_APPS
#: above Wagtail's own apps. A later version of the package may add to it.
PORTAL_APPS = [
    "govportal_wagtail",
    "govportal_wagtail.admin_vi",
    "govportal_wagtail.investment",
    "govportal_wagtail.legal",
    "govportal_wagtail.pages",
    "govportal_wagtail.questions",
    "govportal_wagtail.schedules",
    "govportal_wagtail.editorial",
    "govportal_wagtail.core",
    "govportal_wagtail.regulation",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.api.v2",
    "rest_framework",
]

#: What translates pages, besides; put it below PORTAL_APPS. It needs the extra
#: ``govportal-wagtail[translation]``.
TRANSLATION_APPS = ["govportal_wagtail.translation", "wagtail_localize"]
# A translation is posted when the board has approved it, and not together with its source.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# Day before month, as dates are written in Viet Nam; Django's Vietnamese locale does not say so,
# and Wagtail's date field silently replaces a date that it cannot read.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
DATETIME_INPUT_FORMATS = [
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
]
# The same in English and Russian, for which Django has an order of its own.
FORMAT_MODULE_PATH = ["govportal_wagtail.formats"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"

# Addresses without diacritics survive every mail program and search engine.
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# An upload is checked by its content before it is kept.
WAGTAILDOCS_DOCUMENT_FORM_BASE = "govportal_wagtail.core.forms.CheckedDocumentForm"
# Files of a private collection are served by a view that asks who reads them.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# The admin of a state agency asks no server abroad.
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None

# The search of the admin. PostgreSQL would drop and stem Vietnamese words as English ones; other
# databases pass over the option.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}

# One form holds a whole week of a schedule, or a long page; Django's 1000 fields are too few.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

CSRF_FAILURE_VIEW = "govportal_wagtail.core.views.csrf_failure"
# The quick view shows a PDF of this site inside a page of this site.
X_FRAME_OPTIONS = "SAMEORIGIN"
