"""Which regulation a site follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from .. import catalogue


def profile_choices() -> list[tuple[str, str]]:
    """The profiles at hand as choices of a form."""
    return [(code, profile.title) for code, profile in sorted(catalogue.profiles().items())]


@register_setting(icon="clipboard-list")
class RegulationSettings(BaseSiteSetting):
    """The profile chosen for a site; a component without one follows the provincial portal."""

    profile = models.CharField(
        _("regulation"),
        max_length=64,
        blank=True,
        choices=profile_choices,
        help_text=_("Empty: the regulation of the provincial portal."),
    )

    panels = [FieldPanel("profile")]

    class Meta:
        verbose_name = _("choice of regulation")
        verbose_name_plural = _("choice of regulation")
