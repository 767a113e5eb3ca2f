"""What a site says of itself in header and footer, edited by its administrators.

The fields are those the regulations and Circular 32/2017/TT-BTTTT Articles 15-20 ask to be shown;
the incident hotline is Decision 40/2024/QĐ-UBND (Lạng Sơn) Article 10.7.b.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.images import get_image_model_string
from wagtail.models import Orderable


@register_setting(icon="site")
class PortalSettings(BaseSiteSetting, ClusterableModel):
    """Identity, contacts and credit line of one portal site."""

    agency_name = models.CharField(
        _("full name of the agency"),
        max_length=255,
        blank=True,
        help_text=_("Shown in the header, in full."),
    )
    portal_name = models.CharField(_("name of the portal"), max_length=255, blank=True)
    emblem = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("emblem or logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    governing_body = models.CharField(_("governing body"), max_length=255, blank=True)
    managing_body = models.CharField(_("managing body"), max_length=255, blank=True)
    responsible_person = models.CharField(_("responsible person"), max_length=255, blank=True)
    responsible_post = models.CharField(_("post"), max_length=255, blank=True)
    address = models.CharField(_("address"), max_length=255, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    fax = models.CharField(_("fax"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hotline = models.CharField(
        _("incident hotline"),
        max_length=60,
        blank=True,
        help_text=_("Shown in the footer of every page for reports of incidents."),
    )
    licence_number = models.CharField(
        _("licence"), max_length=255, blank=True, help_text=_("Number, date and issuing body.")
    )
    credit_line = models.CharField(
        _("credit line for reuse"),
        max_length=255,
        blank=True,
        help_text=_("What others must write when they reuse content of this site."),
    )
    copyright_line = models.CharField(_("copyright line"), max_length=255, blank=True)
    security_contact = models.CharField(
        _("security contact"),
        max_length=255,
        blank=True,
        help_text=_("E-mail or web address for security reports, published in security.txt."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("agency_name"), FieldPanel("portal_name"), FieldPanel("emblem")],
            heading=_("Header"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("governing_body"),
                FieldPanel("managing_body"),
                FieldRowPanel([FieldPanel("responsible_person"), FieldPanel("responsible_post")]),
                FieldPanel("licence_number"),
            ],
            heading=_("Responsibility"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("phone"), FieldPanel("fax")]),
                FieldRowPanel([FieldPanel("email"), FieldPanel("hotline")]),
                FieldPanel("security_contact"),
            ],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [FieldPanel("credit_line"), FieldPanel("copyright_line")], heading=_("Reuse")
        ),
        InlinePanel("links", heading=_("Links to other portals"), label=_("link")),
    ]

    class Meta:
        verbose_name = _("portal settings")
        verbose_name_plural = _("portal settings")

    def __str__(self) -> str:
        return self.portal_name or self.agency_name or str(_("portal settings"))


class LinkGroup(models.TextChoices):
    """The groups of links that every regulation asks a home page to carry."""

    NATIONAL = "national", _("Government and ministries")
    COMPONENT = "component", _("Component sites")
    SERVICE = "service", _("Online services")
    OTHER = "other", _("Other links")


class PortalLink(Orderable):
    """A link to another portal or a component site."""

    settings = ParentalKey(PortalSettings, on_delete=models.CASCADE, related_name="links")
    group = models.CharField(
        _("group"), max_length=20, choices=LinkGroup.choices, default=LinkGroup.NATIONAL
    )
    title = models.CharField(_("title"), max_length=255)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("group"), FieldPanel("title")]), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.title
