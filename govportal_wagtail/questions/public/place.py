"""On which site a reader asks, and what the regulation of the site says to readers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest
from wagtail.models import Site

from ...core.models import PortalSite
from ...core.sites.resolution import portal_site_for
from ...regulation.adoption import profile_for
from ...regulation.presentation import articles
from ...regulation.schema import Profile
from ..models import QuestionSettings

#: Where the regulation is silent: Law on Complaints and Law on Denunciations name who decides.
SILENT_COMPLAINTS: Final = "forward"


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the regulation says to one question of policy; words and place are empty where it is
    silent."""

    value: str
    place: str = ""
    wording: str = ""
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """The site of a request with what applies to questions there."""

    portal_site: PortalSite
    profile: Profile
    settings: QuestionSettings

    @property
    def complaints(self) -> Quoted:
        """What becomes of complaints and denunciations."""
        return quoted(self.profile, "complaints", SILENT_COMPLAINTS)

    @property
    def scope(self) -> Quoted:
        """Which questions are taken."""
        return quoted(self.profile, "question_scope", "any")

    @property
    def publishing(self) -> Quoted:
        """Which answers must be published."""
        return quoted(self.profile, "publish_answer", "never_required")


def place_of(request: HttpRequest) -> Place:
    """Where the reader asks.

    Raises:
        Http404: on sites that are no portal sites.
    """
    site = Site.find_for_request(request)
    portal_site = portal_site_for(site)
    if portal_site is None:
        raise Http404
    settings = QuestionSettings.for_request(request)
    return Place(portal_site, profile_for(portal_site.site), settings)


def quoted(profile: Profile, key: str, silent: str) -> Quoted:
    """What the regulation says, or ``silent`` without a place where it says nothing."""
    found = profile.policies.get(key)
    if found is None:
        return Quoted(profile.policy(key, silent))
    place = articles.label(found.article or "")
    return Quoted(found.value, place, found.wording or "", profile.instrument.symbol)
