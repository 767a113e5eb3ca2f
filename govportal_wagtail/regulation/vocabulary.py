"""The words in which profiles are written: units, events, roles, kinds of bodies, policies.

The codes are stored in profiles and in the database and never change; the labels are for people.
"""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: Characters; as much as the history of a time limit keeps.
LONGEST_REASON: Final = 500


class Evidence(models.TextChoices):
    """How sure it is that the regulation says so."""

    TEXT = "text", _("as the text says")
    RECONSTRUCTED = "reconstructed", _("reconstructed from a damaged text")
    DOUBTFUL = "doubtful", _("reconstructed, doubtful")
    INFERRED = "inferred", _("not in the text, derived from it")


class Unit(models.TextChoices):
    """In what a time limit is counted."""

    WORKING_DAY = "working_day", _("working days")
    CALENDAR_DAY = "calendar_day", _("calendar days")
    IMMEDIATE = "immediate", _("at once")
    CONTINUOUS = "continuous", _("continuously")
    AS_REQUIRED = "as_required", _("as the competent authority requires")


class Event(models.TextChoices):
    """What happened on the day from which a time limit is counted."""

    RECEIVED = "received", _("information received")
    ISSUED = "issued", _("document issued")
    OFFICIALLY_ISSUED = "officially_issued", _("document officially issued")
    APPROVED = "approved", _("approved by the competent authority")
    ACCEPTED = "accepted", _("accepted after completion")
    PUBLISHED_BY_AUTHORITY = "published_by_authority", _("published by the competent authority")
    PUBLISH_DECISION = "publish_decision", _("decision to publish")
    REQUEST_RECEIVED = "request_received", _("request to post received")
    QUESTION_RECEIVED = "question_received", _("question received")
    DISCLOSURE_ISSUED = "disclosure_issued", _("disclosure document issued")
    CHANGED = "changed", _("information changed")
    NOTIFIED = "notified", _("notice received")
    CREATED = "created", _("information created")
    SUSPENSION_STARTS = "suspension_starts", _("planned suspension of service starts")


#: Events at which somebody hands something over: the clock may start anew when it comes again.
RECEIPT_EVENTS = frozenset({Event.RECEIVED, Event.REQUEST_RECEIVED, Event.QUESTION_RECEIVED})


class Direction(models.TextChoices):
    """Whether a time limit runs after its event or ends before it."""

    AFTER = "after", _("after the event")
    BEFORE = "before", _("before the event")


class ReturnPolicy(models.TextChoices):
    """What becomes of a time limit when an item goes back to its supplier for completion."""

    RESTART_ON_RESUBMISSION = "restart_on_resubmission", _("starts anew when it is sent again")
    KEEP_ORIGINAL = "keep_original", _("runs on from the first event")


class Period(models.TextChoices):
    """The period of a rhythm or of a recurring duty."""

    WORKING_DAY = "working_day", _("working day")
    DAY = "day", _("day")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    QUARTER = "quarter", _("quarter")
    HALF_YEAR = "half_year", _("half-year")
    YEAR = "year", _("year")
    CONTINUOUS = "continuous", _("continuous")
    UNKNOWN = "unknown", _("not legible or not stated")


class Action(models.TextChoices):
    """What is done to an item at one step of its way to the public page."""

    SUBMIT = "submit", pgettext_lazy("workflow step", "Submit")
    SIGN = "sign", pgettext_lazy("workflow step", "Sign by the head of the unit")
    RECEIVE = "receive", pgettext_lazy("workflow step", "Receive")
    CHECK = "check", pgettext_lazy("workflow step", "Check")
    VERIFY = "verify", pgettext_lazy("workflow step", "Verify with a specialist unit")
    EDIT = "edit", pgettext_lazy("workflow step", "Edit")
    SECRETARY = "secretary", pgettext_lazy("workflow step", "Check by the editorial secretary")
    APPROVE = "approve", pgettext_lazy("workflow step", "Approve")
    PUBLISH = "publish", pgettext_lazy("workflow step", "Publish")


class RoleCode(models.TextChoices):
    """Who acts in a portal; every regulation names these with words of its own."""

    CONTRIBUTOR = "contributor", _("contributor")
    FOCAL_OFFICER = "focal_officer", _("focal officer")
    UNIT_HEAD = "unit_head", _("head of the unit")
    FULL_TIME_EDITOR = "full_time_editor", _("full-time editor")
    BOARD_SECRETARY = "board_secretary", _("editorial secretary")
    BOARD_MEMBER = "board_member", _("member of the editorial board")
    BOARD_DEPUTY = "board_deputy", _("deputy head of the editorial board")
    BOARD_HEAD = "board_head", _("head of the editorial board")
    OPERATOR = "operator", _("operator")
    TRANSLATOR = "translator", _("translator")
    SITE_ADMIN = "site_admin", _("site administrator")


class BodyKind(models.TextChoices):
    """The kinds of bodies that govern a site or get a domain name."""

    PORTAL = "portal", _("provincial portal")
    AGENCY = "agency", _("department or equivalent agency")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("public service unit")
    ORGANISATION = "organisation", _("other organisation")
    DISTRICT = "district", _("district (until 30 June 2025)")
    COMMUNE = "commune", _("commune, ward or special zone")


class Naming(models.TextChoices):
    """How the name of a body becomes the label of a host name."""

    FULL_NAME = "full_name", pgettext_lazy("naming", "full name")
    ABBREVIATION = "abbreviation", _("abbreviation")


class ChannelKind(models.TextChoices):
    """Ways by which information or a question comes in."""

    FORM = "form", _("form on the portal")
    PAPER = "paper", _("paper")
    POST = "post", pgettext_lazy("channel", "post")
    EMAIL = "email", _("e-mail")
    E_DOCUMENT = "e_document", _("electronic document")
    SIGNED_E_DOCUMENT = "signed_e_document", _("digitally signed electronic document")
    REMOVABLE_MEDIUM = "removable_medium", _("removable medium")
    FAX = "fax", _("fax")
    SOCIAL = "social", _("message on a social network")
    DIRECT = "direct", _("direct entry on delegated pages")
    WEB_SERVICE = "web_service", _("web service")


class LanguageStatus(models.TextChoices):
    """What a regulation says of a language."""

    OFFICIAL = "official", _("official")
    FUTURE = "future", _("planned")
    ENCOURAGED = "encouraged", _("encouraged")


class CycleSubject(models.TextChoices):
    """Duties that return."""

    BACKUP = "backup", _("Backup")
    RESTORE_TEST = "restore_test", _("Test of restoring a backup")
    REPORT = "report", _("Report")
    REVIEW = "review", _("Review of published information")
    PASSWORD = "password", _("Change of passwords")
    SECURITY_CHECK = "security_check", _("Security check")
    RISK_REVIEW = "risk_review", _("Review of risks")
    PLAN = "plan", _("Plan")
    MAINTENANCE = "maintenance", _("Maintenance and upgrade")
    TRAINING = "training", _("Training")


#: The questions that a profile may decide, and the answers it may give to each.
POLICIES: dict[str, tuple[str, ...]] = {
    "complaints": ("refuse", "forward", "accept"),
    "question_scope": ("any", "own_field"),
    "publish_answer": ("never_required", "common_interest", "socio_economic"),
    "answer_approval": ("unit_head", "board"),
    "question_transfer": ("keep_original", "restart"),
    "publish_interactions": ("required", "not_required"),
    "out_of_scope": ("notify_at_once", "notify"),
    "return_clock": tuple(ReturnPolicy.values),
    "event_day": ("excluded", "included"),
    "roll_forward": ("next_working_day", "none"),
    "unit_head_signs": ("yes", "no"),
    "secretary_step": ("yes", "no"),
    "verify_with_specialist": ("yes", "no"),
    "approver_must_differ": ("yes", "no"),
    "publish_only_after_approval": ("yes", "no"),
    "own_items_need_approval": ("yes", "no"),
    "direct_publishing": ("none", "component_board", "delegated_pages"),
    "oversight_of_components": ("content", "reports", "inspection"),
    "takedown": ("on_request", "immediate_then_verify"),
    "takedown_across_sites": ("yes", "no"),
    "full_text_of_normative": ("yes", "no"),
    "components_integrated": ("required", "unless_agreed", "allowed"),
    "launch_needs_board": ("yes", "no"),
    "translate_only_approved": ("yes", "no"),
    "advertising": ("by_law", "forbidden"),
    "supply_hours": ("office_hours", "every_day"),
    "replacement_texts": ("apply_new", "not_stated"),
    "domain_register": ("portal_office", "not_stated"),
    "header_footer_harmony": ("required", "not_stated"),
    "character_set": ("tcvn_6909_2001",),
}
