"""Questions: a narrow table without personal data, from which lists and figures are read."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ...core.models import Agency, PortalSite
from ..vocabulary import Outcome, Publishing, QuestionChannel, QuestionState
from .topics import QuestionTopic


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions asked of the register."""

    def open(self) -> QuestionQuerySet:
        """Those that are not closed."""
        return self.exclude(state=QuestionState.CLOSED)

    def late(self, *, on: date) -> QuestionQuerySet:
        """Open ones whose last day is before the given day."""
        return self.open().filter(due_on__lt=on)


class Question(models.Model):
    """One question. What it says and who asked it lie in tables of their own."""

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.PROTECT, related_name="+"
    )
    #: ``H2026/000123``; given when it is received.
    number = models.CharField(_("number"), max_length=24, unique=True)
    #: With the secret it opens the page on which the asker follows the question.
    code = models.CharField(_("tracking code"), max_length=16, unique=True)
    #: Keyed hash of the secret; the secret itself is stored nowhere.
    secret_hash = models.CharField(max_length=64)
    #: In which the asker is written to.
    language = models.CharField(_("language"), max_length=10, default="vi")
    channel = models.CharField(
        _("channel"),
        max_length=10,
        choices=QuestionChannel.choices,
        default=QuestionChannel.FORM,
    )
    topic = models.ForeignKey(
        QuestionTopic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questions",
    )
    #: Whom the asker had in mind.
    asked_agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency that was asked"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: Who has to answer now.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("answering agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=QuestionState.choices,
        default=QuestionState.RECEIVED,
    )
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices, blank=True)
    #: Which authority a forwarded question went to, or where one out of scope may be asked.
    referred_to = models.CharField(_("referred to"), max_length=255, blank=True)
    is_complaint = models.BooleanField(_("complaint or denunciation"), default=False)
    publishing = models.CharField(
        pgettext_lazy("question", "publication"),
        max_length=10,
        choices=Publishing.choices,
        default=Publishing.UNDECIDED,
    )
    page = models.OneToOneField(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="govportal_question"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("claimed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    same_as = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="duplicates"
    )
    part_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts"
    )
    #: The code of the regulation in force when it was received.
    profile = models.CharField(_("regulation"), max_length=64, blank=True)
    received_at = models.DateTimeField(_("received at"), db_index=True)
    #: The day from which time limits are counted; a letter may have come before it was entered.
    received_on = models.DateField(_("received on"))
    moved_at = models.DateTimeField(_("in this state since"))
    #: The earliest last day of the time limits that run; kept by the receivers.
    due_on = models.DateField(_("due on"), null=True, blank=True)
    #: The last day for the answer by the regulation, as it was when the question was closed or now.
    answer_due_on = models.DateField(_("answer due on"), null=True, blank=True)
    #: What a progress notice promised.
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    #: When the first answer or counted progress notice went out.
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    extensions = models.PositiveSmallIntegerField(_("extensions"), default=0)
    #: 1 (bad) to 5 (good), given by the asker.
    rating = models.PositiveSmallIntegerField(_("rating of the answer"), null=True, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    anonymised_at = models.DateTimeField(_("anonymised at"), null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(
                fields=["portal_site", "state", "due_on"], name="govportal_question_inbox"
            ),
            models.Index(fields=["agency", "state", "due_on"], name="govportal_question_agency"),
            models.Index(fields=["received_on"], name="govportal_question_received"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state != QuestionState.CLOSED


class QuestionCounter(models.Model):
    """The last number given on a portal site in a year; its row is locked to give the next."""

    portal_site_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portal_site_id", "year"], name="govportal_one_question_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.portal_site_id}/{self.year}: {self.last}"
