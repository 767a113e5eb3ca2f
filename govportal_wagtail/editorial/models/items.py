"""Items on their way to the public page: a narrow table from which the lists are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, WorkflowState

from ...core.models import Agency, PortalSite
from ..vocabulary import CLOSED_STATES, ItemState, Origin, VerificationOutcome


class ItemQuerySet(models.QuerySet["EditorialItem"]):
    """Questions asked of the items."""

    def open(self) -> ItemQuerySet:
        """Those that still wait for somebody."""
        return self.exclude(state__in=CLOSED_STATES)

    def late(self, *, on: date) -> ItemQuerySet:
        """Open ones whose last day is before the given day."""
        return self.open().filter(due_on__lt=on)


class EditorialItem(models.Model):
    """One item on its way. What is approved, Wagtail's workflow says; this row follows it."""

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.PROTECT, related_name="+"
    )
    #: Who supplies it and answers for it (Cà Mau 68/2026, Article 4.5).
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("supplying agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="govportal_items"
    )
    workflow_state = models.ForeignKey(
        WorkflowState, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin.choices)
    title = models.CharField(_("title"), max_length=255)
    #: A kind of information of the regulation's time limits; empty where nobody has said it yet.
    category = models.CharField(_("kind of information"), max_length=64, blank=True)
    #: The days from which time limits are counted: ``{event: ISO date}``.
    anchors: Any = models.JSONField(_("dates"), default=dict, blank=True)
    is_urgent = models.BooleanField(_("summary procedure"), default=False)

    state = models.CharField(
        _("state"), max_length=12, choices=ItemState.choices, default=ItemState.DRAFT
    )
    #: The key of the regulation's step at which it is.
    step = models.CharField(pgettext_lazy("workflow", "step"), max_length=64, blank=True)
    #: Whose members may act now.
    waiting_groups = models.ManyToManyField(Group, blank=True, related_name="+")
    #: Where only people of one agency may act: to sign, to complete, to verify.
    waiting_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("item", "claimed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    claimed_at = models.DateTimeField(null=True, blank=True)
    #: The earliest last day of its open time limits, kept by the receiver of the deadlines.
    due_on = models.DateField(_("last day"), null=True, blank=True)
    #: The regulation by which it is handled: the one in force when it was submitted.
    profile = models.CharField(_("regulation"), max_length=64, blank=True)

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    #: When it came to its present step.
    moved_at = models.DateTimeField(_("at this step since"), auto_now_add=True)

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("editorial", "item")
        verbose_name_plural = pgettext_lazy("editorial", "items")
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="govportal_item_due"),
            models.Index(fields=["portal_site", "state"], name="govportal_item_site"),
            models.Index(fields=["agency", "state"], name="govportal_item_agency"),
            models.Index(fields=["created_by", "state"], name="govportal_item_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page"],
                condition=~models.Q(state__in=sorted(CLOSED_STATES)),
                name="govportal_one_open_item_per_page",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def language(self) -> str:
        """The code of the language of its page; empty where it has none."""
        return str(self.page.locale.language_code) if self.page else ""

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state not in CLOSED_STATES


class Verification(models.Model):
    """A question to a specialist unit or the supplier (Cà Mau 68/2026, Article 14.1)."""

    item = models.ForeignKey(EditorialItem, on_delete=models.CASCADE, related_name="verifications")
    agency = models.ForeignKey(
        Agency, verbose_name=_("unit that verifies"), on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField(_("what is to be verified"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    #: The step to which the item comes back.
    step = models.CharField(max_length=64)
    outcome = models.CharField(
        pgettext_lazy("verification", "outcome"),
        max_length=14,
        choices=VerificationOutcome.choices,
        blank=True,
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"],
                condition=models.Q(answered_at__isnull=True),
                name="govportal_one_open_verification",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.agency}"


class Delegation(models.Model):
    """The right to post on a page and below it (Bắc Kạn 17/2018, Articles 5.5 and 6.1.b)."""

    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="govportal_delegations",
        help_text=_("The delegate posts on this page and all below it."),
    )
    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("delegate"),
        on_delete=models.CASCADE,
        related_name="govportal_delegations",
    )
    decision = models.CharField(_("decision"), max_length=255, help_text=_("Number and date."))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("granted by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)

    class Meta:
        verbose_name = pgettext_lazy("posting", "delegation")
        verbose_name_plural = pgettext_lazy("posting", "delegations")
        ordering = ["-granted_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.page}"
