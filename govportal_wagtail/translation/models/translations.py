"""Which page is translated into which language: a narrow table from which the lists are read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Locale, Page, Revision

from ...core.models import Agency, PortalSite
from ...regulation.presentation.language_names import language_name
from ..vocabulary import IN_REVIEW, IN_WORK, TranslationState

_DIGEST_LENGTH = 64


class PageTranslationQuerySet(models.QuerySet["PageTranslation"]):
    """Questions asked of the translations."""

    def of_source(self, page: Page) -> PageTranslationQuerySet:
        """Those of which the page is the source."""
        return self.filter(source_key=page.translation_key).exclude(locale=page.locale_id)

    def live(self) -> PageTranslationQuerySet:
        """Those that readers see."""
        return self.filter(target__live=True)

    def outdated(self) -> PageTranslationQuerySet:
        """Readers see them, and the published source says something else than they translate."""
        return self.live().exclude(published_digest=F("source_digest"))

    def in_work(self) -> PageTranslationQuerySet:
        """Those that wait for the translating unit."""
        return self.filter(state__in=sorted(IN_WORK))

    def late(self) -> PageTranslationQuerySet:
        """Those that wait for the translating unit after their last day."""
        return self.in_work().filter(due_on__lt=timezone.localdate())

    def in_review(self) -> PageTranslationQuerySet:
        """Those that wait for the board."""
        return self.filter(state__in=sorted(IN_REVIEW))


class PageTranslation(models.Model):
    """The translation of one page into one language, from its selection on.

    What is approved, Wagtail's workflow says; this row follows it. The texts themselves are kept by
    wagtail-localize. Lạng Sơn 40/2024, Article 8.3: selected from what was approved in Vietnamese,
    translated by the Department of Foreign Affairs, posted on the foreign-language site.
    """

    portal_site = models.ForeignKey(
        PortalSite, verbose_name=_("portal site"), on_delete=models.PROTECT, related_name="+"
    )
    locale = models.ForeignKey(
        Locale, verbose_name=_("language"), on_delete=models.PROTECT, related_name="+"
    )
    source = models.ForeignKey(
        Page,
        verbose_name=pgettext_lazy("translation", "source"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: What the pages of all languages share.
    source_key = models.UUIDField()
    target = models.ForeignKey(
        Page,
        verbose_name=_("translation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: The version that was selected.
    source_revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: When the text that was selected became public.
    source_at = models.DateTimeField(null=True)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=TranslationState.choices,
        default=TranslationState.SELECTED,
    )
    reason = models.TextField(_("reason for the selection"), blank=True)
    unit = models.ForeignKey(
        Agency,
        verbose_name=_("translating unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    due_on = models.DateField(_("to be translated by"), null=True, blank=True)
    #: Words of the text that was selected.
    words = models.PositiveIntegerField(pgettext_lazy("count", "words"), default=0)

    #: SHA-256 of texts and facts (``contents``): as the source is published now, ...
    source_digest = models.CharField(max_length=_DIGEST_LENGTH)
    #: ... as it was when it was selected last, ...
    selected_digest = models.CharField(max_length=_DIGEST_LENGTH)
    #: ... and as it was when what readers see was translated; empty before that.
    published_digest = models.CharField(max_length=_DIGEST_LENGTH, blank=True)
    #: The same of the texts alone: where they are equal, nothing is to be translated.
    source_texts = models.CharField(max_length=_DIGEST_LENGTH)
    selected_texts = models.CharField(max_length=_DIGEST_LENGTH)
    published_texts = models.CharField(max_length=_DIGEST_LENGTH, blank=True)
    #: Since when the published source differs from what was selected or posted.
    outdated_since = models.DateTimeField(_("outdated since"), null=True, blank=True)
    #: Since when the source of what readers see was public; empty where they see nothing.
    published_source_at = models.DateTimeField(null=True)
    #: Places at which the published source differs from it; empty where that is not known.
    changed_places: Any = models.JSONField(default=list, blank=True)

    selected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("selected by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    selected_at = models.DateTimeField(_("selected at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translated by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    handed_in_at = models.DateTimeField(_("handed in at"), null=True, blank=True)
    published_at = models.DateTimeField(_("posted at"), null=True, blank=True)

    objects = PageTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key", "locale"], name="govportal_one_translation_per_language"
            )
        ]
        indexes = [
            models.Index(fields=["portal_site", "state"], name="govportal_translation_site"),
            models.Index(fields=["unit", "state"], name="govportal_translation_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale_id})"

    @property
    def language_name(self) -> str:
        """What the language is called in the active one."""
        return language_name(self.locale.language_code)

    @property
    def is_in_work(self) -> bool:
        """Whether the translating unit has it."""
        return self.state in IN_WORK

    @property
    def is_in_review(self) -> bool:
        """Whether the board has it."""
        return self.state in IN_REVIEW

    @property
    def is_outdated(self) -> bool:
        """Whether the published source differs from what readers see in the other language."""
        return bool(self.published_digest) and self.published_digest != self.source_digest

    @property
    def only_facts_changed(self) -> bool:
        """Whether it is outdated although each text is still that of the source."""
        return self.is_outdated and self.published_texts == self.source_texts

    @property
    def text_has_moved_on(self) -> bool:
        """Whether the published source differs from what is being translated."""
        return self.selected_digest != self.source_digest


class TranslatedVersion(models.Model):
    """From what of the source a version of the translation was made, and how complete it is.

    The strings are shared by all languages and change with each renewal; a version that the board
    has is judged by what was there when it was written.
    """

    translation = models.ForeignKey(
        PageTranslation, on_delete=models.CASCADE, related_name="versions"
    )
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    #: The version of the source that was frozen, and since when it was public.
    source_revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    source_at = models.DateTimeField(null=True)
    #: ``selected_digest`` and ``selected_texts`` of the time.
    digest = models.CharField(max_length=_DIGEST_LENGTH)
    texts = models.CharField(max_length=_DIGEST_LENGTH)
    #: Strings without a translation, and those of a machine that nobody had confirmed.
    missing = models.PositiveIntegerField(default=0)
    unreviewed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("version of a translation")
        verbose_name_plural = _("versions of translations")

    def __str__(self) -> str:
        return f"{self.translation_id}: {self.revision_id}"
