"""Whatever is done to a source, in any order: outdated is what differs from what was translated.

Texts and facts alike; and what is not outdated shows the facts of its source, none of an older one.
"""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Revision

from govportal_wagtail.editorial import publication
from govportal_wagtail.pages.models import ArticleAttachment
from govportal_wagtail.translation import contents, flow, texts
from govportal_wagtail.translation.models import PageTranslation, TranslatedVersion
from tests.builders import make_file, make_user
from tests.editorial.flow_builders import fresh
from tests.translation.builders import approve, english, make_source, publish_translation

pytestmark = pytest.mark.django_db
TITLES = ("Khánh thành cầu", "Khánh thành cầu mới", "Thông xe")


def stored(source):
    return Page.objects.get(pk=source.pk).specific


def draft(source, chance):
    page = stored(source).get_latest_revision_as_object()
    page.title = chance.choice(TITLES)
    page.save_revision()


def publish(source, chance):
    """Now, also where the newest draft was to be posted later."""
    page = stored(source).get_latest_revision_as_object()
    page.go_live_at = None
    with publication.authorised("test"):
        page.save_revision().publish()


def go_back(source, chance):
    """An earlier version is written again as the newest draft, and posted or not."""
    revisions = Revision.objects.for_instance(source).order_by("pk")
    old = chance.choice(list(revisions)).as_object()
    newest = old.save_revision()
    if chance.random() < 0.5:
        with publication.authorised("test"):
            newest.publish()


def change_date(source, chance):
    page = stored(source).get_latest_revision_as_object()
    page.published_on = page.published_on.replace(day=chance.randrange(1, 4))
    page.save_revision()


def change_author(source, chance):
    page = stored(source).get_latest_revision_as_object()
    page.author = chance.choice(("Minh Anh", "Lê Minh"))
    page.save_revision()


def schedule(source, chance):
    """The newest draft is to be posted, or the page to go, later; then that time has come."""
    page = stored(source).get_latest_revision_as_object()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    with publication.authorised("test"):
        page.save_revision().publish()
    if chance.random() < 0.5:
        before = timezone.now() - timedelta(hours=1)
        Revision.objects.for_instance(source).filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=before
        )
        with publication.authorised("test"):
            call_command("publish_scheduled")


def change_attachments(source, chance):
    """A file more, or none: rows, of which the title is a text and the file a fact."""
    page = stored(source).get_latest_revision_as_object()
    if page.attachments.count():
        page.attachments.set([])
    else:
        document = make_file("Phụ lục")
        page.attachments.add(ArticleAttachment(document=document))
    page.save_revision()


STEPS = (
    draft,
    publish,
    publish,
    go_back,
    change_date,
    change_author,
    change_attachments,
    schedule,
)


def seen_facts(page):
    """What readers see besides texts; rich text stands in its own language."""
    facts = contents.facts_of(page)
    return {name: value for name, value in facts.items() if name != "body"}


def state_of(source):
    """What the source says in public now, texts and facts."""
    page = stored(source)
    return texts.texts_of(page), contents.facts_of(page)


@pytest.mark.parametrize("seed", [2, 7])
def test_outdated_is_what_differs(portal, people, seed):
    chance = random.Random(seed)
    source = make_source(portal, TITLES[0])
    rows = [
        publish_translation(row, people)
        for row in flow.select(source, english(), people["truong-ban"])
    ]
    row, translated = rows[-1], state_of(source)
    seen, only_facts = set(), set()
    for _step in range(20):
        chance.choice(STEPS)(source, chance)
        if chance.random() < 0.3:
            now = PageTranslation.objects.get(pk=row.pk)
            if now.only_facts_changed:
                flow.take_facts(now, fresh(people["bien-dich"]))
                assert approve(now, people).state == "published"
                translated = state_of(source)
            elif now.is_outdated:
                flow.renew(now, people["bien-dich"])
                publish_translation(now, people)
                translated = state_of(source)
        row = PageTranslation.objects.get(pk=row.pk)
        now = state_of(source)
        differs = now != translated
        seen.add(differs)
        assert row.is_outdated is differs
        assert (row.outdated_since is not None) is differs
        assert row.only_facts_changed is (differs and now[0] == translated[0])
        assert PageTranslation.objects.outdated().filter(pk=row.pk).exists() is differs
        shown = seen_facts(stored(row.target))
        if not differs:
            assert shown == seen_facts(stored(source))
        only_facts.add(row.only_facts_changed)
    assert True in seen
    assert True in only_facts


def test_a_translation_that_is_set_back_is_true_to_its_own_text(portal, people):
    source = make_source(portal, TITLES[0])
    rows = flow.select(source, english(), people["truong-ban"])
    row = [publish_translation(each, people) for each in rows][-1]
    first = row.published_digest
    page = stored(source)
    page.title = TITLES[1]
    with publication.authorised("test"):
        page.save_revision().publish()
    flow.renew(PageTranslation.objects.get(pk=row.pk), people["bien-dich"])
    row = publish_translation(PageTranslation.objects.get(pk=row.pk), people, "New")
    assert (row.is_outdated, row.published_digest == first) == (False, False)
    old = TranslatedVersion.objects.filter(translation=row, digest=first).latest("pk")
    with publication.authorised("test"):
        old.revision.as_object().save_revision(clean=False).publish()
    row = PageTranslation.objects.get(pk=row.pk)
    assert (row.is_outdated, row.published_digest) == (True, first)


# What happens to a page besides edits. The source is there afterwards, or it is not: nothing that
# is not public in the source language is public in another one.


def unpublish(source, client):
    client.post(reverse("wagtailadmin_pages:unpublish", args=[source.pk]))


def unpublish_in_bulk(source, client):
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{action}?id={source.get_parent().pk}", {"include_descendants": "on"})


def expire(source, client):
    Page.objects.filter(pk=source.pk).update(expire_at=timezone.now() - timedelta(hours=1))
    call_command("publish_scheduled")


def close(source, client):
    PageViewRestriction.objects.create(page=source.get_parent(), restriction_type="login")


def open_again(source, client):
    PageViewRestriction.objects.filter(page=source.get_parent()).delete()


def post_again(source, client):
    Page.objects.filter(pk=source.pk).update(expire_at=None)
    with publication.authorised("test"):
        stored(source).get_latest_revision().publish()


def move(source, client):
    home = source.get_ancestors().get(depth=2)
    client.post(reverse("wagtailadmin_pages:move_confirm", args=[source.pk, home.pk]))


def move_back_in_bulk(source, client):
    section = Page.objects.get(slug="tin-tuc", locale=source.locale)
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    client.post(f"{action}?id={source.pk}", {"chooser": section.pk})


def select_again(source, client):
    """The newsroom brings it back, where the source is public."""
    row = PageTranslation.objects.filter(source=source.pk, state="removed").first()
    page = stored(source)
    if row is None or not page.live or page.get_view_restrictions().exists():
        return
    people = client.people
    for each in flow.select(page, english(), people["truong-ban"]):
        publish_translation(each, people)


GOING = (unpublish, unpublish_in_bulk, expire, close, open_again, post_again, move)
GOING += (move_back_in_bulk, select_again, select_again)


def assert_follows(row, source):
    page = stored(source)
    row = PageTranslation.objects.get(pk=row.pk)
    is_public = page.live and not page.get_view_restrictions().exists()
    if row.target.live:
        assert is_public
        assert row.state == "published"
        above = row.target.get_parent()
        assert above.translation_key == page.get_parent().translation_key
    else:
        assert row.state == "removed"


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_nothing_stays_whose_source_went(client, portal, people, seed):
    chance = random.Random(seed)
    client.force_login(make_user("root", superuser=True))
    client.people = people
    source = make_source(portal, TITLES[0])
    rows = flow.select(source, english(), people["truong-ban"])
    row = [publish_translation(each, people) for each in rows][-1]
    for _step in range(10):
        chance.choice(GOING)(source, client)
        assert_follows(row, source)
    for step in (open_again, post_again, unpublish, post_again, select_again):
        step(source, client)
        assert_follows(row, source)
    assert PageTranslation.objects.get(pk=row.pk).target.live
    move_back_in_bulk(source, client)
    action = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{action}?id={stored(source).get_parent().pk}")
    assert not Page.objects.filter(locale=english(), live=True, depth__gt=2).exists()
