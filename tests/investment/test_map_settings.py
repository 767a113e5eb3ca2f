"""Settings of the map: what is refused at start-up, and whom the pages allow to be asked."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import override_settings

from govportal_wagtail import checks, conf
from govportal_wagtail.core.content_policy import public_policy
from govportal_wagtail.core.middleware import SecurityHeadersMiddleware
from govportal_wagtail.investment.public.map_context import map_context

TILES = "https://tiles.example/{z}/{x}/{y}.png"


@pytest.fixture
def bare(settings):
    """No setting of the map."""
    for name in ("OUTLINE", "TILES", "ATTRIBUTION", "CENTRE", "ZOOM"):
        if hasattr(settings, f"GOVPORTAL_MAP_{name}"):
            delattr(settings, f"GOVPORTAL_MAP_{name}")
    return settings


def rules(policy: str) -> dict[str, list[str]]:
    return {words[0]: words[1:] for rule in policy.split(";") if (words := rule.split())}


class DefaultTests:
    def test_a_map_asks_nobody_else(self, bare):
        assert (conf.MAP_OUTLINE, conf.MAP_TILES, conf.MAP_ATTRIBUTION) == ("", "", "")
        assert conf.MAP_CENTRE is None
        assert conf.MAP_ZOOM == 9
        assert public_policy() == conf.CSP_PUBLIC
        assert checks.check_settings_types() == []

    @pytest.mark.parametrize("name", ["MAP_OUTLINE", "MAP_TILES", "MAP_ATTRIBUTION", "MAP_CENTRE"])
    def test_none_is_none_and_no_text(self, bare, name):
        setattr(bare, f"GOVPORTAL_{name}", None)
        assert not getattr(conf, name)
        assert checks.check_settings_types() == []

    def test_numbers_are_read_as_numbers(self, bare):
        bare.GOVPORTAL_MAP_CENTRE = ["18.6", 105]
        bare.GOVPORTAL_MAP_ZOOM = "11"
        assert conf.MAP_CENTRE == (18.6, 105.0)
        assert conf.MAP_ZOOM == 11


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAP_TILES", "http://tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://tiles.example/{z}/{x}.png"),
        ("MAP_TILES", "//tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https:///{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://{s}-tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://a.example; script-src *;/{z}/{x}/{y}.png"),
        ("MAP_TILES", "https://a.example/{z}/{x}/{y}.png\n"),
        ("MAP_TILES", 5),
        ("MAP_OUTLINE", "nowhere/outline.geojson"),
        ("MAP_OUTLINE", "../secret.json"),
        ("MAP_OUTLINE", "http://maps.example/outline.geojson"),
        ("MAP_OUTLINE", ["demo/thanh-giang.geojson"]),
        ("MAP_CENTRE", (105.7, 218.6)),
        ("MAP_CENTRE", (180, 18)),
        ("MAP_CENTRE", (18.6,)),
        ("MAP_CENTRE", "here"),
        ("MAP_CENTRE", 18.6),
        ("MAP_CENTRE", (float("nan"), 105)),
        ("MAP_CENTRE", (18, float("nan"))),
        ("MAP_ZOOM", 20),
        ("MAP_ZOOM", -1),
        ("MAP_ZOOM", "near"),
        ("MAP_ATTRIBUTION", 7),
    ],
)
def test_a_value_that_no_map_can_use_is_named(name, value):
    with override_settings(**{f"GOVPORTAL_{name}": value}):
        found = checks.check_settings_types()
    assert [message.id for message in found] == ["govportal.E004"]
    assert f"GOVPORTAL_{name}" in found[0].msg


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MAP_TILES", TILES),
        ("MAP_TILES", "https://{s}.tiles.example:8443/a/{z}/{y}/{x}{r}.png?key=1"),
        ("MAP_OUTLINE", "demo/thanh-giang.geojson"),
        ("MAP_OUTLINE", "/media/outline.geojson"),
        ("MAP_OUTLINE", "https://maps.example/outline.geojson"),
        ("MAP_CENTRE", (18.6, 105.7)),
        ("MAP_ZOOM", 0),
        ("MAP_ZOOM", 19),
    ],
)
def test_a_value_that_a_map_can_use_passes(name, value):
    with override_settings(**{f"GOVPORTAL_{name}": value}):
        assert checks.check_settings_types() == []


class PolicyTests:
    def test_the_host_of_the_tiles_may_send_images_and_nothing_else(self, bare):
        before = rules(public_policy())
        bare.GOVPORTAL_MAP_TILES = TILES
        after = rules(public_policy())
        assert after.pop("img-src") == [*before.pop("img-src"), "https://tiles.example"]
        assert after == before

    def test_hosts_that_take_turns_are_all_meant(self, bare):
        bare.GOVPORTAL_MAP_TILES = "https://{s}.tiles.example:8443/{z}/{x}/{y}.png"
        assert "https://*.tiles.example:8443" in rules(public_policy())["img-src"]

    def test_an_outline_of_another_host_may_be_fetched(self, bare):
        bare.GOVPORTAL_MAP_OUTLINE = "https://maps.example/tinh.geojson"
        found = rules(public_policy())
        assert found["connect-src"] == ["'self'", "https://maps.example"]
        assert found["default-src"] == ["'self'"]

    @pytest.mark.parametrize("outline", ["demo/thanh-giang.geojson", "/media/tinh.geojson"])
    def test_an_outline_of_the_portal_changes_nothing(self, bare, outline):
        bare.GOVPORTAL_MAP_OUTLINE = outline
        assert public_policy() == conf.CSP_PUBLIC

    @pytest.mark.parametrize(
        ("policy", "expected"),
        [
            ("", None),
            ("default-src 'none'", ["https://tiles.example"]),
            ("img-src 'none'", ["https://tiles.example"]),
            ("IMG-SRC data:", ["data:", "https://tiles.example"]),
            ("img-src *", ["*"]),
            ("img-src https://tiles.example", ["https://tiles.example"]),
            ("script-src 'self'", None),
        ],
    )
    def test_a_policy_of_the_project_keeps_its_meaning(self, bare, policy, expected):
        bare.GOVPORTAL_CSP_PUBLIC = policy
        bare.GOVPORTAL_MAP_TILES = TILES
        assert rules(public_policy()).get("img-src") == expected

    def test_what_is_no_address_of_tiles_never_gets_into_the_policy(self, bare):
        bare.GOVPORTAL_MAP_TILES = "http://tiles.example/{z}/{x}/{y}.png"
        assert public_policy() == conf.CSP_PUBLIC

    def test_public_pages_carry_it_and_the_admin_does_not(self, bare, rf):
        bare.GOVPORTAL_MAP_TILES = TILES
        handler = SecurityHeadersMiddleware(lambda request: HttpResponse("x"))
        header = "Content-Security-Policy"
        assert "https://tiles.example" in handler(rf.get("/du-an/"))[header]
        assert "https://tiles.example" not in handler(rf.get("/admin/"))[header]


class MapContextTests:
    def test_what_the_part_is_given(self, bare, rf):
        bare.GOVPORTAL_MAP_OUTLINE = "demo/thanh-giang.geojson"
        bare.GOVPORTAL_MAP_TILES = TILES
        bare.GOVPORTAL_MAP_ATTRIBUTION = "Sở Xây dựng https://sxd.example"
        bare.GOVPORTAL_MAP_CENTRE = (18.6, 105.7)
        found = map_context(rf.get("/"), "/du-an.geojson?xa=1", "danh-sach")["map"]
        assert found == {
            "features_url": "/du-an.geojson?xa=1",
            "outline_url": "/static/demo/thanh-giang.geojson",
            "tiles": TILES,
            "credit": "Sở Xây dựng https://sxd.example",
            "centre": "18.6,105.7",
            "zoom": 9,
            "list_id": "danh-sach",
            "credit_language": "vi",
            "is_single": False,
        }

    def test_an_outline_that_was_not_collected_costs_the_page_nothing(self, bare, rf, tmp_path):
        bare.GOVPORTAL_MAP_OUTLINE = "nowhere/outline.geojson"
        bare.STATIC_ROOT = tmp_path
        storage = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        bare.STORAGES = {**bare.STORAGES, "staticfiles": {"BACKEND": storage}}
        assert map_context(rf.get("/"), "/du-an.geojson")["map"]["outline_url"] == ""
