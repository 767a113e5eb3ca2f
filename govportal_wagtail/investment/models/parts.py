"""What belongs to a project: its money by year, decisions, packages, states, updates, files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string
from wagtail.models import Orderable

from ...core.models import TranslatableRow
from ...core.vietnamese import normalise
from ..amounts import AmountField
from ..partial_dates import FIRST_YEAR, LAST_YEAR, PartialDateField
from ..staff import part_panels
from .pages import InvestmentProjectPage
from .sources import CapitalSource
from .vocabulary import DecisionKind, PackageState, ProjectStatus, SelectionForm

_YEAR = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class ProjectCapital(Orderable):
    """Capital of one year from one source, in whole đồng: planned, allocated, disbursed."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="capital")
    year = models.PositiveSmallIntegerField(_("year"), validators=_YEAR)
    source = models.ForeignKey(
        CapitalSource,
        verbose_name=_("source of capital"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    planned = AmountField(pgettext_lazy("capital", "planned"))
    allocated = AmountField(pgettext_lazy("capital", "allocated"))
    disbursed = AmountField(pgettext_lazy("capital", "disbursed"))

    panels = part_panels.CAPITAL

    class Meta(Orderable.Meta):
        verbose_name = _("capital of a year")
        verbose_name_plural = _("capital by year")

    def __str__(self) -> str:
        return f"{self.year}, {self.source}"

    def clean(self) -> None:
        """Refuse a row without any figure.

        Raises:
            ValidationError: on ``planned``.
        """
        super().clean()
        if self.planned is None and self.allocated is None and self.disbursed is None:
            raise ValidationError({"planned": _("Enter at least one figure.")})


class ProjectDecision(TranslatableRow):
    """A decision or other legal document on a project, named by its symbol.

    Where the portal has the document, the symbol becomes a link when the page is read.
    """

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(
        pgettext_lazy("project", "decides on"), max_length=20, choices=DecisionKind.choices
    )
    symbol = models.CharField(_("number and symbol"), max_length=120)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    issuer = models.CharField(_("issuing body"), max_length=255, blank=True)
    abstract = models.CharField(_("abstract"), max_length=500, blank=True)
    adjusts = models.CharField(
        _("adjusts decision"),
        max_length=120,
        blank=True,
        help_text=_("The number and symbol of an earlier decision on this project."),
    )
    panels = part_panels.DECISION

    class Meta(TranslatableRow.Meta):
        verbose_name = _("decision on the project")
        verbose_name_plural = _("decisions on the project")

    def __str__(self) -> str:
        return self.symbol

    def clean(self) -> None:
        """Bring the texts into their stored form.

        Raises:
            ValidationError: on ``issued_on`` for a day to come, on ``adjusts`` for itself.
        """
        super().clean()
        for name in ("symbol", "issuer", "abstract", "adjusts"):
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        if self.issued_on and self.issued_on > timezone.localdate():
            message = _("A decision cannot be issued on a day that is still to come.")
            raise ValidationError({"issued_on": message})
        if self.adjusts and self.adjusts == self.symbol:
            raise ValidationError({"adjusts": _("A decision cannot adjust itself.")})


class BiddingPackage(TranslatableRow):
    """A package of works, goods or services: plan, notice and result of its bidding."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="packages")
    code = models.CharField(
        pgettext_lazy("bidding", "code of the package"), max_length=60, blank=True
    )
    name = models.CharField(pgettext_lazy("bidding", "package"), max_length=500)
    selection = models.CharField(
        _("form of selection"), max_length=20, blank=True, choices=SelectionForm.choices
    )
    state = models.CharField(
        pgettext_lazy("bidding", "state"),
        max_length=20,
        choices=PackageState.choices,
        default=PackageState.PLANNED,
    )
    planned_for = PartialDateField(_("selection planned for"))
    price = AmountField(_("package price"))
    notice = models.CharField(_("number of the notice"), max_length=60, blank=True)
    notice_url = models.URLField(_("address of the notice"), max_length=500, blank=True)
    contractor = models.CharField(_("contractor"), max_length=500, blank=True)
    result = AmountField(_("winning price"))
    decision = models.CharField(_("decision on the result"), max_length=120, blank=True)
    signed_on = models.DateField(_("contract signed on"), null=True, blank=True)
    duration = models.CharField(_("time of the contract"), max_length=120, blank=True)

    panels = part_panels.PACKAGE

    class Meta(TranslatableRow.Meta):
        verbose_name = _("bidding package")
        verbose_name_plural = _("bidding packages")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A result names who won; a package that was awarded has a result.

        Raises:
            ValidationError: on the field that is missing.
        """
        super().clean()
        for name in ("code", "name", "notice", "contractor", "decision", "duration"):
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        if self.state == PackageState.AWARDED and not self.contractor:
            raise ValidationError({"contractor": _("Name the contractor that was selected.")})
        if self.result is not None and not self.contractor:
            raise ValidationError({"contractor": _("Name the contractor of this price.")})


class ProjectState(TranslatableRow):
    """A state in which the project was or is, from a day or month on."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="states")
    status = models.CharField(
        pgettext_lazy("project", "status"), max_length=20, choices=ProjectStatus.choices
    )
    since = PartialDateField(_("since"), blank=False)
    note = models.CharField(_("reason or decision"), max_length=500, blank=True)

    panels = part_panels.STATE

    class Meta(TranslatableRow.Meta):
        verbose_name = _("status of the project")
        verbose_name_plural = _("history of the status")

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.since})"


class ProjectUpdate(TranslatableRow):
    """Something that happened in a project, with its day."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="updates")
    date = models.DateField(_("date"))
    title = models.CharField(_("title"), max_length=255)
    text = models.TextField(_("text"), blank=True)

    panels = part_panels.UPDATE

    class Meta(TranslatableRow.Meta):
        verbose_name = _("news of the project")
        verbose_name_plural = _("news of the project")

    def __str__(self) -> str:
        return self.title


class ProjectPhoto(TranslatableRow):
    """A photo of a project."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    alt_text = models.CharField(_("text alternative"), max_length=255)
    caption = models.CharField(_("caption"), max_length=255, blank=True)
    taken_on = models.DateField(_("taken on"), null=True, blank=True)

    panels = part_panels.PHOTO

    class Meta(TranslatableRow.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.alt_text


class ProjectFile(TranslatableRow):
    """A file of a project."""

    page = ParentalKey(InvestmentProjectPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255, blank=True)

    panels = part_panels.FILE

    class Meta(TranslatableRow.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.title or str(self.document)


def add_state(page: Any, status: str, since: str) -> ProjectState:
    """Add a row to the history of the status of a page that is not saved yet, and return it."""
    row = ProjectState(status=status, since=since, sort_order=page.states.count())
    page.states.add(row)
    return row
