"""A province in small: the portal and its component sites, with a user for every role on each.

Everything that belongs to a site carries the site's mark in its name, so that a test sees at once
in any answer of the admin what came from where.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from govportal_wagtail.core.access import accounts
from govportal_wagtail.core.access.roles import ensure_role_groups
from govportal_wagtail.core.models import (
    Account,
    Agency,
    DomainName,
    EditorialBoard,
    Person,
    PortalSettings,
    PortalSite,
    Post,
    SearchLogEntry,
    SiteState,
)
from govportal_wagtail.legal.models import ImportRun
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests import builders

from . import (
    editorial_world,
    investment_world,
    questions_world,
    schedules_world,
    translation_world,
)

_numbers = count(1)
PROFILE = "camau-2026"


@dataclass
class Place:
    """One portal site and what lies on it."""

    mark: str
    portal_site: PortalSite
    collection: Collection
    agency: Agency
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.portal_site.site

    @property
    def home(self) -> Page:
        return Page.objects.get(pk=self.site.root_page_id)

    def user(self, role: str) -> Any:
        """The user with the role here, read anew each time; created when first asked for."""
        name = f"{role}-{self.mark}".lower()
        found = Account.objects.filter(user__username=name).select_related("user").first()
        return found.user if found else make_account(self, role, username=name).user


@dataclass
class Province:
    """The portal and two component sites."""

    portal: Place
    a: Place
    b: Place


def make_account(place: Place, *roles: str, username: str = "") -> Account:
    """An account of the site with these roles."""
    name = username or f"user-{next(_numbers)}"
    return accounts.create_account(
        username=name,
        email=f"{name}@example.com",
        first_name=f"An{next(_numbers)}",
        last_name=f"Nguyen {place.mark}",
        agency=place.agency,
        portal_site=place.portal_site,
        roles=roles,
        user=None,
    )


def make_place(
    mark: str, *, portal: Place | None = None, body: str = BodyKind.AGENCY, host: str = ""
) -> Place:
    """A portal site with an agency, a home page, a collection and the groups of its roles."""
    number = next(_numbers)
    agency = builders.make_agency(
        f"agency-{number}",
        # The register of agencies is for all, so its names tell nothing.
        name=f"Agency {mark.lower()}",
        issuer_code=f"A{number}",
        parent=portal.agency if portal else None,
    )
    home = builders.make_home(title=f"Home {mark}")
    collection = Collection.get_first_root_node().add_child(name=f"Files {mark}")
    site = builders.make_site(
        host or f"site-{number}.localhost",
        root_page=home,
        site_name=f"Site {mark}",
        is_default_site=portal is None,
    )
    portal_site = PortalSite.objects.create(
        site=site,
        body=body,
        agency=agency,
        portal=portal.portal_site if portal else None,
        state=SiteState.LIVE,
        collection=collection,
    )
    ensure_role_groups(portal_site, catalogue.get(PROFILE))
    if portal:
        ensure_role_groups(portal.portal_site, catalogue.get(PROFILE))
    return Place(mark=mark, portal_site=portal_site, collection=collection, agency=agency)


def furnish(place: Place) -> Place:
    """Pages in every state, files, people, a board, a domain name and settings."""
    mark, things = place.mark, place.things
    section = builders.make_section(place.home, f"Section {mark}")
    things["section"] = section
    things["article"] = builders.make_article(section, f"Article {mark}")
    things["draft"] = builders.make_article(section, f"Draft {mark}", publish=False)
    # The categories of articles are for all.
    things["category"] = builders.make_category()
    library = builders.make_library(place.home, f"Library {mark}")
    things["library"] = library
    things["document"] = builders.make_document(
        library, title=f"Decision {mark}", abstract=f"Abstract {mark}"
    )
    things["draft_document"] = builders.make_document(
        library, title=f"Decision draft {mark}", abstract=f"Abstract draft {mark}", publish=False
    )
    for name, make in (("image", builders.make_image), ("file", builders.make_file)):
        record = make(f"{name.title()} {mark}")
        record.collection = place.collection
        record.save()
        things[name] = record
    things["person"] = Person.objects.create(name=f"Person {mark}", agency=place.agency)
    Post.objects.create(person=things["person"], agency=place.agency, title=f"Post {mark}")
    things["board"] = EditorialBoard.objects.create(
        portal_site=place.portal_site, name=f"Board {mark}", starts_on=date(2026, 1, 1)
    )
    things["domain"] = DomainName.objects.create(
        host=f"domain-{mark}.localhost".lower(),
        agency=place.agency,
        portal_site=place.portal_site,
    )
    things["redirect"] = Redirect.objects.create(
        old_path=f"/old-{mark.lower()}", site=place.site, redirect_link="https://example.com/"
    )
    _put_into_workflow(place)
    Page.objects.filter(pk=section.pk).update(locked=True, locked_at=timezone.now())
    things["alias"] = things["article"].create_alias(parent=place.home, update_slug=f"alias-{mark}")
    things["run"] = ImportRun.objects.create(library=library, file_name=f"Register {mark}.csv")
    settings = PortalSettings.for_site(place.site)
    settings.portal_name = f"Settings {mark}"
    settings.save()
    SearchLogEntry.objects.create(
        day=timezone.localdate(), site=place.site, query=f"Query {mark}", count=1
    )
    editorial_world.furnish(place)
    questions_world.furnish(place)
    schedules_world.furnish(place)
    investment_world.furnish(place)
    translation_world.furnish(place)
    return place


def _put_into_workflow(place: Place) -> None:
    """A workflow of the site, with its draft waiting at the only step."""
    task = GroupApprovalTask.objects.create(name=f"Task {place.mark}")
    task.groups.add(place.portal_site.role_groups.get(role=RoleCode.BOARD_MEMBER).group)
    workflow = Workflow.objects.create(name=f"Workflow {place.mark}")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=place.things["section"])
    draft = place.things["draft"]
    draft.save_revision()
    author = place.user(RoleCode.CONTRIBUTOR)
    state = workflow.start(draft, author)
    place.things |= {"task": task, "workflow": workflow, "task_state": state.current_task_state}


def make_province() -> Province:
    """The portal with two component sites, all furnished.

    Nothing is left of the pages, groups and permissions that Wagtail's own migrations bring.
    """
    Group.objects.filter(govportal_role=None).delete()
    portal = furnish(make_place("PORTALXYZ", body=BodyKind.PORTAL, host="localhost"))
    a = furnish(make_place("ALPHAXYZ", portal=portal))
    b = furnish(make_place("BETAXYZ", portal=portal))
    return Province(portal=portal, a=a, b=b)


ROLES = [role.value for role in RoleCode]
#: Roles that, held on the portal, do not reach its component sites.
SUPPLYING = [
    RoleCode.CONTRIBUTOR.value,
    RoleCode.FOCAL_OFFICER.value,
    RoleCode.UNIT_HEAD.value,
    RoleCode.FULL_TIME_EDITOR.value,
    RoleCode.BOARD_SECRETARY.value,
    RoleCode.TRANSLATOR.value,
]


def build_once(media: Any) -> Iterator[Province]:
    """One province for many tests, whose changes are rolled back; for fixtures of a module."""
    from django.db import transaction
    from django.test.utils import override_settings

    with override_settings(MEDIA_ROOT=media), transaction.atomic():
        province = make_province()
        for place in (province.portal, province.a, province.b):
            for role in ROLES:
                place.user(role)
        yield province
        transaction.set_rollback(True)
