"""Host names of the bodies of a province: labels from names, suggestions, and what is wrong.

Article 11.4 of Decree 224/2026/NĐ-CP and the provinces' regulations write names without
diacritics and in one word: "Ủy ban nhân dân xã Song Phú" becomes ``songphu``. Nothing here asks
the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from ...regulation import catalogue
from ...regulation.presentation import articles
from ...regulation.schema import Profile
from ...regulation.schema.rules import DomainRule
from ...regulation.vocabulary import BodyKind, Naming
from ..models import Agency, AgencyKind
from ..vietnamese import fold, normalise, words

#: Names under it are for trying out; no rule of a regulation speaks of them.
DEVELOPMENT: Final = "localhost"
#: Decree 224/2026/NĐ-CP, Article 11.4: the one province whose host is not its name.
PROVINCE_HOSTS: Final = {"hochiminh": "hochiminhcity"}

_COUNCIL = re.compile(r"^(?:(?:uy ban|hoi dong) nhan dan|ubnd|hdnd)\s+")
# Compared with its marks: "Phương Liên" is a name, "phường" is not.
_UNIT = re.compile(r"^(?:xã|phường|đặc khu|thị trấn|huyện|quận|thị xã|thành phố|tp\.?)\s+")
_PROVINCE = re.compile(r"^(?:tỉnh|thành phố|tp\.?)(?:\s+|$)")
_OF_PROVINCE = re.compile(r"\s+(?:tỉnh|thành phố|tp\.?)(?:\s.*)?$")
_NOT_IN_LABEL = re.compile(r"[^a-z0-9]+")
_LABEL = re.compile(r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")
_AND: Final = "và"
_LABEL_LENGTH: Final = 63
#: Rules for the hosts of foreign languages are not rules for the site itself.
_OWN_LANGUAGE: Final = ("", "vi")
_HOST_LENGTH: Final = 253


@dataclass(frozen=True, slots=True)
class HostProblem:
    """What is wrong with a host name, and the article that says so (empty: a technical rule)."""

    message: str
    article: str = ""

    def __str__(self) -> str:
        return f"{self.message} ({self.article})" if self.article else self.message


@dataclass(frozen=True, slots=True)
class HostSuggestion:
    """A host name that the rules allow, with the rule it follows."""

    host: str
    article: str = ""
    #: The symbol of the instrument of the article.
    instrument: str = ""


def body_of(agency: Agency) -> BodyKind | None:
    """As what kind of body an agency gets a site.

    None for what governs no site (``Agency.body_kind``), and for the council of a commune, which
    shares the site of its People's Committee.
    """
    if agency.kind == AgencyKind.COMMUNE_PEOPLES_COUNCIL:
        return None
    return agency.body_kind


def label(text: str) -> str:
    """The text as one label of a host name: ``Song Phú`` -> ``songphu``; may be empty."""
    return _NOT_IN_LABEL.sub("", fold(text))[:_LABEL_LENGTH]


def commune_label(name: str) -> str:
    """The label of a commune, ward, township or district, without the administrative word.

    A name that is only a number ("Phường 1") keeps the word, since its name is not a number alone.
    """
    of_unit = _without_council(name)
    bare = label(_UNIT.sub("", of_unit))
    return bare if bare and not bare.isdigit() else label(of_unit)


def agency_label(name: str) -> str:
    """The full name of an agency as a label, without the province it belongs to."""
    return label(_without_province(name))


def abbreviation_label(name: str) -> str:
    """The initials of a name: ``Sở Khoa học và Công nghệ`` -> ``skhcn``."""
    found = [label(word) for word in words(_without_province(name)) if word != _AND]
    return "".join(each[:1] for each in found)[:_LABEL_LENGTH]


def province_label(name: str) -> str:
    """The host label of a province: ``Tỉnh Cà Mau`` -> ``camau``, with the decree's exception.

    Empty for a name that tells no province ("Ủy ban nhân dân tỉnh").
    """
    bare = label(_PROVINCE.sub("", _without_council(name)))
    return PROVINCE_HOSTS.get(bare, bare)


def level(host: str) -> int:
    """How many labels a host name has: ``a.b.gov.vn`` is of level 4; ``www.`` does not count."""
    return len(without_www(host).split("."))


def without_www(host: str) -> str:
    """The host name without a leading ``www.``, in lower case."""
    return host.lower().strip().removeprefix("www.")


def is_development(host: str) -> bool:
    """Whether the name is one for trying out, of which no rule speaks."""
    return host == DEVELOPMENT or host.endswith(f".{DEVELOPMENT}")


def province_host(profile: Profile, portal_host: str = "") -> str:
    """The portal's own host; for a profile of no single province that of the portal in use.

    Empty where the profile names no province and no portal host is given.
    """
    host = without_www(profile.host)
    return host if "{" not in host else without_www(portal_host)


def _own_host(profile: Profile, body: BodyKind, agency: Agency | None, portal_host: str) -> str:
    """The host that ``{province}.gov.vn`` stands for; the portal itself is called by its province.

    A portal's host is judged by this, so that what it happens to run under is no argument.
    """
    found = province_label(agency.name) if agency and body is BodyKind.PORTAL else ""
    if found and "{province}" in profile.host:
        return without_www(profile.host).replace("{province}", found)
    return province_host(profile, portal_host)


def labels_of(agency: Agency, rule: DomainRule) -> list[str]:
    """The labels that a rule allows for an agency, the one used most first."""
    if rule.body in (BodyKind.COMMUNE, BodyKind.DISTRICT):
        found = [commune_label(agency.name)]
    else:
        short = label(agency.abbreviation) or abbreviation_label(agency.name)
        by_naming = {
            Naming.ABBREVIATION: [short, _first_word_and_initials(agency.name)],
            Naming.FULL_NAME: [agency_label(agency.name)],
        }
        # The shorter name comes first where the regulation leaves the choice.
        namings = sorted(rule.naming or (Naming.FULL_NAME,), key=lambda each: each.value)
        found = [each for naming in namings for each in by_naming[naming]]
        if "en" in rule.name_languages:
            found.append(label(agency.short_name_en))
    return list(dict.fromkeys(each for each in found if each))


def rules_for(
    body: BodyKind, profile: Profile, *, on: date | None = None
) -> list[tuple[DomainRule, Profile]]:
    """The rules in force for a kind of body, each with the profile it stands in.

    Where the province has no rule, or one of the time of the districts, it is the decree that
    applies to all provinces; a rule of another province is never taken.
    """
    day = on or timezone.localdate()
    for source in (profile, catalogue.profiles().get(catalogue.NATIONAL)):
        found = [
            rule
            for rule in (source.domains_for(body) if source else ())
            if (rule.until is None or day <= rule.until) and rule.language in _OWN_LANGUAGE
        ]
        if source and found:
            return [(rule, source) for rule in found]
    return []


def suggest_hosts(
    agency: Agency, profile: Profile, *, portal_host: str = "", on: date | None = None
) -> list[HostSuggestion]:
    """Host names for an agency's site under the rules of today, the best first.

    A portal that runs under ``localhost`` also gets names under it. Empty where no rule speaks of
    such bodies, or where the rule needs the name of a district.
    """
    body = body_of(agency)
    if body is None:
        return []
    found: list[HostSuggestion] = []
    own_host = _own_host(profile, body, agency, portal_host)
    for rule, source in rules_for(body, profile, on=on):
        pattern = pattern_for(rule, own_host)
        if "{parent}" in pattern or "{province}" in pattern:
            continue
        for name in labels_of(agency, rule):
            host = pattern.replace("{name}", name)
            found.append(HostSuggestion(host, rule.article, source.instrument.symbol))
    if is_development(without_www(portal_host)) and body is not BodyKind.PORTAL:
        names = dict.fromkeys(each.host.split(".")[0] for each in found)
        tried_out = names or {commune_label(agency.name) or label(agency.code): None}
        found += [HostSuggestion(f"{name}.{DEVELOPMENT}") for name in tried_out if name]
    unique = {each.host: each for each in reversed(found)}
    return [each for each in found if unique.pop(each.host, None)]


def pattern_for(rule: DomainRule, own_host: str) -> str:
    """The pattern of a rule with the province's host in it; as it is without such a host."""
    if not own_host:
        return rule.pattern
    return rule.pattern.replace("{province}.gov.vn", own_host).replace("{province}", own_host)


def validate_host(
    host: str,
    body: BodyKind,
    profile: Profile,
    *,
    agency: Agency | None = None,
    portal_host: str = "",
    on: date | None = None,
) -> list[HostProblem]:
    """What the rules say against a host name; empty where it may be used.

    With the agency the name itself is compared too. A development host is only looked at as to
    whether it is a host name at all.
    """
    if problem := malformed(host):
        return [problem]
    if is_development(host):
        return []
    own_host = _own_host(profile, body, agency, portal_host)
    rules = rules_for(body, profile, on=on)
    if not rules:
        upper = own_host or _upper(profile.host)
        return [] if _is_within(host, upper) else [_outside(upper, "")]
    found = [_problems(host, rule, source, own_host, agency) for rule, source in rules]
    # One rule that is content is enough.
    return min(found, key=len)


def collisions(names: Iterable[str]) -> dict[str, list[str]]:
    """Communes of one province whose names give the same label; the rules know no tie-break."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_label[commune_label(name)].append(name)
    return {key: found for key, found in sorted(by_label.items()) if key and len(found) > 1}


def language_host(host: str, language: str, profile: Profile) -> str:
    """The host of another language, as the portal's regulation forms it; empty where it has none.

    From ``english.camau.gov.vn`` beside ``camau.gov.vn`` follows ``english.`` before any host.
    """
    rule = profile.languages.get(language)
    main = without_www(profile.host)
    foreign = without_www(rule.host) if rule else ""
    if not foreign.endswith(f".{main}"):
        return ""
    return f"{foreign.removesuffix(main)}{without_www(host)}"


def _plain(name: str) -> str:
    """One spelling of a name: composed, in small letters, with single spaces."""
    return " ".join(normalise(name).casefold().split())


def _without_council(name: str) -> str:
    """The name without "Ủy ban nhân dân" or the like, whose tone marks are set in two ways."""
    text = _plain(name)
    match = _COUNCIL.match(fold(text))
    # Folding takes no letter away and adds none to these words.
    return text[match.end() :] if match else text


def _without_province(name: str) -> str:
    return _OF_PROVINCE.sub("", _plain(name))


def _first_word_and_initials(name: str) -> str:
    """``Sở Khoa học và Công nghệ`` -> ``sokhcn``, as Decision 40/2024/QĐ-UBND (Lạng Sơn) has it."""
    found = words(_without_province(name))
    if len(found) < 3 or found[0] != "sở":
        return ""
    return label(found[0]) + abbreviation_label(" ".join(found[1:]))


def malformed(host: str) -> HostProblem | None:
    """Why the text is no host name at all; None where it is one."""
    if not host:
        return HostProblem(_("Enter a host name."))
    if host != host.lower() or any(not _LABEL.match(part) for part in host.split(".")):
        return HostProblem(
            _("A host name has only unaccented small letters, digits, hyphens and dots.")
        )
    if len(host) > _HOST_LENGTH or ("." not in host and host != DEVELOPMENT):
        return HostProblem(_("This is not a complete host name."))
    return None


def _is_within(host: str, own_host: str) -> bool:
    return without_www(host) == own_host or host.endswith(f".{own_host}")


def _upper(pattern: str) -> str:
    """What every name under a pattern ends with: ``{province}.gov.vn`` -> ``gov.vn``."""
    return without_www(pattern).rpartition("}.")[2]


def _outside(own_host: str, article: str) -> HostProblem:
    return HostProblem(
        _("The host name must end with .%(province)s.") % {"province": own_host}, article
    )


def _problems(
    host: str, rule: DomainRule, source: Profile, own_host: str, agency: Agency | None
) -> list[HostProblem]:
    place = articles.label(rule.article)
    article = f"{place}, {source.instrument.symbol}" if place else ""
    found: list[HostProblem] = []
    pattern = pattern_for(rule, own_host)
    upper = own_host or _upper(pattern)
    if not _is_within(host, upper):
        found.append(_outside(upper, article))
    # Counted from the pattern: "level" is also said of names whose province is written in full.
    wanted = len(pattern.split("."))
    if level(host) != wanted:
        found.append(
            HostProblem(
                _("The host name has %(count)s labels; it must have %(wanted)s.")
                % {"count": level(host), "wanted": wanted},
                article,
            )
        )
    if found or "{name}" not in rule.pattern:
        if not found and "{" not in pattern and without_www(host) != pattern:
            found.append(
                HostProblem(_("The host name must be %(host)s.") % {"host": pattern}, article)
            )
        return found
    return _problems_of_name(without_www(host).split(".")[0], rule, article, agency)


def _problems_of_name(
    name: str, rule: DomainRule, article: str, agency: Agency | None
) -> list[HostProblem]:
    if "-" in name:
        return [HostProblem(_("The name is written in one word, without hyphens."), article)]
    if agency is None:
        return []
    if rule.body in (BodyKind.COMMUNE, BodyKind.DISTRICT):
        wanted = commune_label(agency.name)
        if name != wanted:
            message = _("The name must be the full name of the unit: %(name)s.")
            return [HostProblem(message % {"name": wanted}, article)]
    elif name == agency_label(agency.name) and name not in labels_of(agency, rule):
        return [HostProblem(_("The name must be the abbreviation, not the full name."), article)]
    return []
