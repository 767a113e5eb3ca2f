from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.log_actions import registry as log_registry
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    GroupSitePermission,
    Locale,
    Page,
    Site,
    Task,
    Workflow,
)

from govportal_wagtail.core import setup
from govportal_wagtail.core.access.roles import ROLE_PERMISSIONS, ensure_role_groups
from govportal_wagtail.core.file_views import document_policy
from govportal_wagtail.core.models import (
    Agency,
    PortalSettings,
    PortalSite,
    SiteRoleGroup,
    SiteState,
)
from govportal_wagtail.core.sites import parts
from govportal_wagtail.core.sites.resolution import provincial_portal
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.adoption import adopt, adopted_code, profile_for
from govportal_wagtail.regulation.models import RegulationSettings
from govportal_wagtail.regulation.vocabulary import BodyKind, RoleCode
from tests.builders import (
    add_page,
    make_agency,
    make_locale,
    make_section,
    make_site,
    make_standard,
)
from tests.core.portal_builders import make_component

pytestmark = pytest.mark.django_db

#: By profile: required pages, title of the board's head, credit, managing body.
EXPECTED = {
    "camau-2026": (
        {
            "direction",
            "legal_documents",
            "strategy",
            "projects",
            "news",
            "investment",
            "propaganda",
            "notices",
            "statistics",
            "science",
            "questions",
            "foreign",
        },
        "Trưởng Ban",
        "",
        "Văn phòng Ủy ban nhân dân tỉnh",
    ),
    "vinhlong-2021": (
        {
            "introduction",
            "organisation",
            "leaders",
            "functions",
            "contacts",
            "news",
            "direction",
            "propaganda",
            "legal_documents",
            "strategy",
            "projects",
            "consultations",
            "gazette",
            "science",
            "statistics",
            "questions",
            "procedures",
            "foreign",
        },
        "Trưởng Ban",
        "Cổng thông tin điện tử tỉnh Vĩnh Long",
        "Văn phòng Ủy ban nhân dân tỉnh",
    ),
    "backan-2018": (
        {
            "introduction",
            "nature_history",
            "map",
            "organisation",
            "functions",
            "leaders",
            "news",
            "direction",
            "schedules",
            "propaganda",
            "strategy",
            "legal_documents",
            "procedures",
            "contacts",
            "projects",
            "questions",
            "consultations",
            "gazette",
            "science",
            "statistics",
            "notices",
        },
        "Trưởng ban Biên tập",
        "Theo Cổng TTĐT tỉnh Bắc Kạn",
        "Văn phòng Ủy ban nhân dân tỉnh",
    ),
    "khanhhoa-2018-draft": (
        {
            "introduction",
            "nature_history",
            "investment",
            "direction",
            "organisation",
            "functions",
            "legal_documents",
            "procedures",
            "propaganda",
            "strategy",
            "contacts",
            "projects",
            "consultations",
            "news",
        },
        str(RoleCode.BOARD_HEAD.label),
        "",
        "Sở Thông tin và Truyền thông",
    ),
    "langson-2024": (
        {
            "legal_documents",
            "procedures",
            "propaganda",
            "strategy",
            "projects",
            "introduction",
            "organisation",
            "map",
            "nature_history",
            "leaders",
            "statistics",
            "science",
            "disclosure",
            "direction",
            "schedules",
            "news",
            "investment",
            "gazette",
            "questions",
            "consultations",
            "foreign",
        },
        "Trưởng ban",
        "Nguồn: Cổng thông tin điện tử tỉnh Lạng Sơn",
        "Văn phòng Ủy ban nhân dân tỉnh",
    ),
}


def set_up(profile: str = "", **options) -> list[str]:
    lines: list[str] = []
    setup.run(profile=profile, report=lines.append, **options)
    return lines


def portal() -> PortalSite:
    found = provincial_portal()
    assert found is not None
    return found


def group_of(portal_site: PortalSite, role: str) -> Group:
    return SiteRoleGroup.objects.get(portal_site=portal_site, role=role).group


def actions_on(group: Group, page: Page) -> set[str]:
    rows = GroupPagePermission.objects.filter(group=group, page=page)
    return {row.permission.codename.removesuffix("_page") for row in rows}


@pytest.mark.parametrize("code", EXPECTED)
def test_every_profile_makes_a_whole_portal_from_nothing(code):
    pages, head, credit, managing = EXPECTED[code]
    Site.objects.all().delete()
    site = make_site(root_page=Page.objects.get(depth=1).add_child(title="Welcome", slug="w"))

    lines = set_up(code)

    found = portal()
    site.refresh_from_db()
    assert found.site == site
    assert adopted_code(site) == code
    assert type(site.root_page.specific).__name__ == "HomePage"
    assert (found.body, found.state) == (BodyKind.PORTAL, SiteState.LIVE)
    assert found.agency.code == "ubnd-tinh"
    assert set(found.parts.values_list("code", flat=True)) == pages
    for part in found.parts.select_related("page"):
        assert part.page.path.startswith(site.root_page.path)
        assert not part.page.numchild or part.page.specific_class.__name__ == "SectionPage"
    assert {link.role for link in found.role_groups.all()} == set(RoleCode.values)
    assert group_of(found, "board_head").name.endswith(f": {head}")
    settings = PortalSettings.for_site(site)
    assert settings.credit_line == credit
    assert settings.managing_body == managing
    assert settings.governing_body == profile_for(site).bodies["governing_body"].title
    assert settings.hotline == ""
    assert any("hotline" in line for line in lines) or any("đường dây" in line for line in lines)
    assert found.collection is not None
    assert Locale.objects.filter(language_code="vi").exists()
    english = catalogue.get(code).languages.get("en")
    is_official = english is not None and english.status == "official"
    assert Locale.objects.filter(language_code="en").exists() is is_official
    assert any("ru" in line.split() for line in lines) is (code == "khanhhoa-2018-draft")


@pytest.mark.parametrize("code", EXPECTED)
def test_setup_may_be_repeated_and_then_changes_nothing(code):
    make_site()
    set_up(code)
    before = snapshot()
    lines = set_up(code)
    assert snapshot() == before
    assert not [line for line in lines if "(draft)" in line]


def snapshot() -> dict:
    return {
        "pages": list(Page.objects.order_by("path").values_list("path", "title", "slug", "live")),
        "groups": list(Group.objects.order_by("pk").values_list("pk", "name")),
        "page_permissions": GroupPagePermission.objects.count(),
        "file_permissions": GroupCollectionPermission.objects.count(),
        "site_permissions": GroupSitePermission.objects.count(),
        "records": list(Group.permissions.through.objects.order_by("pk").values_list("pk")),
        "workflows": list(Workflow.objects.values_list("pk", "name", "active")),
        "tasks": list(Task.objects.order_by("pk").values_list("pk", "name", "active")),
        "agencies": Agency.objects.count(),
        "parts": list(portal().parts.order_by("code").values_list("code", "page_id")),
    }


def test_another_profile_changes_steps_titles_and_credit_without_code():
    make_site()
    set_up("backan-2018")
    found = portal()
    workflow, groups = found.workflow, set(Group.objects.values_list("pk", flat=True))
    head = group_of(found, "board_head")
    settings = PortalSettings.for_site(found.site)
    assert settings.credit_line == "Theo Cổng TTĐT tỉnh Bắc Kạn"
    pages = set(Page.objects.values_list("pk", "title", "slug"))

    set_up("langson-2024")

    found = portal()
    assert found.workflow == workflow
    assert set(Group.objects.values_list("pk", flat=True)) == groups
    head.refresh_from_db()
    assert head.name.endswith(": Trưởng ban")
    settings = PortalSettings.for_site(Site.objects.get(pk=found.site_id))
    assert settings.credit_line == "Nguồn: Cổng thông tin điện tử tỉnh Lạng Sơn"
    assert settings.governing_body == "Ủy ban nhân dân tỉnh Lạng Sơn"
    assert pages <= set(Page.objects.values_list("pk", "title", "slug"))

    set_up("backan-2018")
    assert Workflow.objects.filter(name=workflow.name).count() == 1


def test_words_that_an_administrator_wrote_stay():
    site = make_site()
    set_up("backan-2018")
    settings = PortalSettings.for_site(site)
    settings.credit_line, settings.managing_body = "Nguồn: chúng tôi", "Ban của chúng tôi"
    settings.save()
    set_up("langson-2024")
    settings.refresh_from_db()
    assert (settings.credit_line, settings.managing_body) == (
        "Nguồn: chúng tôi",
        "Ban của chúng tôi",
    )


def test_existing_site_keeps_its_pages_and_gets_drafts_only():
    site = make_site()
    news = make_section(site.root_page, "Tin tức", slug="tin-tuc")
    make_standard(news, "Một trang")
    moved = make_section(make_section(site.root_page, "Khác"), "Thống kê", slug="thong-ke")
    live = set(Page.objects.filter(live=True).values_list("pk", "title", "slug", "path"))

    set_up("langson-2024")

    now = set(Page.objects.filter(live=True).values_list("pk", "title", "slug", "path"))
    # What every site has, whatever its regulation asks for.
    common = Page.objects.filter(slug__in=("van-ban", "hoi-dap"))
    assert now - set(common.values_list("pk", "title", "slug", "path")) == live
    assert parts.page_of(portal(), "news").pk == news.pk
    assert parts.page_of(portal(), "statistics").pk == moved.pk
    assert not parts.page_of(portal(), "leaders").live


def test_part_is_found_again_after_it_was_renamed_and_moved():
    site = make_site()
    set_up("langson-2024")
    leaders = parts.page_of(portal(), "leaders")
    leaders.title, leaders.slug = "Thường trực Ủy ban", "thuong-truc"
    leaders.save()
    leaders.move(Page.objects.get(pk=site.root_page_id), pos="last-child")
    count = Page.objects.count()
    set_up("langson-2024")
    assert Page.objects.count() == count
    assert parts.page_of(portal(), "leaders").pk == leaders.pk


def test_part_that_was_deleted_is_made_again():
    make_site()
    set_up("langson-2024")
    parts.page_of(portal(), "map").delete()
    set_up("langson-2024")
    assert parts.page_of(portal(), "map") is not None


def test_site_without_record_gets_what_it_always_got():
    make_site()
    other = make_site("trang-khac.localhost", is_default_site=False)
    set_up("langson-2024")
    assert not PortalSite.objects.filter(site=other).exists()
    home = Page.objects.get(pk=other.root_page_id)
    slugs = set(home.get_children().values_list("slug", flat=True))
    assert slugs == {"tin-tuc", "thong-bao", "van-ban", "hoi-dap"}


def test_home_page_of_another_app_takes_no_pages_and_says_so():
    locale = make_locale("vi")
    root = add_page(Page.objects.get(depth=1), Page(title="Của tôi", locale=locale))
    add_page(root, Page(title="Trang riêng"))
    make_site(root_page=root)
    lines = set_up("backan-2018")
    root.refresh_from_db()
    # Library, questions, schedule and projects are made by apps of their own, below any home page.
    made = set(portal().parts.values_list("code", flat=True))
    assert made == {"legal_documents", "questions", "schedules", "projects"}
    assert any("introduction" in line for line in lines)


def test_committee_of_the_register_governs_the_portal():
    own = make_agency("ub", name="Ủy ban nhân dân tỉnh Bắc Kạn")
    make_agency("ub-khac", name="Ủy ban nhân dân tỉnh Thái Nguyên")
    make_site()
    set_up("backan-2018")
    assert portal().agency == own
    assert not Agency.objects.filter(code="ubnd-tinh").exists()


def test_fallen_profile_is_an_error_that_names_the_others():
    make_site()
    with pytest.raises(CommandError, match="camau-2026"):
        call_command("govportal_setup", "--profile", "khong-co")


def test_adopting_a_regulation_is_logged_once():
    site = make_site()
    assert adopt(site, "backan-2018")
    assert not adopt(site, "backan-2018")
    chosen = RegulationSettings.objects.get(site=site)
    [entry] = log_registry.get_logs_for_instance(chosen)
    assert (entry.action, entry.data) == ("wagtail.edit", {"from": "", "to": "backan-2018"})


def test_command_without_profile_uses_the_adopted_one(capsys):
    site = make_site()
    call_command("govportal_setup", "--profile", "backan-2018")
    call_command("govportal_setup")
    assert adopted_code(site) == "backan-2018"
    assert group_of(portal(), "board_head").name.endswith(": Trưởng ban Biên tập")
    workflow = portal().workflow
    assert workflow is not None
    assert [task.specific.step_key for task in workflow.tasks.filter(active=True)] == [
        "edit",
        "secretary",
        "approve",
        "publish",
    ]


@pytest.mark.parametrize(
    ("role", "actions"),
    [
        ("contributor", {"add"}),
        ("focal_officer", {"add"}),
        ("full_time_editor", {"add", "change", "lock"}),
        ("board_secretary", {"add", "change", "lock"}),
        ("board_member", {"add", "change", "lock", "publish", "unlock"}),
        ("board_head", {"add", "change", "lock", "publish", "unlock"}),
        ("operator", {"add", "change", "publish"}),
        ("site_admin", {"add", "change", "lock", "unlock"}),
        ("translator", set()),
    ],
)
def test_role_gives_its_page_permissions_on_the_home_page(role, actions):
    site = make_site()
    set_up("camau-2026")
    assert actions_on(group_of(portal(), role), site.root_page) == actions


def test_translator_has_no_page_of_any_language():
    site = make_site()
    set_up("camau-2026")
    english = site.root_page.get_translation(Locale.objects.get(language_code="en"))
    group = group_of(portal(), "translator")
    assert actions_on(group, english) == set()
    assert actions_on(group_of(portal(), "contributor"), english) == set()


def test_what_the_role_gives_no_longer_is_taken_and_nothing_else(monkeypatch):
    site = make_site()
    set_up("camau-2026")
    found = portal()
    group = group_of(found, "operator")
    own = GroupPagePermission.objects.create(
        group=group, page=site.root_page, permission_type="lock"
    )
    changed = {**ROLE_PERMISSIONS, RoleCode.OPERATOR: ROLE_PERMISSIONS[RoleCode.CONTRIBUTOR]}
    monkeypatch.setattr("govportal_wagtail.core.access.roles.ROLE_PERMISSIONS", changed)
    ensure_role_groups(found, profile_for(found.site))
    assert actions_on(group, site.root_page) == {"add", "lock"}
    assert GroupPagePermission.objects.filter(pk=own.pk).exists()


def test_members_of_a_group_stay_through_a_change_of_profile(django_user_model):
    make_site()
    set_up("backan-2018")
    user = django_user_model.objects.create_user("hoa")
    group_of(portal(), "board_secretary").user_set.add(user)
    set_up("camau-2026")
    assert group_of(portal(), "board_secretary").user_set.filter(pk=user.pk).exists()


def test_contributor_adds_files_to_the_collection_of_the_site_only(django_user_model):
    make_site()
    set_up("camau-2026")
    found = portal()
    user = django_user_model.objects.create_user("hoa")
    group_of(found, "contributor").user_set.add(user)
    policy = document_policy()
    allowed = policy.collections_user_has_permission_for(user, "add")
    assert set(allowed) == {found.collection}
    assert Collection.get_first_root_node() not in allowed
    assert user.has_perm("wagtailadmin.access_admin")
    assert not user.has_perm("govportal_core.view_account")


def test_setup_of_one_component_leaves_the_portal_alone():
    site = make_site()
    set_up("camau-2026")
    component = make_component()
    group = group_of(portal(), "operator")
    GroupPagePermission.objects.filter(group=group, page=site.root_page).delete()
    component.parts.get(code="news").page.delete()
    set_up(site=component.site)
    assert component.parts.filter(code="news").exists()
    assert actions_on(group, site.root_page) == set()
