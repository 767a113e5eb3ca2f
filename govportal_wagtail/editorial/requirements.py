"""What a page must have before it is handed in, and again before it is approved and posted.

The rules are registered by the layers of the pages (``registries.publish_requirements``). Nothing
here needs the tables of this app, so that the forms of pages may use it in any project.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue
from wagtail.models import Page, Site

from ..core.models import FileFacts, InspectionState
from ..core.registries import Label
from ..core.sites.resolution import portal_site_for
from ..core.text_issues import TextIssue, diagnose
from ..regulation.adoption import profile_for
from ..regulation.presentation import articles
from ..regulation.schema import Profile
from .registries import PublishRequirement, Shortfall, publish_requirements

#: Set on an unsaved page by its form, so that the rules of its site are found.
PARENT: Final = "_govportal_parent"
_UNREADABLE: Final = (InspectionState.REFUSED, InspectionState.FAILED)


@dataclass(frozen=True, slots=True)
class Checked:
    """One requirement with what is missing of it, for the checklist."""

    label: Label
    shortfalls: tuple[Shortfall, ...]

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return not self.shortfalls


def are_enforced() -> bool:
    """Whether the editorial flow is installed; without it pages follow Wagtail's rules alone."""
    return apps.is_installed("govportal_wagtail.editorial")


def checklist(page: Page) -> list[Checked]:
    """Every requirement that applies to the page as it stands in the instance, in order."""
    return [Checked(each.label, tuple(each.check(page))) for each in _applying(page)]


def shortfalls(page: Page) -> list[Shortfall]:
    """What the page lacks to be posted as it stands in the instance; empty for a complete one."""
    return [missing for each in checklist(page) for missing in each.shortfalls]


def newest_version(page: Page) -> Page:
    """The page as it would be posted: its newest revision."""
    newest: Page = page.specific.get_latest_revision_as_object()
    return newest


def words(shortfall: Shortfall) -> str:
    """The message with the place of the regulation that asks for it."""
    place = articles.label(shortfall.article)
    if not place:
        return str(shortfall.message)
    return _("%(message)s (%(place)s)") % {"message": shortfall.message, "place": place}


def profile_of(page: Page) -> Profile:
    """The regulation of the site on which the page stands, or will stand."""
    place: Page | None = page if page.url_path else getattr(page, PARENT, None)
    roots = [
        root
        for root in Site.get_site_root_paths()
        if place is not None and (place.url_path or "").startswith(root.root_path)
    ]
    if not roots:
        return profile_for(None)
    nearest = max(roots, key=lambda root: len(root.root_path))
    found = portal_site_for(Site.objects.filter(pk=nearest.site_id).first())
    return profile_for(found.site if found else None)


def source_article(page: Page, applies_to: str, *required: str) -> str:
    """Where the regulation of the page asks for author or source; empty where it does not."""
    for rule in profile_of(page).sources.values():
        if rule.applies_to == applies_to and set(required) <= set(rule.requires):
            return rule.article
    return ""


def policy_article(page: Page, policy: str, value: str) -> str | None:
    """Where the regulation of the page has the policy; None where it has it not, or otherwise."""
    rule = profile_of(page).policies.get(policy)
    return rule.article if rule is not None and rule.value == value else None


def ground_article(page: Page, ground: str) -> str:
    """Where the regulation of the page has a ground of refusal; empty where it has not."""
    rule = profile_of(page).refusal_grounds.get(ground)
    return rule.article if rule else ""


def unreadable_files(ids: Iterable[int]) -> Iterator[FileFacts]:
    """The files that were found not to be acceptable or readable; one still waiting passes."""
    found = FileFacts.objects.filter(document_id__in=list(ids), state__in=_UNREADABLE)
    yield from found.select_related("document").order_by("document_id")


def files_named(document: Any) -> str:
    """What is said of a file that nobody can read."""
    return _("The file “%(name)s” cannot be read; replace it.") % {"name": document.title}


def _applying(page: Page) -> list[PublishRequirement]:
    found = [each for each in publish_requirements if each.applies_to(page)]
    return sorted(found, key=lambda each: (each.order, each.code))


def text_issues(page: Page) -> Iterator[tuple[str, TextIssue]]:
    """The first fault of encoding in each text of the page, by field: ``title``, ``body``, ..."""
    for name in _TEXT_FIELDS:
        value = getattr(page, name, None)
        if isinstance(value, StreamValue):
            value = " ".join(value.stream_block.get_searchable_content(value))
        if isinstance(value, str) and (issues := diagnose(value)):
            yield name, issues[0]


def _check_characters(page: Page) -> Iterator[Shortfall]:
    """Text is stored in one form of Unicode (TCVN 6909:2001)."""
    article = policy_article(page, "character_set", "tcvn_6909_2001") or ""
    for name, issue in text_issues(page):
        yield Shortfall(name, issue.message, article, f"characters_{issue.code}")


def _check_schedule(page: Page) -> Iterator[Shortfall]:
    """What is to end is not to have ended before it begins."""
    if page.expire_at is None:
        return
    if page.expire_at <= timezone.now():
        message = gettext_lazy("The day until which the page is shown is past.")
        yield Shortfall("expire_at", message, "", "expired")
    elif page.go_live_at is not None and page.expire_at <= page.go_live_at:
        message = gettext_lazy("The page would end before it begins.")
        yield Shortfall("expire_at", message, "", "ends_before_it_begins")


_TEXT_FIELDS: Final = ("title", "lead", "body", "abstract", "author", "source")
CHARACTERS: Final = PublishRequirement(
    "characters",
    gettext_lazy("The text is in Unicode as TCVN 6909:2001 asks"),
    lambda page: True,
    _check_characters,
    order=900,
)
SCHEDULE: Final = PublishRequirement(
    "schedule",
    gettext_lazy("The days of posting and of its end fit together"),
    lambda page: True,
    _check_schedule,
    order=910,
)
