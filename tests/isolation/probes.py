"""What a user of one site may try with the things of another one: addresses, by hand, all of them.

A ``Probe`` names an address of the admin; ``shows`` says that a superuser sees the other site's
name there, which proves that the address is right and that the name would be found.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from .world import Province

Address = Callable[[Province], str]


@dataclass(frozen=True)
class Probe:
    """One thing that is tried."""

    name: str
    address: Address
    #: None: the address is only looked at.
    data: Callable[[Province], dict[str, Any]] | None = None
    shows: bool = True
    #: Whether the same by a superuser changes the site, which proves that what is sent is right.
    works: bool = False
    #: What must not be in the answer.
    mark: str = "BETAXYZ"
    headers: tuple[tuple[str, str], ...] = ()


def _b(name: str) -> Callable[[Province], int]:
    def pk(province: Province) -> int:
        return int(province.b.things[name].pk)

    return pk


def _page(view: str, thing: str = "article", *more: Any, **options: Any) -> Probe:
    query = options.pop("query", "")

    def address(province: Province) -> str:
        args = [_b(thing)(province), *(each(province) for each in more)]
        return reverse(f"wagtailadmin_pages:{view}", args=args) + query

    return Probe(f"page {view} {thing}{query}", address, **options)


def _at(name: str, *args: Any, query: Any = "", label: str = "", **options: Any) -> Probe:
    def address(province: Province) -> str:
        values = [each(province) if callable(each) else each for each in args]
        added = query(province) if callable(query) else query
        return reverse(name, args=values) + added

    shown = query if isinstance(query, str) else ""
    return Probe(f"{name} {label or shown}".strip(), address, **options)


def _home(province: Province) -> int:
    return int(province.b.home.pk)


def _own_section(province: Province) -> int:
    return int(province.a.things["section"].pk)


def _own_article(province: Province) -> int:
    return int(province.a.things["article"].pk)


def _revision(province: Province) -> int:
    return int(province.b.things["article"].latest_revision_id)


def _task_state(province: Province) -> int:
    return int(province.b.things["task_state"].pk)


def _task(province: Province) -> int:
    return int(province.b.things["task"].pk)


def _ids(thing: str) -> Callable[[Province], str]:
    return lambda province: f"?id={_b(thing)(province)}"


def _nothing(province: Province) -> dict[str, Any]:
    return {}


_TEXT = json.dumps(
    {
        "blocks": [
            {
                "key": "a1",
                "text": "X",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
        "entityMap": {},
    }
)


def _article_form(province: Province) -> dict[str, Any]:
    """An article with all that one needs to be posted: only the site is wrong."""
    return {
        "title": "Intruder",
        "slug": "intruder",
        "published_on": "2026-11-05",
        "category": str(_b("category")(province)),
        "agency": str(province.b.agency.pk),
        "author": "X",
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value": _TEXT,
        "attachments-TOTAL_FORMS": "0",
        "attachments-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }


_ARTICLE = ("govportal_pages", "articlepage")
_SUPERUSER_LEARNS_NOTHING = {"shows": False}

PAGES = [
    _at("wagtailadmin_explore_root"),
    _at("wagtailadmin_explore_root", query="?q=BETAXYZ&search_all=1"),
    _at("wagtailadmin_explore", _home),
    _at("wagtailadmin_explore", _b("section")),
    _at("wagtailadmin_explore_results", _b("section")),
    _at("wagtailadmin_explore", lambda p: p.a.home.pk, query="?q=BETAXYZ&search_all=1"),
    _at("wagtailadmin_pages:search", query="?q=BETAXYZ"),
    _at("wagtailadmin_pages:search_results", query="?q=BETAXYZ"),
    _at("wagtailadmin_pages:type_use", *_ARTICLE),
    _at("wagtailadmin_pages:type_use_results", *_ARTICLE),
    _at("wagtailadmin_pages:choose_parent", *_ARTICLE, shows=False),
    _at("wagtailadmin_pages:add", *_ARTICLE, _b("section")),
    _page("edit"),
    _page("edit", "draft"),
    _page("edit", "document"),
    _page("copy"),
    _page("move"),
    _page("move_confirm", "article", _own_section),
    _at(
        "wagtailadmin_pages:move_confirm",
        _own_article,
        _b("section"),
        label="own article into the other site",
    ),
    _page("delete"),
    _page("unpublish"),
    _page("history"),
    _page("history_results", **_SUPERUSER_LEARNS_NOTHING),
    _page("workflow_history"),
    _page("usage"),
    _page("revisions_index", **_SUPERUSER_LEARNS_NOTHING),
    _page("view_draft"),
    _page("view_draft", "draft"),
    _page("revisions_view", "article", _revision),
    _page("revisions_revert", "article", _revision),
    _page("revisions_compare", "article", lambda p: "earliest", lambda p: "latest"),
    _page("set_privacy", **_SUPERUSER_LEARNS_NOTHING),
    _page("add_subpage", "section"),
    _page("convert_alias", "alias"),
    _page("collect_workflow_action_data", "draft", lambda p: "approve", _task_state, shows=False),
    _page("confirm_workflow_cancellation", "draft", shows=False),
    _page("workflow_preview", "draft", _task),
    # Of a page that waits for nobody, Wagtail says so by its title.
    _page("workflow_preview", "draft_document", _task, shows=False),
    _page("workflow_action", "draft_document", lambda p: "approve", _task_state, shows=False),
    _page(
        "collect_workflow_action_data",
        "draft_document",
        lambda p: "approve",
        _task_state,
        shows=False,
    ),
    _page("preview_on_edit", "article", shows=False),
]

PAGE_CHANGES = [
    _page("edit", data=_article_form, shows=False, works=True),
    _page("edit", "draft", data=_article_form, shows=False, works=True),
    _at(
        "wagtailadmin_pages:add",
        *_ARTICLE,
        _b("section"),
        data=_article_form,
        shows=False,
        works=True,
    ),
    _page(
        "copy",
        data=lambda p: {"new_title": "X", "new_slug": "x", "new_parent_page": _own_section(p)},
        shows=False,
    ),
    _at(
        "wagtailadmin_pages:copy",
        _own_article,
        data=lambda p: {
            "new_title": "X",
            "new_slug": "x",
            "new_parent_page": _b("section")(p),
            "publish_copies": "on",
        },
        label="own article into the other site",
        shows=False,
        works=True,
    ),
    _at(
        "wagtailadmin_pages:copy",
        _own_article,
        data=lambda p: {
            "new_title": "X",
            "new_slug": "x",
            "new_parent_page": _b("section")(p),
            "alias": "on",
        },
        label="alias of the own article in the other site",
        shows=False,
        works=True,
    ),
    _page("copy", data=lambda p: {"new_parent_page": _own_section(p), "alias": "on"}, shows=False),
    _page("move", data=lambda p: {"new_parent_page": _own_section(p)}, shows=False),
    _page("move_confirm", "article", _own_section, data=_nothing, shows=False, works=True),
    _at(
        "wagtailadmin_pages:move_confirm",
        _own_article,
        _b("section"),
        data=_nothing,
        label="own article into the other site",
        shows=False,
        works=True,
    ),
    _page("set_page_position", "article", query="?position=0", data=_nothing, shows=False),
    _page("delete", data=_nothing, shows=False, works=True),
    _page("unpublish", data=_nothing, shows=False, works=True),
    _page("lock", data=_nothing, shows=False, works=True),
    _page("unlock", "section", data=_nothing, shows=False, works=True),
    _page(
        "set_privacy",
        data=lambda p: {"restriction_type": "login", "password": "", "groups": ""},
        shows=False,
    ),
    _page("convert_alias", "alias", data=_nothing, shows=False, works=True),
    _page(
        "workflow_action",
        "draft",
        lambda p: "approve",
        _task_state,
        data=_nothing,
        shows=False,
    ),
    _page("revisions_unschedule", "article", _revision, data=_nothing, shows=False),
    _page("preview_on_edit", "article", data=_article_form, shows=False),
    _at(
        "wagtailadmin_workflows:remove",
        _b("section"),
        data=_nothing,
        shows=False,
    ),
    _at(
        "wagtailadmin_editing_sessions:ping",
        *_ARTICLE,
        _b("article"),
        999_999,
        data=_nothing,
        shows=False,
    ),
]

_API = "wagtailadmin_api:pages"
API = [
    # One page of the listing has 20 rows: those of the agency's site come last.
    _at(f"{_API}:listing", query="?order=-id"),
    _at(f"{_API}:listing", query="?for_explorer=1&child_of=root"),
    _at(f"{_API}:listing", query=lambda p: f"?child_of={_home(p)}", label="children"),
    _at(f"{_API}:listing", query="?search=BETAXYZ"),
    _at(f"{_API}:listing", query=lambda p: f"?descendant_of={_home(p)}", label="below"),
    _at(f"{_API}:detail", _b("article")),
    _at(f"{_API}:find", query=lambda p: f"?id={_b('article')(p)}", shows=False),
    _at("wagtailadmin_api:images:listing"),
    _at("wagtailadmin_api:images:detail", _b("image")),
    _at("wagtailadmin_api:documents:listing"),
    _at("wagtailadmin_api:documents:detail", _b("file")),
]


def _api_action(action: str, **data: Any) -> Probe:
    return _at(
        f"{_API}:action",
        _b("article"),
        action,
        data=lambda p: {
            name: (value(p) if callable(value) else value) for name, value in data.items()
        },
        label=action,
        shows=False,
        works=action in {"delete", "unpublish", "move"},
    )


API_CHANGES = [
    _api_action("copy", destination_page_id=_own_section, recursive=False),
    _api_action("delete"),
    _api_action("unpublish"),
    _api_action("publish"),
    _api_action("move", destination_page_id=_own_section),
    _api_action("create_alias", destination_page_id=_own_section),
    _api_action("revert_to_page_revision", revision_id=_revision),
    _at(
        f"{_API}:action",
        _own_article,
        "move",
        data=lambda p: {"destination_page_id": _b("section")(p)},
        label="move the own article into the other site",
        shows=False,
    ),
    _at(
        f"{_API}:action",
        _own_article,
        "copy",
        data=lambda p: {"destination_page_id": _b("section")(p)},
        label="copy the own article into the other site",
        shows=False,
    ),
]

CHOOSERS = [
    _at("wagtailadmin_choose_page"),
    _at("wagtailadmin_choose_page", query="?page_type=govportal_pages.articlepage"),
    _at("wagtailadmin_choose_page_child", _home),
    _at("wagtailadmin_choose_page_child", _b("section")),
    _at(
        "wagtailadmin_choose_page_child",
        _b("section"),
        query="?page_type=govportal_pages.articlepage&user_perms=copy_to",
    ),
    _at("wagtailadmin_choose_page_search", query="?q=BETAXYZ"),
    _at(
        "wagtailadmin_choose_page_search",
        query="?q=BETAXYZ&page_type=govportal_pages.articlepage",
    ),
    _at("wagtailadmin_choose_page_chosen_multiple", query=_ids("article"), label="id"),
    _at(
        "wagtailadmin_choose_page_external_link",
        data=lambda p: {
            "external-link-chooser-url": p.b.things["article"].full_url,
            "external-link-chooser-link_text": "",
        },
        label="address of a page",
    ),
    _at(
        "wagtailadmin_choose_page_external_link",
        data=lambda p: {
            "external-link-chooser-url": p.b.things["article"].full_url + "?x=1",
            "external-link-chooser-link_text": "",
        },
        label="address with a query",
    ),
    _at("wagtailimages_chooser:choose"),
    _at("wagtailimages_chooser:choose_results", query="?q=BETAXYZ"),
    _at(
        "wagtailimages_chooser:choose_results",
        query=lambda p: f"?collection_id={p.b.collection.pk}",
        label="collection",
    ),
    _at("wagtailimages_chooser:chosen", _b("image")),
    _at("wagtailimages_chooser:chosen_multiple", query=_ids("image"), label="id"),
    _at("wagtailimages_chooser:select_format", _b("image")),
    _at("wagtaildocs_chooser:choose"),
    _at("wagtaildocs_chooser:choose_results", query="?q=BETAXYZ"),
    _at("wagtaildocs_chooser:chosen", _b("file")),
    _at("wagtaildocs_chooser:chosen_multiple", query=_ids("file"), label="id"),
    _at("govportal_legal_chooser:choose", mark="draft BETAXYZ"),
    _at("govportal_legal_chooser:choose_results", query="?q=BETAXYZ", mark="draft BETAXYZ"),
    _at("govportal_legal_chooser:chosen", _b("draft_document")),
    _at("govportal_legal_chooser:chosen_multiple", query=_ids("draft_document"), label="draft"),
    _at("wagtailadmin_tag_autocomplete", query="?term=Article", shows=False),
]

FILES = [
    _at("wagtailimages:index"),
    _at("wagtailimages:index_results", query="?q=BETAXYZ"),
    _at(
        "wagtailimages:index_results",
        query=lambda p: f"?collection_id={p.b.collection.pk}",
        label="collection",
    ),
    _at("wagtailimages:edit", _b("image")),
    _at("wagtailimages:delete", _b("image")),
    _at("wagtailimages:image_usage", _b("image")),
    _at("wagtailimages:url_generator", _b("image"), shows=False),
    _at("wagtailimages:add_multiple"),
    _at("wagtaildocs:index"),
    _at("wagtaildocs:index_results", query="?q=BETAXYZ"),
    _at("wagtaildocs:edit", _b("file")),
    _at("wagtaildocs:delete", _b("file")),
    _at("wagtaildocs:document_usage", _b("file")),
    _at("wagtaildocs:add_multiple"),
    _at("wagtailadmin_collections:index"),
    _at("wagtailadmin_collections:add"),
    _at("wagtailadmin_collections:edit", lambda p: p.b.collection.pk),
    _at("wagtailadmin_collections:delete", lambda p: p.b.collection.pk),
    _at(
        "wagtailadmin_collections:set_privacy",
        lambda p: p.b.collection.pk,
        shows=False,
    ),
]

_TITLE = {"title": "Intruder"}
FILE_CHANGES = [
    _at(
        "wagtailimages:edit",
        _b("image"),
        data=lambda p: _TITLE | {"collection": p.a.collection.pk},
        shows=False,
    ),
    _at("wagtailimages:delete", _b("image"), data=_nothing, shows=False, works=True),
    _at(
        "wagtailimages:edit_multiple",
        _b("image"),
        data=lambda p: {f"image-{_b('image')(p)}-title": "X"},
        shows=False,
        headers=(("HTTP_X_REQUESTED_WITH", "XMLHttpRequest"),),
    ),
    _at(
        "wagtailimages:delete_multiple",
        _b("image"),
        data=_nothing,
        shows=False,
        headers=(("HTTP_X_REQUESTED_WITH", "XMLHttpRequest"),),
    ),
    _at(
        "wagtaildocs:edit",
        _b("file"),
        data=lambda p: _TITLE | {"collection": p.a.collection.pk},
        shows=False,
    ),
    _at("wagtaildocs:delete", _b("file"), data=_nothing, shows=False, works=True),
    _at(
        "wagtaildocs:edit_multiple",
        _b("file"),
        data=lambda p: {f"doc-{_b('file')(p)}-title": "X"},
        shows=False,
        headers=(("HTTP_X_REQUESTED_WITH", "XMLHttpRequest"),),
    ),
    _at(
        "wagtaildocs:delete_multiple",
        _b("file"),
        data=_nothing,
        shows=False,
        headers=(("HTTP_X_REQUESTED_WITH", "XMLHttpRequest"),),
    ),
    _at(
        "wagtailadmin_collections:edit",
        lambda p: p.b.collection.pk,
        data=lambda p: {"name": "Taken"},
        shows=False,
    ),
    _at(
        "wagtailadmin_collections:delete",
        lambda p: p.b.collection.pk,
        data=_nothing,
        shows=False,
    ),
]


def _bulk(app: str, model: str, action: str, thing: str, **data: Any) -> list[Probe]:
    def values(province: Province) -> dict[str, Any]:
        return {
            name: (value(province) if callable(value) else value) for name, value in data.items()
        }

    label = f"{model} {action}"
    return [
        _at("wagtail_bulk_action", app, model, action, query=_ids(thing), label=label),
        _at(
            "wagtail_bulk_action",
            app,
            model,
            action,
            query=_ids(thing),
            label=f"{label} by hand",
            data=values,
            shows=False,
            works=action != "add_tags",
        ),
    ]


def _own_collection(province: Province) -> int:
    return int(province.a.collection.pk)


BULK = [
    *_bulk("wagtailcore", "page", "delete", "article"),
    *_bulk("wagtailcore", "page", "move", "article", chooser=_own_section),
    *_bulk("wagtailcore", "page", "publish", "draft"),
    *_bulk("wagtailcore", "page", "unpublish", "article"),
    *_bulk("wagtailimages", "image", "delete", "image"),
    *_bulk("wagtailimages", "image", "add_tags", "image", tags="intruder"),
    *_bulk("wagtailimages", "image", "add_to_collection", "image", collection=_own_collection),
    *_bulk("wagtaildocs", "document", "delete", "file"),
    *_bulk("wagtaildocs", "document", "add_tags", "file", tags="intruder"),
    *_bulk("wagtaildocs", "document", "add_to_collection", "file", collection=_own_collection),
    *_bulk("govportal_core", "person", "delete", "person"),
    *_bulk("govportal_core", "editorialboard", "delete", "board"),
    _at(
        "wagtail_bulk_action",
        "wagtailcore",
        "page",
        "delete",
        query=lambda p: f"?id=all&childOf={_b('section')(p)}",
        label="all below a page of the other site",
    ),
    _at("wagtail_bulk_action", "wagtailcore", "page", "delete", query="?id=all", shows=False),
    _at("wagtail_bulk_action", "wagtailimages", "image", "delete", query="?id=all"),
    _at("wagtail_bulk_action", "wagtaildocs", "document", "delete", query="?id=all"),
    _at("wagtail_bulk_action", "govportal_core", "editorialboard", "delete", query="?id=all"),
    # Not all people can be deleted, since some have a page; so the superuser is told.
    _at("wagtail_bulk_action", "govportal_core", "person", "delete", query="?id=all", shows=False),
]


def _snippet(model: str, thing: str, app: str = "govportal_core") -> list[Probe]:
    name, chooser = (f"wagtailsnippet{kind}_{app}_{model}" for kind in ("s", "choosers"))
    return [
        _at(f"{name}:list"),
        _at(f"{name}:list_results", query="?q=BETAXYZ"),
        _at(f"{name}:edit", _b(thing)),
        _at(f"{name}:delete", _b(thing)),
        _at(f"{name}:usage", _b(thing)),
        _at(f"{name}:history", _b(thing)),
        _at(f"{name}:history_results", _b(thing), shows=False),
        _at(f"{chooser}:choose"),
        _at(f"{chooser}:choose_results", query="?q=BETAXYZ"),
        _at(f"{chooser}:chosen", _b(thing)),
        _at(f"{chooser}:chosen_multiple", query=_ids(thing), label="id"),
        _at(f"{name}:edit", _b(thing), data=lambda p: {"name": "Taken"}, shows=False),
        _at(f"{name}:delete", _b(thing), data=_nothing, shows=False),
    ]


REGISTERS = [
    *_snippet("person", "person"),
    *_snippet("editorialboard", "board"),
    _at("wagtailsnippets_govportal_core_person:focal_officers", shows=False),
    _at("wagtailsnippets_govportal_core_person:add", shows=False),
    _at("wagtailsnippets_govportal_core_editorialboard:add", shows=False),
]


def _site(province: Province) -> int:
    return int(province.b.site.pk)


def _settings(model: str, app: str = "govportal_core", **options: Any) -> Probe:
    def address(province: Province) -> str:
        return f"/admin/settings/{app}/{model}/{_site(province)}/"

    return Probe(f"settings {model}", address, **options)


def _account(province: Province) -> int:
    return int(province.b.user("contributor").govportal_account.pk)


def _assignment(province: Province) -> int:
    return int(province.b.user("contributor").govportal_account.assignments.get().pk)


SITE_THINGS = [
    _settings("portalsettings"),
    _settings("portalsettings", data=lambda p: {"portal_name": "Taken"}, shows=False),
    _settings("regulationsettings", app="govportal_regulation", shows=False),
    _settings(
        "regulationsettings",
        app="govportal_regulation",
        data=lambda p: {"profile": "langson-2024"},
        shows=False,
    ),
    _at("wagtailredirects:index"),
    _at("wagtailredirects:index_results", query="?q=betaxyz"),
    _at("wagtailredirects:edit", _b("redirect")),
    _at("wagtailredirects:delete", _b("redirect"), shows=False),
    _at("wagtailredirects:add"),
    _at(
        "wagtailredirects:add",
        data=lambda p: {"old_path": "/x", "site": _site(p), "redirect_link": "https://x.vn/"},
        shows=False,
    ),
    _at("wagtailredirects:delete", _b("redirect"), data=_nothing, shows=False, works=True),
    _at("wagtailadmin_workflows:index"),
    _at("wagtailadmin_workflows:edit", _b("workflow")),
    _at("wagtailadmin_workflows:usage", _b("workflow")),
    _at("wagtailadmin_workflows:disable", _b("workflow")),
    _at("wagtailadmin_workflows:disable", _b("workflow"), data=_nothing, shows=False, works=True),
    _at("wagtailadmin_workflows:task_index"),
    _at("wagtailadmin_workflows:edit_task", _b("task")),
    _at("wagtailadmin_workflows:disable_task", _b("task"), data=_nothing, shows=False),
    _at("wagtailadmin_workflows:task_chooser"),
    _at("wagtailadmin_workflows:task_chooser_results", query="?q=Task"),
    _at("wagtailadmin_workflows:task_chosen", _b("task")),
    _at("wagtailusers_users:index"),
    _at("wagtailusers_users:edit", lambda p: p.b.user("contributor").pk),
    _at("wagtailusers_users:history", lambda p: p.b.user("contributor").pk),
    _at("wagtailusers_users:delete", lambda p: p.b.user("contributor").pk, shows=False),
    _at("wagtailusers_users:add"),
    _at("wagtailusers_groups:index"),
    _at("wagtailusers_groups:edit", lambda p: p.b.portal_site.role_groups.first().group_id),
    _at("wagtailusers_groups:add"),
    _at("wagtailsites:index"),
    _at("wagtailsites:edit", _site),
    _at("wagtailsites:history", _site),
    _at("wagtailsites:delete", _site, data=_nothing, shows=False),
]

REPORTS = [
    *(
        _at(f"wagtailadmin_reports:{name}{kind}", **options)
        for name, options in {
            "locked_pages": {},
            "workflow": {},
            "workflow_tasks": {},
            "site_history": {},
            "aging_pages": {},
        }.items()
        for kind in ("", "_results")
    ),
    _at("wagtailadmin_reports:page_types_usage"),
    _at("wagtailadmin_reports:page_types_usage_results"),
    _at("wagtailadmin_reports:page_types_usage", query="?export=csv", shows=False),
    _at("wagtailadmin_explore_root", query=lambda p: f"?site={_site(p)}", label="site filter"),
    _at(
        "wagtailadmin_explore_root",
        query=lambda p: f"?owner={p.b.user('contributor').pk}",
        label="owner filter",
    ),
    _at(
        "wagtailadmin_reports:site_history",
        query=lambda p: f"?user={p.b.user('contributor').pk}",
        label="user filter",
    ),
    _at(
        "wagtailadmin_reports:workflow",
        query=lambda p: f"?workflow={_b('workflow')(p)}",
        label="workflow filter",
    ),
    _at("wagtailadmin_reports:site_history", query="?export=csv"),
    _at("wagtailadmin_reports:aging_pages", query="?export=csv"),
    _at("wagtailadmin_reports:locked_pages", query="?export=csv"),
    _at("wagtailadmin_reports:workflow", query="?export=csv"),
    _at("wagtailadmin_reports:workflow_tasks", query="?export=csv"),
    _at("govportal_uploaded_files"),
    _at("govportal_uploaded_files", query="?export=csv"),
    _at("wagtailadmin_home", shows=False),
    _at("wagtailadmin_account", shows=False),
]

LEGAL = [
    _at("govportal_search_log"),
    _at("govportal_search_log", query="?export=csv"),
    _at("govportal_imports:index"),
    _at("govportal_imports:upload"),
    _at("govportal_imports:detail", _b("run"), shows=False),
    _at("govportal_imports:report", _b("run"), "json", shows=False),
    _at("govportal_imports:start", _b("run"), data=_nothing, shows=False),
    _at("govportal_documents:index"),
    _at("govportal_documents:index", query="?q=BETAXYZ"),
    _at("govportal_documents:index", query="?export=csv"),
    _at("govportal_documents:choose_parent", shows=False),
    _at("govportal_libraries:index"),
    _at("govportal_libraries:choose_parent", shows=False),
    _at("govportal_legal_admin:found_relations", _b("draft_document"), shows=False),
    _at("govportal_legal_admin:found_relations", _b("document"), data=_nothing, shows=False),
    _at(
        "govportal_legal_admin:check_symbol",
        query=lambda p: f"?symbol={p.b.things['draft_document'].symbol}",
        label="of a draft",
        shows=False,
    ),
]

ACCOUNTS = [
    _at("govportal_accounts:index"),
    _at("govportal_accounts:index_results", query="?q=BETAXYZ"),
    _at("govportal_accounts:index", query="?export=csv"),
    _at("govportal_accounts:edit", _account),
    _at("govportal_accounts:history", _account),
    _at("govportal_accounts:add"),
    _at("govportal_accounts:lock", _account),
    _at(
        "govportal_accounts:lock",
        _account,
        data=lambda p: {"reason": "left"},
        shows=False,
        works=True,
    ),
    _at("govportal_accounts:unlock", _account, data=_nothing, shows=False),
    _at("govportal_accounts:send_link", _account, data=_nothing, shows=False),
    _at(
        "govportal_accounts:grant",
        _account,
        data=lambda p: {"portal_site": p.a.portal_site.pk, "role": "contributor"},
        label="own site",
        shows=False,
    ),
    _at(
        "govportal_accounts:end_role",
        _account,
        _assignment,
        data=lambda p: {"note": ""},
        shows=False,
        works=True,
    ),
    _at(
        "govportal_accounts:add",
        data=lambda p: {
            "username": "intruder",
            "first_name": "I",
            "last_name": "N",
            "email": "i@example.com",
            "portal_site": p.b.portal_site.pk,
            "agency": p.b.agency.pk,
            "roles": ["site_admin"],
        },
        shows=False,
    ),
]


def _portal_site(province: Province) -> int:
    return int(province.b.portal_site.pk)


SITES = [
    _at("govportal_sites:index"),
    _at("govportal_sites:create", shows=False),
    _at("govportal_sites:detail", _portal_site),
    _at("govportal_sites:launch", _portal_site, shows=False),
    _at("govportal_sites:launch", _portal_site, data=_nothing, shows=False),
    _at("govportal_sites:close", _portal_site, data=lambda p: {"reason": "X"}, shows=False),
    _at("govportal_sites:domains", shows=False, mark="domain-betaxyz"),
    _at("govportal_sites:domain", _b("domain"), mark="betaxyz"),
    _at("govportal_sites:domain_request", shows=False),
    _at("govportal_sites:domain_decide", _b("domain"), "issued", data=_nothing, shows=False),
    _at("govportal_regulation:deadlines", shows=False),
]

ALL = [
    *PAGES,
    *PAGE_CHANGES,
    *API,
    *API_CHANGES,
    *CHOOSERS,
    *FILES,
    *FILE_CHANGES,
    *BULK,
    *REGISTERS,
    *SITE_THINGS,
    *REPORTS,
    *LEGAL,
    *ACCOUNTS,
    *SITES,
]

# At the end, because the probes of these apps are built from what stands above.
from . import (  # noqa: E402
    investment_probes,
    questions_probes,
    schedules_probes,
    translation_probes,
)
from .editorial_probes import EDITORIAL  # noqa: E402

ALL += EDITORIAL
ALL += questions_probes.ALL
ALL += schedules_probes.ALL
ALL += investment_probes.ALL
ALL += translation_probes.ALL
