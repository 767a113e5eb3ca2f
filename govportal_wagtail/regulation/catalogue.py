"""The profiles that are at hand, and which one applies on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from . import loading
from .schema import Profile

#: Used only where a site has chosen it: what national law says where a province is silent.
NATIONAL = "vn-national"


class UnknownProfile(LookupError):
    """There is no usable profile with the code."""


@lru_cache(maxsize=1)
def _loaded() -> tuple[dict[str, Profile], list[loading.Problem]]:
    files = loading.profile_files()
    profiles: dict[str, Profile] = {}
    problems = loading.duplicate_files()
    for code in files:
        try:
            profiles[code] = loading.load(code, files)
        except loading.BadProfile as error:
            problems.extend(error.problems)
    for profile in profiles.values():
        if profile.succeeds and profile.succeeds not in files:
            message = f"there is no profile '{profile.succeeds}'"
            problems.append(loading.Problem(profile.path, "profile.succeeds", "", message))
    return profiles, problems


def reload() -> None:
    """Forget what was read; the next question reads the files again."""
    _loaded.cache_clear()


def problems() -> list[loading.Problem]:
    """Everything that is wrong in the files of the profiles."""
    return _loaded()[1]


def profiles() -> dict[str, Profile]:
    """All usable profiles by code."""
    return dict(_loaded()[0])


def get(code: str) -> Profile:
    """The profile with the code.

    Raises:
        UnknownProfile: if there is none, or its file is wrong.
    """
    try:
        return _loaded()[0][code]
    except KeyError:
        known = ", ".join(sorted(_loaded()[0]))
        raise UnknownProfile(f"'{code}' is not one of: {known}") from None


def versions(code: str) -> list[Profile]:
    """The profiles that follow one another in time with this one, oldest first.

    Raises:
        UnknownProfile: if there is no profile with the code.
    """
    family = {code: get(code)}
    grown = True
    while grown:
        grown = False
        for profile in _loaded()[0].values():
            linked = profile.succeeds in family or any(
                member.succeeds == profile.code for member in family.values()
            )
            if profile.code not in family and linked:
                family[profile.code] = profile
                grown = True
    return sorted(family.values(), key=lambda item: item.instrument.in_force_from or date.min)


def in_force(code: str, *, on: date) -> Profile:
    """The version of the profile that applies on the day.

    Of two that are in force on the same day the later one applies. Before the first version came
    into force, and for a draft, it is the chosen profile itself: the caller shows its date.

    Raises:
        UnknownProfile: if there is no profile with the code.
    """
    applicable = [item for item in versions(code) if item.instrument.in_force(on=on)]
    return applicable[-1] if applicable else get(code)
