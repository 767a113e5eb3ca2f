"""The form by which anybody asks; nothing in it is ticked beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any, ClassVar, Final

from django import forms
from django.db.models import Case, IntegerField, QuerySet, When
from django.forms.models import ModelChoiceIterator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ...core.models import Agency, AgencyLevel, PortalSite
from ...editorial.public.slip_form import TextField, consent_basis
from ...editorial.spam import SpamDefence
from ..intake import AskerData, ContentData
from ..models import QuestionTopic

MAX_TEXT: Final = 20_000
#: Fewer figures are no number that somebody could call.
_FEWEST_FIGURES: Final = 8
_LEVELS: Final[dict[str, Any]] = {
    AgencyLevel.PROVINCE: pgettext_lazy("question form", "Province"),
    AgencyLevel.COMMUNE: pgettext_lazy("question form", "Communes and wards"),
}


class _ByLevel(ModelChoiceIterator):  # type: ignore[type-arg]
    """The agencies under headings, those of the province first."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for level, agencies in groupby(self.queryset, key=lambda agency: agency.level):
            yield str(_LEVELS[level]), [self.choice(agency) for agency in agencies]


class AgencyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of agencies under headings."""

    iterator = _ByLevel


def agencies_for(portal_site: PortalSite) -> QuerySet[Agency]:
    """Whom a question on the site may be meant for: on a component nobody but its own agency."""
    found = Agency.objects.existing(on=timezone.localdate()).filter(level__in=list(_LEVELS))
    if not portal_site.is_portal:
        return found.none()
    order = Case(
        *(When(level=level, then=place) for place, level in enumerate(_LEVELS)),
        output_field=IntegerField(),
    )
    return found.order_by(order, "name")


class AskForm(SpamDefence, forms.Form):
    """A question, who asks it, and to what they agree."""

    spam_scope: ClassVar[str] = "question"
    spam_text_fields: ClassVar[tuple[str, ...]] = ("title", "text")
    spam_proof_opens: ClassVar[bool] = True
    #: As they stand on the page, so that mistakes are listed from top to bottom.
    field_order = [
        *("title", "text", "topic", "agency", "name", "email", "phone"),
        *("organisation", "address", "commune", "agree", "agree_to_publish", "agree_to_name"),
    ]

    title = TextField(
        label=pgettext_lazy("question form", "Your question in one sentence"),
        help_text=pgettext_lazy(
            "question form", "Without names, telephone numbers and addresses, if you can."
        ),
        max_length=255,
    )
    text = TextField(
        label=pgettext_lazy("question form", "What you want to know"),
        help_text=pgettext_lazy(
            "question form",
            "Tell what happened, when and where, and what you ask. Leave out what is not needed "
            "for the answer, such as numbers of papers.",
        ),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    topic = forms.ModelChoiceField(
        label=pgettext_lazy("question form", "Topic"),
        queryset=QuestionTopic.objects.none(),
        required=False,
    )
    agency = AgencyField(
        label=pgettext_lazy("question form", "Agency, if you know it"),
        help_text=pgettext_lazy(
            "question form", "If you do not know, leave it open: we find the one that answers."
        ),
        queryset=Agency.objects.none(),
        required=False,
    )
    name = TextField(label=gettext_lazy("Your full name"), max_length=255)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    phone = TextField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    organisation = TextField(
        label=gettext_lazy("Name of the organisation"),
        help_text=pgettext_lazy("question form", "Only if you ask for one."),
        max_length=255,
        required=False,
    )
    address = TextField(label=gettext_lazy("Postal address"), max_length=255, required=False)
    commune = TextField(
        label=pgettext_lazy("question form", "Commune or ward where you live"),
        max_length=120,
        required=False,
    )
    agree = forms.BooleanField(
        label=pgettext_lazy(
            "question form",
            "I have read this notice and agree that my personal data are processed to answer my "
            "question.",
        ),
        error_messages={
            "required": pgettext_lazy(
                "question form", "Without your agreement we cannot take the question."
            )
        },
    )
    agree_to_publish = forms.BooleanField(
        label=pgettext_lazy(
            "question form",
            "I agree that question and answer are published here, without my personal data.",
        ),
        required=False,
    )
    agree_to_name = forms.BooleanField(
        label=pgettext_lazy(
            "question form", "I agree that they are published together with my full name."
        ),
        required=False,
    )

    #: How a browser may fill in what it knows.
    _AUTOCOMPLETE: ClassVar[dict[str, str]] = {
        "title": "off",
        "name": "name",
        "organisation": "organization",
        "email": "email",
        "phone": "tel",
        "address": "street-address",
    }

    def __init__(
        self, *args: Any, request: HttpRequest, portal_site: PortalSite, **kwargs: Any
    ) -> None:
        """``portal_site`` says whom one may ask there."""
        super().__init__(*args, request=request, **kwargs)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "gp-field__input"
        for name, value in self._AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = value
        self._offer("topic", QuestionTopic.objects.filter(is_active=True))
        self._offer("agency", agencies_for(portal_site))

    def clean_phone(self) -> str:
        """A number that can be called.

        Raises:
            ValidationError: if it has too few figures.
        """
        phone: str = self.cleaned_data["phone"]
        if phone and sum(char.isdecimal() for char in phone) < _FEWEST_FIGURES:
            raise forms.ValidationError(_("This is no telephone number."), code="phone")
        return phone

    def clean(self) -> dict[str, Any] | None:
        """The asker must be reachable; a name is published only with the question."""
        given = self.cleaned_data
        is_reachable = given.get("email") or given.get("phone")
        if not is_reachable and not ({"email", "phone"} & self.errors.keys()):
            self.add_error("email", _("State an e-mail address or a telephone number."))
        if given.get("agree_to_name") and not given.get("agree_to_publish"):
            message = _("Your name can be published only if you agree to the publication as well.")
            self.add_error("agree_to_publish", message)
        return super().clean()

    def asker(self) -> AskerData:
        """Who asks, as ``intake.receive`` takes it."""
        given = self.cleaned_data
        names = ("name", "email", "phone", "organisation", "address", "commune")
        return AskerData(
            **{name: given.get(name) or "" for name in names},
            agrees=given["agree"],
            agrees_to_publish=given["agree_to_publish"],
            agrees_to_name=given["agree_to_name"],
            notice="; ".join(each.symbol for each in consent_basis())[:255],
        )

    def content(self) -> ContentData:
        """What is asked, as ``intake.receive`` takes it."""
        given = self.cleaned_data
        return ContentData(
            title=given["title"],
            text=given["text"],
            topic=given.get("topic"),
            agency=given.get("agency"),
        )

    def _offer(self, name: str, choices: QuerySet[Any]) -> None:
        if not choices.exists():
            del self.fields[name]
            return
        field = self.fields[name]
        field.queryset = choices  # type: ignore[attr-defined]
        field.empty_label = _("(please choose)")  # type: ignore[attr-defined]
