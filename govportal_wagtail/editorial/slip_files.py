"""Attachments and photos of a slip: what the supplier added, described and took out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from . import holding
from .models import SlipAttachment, SlipPhoto, SupplySlip


@dataclass(frozen=True, slots=True)
class AttachmentLine:
    """One file as the supplier left it; ``row`` is the attachment it was before, if any."""

    document: Any
    title: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """One photo as the supplier left it; ``row`` is the photo it was before, if any."""

    image: Any
    caption: str = ""
    photographer: str = ""
    alt: str = ""
    row: int | None = None


def replace_attachments(slip: SupplySlip, lines: Iterable[AttachmentLine]) -> None:
    """Give the slip exactly these files, in this order; what falls away is deleted if unused."""
    before = {row.pk: row for row in slip.attachments.select_related("document")}
    kept = set()
    for order, line in enumerate(lines):
        row = before.get(line.row or 0) or SlipAttachment(slip=slip)
        row.document, row.title, row.sort_order = line.document, line.title, order
        row.save()
        kept.add(row.pk)
    for pk, row in before.items():
        if pk not in kept:
            row.delete()
            holding.drop_unused(row.document)


def replace_photos(slip: SupplySlip, lines: Iterable[PhotoLine]) -> None:
    """Give the slip exactly these photos, in this order; what falls away is deleted if unused."""
    before = {row.pk: row for row in slip.photos.select_related("image")}
    kept = set()
    for order, line in enumerate(lines):
        row = before.get(line.row or 0) or SlipPhoto(slip=slip)
        row.image, row.caption, row.sort_order = line.image, line.caption, order
        row.photographer, row.alt = line.photographer, line.alt
        row.save()
        kept.add(row.pk)
    for pk, row in before.items():
        if pk not in kept:
            row.delete()
            holding.drop_unused(row.image)
