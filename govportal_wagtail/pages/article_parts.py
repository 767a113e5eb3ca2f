"""What belongs to articles: their categories, tags and attached files."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.documents import get_document_model_string
from wagtail.search import index

from ..core.models import LocalizedNameMixin, TranslatableRow


class ArticleCategory(index.Indexed, LocalizedNameMixin):
    """The kind of information an article belongs to."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("article category")
        verbose_name_plural = _("article categories")
        ordering = ["sort_order", "name"]


class ArticleTag(TaggedItemBase):
    """Tags of an article."""

    content_object = ParentalKey(
        "govportal_pages.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticleAttachment(TranslatableRow):
    """A file that belongs to an article."""

    page = ParentalKey(
        "govportal_pages.ArticlePage", on_delete=models.CASCADE, related_name="attachments"
    )
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableRow.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or str(self.document)
