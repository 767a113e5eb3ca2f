"""All that belongs to a site, so that a test sees whether anything of it has changed."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    Comment,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
)

from govportal_wagtail.core.models import (
    Account,
    DomainName,
    EditorialBoard,
    Person,
    PortalSettings,
    PortalSite,
    RoleAssignment,
)

from . import (
    editorial_world,
    investment_world,
    questions_world,
    schedules_world,
    translation_world,
)
from .world import Place


def _rows(queryset: Any) -> list[tuple[Any, ...]]:
    return sorted(map(repr, queryset.order_by().values_list()))


def of(place: Place) -> dict[str, Any]:
    """Everything of the site by kind, as it is in the database now."""
    home = Page.objects.get(pk=place.site.root_page_id)
    pages = home.get_descendants(inclusive=True)
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    site, portal_site = place.site, place.portal_site
    users = Account.objects.filter(portal_site=portal_site).values("user")
    found = {
        "pages": _rows(pages),
        "revisions": _rows(Revision.objects.filter(object_id__in=keys)),
        "restrictions": _rows(PageViewRestriction.objects.filter(page__in=pages)),
        "comments": _rows(Comment.objects.filter(page__in=pages)),
        "workflow states": _rows(WorkflowState.objects.filter(object_id__in=keys)),
        "task states": _rows(TaskState.objects.filter(workflow_state__object_id__in=keys)),
        "workflows": _rows(Workflow.objects.all()) + _rows(WorkflowPage.objects.all()),
        "images": _rows(get_image_model().objects.filter(collection=place.collection)),
        "documents": _rows(get_document_model().objects.filter(collection=place.collection)),
        "collections": _rows(Collection.objects.filter(path__startswith=place.collection.path)),
        "people": _rows(Person.objects.filter(agency=place.agency)),
        "boards": _rows(EditorialBoard.objects.filter(portal_site=portal_site)),
        "domains": _rows(
            DomainName.objects.filter(Q(agency=place.agency) | Q(portal_site=portal_site))
        ),
        "sites": _rows(Site.objects.filter(pk=site.pk))
        + _rows(PortalSite.objects.filter(pk=portal_site.pk)),
        "settings": _rows(PortalSettings.objects.filter(site=site)),
        "accounts": _rows(Account.objects.filter(portal_site=portal_site)),
        "users": [
            (user.pk, user.username, user.password, user.is_active, user.is_superuser)
            for account in Account.objects.filter(user__in=users).select_related("user")
            for user in [account.user]
        ],
        "roles": _rows(RoleAssignment.objects.filter(portal_site=portal_site)),
        "permissions": _rows(GroupPagePermission.objects.filter(page__in=pages))
        + _rows(GroupCollectionPermission.objects.filter(collection=place.collection))
        + _rows(GroupSitePermission.objects.filter(site=site)),
    }
    for label in ("wagtailredirects.Redirect", "govportal_legal.ImportRun"):
        found[label] = _rows(apps.get_model(label).objects.all())
    apps_rows = (
        editorial_world,
        questions_world,
        schedules_world,
        investment_world,
        translation_world,
    )
    return found | {name: each for app in apps_rows for name, each in app.rows(place).items()}
