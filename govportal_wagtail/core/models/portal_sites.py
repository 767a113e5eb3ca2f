"""The provincial portal, its component sites and their host names."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Collection, Page, Site, Workflow

from ...regulation.vocabulary import BodyKind
from .agency import Agency


class SiteState(models.TextChoices):
    """Where a site stands between its creation and its end."""

    PREPARING = "preparing", pgettext_lazy("portal site", "in preparation")
    LIVE = "live", pgettext_lazy("portal site", "live")
    CLOSED = "closed", pgettext_lazy("portal site", "closed")


class PortalSite(models.Model):  # type: ignore[django-manager-missing]
    """What a Wagtail site is in the portal: who governs, manages and operates it.

    The three bodies are told apart by every regulation, for example Decision 68/2026/QĐ-UBND
    (Cà Mau) Articles 3.4, 7.1 and 7.3. A Wagtail site without such a record is an ordinary site.
    """

    site = models.OneToOneField(
        Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="govportal"
    )
    body = models.CharField(_("kind"), max_length=24, choices=BodyKind.choices)
    #: The governing body (cơ quan chủ quản).
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("governing body"),
        on_delete=models.PROTECT,
        related_name="portal_sites",
    )
    managing_body = models.ForeignKey(
        Agency,
        verbose_name=_("managing body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="managed_sites",
    )
    operator = models.ForeignKey(
        Agency,
        verbose_name=_("operator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="operated_sites",
    )
    #: The provincial portal of a component; empty for the portal itself.
    portal = models.ForeignKey(
        "self",
        verbose_name=_("component of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="components",
    )
    is_integrated = models.BooleanField(
        _("integrated into the portal"),
        default=True,
        help_text=_("News and documents of an integrated site also appear on the portal."),
    )
    state = models.CharField(
        _("state"), max_length=12, choices=SiteState.choices, default=SiteState.PREPARING
    )
    launched_on = models.DateField(_("live since"), null=True, blank=True)
    collection = models.OneToOneField(
        Collection,
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: The workflow that setting up the site made; its tasks by the key of the profile's step.
    workflow = models.ForeignKey(
        Workflow, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    workflow_tasks = models.JSONField(default=dict, blank=True, editable=False)
    #: What setting up the site gave to its groups, by role: no more than that is taken away.
    role_grants = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("portal site")
        verbose_name_plural = _("portal sites")
        ordering = ["agency__name"]

    def __str__(self) -> str:
        return str(self.site.site_name or self.site.hostname)

    @property
    def is_portal(self) -> bool:
        """Whether this is the provincial portal and not a component."""
        return self.portal_id is None


class SitePart(models.Model):
    """Which page of a site is a part that the regulation requires, wherever it was moved to."""

    portal_site = models.ForeignKey(PortalSite, on_delete=models.CASCADE, related_name="parts")
    #: One of the codes that a profile's groups of content name, for example ``leaders``.
    code = models.CharField(_("code"), max_length=40)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="govportal_parts"
    )

    class Meta:
        verbose_name = _("required page")
        verbose_name_plural = _("required pages")
        constraints = [
            models.UniqueConstraint(
                fields=["portal_site", "code"], name="govportal_one_page_per_part"
            )
        ]

    def __str__(self) -> str:
        return self.code


class DomainState(models.TextChoices):
    """Where a host name stands in the register of domains."""

    REQUESTED = "requested", pgettext_lazy("domain name", "requested")
    ISSUED = "issued", pgettext_lazy("domain name", "issued")
    REFUSED = "refused", pgettext_lazy("domain name", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("domain name", "withdrawn")


class DomainName(models.Model):
    """One host name: for whom, asked by whom, issued by whom (Lạng Sơn 40/2024, Article 14.2)."""

    host = models.CharField(_("host name"), max_length=253, unique=True)
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="domain_names"
    )
    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="domain_names",
    )
    #: The content language served there; empty for the site's own.
    language = models.CharField(_("language"), max_length=12, blank=True)
    state = models.CharField(
        _("state"), max_length=12, choices=DomainState.choices, default=DomainState.REQUESTED
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("domain name", "requested by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    requested_on = models.DateField(_("requested on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    basis = models.CharField(_("legal document"), max_length=255, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("domain name")
        verbose_name_plural = _("domain names")
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
