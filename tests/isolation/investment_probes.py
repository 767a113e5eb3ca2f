"""Every address of the register of projects, tried on those of another site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from govportal_wagtail.investment.models import BatchState
from tests.investment.import_helpers import as_csv, sheet_row
from tests.investment.project_form_data import form_of

from .investment_world import YEAR, table
from .probes import Probe, _at, _b, _bulk, _home, _ids, _nothing, _page, _portal_site
from .world import Province

_OF_USER_ALONE = {"shows": False}
_CHANGES = {"shows": False, "works": True}
_MODEL = ("govportal_investment", "investmentprojectpage")


def _own(thing: str) -> Callable[[Province], int]:
    def pk(province: Province) -> int:
        return int(province.a.things[thing].pk)

    return pk


def _register_query(province: Province) -> str:
    return f"?register={_b('projects')(province)}"


def _file(data: bytes, name: str = "intruder.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def _sheet_form(register: Callable[[Province], int]) -> Callable[[Province], dict[str, Any]]:
    return lambda p: {
        "register": register(p),
        "title": "Intruder",
        "basis": "Intruder",
        "file": _file(table("BETAXYZ", planned="1")),
    }


#: The steps that may be taken from each state; a superuser is the second person of some.
_STEPS: dict[str, tuple[str, ...]] = {
    BatchState.DRAFT: ("submit", "withdraw"),
    BatchState.SUBMITTED: ("approve", "return", "withdraw"),
    BatchState.RETURNED: ("submit", "withdraw"),
    BatchState.APPLYING: ("resume",),
}
_BY_THE_SECOND_PERSON = ("approve", "return", "resume")


def _of_state(state: str) -> list[Probe]:
    """The page of a sheet in a state, its replacement, and its steps by hand."""
    thing = f"sheet_{state}"
    replace = "govportal_projects:batch_replace"
    found = [_at("govportal_projects:batch", _b(thing), label=state)]
    if state in (BatchState.DRAFT, BatchState.RETURNED):
        data = _sheet_form(_b("projects"))
        found += [
            _at(replace, _b(thing), label=state, **_OF_USER_ALONE),
            _at(replace, _b(thing), data=data, label=f"by hand {state}", **_OF_USER_ALONE),
        ]
    return found + [
        _at(
            "govportal_projects:batch_step",
            _b(thing),
            code,
            data=lambda p: {"reason": "X"},
            label=f"{code} {state}",
            shows=False,
            works=code in _BY_THE_SECOND_PERSON,
        )
        for code in _STEPS.get(state, ())
    ]


SHEETS = [
    _at("govportal_projects:batches"),
    _at("govportal_projects:batches_results", query="?q=BETAXYZ"),
    _at("govportal_projects:batches", query=_register_query, label="register filter"),
    *(probe for state in BatchState.values for probe in _of_state(state)),
    # Superusers belong to no agency and hand in no sheets.
    _at("govportal_projects:batch_new", **_OF_USER_ALONE),
    *(
        _at(
            "govportal_projects:batch_new",
            data=_sheet_form(register),
            label=label,
            # The report names the codes of the file, which the user knows.
            mark="Project BETAXYZ",
            **_OF_USER_ALONE,
        )
        for register, label in (
            (_b("projects"), "into the other register"),
            (_own("projects"), "of a project of the other register"),
        )
    ),
    _at(
        "govportal_projects:batch_replace",
        _own("sheet_draft"),
        data=_sheet_form(_b("projects")),
        label="own sheet into the other register",
        mark="Project BETAXYZ",
        **_OF_USER_ALONE,
    ),
    _at(
        "govportal_projects:batch_template",
        query=lambda p: f"{_register_query(p)}&year={YEAR}&unit=million",
        label="of the other register",
        **_OF_USER_ALONE,
    ),
]

_HISTORY = [
    _at("govportal_projects:history"),
    _at("govportal_projects:history_results", query="?figure=total_investment"),
    _at("govportal_projects:history", query="?export=csv"),
    _at("govportal_projects:project_history", _b("project")),
    _at("govportal_projects:project_history", _b("draft_project")),
    _at("govportal_projects:project_history_results", _b("project"), **_OF_USER_ALONE),
    _at("govportal_projects:project_history", _b("project"), query="?export=csv"),
]

LISTS = [
    *_HISTORY,
    _at("govportal_project_pages:index"),
    _at("govportal_project_pages:index", query="?q=BETAXYZ"),
    _at("govportal_project_pages:index_results", query="?q=C-BETAXYZ"),
    _at("govportal_project_pages:index", query="?export=csv"),
    _at("govportal_project_pages:index", query=_register_query, label="register filter"),
    _at("govportal_project_pages:choose_parent", shows=False),
]


def _upload_form(register: Callable[[Province], int]) -> Callable[[Province], dict[str, Any]]:
    return lambda p: {
        "register": register(p),
        "file": _file(as_csv(sheet_row(code="I-INTRUDER", name="Intruder"))),
        "mapping": "standard_sheet",
    }


def _start(thing: str, action: str, works: bool) -> Probe:
    return _at(
        "govportal_project_imports:start",
        _b(thing),
        data=lambda p: {"action": action},
        label=f"{action} {thing}",
        shows=False,
        works=works,
    )


_REPORTS = "govportal_project_reports"
REPORTS = [
    *(
        _at(f"{_REPORTS}:{name}{kind}", query=query, shows=shows)
        for name, query, shows in (
            ("totals", "?by=investor", True),
            ("disbursement", f"?year={YEAR}", True),
            ("stale", "?months=1", False),
            ("gaps", "", False),
        )
        for kind in ("", "_results")
    ),
    _at(f"{_REPORTS}:totals", query="?by=investor&export=csv"),
    _at(f"{_REPORTS}:disbursement", query=f"?year={YEAR}&export=csv"),
    _at(f"{_REPORTS}:gaps", query="?version=draft&export=csv", shows=False),
    *(
        _at(f"{_REPORTS}:{name}", query=_register_query, label="register filter", shows=False)
        for name in ("totals", "disbursement", "stale", "gaps")
    ),
]

IMPORTS = [
    _at("govportal_project_imports:index"),
    _at("govportal_project_imports:upload"),
    _at(
        "govportal_project_imports:upload",
        data=_upload_form(_b("projects")),
        label="into the other register",
        **_CHANGES,
    ),
    _at(
        "govportal_project_imports:upload",
        data=lambda p: (
            _upload_form(_own("projects"))(p)
            | {"file": _file(as_csv(sheet_row(code="C-BETAXYZ", name="Intruder")))}
        ),
        label="the code of the other site into the own register",
        **_OF_USER_ALONE,
    ),
    *(
        probe
        for thing in ("project_run", "project_run_done")
        for probe in (
            _at("govportal_project_imports:detail", _b(thing), label=thing),
            _at("govportal_project_imports:report", _b(thing), "json", label=thing, shows=False),
            _at("govportal_project_imports:report", _b(thing), "xlsx", label=thing, shows=False),
        )
    ),
    _start("project_run", "trial", works=True),
    _start("project_run", "import", works=True),
    _start("project_run", "continue", works=False),
    _start("project_run_done", "import", works=True),
]


def _own_form_with_foreign_rows(province: Province) -> dict[str, Any]:
    """The own project as the editor posts it, with the keys of rows of the other project."""
    own, foreign = (place.things["project"] for place in (province.a, province.b))
    row = foreign.capital.get()
    return form_of(own, title="Intruder") | {
        "capital-INITIAL_FORMS": "1",
        "capital-0-id": str(row.pk),
        "capital-0-planned": "1",
        "capital-0-disbursed": "1",
    }


def _moved(province: Province) -> dict[str, Any]:
    return {"new_title": "X", "new_slug": "x", "new_parent_page": _b("projects")(province)}


PAGES = [
    *(
        _page(view, thing)
        for thing in ("project", "draft_project", "project_in_change")
        for view in ("edit", "view_draft", "history")
    ),
    *(_page(view, "projects") for view in ("edit", "usage", "history")),
    _page("usage", "project"),
    _page("revisions_compare", "project", lambda p: "earliest", lambda p: "latest"),
    _page("revisions_view", "project", lambda p: p.b.things["project"].latest_revision_id),
    _page("revisions_revert", "project", lambda p: p.b.things["project"].latest_revision_id),
    _page("preview_on_edit", "project", shows=False),
    _page(
        "edit",
        "project",
        data=lambda p: form_of(p.b.things["project"], title="Intruder"),
        shows=False,
        works=True,
    ),
    _page("delete", "project", data=_nothing, **_CHANGES),
    _page("unpublish", "project", data=_nothing, **_CHANGES),
    _page("move_confirm", "project", _own("projects"), data=_nothing, **_CHANGES),
    _page(
        "copy",
        "project",
        data=lambda p: {
            "new_title": "X",
            "new_slug": "x",
            "new_parent_page": _own("projects")(p),
        },
        shows=False,
    ),
    _at("wagtailadmin_pages:add", *_MODEL, _b("projects")),
    _at(
        "wagtailadmin_pages:add",
        *_MODEL,
        _b("projects"),
        data=lambda p: form_of(p.a.things["project"], slug="intruder", code="INTRUDER"),
        label="by hand",
        **_CHANGES,
    ),
    _at(
        "wagtailadmin_pages:edit",
        _own("project"),
        data=_own_form_with_foreign_rows,
        label="own project with capital of the other",
        **_OF_USER_ALONE,
    ),
    _at(
        "wagtailadmin_pages:copy",
        _own("project"),
        data=_moved,
        label="own project into the other register",
        **_CHANGES,
    ),
    _at(
        "wagtailadmin_pages:move_confirm",
        _own("project"),
        _b("projects"),
        data=_nothing,
        label="own project into the other register",
        **_CHANGES,
    ),
    *_bulk("wagtailcore", "page", "publish", "draft_project"),
    _at("wagtailadmin_api:pages:detail", _b("project"), query="?fields=*", shows=False),
    _at(
        "wagtailadmin_api:pages:listing",
        query=lambda p: f"?child_of={_b('projects')(p)}&fields=*",
        label="projects",
    ),
]

CHOOSERS = [
    _at(
        "wagtailadmin_choose_page_search",
        query="?q=BETAXYZ&page_type=govportal_investment.investmentprojectpage",
        mark="Project BETAXYZ",
    ),
    _at("wagtailadmin_choose_page_child", _b("projects")),
    _at("wagtailadmin_choose_page_chosen_multiple", query=_ids("draft_project"), label="draft"),
    _at("wagtailadmin_choose_page_child", _home, query="?page_type=wagtailcore.page"),
]

_SOURCES = "wagtailsnippets_govportal_investment_capitalsource"
_NAMED = {"code": "intruder", "name": "Intruder", "sort_order": "0"}
SOURCES = [
    _at(f"{_SOURCES}:add", data=lambda p: _NAMED, **_CHANGES),
    _at(f"{_SOURCES}:edit", _b("capital_source"), data=lambda p: _NAMED, **_CHANGES),
    _at(f"{_SOURCES}:delete", _b("capital_source"), data=_nothing, **_OF_USER_ALONE),
    _at(
        "wagtail_bulk_action",
        "govportal_investment",
        "capitalsource",
        "delete",
        query=_ids("capital_source"),
        data=_nothing,
        label="capitalsource by hand",
        **_OF_USER_ALONE,
    ),
]

ALL = [
    *SHEETS,
    *LISTS,
    *REPORTS,
    *IMPORTS,
    *PAGES,
    *CHOOSERS,
    *SOURCES,
    _at(
        "govportal_sites:make_part",
        _portal_site,
        "projects",
        data=_nothing,
        shows=False,
    ),
]
