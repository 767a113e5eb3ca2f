"""Every address of translations, and of wagtail-localize, tried on the things of another site."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail_localize.models import Translation

from govportal_wagtail.translation import files, strings

from .probes import Probe, _at, _b, _nothing, _portal_site
from .world import Province

_TYPED = "Intruder"


def _row(province: Province) -> Any:
    return province.b.things["translation"]


def _pk(province: Province) -> int:
    return int(_row(province).pk)


def _texts(province: Province) -> dict[str, Any]:
    return {f"text-{each.pk}": _TYPED for each in strings.segments_of(_row(province))[:1]}


def _file(form: str) -> Any:
    def data(province: Province) -> dict[str, Any]:
        content = files.write([_row(province)], form)
        mark = f"English {province.b.mark}".encode()
        return {"file": SimpleUploadedFile("texts", content.replace(mark, _TYPED.encode()))}

    return data


def _terms(province: Province) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("terms.csv", f"source,target\nLễ,{_TYPED}".encode()),
        "locale": _row(province).locale_id,
        "portal_site": _portal_site(province),
    }


def _step(code: str, *, works: bool = False, **data: Any) -> Probe:
    return _at(
        "govportal_translation:step",
        _pk,
        code,
        data=lambda p: data,
        label=code,
        shows=False,
        works=works,
    )


SCREENS = [
    _at("govportal_translation:translations", query="?queue=all"),
    _at("govportal_translation:translations"),
    _at("govportal_translation:translations_results", query="?queue=all&q=BETAXYZ"),
    _at("govportal_translation:translations", query="?queue=all&export=csv", shows=False),
    _at(
        "govportal_translation:translations",
        query=lambda p: f"?queue=all&portal_site={_portal_site(p)}",
        label="site filter",
    ),
    _at("govportal_translation:coverage", shows=False),
    _at("govportal_translation:translation", _pk),
    _at("govportal_translation:preview", _pk),
    _at("govportal_translation:file", _pk, "xliff"),
    _at("govportal_translation:file", _pk, "po"),
    _at("govportal_translation:batch", "en", "xliff"),
    _at("govportal_translation:batch", "en", "po"),
    _at("govportal_translation:files", shows=False),
    _at("govportal_translation:glossary_intake", shows=False),
    _at("govportal_translation:glossary_intake", data=_terms, shows=False, works=True),
    _at("govportal_translation:select", _b("article")),
    _at(
        "govportal_translation:select",
        _b("section"),
        data=lambda p: {"locale": _row(p).locale_id, "reason": "X"},
        label="the section",
        shows=False,
    ),
    _at("govportal_translation:save", _pk, data=_texts, shows=False, works=True),
    _at("govportal_translation:files", data=_file("xliff"), label="xliff", shows=False, works=True),
    _at("govportal_translation:files", data=_file("po"), label="po", shows=False, works=True),
    _at("govportal_translation:hand_in", _pk, data=_texts, shows=False, works=True),
    _step("hand_in"),
    _step("renew", works=True),
    _step("send", unit="", due_on="30/12/2099", works=True),
    _step("remove", reason="X", works=True),
]


def _record(province: Province) -> Translation:
    found: Translation = Translation.objects.get(
        source__object_id=_row(province).source_key, target_locale=_row(province).locale_id
    )
    return found


def _segment(province: Province) -> int:
    return int(_record(province).source.stringsegment_set.first().pk)


def _localize(name: str, *args: Any, data: Any = None) -> Probe:
    label = "by hand" if data else ""
    return _at(f"wagtail_localize:{name}", *args, data=data, label=label, shows=False)


def _record_pk(province: Province) -> int:
    return int(_record(province).pk)


#: As shipped these name pages to everybody, and write into them.
LOCALIZE = [
    _localize("translations_report"),
    _localize("translations_report_results"),
    *(
        _localize(name, *args, data=data)
        for name, args in {
            "submit_page_translation": (_b("article"),),
            "update_translations": (lambda p: _record(p).source_id,),
            "edit_string_translation": (_record_pk, _segment),
            "edit_override": (_record_pk, _segment),
            "download_pofile": (_record_pk,),
            "upload_pofile": (_record_pk,),
            "machine_translate": (_record_pk,),
            "preview_translation": (_record_pk,),
            "stop_translation": (_record_pk,),
            "convert_to_alias": (lambda p: _row(p).target_id,),
        }.items()
        for data in (
            None,
            lambda p: {"locales": [_row(p).locale_id], "publish_translations": "on", "value": "X"},
        )
    ),
    _localize("snippets_api_listing", "govportal_core", "person"),
    _localize("snippets_api_detail", "govportal_core", "person", _b("person")),
    _at("wagtailadmin_pages:edit", lambda p: _row(p).target_id, label="translated", shows=False),
    _at(
        "wagtailadmin_pages:edit",
        lambda p: _row(p).target_id,
        data=_nothing,
        label="translated",
        shows=False,
    ),
]

ALL = [*SCREENS, *LOCALIZE]
