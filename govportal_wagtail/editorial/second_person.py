"""The second person: nobody approves what they wrote, nor takes two steps in a row.

The regulations split the checking of an item from its approval and its posting (Cà Mau 68/2026,
Articles 14.2 and 27.3). The rules hold for superusers too; a profile may waive them by its policy
``approver_must_differ``.
"""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision, TaskState

from ..regulation.vocabulary import Action
from . import publication
from .models import EditorialTask

POLICY: Final = "approver_must_differ"
#: Steps that only a second person may take. Checking and editing are done by whoever writes.
_DECIDING: Final = frozenset({Action.SECRETARY, Action.APPROVE, Action.PUBLISH})
#: What Wagtail keeps in a revision and no editor wrote; a schedule is no text either.
_NOT_CONTENT: Final = frozenset(
    {
        *("pk", "path", "depth", "numchild", "url_path", "content_type", "translation_key"),
        *("live", "has_unpublished_changes", "expired", "draft_title", "owner", "alias_of"),
        *("first_published_at", "last_published_at", "live_revision", "go_live_at", "expire_at"),
        *("latest_revision", "latest_revision_created_at", "locked", "locked_at", "locked_by"),
        *("wagtail_admin_comments", "comments", "page", "locale"),
    }
)
#: The rich text editor marks paragraphs at the first save, without a change of the text.
_BLOCK_KEY: Final = re.compile(r' data-block-key=\\?"[^"\\]*\\?"')


def last_editor(page: Page, *, revision_id: int | None = None) -> Any | None:
    """Who wrote the newest text of the page, or the text of one of its revisions.

    The user of the newest revision whose content differs from the one before it: a save that
    changed nothing makes nobody the editor. None where nobody of the system wrote it.
    """
    revisions = Revision.page_revisions.filter(object_id=str(page.pk))
    if revision_id is not None:
        until = revisions.filter(pk=revision_id).values_list("created_at", flat=True).first()
        revisions = revisions.filter(created_at__lte=until) if until else revisions.none()
    newer: tuple[Any, Any] | None = None
    rows = revisions.order_by("-created_at", "-pk").values_list("user_id", "content")
    for user, content in rows.iterator(chunk_size=5):
        text = comparable(content)
        if newer is not None and newer[1] != text:
            break
        newer = (user, text)
    if newer is None or newer[0] is None:
        return None
    return get_user_model()._default_manager.filter(pk=newer[0]).first()


def may_act(user: Any, page: Page, task: EditorialTask) -> bool:
    """Whether the user is a second person for this step on this page."""
    return not reason_against(user, page, task)


def reason_against(user: Any, page: Page, task: EditorialTask) -> str:
    """Why the user may not take the step, in words for them; empty where they may."""
    if not getattr(user, "is_active", False):
        return _("The account is not active.")
    if task.kind not in _DECIDING or not _must_differ(page):
        return ""
    if _took_step_before(user, page, task):
        return _("You took the step before this one; another person takes this one.")
    editor = last_editor(page)
    if editor is None or editor.pk != user.pk:
        return ""
    # Who checks as secretary may correct the text on the spot; at the other steps nobody may.
    if task.kind == Action.SECRETARY and _was_written_at(page, task):
        return ""
    return _("You wrote the newest version of the text; another person decides on it.")


def comparable(content: Any) -> Any:
    """The content of a revision without what no editor wrote, to be compared with another."""
    if isinstance(content, dict):
        kept = content.items()
        return {key: comparable(value) for key, value in kept if key not in _NOT_CONTENT}
    if isinstance(content, list):
        return [comparable(each) for each in content]
    if isinstance(content, str):
        text = content.replace("\r\n", "\n").replace("\\r\\n", "\\n")
        return _BLOCK_KEY.sub("", text).strip()
    return content


def _must_differ(page: Page) -> bool:
    profile = publication.profile_of(publication.portal_site_of(page))
    return profile.policy(POLICY, "yes") != "no"


def _states(page: Page) -> Any:
    """What was done in the workflow that runs on the page, the newest first."""
    current = page.current_workflow_state
    states = TaskState.objects.filter(workflow_state=current) if current else None
    return states.order_by("-finished_at", "-pk") if states is not None else None


def _took_step_before(user: Any, page: Page, task: EditorialTask) -> bool:
    states = _states(page)
    if states is None:
        return False
    passed = states.filter(status=TaskState.STATUS_APPROVED).exclude(task=task.pk)
    before = passed.values_list("finished_by", flat=True).first()
    return bool(before == user.pk)


def _was_written_at(page: Page, task: EditorialTask) -> bool:
    """Whether the newest text was written after the page came to the step."""
    states = _states(page)
    now = states.filter(task=task.pk).order_by("-started_at").first() if states else None
    latest = page.get_latest_revision()
    return bool(now and latest and latest.created_at >= now.started_at)
