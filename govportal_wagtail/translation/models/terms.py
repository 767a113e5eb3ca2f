"""Terms of a portal's own, with the translation that is wanted."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale

from ...core.models import PortalSite
from ...core.vietnamese import normalise
from ...regulation.presentation.language_names import language_name


class GlossaryTerm(models.Model):
    """A word of the source that is always translated the same way, on one site or on all.

    Official names stand in their registers (``terms``); here is what no register has.
    """

    portal_site = models.ForeignKey(
        PortalSite,
        verbose_name=_("portal site"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Empty where the term is the same on all sites."),
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(pgettext_lazy("glossary", "term"), max_length=255)
    target = models.CharField(pgettext_lazy("glossary", "translation"), max_length=255)
    accepted = models.CharField(
        _("also accepted"),
        max_length=255,
        blank=True,
        help_text=_("Other right translations, with semicolons between them."),
    )
    note = models.CharField(_("note for translators"), max_length=255, blank=True)

    objects: ClassVar[models.Manager[GlossaryTerm]] = models.Manager()

    panels = [
        FieldPanel("portal_site"),
        FieldPanel("locale"),
        FieldPanel("source"),
        FieldPanel("target"),
        FieldPanel("accepted"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["portal_site", "locale", "source"],
                name="govportal_one_term_on_a_site",
                violation_error_message=_("The glossary has this term already."),
            ),
            models.UniqueConstraint(
                fields=["locale", "source"],
                condition=models.Q(portal_site=None),
                name="govportal_one_term_on_all_sites",
                violation_error_message=_("The glossary has this term already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"

    @property
    def language_name(self) -> str:
        """What the language is called in the active one."""
        return language_name(self.locale.language_code)

    @property
    def targets(self) -> tuple[str, ...]:
        """The wanted translation, then the others that are right."""
        others = (each.strip() for each in self.accepted.split(";"))
        return tuple(dict.fromkeys([self.target, *filter(None, others)]))

    def clean(self) -> None:
        """Bring the texts into their stored form.

        Raises:
            ValidationError: by field, for a text that has no word.
        """
        super().clean()
        for name in ("source", "target", "accepted", "note"):
            setattr(self, name, " ".join(normalise(getattr(self, name) or "").split()))
        given = [name for name in ("source", "target") if getattr(self, name)]
        wrong = [name for name in given if not any(map(str.isalnum, getattr(self, name)))]
        if wrong:
            message = _("Enter a word or several.")
            raise ValidationError(dict.fromkeys(wrong, message))
