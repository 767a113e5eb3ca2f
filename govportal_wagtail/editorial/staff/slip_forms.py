"""The form of a supply slip, and the short forms of what is done with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import linebreaks
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page

from ...core.models import Agency, PortalSite
from ...regulation.presentation.counting import category_choices
from ...regulation.schema import Profile
from ...regulation.vocabulary import ChannelKind, Event
from ..models import SLIP_FEATURES, SupplySlip
from ..registries import SlipTarget
from ..slip_pages import offered_targets
from ..slip_rules import required_form_fields

_ANCHOR: Final = "anchor_"
#: Kinds of time limits that are not about information which somebody supplies.
_NOT_SUPPLIED: Final = frozenset({"takedown", "suspension", "legal_doc_effective"})
#: By these nobody enters anything on behalf of another: the supplier is there, or a machine is.
_BY_THEMSELVES: Final = frozenset({ChannelKind.FORM, ChannelKind.DIRECT, ChannelKind.WEB_SERVICE})
_OF_SENDER: Final = ("name", "post", "organisation", "email", "phone", "address")
_OF_SLIP: Final = (
    "target",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "source_url",
    "source_published_on",
    "responsible_person",
    "place",
    "written_on",
    "note",
    "signatory",
)


class ContentArea(DraftailRichTextArea):  # type: ignore[misc]
    """Draftail; what was not sent by it is plain text."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """The content as it is stored; a form without script or made by hand loses nothing."""
        try:
            found: str | None = super().value_from_datadict(data, files, name)
        except (AttributeError, KeyError, TypeError, ValueError):
            return linebreaks(data.get(name, ""), autoescape=True)
        return found or ""


def channel_choices(profile: Profile) -> list[tuple[str, str]]:
    """The channels by which the regulation lets information come in, but the form itself."""
    kinds = [each.kind for each in profile.channels.values() if each.purpose == "supply"]
    offered = [kind for kind in dict.fromkeys(kinds) if kind not in _BY_THEMSELVES]
    # A regulation that names none refuses none.
    silent = [ChannelKind.PAPER, ChannelKind.EMAIL, ChannelKind.E_DOCUMENT]
    return [(kind.value, str(kind.label)) for kind in offered or silent]


def kinds_of_information(profile: Profile) -> list[tuple[str, str]]:
    """The kinds of information that the regulation has time limits for, with their titles."""
    return [
        (code, title)
        for code, title in category_choices(profile)
        if not code.startswith("qa_") and code not in _NOT_SUPPLIED
    ]


def events_of(profile: Profile) -> list[Event]:
    """The events from which the regulation counts, besides the receipt by the portal."""
    codes = dict(kinds_of_information(profile))
    used = [
        event
        for rule in profile.deadlines.values()
        if rule.category in codes
        for event in rule.anchors
    ]
    receipt = {Event.RECEIVED, Event.REQUEST_RECEIVED}
    return [event for event in dict.fromkeys(used) if event not in receipt]


def section_choices(places: Iterable[Page], home: Page) -> list[tuple[str, str]]:
    """Sections of a site, each below its own indented; a home page by its name."""
    top = home.depth + 1
    return [(str(page.pk), "\u2003" * (page.depth - top) + page.title) for page in places]


class SlipForm(forms.Form):
    """All fields of a slip but its files; what is required shows, and is asked for at submission.

    A draft needs its title only.
    """

    use_required_attribute = False

    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=120)
    written_on = forms.DateField(
        label=gettext_lazy("Date of the slip"), required=False, widget=AdminDateInput
    )
    organisation = forms.CharField(
        label=gettext_lazy("Unit or organisation"), required=False, max_length=255
    )
    name = forms.CharField(label=gettext_lazy("Sender"), required=False, max_length=255)
    post = forms.CharField(
        label=pgettext_lazy("of a person", "Post"), required=False, max_length=255
    )
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    address = forms.CharField(label=gettext_lazy("Address"), required=False, max_length=255)

    title = forms.CharField(
        label=pgettext_lazy("slip", "Title"),
        max_length=255,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    lead = forms.CharField(
        label=gettext_lazy("Lead"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = forms.CharField(
        label=pgettext_lazy("slip", "Content"),
        required=False,
        widget=ContentArea(features=SLIP_FEATURES),
    )
    author = forms.CharField(label=gettext_lazy("Author"), required=False, max_length=255)
    source = forms.CharField(
        label=pgettext_lazy("slip", "Source"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Who published it first; only where the information is quoted."),
    )
    source_published_on = forms.DateField(
        label=gettext_lazy("Published by the source on"), required=False, widget=AdminDateInput
    )
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    target = forms.ChoiceField(label=gettext_lazy("To become"))
    section = forms.ChoiceField(label=gettext_lazy("Proposed section"), required=False)
    category = forms.ChoiceField(
        label=gettext_lazy("Kind of information"),
        required=False,
        help_text=gettext_lazy("By it the time limit for posting is counted."),
    )
    is_urgent = forms.BooleanField(label=gettext_lazy("Summary procedure"), required=False)
    responsible_person = forms.CharField(
        label=gettext_lazy("Person responsible"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("Name and post."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the board"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        portal_site: PortalSite,
        profile: Profile,
        agency: Agency | None,
        **kwargs: Any,
    ) -> None:
        """``agency`` is whose slip it is where that is not a question of the form."""
        super().__init__(*args, **kwargs)
        self.portal_site = portal_site
        self.profile = profile
        self.agency = agency
        if agency is not None:
            del self.fields["organisation"]
        for event in events_of(profile):
            self.fields[f"{_ANCHOR}{event.value}"] = self._day(event)
        self._offer()
        for key, field in profile.slip.items():
            self._call(key, field.title)

    @cached_property
    def targets(self) -> list[tuple[SlipTarget, list[Page]]]:
        """The kinds of pages that a slip may become here, with their places."""
        return offered_targets(self.portal_site)

    @property
    def date_fields(self) -> list[Any]:
        """The days of events, in the order of the regulation."""
        return [self[name] for name in self.fields if name.startswith(_ANCHOR)]

    def mark_required(self) -> None:
        """Show what the submission will ask for, after the form was read."""
        for name in required_form_fields(self.profile):
            if name in self.fields:
                self.fields[name].required = True

    def clean_section(self) -> Page | None:
        """The chosen section as a page."""
        chosen = self.cleaned_data["section"]
        return self._places.get(int(chosen)) if chosen else None

    def slip_fields(self) -> dict[str, Any]:
        """What was filled in, as the service takes it."""
        data = self.cleaned_data
        fields: dict[str, Any] = {name: data[name] for name in _OF_SLIP if name in data}
        fields["section"] = data["section"]
        fields["category"] = data["category"]
        fields["is_urgent"] = data["is_urgent"]
        fields["anchors"] = {
            name.removeprefix(_ANCHOR): data[name] for name in data if name.startswith(_ANCHOR)
        }
        return fields

    def sender_fields(self) -> dict[str, Any]:
        """Who sends it, as the service takes it."""
        return {name: self.cleaned_data[name] for name in _OF_SENDER if name in self.cleaned_data}

    def _offer(self) -> None:
        self._places = {page.pk: page for _target, pages in self.targets for page in pages}
        ordered = sorted(self._places.values(), key=lambda page: page.path)
        home = self.portal_site.site.root_page
        fields: Any = self.fields
        fields["section"].choices = [("", "---------"), *section_choices(ordered, home)]
        fields["target"].choices = [(target.code, target.label) for target, _pages in self.targets]
        fields["category"].choices = [("", "---------"), *kinds_of_information(self.profile)]

    def _call(self, key: str, title: str) -> None:
        """Call a field what the regulation calls it."""
        names = {"requested_section": "section", "sender": "name", "sender_title": "post"}
        name = names.get(key, key)
        if name in self.fields and key not in {"category", "place_and_date"}:
            self.fields[name].label = title

    @staticmethod
    def _day(event: Event) -> forms.DateField:
        return forms.DateField(label=capfirst(event.label), required=False, widget=AdminDateInput)


class EntryForm(SlipForm):
    """A slip that came on paper, by e-mail or another way, entered by the newsroom."""

    channel = forms.ChoiceField(label=gettext_lazy("It came by"))
    anchor_received = forms.DateField(
        label=gettext_lazy("Received on"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("The day on the stamp; today where it is empty."),
    )
    supplying_agency = forms.ModelChoiceField(
        label=gettext_lazy("Supplying agency"),
        queryset=Agency.objects.none(),
        required=False,
        help_text=gettext_lazy("Empty for organisations and people outside the administration."),
    )
    signatory = forms.CharField(
        label=gettext_lazy("Signed by"),
        required=False,
        max_length=255,
        help_text=gettext_lazy(
            "Name and post of the head who signed the paper or the electronic document."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the channels of the regulation and the agencies that exist."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["channel"].choices = channel_choices(self.profile)
        fields["supplying_agency"].queryset = Agency.objects.existing(on=timezone.localdate())

    def clean(self) -> dict[str, Any]:
        """The agency is the unit where no other name was written."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("supplying_agency") and not data.get("organisation"):
            data["organisation"] = str(data["supplying_agency"])
        return data


class MessageFileForm(forms.Form):
    """An e-mail as a file, from which the form is filled."""

    message = forms.FileField(
        label=gettext_lazy("E-mail as a file (.eml)"),
        widget=forms.FileInput(attrs={"accept": ".eml,message/rfc822"}),
    )


class SiteForm(forms.Form):
    """For which site a slip is."""

    site = forms.ModelChoiceField(
        label=gettext_lazy("Portal site"), queryset=PortalSite.objects.none()
    )


class DeclineForm(forms.Form):
    """Why the head of the unit does not sign."""

    message = forms.CharField(
        label=gettext_lazy("What is to be changed"), widget=forms.Textarea(attrs={"rows": 3})
    )


class SignForm(forms.Form):
    """A remark with the signature."""

    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=500)


class ReceiveForm(forms.Form):
    """What the slip becomes, and where: one choice, since each kind has places of its own."""

    place = forms.ChoiceField(label=gettext_lazy("Make a draft of it"))

    def __init__(self, *args: Any, slip: SupplySlip, **kwargs: Any) -> None:
        """Offer every kind with its places; what the supplier proposed is chosen."""
        super().__init__(*args, **kwargs)
        site = slip.item.portal_site
        self.targets = offered_targets(site)
        field: Any = self.fields["place"]
        field.choices = [
            (
                str(target.label),
                [
                    (f"{target.code}:{pk}", f"{title} ({target.label})")
                    for pk, title in section_choices(places, site.site.root_page)
                ],
            )
            for target, places in self.targets
        ]
        offered = {value for _group, entries in field.choices for value, _label in entries}
        proposed = f"{slip.target}:{slip.section_id}"
        if proposed in offered:
            self.initial.setdefault("place", proposed)

    def clean_place(self) -> tuple[str, Page]:
        """The kind of page and the page below which it is to stand."""
        code, _colon, pk = self.cleaned_data["place"].partition(":")
        for target, places in self.targets:
            for page in places:
                if (target.code, str(page.pk)) == (code, pk):
                    return code, page
        raise forms.ValidationError(_("Such a page cannot stand here."))


__all__ = [
    "DeclineForm",
    "EntryForm",
    "MessageFileForm",
    "ReceiveForm",
    "SignForm",
    "SiteForm",
    "SlipForm",
    "channel_choices",
    "events_of",
    "kinds_of_information",
    "section_choices",
]
