"""Agencies: who governs a site, issues a document or supplies information."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from ..vietnamese import normalise
from .names import LocalizedNameMixin


class AgencyKind(models.TextChoices):
    """What kind of body an agency is."""

    GOVERNMENT = "government", _("Government")
    MINISTRY = "ministry", _("ministry")
    NATIONAL_ASSEMBLY = "national_assembly", _("National Assembly")
    PEOPLES_COMMITTEE = "peoples_committee", _("provincial People's Committee")
    PEOPLES_COUNCIL = "peoples_council", _("provincial People's Council")
    CHAIR = "chair", _("Chairperson of the provincial People's Committee")
    PC_OFFICE = "pc_office", _("Office of the People's Committee")
    DEPARTMENT = "department", _("department or equivalent agency")
    PUBLIC_SERVICE_UNIT = "public_service_unit", _("public service unit")
    DISTRICT_PEOPLES_COMMITTEE = "district_peoples_committee", _("district People's Committee")
    COMMUNE_PEOPLES_COMMITTEE = "commune_peoples_committee", _("commune People's Committee")
    COMMUNE_PEOPLES_COUNCIL = "commune_peoples_council", _("commune People's Council")
    OTHER = "other", _("other organisation")


class AgencyLevel(models.TextChoices):
    """The tier of government an agency belongs to; districts ended on 1 July 2025."""

    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district (until 30 June 2025)")
    COMMUNE = "commune", _("commune")


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions asked of the register of agencies."""

    def existing(self, *, on: date) -> AgencyQuerySet:
        """Agencies that exist on the given day."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on),
        )


class Agency(index.Indexed, LocalizedNameMixin):
    """One agency, dated, because units are merged and split and their documents stay."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    issuer_code = models.CharField(
        _("code in document symbols"),
        max_length=40,
        blank=True,
        help_text=_("The part of a symbol that names the issuer, for example UBND or HĐND."),
    )
    kind = models.CharField(
        _("kind"), max_length=40, choices=AgencyKind.choices, default=AgencyKind.DEPARTMENT
    )
    level = models.CharField(
        _("level"), max_length=20, choices=AgencyLevel.choices, default=AgencyLevel.PROVINCE
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    valid_from = models.DateField(_("existing from"), null=True, blank=True)
    valid_to = models.DateField(_("existing until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("The agency that took over when this one was merged or dissolved."),
    )

    objects = AgencyQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("abbreviation")]),
            ],
            heading=_("Names"),
        ),
        FieldRowPanel([FieldPanel("code"), FieldPanel("issuer_code")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
        FieldPanel("parent"),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
        FieldPanel("successor"),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.AutocompleteField("short_name"),
        index.AutocompleteField("abbreviation"),
    ]

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]

    def clean(self) -> None:
        """Normalise the names; an agency is not its own parent and does not end before it starts.

        Raises:
            ValidationError: next to the field that is wrong.
        """
        super().clean()
        self.name = normalise(self.name).strip()
        self.short_name = normalise(self.short_name).strip()
        errors: dict[str, Any] = {}
        if self.pk and self.parent_id == self.pk:
            errors["parent"] = _("An agency cannot be its own parent.")
        if self.pk and self.successor_id == self.pk:
            errors["successor"] = _("An agency cannot be its own successor.")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            errors["valid_to"] = _("The last day is before the first day.")
        if errors:
            raise ValidationError(errors)
