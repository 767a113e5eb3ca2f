"""StreamField blocks shared by the pages of a portal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .table_block import TableBlock

RICH_TEXT_FEATURES = [
    "h3",
    "h4",
    "bold",
    "italic",
    "ol",
    "ul",
    "link",
    "document-link",
    "superscript",
    "subscript",
]


class FigureBlock(blocks.StructBlock):
    """A picture with its caption and author, as the regulations ask of every photo."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("Text alternative"),
        required=False,
        max_length=255,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=500)
    author = blocks.CharBlock(label=_("Photo by"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Photo")
        template = "govportal/blocks/figure.html"


class QuotationBlock(blocks.StructBlock):
    """Words of a person or a document."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=255)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "govportal/blocks/quotation.html"


class FileListBlock(blocks.StructBlock):
    """Files to download."""

    heading = blocks.CharBlock(label=_("Heading"), required=False, max_length=255)
    files = blocks.ListBlock(DocumentChooserBlock(label=_("File")), label=_("Files"))

    class Meta:
        icon = "doc-full"
        label = _("Files")
        template = "govportal/blocks/files.html"


class BodyBlock(blocks.StreamBlock):
    """The running text of an article or a standard page."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", max_length=255, template="govportal/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text of the page"),
        icon="pilcrow",
        features=RICH_TEXT_FEATURES,
        template="govportal/blocks/paragraph.html",
    )
    figure = FigureBlock()
    quotation = QuotationBlock()
    table = TableBlock(label=_("Table"), icon="table", template="govportal/blocks/table.html")
    files = FileListBlock()

    class Meta:
        required = False
