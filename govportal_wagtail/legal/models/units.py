"""The parts of a document's text that have an address of their own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentUnit(models.Model):
    """A chapter, article, clause, point or other part of a published document."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="govportal_units"
    )
    order = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    label = models.CharField(max_length=40, blank=True)
    marker = models.CharField(
        max_length=120, blank=True, help_text="Kind and label as printed, such as Điều 5."
    )
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    anchor = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=60, blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )

    class Meta:
        verbose_name = _("part of a document")
        verbose_name_plural = _("parts of documents")
        ordering = ["page", "order"]
        constraints = [
            models.UniqueConstraint(fields=["page", "order"], name="govportal_unit_order"),
        ]
        indexes = [models.Index(fields=["page", "anchor"], name="govportal_unit_anchor")]

    def __str__(self) -> str:
        return self.anchor or f"{self.kind} {self.label}"
