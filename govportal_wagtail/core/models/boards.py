"""Editorial boards (Ban Biên tập) and who sits on them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from ...regulation.vocabulary import RoleCode
from ..vietnamese import normalise
from .agency import Agency
from .people import Person, TermQuerySet
from .portal_sites import PortalSite

#: The roles that a person may have on a board.
BOARD_ROLES = (
    RoleCode.BOARD_HEAD,
    RoleCode.BOARD_DEPUTY,
    RoleCode.BOARD_MEMBER,
    RoleCode.BOARD_SECRETARY,
    RoleCode.FULL_TIME_EDITOR,
    RoleCode.CONTRIBUTOR,
)


class EditorialBoard(ClusterableModel):
    """The board of one site with the decision that founded it.

    Legal source: Decision 68/2026/QĐ-UBND (Cà Mau) Article 7.2, and 8.2 for component sites.
    """

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="boards"
    )
    name = models.CharField(_("name"), max_length=255)
    decision = models.CharField(
        _("founding decision"), max_length=255, blank=True, help_text=_("Number of the decision.")
    )
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    standing_body = models.ForeignKey(
        Agency,
        verbose_name=_("standing body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    panels = [
        FieldPanel("portal_site"),
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("decision"), FieldPanel("decided_on")]),
        FieldPanel("standing_body"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
        InlinePanel("members", heading=_("Members"), label=_("member")),
    ]

    class Meta:
        verbose_name = _("editorial board")
        verbose_name_plural = _("editorial boards")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Bring texts into their stored form; refuse a board that ends before it starts.

        Raises:
            ValidationError: on ``ends_on``.
        """
        super().clean()
        self.name = " ".join(normalise(self.name).split())
        self.decision = " ".join(normalise(self.decision).split())
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The last day is before the first day.")})


class BoardMember(Orderable):
    """One seat on a board."""

    board = ParentalKey(EditorialBoard, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="board_seats"
    )
    role = models.CharField(
        _("role"),
        max_length=24,
        choices=[(role.value, role.label) for role in BOARD_ROLES],
        default=RoleCode.BOARD_MEMBER,
    )
    is_concurrent = models.BooleanField(
        _("concurrent"), default=True, help_text=_("Serves on the board beside another post.")
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("person"), FieldPanel("role"), FieldPanel("is_concurrent")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("member of the editorial board")
        verbose_name_plural = _("members of the editorial board")

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    def clean(self) -> None:
        """Refuse a seat that ends before it starts or reaches beyond the term of the board.

        Raises:
            ValidationError: on ``starts_on`` or ``ends_on``.
        """
        super().clean()
        # A form checks its rows before the board they belong to is known.
        board = self.board if self.board_id else self._state.fields_cache.get("board")
        if errors := self.problems_of_term(board):
            raise ValidationError(errors)

    def problems_of_term(self, board: EditorialBoard | None) -> dict[str, Any]:
        """What is wrong with the days of the seat, by field; without a board, by itself."""
        problems: dict[str, Any] = {}
        first, last = (board.starts_on, board.ends_on) if board else (None, None)
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            problems["ends_on"] = _("The last day is before the first day.")
        elif self.ends_on and ((last and self.ends_on > last) or (first and self.ends_on < first)):
            problems["ends_on"] = _("The day lies outside the term of the board.")
        if self.starts_on and (
            (first and self.starts_on < first) or (last and self.starts_on > last)
        ):
            problems["starts_on"] = _("The day lies outside the term of the board.")
        return problems
