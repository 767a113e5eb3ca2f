"""Topics by which questions are classified, and texts that agencies answer with again and again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import RichTextField

from ...core.models import AdministrativeField, Agency, PortalSite
from ...core.models.names import LocalizedNameMixin

#: What an answer may use; it is sent by e-mail as well.
ANSWER_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class QuestionTopic(LocalizedNameMixin):
    """What questions are about; a topic may know which agency answers for it."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    field = models.ForeignKey(
        AdministrativeField,
        verbose_name=_("field of administration"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency that answers"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    keywords = models.TextField(
        _("words"),
        blank=True,
        help_text=_("One word or phrase per line, by which such a question is recognised."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("sort_order")]),
        FieldRowPanel([FieldPanel("field"), FieldPanel("agency")]),
        FieldPanel("keywords"),
        FieldPanel("is_active"),
    ]

    class Meta:
        verbose_name = _("topic of questions")
        verbose_name_plural = _("topics of questions")
        ordering = ["sort_order", "name"]


class ResponseTemplate(models.Model):
    """A text to begin an answer with."""

    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty for all sites."),
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty for all agencies."),
    )
    topic = models.ForeignKey(
        QuestionTopic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255)
    body = RichTextField(pgettext_lazy("reply", "text"), features=ANSWER_FEATURES)

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("portal_site"), FieldPanel("agency")]),
        FieldPanel("topic"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("response template")
        verbose_name_plural = _("response templates")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
