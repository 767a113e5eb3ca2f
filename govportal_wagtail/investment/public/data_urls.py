"""Addresses of the open data of a register; ``urls`` takes them in."""

from __future__ import annotations

from typing import Final

from django.urls import URLPattern, re_path

from . import exports
from .part_columns import PARTS

_REGISTER: Final = r"^du-lieu/du-an/(?P<register_id>[0-9]{1,9})"
_SLUGS: Final = "|".join(part.slug for part in PARTS.values())

urlpatterns: list[URLPattern] = [
    re_path(
        rf"{_REGISTER}\.(?P<code>csv|xlsx|json|geojson)$", exports.list_export, name="list_export"
    ),
    re_path(rf"{_REGISTER}/von\.csv$", exports.part_export, {"slug": "von"}, name="money_export"),
    re_path(rf"{_REGISTER}/(?P<slug>{_SLUGS})\.csv$", exports.part_export, name="part_export"),
    re_path(rf"{_REGISTER}/tu-dien\.csv$", exports.dictionary_export, name="dictionary_export"),
    re_path(rf"{_REGISTER}/dcat\.jsonld$", exports.description_export, name="dcat"),
    re_path(rf"{_REGISTER}/ban-do\.geojson$", exports.map_data, name="map_data"),
    re_path(
        r"^du-lieu/du-an/muc/(?P<page_id>[0-9]{1,9})\.geojson$",
        exports.project_map,
        name="project_map",
    ),
]
