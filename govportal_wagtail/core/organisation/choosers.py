"""Choosers that offer what belongs to the sites of the user, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from ..access.scoped_views import RecordSearchForm, scoped_chooser
from ..models import Agency, Person, Post
from .scoping import own_agencies, people_in_public_posts


@scoped_chooser
class PersonChooserViewSet(SnippetChooserViewSet):
    """The chooser of people: those whose records the user keeps."""


class _OwnAgenciesMixin:
    request: Any

    def get_object_list(self) -> QuerySet[Agency]:
        """Agencies of the user's sites and those below them."""
        return own_agencies(self.request.user, Person)


class OwnAgencyChooseView(_OwnAgenciesMixin, ChooseView):
    """The window of the chooser."""


class OwnAgencyChooseResultsView(_OwnAgenciesMixin, ChooseResultsView):
    """The results of a search in the chooser."""


class OwnAgencyChosenView(SnippetChosenView):
    """Hands over the chosen agency."""

    def get_object(self, pk: str) -> Agency:
        """The agency.

        Raises:
            Http404: for one that was not on offer.
        """
        if not pk.isdecimal():
            raise Http404
        return own_agencies(self.request.user, Person).get(pk=pk)


class OwnAgencyChooserViewSet(SnippetChooserViewSet):
    """The chooser of agencies for records that a site keeps for itself."""

    model = Agency
    icon = "group"
    register_widget = False
    choose_view_class = OwnAgencyChooseView
    choose_results_view_class = OwnAgencyChooseResultsView
    chosen_view_class = OwnAgencyChosenView


own_agency_chooser = OwnAgencyChooserViewSet(
    "govportal_own_agencies", url_prefix="govportal-own-agencies/choose"
)


class OwnAgencyWidget(AdminSnippetChooser):
    """A field that opens the chooser of one's own agencies."""

    def __init__(self, **kwargs: Any) -> None:
        """A field for agencies."""
        super().__init__(Agency, **kwargs)

    def get_chooser_modal_url(self) -> str:
        """Where the chooser is."""
        return reverse("govportal_own_agencies:choose")


class _PublicPostsMixin:
    """People whom pages may name: those with a public post in an agency of the user's sites."""

    request: Any
    filter_form_class = RecordSearchForm

    def get_object_list(self) -> QuerySet[Person]:
        """The people by name, each with their public posts; two queries."""
        posts = Post.objects.filter(is_public=True).select_related("agency")
        people = people_in_public_posts(self.request.user).order_by("name", "pk")
        return people.prefetch_related(Prefetch("posts", posts, to_attr="public_posts"))

    @cached_property
    def columns(self) -> list[Any]:
        """The name, and the posts by which namesakes are told apart."""
        found = super().columns  # type: ignore[misc]
        posts = Column("posts", label=_("Posts"), accessor=_public_posts)
        return [*found, posts]


def _public_posts(person: Any) -> str:
    return "; ".join(str(post) for post in person.public_posts)


class PublicPersonChooseView(_PublicPostsMixin, ChooseView):
    """The window of the chooser."""


class PublicPersonChooseResultsView(_PublicPostsMixin, ChooseResultsView):
    """The results of a search in the chooser."""


class PublicPersonChosenView(SnippetChosenView):
    """Hands over the chosen person."""

    def get_object(self, pk: str) -> Person:
        """The person.

        Raises:
            Http404: for one who was not on offer.
        """
        people = people_in_public_posts(self.request.user)
        found = people.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None
        if found is None:
            raise Http404
        return found


class PublicPersonChosenMultipleView(SnippetChosenMultipleView):
    """Hands over several chosen people."""

    def get_objects(self, pks: Iterable[str]) -> QuerySet[Person]:
        """Those of the chosen people who were on offer."""
        keys = [pk for pk in pks if pk.isdecimal() and len(pk) < 19]
        return people_in_public_posts(self.request.user).filter(pk__in=keys)


class PublicPersonChooserViewSet(SnippetChooserViewSet):
    """The chooser of people in public posts, for pages about them."""

    model = Person
    icon = "user"
    register_widget = False
    choose_view_class = PublicPersonChooseView
    choose_results_view_class = PublicPersonChooseResultsView
    chosen_view_class = PublicPersonChosenView
    chosen_multiple_view_class = PublicPersonChosenMultipleView


public_person_chooser = PublicPersonChooserViewSet(
    "govportal_people_in_public_posts", url_prefix="govportal-people-in-public-posts/choose"
)


class PublicPersonWidget(AdminSnippetChooser):
    """A field that opens the chooser of people in public posts."""

    def __init__(self, **kwargs: Any) -> None:
        """A field for people."""
        super().__init__(Person, **kwargs)

    def get_chooser_modal_url(self) -> str:
        """Where the chooser is."""
        return reverse("govportal_people_in_public_posts:choose")
