"""People, editorial boards and the list of focal officers in the admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSet

from ...regulation.vocabulary import RoleCode
from ..access.scoped_views import scoped
from ..models import Agency, BoardMember, EditorialBoard, Person, PortalSite, Post
from .choosers import PersonChooserViewSet
from .listing import RegisterIndexView, day_column
from .officers import FocalOfficersView
from .panels import BOARD, PERSON
from .scoping import own_records


def _short(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "…"


def _posts(person: Any) -> str:
    return "; ".join(str(post) for post in person.posts_today)


def _former_posts(person: Any) -> str:
    return "; ".join(
        f"{post} ({_short(post.starts_on)}–{_short(post.ends_on)})"
        for post in person.posts.all()
        if post.pk not in {each.pk for each in person.posts_today}
    )


def _marks(name: str) -> Callable[[Any], bool]:
    def marked(person: Any) -> bool:
        return any(getattr(post, name) for post in person.posts_today)

    return marked


class PersonFilterSet(WagtailFilterSet):
    """Filters of the list of people."""

    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"),
        queryset=lambda request: Agency.objects.filter(
            pk__in=own_records(request.user, Person).order_by().values("agency")
        ),
    )
    office = django_filters.ChoiceFilter(
        label=_("In office"),
        choices=[
            ("today", _("holds a post today")),
            ("past", _("holds no post any more")),
            ("head", _("heads an agency today")),
            ("focal", _("focal officer today")),
        ],
        method="filter_office",
    )

    class Meta:
        model = Person
        fields: list[str] = []

    def filter_office(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """People by the posts they hold today."""
        today = Post.objects.in_office(on=timezone.localdate()).order_by()
        if value == "head":
            today = today.filter(is_head=True)
        elif value == "focal":
            today = today.filter(is_focal_officer=True)
        held = Exists(today.filter(person=OuterRef("pk")))
        return queryset.filter(~held if value == "past" else held)


class PersonIndexView(RegisterIndexView):
    """The people whose records the user keeps."""

    searched_fields = ["name", "agency__name", "note"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """The usual ones and the list of focal officers."""
        url = reverse("wagtailsnippets_govportal_core_person:focal_officers")
        return [
            *super().header_more_buttons,
            Button(_("Focal officers"), url=url, icon_name="mail", priority=50),
        ]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A person as a line of a spreadsheet."""
        return {
            "name": item.name,
            "agency": item.agency.name,
            "agency_code": item.agency.code,
            "posts_today": _posts(item),
            "former_posts": _former_posts(item),
            "head": _marks("is_head")(item),
            "focal": _marks("is_focal_officer")(item),
        }


@scoped
class PersonViewSet(SnippetViewSet):
    """People and the posts they hold."""

    model = Person
    icon = "user"
    index_view_class = PersonIndexView
    filterset_class = PersonFilterSet
    edit_handler = PERSON
    chooser_viewset_class = PersonChooserViewSet
    ordering = ["name"]
    list_display = [
        "name",
        Column("agency", label=_("Kept by"), sort_key="agency__name"),
        Column("posts_today", label=_("Posts today"), accessor=_posts),
        BooleanColumn("head", label=pgettext_lazy("office", "Head"), accessor=_marks("is_head")),
        BooleanColumn("focal", label=_("Focal officer"), accessor=_marks("is_focal_officer")),
    ]
    list_export = [
        *("name", "agency", "agency_code", "posts_today", "former_posts", "head", "focal"),
    ]
    export_headings = {
        "name": _("Full name"),
        "agency": _("Kept by"),
        "agency_code": _("Code of the agency"),
        "posts_today": _("Posts today"),
        "former_posts": _("Other posts"),
        "head": pgettext_lazy("office", "Head"),
        "focal": _("Focal officer"),
    }
    export_filename = "people"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """People with the agency that keeps them and their posts; three queries."""
        today = Post.objects.in_office(on=timezone.localdate()).select_related("agency")
        people: QuerySet[Any] = Person.objects.select_related("agency")
        return people.prefetch_related(
            Prefetch("posts", today, to_attr="posts_today"),
            Prefetch("posts", Post.objects.select_related("agency")),
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        """The usual addresses and the list of focal officers."""
        return [
            *super().get_urlpatterns(),
            path("focal-officers/", FocalOfficersView.as_view(), name="focal_officers"),
            path(
                "focal-officers/results/",
                FocalOfficersView.as_view(results_only=True),
                name="focal_officers_results",
            ),
        ]


class EditorialBoardFilterSet(WagtailFilterSet):
    """Filters of the list of boards."""

    portal_site = django_filters.ModelChoiceFilter(
        label=_("Portal site"),
        queryset=lambda request: PortalSite.objects.filter(
            pk__in=own_records(request.user, EditorialBoard).order_by().values("portal_site")
        ).select_related("site"),
    )
    term = django_filters.ChoiceFilter(
        label=pgettext_lazy("editorial board", "Term"),
        choices=[
            ("today", pgettext_lazy("editorial board", "in office")),
            ("past", pgettext_lazy("editorial board", "not in office")),
            ("headless", _("in office without one head")),
        ],
        method="filter_term",
    )

    class Meta:
        model = EditorialBoard
        fields: list[str] = []

    def filter_term(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Boards of today, of other days, or those that somebody should look at."""
        current = EditorialBoard.objects.current(on=timezone.localdate()).order_by().values("pk")
        if value == "past":
            return queryset.exclude(pk__in=current)
        queryset = queryset.filter(pk__in=current)
        return queryset.exclude(head_count=1) if value == "headless" else queryset


def _heads(board: Any) -> str:
    return ", ".join(str(seat.person) for seat in board.heads_today)


class EditorialBoardIndexView(RegisterIndexView):
    """The boards of the user's sites."""

    searched_fields = ["name", "decision", "portal_site__site__site_name"]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """A board as a line of a spreadsheet."""
        return {
            "name": item.name,
            "portal_site": str(item.portal_site),
            "decision": item.decision,
            "decided_on": item.decided_on,
            "heads": _heads(item),
            "members": item.member_count,
            "starts_on": item.starts_on,
            "ends_on": item.ends_on,
        }


@scoped
class EditorialBoardViewSet(SnippetViewSet):
    """Editorial boards and who sits on them."""

    model = EditorialBoard
    icon = "clipboard-list"
    index_view_class = EditorialBoardIndexView
    filterset_class = EditorialBoardFilterSet
    edit_handler = BOARD
    ordering = ["name"]
    list_display = [
        "name",
        Column("portal_site", label=_("Portal site"), sort_key="portal_site__site__site_name"),
        Column("heads", label=_("Head today"), accessor=_heads),
        Column("member_count", label=_("Members today"), sort_key="member_count"),
        day_column("starts_on", pgettext_lazy("term", "From")),
        day_column("ends_on", pgettext_lazy("term", "Until")),
    ]
    list_export = [
        *("name", "portal_site", "decision", "decided_on"),
        *("heads", "members", "starts_on", "ends_on"),
    ]
    export_headings = {
        "portal_site": _("Portal site"),
        "heads": _("Head today"),
        "members": _("Members today"),
    }
    export_filename = "editorial-boards"
    list_per_page = 50
    copy_view_enabled = False

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        """Boards with their site, their heads of today and the number of members."""
        today = timezone.localdate()
        seats = BoardMember.objects.current(on=today)
        heads = seats.filter(role=RoleCode.BOARD_HEAD).select_related("person")
        in_office = Q(members__in=seats.order_by().values("pk"))
        boards: QuerySet[Any] = EditorialBoard.objects.annotate(
            member_count=Count("members", filter=in_office),
            head_count=Count("members", filter=in_office & Q(members__role=RoleCode.BOARD_HEAD)),
        )
        return boards.select_related("portal_site__site").prefetch_related(
            Prefetch("members", heads, to_attr="heads_today")
        )
