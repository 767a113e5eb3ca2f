"""Builders of supply slips, complete for every regulation, and of who works on them."""

from __future__ import annotations

from typing import Any

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.editorial import slips
from govportal_wagtail.editorial.models import SlipAttachment, SlipPhoto, SupplySlip
from govportal_wagtail.pages.models import SectionPage
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_file, make_image
from tests.core.portal_builders import make_department, make_officer

SENDER = {
    "name": "Trần Thị Bưởi",
    "post": "Chuyên viên",
    "organisation": "Sở Khoa học và Công nghệ",
    "email": "buoi@example.com",
    "phone": "0290 3000 000",
}
BODY = "<p>Sở tổ chức hội nghị tổng kết chương trình khoa học năm 2026.</p>"


def make_section_of(portal_site: PortalSite, title: str = "Tin tức") -> Any:
    """A section of the site: its first one, or a new one with the title."""
    home = portal_site.site.root_page
    found = SectionPage.objects.filter(path__startswith=home.path).order_by("path").first()
    if found is not None:
        return found
    section = SectionPage(title=title, show_in_menus=True)
    type(home).objects.get(pk=home.pk).add_child(instance=section)
    return section


def make_focal_officer(portal: PortalSite, agency: Agency | None = None, name: str = "dau-moi"):
    """The focal officer of a department on the portal."""
    return make_officer(name, portal, RoleCode.FOCAL_OFFICER, agency or make_department())


def make_unit_head(portal: PortalSite, agency: Agency | None = None, name: str = "thu-truong"):
    """The head of a department on the portal."""
    return make_officer(name, portal, RoleCode.UNIT_HEAD, agency or make_department())


def make_slip(
    portal_site: PortalSite,
    user: Any = None,
    *,
    agency: Agency | None = None,
    sender: dict[str, Any] | None = None,
    **fields: Any,
) -> SupplySlip:
    """A draft with everything that any regulation asks for; without a user it is the public's."""
    if user is not None and agency is None:
        account = getattr(user, "govportal_account", None)
        agency = account.agency if account else None
    fields.setdefault("title", "Hội nghị tổng kết chương trình khoa học")
    fields.setdefault("lead", "Chương trình khoa học năm 2026 hoàn thành.")
    fields.setdefault("body", BODY)
    fields.setdefault("category", "propaganda")
    fields.setdefault("responsible_person", "Lê Văn Cam, Giám đốc Sở")
    fields.setdefault("place", "Cà Mau")
    if "section" not in fields:
        fields["section"] = make_section_of(portal_site)
    given = {**SENDER, "user": user, **(sender or {})}
    return slips.new_slip(portal_site=portal_site, user=user, agency=agency, sender=given, **fields)


def make_submitted(portal_site: PortalSite, user: Any = None, **fields: Any) -> SupplySlip:
    """A slip that was submitted."""
    slip = make_slip(portal_site, user, **fields)
    slips.submit(slip, user)
    return slip


def attach(slip: SupplySlip, document: Any = None, **fields: Any) -> SlipAttachment:
    """A file of the slip."""
    document = document or make_file()
    return SlipAttachment.objects.create(slip=slip, document=document, **fields)


def add_photo(slip: SupplySlip, image: Any = None, **fields: Any) -> SlipPhoto:
    """A photo of the slip."""
    return SlipPhoto.objects.create(slip=slip, image=image or make_image(), **fields)
