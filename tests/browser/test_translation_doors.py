"""A translator who tries every door: requests made by hand, in the session of the browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import APIResponse, Page, expect

from tests.browser.desk import Enter
from tests.browser.translators import OTHER, TITLE, again, item_of, make_desk, select, to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

#: Stands in each text of what another unit translates.
MARK = "SECRET"
DRAFT = "Chuyện chưa công bố"


@pytest.fixture
def desk(tree: None, live_server: Any) -> dict[str, Any]:
    """An open portal with an English host, its newsroom, and the department that translates."""
    return make_desk(live_server)


def test_a_translator_who_tries_every_door_publishes_nothing_and_sees_nothing_foreign(
    enter: Enter, desk: dict[str, Any]
) -> None:
    from govportal_wagtail.translation import drafting, flow
    from tests.core.portal_builders import make_department
    from tests.editorial.flow_builders import make_draft
    from tests.translation.builders import publish_translation, translate

    above, own = select(desk, desk["source"])
    publish_translation(above, desk["newsroom"], "News:")
    foreign = select(desk, desk["other"], make_department("Sở Y tế", "so-y-te"))[-1]
    translate(foreign, MARK)
    drafting.write_draft(foreign, desk["newsroom"]["truong-ban"])
    draft = make_draft(desk["portal"], desk["newsroom"]["cong-tac-vien"], DRAFT)
    page = enter("translator")
    page.goto(to("translations"))
    expect(page.locator("main")).to_contain_text(TITLE)
    expect(page.locator("main")).not_to_contain_text(OTHER)
    # What is the translator's own work is taken in, so that nothing below fails for its form.
    saved = _send(page, to("save", own.pk), {})
    assert saved.headers["location"] == to("translation", own.pk)
    _knock(page, [*_doors_of(own, desk), *_doors_of(foreign, desk), *_further_doors(draft, desk)])
    _peep(page, foreign, draft)

    # Nor what the own unit has handed in, while the board has it.
    translate(own)
    flow.hand_in(own, desk["newsroom"]["bien-dich"])
    _knock(page, [*_doors_of(own, desk), *_doors_of_the_board(own)])
    assert not again(own).target.live


def _send(page: Page, address: str, form: dict[str, Any]) -> APIResponse:
    """Send a form by hand, as from the page that is open."""
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, **form}
    return page.request.post(address, form=form, headers={"Referer": page.url}, max_redirects=0)


def _knock(page: Page, doors: list[tuple[str, dict[str, Any]]]) -> None:
    """Send each form by hand; none changes anything, none shows what is foreign."""
    before = _everything()
    for address, form in doors:
        answer = _send(page, address, form)
        assert _everything() == before, (address, form, answer.status)
        _tells_nothing(address, answer.text())
        assert answer.status < 500, address


def _peep(page: Page, foreign: Any, draft: Any) -> None:
    """Look behind each door that shows something."""
    from govportal_wagtail.translation.drafting import record_of

    target, record = foreign.target_id, record_of(foreign).pk
    revision = foreign.target.latest_revision_id
    for address in (
        *(to(name, foreign.pk) for name in ("translation", "save")),
        *(to("file", foreign.pk, kind) for kind in ("xliff", "po")),
        *(_localize(name, record) for name in ("download_pofile", "preview_translation")),
        *(_localize(name) for name in ("translations_report", "translations_report_results")),
        *(
            _pages(name, page_id)
            for name in ("edit", "view_draft", "history", "usage", "revisions_index")
            for page_id in (target, draft.pk)
        ),
        _pages("revisions_view", target, revision),
        _pages("revisions_compare", target, "live", "latest"),
        to("coverage"),
        *(reverse(f"wagtailadmin_reports:{name}") for name in ("workflow", "site_history")),
        f"{reverse('wagtailadmin_pages:search')}?q={MARK}",
        f"{reverse('wagtailadmin_explore', args=[foreign.target.get_parent().pk])}",
    ):
        answer = page.request.get(address)
        assert answer.status < 500, address
        _tells_nothing(address, answer.text())


def _tells_nothing(address: str, text: str) -> None:
    # What was looked for stands in the box of the search.
    text = text.replace(f'value="{MARK}"', "")
    assert [each for each in (MARK, DRAFT) if each in text] == [], address


def _doors_of(row: Any, desk: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """What publishes, moves or changes a translation, its source, or what is known of both."""
    from govportal_wagtail.translation.drafting import record_of

    record = record_of(row)
    target, source, home = row.target_id, row.source_id, desk["portal"].site.root_page_id
    doors: list[tuple[str, dict[str, Any]]] = [
        (_localize("submit_page_translation", source), {"locales": desk["locale"].pk}),
        (_localize("update_translations", record.source_id), {"publish_translations": "on"}),
        (_localize("stop_translation", record.pk), {}),
        (_localize("machine_translate", record.pk), {}),
        (_localize("convert_to_alias", target), {}),
        *((to("step", row.pk, code), {"reason": "x"}) for code in ("send", "remove", "publish")),
        (to("select", source), {"locale": desk["locale"].pk}),
    ]
    for page_id in (target, source):
        doors += [
            *(
                (_pages("edit", page_id), {"title": "x", "slug": "x", action: "x"})
                for action in ("action-publish", "action-submit", "action-restart-workflow")
            ),
            *((_pages(name, page_id), {}) for name in ("unpublish", "delete", "convert_alias")),
            (_pages("move_confirm", page_id, home), {}),
            (_pages("set_page_position", page_id), {}),
            (_pages("copy", page_id), _copied(home)),
            (_pages("set_privacy", page_id), {"restriction_type": "login"}),
            (_pages("lock", page_id), {}),
            *(
                (f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', name])}{query}", {})
                for name in ("publish", "unpublish", "delete", "move")
                for query in (f"?id={page_id}",)
            ),
        ]
    return doors


def _copied(parent: int) -> dict[str, Any]:
    return {
        "new_title": "x",
        "new_slug": "x",
        "new_parent_page": parent,
        "copy_subpages": "on",
        "publish_copies": "on",
    }


def _further_doors(draft: Any, desk: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Ways to copy out what is not public, and to write pages of one's own."""
    english = desk["portal"].site.root_page.get_translation(desk["locale"]).pk
    article = ("govportal_pages", "articlepage", english)
    return [
        (_localize("submit_page_translation", draft.pk), {"locales": desk["locale"].pk}),
        (to("select", draft.pk), {"locale": desk["locale"].pk}),
        (_pages("add", *article), {"title": "x", "slug": "x", "action-publish": "x"}),
        (_pages("edit", draft.pk), {"title": "x", "action-publish": "x"}),
        (_pages("copy", draft.pk), _copied(english)),
    ]


def _doors_of_the_board(row: Any) -> list[tuple[str, dict[str, Any]]]:
    """The steps of the workflow with what the translator has handed in."""
    task = row.target.current_workflow_task_state
    item = item_of(row.target_id)
    return [
        *(
            (_pages("workflow_action", row.target_id, action, task.pk), {"comment": "x"})
            for action in ("approve", "reject")
        ),
        (f"{item}do/approve/", {"comment": ""}),
        (f"{item.replace('/items/', '/steps/')}step/", {"comment": ""}),
        (to("save", row.pk), {"text-1": "x"}),
        (to("step", row.pk, "hand_in"), {}),
        (to("step", row.pk, "renew"), {}),
    ]


def _everything() -> list[Any]:
    """All that a door might change: pages, who reads them, translations, strings, workflows."""
    from wagtail.models import Page as WagtailPage
    from wagtail.models import PageViewRestriction, Revision, TaskState
    from wagtail_localize.models import StringTranslation, Translation

    from govportal_wagtail.translation.models import PageTranslation, TranslationEvent

    tables = (WagtailPage, PageViewRestriction, Revision, TaskState)
    tables += (StringTranslation, Translation, PageTranslation, TranslationEvent)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def _localize(name: str, *args: Any) -> str:
    return reverse(f"wagtail_localize:{name}", args=args)


def _pages(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)
