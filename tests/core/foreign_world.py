"""A portal with pages of every kind, and trees of it in other languages."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, Site

from govportal_wagtail.pages.models import HomePage, HomePageSection
from tests import builders
from tests.investment.builders import make_project, make_register
from tests.questions.builders import make_answer, make_answer_section
from tests.schedules.builders import item, make_schedule, make_week


def foreign_home(site: Site, code: str = "en", host: str = "", **fields: Any) -> HomePage:
    """A published home page in another language, with a host of its own where one is named."""
    source = site.root_page.specific
    home = source.copy_for_translation(builders.make_locale(code))
    home.title = fields.pop("title", f"Portal ({code})")
    home.sections = []
    for name, value in fields.items():
        setattr(home, name, value)
    builders.publish_page(home)
    if host:
        builders.make_site(host, root_page=home, is_default_site=False)
    return HomePage.objects.get(pk=home.pk)


def in_language(page: Page, code: str, title: str, *, alias: bool = False) -> Any:
    """The page in another language: translated and published, or as a placeholder."""
    locale = builders.make_locale(code)
    if alias:
        return page.specific.copy_for_translation(locale, alias=True).specific
    copy = page.specific.copy_for_translation(locale)
    copy.title, copy.slug = title, f"{code}-{page.slug}"
    builders.publish_page(copy)
    return type(copy).objects.get(pk=copy.pk)


def make_branch(portal_site: Any) -> dict[str, Any]:
    """Pages of every kind below the home page: the sections and one page in each."""
    home = Page.objects.get(pk=portal_site.site.root_page_id)
    section = builders.make_section(home, title="Chuyên mục")
    library = builders.make_library(home, title="Thư viện")
    answers = make_answer_section(home, "Giải đáp")
    register = make_register(home, title="Công trình", slug="cong-trinh")
    schedule = make_schedule(portal_site, title="Lịch tuần", slug="lich-tuan", show_in_menus=True)
    week = make_week(schedule, item(content="Họp giao ban"))
    return {
        "section": section,
        "article": builders.make_article(section, title="Khánh thành cầu"),
        "library": library,
        "document": builders.make_document(library, "68/2026/QĐ-UBND"),
        "answers": answers,
        "answer": make_answer(answers, title="Cấp giấy chứng nhận"),
        "register": register,
        "project": make_project(register, title="Đường vành đai"),
        "schedule": schedule,
        "week": week,
    }


def section_of(home: HomePage, kind: str, source: Page | None = None) -> None:
    """Give a home page one section."""
    home = HomePage.objects.get(pk=home.pk)
    home.sections = [HomePageSection(kind=kind, source=source, heading=f"Section {kind}")]
    builders.publish_page(home)
