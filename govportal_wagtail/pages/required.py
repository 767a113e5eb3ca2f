"""The pages that a site of the portal cannot be without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, Site

from ..core.models import Agency, PortalSite
from ..core.network import below_any
from ..core.registries import ReadyPart
from ..core.sites.parts import page_at
from ..core.sites.resolution import portal_site_for
from ..core.vietnamese import fold
from .models import (
    AdministrativeMapPage,
    AgencyPage,
    HomePage,
    HomePageMixin,
    HomePageSection,
    LeadersPage,
    OfficialDirectoryPage,
    OrganisationPage,
    SectionPage,
    StandardPage,
)
from .organisation.models import OfAgencyMixin


@dataclass(frozen=True, slots=True)
class PartPage:
    """A page that regulations ask for: a section for what keeps coming, a page for what lasts.

    New sites get a page of ``model``; on a site that has a page by the name, that page counts,
    whatever its kind.
    """

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
        OrganisationPage,
        "introduction",
    ),
    PartPage(
        "leaders",
        pgettext_lazy("page of a site", "Leaders"),
        "lanh-dao",
        LeadersPage,
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
        AdministrativeMapPage,
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
    PartPage(
        "contacts",
        pgettext_lazy("page of a site", "Contacts"),
        "lien-he",
        OfficialDirectoryPage,
    ),
)
#: The part that the page about the site's own agency may be too.
_FUNCTIONS: Final = "functions"
#: How many levels below the home page a page is looked for by its title.
_NEAR: Final = 2
_BY_CODE: Final = {part.code: part for part in PART_PAGES}
#: What a page may be that is a part by its title; one that has the address may be anything.
_KINDS: Final = (
    SectionPage,
    StandardPage,
    OrganisationPage,
    LeadersPage,
    AdministrativeMapPage,
    OfficialDirectoryPage,
)


def ready_part(part: PartPage, order: int) -> ReadyPart:
    """The entry of a page in the registry of required parts."""
    return ReadyPart(
        part.code,
        part.title,
        ensure=_ensure(part),
        order=order,
        is_optional=True,
        find=lambda site, root: find_part(part, root),
        find_in=lambda roots: find_parts(part, roots),
    )


def find_part(part: PartPage, root: Page) -> Page | None:
    """A page below the home page that already is the part, by its address or its name."""
    return find_parts(part, [root]).get(root.pk)


def find_parts(part: PartPage, roots: Sequence[Page]) -> dict[int, Page]:
    """The same below many home pages, by the keys of these; few queries however many they are."""
    found: dict[int, Page] = {}
    below = Page.objects.filter(below_any([root.path for root in roots]))
    # The shallowest of several: an article may be called like a section.
    for page in below.filter(slug=part.slug).order_by("depth", "path"):
        if (root := _root_of(page, roots)) and page.depth > root.depth:
            found.setdefault(root.pk, page)
    rest = [root for root in roots if root.pk not in found]
    if part.code == _FUNCTIONS:
        found |= _own_agency_pages(rest)
        rest = [root for root in rest if root.pk not in found]
    if not rest:
        return found
    deepest = max(root.depth for root in rest) + _NEAR
    near = Page.objects.filter(below_any([root.path for root in rest]), depth__lte=deepest)
    wanted = fold(str(part.title))
    for page in near.order_by("depth", "path").type(*_KINDS):
        root = _root_of(page, rest)
        if root and root.depth < page.depth <= root.depth + _NEAR and fold(page.title) == wanted:
            found.setdefault(root.pk, page)
    return found


def _own_agency_pages(roots: Sequence[Page]) -> dict[int, Page]:
    """The pages on which sites state what their own agencies do, by the keys of the home pages."""
    owners = dict(
        PortalSite.objects.filter(site__root_page__in=roots).values_list(
            "site__root_page", "agency"
        )
    )
    pages = AgencyPage.objects.filter(below_any([root.path for root in roots]))
    found: dict[int, Page] = {}
    for page in pages.filter(agency__in=owners.values()).exclude(functions="").order_by("path"):
        root = _root_of(page, roots)
        if root and owners.get(root.pk) == page.agency_id:
            found.setdefault(root.pk, page)
    return found


def _root_of(page: Page, roots: Sequence[Page]) -> Page | None:
    return next((root for root in roots if page.path.startswith(root.path)), None)


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
        portal_site = portal_site_for(site)
        if not isinstance(root.specific, HomePageMixin) or portal_site is None:
            return None
        parent = _parent_of(part, root, site, portal_site.agency)
        return _created(part, parent, portal_site.agency)

    return ensure


def _parent_of(part: PartPage, root: Page, site: Site, agency: Agency) -> Page:
    if not part.parent:
        return root
    above = _BY_CODE[part.parent]
    found = page_at(site, above.code) or find_part(above, root)
    if found is not None and found.specific_class in (SectionPage, StandardPage):
        return Page.objects.get(pk=found.pk)
    return _created(above, root, agency)


def _created(part: PartPage, parent: Page, agency: Agency) -> Page:
    """A section is public at once and shows what comes; what has to be filled in is a draft."""
    of_agency: dict[str, Any] = {"agency": agency} if issubclass(part.model, OfAgencyMixin) else {}
    page = part.model(
        **of_agency,
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
