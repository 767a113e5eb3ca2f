"""The small forms of a question's page, one for each thing that may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ...core.form_errors import add_errors
from ...core.models import Agency
from ..models import Question, QuestionFile, QuestionSettings, QuestionTopic
from ..rights import visible_questions
from ..vocabulary import BY_STAFF, Publishing
from . import rules

LONG: Final = 2000
_PLACE: Final = 255
_MOST_DAYS: Final = 365
#: As much as askers may write themselves.
_LONGEST_COMPLETION: Final = 20_000


def long_text(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def agencies() -> QuerySet[Agency]:
    """The agencies that exist today."""
    return Agency.objects.existing(on=timezone.localdate()).order_by("name", "pk")


def topics(question: Question | None = None) -> QuerySet[QuestionTopic]:
    """The topics on offer, and the one that a question has."""
    found = QuestionTopic.objects.filter(is_active=True)
    if question is not None and question.topic_id:
        found |= QuestionTopic.objects.filter(pk=question.topic_id)
    return found.order_by("sort_order", "name")


class ActionForm(forms.Form):
    """What is asked before something is done; ``seen`` is the last line of the log shown."""

    use_required_attribute = False
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, question: Question, user: Any, **kwargs: Any) -> None:
        """The form of this question for this user."""
        super().__init__(*args, **kwargs)
        self.question = question
        self.user = user
        self.fill()

    def fill(self) -> None:
        """Set what depends on the question."""

    def add_refusal(self, error: ValidationError) -> None:
        """Show what was refused next to its field, or at the top."""
        add_errors(self, error)


class NothingForm(ActionForm):
    """Nothing is asked."""


class ReasonForm(ActionForm):
    """A reason is asked, which the asker reads."""

    reason = long_text(_("Reason"), help_text=_("The asker is told it."))


class ClassifyForm(ActionForm):
    """What it is about, and whether it is a complaint."""

    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=QuestionTopic.objects.none(), required=False
    )
    is_complaint = forms.BooleanField(
        label=_("It is a complaint or a denunciation"),
        required=False,
        help_text=_("You decide; the words of a text are a hint and no more."),
    )

    def fill(self) -> None:
        """The topics on offer, and what was decided before."""
        field: Any = self.fields["topic"]
        field.queryset = topics(self.question)
        self.initial.setdefault("topic", self.question.topic_id)
        self.initial.setdefault("is_complaint", self.question.is_complaint)

    def clean(self) -> dict[str, Any]:
        """A complaint is one whatever it is about; a question has a topic."""
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("topic") or data.get("is_complaint") or "topic" in self.errors):
            self.add_error("topic", _("Choose a topic."))
        return data


class AssignForm(ActionForm):
    """Which agency is to answer."""

    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Agency.objects.none())
    reason = long_text(_("Note"), required=False)

    def fill(self) -> None:
        """The agencies of today; first the one of the topic, else the one that was asked."""
        field: Any = self.fields["agency"]
        field.queryset = agencies().exclude(pk=self.question.agency_id or 0)
        topic = self.question.topic
        wanted = (topic.agency_id if topic else None) or self.question.asked_agency_id
        self.initial.setdefault("agency", wanted)


class TransferForm(AssignForm):
    """Which other agency is to answer, and why."""

    reason = long_text(_("Reason"), help_text=_("The asker is told it."))

    def fill(self) -> None:
        """No other agency is proposed; what happens to the time limit is said."""
        field: Any = self.fields["agency"]
        field.queryset = agencies().exclude(pk=self.question.agency_id or 0)
        field.help_text = rules.transfer_rule(self.question)


class MergeForm(ActionForm):
    """The question that asks the same."""

    into = forms.CharField(
        label=_("Number of the other question"),
        max_length=40,
        help_text=_("This question is closed; the answer to the other one goes to both askers."),
    )
    reason = long_text(_("Reason"))

    def clean_into(self) -> Question:
        """The other question, among those that the user may see.

        Raises:
            ValidationError: where there is none, or it is this one.
        """
        number = str(self.cleaned_data["into"]).strip()
        found = visible_questions(self.user).filter(number__iexact=number).first()
        if found is None:
            raise ValidationError(_("There is no question with this number that you may see."))
        if found.pk == self.question.pk:
            raise ValidationError(_("This is the number of the question itself."))
        return found


class OutOfScopeForm(ActionForm):
    """Why it is not answered here, and where it may be asked."""

    reason = long_text(_("Reason"), help_text=_("The asker is told this at once."))
    where = forms.CharField(
        label=_("Where the asker may turn to"),
        required=False,
        max_length=_PLACE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def fill(self) -> None:
        """What the site says about other matters."""
        self.initial.setdefault("where", QuestionSettings.of(self.question).where_else[:_PLACE])


class RefuseForm(ActionForm):
    """What the asker is told of a complaint that is not taken."""

    reason = long_text(
        _("Reason"),
        required=False,
        help_text=_(
            "Left empty, the asker is told the wording above; the article and the office that"
            " receives citizens are named in either case."
        ),
    )


class ForwardForm(ActionForm):
    """To which authority it goes."""

    to = forms.CharField(
        label=_("Authority that is competent"),
        max_length=_PLACE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = long_text(_("Reason"), help_text=_("The asker is told where it went, and why."))

    def fill(self) -> None:
        """The office that receives complaints, where the site has named it."""
        self.initial.setdefault("to", QuestionSettings.of(self.question).complaints_to[:_PLACE])


class AskForm(ActionForm):
    """What the asker has to add, and until when."""

    request = long_text(
        _("What is missing"),
        help_text=_("The asker reads it on the page of the question; write no personal data."),
    )
    days = forms.IntegerField(
        label=_("Days for the asker to reply"), min_value=1, max_value=_MOST_DAYS
    )

    def fill(self) -> None:
        """As many days as the site gives."""
        self.initial.setdefault("days", QuestionSettings.of(self.question).reply_days)


class ExtendForm(ActionForm):
    """By how many days, in the unit of the regulation, and why."""

    days = forms.IntegerField(label=_("Further days"), min_value=1, max_value=_MOST_DAYS)
    reason = long_text(_("Reason"), help_text=_("The asker is told it with the new day."))


class OnBehalfForm(ActionForm):
    """How the asker told it, and how one knows that it was the asker."""

    channel = forms.ChoiceField(label=pgettext_lazy("question", "The asker told it by"))
    reason = long_text(
        _("How you know that it comes from the asker"),
        help_text=_(
            "For example: the asker called and gave the code; letter received on 5 November."
            " It stays in the log; write no personal data."
        ),
    )

    def fill(self) -> None:
        """The channels by which askers reach the staff."""
        field: Any = self.fields["channel"]
        field.choices = [("", "---------"), *((each.value, each.label) for each in BY_STAFF)]


class CompleteForm(OnBehalfForm):
    """What the asker completes."""

    text = forms.CharField(
        label=pgettext_lazy("question", "Completion of the asker"),
        max_length=_LONGEST_COMPLETION,
        help_text=_("In the asker's own words, as far as possible."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    field_order = ("text", "channel", "reason")


class AnonymiseForm(ActionForm):
    """Why personal data are erased before their time; it is asked twice."""

    reason = long_text(
        _("Reason"), help_text=_("It stays in the log for good; write no personal data.")
    )
    is_sure = forms.BooleanField(
        label=_("I know that what is erased cannot be brought back"),
        error_messages={"required": _("Confirm that the data are to be erased for good.")},
    )


class PublishingForm(ActionForm):
    """Whether question and answer are published, and why."""

    publishing = forms.ChoiceField(
        label=pgettext_lazy("question", "Publication"), widget=forms.RadioSelect
    )
    reason = long_text(_("Reason"), required=False)

    def fill(self) -> None:
        """“Required” only where the regulation requires anything."""
        field: Any = self.fields["publishing"]
        codes = [Publishing.WANTED, Publishing.NONE]
        if rules.may_require_publishing(self.question):
            codes.insert(0, Publishing.REQUIRED)
        field.choices = [(code.value, code.label) for code in codes]
        if self.question.publishing != Publishing.UNDECIDED:
            self.initial.setdefault("publishing", self.question.publishing)


class PartForm(forms.Form):
    """One of the questions into which a mail is divided."""

    use_required_attribute = False
    title = forms.CharField(label=_("Title"), max_length=255)
    text = forms.CharField(
        label=pgettext_lazy("question", "Question"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=QuestionTopic.objects.none(), required=False
    )
    agency = forms.ModelChoiceField(
        label=_("Agency"), queryset=Agency.objects.none(), required=False
    )

    with_files = forms.MultipleChoiceField(
        label=_("Files that belong to it"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, stored: Sequence[QuestionFile] = (), **kwargs: Any) -> None:
        """The topics and agencies of today; ``stored`` are the files that came in."""
        super().__init__(*args, **kwargs)
        files: Any = self.fields["with_files"]
        files.choices = [(str(each.pk), each.name) for each in stored]
        if not stored:
            del self.fields["with_files"]
        topic: Any = self.fields["topic"]
        topic.queryset = topics()
        agency: Any = self.fields["agency"]
        agency.queryset = agencies()


class BasePartFormSet(forms.BaseFormSet):  # type: ignore[type-arg]
    """The parts; a third one that was left empty is no mistake."""

    def initial_form_count(self) -> int:
        """What comes back from the browser was written by the user, whatever it began with."""
        return 0 if self.is_bound else super().initial_form_count()


PartFormSet = forms.formset_factory(
    PartForm,
    formset=BasePartFormSet,
    extra=0,
    min_num=2,
    max_num=8,
    validate_min=True,
    validate_max=True,
)
