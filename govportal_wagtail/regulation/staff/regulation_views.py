"""The regulation in force, article by article, where a rule comes from, and the legal basis."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Site

from .. import adoption, catalogue
from ..coverage_table import State, requirements
from ..presentation import articles, origins
from ..presentation.article_view import Group, article_groups, coverage_code, requirements_of
from ..presentation.chains import by_symbol, cited_by_profile, cited_by_rule
from ..presentation.rules import SECTION_LABELS, facts, field_label, headline, shown, summary
from ..presentation.terminal import profile_state
from ..schema import Profile, Rule
from .screens import screen
from .sites import chosen_site, visible_sites

_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Version:
    """One profile of the list of versions."""

    profile: Profile
    state: str
    is_shown: bool

    @property
    def period(self) -> str:
        """From when until when it applies."""
        instrument = self.profile.instrument
        return f"{shown(instrument.in_force_from) or '?'} – {shown(instrument.in_force_to)}".strip()


class RegulationScreen(WagtailAdminTemplateMixin, TemplateView):
    """What the screens of a regulation share: whose, which one, on which day."""

    header_icon = "clipboard-list"

    @cached_property
    def sites(self) -> list[Site]:
        """The sites whose regulation the user may look up."""
        return visible_sites(self.request)

    @cached_property
    def site(self) -> Site | None:
        """The site that was asked for."""
        return chosen_site(self.request, self.sites)

    @cached_property
    def profile(self) -> Profile:
        """The profile that was asked for by its code; else what applies to the site today.

        Raises:
            Http404: for a code that does not exist.
        """
        code = self.request.GET.get("profile", "")
        if not code:
            return adoption.profile_for(self.site)
        try:
            return catalogue.get(code)
        except catalogue.UnknownProfile as error:
            raise Http404 from error

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the regulation, and the page where it is another one."""
        index = reverse("govportal_regulation:index")
        items = [*self.breadcrumbs_items, {"url": index, "label": _("Regulation in force")}]
        title = self.get_page_title()
        return items if self.request.path == index else [*items, {"url": "", "label": title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what every screen of a regulation shows."""
        today = timezone.localdate()
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sites"] = self.sites
        context["site"] = self.site
        context["profile"] = self.profile
        context["profile_state"] = profile_state(self.profile, on=today)
        context["is_adopted"] = self.profile == adoption.profile_for(self.site)
        context["is_shipped"] = origins.is_shipped(self.profile)
        return context


class RegulationView(RegulationScreen):
    """The regulation article by article, with what the software does about each."""

    page_title = _("Regulation in force")
    template_name = "govportal/regulation/admin/regulation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the articles, filtered as asked, and the versions of the regulation."""
        context = super().get_context_data(**kwargs)
        state = self.request.GET.get("state", "")
        query = self.request.GET.get("q", "").replace("\x00", "")[:_LONGEST_QUERY].strip()
        state = state if state in State.values else ""
        groups = article_groups(self.profile, state=state, query=query)
        rows = requirements(self.profile.code)
        counts = Counter(row.state for row in rows)
        context |= {
            "groups": _with_screens(groups),
            "state": state,
            "query": query,
            "states": [(each.value, each.label, counts[each]) for each in State],
            "total": len(rows),
            "borrowed_from": coverage_code(self.profile) if not rows else "",
            "shown_count": sum(len(group.entries) for group in groups),
            "versions": self._versions(),
            "others": self._others(),
        }
        return context

    def _versions(self) -> list[Version]:
        today = timezone.localdate()
        return [
            Version(each, profile_state(each, on=today), each.code == self.profile.code)
            for each in catalogue.versions(self.profile.code)
        ]

    def _others(self) -> list[Profile]:
        return sorted(catalogue.profiles().values(), key=lambda profile: profile.title)


class RuleView(RegulationScreen):
    """One rule: its values, its article, its file, and the life of the instruments it cites."""

    template_name = "govportal/regulation/admin/rule.html"

    @cached_property
    def profile(self) -> Profile:
        """The profile named in the address.

        Raises:
            Http404: for a code that does not exist.
        """
        try:
            return catalogue.get(self.kwargs["code"])
        except catalogue.UnknownProfile as error:
            raise Http404 from error

    @cached_property
    def rule(self) -> Rule:
        """The rule named in the address.

        Raises:
            Http404: for a rule that the regulation does not have.
        """
        found = self.profile.find(self.kwargs["address"])
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """What the rule is called."""
        return headline(self.rule)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add everything that is known of the rule."""
        context = super().get_context_data(**kwargs)
        address, rule = self.kwargs["address"], self.rule
        context |= {
            "rule": rule,
            "address": address,
            "section": SECTION_LABELS[address.partition(".")[0]],
            "place": articles.label(rule.article),
            "summary": summary(rule),
            "facts": [fact for fact in facts(rule) if fact.value != summary(rule)],
            "silent": [field_label(name) for name in rule.silent],
            "cited": cited_by_rule(self.profile, rule, on=timezone.localdate()),
            "said_by": self.profile.origins.get(address, self.profile.path).name,
            "overrides": origins.overridden(self.profile, address),
            "requirements": requirements_of(self.profile, address),
        }
        return context


class LegalBasisView(RegulationScreen):
    """Every instrument that the regulation cites, and what took its place and when."""

    page_title = _("Legal basis")
    template_name = "govportal/regulation/admin/legal_basis.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the citations with their chains."""
        context = super().get_context_data(**kwargs)
        context["groups"] = by_symbol(cited_by_profile(self.profile, on=timezone.localdate()))
        return context


def _with_screens(groups: list[Group]) -> list[dict[str, Any]]:
    """The groups with the screens that each of their requirements names."""
    found = []
    for group in groups:
        rows = [
            (entry, [screen(path) for path in entry.requirement.places])
            if entry.requirement
            else (entry, [])
            for entry in group.entries
        ]
        found.append({"label": group.label, "anchor": group.anchor, "rows": rows})
    return found
