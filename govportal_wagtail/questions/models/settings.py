"""What a site decides about its questions, where its regulation says nothing."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .questions import Question


@register_setting(icon="help")
class QuestionSettings(BaseSiteSetting):
    """Questions of one site."""

    is_open = models.BooleanField(_("the form is open"), default=True)
    closed_note = models.TextField(_("what is said while it is closed"), blank=True)
    notice = models.TextField(
        _("further words of the notice"),
        blank=True,
        help_text=_("Added to the notice on personal data before a question is sent."),
    )
    where_else = models.TextField(
        _("where to go with other matters"),
        blank=True,
        help_text=_("Told to who asks what this site does not answer."),
    )
    complaints_to = models.TextField(
        _("where complaints and denunciations go"),
        blank=True,
        help_text=_("Name, address and telephone of the office that receives citizens."),
    )
    board_approves = models.BooleanField(
        _("the board approves answers before they are sent"),
        default=False,
        help_text=_("Where the regulation asks for it, it always does."),
    )
    reply_days = models.PositiveSmallIntegerField(
        _("days for the asker to complete a question"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
    )
    keep_months = models.PositiveSmallIntegerField(
        _("personal data are kept for (months after closing)"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
    )
    minimum_for_ranking = models.PositiveSmallIntegerField(
        _("fewest questions for a comparison"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
        help_text=_("An agency with fewer questions is listed without a rate."),
    )
    shows_figures = models.BooleanField(_("figures are public"), default=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("is_open"), FieldPanel("closed_note"), FieldPanel("notice")],
            heading=_("Form"),
        ),
        MultiFieldPanel(
            [FieldPanel("where_else"), FieldPanel("complaints_to")],
            heading=_("What is not answered here"),
        ),
        MultiFieldPanel(
            [FieldPanel("board_approves"), FieldPanel("reply_days")], heading=_("Answers")
        ),
        FieldPanel("keep_months"),
        FieldRowPanel([FieldPanel("shows_figures"), FieldPanel("minimum_for_ranking")]),
    ]

    @classmethod
    def of(cls, question: Question) -> QuestionSettings:
        """What the site of a question decided."""
        found: QuestionSettings = cls.for_site(question.portal_site.site)
        return found

    class Meta:
        verbose_name = _("settings of questions")
        verbose_name_plural = _("settings of questions")

    def __str__(self) -> str:
        return str(_("settings of questions"))
