"""Reads profiles from TOML files; what is wrong is told with file, key and article."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from pydantic import TypeAdapter, ValidationError

from .schema import SECTIONS, Citation, Instrument, Profile
from .vocabulary import POLICIES

SHIPPED = Path(__file__).resolve().parent / "profiles"
#: The folder of an installed app in which a province keeps profiles of its own.
FOLDER = "govportal_profiles"
_HEAD = {"title", "province", "host", "succeeds", "note"}
_TABLES = {"extends", "profile", "instrument", "cites", *SECTIONS}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a profile file."""

    path: Path
    #: ``section.key`` or ``section.key.field``; empty where the file as a whole is meant.
    address: str
    article: str
    message: str

    def __str__(self) -> str:
        article = f" ({self.article})" if self.article else ""
        return f"{self.path.name}: {self.address}{article}: {self.message}"


class BadProfile(Exception):
    """A profile that cannot be used."""

    def __init__(self, problems: list[Problem]) -> None:
        """Keep the problems for the start-up checks."""
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


def profile_files() -> dict[str, Path]:
    """The files of all profiles by code: the shipped ones and those of the installed apps.

    A province's file of the same name as a shipped one is an error that the checks report; the
    shipped one is used then.
    """
    found: dict[str, Path] = {}
    for path in _candidates():
        found.setdefault(path.stem, path)
    return found


def duplicate_files() -> list[Problem]:
    """Files whose code is taken by a file before them."""
    kept = profile_files()
    return [
        Problem(path, "", "", f"the code is taken by {kept[path.stem]}")
        for path in _candidates()
        if kept[path.stem] != path
    ]


def load(code: str, files: Mapping[str, Path]) -> Profile:
    """The profile with the code.

    Raises:
        BadProfile: with every problem found in the file or in those it extends.
    """
    raw, origins = _merged(code, files, seen=())
    path = files[code]
    problems = list(_unknown_tables(raw, path))
    head = raw.get("profile", {})
    instrument = _parsed(Instrument, raw.get("instrument", {}), path, "instrument", problems)
    cites = _parsed(tuple[Citation, ...], raw.get("cites", []), path, "cites", problems)
    sections = {
        name: dict(_section(name, raw.get(name, {}), origins, path, problems)) for name in SECTIONS
    }
    if not head.get("province"):
        problems.append(Problem(path, "profile.province", "", "is missing"))
    if problems:
        raise BadProfile(problems)
    return Profile(
        code=code,
        path=path,
        title=head.get("title") or code,
        province=head["province"],
        host=head.get("host", ""),
        succeeds=head.get("succeeds", ""),
        note=head.get("note", ""),
        extends=raw.get("extends", ""),
        instrument=instrument,
        cites=cites,
        origins=origins,
        **sections,
    )


def _candidates() -> Iterator[Path]:
    yield from sorted(SHIPPED.glob("*.toml"))
    for config in apps.get_app_configs():
        yield from sorted((Path(config.path) / FOLDER).glob("*.toml"))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadProfile([Problem(path, "", "", f"cannot be read: {error}")]) from error


def _merged(
    code: str, files: Mapping[str, Path], *, seen: tuple[str, ...]
) -> tuple[dict[str, Any], dict[str, Path]]:
    """The file laid over those it extends, and which file said what."""
    path = files[code]
    raw = _read(path)
    origins = {
        f"{name}.{key}": path
        for name in SECTIONS
        if isinstance(raw.get(name), dict)
        for key in raw[name]
    }
    base_code = raw.get("extends")
    if not base_code:
        return raw, origins
    if base_code not in files or base_code in (*seen, code):
        message = f"extends '{base_code}', which does not exist or leads back here"
        raise BadProfile([Problem(path, "extends", "", message)])
    base, base_origins = _merged(base_code, files, seen=(*seen, code))
    # A profile that extends another is a profile of its own: it follows nothing unless it says so.
    base.get("profile", {}).pop("succeeds", None)
    return _overlaid(base, raw), {**base_origins, **origins}


def _overlaid(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables are merged key by key; ``false`` takes a rule away; all else is replaced."""
    merged = dict(base)
    for key, value in over.items():
        if value is False:
            merged.pop(key, None)
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _overlaid(merged[key], value)
        else:
            merged[key] = value
    return merged


def _unknown_tables(raw: dict[str, Any], path: Path) -> Iterator[Problem]:
    for name in raw.keys() - _TABLES:
        yield Problem(path, name, "", "is not a section of a profile")
    for name in raw.get("profile", {}).keys() - _HEAD:
        yield Problem(path, f"profile.{name}", "", "is not known")


def _section(
    name: str, raw: Any, origins: dict[str, Path], path: Path, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    if not isinstance(raw, dict):
        problems.append(Problem(path, name, "", "must be a table of rules"))
        return
    for key, values in raw.items():
        address = f"{name}.{key}"
        source = origins.get(address, path)
        if not isinstance(values, dict):
            problems.append(Problem(source, address, "", "must be a table"))
            continue
        rule = _parsed(SECTIONS[name], {**values, "key": key}, source, address, problems)
        if rule is None:
            continue
        if name == "policies" and rule.value not in POLICIES.get(key, ()):
            allowed = ", ".join(POLICIES.get(key, ())) or "nothing: there is no such policy"
            problems.append(
                Problem(source, address, rule.article, f"'{rule.value}' is not one of: {allowed}")
            )
        yield key, rule


def _parsed(kind: Any, values: Any, path: Path, address: str, problems: list[Problem]) -> Any:
    """The record, or None after its problems were noted."""
    try:
        return TypeAdapter(kind).validate_python(values)
    except ValidationError as error:
        article = str(values.get("article", "")) if isinstance(values, dict) else ""
        for item in error.errors(include_url=False):
            place = ".".join([address, *(str(part) for part in item["loc"])])
            problems.append(Problem(path, place, article, item["msg"]))
        return None
