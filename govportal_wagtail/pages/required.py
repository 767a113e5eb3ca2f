"""The pages that a site of the portal cannot be without."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site

from ..core.registries import ReadyPart
from ..core.sites.parts import page_at
from ..core.vietnamese import fold
from .models import HomePage, HomePageMixin, HomePageSection, SectionPage, StandardPage


@dataclass(frozen=True, slots=True)
class PartPage:
    """A page that regulations ask for: a section for what keeps coming, a page for what lasts."""

    code: str
    title: str | Promise
    slug: str
    model: type[Page] = SectionPage
    #: The part that it lies below; empty for the home page.
    parent: str = ""
    in_menus: bool = True


#: The codes are those of the profiles' groups of content. A part stands after its parent.
PART_PAGES: Final = (
    PartPage("introduction", pgettext_lazy("page of a site", "Introduction"), "gioi-thieu"),
    PartPage(
        "organisation",
        pgettext_lazy("page of a site", "Organisation"),
        "co-cau-to-chuc",
        StandardPage,
        "introduction",
    ),
    PartPage(
        "leaders",
        pgettext_lazy("page of a site", "Leaders"),
        "lanh-dao",
        StandardPage,
        "introduction",
    ),
    PartPage(
        "functions",
        pgettext_lazy("page of a site", "Functions, duties and powers"),
        "chuc-nang-nhiem-vu",
        StandardPage,
        "introduction",
    ),
    PartPage(
        "map",
        pgettext_lazy("page of a site", "Administrative map"),
        "ban-do-hanh-chinh",
        StandardPage,
        "introduction",
    ),
    PartPage(
        "nature_history",
        pgettext_lazy("page of a site", "Nature, history and culture"),
        "tu-nhien-lich-su-van-hoa",
        StandardPage,
        "introduction",
    ),
    PartPage("news", pgettext_lazy("page of a site", "News"), "tin-tuc"),
    PartPage("notices", pgettext_lazy("page of a site", "Notices"), "thong-bao"),
    PartPage(
        "direction",
        pgettext_lazy("page of a site", "Direction and administration"),
        "chi-dao-dieu-hanh",
    ),
    PartPage(
        "schedules",
        pgettext_lazy("page of a site", "Schedules of the leaders"),
        "lich-lam-viec",
        SectionPage,
        "direction",
    ),
    PartPage(
        "propaganda",
        pgettext_lazy("page of a site", "Legal information for citizens"),
        "tuyen-truyen-phap-luat",
        SectionPage,
        "news",
    ),
    PartPage(
        "disclosure", pgettext_lazy("page of a site", "Public information"), "thong-tin-cong-khai"
    ),
    PartPage(
        "strategy",
        pgettext_lazy("page of a site", "Strategies and plans"),
        "chien-luoc-quy-hoach",
        SectionPage,
        "disclosure",
    ),
    PartPage(
        "projects",
        pgettext_lazy("page of a site", "Projects and procurement"),
        "du-an-dau-thau",
        SectionPage,
        "disclosure",
    ),
    PartPage(
        "statistics",
        pgettext_lazy("page of a site", "Statistics"),
        "thong-ke",
        SectionPage,
        "disclosure",
    ),
    PartPage(
        "science",
        pgettext_lazy("page of a site", "Scientific programmes"),
        "chuong-trinh-khoa-hoc",
        SectionPage,
        "disclosure",
    ),
    PartPage(
        "gazette",
        pgettext_lazy("page of a site", "Official gazette"),
        "cong-bao",
        SectionPage,
        "disclosure",
    ),
    PartPage(
        "investment", pgettext_lazy("page of a site", "Investment"), "dau-tu", SectionPage, "news"
    ),
    PartPage(
        "procedures",
        pgettext_lazy("page of a site", "Administrative procedures"),
        "thu-tuc-hanh-chinh",
        StandardPage,
    ),
    PartPage("questions", pgettext_lazy("page of a site", "Questions and answers"), "hoi-dap"),
    PartPage(
        "consultations",
        pgettext_lazy("page of a site", "Consultations on drafts"),
        "lay-y-kien-du-thao",
    ),
    PartPage(
        "foreign",
        pgettext_lazy("page of a site", "Information in foreign languages"),
        "thong-tin-doi-ngoai",
        SectionPage,
        "",
        False,
    ),
    PartPage("contacts", pgettext_lazy("page of a site", "Contacts"), "lien-he", StandardPage),
)
_BY_CODE: Final = {part.code: part for part in PART_PAGES}


def ready_part(part: PartPage, order: int) -> ReadyPart:
    """The entry of a page in the registry of required parts."""
    return ReadyPart(
        part.code,
        part.title,
        ensure=_ensure(part),
        order=order,
        is_optional=True,
        find=lambda site, root: find_part(part, root),
    )


def find_part(part: PartPage, root: Page) -> Page | None:
    """A page below the home page that already is the part, by its address or its name."""
    pages = Page.objects.filter(path__startswith=root.path, depth__gt=root.depth)
    # The shallowest of several: an article may be called like a section.
    by_slug = pages.filter(slug=part.slug).order_by("depth", "path").first()
    if by_slug is not None:
        return by_slug
    wanted = fold(str(part.title))
    near = pages.filter(depth__lte=root.depth + 2).order_by("depth", "path")
    for page in near.type(SectionPage, StandardPage):
        if fold(page.title) == wanted:
            return page
    return None


def ensure_home(site: Site, root: Page) -> Page | None:
    """Put our home page in the place of the empty page Wagtail starts with.

    A site that already has a home page of its own keeps it; returns None then.
    """
    if root.specific_class is not Page or root.get_children().exists() or root.depth < 2:
        return None
    parent = root.get_parent()
    title = root.title if site.site_name else _("Home page")
    home = HomePage(title=site.site_name or title, slug=_free_slug(parent, "trang-chu"))
    parent.add_child(instance=home)
    for order, (kind, heading) in enumerate(_default_sections()):
        HomePageSection.objects.create(page=home, sort_order=order, kind=kind, heading=heading)
    site.root_page = home
    site.save()
    root.refresh_from_db()
    root.delete()
    return home


def ensure_sections(site: Site, root: Page) -> Page | None:
    """Give a home page of ours its first sections, if it has no page below it yet."""
    if not isinstance(root.specific, HomePage) or root.get_children().exists():
        return None
    for title, slug in ((_("News"), "tin-tuc"), (_("Notices"), "thong-bao")):
        root.add_child(instance=SectionPage(title=title, slug=slug, show_in_menus=True))
    return root


def _ensure(part: PartPage) -> Callable[[Site, Page], Page | None]:
    def ensure(site: Site, root: Page) -> Page | None:
        """Create the page below the home page or below the part it belongs to."""
        if not isinstance(root.specific, HomePageMixin):
            return None
        return _created(part, _parent_of(part, site, root))

    return ensure


def _parent_of(part: PartPage, site: Site, root: Page) -> Page:
    if not part.parent:
        return root
    above = _BY_CODE[part.parent]
    found = page_at(site, above.code) or find_part(above, root)
    if found is not None and found.specific_class in (SectionPage, StandardPage):
        return Page.objects.get(pk=found.pk)
    return _created(above, root)


def _created(part: PartPage, parent: Page) -> Page:
    """A section is public at once and shows what comes; a page without text is a draft."""
    page = part.model(
        title=str(part.title),
        slug=_free_slug(parent, part.slug),
        show_in_menus=part.in_menus,
        live=part.model is SectionPage,
        has_unpublished_changes=part.model is not SectionPage,
    )
    parent.add_child(instance=page)
    if not page.live:
        page.save_revision()
    return page


def _default_sections() -> list[tuple[str, str]]:
    return [
        ("news", _("News")),
        ("documents", _("New documents")),
        ("notices", _("Notices")),
        ("links", _("Links")),
    ]


def _free_slug(parent: Page, wanted: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug, number = slugify(wanted), 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
