"""Builders of portals with a whole newsroom, and of drafts on their way."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from govportal_wagtail.core.models import PortalSite
from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem
from govportal_wagtail.pages.models import ArticlePage
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.builders import make_article, make_category
from tests.core.portal_builders import make_department, make_officer
from tests.replay import replayed

#: Three of the board: who takes one step does not take the next.
NEWSROOM = {
    "truong-ban": RoleCode.BOARD_HEAD,
    "pho-ban": RoleCode.BOARD_DEPUTY,
    "uy-vien": RoleCode.BOARD_MEMBER,
    "uy-vien-2": RoleCode.BOARD_MEMBER,
    "thu-ky": RoleCode.BOARD_SECRETARY,
    "bien-tap-vien": RoleCode.FULL_TIME_EDITOR,
    "van-hanh": RoleCode.OPERATOR,
}


@replayed
def make_newsroom(portal: PortalSite) -> dict[str, Any]:
    """Users of every role of the newsroom by name, and a contributor."""
    people = {name: make_officer(name, portal, role) for name, role in NEWSROOM.items()}
    people["cong-tac-vien"] = make_officer(
        "cong-tac-vien", portal, RoleCode.CONTRIBUTOR, make_department()
    )
    return people


def fresh(user: Any) -> Any:
    """The user as the next request reads them."""
    return type(user).objects.get(pk=user.pk)


def make_draft(
    portal: PortalSite, author: Any, title: str = "Khánh thành cầu", **fields: Any
) -> Any:
    """A complete draft article below the home page, written by the author."""
    fields.setdefault("category", make_category())
    fields.setdefault("agency", portal.agency)
    fields.setdefault("source", "")
    fields.setdefault("body", [("paragraph", "<p>Sáng nay cầu sông Trà được khánh thành.</p>")])
    home = Page.objects.get(pk=portal.site.root_page_id)
    page = make_article(home, title, publish=False, owner=author, **fields)
    page.save_revision(user=author)
    return ArticlePage.objects.get(pk=page.pk)


def hand_in(page: Any, user: Any) -> EditorialItem:
    """Start the workflow of the site on the page, as the editor's button does."""
    page = type(page).objects.get(pk=page.pk)
    page.get_workflow().start(page, user)
    return EditorialItem.objects.get(page=page.pk, state__in=_OPEN)


_OPEN = ("checking", "editing", "secretary", "approving", "approved")


def task_of(item: EditorialItem) -> tuple[Any, Any]:
    """The task and its state at which the item is."""
    item.refresh_from_db()
    state = type(item.workflow_state).objects.get(pk=item.workflow_state_id)
    return state.current_task_state.task.specific, state.current_task_state.specific


def take(item: EditorialItem, user: Any, action: str = "approve", **data: Any) -> str | None:
    """Take the step at which the item is, as Wagtail's views do."""
    task, state = task_of(item)
    told = task.on_action(state, fresh(user), action, **data)
    item.refresh_from_db()
    return told


def offered(item: EditorialItem, user: Any) -> list[str]:
    """The actions that Wagtail offers to the user."""
    task, _state = task_of(item)
    page = Page.objects.get(pk=item.page_id).specific
    return [name for name, _label, _form in task.get_actions(page, fresh(user))]


def kinds(item: EditorialItem) -> list[str]:
    """What the log says of the item, oldest first."""
    events = EditorialEvent.objects.filter(item_id=item.pk).order_by("pk")
    return list(events.values_list("kind", flat=True))
