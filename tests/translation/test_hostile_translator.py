"""A translator who tries every door with hand-made requests posts nothing and sees nothing foreign.

The translations stand in every state: in work for another unit, with the board, posted. Nothing of
them may change, and no answer may hold their texts.
"""

from __future__ import annotations

import json

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail_localize.models import (
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.translation import drafting, flow
from govportal_wagtail.translation.models import PageTranslation
from tests.core.portal_builders import make_department, make_officer
from tests.translation.builders import (
    english,
    make_source,
    publish_translation,
    translate,
)

pytestmark = pytest.mark.django_db

STATES = ("sent", "translated", "published")
#: What stands in the texts of all of them.
MARK = "SECRETXYZ"


def translation(portal, people, unit, state):
    """A translation in the state, sent to the unit; those above it are posted."""
    source = make_source(portal)
    rows = flow.select(source, english(), people["truong-ban"], unit=unit)
    for above in rows[:-1]:
        publish_translation(above, people)
    row = rows[-1]
    translate(row, MARK)
    if state == "translated":
        flow.hand_in(row, people["bien-dich"])
    elif state == "published":
        publish_translation(row, people, MARK)
    else:
        drafting.write_draft(row, people["bien-dich"])
    found = PageTranslation.objects.get(pk=row.pk)
    assert found.state == state
    return found


@pytest.fixture(params=STATES)
def row(request, portal, people, unit):
    return translation(portal, people, unit, request.param)


@pytest.fixture
def hostile(client, portal, people):
    """A translator of the site, of another department than the one that has the text."""
    user = make_officer("khac", portal, RoleCode.TRANSLATOR, make_department("Sở Y tế", "syt"))
    client.force_login(user)
    client.raise_request_exception = False
    return client


def everything():
    """All that a hostile request could have changed."""
    models = (Page, Revision, WorkflowState, TaskState, PageTranslation, PageLogEntry)
    texts = (Translation, TranslationSource, StringTranslation, SegmentOverride)
    return {
        model.__name__: sorted(map(repr, model.objects.order_by().values_list()))
        for model in (*models, *texts)
    }


def pages_of_wagtail(row):
    """Addresses of Wagtail's admin for the translated page, with what a form would send."""
    page = row.target_id
    above = Page.objects.get(pk=page).get_parent().pk
    first = Revision.objects.filter(object_id=str(page)).order_by("pk").first().pk
    # That of another page, where this one waits for nobody.
    tasks = TaskState.objects.filter(workflow_state__object_id__in=[str(page), str(above)])
    task = tasks.order_by("-pk").first()
    pages = {
        "edit": ([page], {"title": "Hack", "slug": "hack", "action-publish": "1"}),
        "delete": ([page], {}),
        "unpublish": ([page], {}),
        "copy": ([page], {"new_title": "Hack", "new_slug": "hack", "new_parent_page": above}),
        "move": ([page], {"new_parent_page": above}),
        "move_confirm": ([page, above], {}),
        "set_page_position": ([page], {}),
        "lock": ([page], {}),
        "unlock": ([page], {}),
        "set_privacy": ([page], {"restriction_type": "login"}),
        "convert_alias": ([page], {}),
        "history": ([page], None),
        "view_draft": ([page], None),
        "revisions_view": ([page, first], None),
        "revisions_compare": ([page, "earliest", "latest"], None),
        "revisions_revert": ([page, first], None),
        "revisions_unschedule": ([page, first], {}),
        "confirm_workflow_cancellation": ([page], None),
        "preview_on_edit": ([page], {"title": "Hack"}),
        "usage": ([page], None),
        "workflow_history": ([page], None),
    }
    found = {
        name: (reverse(f"wagtailadmin_pages:{name}", args=args), data)
        for name, (args, data) in pages.items()
    }
    for action in ("cancel-workflow", "submit", "restart-workflow", "workflow-action"):
        address = reverse("wagtailadmin_pages:edit", args=[page])
        found[f"edit {action}"] = (address, {"title": "Hack", f"action-{action}": "approve"})
    args = [page, "approve", task.pk]
    for name in ("workflow_action", "collect_workflow_action_data"):
        found[name] = (reverse(f"wagtailadmin_pages:{name}", args=args), {"comment": "X"})
    preview = reverse("wagtailadmin_pages:workflow_preview", args=[page, task.task_id])
    found["workflow_preview"] = (preview, None)
    for action in ("delete", "move", "publish", "unpublish"):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        found[f"bulk {action}"] = (f"{address}?id={page}", {"chooser": above})
    found["explorer"] = (reverse("wagtailadmin_explore", args=[above]), None)
    found["search"] = (reverse("wagtailadmin_pages:search") + f"?q={MARK}", None)
    chooser = reverse("wagtailadmin_choose_page_search")
    found["chooser"] = (f"{chooser}?q={MARK}", None)
    found["locales"] = ("/admin/locales/new/", {"language_code": "ru"})
    return found


def actions_of_the_api(row):
    page = row.target_id
    first = Revision.objects.filter(object_id=str(page)).order_by("pk").first().pk
    above = Page.objects.get(pk=page).get_parent().pk
    given = {
        "revert_to_page_revision": {"revision_id": first},
        "copy": {"destination_page_id": above, "recursive": False},
        "move": {"destination_page_id": above},
        "create_alias": {"destination_page_id": above},
        "convert_alias": {},
        "copy_for_translation": {"locale": "vi", "copy_parents": True, "alias": True},
        "publish": {},
        "unpublish": {},
        "delete": {},
    }
    return {
        name: (reverse("wagtailadmin_api:pages:action", args=[page, name]), data)
        for name, data in given.items()
    }


def doors_of_localize(row):
    """Every address of wagtail-localize, for this translation."""
    record = Translation.objects.get(source__object_id=row.source_key, target_locale=row.locale_id)
    segment = StringSegment.objects.filter(source=record.source).first().pk
    override = record.source.overridablesegment_set.first()
    given = {
        "submit_page_translation": ([row.source_id], {"locales": [row.locale_id]}),
        "update_translations": ([record.source_id], {"publish_translations": "on"}),
        "edit_string_translation": ([record.pk, segment], {"value": "Hack"}),
        "edit_override": ([record.pk, override.pk if override else 1], {"value": "1"}),
        "download_pofile": ([record.pk], None),
        "upload_pofile": ([record.pk], {}),
        "machine_translate": ([record.pk], {}),
        "preview_translation": ([record.pk], None),
        "stop_translation": ([record.pk], {}),
        "convert_to_alias": ([row.target_id], {}),
        "translations_report": ([], None),
        "translations_report_results": ([], None),
    }
    return {
        name: (reverse(f"wagtail_localize:{name}", args=args), data)
        for name, (args, data) in given.items()
    }


def own_screens(row):
    return {
        name: (reverse(f"govportal_translation:{name}", args=args), data)
        for name, args, data in (
            ("translation", [row.pk], None),
            ("save", [row.pk], {"text-1": "Hack"}),
            ("file", [row.pk, "xliff"], None),
            ("batch", ["en", "po"], None),
            ("select", [row.source_id], {"locale": row.locale_id}),
            ("coverage", [], None),
            ("translations", [], None),
            ("files", [], {}),
        )
    } | {
        code: (
            reverse("govportal_translation:step", args=[row.pk, code]),
            {"reason": "X", "unit": ""},
        )
        for code in ("hand_in", "renew", "send", "remove")
    }


def answers(client, address, data):
    """What is answered to looking, sending a form, and to what only a program sends."""
    yield client.get(address, follow=True)
    if data is not None:
        yield client.post(address, data, follow=True)
        if "/localize/" in address:
            typed = "application/x-www-form-urlencoded"
            yield client.put(address, "value=Hack", content_type=typed)
            yield client.delete(address)


def changed(before):
    """Kinds of records of which any differs now."""
    return {kind for kind, rows in everything().items() if rows != before[kind]}


@pytest.mark.parametrize("doors", [pages_of_wagtail, doors_of_localize, own_screens])
def test_no_door_shows_or_changes_a_translation_of_another_unit(hostile, row, doors):
    before, wrong = everything(), []
    for name, (address, data) in doors(row).items():
        for answer in answers(hostile, address, data):
            if answer.status_code >= 500:
                wrong.append(f"{name}: {answer.status_code}")
            if MARK in answer.content.decode().replace(f'value="{MARK}"', ""):
                wrong.append(f"{name} shows it")
        if changed(before):
            wrong.append(f"{name} changes {changed(before)}")
            break
    assert wrong == []


def test_nor_does_the_api_of_the_admin(hostile, row):
    before = everything()
    for name, (address, data) in actions_of_the_api(row).items():
        answer = hostile.post(address, json.dumps(data), content_type="application/json")
        assert answer.status_code in (403, 404), name
        assert changed(before) == set(), name
    for name, args in (("listing", []), ("detail", [row.target_id])):
        answer = hostile.get(reverse(f"wagtailadmin_api:pages:{name}", args=args))
        assert MARK not in answer.content.decode()


@pytest.mark.parametrize("doors", [pages_of_wagtail, doors_of_localize])
def test_the_unit_that_has_the_text_writes_by_no_door_but_ours(client, people, row, doors):
    client.force_login(people["bien-dich"])
    client.raise_request_exception = False
    before = everything()
    for name, (address, data) in doors(row).items():
        for answer in answers(client, address, data):
            assert answer.status_code < 500, name
        assert changed(before) == set(), name
