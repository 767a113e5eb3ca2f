"""The supply slip (Phiếu cung cấp thông tin): Bắc Kạn 17/2018, annex; Vĩnh Long 2021, 17.2."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.images import get_image_model_string
from wagtail.models import Page

from ...regulation.vocabulary import ChannelKind
from .items import EditorialItem

#: What a supplier may use in the text; the newsroom shapes the page.
SLIP_FEATURES = ["bold", "italic", "h3", "ol", "ul", "link"]


class SupplySlip(models.Model):
    """What an agency, an organisation or a person supplies, as it was supplied."""

    item = models.OneToOneField(EditorialItem, on_delete=models.CASCADE, related_name="slip")
    #: ``2026/000123``; given at the first submission.
    number = models.CharField(_("number"), max_length=20, unique=True, null=True, blank=True)
    #: For the supplier, to follow the item without an account.
    tracking_code = models.CharField(_("tracking code"), max_length=16, unique=True)
    channel = models.CharField(
        _("channel"), max_length=20, choices=ChannelKind.choices, default=ChannelKind.FORM
    )
    #: The registered kind of page that it is to become.
    target = models.CharField(_("to become"), max_length=40, default="article")
    section = models.ForeignKey(
        Page,
        verbose_name=_("proposed section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255)
    lead = models.TextField(_("lead"), max_length=1000, blank=True)
    body = RichTextField(_("content"), features=SLIP_FEATURES, blank=True)
    author = models.CharField(_("author"), max_length=255, blank=True)
    source = models.CharField(_("source"), max_length=255, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    source_published_on = models.DateField(_("published by the source on"), null=True, blank=True)
    responsible_person = models.CharField(
        _("person responsible"), max_length=255, blank=True, help_text=_("Name and post.")
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    written_on = models.DateField(_("date of the slip"), null=True, blank=True)
    note = models.TextField(_("note to the board"), blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: Kept as it was at the signature: the head answers for the content.
    signatory = models.CharField(_("signed by"), max_length=255, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    #: Counts the submissions, the first is 1.
    round = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("supply slip")
        verbose_name_plural = _("supply slips")
        ordering = ["-pk"]

    def __str__(self) -> str:
        number = self.number or _("draft")
        return f"{number}: {self.title}"


class SlipSender(models.Model):
    """Who sent a slip, apart from it because it is personal data."""

    slip = models.OneToOneField(SupplySlip, on_delete=models.CASCADE, related_name="sender")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("sender"), max_length=255)
    post = models.CharField(_("post"), max_length=255, blank=True)
    organisation = models.CharField(_("organisation"), max_length=255, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    #: When, and under which law, the sender agreed to the processing of these data.
    consented_at = models.DateTimeField(null=True, blank=True, editable=False)
    consent_basis = models.CharField(max_length=255, blank=True, editable=False)

    class Meta:
        verbose_name = _("sender of a slip")
        verbose_name_plural = _("senders of slips")

    def __str__(self) -> str:
        return self.name


class SlipAttachment(models.Model):
    """A file of a slip; it lies in a private collection until the page is posted."""

    slip = models.ForeignKey(SupplySlip, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("title"), max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("slip", "attachment")
        verbose_name_plural = pgettext_lazy("slip", "attachments")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title or str(self.document)


class SlipPhoto(models.Model):
    """A photo of a slip with caption and author."""

    slip = models.ForeignKey(SupplySlip, on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photo"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True)
    photographer = models.CharField(_("photo by"), max_length=255, blank=True)
    alt = models.CharField(_("text alternative of the photo"), max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = pgettext_lazy("slip", "photo")
        verbose_name_plural = pgettext_lazy("slip", "photos")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.image)


class SlipCounter(models.Model):
    """The last number given on a portal site in a year; its row is locked to give the next."""

    portal_site_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portal_site_id", "year"], name="govportal_one_slip_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.portal_site_id}/{self.year}: {self.last}"
