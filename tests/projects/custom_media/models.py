"""Image, document and user models of a province."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class OfficialUser(AbstractUser):
    """A user with the number of the official."""

    official_number = models.CharField(max_length=40, blank=True)


class ProvinceImage(AbstractImage):
    """An image with its author."""

    author = models.CharField(max_length=255, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "author")


class ProvinceRendition(AbstractRendition):
    """A rendition of a province's image."""

    image = models.ForeignKey(ProvinceImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class ProvinceDocument(AbstractDocument):
    """A document with a registry number."""

    registry_number = models.CharField(max_length=40, blank=True)
    admin_form_fields = (*Document.admin_form_fields, "registry_number")
