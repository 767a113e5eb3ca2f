"""Which agency of the register a unit of a file is, and which code a new one gets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ..models import Agency, AgencyKind, AgencyLevel
from ..vietnamese import slugify
from .recognition import name_key
from .rows import Row

_CODE_LENGTH = 64
_SHORTER = (
    ("uy-ban-nhan-dan", "ubnd"),
    ("hoi-dong-nhan-dan", "hdnd"),
    ("ban-quan-ly-du-an", "bqlda"),
    ("trung-tam", "tt"),
)
_NAMED_AFTER_PARENT = frozenset({AgencyKind.INTERNAL_UNIT, AgencyKind.PC_OFFICE})


class Ambiguous(Exception):
    """Several agencies fit a unit; the text names them."""


class AgencyIndex:
    """The register in memory, kept in step while an import adds to it; one query."""

    def __init__(self, *, on: date) -> None:
        """``on``: an agency that has ended by that day is found by its codes only."""
        self._on = on
        self.by_code: dict[str, Agency] = {}
        self._by_national: dict[str, list[Agency]] = defaultdict(list)
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        #: The lists in which an agency stands.
        self._places: dict[int, list[list[Agency]]] = {}
        for agency in Agency.objects.order_by("pk"):
            self.add(agency)

    def add(self, agency: Agency) -> None:
        """Take in an agency; one that changed is taken in anew."""
        for members in self._places.pop(agency.pk, ()):
            members.remove(agency)
        places = [self._by_name[name_key(agency.name)]]
        if agency.national_code:
            places.append(self._by_national[agency.national_code])
        for members in places:
            members.append(agency)
        self._places[agency.pk] = places
        self.by_code[agency.code] = agency

    def find(self, row: Row, *, kind: str, parent: Agency | None, anywhere: bool) -> Agency | None:
        """Return the agency that the row is: by code, by national code, or by name.

        The name is looked for below ``parent``, or in the whole register if ``anywhere``. A row
        with a code of its own is not looked for by name.

        Raises:
            Ambiguous: if several agencies fit.
        """
        if row.code in self.by_code:
            return self.by_code[row.code]
        found = self._single(self._nationals(row, kind))
        if row.code and found:
            # The register keeps its own code; the file goes on calling it by the other.
            self.by_code[row.code] = found
        if row.code or found:
            return found
        return self._single(self._namesakes(row, parent, anywhere=anywhere))

    def _nationals(self, row: Row, kind: str) -> list[Agency]:
        # The committee and the council of a commune have the code of the commune in common.
        found = self._by_national.get(row.national_code, []) if row.national_code else []
        return found if row.is_borrowed_id else [each for each in found if each.kind == kind]

    def _namesakes(self, row: Row, parent: Agency | None, *, anywhere: bool) -> list[Agency]:
        found = [
            agency
            for agency in self._by_name.get(name_key(row.name), [])
            if agency.exists(on=self._on)
            and (anywhere or agency.parent_id == (parent.pk if parent else None))
            # Another identifier is another unit, whatever it is called.
            and not (row.national_code and agency.national_code)
        ]
        if len(found) > 1:
            exact = [agency for agency in found if agency.name == row.name]
            found = exact or found
        return found

    @staticmethod
    def _single(found: list[Agency]) -> Agency | None:
        if len(found) > 1:
            codes = ", ".join(sorted(agency.code for agency in found))
            raise Ambiguous(_("Several agencies fit this row: %(codes)s") % {"codes": codes})
        return found[0] if found else None

    def new_code(self, row: Row, *, kind: str, level: str, parent: Agency | None) -> str:
        """Return a code that no agency has, made of the name; divisions bear their parent's."""
        own = slugify(row.name) or "co-quan"
        for long, short in _SHORTER:
            own = own.replace(long, short, 1)
        below = kind in _NAMED_AFTER_PARENT or (
            kind == AgencyKind.DEPARTMENT and level != AgencyLevel.PROVINCE
        )
        candidates = _candidates(own, parent if below else None, row.national_code)
        return next(code for code in candidates if code not in self.by_code)


def _candidates(own: str, parent: Agency | None, national: str) -> Iterator[str]:
    if parent:
        room = max(_CODE_LENGTH // 2, _CODE_LENGTH - len(own) - 1)
        own = f"{parent.code[:room].strip('-')}-{own}"
    yield own[:_CODE_LENGTH].strip("-")
    suffix = slugify(national)[:8].strip("-")
    if suffix:
        yield f"{own[: _CODE_LENGTH - len(suffix) - 1].strip('-')}-{suffix}"
    number = 2
    while True:
        yield f"{own[: _CODE_LENGTH - 6].strip('-')}-{number}"
        number += 1
