"""The form in which staff enter what came by telephone, letter, e-mail or at the counter."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ...core.models import Agency, PortalSite
from ..intake import AskerData, ContentData
from ..models import QuestionTopic
from ..vocabulary import BY_STAFF
from .action_forms import agencies, topics

#: How long before its entry a letter may have come; anything older is a slip of the pen.
_OLDEST_DAYS: Final = 366
_NOTICE: Final = "entered by staff"


class EntryForm(forms.Form):
    """How it came, who asks, what is asked, to what the asker agreed."""

    use_required_attribute = False

    channel = forms.ChoiceField(label=pgettext_lazy("question", "It came by"))
    received_on = forms.DateField(
        label=_("Received on"),
        widget=AdminDateInput,
        help_text=_("The day from which the time limit is counted."),
    )
    language = forms.ChoiceField(label=_("Language of the asker"))
    name = forms.CharField(label=_("Full name"), max_length=255)
    organisation = forms.CharField(label=_("Organisation"), max_length=255, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    address = forms.CharField(label=_("Address"), max_length=255, required=False)
    commune = forms.CharField(label=_("Commune or ward"), max_length=120, required=False)
    title = forms.CharField(label=_("Title"), max_length=255)
    text = forms.CharField(
        label=pgettext_lazy("question", "Question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=QuestionTopic.objects.none(), required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Agency that was asked"), queryset=Agency.objects.none(), required=False
    )
    agrees = forms.BooleanField(
        label=_("The asker was told how the personal data are used, and agreed"),
        required=False,
    )
    agrees_to_publish = forms.BooleanField(
        label=_("The asker agreed to the publication of question and answer"), required=False
    )
    agrees_to_name = forms.BooleanField(
        label=_("The asker agreed to the publication of the name"), required=False
    )

    def __init__(self, *args: Any, portal_site: PortalSite, **kwargs: Any) -> None:
        """The form of a site."""
        super().__init__(*args, **kwargs)
        self.portal_site = portal_site
        channel: Any = self.fields["channel"]
        channel.choices = [(each.value, each.label) for each in BY_STAFF]
        language: Any = self.fields["language"]
        language.choices = settings.LANGUAGES
        self.initial.setdefault("language", settings.LANGUAGE_CODE)
        self.initial.setdefault("received_on", timezone.localdate())
        topic: Any = self.fields["topic"]
        topic.queryset = topics()
        agency: Any = self.fields["agency"]
        agency.queryset = agencies()

    def clean_received_on(self) -> Any:
        """A day of the past year.

        Raises:
            ValidationError: for a day that is still to come, or long gone.
        """
        day = self.cleaned_data["received_on"]
        today = timezone.localdate()
        if day > today:
            raise ValidationError(_("This day is still to come."))
        if (today - day).days > _OLDEST_DAYS:
            raise ValidationError(_("This day is more than a year ago; check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        """The name is published with the question or not at all."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("agrees_to_name") and not data.get("agrees_to_publish"):
            self.add_error(
                "agrees_to_name", _("The name is published only together with the question.")
            )
        return data

    def asker(self) -> AskerData:
        """Who asks, and to what they agreed."""
        data = self.cleaned_data
        names = ("name", "email", "phone", "organisation", "address", "commune")
        consents = ("agrees", "agrees_to_publish", "agrees_to_name")
        return AskerData(**{name: data[name] for name in (*names, *consents)}, notice=_NOTICE)

    def content(self) -> ContentData:
        """What is asked."""
        data = self.cleaned_data
        return ContentData(
            title=data["title"], text=data["text"], topic=data["topic"], agency=data["agency"]
        )
