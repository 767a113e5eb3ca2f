"""Builders of a portal with an English part, and of translations on their way."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation

from govportal_wagtail.core import setup
from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import flow
from govportal_wagtail.translation.drafting import record_of
from govportal_wagtail.translation.models import PageTranslation
from tests.builders import make_article, make_category, make_locale, make_section
from tests.core.portal_builders import make_department, make_officer, make_portal
from tests.editorial.flow_builders import fresh, make_newsroom, take
from tests.replay import replayed


@replayed
def make_foreign_affairs() -> Any:
    """The department that translates."""
    return make_department("Sở Ngoại vụ", "so-ngoai-vu", name_en="Department of Foreign Affairs")


@replayed
def make_bilingual_portal() -> PortalSite:
    """A portal whose home page stands in English as well, as a draft, with its roles."""
    portal = make_portal("langson-2024")
    english = make_locale("en")
    home = Page.objects.get(pk=portal.site.root_page_id).specific
    if home.get_translation_or_none(english) is None:
        home.copy_for_translation(english)
    setup.run(profile="langson-2024")
    return PortalSite.objects.get(pk=portal.pk)


@replayed
def make_people(portal: PortalSite) -> dict[str, Any]:
    """The newsroom of the portal, and a translator of the department by the name ``bien-dich``."""
    people = make_newsroom(portal)
    unit = make_foreign_affairs()
    people["bien-dich"] = make_officer("bien-dich", portal, RoleCode.TRANSLATOR, unit)
    return people


def english() -> Locale:
    """The language into which the tests translate."""
    return Locale.objects.get(language_code="en")


def make_source(portal: PortalSite, title: str = "Khánh thành cầu", **fields: Any) -> Any:
    """A published article in a section below the home page."""
    home = Page.objects.get(pk=portal.site.root_page_id)
    section = home.get_children().filter(slug="tin-tuc").first()
    if section is None:
        section = make_section(home, "Tin tức", slug="tin-tuc")
    fields.setdefault("category", make_category())
    fields.setdefault("agency", portal.agency)
    fields.setdefault("body", [("paragraph", "<p>Sáng nay <b>cầu</b> được khánh thành.</p>")])
    return make_article(section, title, **fields)


def translate(translation: PageTranslation, mark: str = "EN") -> None:
    """Translate every string by putting a mark before it."""
    record = record_of(translation)
    for segment in StringSegment.objects.filter(source=record.source_id).select_related("string"):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=translation.locale,
            context=segment.context,
            defaults={
                "data": f"{mark} {segment.string.data}",
                "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
            },
        )


def item_of(translation: PageTranslation) -> EditorialItem:
    """The item of the editorial flow that the translation has become."""
    return EditorialItem.objects.open().get(page=translation.target_id)


def approve(translation: PageTranslation, people: dict[str, Any]) -> EditorialItem:
    """Take the steps of the board, each by another person, as far as that goes."""
    item = item_of(translation)
    for name in ("bien-tap-vien", "thu-ky", "uy-vien", "truong-ban", "van-hanh", "pho-ban"):
        if not item.is_open:
            break
        groups = set(item.waiting_groups.values_list("pk", flat=True))
        person = fresh(people[name])
        if groups & set(person.groups.values_list("pk", flat=True)):
            take(item, person)
    return item


def publish_translation(
    translation: PageTranslation, people: dict[str, Any], mark: str = "EN"
) -> PageTranslation:
    """Translate, hand in, approve."""
    translate(translation, mark)
    flow.hand_in(translation, fresh(people["bien-dich"]))
    assert approve(translation, people).state == "published"
    return PageTranslation.objects.get(pk=translation.pk)
