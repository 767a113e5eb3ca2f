"""Words for the codes that profiles use: decisions of principle and other fixed values."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: The questions of ``vocabulary.POLICIES``.
POLICY_LABELS: dict[str, Promise] = {
    "complaints": _("Complaints and denunciations that come in"),
    "question_scope": _("What may be asked"),
    "publish_answer": _("Which answers must be published"),
    "answer_approval": _("Who approves the answer to a question"),
    "question_transfer": _("The clock when a question goes to another agency"),
    "publish_interactions": _("Publishing questions and answers"),
    "out_of_scope": _("Questions outside the remit"),
    "return_clock": _("The clock when an item comes back"),
    "event_day": _("The day of the event"),
    "roll_forward": _("A last day that is a day off"),
    "unit_head_signs": _("The head of the unit signs what is supplied"),
    "secretary_step": _("The editorial secretary checks"),
    "verify_with_specialist": _("Content is verified with a specialist unit"),
    "approver_must_differ": _("Nobody approves what they wrote"),
    "publish_only_after_approval": _("Published only after approval"),
    "own_items_need_approval": _("The board's own items need approval too"),
    "direct_publishing": _("Publishing without the provincial board"),
    "oversight_of_components": _("Oversight of component sites"),
    "takedown": _("Removal of information"),
    "takedown_across_sites": _("The portal may order removal on component sites"),
    "full_text_of_normative": _("Normative documents in full text"),
    "components_integrated": _("Component sites on the common portal"),
    "launch_needs_board": _("An editorial board before a site goes live"),
    "translate_only_approved": _("Only approved items are translated"),
    "advertising": _("Advertising"),
    "supply_hours": _("When information is supplied"),
    "replacement_texts": _("When a cited instrument is replaced"),
    "domain_register": _("Who keeps the register of domain names"),
    "header_footer_harmony": _("Header and footer like those of the portal"),
    "character_set": _("Character set"),
}
_VALUES: dict[str, Promise] = {
    "yes": pgettext_lazy("policy", "yes"),
    "no": pgettext_lazy("policy", "no"),
    "none": pgettext_lazy("policy", "none"),
    "required": pgettext_lazy("policy", "required"),
    "not_required": _("not required"),
    "not_stated": _("not stated"),
    "allowed": pgettext_lazy("policy", "allowed"),
    "forbidden": _("forbidden"),
    "refuse": _("are not taken"),
    "forward": _("are passed on"),
    "accept": _("are taken"),
    "any": _("anything"),
    "own_field": _("the field of the agency only"),
    "never_required": _("none must be"),
    "common_interest": _("those of common interest"),
    "socio_economic": _("those on socio-economic management"),
    "unit_head": _("the head of the answering agency"),
    "board": _("the editorial board, after the head of the agency"),
    "restart": _("starts anew"),
    "notify_at_once": _("the sender is told at once"),
    "notify": _("the sender is told"),
    "restart_on_resubmission": _("starts anew when it is sent again"),
    "keep_original": _("runs on from the first event"),
    "excluded": _("is not counted"),
    "included": _("is counted"),
    "next_working_day": _("moves to the next working day"),
    "component_board": _("by the board of the component site"),
    "delegated_pages": _("on delegated pages"),
    "content": _("of the content"),
    "reports": _("by reports"),
    "inspection": _("by inspection"),
    "on_request": _("on request of the competent authority"),
    "immediate_then_verify": _("at once, then it is verified"),
    "unless_agreed": _("required unless otherwise agreed"),
    "by_law": _("as the law says"),
    "office_hours": _("in office hours"),
    "every_day": _("every day"),
    "apply_new": _("the new one applies"),
    "portal_office": _("the office of the portal"),
    "tcvn_6909_2001": _("Unicode as in TCVN 6909:2001"),
}
_WORDS: dict[str, Promise] = {
    "all": _("all information"),
    "quoted": _("quoted information"),
    "author": pgettext_lazy("origin", "author"),
    "source": pgettext_lazy("origin", "source"),
    "provider": pgettext_lazy("origin", "provider"),
    "posted_on": _("day of first posting"),
    "portal": pgettext_lazy("scope", "portal"),
    "agency": pgettext_lazy("scope", "agency"),
    "hotline": _("hotline"),
    "mailbox": _("mailbox"),
    "website": pgettext_lazy("contact", "website"),
    "component_home": _("home page of the component site"),
    "focal_officer": _("focal officer"),
    "directory": _("directory of officials"),
    "supply": _("supply of information"),
    "question": pgettext_lazy("purpose", "questions"),
}


def policy_label(key: str) -> str:
    """What a decision of principle is about; the key itself for one that is not known."""
    return str(POLICY_LABELS.get(key, key))


def policy_value(value: str) -> str:
    """The answer in words."""
    return str(_VALUES.get(value, value))


def word(code: str) -> str:
    """A fixed code of a field in words; any other text as it is."""
    return str(_WORDS.get(code, code))
