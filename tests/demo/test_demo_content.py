"""What ``make demo`` loads: one portal, two departments, two communes, one site in preparation."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml
from demo.loaders import components, legal, network, sources
from demo.loaders.people import PASSWORD
from django.contrib.auth import authenticate
from django.core.management import call_command
from wagtail.models import Page, Site

from govportal_wagtail.core.models import (
    Agency,
    AgencyKind,
    DomainName,
    DomainState,
    PortalLink,
    PortalSite,
    RoleAssignment,
    SiteState,
)
from govportal_wagtail.core.network import Reach
from govportal_wagtail.core.sites import launch
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.legal.models import LegalDocumentPage
from govportal_wagtail.pages.models import ArticlePage, HomePageSection, SectionPage
from govportal_wagtail.questions.models import Question
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.adoption import profile_for
from govportal_wagtail.translation.models import PageTranslation

pytestmark = pytest.mark.django_db

PROFILE = "thanhgiang-2026"
HOSTS = ["lamkieu", "muongsuong", "skhcn", "snnmt"]
COMPONENTS = [row["host"] for row in components.files()]


class ProfileTests:
    """The province's own file, which lays its words over those of another province."""

    def test_has_no_problems(self):
        path = catalogue.get(PROFILE).path
        assert [problem for problem in catalogue.problems() if problem.path == path] == []

    def test_is_the_decision_that_the_library_holds(self):
        instrument = catalogue.get(PROFILE).instrument
        rows = sources.read_yaml("documents.yaml")
        decision = next(row for row in rows if row["symbol"] == instrument.symbol)
        assert instrument.issued_on == decision["issued_on"]
        assert instrument.in_force_from == decision["effective_on"]
        replaced = {row["target"] for row in decision["relations"] if not row.get("external")}
        assert {each.symbol for each in instrument.replaces} <= replaced

    def test_applies_since_it_came_into_force(self):
        assert catalogue.in_force(PROFILE, on=date(2026, 11, 20)).code == PROFILE

    def test_every_article_of_its_own_exists_in_the_decision(self):
        text = sources.read_text("documents/texts/18-2026-qd-ubnd.txt")
        last = max(int(line.split()[1].rstrip(".")) for line in text.splitlines() if _heads(line))
        profile = catalogue.get(PROFILE)
        for section, rule in profile.rules():
            if profile.origins[f"{section}.{rule.key}"] != profile.path:
                continue
            for article in rule.article.split("; "):
                number = article.split(".")[0]
                assert not number or int(number) <= last, f"{section}.{rule.key}: {article}"

    def test_an_override_counts_and_the_rest_is_inherited(self):
        own, base = catalogue.get(PROFILE), catalogue.get("camau-2026")
        assert own.deadlines["propaganda"].days == 5 != base.deadlines["propaganda"].days
        assert own.deadlines["qa_answer"].days == base.deadlines["qa_answer"].days
        assert "science" in base.content
        assert "science" not in own.content


def _heads(line: str) -> bool:
    words = line.split()
    return len(words) > 1 and words[0] == "Điều" and words[1].rstrip(".").isdigit()


class DataTests:
    @pytest.mark.parametrize("name", COMPONENTS)
    def test_documents_are_issued_on_weekdays_under_symbols_of_the_agency(self, name):
        row = sources.read_yaml(f"components/{name}.yaml")
        agencies = {each["code"]: each for each in sources.read_csv("agencies.csv")}
        code = agencies[row["agency"]]["issuer_code"]
        for document in row["documents"]:
            assert document["symbol"].endswith(f"-{code}"), document["symbol"]
            assert document["issued_on"].weekday() < 5, document["symbol"]

    @pytest.mark.parametrize("name", COMPONENTS)
    def test_who_is_named_is_in_the_list_of_people(self, name):
        row = sources.read_yaml(f"components/{name}.yaml")
        known = {each["name"] for each in row["people"]}
        seats = [seat["person"] for seat in row.get("board", {}).get("members", [])]
        logins = [each["name"] for each in row.get("accounts", [])]
        signers = [each["signer"] for each in row["documents"]]
        assert {*seats, *logins, *signers} <= known

    @pytest.mark.parametrize("name", [name for name in COMPONENTS if name != "syt"])
    def test_a_live_site_has_something_to_read(self, name):
        row = sources.read_yaml(f"components/{name}.yaml")
        assert 6 <= len(row["articles"]) <= 8
        assert 3 <= len(row["documents"]) <= 5
        for article in row["articles"]:
            assert date(2026, 9, 1) <= article["published_on"] <= date(2026, 11, 20)

    def test_every_mapping_has_only_the_keys_that_are_read(self):
        # A comma in an unquoted value begins a new key without a word of warning.
        allowed = {"name", "title", "rank", "is_head", "is_focal_officer", "is_public"}
        allowed |= {"phone", "email", "duty", "unit", "agency"}
        for path in (sources.DATA / "components").glob("*.yaml"):
            rows = yaml.safe_load(path.read_text(encoding="utf-8"))["people"]
            assert set().union(*rows) <= allowed, path.name


@pytest.fixture
def sites(loaded) -> dict[str, PortalSite]:
    """The components by the first label of their host."""
    found = PortalSite.objects.exclude(portal=None).select_related("site", "portal__site")
    return {each.site.hostname.partition(".")[0]: each for each in found}


@pytest.fixture
def portal(loaded) -> PortalSite:
    return PortalSite.objects.get(portal=None)


class LoadedTests:
    def test_four_sites_are_live_and_one_is_held_by_the_gate(self, sites):
        live = {name for name, each in sites.items() if each.state == SiteState.LIVE}
        assert live == set(HOSTS)
        assert sites["syt"].state == SiteState.PREPARING
        assert {gap.code for gap in launch.missing(sites["syt"])} >= {"board", "page.leaders"}
        assert [launch.missing(sites[name]) for name in HOSTS] == [[], [], [], []]

    def test_the_portal_has_everything_its_regulation_asks_for(self, portal):
        assert profile_for(portal.site).code == PROFILE
        assert launch.missing(portal) == []
        assert portal.boards.get().members.count() == 4

    def test_a_second_run_changes_nothing(self, sites, capsys):
        def state() -> tuple[Any, ...]:
            pages = Page.objects.order_by("pk").values_list("pk", "path", "latest_revision")
            return list(pages), PortalLink.objects.count(), RoleAssignment.objects.count()

        before = state()
        call_command("load_demo")
        assert state() == before
        assert "already there" in capsys.readouterr().out

    def test_what_editors_changed_stays(self, sites):
        home = sites["skhcn"].site.root_page
        home.title = home.draft_title = "Tên khác"
        home.save()
        agency = Agency.objects.get(code="so-khcn")
        agency.phone = "0202 000 000"
        agency.save()
        call_command("load_demo", verbosity=0)
        home.refresh_from_db()
        agency.refresh_from_db()
        assert (home.title, agency.phone) == ("Tên khác", "0202 000 000")

    @pytest.mark.parametrize("name", HOSTS)
    def test_each_site_has_its_own_news_documents_and_board(self, sites, name):
        root = sites[name].site.root_page
        assert ArticlePage.objects.live().descendant_of(root).count() >= 6
        assert LegalDocumentPage.objects.live().descendant_of(root).count() >= 3
        assert sites[name].boards.get().decision

    def test_images_of_a_site_lie_in_its_own_collection(self, sites):
        for name in HOSTS:
            root = sites[name].site.root_page
            articles = ArticlePage.objects.descendant_of(root).exclude(image=None)
            places = set(articles.values_list("image__collection", flat=True))
            assert places == {sites[name].collection_id}

    def test_the_portal_rolls_up_and_components_show_the_portal(self, portal, sites):
        assert (
            SectionPage.objects.filter(reach=Reach.COMPONENTS, locale__language_code="vi").count()
            == 1
        )
        kinds = {"network_news", "network_documents"}
        for each in [portal, *(sites[name] for name in HOSTS)]:
            found = HomePageSection.objects.filter(page=each.site.root_page, kind__in=kinds)
            assert {section.kind for section in found} == kinds

    def test_the_register_of_domains_has_every_state_but_withdrawn(self, sites):
        official = DomainName.objects.filter(host__endswith=".gov.vn")
        states = set(official.values_list("state", flat=True))
        assert states == {DomainState.ISSUED, DomainState.REQUESTED, DomainState.REFUSED}
        assert official.get(state=DomainState.REFUSED).note
        assert official.get(host="skhcn.thanhgiang.gov.vn").portal_site == sites["skhcn"]

    def test_the_logins_work_and_have_their_roles(self, sites):
        for name in ("skhcn", "muongsuong"):
            for end in ("bientap", "truongban", "daumoi", "quantri"):
                user = authenticate(username=f"{name}.{end}", password=PASSWORD)
                assert user is not None, f"{name}.{end}"
                roles = user.govportal_account.assignments.filter(ended_at=None)
                assert [role.portal_site for role in roles] == [sites[name]]
        for name in ("quantri", "bientap", "banbientap"):
            assert authenticate(username=name, password=PASSWORD) is not None

    def test_the_chair_governs_no_site(self, loaded):
        chair = Agency.objects.get(code="chu-tich-ubnd-tinh")
        assert chair.kind == AgencyKind.CHAIR

    def test_sites_answer_at_the_port_of_the_demo(self, loaded):
        assert set(Site.objects.values_list("port", flat=True)) == {8123}


class PortTests:
    def test_another_port_moves_the_sites_and_their_links(self, sites):
        call_command("load_demo", verbosity=0)
        assert PortalLink.objects.filter(url__contains=":8123/").exists()
        network.serve_at("http://127.0.0.1:8456")
        assert Site.objects.get(hostname="skhcn.localhost").port == 8456
        assert not PortalLink.objects.filter(url__contains=":8123/").exists()

    def test_a_real_host_is_left_alone(self, loaded):
        network.serve_at("https://thanhgiang.gov.vn")
        assert set(Site.objects.values_list("port", flat=True)) == {8123}


class UpgradeTests:
    """A database of the demo from before there were component sites."""

    @pytest.fixture
    def earlier(self, loaded) -> None:
        """The demo without its components and what came with them."""
        root = PortalSite.objects.get(portal=None).site.root_page
        EditorialItem.objects.exclude(portal_site__portal=None).delete()
        Question.objects.exclude(portal_site__portal=None).delete()
        PageTranslation.objects.exclude(portal_site__portal=None).delete()
        for each in PortalSite.objects.exclude(portal=None).select_related("site"):
            each.role_assignments.all().delete()
            each.accounts.all().delete()
            each.domain_names.all().delete()
            each.delete()
            Page.objects.get(pk=each.site.root_page_id).delete()
        below = Page.objects.descendant_of(root)
        below.get(slug="tin-tu-co-so").delete()
        below.get(slug="van-ban-co-so").delete()
        kinds = ["network_news", "network_documents"]
        HomePageSection.objects.filter(kind__in=kinds).delete()

    def test_adds_the_components_and_loses_nothing(self, earlier):
        before = set(Page.objects.values_list("pk", "title", "url_path", "live", "path"))
        call_command("govportal_setup", verbosity=0)
        call_command("load_demo", verbosity=0)
        after = set(Page.objects.values_list("pk", "title", "url_path", "live", "path"))
        assert before <= after
        assert PortalSite.objects.exclude(portal=None).count() == 5
        sites = EditorialItem.objects.values_list("portal_site__site__hostname", flat=True)
        assert set(sites) == {"localhost", "muongsuong.localhost"}

    def test_puts_the_roll_ups_where_editors_left_the_home_page_otherwise(self, earlier):
        home = PortalSite.objects.get(portal=None).site.root_page
        HomePageSection.objects.filter(page=home, kind="links").delete()
        HomePageSection.objects.filter(page=home, kind="notices").update(heading="Tin khẩn")
        call_command("load_demo", verbosity=0)
        kinds = list(
            HomePageSection.objects.filter(page=home)
            .order_by("sort_order")
            .values_list("kind", flat=True)
        )
        assert kinds[:3] == ["news", "network_news", "notices"]
        assert "links" not in kinds
        assert HomePageSection.objects.filter(page=home, heading="Tin khẩn").exists()


class PrintedTests:
    """The printed form of a component's document, Decree 30/2020/NĐ-CP, Annex I."""

    @pytest.mark.parametrize(
        ("code", "above", "place"),
        [
            ("so-khcn", "SỞ KHOA HỌC VÀ CÔNG NGHỆ\n", "Thanh Giang, ngày 05 tháng 10"),
            ("ubnd-xa-muong-suong", "XÃ MƯỜNG SƯƠNG\n", "Mường Sương, ngày 05 tháng 10"),
            ("ubnd-phuong-lam-kieu", "PHƯỜNG LAM KIỀU\n", "Lam Kiều, ngày 05 tháng 10"),
        ],
    )
    def test_names_issuer_place_and_signer(self, loaded, code, above, place):
        row = {
            "type": "ke-hoach",
            "symbol": "1/KH-X",
            "abstract": "Việc thử",
            "issued_on": date(2026, 10, 5),
            "signer": "Lò Văn Pản",
            "position": "Phó Chủ tịch",
            "signing_capacity": "KT.",
            "text": "I. VIỆC",
        }
        text = legal.printed(Agency.objects.get(code=code), row)
        assert above in text
        assert f"{place} năm 2026" in text
        assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nLò Văn Pản" in text
