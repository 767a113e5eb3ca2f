"""Edit panels of projects, in the order of the tabs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.utils.decorators import cached_classmethod

from ...editorial.panels import ChecklistPanel

REGISTER = [FieldPanel("lead"), FieldPanel("reach"), FieldPanel("licence")]

PROJECT = [
    FieldPanel("title", heading=_("Name of the project")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("other_codes")]),
            FieldPanel("objective"),
            FieldRowPanel([FieldPanel("field"), FieldPanel("kind"), FieldPanel("group")]),
            FieldPanel("scale"),
        ],
        heading=pgettext_lazy("project", "Project"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("status_since")]),
            FieldPanel("status_note"),
            FieldRowPanel([FieldPanel("progress"), FieldPanel("progress_on")]),
            FieldRowPanel([FieldPanel("planned_start"), FieldPanel("planned_end")]),
            FieldRowPanel([FieldPanel("actual_start"), FieldPanel("actual_end")]),
        ],
        heading=_("Status and time"),
    ),
    InlinePanel(
        "states", heading=_("History of the status"), label=pgettext_lazy("project", "status")
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("investor"), FieldPanel("investor_name")]),
            FieldPanel("board_name"),
        ],
        heading=_("Investor"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("communes"),
            FieldPanel("place"),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldPanel("area"),
            FieldRowPanel([FieldPanel("land_area"), FieldPanel("land_use")]),
        ],
        heading=_("Location and land"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("incentives"),
            FieldPanel("call_terms"),
            FieldPanel("call_until"),
        ],
        heading=_("Call for investment"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("contact_unit"),
            FieldRowPanel([FieldPanel("contact_phone"), FieldPanel("contact_email")]),
            FieldPanel("source_url"),
        ],
        heading=_("Contact and source"),
        classname="collapsed",
    ),
]

MONEY = [
    MultiFieldPanel(
        [
            FieldPanel("total_investment"),
            FieldRowPanel([FieldPanel("funding"), FieldPanel("donor")]),
        ],
        heading=_("Cost and funding"),
    ),
    InlinePanel("capital", heading=_("Capital by year and source"), label=_("capital of a year")),
]

BIDDING = [
    InlinePanel("decisions", heading=_("Decisions and documents"), label=_("decision")),
    InlinePanel("packages", heading=_("Bidding and procurement"), label=_("bidding package")),
]

MEDIA = [
    InlinePanel("updates", heading=_("News of the project"), label=_("news")),
    InlinePanel("photos", heading=_("Photos"), label=_("photo")),
    InlinePanel("files", heading=_("Files"), label=_("file")),
]


@cached_classmethod
def project_edit_handler(cls: Any) -> Any:
    """The tabs of a kind of project, from its lists of panels; empty ones are left out."""
    tabs = [
        (
            [ChecklistPanel(heading=_("Before posting")), *cls.content_panels],
            pgettext_lazy("project", "Project"),
        ),
        (cls.money_panels, pgettext_lazy("project", "Money")),
        (cls.bidding_panels, _("Decisions and bidding")),
        (cls.media_panels, _("News and files")),
        (cls.promote_panels, _("Promote")),
        (cls.settings_panels, _("Settings")),
    ]
    lists = [ObjectList(shown, heading=heading) for shown, heading in tabs if shown]
    return TabbedInterface(lists, base_form_class=cls.base_form_class).bind_to_model(cls)
