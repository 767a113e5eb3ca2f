"""What a slip must state, and who may write, sign and receive it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..regulation.schema import Profile
from ..regulation.schema.rules import WorkflowStep
from ..regulation.vocabulary import Action, RoleCode
from .access import agency_of
from .models import EditorialItem, SlipSender, SupplySlip
from .placement import profile_of
from .roles import roles_on
from .slip_text import has_text
from .vocabulary import TASK_ACTIONS, ItemState

#: What a slip states at least where the regulation has no list: the annex of Decision
#: 17/2018/QĐ-UBND (Bắc Kạn) without what only its printed form has.
CANON: Final = frozenset({"unit", "sender", "title", "body"})
#: Without these there is nothing to put on a page, whatever the regulation lists.
ALWAYS: Final = frozenset({"sender", "title", "body"})
#: States in which the supplier writes.
WRITABLE: Final = frozenset({ItemState.DRAFT, ItemState.RETURNED})

#: The field of a form in which each entry of the regulation is filled in.
FORM_FIELDS: Final[dict[str, str]] = {
    "unit": "organisation",
    "sender": "name",
    "sender_title": "post",
    "email": "email",
    "phone_or_address": "phone",
    "title": "title",
    "lead": "lead",
    "body": "body",
    "attachments": "attachments",
    "photos": "photos",
    "requested_section": "section",
    "place_and_date": "place",
    "responsible_person": "responsible_person",
    "category": "category",
}
_HEADINGS: Final = {
    "unit": gettext_lazy("unit or organisation"),
    "sender": gettext_lazy("name of the sender"),
    "body": gettext_lazy("content or an attached file"),
}

_Facts = tuple[SupplySlip, EditorialItem, "SlipSender | None"]


def _of_sender(*names: str) -> Callable[[_Facts], Any]:
    return lambda facts: any(getattr(facts[2], name, "") for name in names)


def _of_slip(name: str) -> Callable[[_Facts], Any]:
    return lambda facts: getattr(facts[0], name)


_FILLED: Final[dict[str, Callable[[_Facts], Any]]] = {
    "unit": lambda facts: facts[1].agency_id or _of_sender("organisation")(facts),
    "sender": _of_sender("name"),
    "sender_title": _of_sender("post"),
    "email": _of_sender("email"),
    "phone_or_address": _of_sender("phone", "address"),
    "title": _of_slip("title"),
    "lead": _of_slip("lead"),
    # What comes on paper or as a document is in the file.
    "body": lambda facts: has_text(facts[0]) or facts[0].attachments.exists(),
    "attachments": lambda facts: facts[0].attachments.exists(),
    "photos": lambda facts: facts[0].photos.exists(),
    "requested_section": _of_slip("section_id"),
    "place_and_date": lambda facts: facts[0].place and facts[0].written_on,
    "responsible_person": _of_slip("responsible_person"),
    # Classified by kind or by section (Cà Mau 68/2026, Article 12.1).
    "category": lambda facts: facts[1].category or facts[0].section_id,
}


def required_fields(profile: Profile) -> set[str]:
    """The keys of what a slip must state, as in the ``slip`` section of profiles.

    ``FORM_FIELDS`` has the field of a form for each. Where the regulation has no list it is the
    one of the only regulation with a printed slip.
    """
    listed = {key for key, field in profile.slip.items() if field.is_required}
    return listed | ALWAYS if profile.slip else set(CANON)


def required_form_fields(profile: Profile) -> set[str]:
    """The names of the form fields that must be filled in."""
    return {FORM_FIELDS[key] for key in required_fields(profile) if key in FORM_FIELDS}


def field_title(profile: Profile, key: str) -> str:
    """What the regulation calls an entry of the slip, or what it is commonly called."""
    field = profile.slip.get(key)
    if field:
        return field.title
    if key in _HEADINGS:
        return str(_HEADINGS[key])
    described: Any = SupplySlip._meta.get_field(FORM_FIELDS[key])
    return str(described.verbose_name)


def shortfalls(slip: SupplySlip, profile: Profile) -> dict[str, list[str]]:
    """What the slip still lacks to be submitted: messages by field of the form."""
    facts = (slip, slip.item, getattr(slip, "sender", None))
    missing = [
        key
        for key in sorted(required_fields(profile))
        if key in _FILLED and not _FILLED[key](facts)
    ]
    found = {
        FORM_FIELDS[key]: [_("Required: %(field)s.") % {"field": field_title(profile, key)}]
        for key in missing
    }
    if slip.source and not slip.source_published_on:
        # Vĩnh Long (2021), Article 15.2; elsewhere what good practice asks of a quotation.
        found["source_published_on"] = [_("State the day on which the source published it.")]
    return found


def step_with(profile: Profile, action: Action) -> WorkflowStep | None:
    """The first step of the regulation with the action."""
    return next((step for step in profile.workflow() if step.action == action), None)


def receiving_step(profile: Profile) -> WorkflowStep | None:
    """Where what was submitted arrives: the step of receipt, or else the first that follows."""
    first = (step for step in profile.workflow() if step.action in TASK_ACTIONS)
    return step_with(profile, Action.RECEIVE) or next(first, None)


def needs_signature(slip: SupplySlip, profile: Profile) -> bool:
    """Whether the head of the unit signs before it is submitted.

    Only a head with us can: suppliers from outside sign nothing here, and neither does what came
    with a signature on paper or in an electronic document.
    """
    if slip.item.agency_id is None or slip.signatory:
        return False
    return asks_for_signature(profile)


def asks_for_signature(profile: Profile) -> bool:
    """Whether the regulation has the head of the unit sign what it supplies."""
    signs = profile.policy("unit_head_signs") == "yes"
    return signs or step_with(profile, Action.SIGN) is not None


def may_edit(user: Any, item: EditorialItem) -> bool:
    """Whether the user may change, submit or resubmit what is written or was returned.

    One's own; for an agency its focal officers and head as well. Without an account only what
    nobody's account sent: whoever has the tracking code.
    """
    if item.state not in WRITABLE:
        return False
    sender = SlipSender.objects.filter(slip__item=item.pk).values_list("user_id", flat=True).first()
    if user is None:
        return item.created_by_id is None and sender is None
    if not user.is_active:
        return False
    if user.is_superuser or user.pk in (item.created_by_id, sender):
        return True
    held = roles_on(user, item.portal_site) & {RoleCode.FOCAL_OFFICER, RoleCode.UNIT_HEAD}
    agency = agency_of(user)
    return bool(held) and agency is not None and agency.pk == item.agency_id


def may_sign(user: Any, item: EditorialItem) -> bool:
    """Whether the user is the head of exactly the agency whose slip waits to be signed."""
    if item.state != ItemState.TO_SIGN or not user.is_active:
        return False
    agency = agency_of(user)
    is_head = RoleCode.UNIT_HEAD in roles_on(user, item.portal_site)
    return is_head and agency is not None and agency.pk == item.agency_id


def may_receive(user: Any, item: EditorialItem) -> bool:
    """Whether the user holds, on the site of the item, a role that receives."""
    if item.state != ItemState.SUBMITTED or not user.is_active:
        return False
    step = receiving_step(profile_of(item))
    roles = {role.value for role in step.roles} if step else set()
    return bool(roles & set(roles_on(user, item.portal_site)))


__all__ = [
    "ALWAYS",
    "CANON",
    "FORM_FIELDS",
    "WRITABLE",
    "asks_for_signature",
    "field_title",
    "may_edit",
    "may_receive",
    "may_sign",
    "needs_signature",
    "profile_of",
    "receiving_step",
    "required_fields",
    "required_form_fields",
    "shortfalls",
    "step_with",
]
