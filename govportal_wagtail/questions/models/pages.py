"""Pages: the section of questions and answers, and one published answer."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from ...core.metadata import Metadata
from ...core.models import Agency, PortalPageMixin, TranslatableRow, parent_link
from ...editorial.panels import ChecklistPanel
from .topics import QuestionTopic

#: What a published answer may use.
PUBLISHED_FEATURES = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class QuestionIndexPageMixin(PortalPageMixin):
    """The section of questions and answers: lists, frequent questions, the way to the form."""

    lead = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    search_fields = [*Page.search_fields, index.SearchField("lead")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what ``public.listing`` finds for the filters of the address.

        Raises:
            Http404: for a page of the list that does not exist.
        """
        from ..public import listing  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(listing.context(self, request))
        return context

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feed of the section."""
        from ..public import feeds  # noqa: PLC0415

        return feeds.feed_links(self.title, self.pk)


class QuestionIndexPage(QuestionIndexPageMixin, Page):  # type: ignore[django-manager-missing]
    """The questions and answers of a site."""

    page_ptr = parent_link("govportal_question_index")
    template = "govportal/questions/question_index_page.html"

    class Meta:
        verbose_name = _("questions and answers")
        verbose_name_plural = _("questions and answers")


class QuestionTag(TaggedItemBase):
    """A tag of a published answer."""

    content_object = ParentalKey(
        "govportal_questions.QuestionPage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class QuestionPageMixin(PortalPageMixin):
    """A question and its answer as the public reads them, without personal data.

    The name of an asker who agreed to be named is not part of the page: the template asks the
    asker's own row, so that nothing is left behind when the consent is withdrawn.
    """

    question = models.TextField(_("question"))
    answer = RichTextField(_("answer"), features=PUBLISHED_FEATURES)
    topic = models.ForeignKey(
        QuestionTopic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("answering agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), db_index=True)
    source = models.CharField(
        _("source"), max_length=255, blank=True, help_text=_("Where an older answer was published.")
    )
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    is_faq = models.BooleanField(_("frequent question"), default=False)
    is_featured = models.BooleanField(_("featured"), default=False)
    faq_order = models.PositiveIntegerField(_("order among frequent questions"), default=100)

    content_panels = [
        ChecklistPanel(heading=_("Before posting")),
        *Page.content_panels,
        FieldPanel("question"),
        FieldPanel("answer"),
        FieldRowPanel([FieldPanel("topic"), FieldPanel("agency")]),
        FieldRowPanel([FieldPanel("asked_on"), FieldPanel("answered_on")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("is_faq"), FieldPanel("is_featured")]),
                FieldPanel("faq_order"),
            ],
            heading=_("Frequent questions"),
        ),
        MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading=_("Source")),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("question"),
        index.SearchField("answer"),
        index.FilterField("answered_on"),
    ]

    class Meta:
        abstract = True

    def get_lead(self) -> str:
        """The beginning of the question."""
        return self.question

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add cited pages, similar questions, and the name of an asker who agrees to be named.

        The name is read anew each time and stored nowhere else, nor in the page cache.
        """
        from ..public import listing  # noqa: PLC0415
        from ..publication import named_asker  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        asker_name = named_asker(self)
        if asker_name:
            self.page_cache_allowed = False
        return context | listing.page_context(self, request) | {"asker_name": asker_name}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page; with a name on it, no cache on the way keeps it beyond the consent."""
        response = super().serve(request, *args, **kwargs)
        if not self.page_cache_allowed:
            patch_cache_control(response, private=True, no_store=True)
        return response

    def get_feed_links(self, request: HttpRequest) -> list[dict[str, str]]:
        """The feed of the section the answer is in."""
        from ..public import feeds  # noqa: PLC0415

        parent = self.get_parent() if self.depth else None
        return feeds.feed_links(parent.title, parent.pk) if parent else []

    def get_metadata(self, **overrides: Any) -> Metadata:
        """Dublin Core elements with the agency that answered, the day and the topic."""
        values: dict[str, Any] = {
            "creator": self.agency.localized_name if self.agency else "",
            "date": self.answered_on,
            "source": self.source,
            "subject": self.topic.localized_name if self.topic else "",
        }
        return super().get_metadata(**(values | overrides))


class QuestionPage(QuestionPageMixin, Page):  # type: ignore[django-manager-missing]
    """A published question with its answer."""

    page_ptr = parent_link("govportal_question_page")
    template = "govportal/questions/question_page.html"
    tags = ClusterTaggableManager(through=QuestionTag, blank=True, verbose_name=_("tags"))

    content_panels = [
        *QuestionPageMixin.content_panels,
        InlinePanel("citations", heading=_("Documents cited"), label=_("cited document")),
        InlinePanel("attachments", heading=_("Files"), label=_("file")),
        FieldPanel("tags"),
    ]
    parent_page_types = ["govportal_questions.QuestionIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")


class QuestionCitation(TranslatableRow):
    """A page of this portal on which an answer rests: a document, a procedure."""

    page = ParentalKey(QuestionPage, on_delete=models.CASCADE, related_name="citations")
    cited = models.ForeignKey(
        Page,
        verbose_name=pgettext_lazy("citation", "document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    #: ``#dieu-5``: the part of the page.
    fragment = models.CharField(_("part"), max_length=80, blank=True)
    label = models.CharField(_("words of the link"), max_length=255, blank=True)

    panels = [FieldPanel("cited"), FieldRowPanel([FieldPanel("fragment"), FieldPanel("label")])]

    class Meta(TranslatableRow.Meta):
        verbose_name = _("cited document")
        verbose_name_plural = _("cited documents")

    def __str__(self) -> str:
        return self.label or str(self.cited)


class QuestionAttachment(TranslatableRow):
    """A public file of a published answer."""

    page = ParentalKey(QuestionPage, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableRow.Meta):
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")

    def __str__(self) -> str:
        return self.title or str(self.document)
