"""Agencies: who governs a site, issues a document or supplies information."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from ...regulation.vocabulary import BodyKind
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
    #: A division without standing of its own: "Lãnh đạo Sở", "Phòng Tổng hợp", "Văn phòng".
    INTERNAL_UNIT = "internal_unit", _("division inside an agency")
    OTHER = "other", _("other organisation")


class AgencyLevel(models.TextChoices):
    """The tier of government an agency belongs to; districts ended on 1 July 2025."""

    CENTRAL = "central", _("central")
    PROVINCE = "province", _("province")
    DISTRICT = "district", _("district (until 30 June 2025)")
    COMMUNE = "commune", _("commune")


#: What an agency of the province is called by the rules on sites and domain names.
_BODIES: Final = {
    AgencyKind.PEOPLES_COMMITTEE: BodyKind.PORTAL,
    AgencyKind.PEOPLES_COUNCIL: BodyKind.AGENCY,
    AgencyKind.PC_OFFICE: BodyKind.AGENCY,
    AgencyKind.DEPARTMENT: BodyKind.AGENCY,
    AgencyKind.PUBLIC_SERVICE_UNIT: BodyKind.PUBLIC_SERVICE_UNIT,
    AgencyKind.DISTRICT_PEOPLES_COMMITTEE: BodyKind.DISTRICT,
    AgencyKind.COMMUNE_PEOPLES_COMMITTEE: BodyKind.COMMUNE,
    AgencyKind.COMMUNE_PEOPLES_COUNCIL: BodyKind.COMMUNE,
    AgencyKind.OTHER: BodyKind.ORGANISATION,
}
#: Kinds that govern a site of their own only where they belong to the province.
_PROVINCIAL_ONLY: Final = frozenset(
    {AgencyKind.PEOPLES_COUNCIL, AgencyKind.PC_OFFICE, AgencyKind.DEPARTMENT}
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:[-_]+[a-z0-9]+)*")
_TEXTS: Final = (
    *("name", "name_en", "name_ru", "short_name", "short_name_en", "abbreviation"),
    *("issuer_code", "national_code", "succession_basis"),
    *("address", "phone", "fax", "working_hours"),
)


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Questions asked of the register of agencies."""

    def existing(self, *, on: date) -> AgencyQuerySet:
        """Agencies that exist on the given day."""
        return self.filter(
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=on),
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on),
        )


class Agency(index.Indexed, LocalizedNameMixin):  # type: ignore[django-manager-missing]
    """One agency, dated, because units are merged and split and their documents stay."""

    code = models.SlugField(_("code"), max_length=64, unique=True)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    short_name_en = models.CharField(_("short name in English"), max_length=120, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    issuer_code = models.CharField(
        _("code in document symbols"),
        max_length=40,
        blank=True,
        help_text=_("The part of a symbol that names the issuer, for example UBND or HĐND."),
    )
    national_code = models.CharField(
        _("national code"),
        max_length=40,
        blank=True,
        db_index=True,
        help_text=_("The code of the commune or the electronic identifier of the agency."),
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

    #: Where an agency was split: those that took over the rest of its duties.
    further_successors = models.ManyToManyField(
        "self",
        verbose_name=_("further successors"),
        symmetrical=False,
        blank=True,
        related_name="further_predecessors",
    )
    succession_basis = models.CharField(
        _("decision on merger or dissolution"), max_length=255, blank=True
    )
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    working_hours = models.CharField(_("working hours"), max_length=255, blank=True)

    objects = AgencyQuerySet.as_manager()

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("name_en"), FieldPanel("name_ru")]),
                FieldRowPanel([FieldPanel("short_name"), FieldPanel("short_name_en")]),
                FieldPanel("abbreviation"),
            ],
            heading=_("Names"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("kind"), FieldPanel("level")]),
                FieldPanel("parent"),
                FieldRowPanel([FieldPanel("code"), FieldPanel("issuer_code")]),
                FieldPanel("national_code"),
            ],
            heading=_("Place in the organisation"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_to")]),
                FieldPanel("successor"),
                FieldPanel("further_successors"),
                FieldPanel("succession_basis"),
            ],
            heading=_("Existence and succession"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("fax")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("website")]),
                FieldPanel("working_hours"),
            ],
            heading=pgettext_lazy("of an agency", "Contact"),
        ),
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

    @property
    def body_kind(self) -> BodyKind | None:
        """What the rules on sites and domain names call such an agency.

        None for what governs no site of its own: a division, an office or department below the
        province, a central agency, the chairperson.
        """
        if self.level == AgencyLevel.CENTRAL:
            return None
        if self.kind in _PROVINCIAL_ONLY and self.level != AgencyLevel.PROVINCE:
            return None
        return _BODIES.get(AgencyKind(self.kind))

    def exists(self, *, on: date) -> bool:
        """Whether the agency exists on the given day."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or self.valid_to >= on)

    @property
    def current_successors(self) -> list[Agency]:
        """The agencies of today that carry on the duties; empty where nobody took them over.

        A successor that has ended too hands on to its own. Three queries however long the chain.
        """
        if self.pk is None:
            return []
        onward: dict[int, list[int]] = {}
        for pk, successor in self._successions():
            onward.setdefault(pk, []).append(successor)
        reached: set[int] = {self.pk}
        waiting = list(onward.get(self.pk, ()))
        while waiting:
            agency = waiting.pop()
            if agency not in reached:
                reached.add(agency)
                waiting += onward.get(agency, ())
        found = Agency.objects.filter(pk__in=reached - {self.pk})
        return list(found.existing(on=timezone.localdate()))

    @property
    def predecessor_ids(self) -> set[int]:
        """The agencies whose duties came here, at whatever distance; two queries."""
        if self.pk is None:
            return set()
        back: dict[int, list[int]] = {}
        for pk, successor in self._successions():
            back.setdefault(successor, []).append(pk)
        reached: set[int] = {self.pk}
        waiting = list(back.get(self.pk, ()))
        while waiting:
            agency = waiting.pop()
            if agency not in reached:
                reached.add(agency)
                waiting += back.get(agency, ())
        return reached - {self.pk}

    @property
    def further_successor_codes(self) -> str:
        """The codes of the further successors, as an export names them."""
        return ", ".join(sorted(each.code for each in self.further_successors.all()))

    @staticmethod
    def _successions() -> Iterator[tuple[int, int]]:
        first = Agency.objects.order_by().filter(successor__isnull=False)
        yield from first.values_list("pk", "successor_id")
        further = Agency.further_successors.through.objects.order_by()
        yield from further.values_list("from_agency_id", "to_agency_id")

    def clean(self) -> None:
        """Bring texts into their stored form; refuse what contradicts itself.

        Raises:
            ValidationError: next to the field that is wrong: a code in another form, an agency
                inside itself, a last day before the first, a successor that ended earlier.
        """
        super().clean()
        for name in _TEXTS:
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        errors: dict[str, Any] = {}
        # Codes that were entered before this rule stay as they are.
        if self._state.adding and self.code and not _CODE.fullmatch(self.code):
            errors["code"] = _("Use small letters without diacritics, digits and hyphens.")
        if self._bites_its_tail("parent"):
            errors["parent"] = _("An agency cannot be its own parent, nor lie below itself.")
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            errors["valid_to"] = _("The last day is before the first day.")
        if problem := self._problem_of_succession():
            errors["successor"] = problem
        if errors:
            raise ValidationError(errors)

    def _problem_of_succession(self) -> Any:
        if self.successor_id is None:
            return None
        if self._bites_its_tail("successor"):
            return _("An agency cannot be its own successor, nor take over from itself later.")
        ended = self.successor.valid_to if self.successor else None
        if ended and self.valid_to and ended <= self.valid_to:
            return _("The successor ended on or before the last day of this agency.")
        return None

    def _bites_its_tail(self, relation: str) -> bool:
        """Whether following a relation from here leads back here, at any distance."""
        seen: set[int] = set()
        step: int | None = getattr(self, f"{relation}_id")
        while step is not None and self.pk and step not in seen:
            if step == self.pk:
                return True
            seen.add(step)
            rows = Agency.objects.order_by().filter(pk=step)
            step = rows.values_list(f"{relation}_id", flat=True).first()
        return False
