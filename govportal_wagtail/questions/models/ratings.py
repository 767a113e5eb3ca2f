"""What readers think of the information on a page, without who they are.

Lạng Sơn 40/2024, Article 3.8; Decree 224/2026/NĐ-CP, Article 10.3.b: privacy of the rater.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from ...core.models import PortalSite


def _mark(label: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )


class PageRating(models.Model):
    """One reader's marks for one page, 1 (bad) to 5 (good); the day, and nothing of the reader."""

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.CASCADE, related_name="+"
    )
    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="govportal_ratings"
    )
    rated_on = models.DateField(_("rated on"), db_index=True)
    interface = _mark(pgettext_lazy("rating", "interface"))
    content = _mark(pgettext_lazy("rating", "content"))
    quality = _mark(pgettext_lazy("rating", "quality of the information"))
    support = _mark(pgettext_lazy("rating", "support"))

    class Meta:
        verbose_name = _("rating of a page")
        verbose_name_plural = _("ratings of pages")
        ordering = ["-rated_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.page}: {self.rated_on}"
