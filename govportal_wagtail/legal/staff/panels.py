"""Edit panels of legal documents, in the order of the tabs."""

from __future__ import annotations

from typing import Any

from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)
from wagtail.utils.decorators import cached_classmethod

from ...editorial.panels import ChecklistPanel
from .widgets import DocumentChooser, SymbolInput


class DocumentTargetPanel(FieldPanel):  # type: ignore[misc]
    """A field that points at another document, named only to those who may see it."""

    class BoundPanel(FieldPanel.BoundPanel):  # type: ignore[misc]
        """The field for one user."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is not None and self.request is not None:
                self.bound_field.field.widget.user = self.request.user


class DocumentChecksPanel(Panel):  # type: ignore[misc]
    """What should be looked at again in the saved document."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The findings about one document."""

        template_name = "govportal/legal/admin/checks_panel.html"

        def is_shown(self) -> bool:
            """Only for a document that was saved."""
            return bool(self.instance and self.instance.pk and self.request)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``findings``."""
            # The checks read the models, which use these panels.
            from .checks import findings_of  # noqa: PLC0415

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["findings"] = findings_of(self.instance, self.request.user)
            return context


class RecognisedPanel(Panel):  # type: ignore[misc]
    """The parts that were recognised in the saved text, and the doubts about them."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The parts of one document."""

        template_name = "govportal/legal/admin/recognised_panel.html"

        def is_shown(self) -> bool:
            """Only for a document that was saved."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``recognised``."""
            from .recognised import recognise  # noqa: PLC0415

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["recognised"] = recognise(self.instance)
            return context


class FoundRelationsPanel(Panel):  # type: ignore[misc]
    """The relations that the saved text declares, with the way to add them."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The relations found in one document."""

        template_name = "govportal/legal/admin/found_relations_panel.html"

        def is_shown(self) -> bool:
            """Only for a document that was saved."""
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Add ``proposals`` and whether one of them is not in the document yet."""
            from .recognised import proposals_for  # noqa: PLC0415

            context: dict[str, Any] = super().get_context_data(parent_context)
            proposals = proposals_for(self.instance)
            context |= {
                "page": self.instance,
                "proposals": proposals,
                "can_add": any(not each.is_there for each in proposals),
            }
            return context


LIBRARY = [FieldPanel("lead"), FieldRowPanel([FieldPanel("scope"), FieldPanel("reach")])]

IDENTITY = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("symbol", widget=SymbolInput), FieldPanel("is_draft")]),
            FieldRowPanel([FieldPanel("doc_type", widget=Select), FieldPanel("normativity")]),
            FieldPanel("issuer"),
            FieldPanel("abstract"),
            FieldPanel(
                "title",
                help_text=_("Leave it empty: the type with number and symbol becomes the title."),
            ),
        ],
        heading=_("Legal document"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel(
                [FieldPanel("issued_on"), FieldPanel("effective_on"), FieldPanel("expires_on")]
            ),
            FieldPanel("summary_procedure"),
        ],
        heading=_("Dates"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("signing_capacity"), FieldPanel("position")]),
            FieldPanel("signer"),
        ],
        heading=_("Signature"),
    ),
    FieldPanel("administrative_fields"),
    InlinePanel(
        "files",
        heading=_("Files"),
        label=_("file"),
        help_text=_("The signed original first; then the editable text, annexes and forms."),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("gazette_number"), FieldPanel("gazette_date")]),
            FieldRowPanel([FieldPanel("national_id"), FieldPanel("source_url")]),
        ],
        heading=_("Gazette and sources"),
        classname="collapsed",
    ),
]

TEXT = [
    FieldPanel("full_text"),
    RecognisedPanel(heading=_("Recognised parts")),
]

RELATIONS = [
    InlinePanel(
        "relations",
        heading=_("Relations with other documents"),
        label=_("relation"),
        help_text=_("What this document does to others; the other side is shown by itself."),
    ),
    FoundRelationsPanel(heading=_("Relations found in the text")),
    MultiFieldPanel(
        [FieldPanel("status_override"), FieldPanel("status_override_reason")],
        heading=_("Validity set by hand"),
        help_text=_("Only where the dates and relations cannot say it; the reason is published."),
        classname="collapsed",
    ),
]

FILE = [FieldPanel("document"), FieldRowPanel([FieldPanel("role"), FieldPanel("title")])]

RELATION = [
    FieldRowPanel([FieldPanel("kind"), FieldPanel("effective_on"), FieldPanel("last_day")]),
    DocumentTargetPanel("target", widget=DocumentChooser),
    FieldRowPanel([FieldPanel("target_symbol"), FieldPanel("target_title")]),
    FieldRowPanel([FieldPanel("scope"), FieldPanel("articles")]),
    FieldPanel("note"),
]


@cached_classmethod
def document_edit_handler(cls: Any) -> Any:
    """The tabs of a document type, from its lists of panels; empty ones are left out."""
    tabs = [
        (
            [
                ChecklistPanel(heading=_("Before posting")),
                DocumentChecksPanel(heading=_("Checks")),
                *cls.content_panels,
            ],
            _("Legal document"),
        ),
        (cls.text_panels, _("Full text")),
        (cls.relation_panels, _("Relations")),
        (cls.promote_panels, _("Promote")),
        (cls.settings_panels, _("Settings")),
    ]
    lists = [ObjectList(panels, heading=heading) for panels, heading in tabs if panels]
    return TabbedInterface(lists, base_form_class=cls.base_form_class).bind_to_model(cls)
