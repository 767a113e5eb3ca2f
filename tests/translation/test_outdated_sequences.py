"""Whatever is done to a source, in any order: outdated is what differs from what was translated."""

from __future__ import annotations

import random

import pytest
from wagtail.models import Page, Revision

from govportal_wagtail.editorial import publication
from govportal_wagtail.translation import flow, texts
from govportal_wagtail.translation.models import PageTranslation
from tests.translation.builders import english, make_source, publish_translation

pytestmark = pytest.mark.django_db
TITLES = ("Khánh thành cầu", "Khánh thành cầu mới", "Thông xe")


def stored(source):
    return Page.objects.get(pk=source.pk).specific


def draft(source, chance):
    page = stored(source).get_latest_revision_as_object()
    page.title = chance.choice(TITLES)
    page.save_revision()


def publish(source, chance):
    with publication.authorised("test"):
        stored(source).get_latest_revision().publish()


def go_back(source, chance):
    """An earlier version is written again as the newest draft, and posted or not."""
    revisions = Revision.objects.for_instance(source).order_by("pk")
    old = chance.choice(list(revisions)).as_object()
    newest = old.save_revision()
    if chance.random() < 0.5:
        with publication.authorised("test"):
            newest.publish()


def change_date_only(source, chance):
    page = stored(source).get_latest_revision_as_object()
    page.published_on = page.published_on.replace(day=chance.randrange(1, 28))
    page.save_revision()


STEPS = (draft, publish, go_back, change_date_only)


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_outdated_is_what_differs(portal, people, seed):
    chance = random.Random(seed)
    source = make_source(portal, TITLES[0])
    rows = [
        publish_translation(row, people)
        for row in flow.select(source, english(), people["truong-ban"])
    ]
    row, translated = rows[-1], texts.texts_of(stored(source))
    seen = set()
    for _step in range(14):
        chance.choice(STEPS)(source, chance)
        if chance.random() < 0.15:
            now = PageTranslation.objects.get(pk=row.pk)
            if now.is_outdated:
                flow.renew(now, people["bien-dich"])
                publish_translation(now, people)
                translated = texts.texts_of(stored(source))
        row = PageTranslation.objects.get(pk=row.pk)
        differs = texts.texts_of(stored(source)) != translated
        seen.add(differs)
        assert row.is_outdated is differs
        assert (row.outdated_since is not None) is differs
        assert PageTranslation.objects.outdated().filter(pk=row.pk).exists() is differs
    assert True in seen
