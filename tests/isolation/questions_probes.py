"""Every address of the questions in the admin, tried on those of another site.

What is public about questions is for everybody and belongs to no site alone.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from .probes import Probe, _at, _b, _bulk, _nothing, _page, _portal_site, _settings, _snippet
from .world import Province

_OF_USER_ALONE = {"shows": False}
_STATES = ("question", "assigned", "waiting", "to_sign", "to_approve", "answered")
_HOW = {"channel": "phone", "reason": "X"}


def _do(code: str, thing: str, *, label: str = "", works: bool = True, **data: Any) -> Probe:
    def values(province: Province) -> dict[str, Any]:
        return {
            name: (value(province) if callable(value) else value) for name, value in data.items()
        }

    return _at(
        "questions:action",
        _b(thing),
        code,
        data=values,
        label=label or code,
        shows=False,
        works=works,
    )


def _own_agency(province: Province) -> int:
    return int(province.a.agency.pk)


def _topic(province: Province) -> int:
    return int(province.b.things["topic"].pk)


def _own_question(province: Province) -> str:
    return str(province.a.things["assigned"].number)


def _entered(province: Province) -> dict[str, Any]:
    return {
        "channel": "counter",
        "received_on": timezone.localdate().isoformat(),
        "language": "vi",
        "name": "Intruder",
        "title": "Intruder",
        "text": "Intruder",
        "agrees": "on",
        "mark": "x",
    }


def _parts(province: Province) -> dict[str, Any]:
    return {
        "parts-TOTAL_FORMS": 2,
        "parts-INITIAL_FORMS": 2,
        "parts-0-title": "X",
        "parts-0-text": "X",
        "parts-1-title": "Y",
        "parts-1-text": "Y",
    }


INBOX = [
    _at("questions:index", query="?queue=all"),
    _at("questions:index"),
    _at("questions:index_results", query="?queue=all"),
    _at("questions:index_results", query="?queue=all&q=BETAXYZ"),
    _at("questions:index", query="?queue=all&export=csv"),
    _at(
        "questions:index",
        query=lambda p: f"?queue=all&portal_site={_portal_site(p)}",
        label="site filter",
    ),
    _at(
        "questions:index",
        query=lambda p: f"?queue=all&agency={p.b.agency.pk}",
        label="agency filter",
    ),
    _at("questions:enter"),
    _at("questions:enter", query=lambda p: f"?site={_portal_site(p)}", label="site"),
    _at(
        "questions:enter",
        query=lambda p: f"?site={_portal_site(p)}",
        data=_entered,
        label="on the other site",
        shows=False,
        works=True,
    ),
]

QUESTIONS = [
    *(_at("questions:detail", _b(thing), label=thing) for thing in _STATES),
    *(_at("questions:person", _b(thing), data=_nothing, label=thing) for thing in _STATES),
    _at("questions:person", _b("question"), label="by its address", **_OF_USER_ALONE),
    _at("questions:file", _b("question"), _b("asked_file")),
    _at(
        "questions:file",
        lambda p: p.a.things["question"].pk,
        _b("asked_file"),
        label="through a question of one's own",
        **_OF_USER_ALONE,
    ),
    _at("questions:split", _b("question")),
    _at("questions:split", _b("question"), data=_parts, shows=False, works=True),
    _at("questions:action", _b("question"), "claim", **_OF_USER_ALONE),
    _do("classify", "question", topic=_topic),
    _do("assign", "question", agency=_own_agency),
    _do("claim", "question"),
    _do("release", "question", works=False),
    _do("ask_information", "question", request="X", days="5"),
    _do("merge", "question", into=_own_question, reason="X", works=False),
    _do("out_of_scope", "question", reason="X", where="X"),
    _do("forward", "question", to="X", reason="X"),
    _do("refuse", "question", reason="X", works=False),
    _do("transfer", "assigned", agency=_own_agency, reason="X"),
    _do("extend", "assigned", days="3", reason="X"),
    _do("close_without_reply", "waiting", reason="X"),
    _do("complete", "waiting", text="X", **_HOW),
    _do("decide_publishing", "assigned", publishing="none", reason="X"),
    *(_do("withdraw", thing, label=f"withdraw {thing}", **_HOW) for thing in _STATES),
    _do("anonymise", "answered", reason="X", is_sure="on"),
]

REPLIES = [
    _at("question_replies:write", _b("assigned")),
    _at(
        "question_replies:write",
        _b("assigned"),
        query=lambda p: f"?template={p.b.things['template'].pk}",
        label="template",
    ),
    _at(
        "question_replies:write",
        _b("assigned"),
        data=lambda p: {"kind": "answer", "body": "null", "save": "1"},
        shows=False,
    ),
    *(
        _at(
            "question_replies:step",
            _b(thing),
            code,
            data=lambda p: {"reason": "X"},
            label=f"{code} {thing}",
            shows=False,
            works=works,
        )
        for code, thing, works in (
            ("submit", "assigned", False),
            ("sign", "to_sign", True),
            ("return", "to_sign", True),
            ("approve", "to_approve", True),
            ("return", "to_approve", True),
        )
    ),
    _at("question_replies:publish", _b("answered")),
    _at(
        "question_replies:publish",
        _b("answered"),
        data=lambda p: {"title": "X", "question_text": "X", "answer": "null"},
        shows=False,
    ),
    _at("question_replies:file", _b("reply_file")),
]

REPORTS = [
    _at("govportal_question_figures"),
    _at("govportal_question_figures_results", **_OF_USER_ALONE),
    _at("govportal_question_figures", query="?export=csv", **_OF_USER_ALONE),
    _at(
        "govportal_question_figures",
        query=lambda p: f"?portal_site={_portal_site(p)}",
        label="site filter",
    ),
    *(
        _at(name + kind, query=query)
        for name in (
            "govportal_question_access",
            "govportal_question_retention",
            "govportal_rating_report",
        )
        for kind, query in (("", ""), ("_results", ""), ("", "?export=csv"))
    ),
    _at(
        "govportal_rating_report",
        query=lambda p: f"?portal_site={_portal_site(p)}",
        label="site filter",
    ),
    _at("govportal_rating_report", query="?by=sections"),
]

_TEMPLATES = "wagtailsnippets_govportal_questions_responsetemplate"
_TAKEN = {"title": "Taken", "body": "null"}
REGISTERS = [
    *_snippet("responsetemplate", "template", app="govportal_questions"),
    *(
        probe
        for thing in ("site_template", "agency_template")
        for probe in (
            _at(f"{_TEMPLATES}:edit", _b(thing), label=thing),
            _at(
                f"{_TEMPLATES}:edit",
                _b(thing),
                data=lambda p: _TAKEN | {"portal_site": p.a.portal_site.pk},
                label=f"{thing} by hand",
                shows=False,
            ),
            _at(
                f"{_TEMPLATES}:delete",
                _b(thing),
                data=_nothing,
                label=f"{thing} by hand",
                shows=False,
                works=True,
            ),
        )
    ),
    _at(f"{_TEMPLATES}:add"),
    _at(
        f"{_TEMPLATES}:add",
        data=lambda p: _TAKEN | {"portal_site": _portal_site(p), "agency": p.b.agency.pk},
        label="on the other site",
        shows=False,
    ),
    *_bulk("govportal_questions", "responsetemplate", "delete", "template"),
    _at(
        "wagtail_bulk_action", "govportal_questions", "responsetemplate", "delete", query="?id=all"
    ),
    _settings("questionsettings", app="govportal_questions"),
    _settings(
        "questionsettings",
        app="govportal_questions",
        data=lambda p: {"where_else": "Taken", "reply_days": 1, "keep_months": 1},
        shows=False,
    ),
]

PAGES = [
    _page("edit", "answer"),
    _page("edit", "answers"),
    _page("view_draft", "answer"),
    _page("delete", "answers", data=_nothing, shows=False, works=True),
    _at("wagtailadmin_pages:add", "govportal_questions", "questionpage", _b("answers")),
    _at(
        "wagtailadmin_choose_page_search",
        query="?q=BETAXYZ&page_type=govportal_questions.questionpage",
        mark="Answer BETAXYZ",
    ),
]

ALL = [*INBOX, *QUESTIONS, *REPLIES, *REPORTS, *REGISTERS, *PAGES]
