"""The public form of the supply slip: for everybody without an account.

What must be filled in follows the regulation of the site: Vĩnh Long (2021), Article 17.2 wants
telephone or address, Cà Mau 68/2026, Article 12.2 a person responsible.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import linebreaks, strip_tags
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from wagtail.models import Page

from ...core.dates import INPUT_FORMATS
from ...core.models import PortalSite
from ...core.vietnamese import normalise
from ...regulation import legal_basis
from ...regulation.legal_basis import NationalInstrument
from ...regulation.schema import Profile
from ...regulation.vocabulary import ChannelKind
from ..models import SupplySlip
from ..slip_pages import offered_targets
from ..slip_rules import required_form_fields
from ..spam import SpamDefence

MAX_BODY: Final = 50_000
PERSON: Final = "person"
ORGANISATION: Final = "organisation"
#: Ways in that only agencies have: systems of their own, signatures, pages entrusted to them.
_OF_AGENCIES: Final = frozenset(
    {
        ChannelKind.E_DOCUMENT,
        ChannelKind.SIGNED_E_DOCUMENT,
        ChannelKind.WEB_SERVICE,
        ChannelKind.DIRECT,
    }
)
#: The first instrument on personal data; what replaced it is found in the chain.
_PERSONAL_DATA: Final = "13/2023/NĐ-CP"
_TARGET: Final = "article"
_BREAK = re.compile(r"<br\s*/?>")
_PARAGRAPH = re.compile(r"</(?:p|h\d|li|ul|ol)>")


def is_offered(profile: Profile) -> bool:
    """Whether the public may supply information by the form.

    Yes where the regulation is silent on channels, and where it leaves any way open that citizens
    have as well, such as paper or e-mail: the form brings the same, and the board checks it the
    same way. No where it takes information through the systems of agencies only: an unsigned
    submission from outside is then not what it allows.
    """
    kinds = {channel.kind for channel in profile.channels.values() if channel.purpose == "supply"}
    return not kinds or bool(kinds - _OF_AGENCIES)


def sections_for(portal_site: PortalSite) -> list[Page]:
    """The sections that the public may propose: those that it sees."""
    offered = {target.code: places for target, places in offered_targets(portal_site)}
    return [page for page in offered.get(_TARGET, []) if page.live]


def consent_basis(on: date | None = None) -> list[NationalInstrument]:
    """The instruments on personal data that apply on the day (today)."""
    return legal_basis.applicable(_PERSONAL_DATA, on=on or timezone.localdate())


class TextField(forms.CharField):
    """Text in the form in which the portal stores it."""

    def to_python(self, value: Any) -> str:
        """Precomposed Unicode without invisible characters."""
        return normalise(super().to_python(value) or "").strip()


class ContentForm(SpamDefence, forms.Form):
    """What the slip says; also the form with which a returned slip is corrected."""

    spam_scope: ClassVar[str] = "correction"
    spam_text_fields: ClassVar[tuple[str, ...]] = ("title", "lead", "body")

    title = TextField(label=gettext_lazy("Title"), max_length=255)
    lead = TextField(
        label=pgettext_lazy("public slip", "Summary"),
        help_text=gettext_lazy("The most important in two or three sentences."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = TextField(
        label=gettext_lazy("Content"),
        help_text=gettext_lazy("Leave an empty line between paragraphs."),
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    section = forms.ModelChoiceField(
        label=gettext_lazy("Proposed section"), queryset=Page.objects.none(), required=False
    )
    author = TextField(label=gettext_lazy("Author"), max_length=255, required=False)
    source = TextField(
        label=pgettext_lazy("quotation", "Source"),
        help_text=gettext_lazy("Only where you quote: who published it first."),
        max_length=255,
        required=False,
    )
    source_published_on = forms.DateField(
        label=gettext_lazy("Day on which the source published it"),
        required=False,
        input_formats=INPUT_FORMATS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "10"}),
        error_messages={"invalid": gettext_lazy("Enter a date, for example 05/11/2026.")},
    )
    responsible_person = TextField(
        label=gettext_lazy("Person responsible"),
        help_text=gettext_lazy("Name and post of who answers for the content."),
        max_length=255,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        request: HttpRequest,
        portal_site: PortalSite,
        profile: Profile,
        **kwargs: Any,
    ) -> None:
        """``profile`` says what must be filled in, ``portal_site`` which sections there are."""
        super().__init__(*args, request=request, **kwargs)
        self.profile = profile
        self.required_names = required_form_fields(profile)
        for each in self.fields.values():
            if not isinstance(each.widget, (forms.RadioSelect, forms.CheckboxInput)):
                each.widget.attrs["class"] = "gp-field__input"
        sections = sections_for(portal_site)
        if sections:
            field = self.fields["section"]
            field.queryset = Page.objects.filter(pk__in=[page.pk for page in sections])  # type: ignore[attr-defined]
            if sections[0].locale.language_code != get_language():
                field.widget.attrs["lang"] = sections[0].locale.language_code
            # Classified by section where the regulation wants it classified.
            field.required = bool({"section", "category"} & self.required_names)
            field.empty_label = _("(please choose)")  # type: ignore[attr-defined]
        else:
            del self.fields["section"]
        self.fields["lead"].required = "lead" in self.required_names
        self.fields["responsible_person"].required = "responsible_person" in self.required_names

    def clean_source_published_on(self) -> date | None:
        """Nobody quotes what is published tomorrow.

        Raises:
            ValidationError: for a day to come.
        """
        day: date | None = self.cleaned_data.get("source_published_on")
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("This day is in the future."), code="future")
        return day

    def clean(self) -> dict[str, Any] | None:
        """A quotation needs its source and its day."""
        day, source = (self.cleaned_data.get(each) for each in ("source_published_on", "source"))
        if source and not day and "source_published_on" not in self.errors:
            self.add_error(
                "source_published_on", _("State the day on which the source published it.")
            )
        if day and not source:
            self.add_error("source", _("State the source that you quote."))
        return super().clean()

    def slip_fields(self) -> dict[str, Any]:
        """The fields of the slip, as ``slips.new_slip`` and ``slips.change`` take them."""
        names = ("title", "lead", "author", "source", "source_published_on", "responsible_person")
        found = {name: self.cleaned_data.get(name) for name in names}
        found["body"] = as_paragraphs(self.cleaned_data["body"])
        if "section" in self.fields:
            found["section"] = self.cleaned_data.get("section")
        return found


class SlipForm(ContentForm):
    """The whole slip, with who sends it."""

    spam_scope: ClassVar[str] = "slip"
    #: As they stand on the page, so that mistakes are listed from top to bottom.
    field_order = [
        *("kind", "name", "organisation", "post", "email", "phone", "address"),
        *("title", "lead", "body", "section", "author", "responsible_person"),
        *("source", "source_published_on", "consent"),
    ]

    kind = forms.ChoiceField(
        label=gettext_lazy("I send this"),
        choices=[
            (PERSON, gettext_lazy("as a private person")),
            (ORGANISATION, gettext_lazy("for an organisation, an enterprise or the press")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the two.")},
    )
    name = TextField(label=gettext_lazy("Your full name"), max_length=255)
    organisation = TextField(
        label=gettext_lazy("Name of the organisation"), max_length=255, required=False
    )
    post = TextField(label=gettext_lazy("Your post in it"), max_length=255, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = TextField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    address = TextField(label=gettext_lazy("Postal address"), max_length=255, required=False)
    consent = forms.BooleanField(
        label=gettext_lazy(
            "I have read this notice and agree that my personal data are processed for this "
            "purpose."
        ),
        error_messages={
            "required": gettext_lazy("Without your agreement the form cannot be accepted.")
        },
    )

    #: How a browser may fill in what it knows.
    _AUTOCOMPLETE: ClassVar[dict[str, str]] = {
        "name": "name",
        "organisation": "organization",
        "post": "organization-title",
        "email": "email",
        "phone": "tel",
        "address": "street-address",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """What the regulation asks of senders is required of them."""
        super().__init__(*args, **kwargs)
        for name, value in self._AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self.fields["email"].required = "email" in self.required_names
        # A private person answers for what they send; an organisation names somebody.
        self.fields["responsible_person"].required = False

    def clean(self) -> dict[str, Any] | None:
        """Somebody must be reachable, and an organisation have a name."""
        given = self.cleaned_data
        if given.get("kind") == ORGANISATION:
            if not given.get("organisation"):
                self.add_error("organisation", _("State the name of the organisation."))
            if "post" in self.required_names and not given.get("post"):
                self.add_error("post", _("State your post in the organisation."))
            if "responsible_person" in self.required_names and not given.get("responsible_person"):
                self.add_error("responsible_person", _("State who answers for the content."))
        self._clean_contact(given)
        return super().clean()

    def sender(self) -> dict[str, Any]:
        """Who sends it, as ``slips.new_slip`` takes it."""
        names = ("name", "organisation", "post", "email", "phone", "address")
        found = {name: self.cleaned_data.get(name) or "" for name in names}
        if self.cleaned_data["kind"] == PERSON:
            # Regulations ask for the unit of the sender; who has none says so.
            found["organisation"] = pgettext("sender of a slip", "private person")
            found["post"] = ""
        return found

    def slip_fields(self) -> dict[str, Any]:
        """The fields of the slip; a private person is responsible for what they send."""
        found = super().slip_fields()
        if not found["responsible_person"] and self.cleaned_data["kind"] == PERSON:
            found["responsible_person"] = self.cleaned_data["name"]
        return found

    def _clean_contact(self, given: dict[str, Any]) -> None:
        if "phone" in self.required_names:
            if not given.get("phone") and not given.get("address"):
                self.add_error("phone", _("State a telephone number or a postal address."))
            return
        reachable = any(given.get(name) for name in ("email", "phone", "address"))
        if not reachable and not self.errors.get("email"):
            self.add_error(
                "email", _("State an e-mail address, a telephone number or a postal address.")
            )


def as_paragraphs(text: str) -> str:
    """Plain text as paragraphs; whatever looks like markup stays text."""
    return linebreaks(text, autoescape=True)


def as_text(html: str) -> str:
    """The content of a slip as plain text, to be corrected in the form it was typed."""
    text = _BREAK.sub("\n", html)
    text = _PARAGRAPH.sub(lambda match: match[0] + "\n\n", text)
    return re.sub(r"\n{3,}", "\n\n", unescape(strip_tags(text))).strip()


def initial_of(slip: SupplySlip) -> dict[str, Any]:
    """What the slip says now, for the form with which it is corrected."""
    names = ("title", "lead", "author", "source", "source_published_on", "responsible_person")
    found = {name: getattr(slip, name) for name in names}
    found["body"] = as_text(slip.body)
    found["section"] = slip.section_id
    return found
