"""The registers of topics and of response templates in the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.snippets.views.snippets import SnippetViewSet

from ...core.access.policies import add_policy
from ...core.access.scoped_views import scoped
from ...core.models import Agency
from ..models import QuestionTopic, ResponseTemplate
from . import register_policy
from .action_forms import agencies

# Before the viewset asks for the policy of its model.
add_policy(ResponseTemplate, register_policy.TemplatePolicy(ResponseTemplate))


class TopicFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the list of topics."""

    is_active = django_filters.BooleanFilter(label=_("Offered"), widget=BooleanRadioSelect)

    class Meta:
        model = QuestionTopic
        fields: list[str] = []


class TopicViewSet(SnippetViewSet):
    """What questions are about; one register for all sites, kept on the portal."""

    model = QuestionTopic
    icon = "tag"
    menu_label = pgettext_lazy("menu", "Topics of questions")
    menu_name = "govportal-question-topics"
    # It has its own place in the menu of questions.
    menu_item_is_registered = True
    filterset_class = TopicFilterSet
    ordering = ["sort_order", "name"]
    list_display = [
        "name",
        "code",
        Column("field", label=_("Field of administration"), sort_key="field__name"),
        Column("agency", label=_("Agency that answers"), sort_key="agency__name"),
        BooleanColumn("is_active", label=_("Offered")),
        "sort_order",
    ]
    list_export = ["code", "name", "name_en", "field", "agency", "is_active", "sort_order"]
    export_filename = "question-topics"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Topics with what their row names."""
        found: QuerySet[Any] = QuestionTopic.objects.select_related("field", "agency")
        return found


class TemplateForm(WagtailAdminModelForm):  # type: ignore[misc]
    """A template for a site and an agency that the user keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the sites and agencies of the user."""
        super().__init__(*args, **kwargs)
        user = self.for_user
        site, agency = self.fields["portal_site"], self.fields["agency"]
        sites = register_policy.kept_sites(user)
        own = register_policy.kept_agency(user)
        site.queryset = sites
        if sites.exists():
            site.required = not register_policy.keeps_all(user)
            agency.queryset = agencies()
        else:
            # Who answers for an agency writes for the agency, whatever the site.
            del self.fields["portal_site"]
            agency.queryset = Agency.objects.filter(pk=own.pk if own else 0)
            agency.required = True
            agency.initial = own.pk if own else None

    def clean(self) -> dict[str, Any]:
        """What an agency's own people write is the agency's.

        Raises:
            ValidationError: where they chose no agency.
        """
        data: dict[str, Any] = super().clean() or {}
        if "portal_site" not in self.fields and not data.get("agency"):
            raise ValidationError(_("Choose your agency."))
        return data


class TemplateFilterSet(WagtailFilterSet):  # type: ignore[misc]
    """Filters of the list of templates."""

    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"), queryset=lambda _request: QuestionTopic.objects.all()
    )

    class Meta:
        model = ResponseTemplate
        fields: list[str] = []


@scoped
class TemplateViewSet(SnippetViewSet):
    """Texts with which answers begin."""

    model = ResponseTemplate
    icon = "doc-empty"
    menu_label = pgettext_lazy("menu", "Response templates")
    menu_name = "govportal-response-templates"
    menu_item_is_registered = True
    filterset_class = TemplateFilterSet
    edit_handler = ObjectList(ResponseTemplate.panels, base_form_class=TemplateForm)
    ordering = ["title", "pk"]
    list_display = [
        "title",
        Column("portal_site", label=_("Portal site")),
        Column("agency", label=_("Agency"), sort_key="agency__name"),
        Column("topic", label=_("Topic"), sort_key="topic__name"),
    ]
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Templates with what their row names."""
        found: QuerySet[Any] = ResponseTemplate.objects.select_related(
            "portal_site__site", "agency", "topic"
        )
        return found


topics = TopicViewSet()
templates = TemplateViewSet()
