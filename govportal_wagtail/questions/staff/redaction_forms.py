"""The form of the text that is published, with its topic, citations and files."""

from __future__ import annotations

from typing import Any, Final

from bs4 import BeautifulSoup
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from ...editorial.staff.slip_forms import ContentArea
from ..answer_html import clean_answer
from ..models import ANSWER_FEATURES, Question, QuestionTopic, ReplyFile
from ..publication import Citation, Texts
from ..publication_files import publishable

#: Pages that are cited besides those to which the answer links.
FURTHER_CITATIONS: Final = ("citation_1", "citation_2", "citation_3")


class RedactionForm(forms.Form):
    """Title, question and answer as they are to be published."""

    use_required_attribute = False

    further = forms.CharField(
        label=gettext_lazy("Further words to hide"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One word or phrase per line, wherever it stands."),
    )
    title = forms.CharField(label=pgettext_lazy("question", "Title"), max_length=255)
    question_text = forms.CharField(
        label=pgettext_lazy("published answer", "Question"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    answer = forms.CharField(
        label=pgettext_lazy("published answer", "Answer"),
        widget=ContentArea(features=ANSWER_FEATURES),
    )
    topic = forms.ModelChoiceField(
        label=gettext_lazy("Topic"), queryset=QuestionTopic.objects.none(), required=False
    )
    linked = forms.MultipleChoiceField(
        label=gettext_lazy("Documents cited: pages to which the answer links"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    citation_1 = forms.ModelChoiceField(
        label=gettext_lazy("Further document"),
        queryset=Page.objects.all(),
        required=False,
        widget=AdminPageChooser,
    )
    citation_2 = forms.ModelChoiceField(
        label=gettext_lazy("Further document"),
        queryset=Page.objects.all(),
        required=False,
        widget=AdminPageChooser,
    )
    citation_3 = forms.ModelChoiceField(
        label=gettext_lazy("Further document"),
        queryset=Page.objects.all(),
        required=False,
        widget=AdminPageChooser,
    )
    files = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=gettext_lazy("Files of the answer that are published"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("What the asker sent is never published."),
    )
    declares = forms.BooleanField(
        label=gettext_lazy(
            "I have read question, answer and files; nothing in them tells who a private person is."
        ),
        error_messages={
            "required": gettext_lazy("Read question, answer and files, and say that you have.")
        },
    )

    def __init__(self, *args: Any, question: Question, answer: str, **kwargs: Any) -> None:
        """``answer`` is the answer that was sent; the pages to which it links are offered."""
        super().__init__(*args, **kwargs)
        self.linked_pages = {str(page.pk): page for page in linked_pages(answer)}
        self.offered_files = {str(row.pk): row for row in publishable(question)}
        fields: Any = self.fields
        fields["topic"].queryset = QuestionTopic.objects.filter(is_active=True)
        self._offer("linked", {key: page.title for key, page in self.linked_pages.items()})
        self._offer("files", {key: row.name for key, row in self.offered_files.items()})

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        field: Any = self.fields[name]
        if choices:
            field.choices = list(choices.items())
        else:
            del self.fields[name]

    def clean_answer(self) -> str:
        """The answer with no other markup than it may have."""
        return clean_answer(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        """Only what readers can open is cited."""
        data: dict[str, Any] = super().clean() or {}
        for name in FURTHER_CITATIONS:
            page = data.get(name)
            if page is not None and not page.live:
                self.add_error(name, _("The page is not public."))
        return data

    @property
    def texts(self) -> Texts:
        """The texts as they were sent, also where something is wrong with them."""
        data = typed(self)
        names = ("title", "question_text", "answer")
        title, question, answer = (str(data.get(name) or "") for name in names)
        return Texts(title, question, clean_answer(answer))

    @property
    def citations(self) -> list[Citation]:
        """The cited pages, each once."""
        data = self.cleaned_data
        pages = [self.linked_pages[key] for key in data.get("linked", ())]
        pages += [data[name] for name in FURTHER_CITATIONS if data.get(name)]
        return [Citation(page) for page in {page.pk: page for page in pages}.values()]

    @property
    def chosen_files(self) -> list[ReplyFile]:
        """The files that are published."""
        return [self.offered_files[key] for key in self.cleaned_data.get("files", ())]


def linked_pages(html: str) -> list[Page]:
    """The public pages of the portal to which the text links, in its order."""
    links = BeautifulSoup(html or "", "html.parser").find_all("a", linktype="page")
    keys = [str(link.get("id", "")) for link in links]
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit()]
    found = Page.objects.live().in_bulk(wanted)
    return [found[pk] for pk in dict.fromkeys(wanted) if pk in found]


def typed(form: RedactionForm) -> dict[str, Any]:
    """What was typed, unchecked, to be shown again without judging it."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }
