"""A province with its own image, document and user models."""

from __future__ import annotations

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = ["tests.projects.custom_media", *INSTALLED_APPS]
AUTH_USER_MODEL = "custom_media.OfficialUser"
WAGTAILIMAGES_IMAGE_MODEL = "custom_media.ProvinceImage"
WAGTAILDOCS_DOCUMENT_MODEL = "custom_media.ProvinceDocument"
