"""The forms in which a reply is written, begun from a template, and returned."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from ... import conf
from ...core.uploads import checked_upload
from ...editorial.staff.slip_forms import ContentArea
from ..answer_html import clean_answer
from ..models import ANSWER_FEATURES, Question, Reply, ReplyFile, ResponseTemplate
from ..vocabulary import ReplyKind

#: Files of one reply.
MAX_FILES: Final = 10


class _Files(forms.ClearableFileInput):
    """One field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each of a kind and size that the project takes, judged by its content."""

    widget = _Files

    def __init__(self, **kwargs: Any) -> None:
        """Nothing has to be chosen."""
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The files.

        Raises:
            ValidationError: with what is wrong with each of them.
        """
        chosen = data if isinstance(data, list | tuple) else [data] if data else []
        checked, errors = [], []
        for each in chosen:
            try:
                upload = super().clean(each, initial)
                checked.append(checked_upload(upload, conf.UPLOAD_EXTENSIONS))
            except ValidationError as error:
                errors += [f"{each.name}: {message}" for message in error.messages]
        if errors:
            raise ValidationError(errors)
        return checked


class ReplyForm(forms.Form):
    """An answer or a progress notice with its files."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=ReplyKind.choices, widget=forms.RadioSelect
    )
    body = forms.CharField(
        label=pgettext_lazy("reply", "Text"),
        required=False,
        widget=ContentArea(features=ANSWER_FEATURES),
        help_text=gettext_lazy(
            "Name documents, procedures and articles of this portal by a link to their page."
        ),
    )
    promised_on = forms.DateField(
        label=gettext_lazy("Answer promised for"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Of a progress notice: until when the answer will be given."),
    )
    files = FilesField(  # type: ignore[assignment]
        label=pgettext_lazy("reply", "Files"),
        help_text=gettext_lazy("The asker gets them on the page of the question."),
    )

    def __init__(self, *args: Any, reply: Reply | None = None, **kwargs: Any) -> None:
        """``reply`` is the one under way, with the files it has already."""
        super().__init__(*args, **kwargs)
        self.reply = reply
        self.stored: list[ReplyFile] = list(reply.files.all()) if reply else []
        if self.stored:
            self.fields["removed"] = forms.MultipleChoiceField(
                label=pgettext_lazy("reply", "Files to take out"),
                required=False,
                choices=[(str(row.pk), row.name) for row in self.stored],
                widget=forms.CheckboxSelectMultiple,
            )

    def clean_body(self) -> str:
        """The text with no other markup than an answer may have."""
        return clean_answer(self.cleaned_data["body"])

    def clean(self) -> dict[str, Any]:
        """A reply has not more files than a mail and a reader can bear."""
        data: dict[str, Any] = super().clean() or {}
        kept = len(self.stored) - len(data.get("removed") or ())
        if kept + len(data.get("files") or ()) > MAX_FILES:
            message = _("A reply has at most %(count)s files.") % {"count": MAX_FILES}
            self.add_error("files", message)
        return data

    @property
    def taken_out(self) -> list[ReplyFile]:
        """The files that are taken out."""
        wanted = set(self.cleaned_data.get("removed") or ())
        return [row for row in self.stored if str(row.pk) in wanted]


class TemplateForm(forms.Form):
    """A text to begin with; it is loaded by the address and replaces nothing that was saved."""

    template = forms.ModelChoiceField(
        label=gettext_lazy("Begin with a response template"),
        queryset=ResponseTemplate.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        """The templates of the agency, the site and the topic of the question."""
        super().__init__(*args, **kwargs)
        field: Any = self.fields["template"]
        field.queryset = templates_for(question)


class ReturnForm(forms.Form):
    """Why a reply goes back."""

    use_required_attribute = False

    reason = forms.CharField(
        label=gettext_lazy("What is to be changed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Without personal data; it is kept in the log."),
    )


def templates_for(question: Question) -> QuerySet[ResponseTemplate]:
    """The templates that fit the question; those of its topic first."""
    fitting = ResponseTemplate.objects.filter(
        Q(portal_site=None) | Q(portal_site=question.portal_site_id),
        Q(agency=None) | Q(agency=question.agency_id),
        Q(topic=None) | Q(topic=question.topic_id),
    )
    return fitting.order_by(F("topic").asc(nulls_last=True), "title", "pk")
