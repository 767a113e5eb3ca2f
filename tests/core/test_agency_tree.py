"""The tree of agencies: what lies below, and the screen."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from govportal_wagtail.core.models import Agency
from govportal_wagtail.core.organisation import tree
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/admin/snippets/govportal_core/agency/tree/"
TODAY = date(2026, 11, 5)


@pytest.fixture
def admin(client):
    builders.make_site()
    client.force_login(builders.make_user(superuser=True))
    return client


def grow(widths: list[int], parent: Agency | None = None, prefix: str = "a") -> None:
    """A tree in which each agency of a level has so many below it."""
    if not widths:
        return
    made = Agency.objects.bulk_create(
        Agency(code=f"{prefix}-{number}", name=f"Đơn vị {prefix}-{number}", parent=parent)
        for number in range(widths[0])
    )
    for agency in made:
        grow(widths[1:], agency, agency.code)


class BelowTests:
    """Everything below an agency."""

    def test_all_depths_in_one_query(self, django_assert_num_queries):
        grow([2, 2, 2])
        root = Agency.objects.get(code="a-0")
        with django_assert_num_queries(1):
            found = tree.subtree_ids([root.pk])
        codes = set(Agency.objects.filter(pk__in=found).values_list("code", flat=True))
        assert len(codes) == 7
        assert all(code.startswith("a-0") for code in codes)
        assert set(tree.descendants_of([root]).values_list("code", flat=True)) == codes - {"a-0"}

    def test_nothing_asked_nothing_read(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert tree.subtree_ids([]) == set()

    def test_a_circle_is_walked_once(self):
        first, second = builders.make_agency("a"), builders.make_agency("b")
        Agency.objects.filter(pk=first.pk).update(parent=second)
        Agency.objects.filter(pk=second.pk).update(parent=first)
        assert tree.subtree_ids([first.pk]) == {first.pk, second.pk}
        assert tree.build(on=TODAY, root=first.pk).trail

    def test_agrees_with_walking_up(self):
        chance = random.Random(5)
        agencies: list[Agency] = []
        for number in range(60):
            parent = chance.choice([None, *agencies])
            agencies.append(builders.make_agency(f"a-{number}", parent=parent))
        for root in agencies[::7]:
            expected = set()
            for agency in agencies:
                above: Agency | None = agency
                while above is not None and above != root:
                    above = above.parent
                if above == root:
                    expected.add(agency.pk)
            assert tree.subtree_ids([root.pk]) == expected


class BuildTests:
    """What the screen is made of."""

    def test_search_keeps_those_above_a_match(self):
        top = builders.make_agency("ubnd", name="Ủy ban nhân dân tỉnh")
        builders.make_agency("so-nv", name="Sở Nội vụ", parent=top)
        builders.make_agency("so-yt", name="Sở Y tế", parent=top)
        forest = tree.build(on=TODAY, query="noi VU")
        assert forest.found == 1
        assert [node.agency.code for node in forest.roots[0].walk()] == ["ubnd", "so-nv"]
        assert forest.roots[0].is_open
        assert not forest.roots[0].is_match

    def test_state_keeps_the_living_or_the_ended(self):
        builders.make_agency("nay")
        builders.make_agency("xua", valid_to=TODAY - timedelta(days=1))
        builders.make_agency("mai", valid_from=TODAY + timedelta(days=1))
        assert [node.agency.code for node in tree.build(on=TODAY, state="today").roots] == ["nay"]
        ended = {node.agency.code for node in tree.build(on=TODAY, state="ended").roots}
        assert ended == {"xua", "mai"}

    def test_the_ended_stand_last_and_name_their_successors(self):
        after = builders.make_agency("b", name="Bê")
        other = builders.make_agency("c", name="Xê")
        before = builders.make_agency("a", name="A", valid_to=date(2025, 6, 30), successor=after)
        before.further_successors.add(other)
        roots = tree.build(on=TODAY).roots
        assert [node.agency.code for node in roots] == ["b", "c", "a"]
        assert roots[-1].successors == [after, other]

    def test_a_wide_branch_becomes_a_link_to_the_list(self, monkeypatch):
        monkeypatch.setattr(tree, "MAX_CHILDREN", 3)
        grow([1, 4])
        (root,) = tree.build(on=TODAY).roots
        assert (root.folded, root.children, root.size) == ("list", [], 4)

    def test_a_large_tree_is_opened_branch_by_branch(self, monkeypatch):
        monkeypatch.setattr(tree, "MAX_SHOWN", 10)
        grow([2, 3, 3])
        forest = tree.build(on=TODAY)
        shown = [node for root in forest.roots for node in root.walk()]
        assert len(shown) == 8
        assert {node.folded for node in shown if node.agency.code.count("-") == 2} == {"branch"}
        branch = tree.build(on=TODAY, root=Agency.objects.get(code="a-0-1").pk)
        assert branch.roots[0].size == 3
        assert [agency.code for agency in branch.trail] == ["a-0", "a-0-1"]


class ScreenTests:
    """The screen in the admin."""

    def test_shows_kind_level_existence_and_successor(self, admin):
        after = builders.make_agency("b", name="Sở Tài chính", kind="department")
        builders.make_agency(
            "a", name="Sở Kế hoạch và Đầu tư", valid_to=date(2025, 2, 28), successor=after
        )
        content = admin.get(URL).content.decode()
        assert after.get_kind_display() in content
        assert after.get_level_display() in content
        assert "28/02/2025" in content
        assert content.count("Sở Tài chính") == 2
        assert "govportal-ended" in content

    def test_opens_and_closes_without_script(self, admin):
        grow([1, 2])
        content = admin.get(URL).content.decode()
        assert content.count("<details") == content.count("<summary") >= 1

    def test_what_opens_a_branch_holds_no_link(self, admin):
        grow([1, 2])
        summaries = re.findall(r"<summary>.*?</summary>", admin.get(URL).content.decode(), re.S)
        assert any("Đơn vị a-0" in text for text in summaries)
        assert not any("<a " in text for text in summaries)

    def test_tells_what_a_search_found(self, admin):
        builders.make_agency("a", name="Sở Nội vụ")
        content = admin.get(URL, {"q": "noi vu"}).content.decode()
        assert re.search(r"<mark[^>]*>Sở Nội vụ</mark>", content)
        assert "<mark" not in admin.get(URL, {"q": "<script>"}).content.decode()

    @pytest.mark.parametrize("root", ["x", "0", "99999", "-1", "1" * 30, "²"])
    def test_a_branch_that_is_none_is_not_found(self, admin, root):
        assert admin.get(URL, {"root": root}).status_code == 404

    def test_queries_do_not_grow_with_the_register(self, admin):
        def queries() -> int:
            admin.get(URL)
            with CaptureQueriesContext(
                connection,
            ) as context:
                assert admin.get(URL).status_code == 200
            return len(context)

        grow([2, 2])
        small = queries()
        grow([3, 5, 4], prefix="b")
        assert queries() == small

    def test_is_for_those_with_a_permission_on_agencies(self, client):
        builders.make_site()
        user = builders.make_user()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)
        assert client.get(URL).status_code == 302
        user.user_permissions.add(Permission.objects.get(codename="view_agency"))
        response = client.get(URL)
        assert response.status_code == 200
        assert reverse("wagtailsnippets_govportal_core_agency:import") not in (
            response.content.decode()
        )
