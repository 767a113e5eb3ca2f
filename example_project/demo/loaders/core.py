"""Agencies, fields of administration and the settings of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.models import Site

from govportal_wagtail.core.models import (
    AdministrativeField,
    Agency,
    AgencyKind,
    LinkGroup,
    PortalLink,
    PortalSettings,
)

from . import sources

SETTING_NAMES = [
    "governing_body",
    "managing_body",
    "responsible_person",
    "responsible_post",
    "address",
    "phone",
    "fax",
    "email",
    "hotline",
    "licence_number",
    "credit_line",
    "copyright_line",
]


def load(site: Site) -> None:
    """Create or complete the registers, then the settings of the site."""
    load_agencies()
    load_fields()
    load_settings(site)


def load_agencies() -> None:
    """Agencies in two passes, since a successor may come later in the file.

    What somebody entered or changed stays; only what is empty is filled.
    """
    rows = sources.read_csv("agencies.csv")
    references = ("parent_code", "successor_code")
    by_code = {agency.code: agency for agency in Agency.objects.all()}
    new: list[dict[str, str]] = []
    for row in rows:
        values = {key: value for key, value in row.items() if key not in references and value}
        agency = by_code.get(row["code"])
        if agency is None:
            by_code[row["code"]] = Agency.objects.create(**values)
            new.append(row)
        else:
            _fill(agency, values)
    for row in new:
        agency = by_code[row["code"]]
        links = {
            "parent": by_code.get(row["parent_code"]),
            "successor": by_code.get(row["successor_code"]),
        }
        _fill(agency, links)


def _fill(agency: Agency, values: Mapping[str, Any]) -> None:
    missing = {key: value for key, value in values.items() if value and not getattr(agency, key)}
    is_chair = values.get("kind") == AgencyKind.CHAIR
    if is_chair and agency.kind == AgencyKind.PEOPLES_COMMITTEE:
        # The kind did not exist when earlier versions of the demo were loaded.
        missing["kind"] = AgencyKind.CHAIR
    for key, value in missing.items():
        setattr(agency, key, value)
    if missing:
        agency.save()


def load_fields() -> None:
    """The tree of fields; a wider field stands before its parts in the file."""
    for order, row in enumerate(sources.read_csv("fields.csv")):
        parent = AdministrativeField.objects.filter(code=row["parent_code"]).first()
        AdministrativeField.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "name_en": row["name_en"],
                "parent": parent,
                "sort_order": order,
            },
        )


def load_settings(site: Site) -> None:
    """Header, footer, contacts and links of the site."""
    data = sources.read_yaml("settings.yaml")
    portal = PortalSettings.for_site(site)
    portal.agency_name = data["site"]["agency_name"]
    portal.portal_name = data["site"]["site_name"]
    portal.emblem = sources.image(data["site"]["logo"], data["site"]["site_name"])
    for name in SETTING_NAMES:
        setattr(portal, name, data["identity"][name])
    portal.security_contact = f"mailto:{portal.email}"
    portal.links = list(_links(data["link_groups"]))
    portal.save()
    site.site_name = data["site"]["site_name"]
    site.save()


def load_foreign_settings(site: Site, original: Site, names: Mapping[str, str]) -> None:
    """Names and contacts for a host of another language; what has no language is taken over."""
    vietnamese, portal = PortalSettings.for_site(original), PortalSettings.for_site(site)
    for name in ("emblem", "phone", "fax", "email", "hotline", "security_contact"):
        setattr(portal, name, getattr(vietnamese, name))
    for name, text in names.items():
        setattr(portal, name, text)
    portal.save()
    site.site_name = names["portal_name"]
    site.save()


def _links(groups: list[dict[str, Any]]) -> list[PortalLink]:
    links = []
    for position, group in enumerate(groups):
        code = LinkGroup.COMPONENT if position else LinkGroup.NATIONAL
        links += [
            PortalLink(group=code, title=link["title"], url=link["url"]) for link in group["links"]
        ]
    for order, link in enumerate(links):
        link.sort_order = order
    return links
