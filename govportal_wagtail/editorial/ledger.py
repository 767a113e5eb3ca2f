"""Writes the log of the editorial flow, in the transaction of the step that it records.

The log records; it never decides. Wagtail's own log gets a line as well, so that its reports and
the history of the page show the step.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from django.db.models import Model
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from ..core.models import Agency, PortalSite
from ..regulation import catalogue
from .models import EditorialEvent, EditorialItem
from .roles import role_of
from .signals import event_recorded
from .vocabulary import EventKind

#: The name of a kind of event among Wagtail's log actions.
LOG_ACTION: Final = "govportal.editorial.{kind}"


def record(
    kind: EventKind,
    *,
    user: Any = None,
    item: EditorialItem | None = None,
    page: Page | None = None,
    portal_site: PortalSite | None = None,
    agency: Agency | None = None,
    role: str = "",
    reason: str = "",
    ground_letter: str = "",
    ground_text: str = "",
    article: str = "",
    revision: Revision | None = None,
    **details: Any,
) -> EditorialEvent:
    """Write one line; page, site, agency and role are taken from item and user where not given.

    ``details`` must be what JSON can hold. Call it inside the transaction of the step.
    """
    page = page or (item.page if item else None)
    portal_site = portal_site or (item.portal_site if item else None)
    revision = revision or (page.latest_revision if page else None)
    event = EditorialEvent.objects.create(
        kind=kind,
        at=timezone.now(),
        role=role or role_of(user, portal_site),
        reason=reason,
        ground_letter=ground_letter,
        ground_text=ground_text,
        article=article,
        details=details,
        **_subject(item, page, portal_site),
        **_actor(user, agency or _agency_of(user) or (item.agency if item else None)),
        **_version(revision),
    )
    _tell_wagtail(page or item, event, user, revision)
    event_recorded.send(sender=EditorialEvent, event=event, item=item, user=user)
    return event


def content_hash(revision: Revision) -> str:
    """SHA-256 of what the revision holds, the same for the same content on every database."""
    text = json.dumps(revision.content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def name_of(user: Any) -> str:
    """The name under which a user is written down; empty for nobody."""
    if user is None or not getattr(user, "pk", None):
        return ""
    return str(user.get_full_name() or user.get_username())


def _subject(
    item: EditorialItem | None, page: Page | None, portal_site: PortalSite | None
) -> dict[str, Any]:
    """What the line is about; names beside numbers, because it outlives what it is about."""
    profile = item.profile if item else ""
    return {
        "item_id": item.pk if item else None,
        "page_id": page.pk if page else None,
        "portal_site_id": portal_site.pk if portal_site else None,
        "label": str(item or page or "")[:255],
        "step": item.step if item else "",
        "profile": profile,
        "instrument": _instrument(profile),
    }


def _actor(user: Any, agency: Agency | None) -> dict[str, Any]:
    return {
        "by_id": getattr(user, "pk", None),
        "by_name": name_of(user)[:255],
        "agency_id": agency.pk if agency else None,
        "agency_name": str(agency or "")[:255],
    }


def _version(revision: Revision | None) -> dict[str, Any]:
    return {
        "revision_id": revision.pk if revision else None,
        "revision_hash": content_hash(revision) if revision else "",
    }


def _agency_of(user: Any) -> Agency | None:
    account = getattr(user, "govportal_account", None) if getattr(user, "pk", None) else None
    return account.agency if account else None


def _instrument(profile: str) -> str:
    found = catalogue.profiles().get(profile)
    return found.instrument.symbol if found else ""


def _tell_wagtail(
    subject: Model | None, event: EditorialEvent, user: Any, revision: Revision | None
) -> None:
    if subject is None or subject.pk is None:
        return
    data = {"reason": event.reason, "ground": event.ground_letter, "event": event.pk}
    specific = getattr(subject, "specific_deferred", subject)
    log(
        instance=specific,
        action=LOG_ACTION.format(kind=event.kind),
        user=user if getattr(user, "pk", None) else None,
        revision=revision if isinstance(subject, Page) else None,
        data={key: value for key, value in data.items() if value},
    )
