"""English pages at every place of their way, taken there by the people of the demo.

The board of a site selects what is posted, the translating unit writes the texts of the catalogue,
the board approves them. Each step is the function that a screen calls too.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone
from wagtail.models import Locale, Page

from govportal_wagtail.core.access import accounts
from govportal_wagtail.core.models import Account, Agency, PortalSite, Post
from govportal_wagtail.core.sites import foreign_homes, provisioning
from govportal_wagtail.editorial import item_flow, publication
from govportal_wagtail.editorial.models import EditorialItem
from govportal_wagtail.pages.models import ArticleCategory
from govportal_wagtail.regulation.adoption import profile_for
from govportal_wagtail.regulation.vocabulary import RoleCode
from govportal_wagtail.schedules.editing import title_of
from govportal_wagtail.schedules.models import WeeklySchedulePage
from govportal_wagtail.schedules.weeks import Week
from govportal_wagtail.translation import drafting, flow, strings
from govportal_wagtail.translation.models import PageTranslation
from govportal_wagtail.translation.vocabulary import TranslationState as State

from . import people, sources
from .core import load_foreign_settings
from .editorial import ACTORS_AT, Newsroom
from .office_clock import OfficeClock, at, working_days_ago
from .published_answers import site_of

Row = dict[str, Any]
CODE = "en"
_HOME_DEPTH = 2
#: Posted without a way through the workflow: what was there when the English pages were opened.
POSTED = "posted"
#: How many steps a batch passes; what is not named here goes all the way.
_STEPS_PASSED = {State.TRANSLATED: 0, State.RETURNED: 0, State.CHECKED: 1}


def load() -> int:
    """The translations of each file; returns how many pages were selected.

    A portal that has English pages is left as it is, also with those of an earlier demo.
    """
    load_names()
    if Page.objects.live().filter(depth=_HOME_DEPTH, locale__language_code=CODE).exists():
        return 0
    made = 0
    for name in ("portal", "muongsuong"):
        row = sources.read_yaml(f"english/{name}.yaml")
        if portal_site := site_of(row["host"]):
            prepare(portal_site, row)
            made += Desk(portal_site, row).load()
    return made


def load_names() -> None:
    """English names of posts and categories, where the registers have none."""
    names = sources.read_yaml("english/names.yaml")
    _name(Post, "title", names["posts"])
    _name(ArticleCategory, "name", names["categories"])


def _name(model: type[Model], field: str, names: dict[str, str]) -> None:
    rows = model._default_manager.filter(**{f"{field}_en": "", f"{field}__in": names})
    for row in rows:
        setattr(row, f"{field}_en", names[getattr(row, field)])
    model._default_manager.bulk_update(rows, [f"{field}_en"])


def prepare(portal_site: PortalSite, row: Row) -> None:
    """Home page and host of the language, its names, and who translates."""
    home = portal_site.site.root_page
    foreign_homes.ensure_foreign_homes(
        portal_site, profile_for(portal_site.site), lambda line: None
    )
    # The roles get their rights on the new home page.
    provisioning.provision(portal_site, lambda line: None)
    foreign = home.get_translation(Locale.objects.get(language_code=CODE))
    load_foreign_settings(foreign.sites_rooted_here.get(), portal_site.site, row["settings"])
    translator = sources.read_yaml("english/portal.yaml")
    people.load_people(translator["people"])
    people.load_accounts(portal_site, translator["accounts"])
    account = Account.objects.get(user__username=row["translator"])
    accounts.grant(account, portal_site, RoleCode.TRANSLATOR, None)


def _date_source(row: PageTranslation) -> None:
    """Let the text be as old as its page says, and older than its selection.

    The demo posted all Vietnamese pages at the moment at which it was loaded.
    """
    posted = row.source.first_published_at if row.source else None
    days = (row.source_at, posted, row.selected_at - timedelta(days=1))
    row.source_at = min(day for day in days if day is not None)
    row.save(update_fields=["source_at"])


class Desk:
    """One site with its newsroom and the unit that translates for it."""

    def __init__(self, portal_site: PortalSite, row: Row) -> None:
        name = row["host"] or "portal"
        self.row = row
        self.home = portal_site.site.root_page
        self.newsroom = Newsroom(portal_site, sources.read_yaml(f"editorial/{name}.yaml"))
        self.texts = sources.read_po(f"english/{name}.po")
        self.locale = Locale.objects.get(language_code=CODE)
        self.unit = Agency.objects.get(code=row["unit"])
        self.this_week = Week.of(timezone.localdate())

    def load(self) -> int:
        """Every batch as far as it goes, then what happens to the sources."""
        selected = sum(len(self._batch(each)) for each in self.row["batches"])
        for each in self.row["changes"]:
            self._change(each)
        return selected

    def _batch(self, row: Row) -> list[PageTranslation]:
        clock = OfficeClock(working_days_ago(row["days_ago"]))
        with at(clock.moment):
            made = [self._select(page, row) for page in self._pages(row)]
        if row["to"] == State.SELECTED:
            return made
        with at(clock.go_on()):
            for each in made:
                self._translate(each)
        if row["to"] == State.SENT:
            return made
        if row["to"] == POSTED:
            with at(clock.go_on()), publication.authorised("demo"):
                for each in made:
                    drafting.write_draft(each, self._translator()).publish()
            return made
        with at(clock.go_on()):
            for each in made:
                flow.hand_in(each, self._translator())
        self._decide(made, row, clock)
        return made

    def _pages(self, row: Row) -> list[Page]:
        """The pages of a batch; a week of the schedule is counted back from this one."""
        pages = [self._page(path) for path in row.get("pages", ())]
        for ago in row.get("weeks", ()):
            week = self.this_week.shifted(-ago)
            self.texts[title_of(week)] = title_of(week, CODE)
            weeks = WeeklySchedulePage.objects.descendant_of(self.home)
            pages.append(weeks.get(monday=week.monday))
        return pages

    def _select(self, page: Page, row: Row) -> PageTranslation:
        due_on = timezone.localdate() + timedelta(days=row["due_in"]) if "due_in" in row else None
        made = flow.select(
            page,
            self.locale,
            self.newsroom.user("secretary"),
            reason=row.get("reason", ""),
            unit=None if row["to"] == State.SELECTED else self.unit,
            due_on=due_on,
        )
        for each in made:
            _date_source(each)
        return made[-1]

    def _translate(self, translation: PageTranslation) -> None:
        """Write what the catalogue has; of some pages it has a part only."""
        segments = strings.segments_of(translation)
        lines = strings.lines(translation, segments)
        texts = {each.key: self.texts[each.source] for each in lines if each.source in self.texts}
        problems = strings.save(translation, self._translator(), texts, segments)
        if problems:
            raise ValueError(f"{translation}: {problems}")

    def _decide(self, made: list[PageTranslation], row: Row, clock: OfficeClock) -> None:
        """Pass the items on from step to step, as far as the batch goes."""
        targets = [each.target_id for each in made]
        open_items = EditorialItem.objects.open().filter(page__in=targets).order_by("pk")
        steps = 0
        while open_items and steps < _STEPS_PASSED.get(row["to"], len(ACTORS_AT)):
            with at(clock.go_on()):
                for item in open_items:
                    item_flow.approve(item, self.newsroom.user(ACTORS_AT[item.state]))
            steps += 1
            open_items = open_items.all()
        if row["to"] == State.RETURNED:
            with at(clock.go_on()):
                for item in open_items:
                    user = self.newsroom.user(ACTORS_AT[item.state])
                    item_flow.give_back(item, user, reasons=row["reasons"], message=row["message"])

    def _change(self, row: Row) -> None:
        """A source is posted with another lead: its translation is outdated."""
        page = self._page(row["page"]).specific
        page.lead = row["lead"]
        moment = OfficeClock(working_days_ago(row["days_ago"])).moment
        with at(moment), publication.authorised("demo"):
            page.save_revision().publish()

    def _page(self, path: str) -> Page:
        place = f"{self.home.url_path}{path}/" if path else self.home.url_path
        return Page.objects.get(url_path=place)

    def _translator(self) -> Any:
        return self.newsroom.user(self.row["translator"])
