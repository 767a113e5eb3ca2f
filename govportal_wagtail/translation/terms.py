"""The terms of a site: its own, and the official names that stand in the registers.

Registers carry the names in other languages in the same row; a register of any app that names its
rows by ``LocalizedNameMixin`` is read. It takes one query for each register.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from django.apps import apps
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import pgettext
from wagtail.models import Locale

from ..core.models import Agency, AgencyKind, Post
from ..core.models.names import LocalizedNameMixin
from .glossary import Glossary, Term
from .models import GlossaryTerm, PageTranslation
from .provinces import provinces

#: What stands before the name of the commune in the names of its committee.
_COMMITTEE: Final = "Ủy ban nhân dân "
_COMMITTEE_OF: Final = {"en": "People's Committee of "}


def glossary_of(translation: PageTranslation) -> Glossary:
    """The terms for a translation; keep it where several of its texts are looked at."""
    return Glossary(terms_of([translation.portal_site_id], translation.locale))


def terms_of(sites: Collection[int], locale: Locale) -> Iterator[Term]:
    """The terms of these sites in a language: those of a site before those of all, then the names.

    Where two have the same source, the translation of the first is the wanted one.
    """
    yield from _own(sites, locale)
    language = locale.language_code.partition("-")[0].lower()
    yield from _agencies(language)
    yield from _posts(language)
    for term in provinces(language):
        yield Term(term.source, term.targets, pgettext("glossary", "province"))
    for model in apps.get_models():
        if issubclass(model, LocalizedNameMixin) and model is not Agency:
            yield from _register(model, language)


def _own(sites: Collection[int], locale: Locale) -> Iterator[Term]:
    wanted = Q(portal_site=None) | Q(portal_site__in=sites)
    order = (F("portal_site").asc(nulls_last=True), "pk")
    for row in GlossaryTerm.objects.filter(wanted, locale=locale).order_by(*order):
        yield Term(row.source, row.targets, pgettext("glossary", "term"), row.note)


def _agencies(language: str) -> Iterator[Term]:
    if not _has(Agency, f"name_{language}"):
        return
    kind = str(Agency._meta.verbose_name)
    pairs = [("name", f"name_{language}")]
    if _has(Agency, f"short_name_{language}"):
        pairs.append(("short_name", f"short_name_{language}"))
    fields = [field for pair in pairs for field in pair]
    committee = _COMMITTEE_OF.get(language, "")
    for row in Agency.objects.existing(on=timezone.localdate()).values("kind", *fields):
        for source, target in pairs:
            if row[source] and row[target]:
                yield Term(row[source], (row[target],), kind)
        name, named = row["name"], row[f"name_{language}"]
        is_commune = row["kind"] == AgencyKind.COMMUNE_PEOPLES_COMMITTEE
        if is_commune and committee and name.startswith(_COMMITTEE) and named.startswith(committee):
            place = named.removeprefix(committee)
            yield Term(name.removeprefix(_COMMITTEE), (place,), pgettext("glossary", "commune"))


def _posts(language: str) -> Iterator[Term]:
    field = f"title_{language}"
    if not _has(Post, field):
        return
    rows = Post.objects.exclude(**{field: ""}).order_by("title", field)
    for source, target in rows.values_list("title", field).distinct():
        yield Term(source, (target,), str(Post._meta.verbose_name))


def _register(model: type[LocalizedNameMixin], language: str) -> Iterator[Term]:
    field = f"name_{language}"
    if not _has(model, field):
        return
    kind = str(model._meta.verbose_name)
    rows = model._default_manager.exclude(**{field: ""}).order_by("pk")
    for source, target in rows.values_list("name", field):
        yield Term(
            source,
            (target,),
            kind,
            is_fixed=model.has_official_names,
            needs_capital=model.names_are_common_words,
        )


def _has(model: type[object], name: str) -> bool:
    fields = model._meta.get_fields()  # type: ignore[attr-defined]
    return any(field.name == name for field in fields)
