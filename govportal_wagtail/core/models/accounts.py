"""Accounts of staff and the roles they were given on each site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import BaseLogEntry, BaseLogEntryManager

from ...regulation.vocabulary import RoleCode
from .agency import Agency
from .people import Person
from .portal_sites import PortalSite


class SiteRoleGroup(models.Model):
    """The Wagtail group that holds a role on a site; Wagtail's permissions hang on the group."""

    portal_site = models.ForeignKey(
        PortalSite, on_delete=models.CASCADE, related_name="role_groups"
    )
    role = models.CharField(_("role"), max_length=24, choices=RoleCode.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="govportal_role")

    class Meta:
        verbose_name = _("role on a site")
        verbose_name_plural = _("roles on sites")
        constraints = [
            models.UniqueConstraint(
                fields=["portal_site", "role"], name="govportal_one_group_per_role_and_site"
            )
        ]

    def __str__(self) -> str:
        return str(self.group)


class EndReason(models.TextChoices):
    """Why an account was locked (Cà Mau 68/2026, Article 9.5; Lạng Sơn 40/2024, Article 13.1.đ)."""

    LEFT = "left", _("left the agency")
    TRANSFERRED = "transferred", _("transferred to other duties")
    VIOLATION = "violation", _("violated the rules of information security")
    OTHER = "other", pgettext_lazy("reason", "other reason")


class Account(models.Model):
    """What is known of a user: for which agency, on which site, and whether locked."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="govportal_account",
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="accounts"
    )
    #: The site whose board answers for the account.
    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        on_delete=models.PROTECT,
        related_name="accounts",
    )
    person = models.OneToOneField(
        Person,
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="account",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    locked_on = models.DateField(_("locked on"), null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("locked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lock_reason = models.CharField(
        _("reason"), max_length=16, choices=EndReason.choices, blank=True
    )
    lock_note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["user__last_name", "user__first_name", "user_id"]

    def __str__(self) -> str:
        return str(self.user.get_full_name() or self.user.get_username())


class RoleAssignment(models.Model):
    """A role on a site that an account has, or had; it is ended and not deleted."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        on_delete=models.CASCADE,
        related_name="role_assignments",
    )
    role = models.CharField(_("role"), max_length=24, choices=RoleCode.choices)
    granted_at = models.DateTimeField(_("granted at"), auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("granted by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ended by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    end_note = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("granted role")
        verbose_name_plural = _("granted roles")
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "portal_site", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="govportal_role_granted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


class SiteLogEntryManager(BaseLogEntryManager):  # type: ignore[misc]
    """Writes and reads the log of what belongs to a portal site."""

    def log_action(self, instance: Any, action: str, **kwargs: Any) -> SiteLogEntry:
        """Record an action on a record, and whose record it was at the time."""
        is_site = isinstance(instance, PortalSite)
        kwargs.setdefault(
            "portal_site_id", instance.pk if is_site else getattr(instance, "portal_site_id", None)
        )
        kwargs.setdefault("agency_id", getattr(instance, "agency_id", None))
        entry: SiteLogEntry = super().log_action(
            instance, action, object_id=str(instance.pk), **kwargs
        )
        return entry

    def viewable_by_user(self, user: Any) -> QuerySet[SiteLogEntry]:
        """What happened on the sites that the user administers."""
        # The scope reads the models of this package.
        from ..access import scope  # noqa: PLC0415

        entries: QuerySet[SiteLogEntry] = self.get_queryset()
        if user.is_active and user.is_superuser:
            return entries
        sites = scope.administered_portal_sites(user)
        agencies = scope.agencies_of(user, sites.values_list("pk", flat=True))
        return entries.filter(
            Q(portal_site__in=sites) | Q(portal_site__isnull=True, agency__in=agencies)
        )

    def for_instance(self, instance: Any) -> QuerySet[SiteLogEntry]:
        """The history of one record."""
        content_type = ContentType.objects.get_for_model(instance, for_concrete_model=False)
        entries: QuerySet[SiteLogEntry] = self.get_queryset()
        return entries.filter(content_type=content_type, object_id=str(instance.pk))


class SiteLogEntry(BaseLogEntry):  # type: ignore[misc]
    """What was done with a record that belongs to a portal site, seen on that site alone.

    Wagtail shows the log of ordinary models to everybody who may change some record of the kind.
    """

    object_id = models.CharField(max_length=255, db_index=True)
    portal_site = models.ForeignKey(
        PortalSite, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = SiteLogEntryManager()

    class Meta(BaseLogEntry.Meta):
        verbose_name = _("log entry of a site")
        verbose_name_plural = _("log entries of a site")
        ordering = ["-timestamp", "-id"]

    def __str__(self) -> str:
        return f"{self.action}: {self.label}"
