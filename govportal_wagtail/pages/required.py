"""The pages that a site of the portal cannot be without."""

from __future__ import annotations

from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from .models import HomePage, HomePageSection, SectionPage


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
