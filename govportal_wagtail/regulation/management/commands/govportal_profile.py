"""Show what a regulation says: list, show, compare and explain its rules in the terminal."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from ... import adoption, catalogue
from ...coverage_table import State, requirements
from ...presentation import comparison, terminal
from ...presentation.rules import plain
from ...presentation.terminal import Report
from ...schema import SECTIONS, Profile, Rule


class Command(BaseCommand):
    """``govportal_profile list|show|diff|explain|coverage``."""

    help = "Shows the regulations that this portal knows, what they say and on what basis."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the five questions and their options."""
        actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        actions.add_parser("list", help="All profiles with the days on which they apply.")
        show = actions.add_parser("show", help="What a profile says.")
        show.add_argument("code", metavar="CODE")
        show.add_argument("--section", choices=list(SECTIONS), metavar="SECTION")
        diff = actions.add_parser("diff", help="In which rules two profiles differ.")
        diff.add_argument("left", metavar="CODE")
        diff.add_argument("right", metavar="CODE")
        diff.add_argument("--all", action="store_true", help="Also rules that are the same.")
        explain = actions.add_parser("explain", help="Where a rule comes from.")
        explain.add_argument("rule", metavar="SECTION.KEY")
        explain.add_argument("--profile", metavar="CODE", help="Default: that of the portal.")
        coverage = actions.add_parser("coverage", help="What the software does about each article.")
        coverage.add_argument("code", metavar="CODE")
        coverage.add_argument("--state", choices=State.values)
        for each in actions.choices.values():
            each.add_argument("--json", action="store_true", help="Print JSON.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer the question.

        Raises:
            CommandError: for a profile, section or rule that does not exist.
        """
        answer: Report = getattr(self, f"_{options['action']}")(options)
        if options["json"]:
            text = json.dumps(plain(answer.data), ensure_ascii=False, indent=2)
        else:
            text = answer.text
        self.stdout.write(text)

    def _list(self, options: dict[str, Any]) -> Report:
        return terminal.profile_list(catalogue.profiles().values(), on=timezone.localdate())

    def _show(self, options: dict[str, Any]) -> Report:
        profile = _profile(options["code"])
        return terminal.profile_report(profile, options["section"], on=timezone.localdate())

    def _diff(self, options: dict[str, Any]) -> Report:
        left, right = _profile(options["left"]), _profile(options["right"])
        found = comparison.compare(left, right, with_same=options["all"])
        return terminal.difference_report(left, right, found)

    def _explain(self, options: dict[str, Any]) -> Report:
        code = options["profile"]
        profile = _profile(code) if code else adoption.profile_for()
        section, rule = _rule(profile, options["rule"])
        return terminal.rule_report(profile, section, rule, on=timezone.localdate())

    def _coverage(self, options: dict[str, Any]) -> Report:
        profile = _profile(options["code"])
        rows = requirements(profile.code)
        if not rows:
            message = _("There is no table of coverage for “%(code)s”.")
            raise CommandError(message % {"code": profile.code})
        return terminal.coverage_report(profile, rows, options["state"] or "")


def _profile(code: str) -> Profile:
    try:
        return catalogue.get(code)
    except catalogue.UnknownProfile as error:
        known = ", ".join(sorted(catalogue.profiles()))
        message = _("There is no usable profile “%(code)s”. There are: %(known)s")
        raise CommandError(message % {"code": code, "known": known}) from error


def _rule(profile: Profile, address: str) -> tuple[str, Rule]:
    section, dot, _key = address.partition(".")
    if section not in SECTIONS or not dot:
        message = _("A rule is named as section.key; the sections are: %(known)s")
        raise CommandError(message % {"known": ", ".join(SECTIONS)})
    rule = profile.find(address)
    if rule is None:
        known = ", ".join(profile.section(section)) or _("nothing: the regulation is silent")
        message = _("“%(code)s” has no rule “%(rule)s”. In this section there is: %(known)s")
        raise CommandError(message % {"code": profile.code, "rule": address, "known": known})
    return section, rule
