"""Choosers that offer what belongs to the sites of the user, and nothing of anybody else."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from ..access.scoped_views import scoped_chooser
from ..models import Agency, Person
from .scoping import own_agencies


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
