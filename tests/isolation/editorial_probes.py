"""Every address of the editorial flow in the admin, tried on the things of another site."""

from __future__ import annotations

from typing import Any

from .probes import Probe, _at, _b, _home, _nothing, _portal_site
from .world import Province

_OF_USER_ALONE = {"shows": False}


def _do(code: str, thing: str = "item", *, works: bool = False, **data: Any) -> Probe:
    def values(province: Province) -> dict[str, Any]:
        return {
            name: (value(province) if callable(value) else value) for name, value in data.items()
        }

    return _at(
        "editorial_items:action",
        _b(thing),
        code,
        data=values,
        label=code,
        shows=False,
        works=works,
    )


def _own_agency(province: Province) -> int:
    return int(province.a.agency.pk)


ITEMS = [
    _at("editorial_items:index", query="?queue=all"),
    _at("editorial_items:index"),
    _at("editorial_items:index_results", query="?queue=all&q=BETAXYZ"),
    _at("editorial_items:index", query="?queue=all&export=csv"),
    _at(
        "editorial_items:index",
        query=lambda p: f"?queue=all&portal_site={_portal_site(p)}",
        label="site filter",
    ),
    _at(
        "editorial_items:index",
        query=lambda p: f"?queue=all&agency={p.b.agency.pk}",
        label="agency filter",
    ),
    _at("editorial_items:mine", **_OF_USER_ALONE),
    _at("editorial_items:mine_results", query="?q=BETAXYZ", **_OF_USER_ALONE),
    _at("editorial_items:mine", query="?export=csv", **_OF_USER_ALONE),
    _at("editorial_items:day"),
    _at("editorial_items:day", query=lambda p: f"?site={_portal_site(p)}", label="site"),
    _at("editorial_items:log"),
    _at("editorial_items:log_results", query="?q=BETAXYZ"),
    _at("editorial_items:log", query="?export=csv"),
    _at("editorial_items:log", query=lambda p: f"?site={_portal_site(p)}", label="site filter"),
    *(
        probe
        for thing in ("item", "verified", "own_slip_item")
        for probe in (
            _at("editorial_items:detail", _b(thing), label=thing),
            _at("editorial_items:history", _b(thing), label=thing),
            _at("editorial_items:history_export", _b(thing), "csv", label=f"{thing} csv"),
            _at("editorial_items:history_export", _b(thing), "json", label=f"{thing} json"),
        )
    ),
    _at("editorial_items:page_history", _b("article")),
    _at("editorial_items:page_history_export", _b("article"), "csv", label="csv"),
    _at("editorial_items:page_history_export", _b("article"), "json", label="json"),
    _at("editorial_items:action", _b("item"), "claim", **_OF_USER_ALONE),
    _do("claim", works=True),
    _do("release"),
    _do("reassign", to=lambda p: p.a.user("board_head").pk, reason="X"),
    _do("urgent", wanted="True", reason="X", works=True),
    _do("describe", category="propaganda", works=True),
    _do("verify", agency=_own_agency, question="X"),
    _do("answer", "verified", outcome="confirmed", answer="X"),
    _do("return", reasons="incomplete", message="X"),
    _do("refuse", ground="untrue", message="X"),
    _do("withdraw", reason="X", works=True),
    _do("approve", comment=""),
]

SLIPS = [
    _at("editorial_slips:index"),
    _at("editorial_slips:index_results", query="?q=BETAXYZ"),
    _at("editorial_slips:add", **_OF_USER_ALONE),
    _at("editorial_slips:enter", **_OF_USER_ALONE),
    _at("editorial_slips:show", _b("slip")),
    _at("editorial_slips:print", _b("slip")),
    _at("editorial_slips:edit", _b("slip"), **_OF_USER_ALONE),
    _at("editorial_slips:sign", _b("slip"), **_OF_USER_ALONE),
    _at("editorial_slips:receive", _b("slip"), **_OF_USER_ALONE),
    _at(
        "editorial_slips:edit",
        _b("slip"),
        data=lambda p: {"title": "Intruder", "action": "save"},
        shows=False,
    ),
    _at("editorial_slips:sign", _b("slip"), data=lambda p: {"note": "X"}, shows=False),
    _at(
        "editorial_slips:receive",
        _b("slip"),
        data=lambda p: {"place": f"article:{p.b.things['section'].pk}"},
        shows=False,
    ),
    _at(
        "editorial_slips:add",
        query=lambda p: f"?site={_portal_site(p)}",
        data=lambda p: {"title": "Intruder", "site": _portal_site(p)},
        label="on the other site",
        shows=False,
    ),
    _at(
        "editorial_slips:enter",
        query=lambda p: f"?site={_portal_site(p)}",
        data=lambda p: {"title": "Intruder", "site": _portal_site(p)},
        label="on the other site",
        shows=False,
    ),
]

_TAKEDOWN = {"requested_by": "X", "reason": "X", "mode": "tombstone", "basis": "X"}
AFTER = [
    _at("editorial_after:reports"),
    _at("editorial_after:report", _b("report")),
    _at("editorial_after:report_hide", _b("report"), data=lambda p: _TAKEDOWN, shows=False),
    *(
        _at(
            "editorial_after:report_answer",
            _b("report"),
            outcome,
            data=lambda p: {"answer": "X"},
            label=outcome,
            shows=False,
        )
        for outcome in ("upheld", "dismissed")
    ),
    _at("editorial_after:takedowns"),
    _at("editorial_after:takedown", _b("takedown")),
    *(
        _at(
            "editorial_after:takedown_decide",
            _b("takedown"),
            decision,
            data=lambda p: {"note": "X", "decision_note": "X"},
            label=decision,
            shows=False,
        )
        for decision in ("confirmed", "restored", "confirm", "restore")
    ),
    _at("editorial_after:take_down", _b("article")),
    _at("editorial_after:take_down", _b("article"), data=lambda p: _TAKEDOWN, shows=False),
    _at("editorial_after:reviews"),
    _at("editorial_after:review", _b("article")),
    _at("editorial_after:review_correct", _b("review"), data=_nothing, shows=False),
    _at("editorial_after:review_keep_up", _b("review"), data=_nothing, shows=False),
    _at(
        "editorial_after:review_ask",
        _b("article"),
        data=lambda p: {"next_on": "2030-01-01", "months": "12", "note": "X"},
        shows=False,
    ),
    _at("editorial_after:archive", _b("article"), data=lambda p: {"reason": "X"}, shows=False),
    _at("editorial_after:corrections", _b("article")),
    _at(
        "editorial_after:corrections",
        _b("article"),
        data=lambda p: {"kind": "correction", "text": "Intruder"},
        shows=False,
    ),
    _at(
        "editorial_after:correction_withdraw",
        _b("correction"),
        data=lambda p: {"reason": "X"},
        shows=False,
    ),
]

MESSAGES = [
    _at("editorial_messages:index", **_OF_USER_ALONE),
    _at("editorial_messages:read", _b("message"), data=_nothing, shows=False),
    _at("editorial_messages:open", _b("message"), data=_nothing, shows=False),
    _at("editorial_messages:read_all", data=_nothing, shows=False),
]

DELEGATIONS = [
    # The regulation of these sites delegates nothing, so that nobody sees a list.
    _at("editorial_delegations:index", **_OF_USER_ALONE),
    _at("editorial_delegations:add", **_OF_USER_ALONE),
    _at(
        "editorial_delegations:add",
        data=lambda p: {
            "portal_site": _portal_site(p),
            "page": _home(p),
            "user": p.a.user("contributor").pk,
            "decision": "X",
            "starts_on": "2026-01-01",
        },
        shows=False,
    ),
    _at("editorial_delegations:end", _b("delegation"), **_OF_USER_ALONE),
    _at(
        "editorial_delegations:end",
        _b("delegation"),
        data=lambda p: {"reason": "X"},
        shows=False,
    ),
]

EDITORIAL = [*ITEMS, *SLIPS, *AFTER, *MESSAGES, *DELEGATIONS]
