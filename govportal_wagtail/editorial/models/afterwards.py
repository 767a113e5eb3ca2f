"""What happens after publication: corrections, takedowns, readers' reports, reviews."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ...core.models import PortalSite


def _user_field(label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class CorrectionKind(models.TextChoices):
    """Whether the page was wrong or has become outdated."""

    CORRECTION = "correction", pgettext_lazy("notice", "correction")
    UPDATE = "update", pgettext_lazy("notice", "update")


class Correction(models.Model):
    """A visible notice of what was changed on a posted page (Cà Mau 68/2026, Article 25.1.ê)."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="govportal_corrections"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=CorrectionKind.choices)
    text = models.TextField(_("what was changed"), max_length=2000)
    requested_by = models.CharField(
        pgettext_lazy("editorial", "requested by"), max_length=255, blank=True
    )
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    made_by = _user_field(_("by"))
    made_at = models.DateTimeField(_("written at"), auto_now_add=True)
    #: Set when the changed page is posted; from then on the notice is public.
    published_at = models.DateTimeField(_("posted at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("notice", "correction")
        verbose_name_plural = pgettext_lazy("notice", "corrections")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_kind_display()}"


class TakedownMode(models.TextChoices):
    """What a reader finds at the address."""

    TOMBSTONE = "tombstone", pgettext_lazy("takedown", "a notice that the page was taken down")
    SILENT = "silent", pgettext_lazy("takedown", "nothing (page not found)")


class TakedownState(models.TextChoices):
    """Hidden at once, then verified (Lạng Sơn 40/2024, Article 8.2)."""

    PENDING = "pending", pgettext_lazy("takedown", "hidden, to be verified")
    CONFIRMED = "confirmed", pgettext_lazy("takedown", "confirmed")
    RESTORED = "restored", pgettext_lazy("takedown", "restored")


class Takedown(models.Model):
    """A page and its copies and translations, taken off the public sites at once."""

    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="govportal_takedowns",
    )
    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=255)
    mode = models.CharField(
        _("readers find"), max_length=10, choices=TakedownMode.choices, default="tombstone"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=TakedownState.choices, default=TakedownState.PENDING
    )
    requested_by = models.CharField(pgettext_lazy("editorial", "requested by"), max_length=255)
    basis = models.CharField(_("legal basis"), max_length=255, blank=True)
    reason = models.TextField(_("reason"), max_length=2000)
    #: What readers are told beside the fact; empty for the fact alone.
    public_note = models.CharField(_("note for readers"), max_length=500, blank=True)
    #: What was hidden with it: ``[{"page": 1, "revision": 2, "url": "https://..."}, ...]``.
    hidden: Any = models.JSONField(default=list, editable=False)
    taken_by = _user_field(_("taken down by"))
    taken_at = models.DateTimeField(_("taken down at"), auto_now_add=True)
    decided_by = _user_field(_("decided by"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decision_note = models.TextField(_("outcome of the verification"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        ordering = ["-taken_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class ReportKind(models.TextChoices):
    """What a reader reports."""

    ERROR = "error", pgettext_lazy("report", "an error on the page")
    OUTDATED = "outdated", pgettext_lazy("report", "outdated information")
    VIOLATION = "violation", pgettext_lazy("report", "content that breaks the law")
    PRIVACY = "privacy", pgettext_lazy("report", "personal data that should not be there")


class ReportState(models.TextChoices):
    """What became of a report."""

    NEW = "new", pgettext_lazy("report", "new")
    HIDDEN = "hidden", pgettext_lazy("report", "page hidden, being verified")
    UPHELD = "upheld", pgettext_lazy("report", "upheld")
    DISMISSED = "dismissed", pgettext_lazy("report", "not upheld")


class PageReport(models.Model):
    """A reader's report about a page (Lạng Sơn 40/2024, Article 8.2; Cà Mau 68/2026, 29.2.c)."""

    page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="govportal_reports",
    )
    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("page"), max_length=255)
    kind = models.CharField(_("what"), max_length=10, choices=ReportKind.choices)
    text = models.TextField(_("what is wrong"), max_length=4000)
    tracking_code = models.CharField(_("tracking code"), max_length=16, unique=True)
    state = models.CharField(
        _("state"), max_length=10, choices=ReportState.choices, default=ReportState.NEW
    )
    takedown = models.ForeignKey(
        Takedown, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    reported_at = models.DateTimeField(_("reported at"), auto_now_add=True)
    closed_by = _user_field(_("closed by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("report about a page")
        verbose_name_plural = _("reports about pages")
        ordering = ["-reported_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"


class PageReporter(models.Model):
    """Who reported, apart from the report because it is personal data; all of it voluntary."""

    report = models.OneToOneField(PageReport, on_delete=models.CASCADE, related_name="reporter")
    name = models.CharField(_("your name"), max_length=255, blank=True)
    email = models.EmailField(_("your e-mail"), blank=True)
    phone = models.CharField(_("your telephone"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("reporter")
        verbose_name_plural = _("reporters")

    def __str__(self) -> str:
        return self.name or self.email or self.phone


class PageReview(models.Model):
    """When a posted page is to be looked at again (Vĩnh Long 2021, Article 21)."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="govportal_review", verbose_name=_("page")
    )
    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="+"
    )
    next_on = models.DateField(_("to be reviewed by"), null=True, blank=True, db_index=True)
    months = models.PositiveSmallIntegerField(_("every (months)"), default=12)
    last_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    last_by = _user_field(_("reviewed by"))
    #: Out of lists and current news, still at its address and marked as no longer kept up.
    archived_on = models.DateField(_("archived on"), null=True, blank=True)

    class Meta:
        verbose_name = _("review of a page")
        verbose_name_plural = _("reviews of pages")
        ordering = ["next_on", "pk"]

    def __str__(self) -> str:
        return str(self.page)
