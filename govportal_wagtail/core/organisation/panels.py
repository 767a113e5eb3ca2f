"""How agencies, people and boards are entered: a person with all posts on one screen."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList

from ..models import Agency, EditorialBoard
from .choosers import OwnAgencyWidget
from .forms import AgencyForm, EditorialBoardForm, PersonForm

_POST = [
    FieldPanel("agency", widget=OwnAgencyWidget),
    FieldPanel("title"),
    FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_ru")]),
    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on"), FieldPanel("rank")]),
    FieldRowPanel([FieldPanel("phone"), FieldPanel("fax"), FieldPanel("email")]),
    FieldRowPanel([FieldPanel("is_head"), FieldPanel("is_focal_officer"), FieldPanel("is_public")]),
]

AGENCY = ObjectList(Agency.panels, base_form_class=AgencyForm)
PERSON = ObjectList(
    [
        FieldPanel("name"),
        FieldPanel("agency", widget=OwnAgencyWidget),
        InlinePanel("posts", panels=_POST, heading=_("Posts"), label=_("post")),
        FieldPanel("note"),
    ],
    base_form_class=PersonForm,
)
BOARD = ObjectList(EditorialBoard.panels, base_form_class=EditorialBoardForm)
