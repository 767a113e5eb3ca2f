"""The smallest portal: pages without documents, questions and the editorial flow."""

from __future__ import annotations

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

LEFT_OUT = {
    "govportal_wagtail.investment",
    "govportal_wagtail.legal",
    "govportal_wagtail.questions",
    "govportal_wagtail.schedules",
    "govportal_wagtail.editorial",
    "govportal_wagtail.translation",
    "wagtail_localize",
    "demo",
}
INSTALLED_APPS = [name for name in INSTALLED_APPS if name not in LEFT_OUT]
ROOT_URLCONF = "config.urls"
# The outline belongs to the demo, which is left out.
GOVPORTAL_MAP_OUTLINE = ""
