"""Screens of translations cost the same with 3,000 translations of 10,000 pages as with a few."""

from __future__ import annotations

import itertools
import sys
import uuid
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import TranslatableObject, Translation, TranslationSource

from govportal_wagtail.editorial import publication
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.pages.models import ArticlePage
from govportal_wagtail.translation import files, flow
from govportal_wagtail.translation.models import PageTranslation
from tests.translation.builders import (
    english,
    make_bilingual_portal,
    make_foreign_affairs,
    make_people,
    make_source,
    publish_translation,
    translate,
)

pytestmark = pytest.mark.django_db

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
#: Pages in Vietnamese, and how many of them are translated.
FEW, MANY = (60, 30), (10_000, 3_000)
STATES = ("sent", "published", "published", "translated", "removed", "selected")


class World:
    """A portal that grows: pages, and their translations in every state."""

    def __init__(self, bulk) -> None:
        self.bulk = bulk
        self.portal = make_bilingual_portal()
        self.people = make_people(self.portal)
        self.unit = make_foreign_affairs()
        self.source = make_source(self.portal)
        self.rows = flow.select(self.source, english(), self.people["truong-ban"])
        for row in self.rows:
            publish_translation(row, self.people)
        self.fresh = make_source(self.portal, "Chưa ai chọn")
        self.in_work = self.select(make_source(self.portal, "Đang dịch"))
        translate(self.in_work)
        self.spare = [make_source(self.portal, f"Dự trữ {number}") for number in range(4)]

    def select(self, page):
        head = self.people["truong-ban"]
        return flow.select(page, english(), head, unit=self.unit)[-1]

    def grow_to(self, pages: int, translations: int) -> None:
        """Pages and rows in bulk, as selecting and posting would have left them."""
        section = Page.objects.get(pk=self.source.get_parent().pk)
        sources = self._articles(section, pages - ArticlePage.objects.count())
        wanted = sources[: translations - PageTranslation.objects.count()]
        place = Page.objects.get(pk=section.get_translation(english()).pk)
        states = list(itertools.islice(itertools.cycle(STATES), len(wanted)))
        targets = self._articles(place, len(wanted), [each.translation_key for each in wanted])
        hidden = [
            page.pk for page, state in zip(targets, states, strict=True) if state != "published"
        ]
        Page.objects.filter(pk__in=hidden).update(live=False)
        self._rows(list(zip(wanted, targets, states, strict=True)))
        self.bulk.settle()

    def _articles(self, parent, count, keys=()):
        number = parent.numchild
        made = []
        for index in range(count):
            page = ArticlePage(
                title=f"Tin số {number + index}",
                slug=f"tin-{number + index}",
                category=self.source.category,
                agency=self.source.agency,
                published_on=timezone.localdate(),
                lead="Tóm tắt",
            )
            key = keys[index] if keys else uuid.uuid4()
            made.append(
                self.bulk.place(page, parent, number + index + 1, key=key, moment=timezone.now())
            )
        if made:
            self.bulk.insert(parent, made)
            Page.objects.filter(pk=parent.pk).update(numchild=number + count)
            parent.refresh_from_db()
        return made

    def _rows(self, pairs) -> None:
        now, kind = timezone.now(), self.source.cached_content_type
        keys = [source.translation_key for source, _target, _state in pairs]
        TranslatableObject.objects.bulk_create(
            TranslatableObject(translation_key=key, content_type=kind) for key in keys
        )
        records = TranslationSource.objects.bulk_create(
            TranslationSource(
                object_id=key,
                specific_content_type=kind,
                locale=self.source.locale,
                content_json="{}",
                last_updated_at=now,
            )
            for key in keys
        )
        Translation.objects.bulk_create(
            Translation(source=record, target_locale=english()) for record in records
        )
        PageTranslation.objects.bulk_create(
            PageTranslation(
                portal_site=self.portal,
                locale=english(),
                source_id=source.pk,
                source_key=source.translation_key,
                target_id=target.pk,
                title=source.title,
                state=state,
                unit=self.unit,
                words=300,
                source_digest="a" * 64,
                selected_digest="a" * 64,
                published_digest=("b" if number % 3 else "a") * 64,
                outdated_since=now,
                selected_at=now,
            )
            for number, (source, target, state) in enumerate(pairs)
        )
        groups = list(self.people["truong-ban"].groups.values_list("pk", flat=True))
        items = EditorialItem.objects.bulk_create(
            EditorialItem(
                portal_site=self.portal,
                agency=self.unit,
                origin="page",
                page_id=target.pk,
                title=source.title,
                state="checking",
                step="check",
                profile="langson-2024",
                submitted_at=now,
            )
            for source, target, state in pairs
            if state == "translated"
        )
        waiting = EditorialItem.waiting_groups.through
        waiting.objects.bulk_create(
            waiting(editorialitem_id=item.pk, group_id=group) for item in items for group in groups
        )


@pytest.fixture
def world(monkeypatch, settings):
    settings.GOVPORTAL_PAGE_CACHE_SECONDS = 0
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    yield World(__import__("bulk"))
    sys.modules.pop("bulk", None)


def queries(action) -> int:
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def getting(client, address, **query):
    def get() -> None:
        answer = client.get(address, query)
        assert answer.status_code == 200, address

    return get


def to(name, *args):
    return reverse(f"govportal_translation:{name}", args=args)


def reading(world, user) -> dict:
    """Every screen of the user, by a name for it."""
    client = Client()
    client.force_login(user)
    posted, listing = world.rows[-1].pk, to("translations")
    found = {
        f"list {queue}": getting(client, listing, queue=queue)
        for queue in ("in_work", "in_review", "outdated", "published", "removed", "all")
    }
    return found | {
        "second page": getting(client, listing, queue="all", p="2"),
        "search": getting(client, listing, queue="all", q="tin số 1"),
        "language": getting(client, listing, queue="all", locale=english().pk),
        "site": getting(client, listing, queue="all", portal_site=world.portal.pk),
        "unit": getting(client, listing, queue="all", unit=world.unit.pk, ordering="words"),
        "editor": getting(client, to("translation", world.in_work.pk)),
        "posted": getting(client, to("translation", posted)),
        "files": getting(client, to("files")),
        "file": getting(client, to("file", world.in_work.pk, "xliff")),
    }


def of_the_newsroom(world) -> dict:
    head = world.people["truong-ban"]
    client = Client()
    client.force_login(head)
    section = world.source.get_parent().pk
    return {f"head: {name}": get for name, get in reading(world, head).items()} | {
        "coverage": getting(client, to("coverage")),
        "form of selection": getting(client, to("select", world.fresh.pk)),
        "inbox": getting(client, reverse("editorial_items:index")),
        "all items": getting(client, reverse("editorial_items:index"), queue="all"),
        "page explorer": getting(client, reverse("wagtailadmin_explore", args=[section])),
    }


def of_readers(world) -> dict:
    """Public pages, with the switch of languages."""
    return {
        "source": getting(Client(), world.source.get_url_parts()[2]),
        "list of sources": getting(Client(), world.source.get_parent().get_url_parts()[2]),
    }


def steps(world) -> dict:
    """What changes something, each time on another page."""
    translator = world.people["bien-dich"]
    spare = world.spare.pop()
    data = files.write([world.in_work], "xliff")

    def publish() -> None:
        page = Page.objects.get(pk=world.source.pk).specific
        page.title = f"{page.title} mới"
        with publication.authorised("test"):
            page.save_revision().publish()

    def take_in() -> None:
        client = Client()
        client.force_login(translator)
        file = SimpleUploadedFile("x.xlf", data.replace(b"EN ", b"New "))
        assert client.post(to("files"), {"file": file}).status_code == 200

    return {
        "publish a source": publish,
        "select": lambda: world.select(spare),
        "take a file in": take_in,
    }


def costs(world) -> dict[str, int]:
    translator = world.people["bien-dich"]
    screens = reading(world, translator) | of_the_newsroom(world) | of_readers(world)
    for action in screens.values():
        action()
    found = {name: queries(action) for name, action in screens.items()}
    return found | {name: queries(action) for name, action in steps(world).items()}


def test_three_thousand_translations_cost_no_more_queries_than_thirty(world):
    world.grow_to(*FEW)
    costs(world)
    few = costs(world)
    world.grow_to(*MANY)
    assert ArticlePage.objects.filter(locale=world.source.locale).count() >= MANY[0] - MANY[1]
    assert PageTranslation.objects.count() == MANY[1]
    many = costs(world)
    assert {name: (few[name], many[name]) for name in many if many[name] != few[name]} == {}
