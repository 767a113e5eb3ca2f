"""The log of the editorial flow in sentences, for people and for files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from ..core.downloads import csv_pieces
from ..regulation import catalogue
from ..regulation.presentation import articles
from ..regulation.schema import Profile
from ..regulation.vocabulary import RoleCode
from .models import EditorialEvent
from .roles import SUPERUSER
from .vocabulary import EventKind, VerificationOutcome

#: So many digits of the hash of a revision are shown; enough to tell two versions apart.
SHORT_HASH: Final = 8
#: What a supplier may read of who handles the item, and a reader of a page.
PUBLIC_KINDS: Final = frozenset(
    {
        EventKind.SUBMITTED,
        EventKind.SIGNED,
        EventKind.SIGNATURE_DECLINED,
        EventKind.RECEIVED,
        EventKind.PASSED,
        EventKind.APPROVED,
        EventKind.RETURNED,
        EventKind.RESUBMITTED,
        EventKind.REFUSED,
        EventKind.WITHDRAWN,
        EventKind.SCHEDULED,
        EventKind.PUBLISHED,
        EventKind.DELEGATED,
        EventKind.CORRECTED,
        EventKind.TAKEN_DOWN,
        EventKind.RESTORED,
        EventKind.ARCHIVED,
    }
)
#: Events whose reason is addressed to the supplier; all others are the newsroom's own notes.
_PUBLIC_REASONS: Final = frozenset(
    {EventKind.SIGNATURE_DECLINED, EventKind.RETURNED, EventKind.REFUSED}
)

_SENTENCES: Final[dict[str, Any]] = {
    EventKind.ENTERED: gettext_lazy("%(who)s entered the item"),
    EventKind.SUBMITTED: gettext_lazy("%(who)s submitted the item"),
    EventKind.SIGNED: gettext_lazy("%(who)s signed the slip"),
    EventKind.SIGNATURE_DECLINED: gettext_lazy("%(who)s did not sign the slip"),
    EventKind.RECEIVED: gettext_lazy("%(who)s received the item"),
    EventKind.PASSED: gettext_lazy("%(who)s passed the item on"),
    EventKind.APPROVED: gettext_lazy("%(who)s approved the item"),
    EventKind.RETURNED: gettext_lazy("%(who)s returned the item for completion"),
    EventKind.RESUBMITTED: gettext_lazy("%(who)s submitted the item again"),
    EventKind.REFUSED: gettext_lazy("%(who)s refused the item"),
    EventKind.WITHDRAWN: gettext_lazy("%(who)s withdrew the item"),
    EventKind.VERIFICATION_ASKED: gettext_lazy("%(who)s sent the item to be verified"),
    EventKind.VERIFICATION_GIVEN: gettext_lazy("%(who)s answered the question to verify"),
    EventKind.CLAIMED: gettext_lazy("%(who)s claimed the item"),
    EventKind.RELEASED: gettext_lazy("%(who)s released the item"),
    EventKind.REASSIGNED: gettext_lazy("%(who)s assigned the item"),
    EventKind.URGENT: gettext_lazy("%(who)s put the item on the summary procedure"),
    EventKind.NOT_URGENT: gettext_lazy("%(who)s took the item off the summary procedure"),
    EventKind.DESCRIBED: gettext_lazy("%(who)s changed the category or the dates"),
    EventKind.SCHEDULED: gettext_lazy("%(who)s scheduled the posting"),
    EventKind.PUBLISHED: gettext_lazy("%(who)s posted the page"),
    EventKind.UNPUBLISHED: gettext_lazy("%(who)s took the page out of the public"),
    EventKind.DELEGATED: gettext_lazy("%(who)s posted the page by delegation"),
    EventKind.EMERGENCY: gettext_lazy("%(who)s posted the page by the emergency setting"),
    EventKind.ATTEMPT_REFUSED: gettext_lazy("%(who)s tried what is not allowed and was refused"),
    EventKind.CORRECTED: gettext_lazy("%(who)s posted a notice of a correction"),
    EventKind.TAKEN_DOWN: gettext_lazy("%(who)s took the page down"),
    EventKind.TAKEDOWN_CONFIRMED: gettext_lazy("%(who)s confirmed the takedown"),
    EventKind.RESTORED: gettext_lazy("%(who)s restored the page"),
    EventKind.REPORTED: gettext_lazy("%(who)s reported the page"),
    EventKind.REPORT_CLOSED: gettext_lazy("%(who)s closed the report"),
    EventKind.REVIEWED: gettext_lazy("%(who)s found the page still correct"),
    EventKind.ARCHIVED: gettext_lazy("%(who)s archived the page"),
    EventKind.DELEGATION_GIVEN: gettext_lazy("%(who)s delegated the posting"),
    EventKind.DELEGATION_ENDED: gettext_lazy("%(who)s ended the delegation of posting"),
}


def sentence(event: EditorialEvent, for_public: bool = False) -> str:
    """What happened, in one readable line of the user's language.

    For the public nobody is named, and what concerns the newsroom alone gives an empty text.
    """
    if for_public and event.kind not in PUBLIC_KINDS:
        return ""
    profile = catalogue.profiles().get(event.profile)
    what = _what(event, profile, for_public)
    # A name stands as it is written, whatever it begins with.
    parts = [what if event.by_name and not for_public else capfirst(what)]
    if ground := ground_of(event):
        parts.append(_("Ground: %(ground)s") % {"ground": ground})
    if wordings := reasons_of(event):
        parts.append(_("According to the regulation: %(reasons)s") % {"reasons": wordings})
    if event.reason and (not for_public or event.kind in _PUBLIC_REASONS):
        parts.append(_("Reason: %(reason)s") % {"reason": event.reason})
    if event.revision_hash and not for_public:
        parts.append(_("Version %(hash)s") % {"hash": event.revision_hash[:SHORT_HASH]})
    return " ".join(part if part.endswith((".", "!", "?", "…")) else f"{part}." for part in parts)


def with_language(events: QuerySet[EditorialEvent]) -> QuerySet[EditorialEvent]:
    """The lines with ``language``, the code of that of their page; ``None`` where it is gone."""
    codes = Page.objects.filter(pk=OuterRef("page_id")).values("locale__language_code")
    return events.annotate(language=Subquery(codes))


def ground_of(event: EditorialEvent) -> str:
    """Letter, wording and article of the ground that was given; empty for none."""
    if not event.ground_letter and not event.ground_text:
        return ""
    letter = f"{event.ground_letter}) " if event.ground_letter else ""
    place = f" ({articles.label(event.article)})" if event.article else ""
    return f"{letter}{event.ground_text}{place}"


def reasons_of(event: EditorialEvent) -> str:
    """The reasons of the regulation for a return, with their article; empty for none."""
    details = event.details if isinstance(event.details, dict) else {}
    wordings = details.get("wordings")
    if event.kind != EventKind.RETURNED or not isinstance(wordings, list) or not wordings:
        return ""
    place = f" ({articles.label(event.article)})" if event.article else ""
    return "; ".join(str(each) for each in wordings) + place


def actor(event: EditorialEvent) -> str:
    """Who did it: name, role and agency as they were; the system, or somebody outside."""
    profile = catalogue.profiles().get(event.profile)
    about = ", ".join(filter(None, (role_label(event, profile), event.agency_name)))
    if event.by_name:
        return f"{event.by_name} ({about})" if about else event.by_name
    if event.kind == EventKind.REPORTED:
        return _("a reader")
    if event.kind in (EventKind.SUBMITTED, EventKind.RESUBMITTED, EventKind.ENTERED):
        return event.agency_name or _("the supplier")
    return _("the system")


def role_label(event: EditorialEvent, profile: Profile | None = None) -> str:
    """What the regulation of the item calls the role in which it was done."""
    if event.role == SUPERUSER:
        return _("administrator of the system")
    if event.role not in RoleCode.values:
        return event.role
    profile = profile or catalogue.profiles().get(event.profile)
    return profile.role_title(event.role) if profile else str(RoleCode(event.role).label)


def _what(event: EditorialEvent, profile: Profile | None, for_public: bool) -> str:
    who = _public_actor(event, profile) if for_public else actor(event)
    text = str(_SENTENCES.get(event.kind, event.get_kind_display())) % {"who": who}
    if for_public:
        return text
    return " ".join((text, *_added(event, profile)))


def _added(event: EditorialEvent, profile: Profile | None) -> Iterator[str]:
    """What the details of the event add: to whom, by which unit, at which step, with what."""
    details = event.details if isinstance(event.details, dict) else {}
    if name := details.get("to_name") or details.get("delegate_name"):
        yield _("to %(name)s") % {"name": name}
    if (name := details.get("from_name")) and name != event.by_name:
        yield _("(until then with %(name)s)") % {"name": name}
    unit = details.get("unit")
    if unit and event.kind == EventKind.VERIFICATION_ASKED:
        yield _("by %(agency)s") % {"agency": unit}
    if unit and details.get("on_behalf"):
        yield _("for %(agency)s") % {"agency": unit}
    if (outcome := details.get("outcome")) in VerificationOutcome.values:
        yield f"({VerificationOutcome(outcome).label})"
    step = profile.steps.get(event.step) if profile else None
    if step and event.kind in (EventKind.PASSED, EventKind.RETURNED):
        title = step.title or str(step.action.label)
        yield _("at the step “%(step)s”") % {"step": title}


def _public_actor(event: EditorialEvent, profile: Profile | None) -> str:
    """The role or the agency; nobody outside learns who worked on an item."""
    role = role_label(event, profile) if event.role != SUPERUSER else ""
    return role or event.agency_name or _("the editorial office")


_COLUMNS: Final = (
    *("at", "event", "sentence", "by", "role", "agency", "step", "reason"),
    *("ground", "ground_text", "article", "regulation", "instrument", "revision", "hash"),
)


def rows(events: Iterable[EditorialEvent]) -> Iterator[dict[str, Any]]:
    """The log as records for a file; times are ISO 8601 in the time zone of the portal."""
    for event in events:
        yield {
            "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
            "event": event.kind,
            "sentence": sentence(event),
            "by": event.by_name,
            "role": event.role,
            "agency": event.agency_name,
            "step": event.step,
            "reason": event.reason,
            "ground": event.ground_letter,
            "ground_text": event.ground_text,
            "article": event.article,
            "regulation": event.profile,
            "instrument": event.instrument,
            "revision": event.revision_id,
            "hash": event.revision_hash,
        }


def as_csv(events: Iterable[EditorialEvent]) -> bytes:
    """The log as a table; text that a spreadsheet would run as a formula is marked as text."""
    found = ([row[name] for name in _COLUMNS] for row in rows(events))
    return b"".join(csv_pieces(_COLUMNS, found))


def as_json(events: Iterable[EditorialEvent]) -> str:
    """The log as a list of objects with all that was written down, details as well."""
    listed = list(events)
    found = [
        row | {"details": event.details} for row, event in zip(rows(listed), listed, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)
