"""Topics, response templates and settings of questions: who keeps which of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from govportal_wagtail.core.access.roles import ensure_role_groups
from govportal_wagtail.questions.models import QuestionSettings, QuestionTopic, ResponseTemplate
from govportal_wagtail.questions.staff import register_policy
from govportal_wagtail.regulation import catalogue
from govportal_wagtail.regulation.vocabulary import RoleCode
from tests.editorial.item_builders import browse
from tests.isolation.world import make_place
from tests.questions.builders import make_answering_agency, make_topic
from tests.questions.staff_builders import make_desk, make_person

pytestmark = pytest.mark.django_db

TOPICS = "wagtailsnippets_govportal_questions_questiontopic"
TEMPLATES = "wagtailsnippets_govportal_questions_responsetemplate"
BODY = (
    '{"blocks": [{"key": "a", "type": "unstyled", "text": "Kính gửi ông (bà)", "depth": 0,'
    ' "inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'
)
KEEPING_TOPICS = [RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD, RoleCode.BOARD_DEPUTY]


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def commune(desk):
    return make_place("Commune", portal=desk.place)


def get(user, name, *args):
    return browse(user).get(reverse(name, args=args))


def opens(answer) -> bool:
    return answer.status_code == 200


def make_template(**fields):
    return ResponseTemplate.objects.create(**{"title": "Mẫu", "body": "<p>Kính gửi</p>", **fields})


def typed(**fields):
    return {
        "title": "Mẫu mới",
        "portal_site": "",
        "agency": "",
        "topic": "",
        "body": BODY,
        **fields,
    }


class TopicTests:
    @pytest.mark.parametrize("role", KEEPING_TOPICS)
    def test_the_portal_keeps_them(self, desk, role):
        topic = make_topic()
        user = desk.place.user(role)
        assert opens(get(user, f"{TOPICS}:list"))
        data = {"name": "Đất", "name_en": "", "name_ru": "", "code": "dat", "sort_order": 1}
        data |= {"field": "", "agency": "", "keywords": "thửa đất", "is_active": "on"}
        answer = browse(user).post(reverse(f"{TOPICS}:edit", args=[topic.pk]), data)
        assert answer.status_code == 302
        assert QuestionTopic.objects.get(pk=topic.pk).keywords == "thửa đất"

    @pytest.mark.parametrize("role", [RoleCode.SITE_ADMIN, RoleCode.BOARD_HEAD])
    def test_a_component_site_does_not(self, desk, commune, role):
        topic = make_topic()
        user = commune.user(role)
        assert not opens(get(user, f"{TOPICS}:list"))
        browse(user).post(reverse(f"{TOPICS}:edit", args=[topic.pk]), {"name": "Khác"})
        assert QuestionTopic.objects.get(pk=topic.pk).name == "Đất đai"

    @pytest.mark.parametrize(
        "role", [RoleCode.BOARD_SECRETARY, RoleCode.FOCAL_OFFICER, RoleCode.CONTRIBUTOR]
    )
    def test_who_does_not_administer_does_not(self, desk, role):
        assert not opens(get(desk.place.user(role), f"{TOPICS}:list"))

    def test_the_menu_leads_there(self, desk):
        home = get(desk.place.user(RoleCode.SITE_ADMIN), "wagtailadmin_home").content.decode()
        assert reverse(f"{TOPICS}:list") in home
        home = get(desk.secretary, "wagtailadmin_home").content.decode()
        assert reverse(f"{TOPICS}:list") not in home


class SettingsTests:
    @pytest.mark.parametrize("role", KEEPING_TOPICS)
    def test_those_who_change_settings_of_the_site_reach_them(self, desk, commune, role):
        for place in (desk.place, commune):
            user = place.user(role)
            url = reverse(
                "wagtailsettings:edit",
                args=["govportal_questions", "questionsettings", place.site.pk],
            )
            assert opens(browse(user).get(url))

    def test_those_of_another_site_do_not(self, desk, commune):
        url = reverse(
            "wagtailsettings:edit",
            args=["govportal_questions", "questionsettings", desk.place.site.pk],
        )
        assert not opens(browse(commune.user(RoleCode.SITE_ADMIN)).get(url))
        assert not opens(browse(desk.secretary).get(url))

    def test_the_default_is_that_the_board_does_not_approve(self, desk):
        assert not QuestionSettings.for_site(desk.place.site).board_approves


class TemplateTests:
    def test_each_keeps_their_own(self, desk, commune):
        other = make_answering_agency("so-y-te", "Sở Y tế")
        for_all = make_template(title="Cho mọi nơi")
        of_portal = make_template(title="Của cổng", portal_site=desk.portal_site)
        of_commune = make_template(title="Của xã", portal_site=commune.portal_site)
        of_agency = make_template(title="Của sở", agency=desk.agency)
        of_other = make_template(title="Của sở khác", agency=other)
        everything = {for_all, of_portal, of_commune, of_agency, of_other}
        kept = {
            desk.place.user(RoleCode.SITE_ADMIN): everything,
            commune.user(RoleCode.BOARD_HEAD): {of_commune},
            desk.officer: {of_agency},
            make_person(desk.place, RoleCode.UNIT_HEAD, agency=other): {of_other},
        }
        for user, own in kept.items():
            listed = get(user, f"{TEMPLATES}:list").context["object_list"]
            assert set(listed) == own
            for template in everything:
                answer = get(user, f"{TEMPLATES}:edit", template.pk)
                assert opens(answer) == (template in own), (user, template)

    @pytest.mark.parametrize("role", [RoleCode.CONTRIBUTOR, RoleCode.OPERATOR])
    def test_others_keep_none(self, desk, role):
        user = desk.place.user(role)
        assert not opens(get(user, f"{TEMPLATES}:list"))
        assert not opens(get(user, f"{TEMPLATES}:add"))

    def test_an_officer_writes_for_the_agency_and_for_no_other(self, desk):
        other = make_answering_agency("so-y-te", "Sở Y tế")
        client = browse(desk.officer)
        url = reverse(f"{TEMPLATES}:add")
        client.post(url, typed(agency=other.pk))
        client.post(url, typed(agency=""))
        assert not ResponseTemplate.objects.exists()
        client.post(url, typed(agency=desk.agency.pk, portal_site=desk.portal_site.pk))
        (template,) = ResponseTemplate.objects.all()
        assert (template.agency, template.portal_site) == (desk.agency, None)

    def test_a_commune_writes_for_its_site_and_for_no_other(self, desk, commune):
        client = browse(commune.user(RoleCode.BOARD_HEAD))
        url = reverse(f"{TEMPLATES}:add")
        client.post(url, typed(portal_site=desk.portal_site.pk))
        client.post(url, typed(portal_site=""))
        assert not ResponseTemplate.objects.exists()
        client.post(url, typed(portal_site=commune.portal_site.pk))
        assert ResponseTemplate.objects.get().portal_site == commune.portal_site

    def test_a_template_of_others_is_neither_changed_nor_deleted_by_hand(self, desk, commune):
        template = make_template(portal_site=commune.portal_site)
        client = browse(desk.officer)
        data = typed(agency=desk.agency.pk)
        client.post(reverse(f"{TEMPLATES}:edit", args=[template.pk]), data)
        client.post(reverse(f"{TEMPLATES}:delete", args=[template.pk]))
        template.refresh_from_db()
        assert template.title == "Mẫu"

    def test_markup_in_a_title_stays_text(self, desk):
        make_template(title="<script>alert(1)</script>", agency=desk.agency)
        assert "<script>alert(1)" not in get(desk.officer, f"{TEMPLATES}:list").content.decode()

    def test_people_who_keep_templates_are_found(self, desk):
        policy = register_policy.TemplatePolicy(ResponseTemplate)
        people = set(policy.users_with_any_permission(["change"]))
        assert {desk.officer, desk.head, desk.board_head} <= people
        assert desk.place.user(RoleCode.CONTRIBUTOR) not in people


def test_groups_that_were_made_before_get_the_permissions_when_made_sure_of(desk):
    group = desk.portal_site.role_groups.get(role=RoleCode.SITE_ADMIN).group
    group.permissions.clear()
    ensure_role_groups(desk.portal_site, catalogue.get("camau-2026"))
    found = set(group.permissions.values_list("codename", flat=True))
    assert {"add_questiontopic", "change_questiontopic"} <= found
