"""Who was written to of translations in which week."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from ...core.models import Agency


class WeeklyMail(models.Model):
    """One mail for each person, or unit without accounts, and week, however often it runs."""

    #: The Monday of the week.
    week = models.DateField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    unit = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "user"],
                condition=Q(user__isnull=False),
                name="govportal_one_translation_mail_a_week",
            ),
            models.UniqueConstraint(
                fields=["week", "unit"],
                condition=Q(unit__isnull=False),
                name="govportal_one_unit_mail_a_week",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.user or self.unit}"
