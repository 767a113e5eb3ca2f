"""Steps as Wagtail asks for them: who sees which buttons, who edits, what its views do."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page, TaskState

from govportal_wagtail.editorial.models import EditorialEvent, EditorialItem
from govportal_wagtail.editorial.vocabulary import ItemState
from tests.builders import make_category, make_user
from tests.core.portal_builders import make_department, make_portal
from tests.editorial import flow_builders as flow

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return make_portal("camau-2026")


@pytest.fixture
def people(portal):
    return flow.make_newsroom(portal)


@pytest.fixture
def item(portal, people):
    author = people["cong-tac-vien"]
    return flow.hand_in(flow.make_draft(portal, author), author)


def edit_url(item: EditorialItem) -> str:
    return reverse("wagtailadmin_pages:edit", args=[item.page_id])


def labels(item: EditorialItem, user) -> dict[str, str]:
    task, _state = flow.task_of(item)
    page = Page.objects.get(pk=item.page_id).specific
    return {name: str(label) for name, label, _form in task.get_actions(page, flow.fresh(user))}


def editor_data(item: EditorialItem, **extra) -> dict[str, str]:
    """What the editor of an article sends."""
    page = Page.objects.get(pk=item.page_id).specific.get_latest_revision_as_object()
    data = {
        "title": page.title,
        "slug": page.slug,
        "author": page.author,
        "category": page.category_id,
        "agency": page.agency_id,
        "published_on": page.published_on.isoformat(),
        "lead": "",
        "source": "",
        "source_url": "",
        "source_published_on": "",
        "image": "",
        "image_alt": "",
        "image_caption": "",
        "image_author": "",
        "tags": "",
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "body-count": "1",
        "body-0-type": "paragraph",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value": json.dumps(
            {
                "blocks": [
                    {
                        "key": "a1",
                        "text": "Sáng nay khánh thành.",
                        "type": "unstyled",
                        "depth": 0,
                        "inlineStyleRanges": [],
                        "entityRanges": [],
                    }
                ],
                "entityMap": {},
            }
        ),
    }
    for name in ("attachments", "comments"):
        data |= {
            f"{name}-TOTAL_FORMS": "0",
            f"{name}-INITIAL_FORMS": "0",
            f"{name}-MIN_NUM_FORMS": "0",
            f"{name}-MAX_NUM_FORMS": "1000",
        }
    return {name: str(value) for name, value in (data | extra).items()}


class ActionTests:
    def test_each_step_is_called_what_is_done_at_it(self, people, item):
        with translation.override("en"):
            assert labels(item, people["uy-vien"])["approve"] == "Pass on"
            flow.take(item, people["uy-vien"])
            flow.take(item, people["uy-vien-2"])
            assert labels(item, people["truong-ban"])["approve"] == "Approve"
            flow.take(item, people["truong-ban"])
            assert labels(item, people["van-hanh"])["approve"] == "Post"

    def test_at_the_posting_it_may_be_posted_or_returned(self, people, item):
        assert flow.offered(item, people["uy-vien"]) == ["approve", "reject", "verify", "refuse"]
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])
        assert flow.offered(item, people["van-hanh"]) == ["approve", "reject"]

    def test_nothing_is_offered_to_who_has_not_the_step(self, people, item):
        for name in ("cong-tac-vien", "thu-ky", "bien-tap-vien", "van-hanh"):
            assert flow.offered(item, people[name]) == []
            with pytest.raises(PermissionDenied):
                flow.take(item, people[name])
        item.refresh_from_db()
        assert item.step == "check"

    def test_who_wrote_the_text_does_not_approve_it_not_even_a_superuser(self, people, item):
        flow.take(item, people["uy-vien"])
        flow.take(item, people["uy-vien-2"])
        for user in (people["truong-ban"], make_user("quan-tri", superuser=True)):
            page = Page.objects.get(pk=item.page_id).specific.get_latest_revision_as_object()
            page.lead = f"Sửa bởi {user}"
            page.save_revision(user=user)
            assert flow.offered(item, user) == []
            with pytest.raises(PermissionDenied):
                flow.take(item, user)
        item.refresh_from_db()
        assert item.state == ItemState.APPROVING
        assert "approve" in flow.offered(item, people["pho-ban"])

    def test_an_incomplete_page_is_passed_on_and_not_approved(self, portal, people):
        author = people["cong-tac-vien"]
        item = flow.hand_in(flow.make_draft(portal, author, category=None), author)
        flow.take(item, people["uy-vien"])
        flow.take(item, people["uy-vien-2"])
        head = people["truong-ban"]
        assert flow.offered(item, head) == ["reject", "verify", "refuse"]
        assert flow.take(item, head) is not None
        assert item.state == ItemState.APPROVING

    def test_a_page_changed_after_its_approval_is_not_posted(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])
        page = Page.objects.get(pk=item.page_id).specific.get_latest_revision_as_object()
        page.title = "Tên khác"
        page.save_revision(user=people["bien-tap-vien"])
        assert flow.offered(item, people["van-hanh"]) == ["reject"]
        assert flow.take(item, people["van-hanh"]) is not None
        assert item.state == ItemState.APPROVED
        assert not Page.objects.get(pk=item.page_id).live

    def test_a_name_that_is_no_action_is_refused(self, people, item):
        with pytest.raises(PermissionDenied):
            flow.take(item, people["uy-vien"], "publish")


class LockTests:
    def test_only_the_people_of_the_step_edit_and_at_the_posting_nobody(self, people, item):
        task, _state = flow.task_of(item)
        page = item.page
        assert not task.locked_for_user(page, people["uy-vien"])
        assert task.locked_for_user(page, people["cong-tac-vien"])
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])
        task, _state = flow.task_of(item)
        for user in (people["van-hanh"], make_user("quan-tri", superuser=True)):
            assert task.locked_for_user(page, user)

    def test_wagtails_list_of_what_waits_shows_it_to_the_people_of_the_step(self, people, item):
        def waiting(name):
            return TaskState.objects.reviewable_by(flow.fresh(people[name])).count()

        assert (waiting("uy-vien"), waiting("uy-vien-2"), waiting("van-hanh")) == (1, 1, 0)
        EditorialItem.objects.filter(pk=item.pk).update(claimed_by=people["uy-vien"])
        assert (waiting("uy-vien"), waiting("uy-vien-2")) == (1, 0)


class SecondComerTests:
    def test_the_second_of_two_at_one_step_is_told_and_does_not_take_the_next(self, people, item):
        task, state = flow.task_of(item)
        assert task.on_action(state, flow.fresh(people["uy-vien"]), "approve") is None
        url = task.on_action(state, flow.fresh(people["uy-vien-2"]), "approve")
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.EDITING, "edit")
        assert url is not None
        assert flow.kinds(item) == ["submitted", "passed"]

    def test_the_message_is_shown_on_the_next_page(self, client, people, item):
        task, state = flow.task_of(item)
        user = flow.fresh(people["uy-vien-2"])
        task.on_action(state, flow.fresh(people["uy-vien"]), "approve")
        url = task.on_action(state, user, "approve")
        client.force_login(user)
        response = client.get(url)
        assert response.status_code == 302
        texts = [str(each) for each in response.wsgi_request._messages]
        assert len(texts) == 1
        assert str(ItemState.EDITING.label) in texts[0]

    def test_a_message_that_is_not_ours_is_not_shown(self, client, people, item):
        client.force_login(people["uy-vien"])
        assert (
            client.get(reverse("editorial_flow:told", args=[item.pk]) + "?m=x").status_code == 404
        )


class EditorTests:
    """Through Wagtail's own views."""

    def post(self, client, item, user, action, **extra):
        client.force_login(flow.fresh(user))
        data = editor_data(
            item,
            **{
                "action-workflow-action": "true",
                "workflow-action-name": action,
                "workflow-action-extra-data": json.dumps(extra),
            },
        )
        return client.post(edit_url(item), data)

    def test_the_editor_passes_on_what_it_saved(self, client, people, item):
        response = self.post(client, item, people["uy-vien"], "approve", step="check", comment="")
        assert response.status_code == 302
        item.refresh_from_db()
        assert (item.state, item.step) == (ItemState.EDITING, "edit")
        approved = TaskState.objects.get(status=TaskState.STATUS_APPROVED)
        page = Page.objects.get(pk=item.page_id)
        assert approved.revision_id == page.latest_revision_id

    def test_a_form_of_the_step_before_takes_nothing(self, client, people, item):
        flow.take(item, people["uy-vien"])
        response = self.post(client, item, people["uy-vien-2"], "approve", step="check", comment="")
        assert response.status_code == 302
        item.refresh_from_db()
        assert item.step == "edit"
        texts = [str(each) for each in response.wsgi_request._messages]
        assert any(str(ItemState.EDITING.label) in text for text in texts)

    @pytest.mark.parametrize("data", ["[]", "null", "{", '"x"'])
    def test_what_no_form_of_ours_sends_is_a_bad_request(self, client, people, item, data):
        client.force_login(flow.fresh(people["uy-vien"]))
        sent = editor_data(
            item,
            **{
                "action-workflow-action": "true",
                "workflow-action-name": "approve",
                "workflow-action-extra-data": data,
            },
        )
        assert client.post(edit_url(item), sent).status_code == 400

    def test_odd_names_in_the_extra_data_change_nothing(self, client, people, item):
        response = self.post(client, item, people["uy-vien"], "reject", reasons="x", foo=[1])
        assert response.status_code == 302
        item.refresh_from_db()
        assert item.state == ItemState.CHECKING

    def test_the_workflow_is_not_started_anew(self, client, people, item):
        author = people["cong-tac-vien"]
        client.force_login(flow.fresh(author))
        data = editor_data(item, **{"action-restart-workflow": "1"})
        assert client.post(edit_url(item), data).status_code in (302, 403)
        item.refresh_from_db()
        assert item.state == ItemState.CHECKING

    def test_an_incomplete_article_is_not_handed_in_and_says_what_is_missing(
        self, client, portal, people
    ):
        author = people["cong-tac-vien"]
        page = flow.make_draft(portal, author, category=None, agency=None)
        client.force_login(flow.fresh(author))
        shell = EditorialItem(page_id=page.pk)
        data = editor_data(shell, category="", agency="", **{"action-submit": "1"})
        response = client.post(edit_url(shell), data)
        assert response.status_code == 200
        errors = response.context["form"].errors
        assert set(errors) == {"category", "agency"}
        # Where the regulation asks for it: point c, clause 1, Article 12.
        assert "12" in errors["category"][0]
        assert not EditorialItem.objects.exists()
        complete = {"category": make_category().pk, "agency": portal.agency_id}
        response = client.post(edit_url(shell), data | complete)
        assert response.status_code == 302
        assert EditorialItem.objects.get().state == ItemState.CHECKING

    def test_a_draft_is_saved_without(self, client, portal, people):
        author = people["cong-tac-vien"]
        page = flow.make_draft(portal, author, category=None, agency=None)
        client.force_login(flow.fresh(author))
        shell = EditorialItem(page_id=page.pk)
        response = client.post(edit_url(shell), editor_data(shell, category="", agency=""))
        assert response.status_code == 302

    def test_the_window_of_each_action_opens_and_asks_what_the_regulation_asks(
        self, client, people, item
    ):
        client.force_login(flow.fresh(people["uy-vien"]))
        _task, state = flow.task_of(item)
        for action, words in (
            ("approve", "comment"),
            ("reject", "chưa đầy đủ"),
            ("refuse", "ê) Không đúng lĩnh vực"),
            ("verify", "question"),
        ):
            url = reverse(
                "wagtailadmin_pages:collect_workflow_action_data",
                args=[item.page_id, action, state.pk],
            )
            answer = client.get(url, headers={"x-requested-with": "XMLHttpRequest"}).json()
            assert words in answer["html"]

    def test_the_window_refuses_on_a_ground(self, client, people, item):
        client.force_login(flow.fresh(people["uy-vien"]))
        _task, state = flow.task_of(item)
        url = reverse("wagtailadmin_pages:workflow_action", args=[item.page_id, "refuse", state.pk])
        response = client.post(url, {"step": "check", "ground": "out_of_field", "message": "Khác."})
        assert response.status_code == 302
        item.refresh_from_db()
        assert item.state == ItemState.REFUSED
        assert EditorialEvent.objects.get(kind="refused").ground_letter == "ê"

    def test_the_window_asks_a_unit(self, client, people, item):
        unit = make_department("Sở Xây dựng", "so-xd")
        client.force_login(flow.fresh(people["uy-vien"]))
        _task, state = flow.task_of(item)
        url = reverse(
            "wagtailadmin_pages:collect_workflow_action_data",
            args=[item.page_id, "verify", state.pk],
        )
        headers = {"x-requested-with": "XMLHttpRequest"}
        data = {"step": "check", "agency": unit.pk, "question": "Đúng không?"}
        cleaned = client.post(url, data, headers=headers).json()["cleaned_data"]
        flow.take(item, people["uy-vien"], "verify", **cleaned)
        assert (item.state, item.waiting_agency) == (ItemState.VERIFYING, unit)

    def test_the_editor_says_why_it_offers_no_passing_on(self, client, portal, people):
        author = people["cong-tac-vien"]
        item = flow.hand_in(flow.make_draft(portal, author, category=None), author)
        flow.take(item, people["uy-vien"])
        flow.take(item, people["uy-vien-2"])
        client.force_login(flow.fresh(people["truong-ban"]))
        response = client.get(edit_url(item))
        assert response.status_code == 200
        texts = [str(each) for each in response.context["messages"]]
        assert len(texts) == 1
        assert "gp-checklist" in response.content.decode()


class StepScreenTests:
    def url(self, item):
        return reverse("editorial_flow:step", args=[item.pk])

    def at_posting(self, people, item):
        for name in ("uy-vien", "uy-vien-2", "truong-ban"):
            flow.take(item, people[name])

    def test_the_operator_posts_what_nobody_may_edit(self, client, people, item):
        self.at_posting(people, item)
        client.force_login(flow.fresh(people["van-hanh"]))
        editor = client.get(edit_url(item)).content.decode()
        assert self.url(item) in editor
        response = client.get(self.url(item))
        assert response.status_code == 200
        _task, state = flow.task_of(item)
        response = client.post(self.url(item), {"task_state": state.pk, "step": "publish"})
        assert response.status_code == 302
        item.refresh_from_db()
        assert item.state == ItemState.PUBLISHED
        assert Page.objects.get(pk=item.page_id).live

    def test_it_is_for_the_people_of_the_step(self, client, people, item):
        client.force_login(flow.fresh(people["van-hanh"]))
        assert client.get(self.url(item)).status_code in (302, 403)
        assert client.post(self.url(item), {"task_state": 1}).status_code in (302, 403)
        item.refresh_from_db()
        assert item.step == "check"

    def test_a_screen_that_was_open_too_long_takes_nothing(self, client, people, item):
        _task, state = flow.task_of(item)
        flow.take(item, people["uy-vien"])
        client.force_login(flow.fresh(people["uy-vien-2"]))
        response = client.post(self.url(item), {"task_state": state.pk, "step": "check"})
        assert response.status_code == 302
        item.refresh_from_db()
        assert item.step == "edit"
        assert [str(each) for each in response.wsgi_request._messages]
