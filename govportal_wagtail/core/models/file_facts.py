"""What the software found out about an uploaded file: kind, hash, pages, signature, text."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string


class InspectionState(models.TextChoices):
    """How far the background inspection of a file has come."""

    PENDING = "pending", _("waiting")
    DONE = "done", _("read")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("could not be read")


class FileFacts(models.Model):
    """Facts of one Wagtail document, kept apart so that any document model can be used."""

    document = models.OneToOneField(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.CASCADE,
        related_name="govportal_facts",
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=InspectionState.choices,
        default=InspectionState.PENDING,
    )
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    mime_type = models.CharField(_("media type"), max_length=120, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    page_count = models.PositiveIntegerField(_("number of pages"), null=True, blank=True)
    has_text_layer = models.BooleanField(_("has a text layer"), null=True, blank=True)
    is_signed = models.BooleanField(_("digitally signed"), null=True, blank=True)
    signature_intact = models.BooleanField(
        _("unchanged since it was signed"), null=True, blank=True
    )
    is_encrypted = models.BooleanField(_("restricted or encrypted"), null=True, blank=True)
    text = models.TextField(_("extracted text"), blank=True)
    text_truncated = models.BooleanField(_("text was cut"), default=False)
    message = models.TextField(_("message"), blank=True)
    inspected_at = models.DateTimeField(_("inspected at"), null=True, blank=True)

    class Meta:
        verbose_name = _("file facts")
        verbose_name_plural = _("file facts")

    def __str__(self) -> str:
        return f"{self.document}"
