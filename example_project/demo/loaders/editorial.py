"""Items at every place of their way to the public page, taken there by the people of the demo.

Each step is the function that a screen calls too, with the login that holds the role: what a role
may not do cannot get into the demo.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from wagtail.models import Page

from govportal_wagtail.core.models import Agency, PortalSite
from govportal_wagtail.core.sites import parts, provisioning
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.editorial import holding, item_flow, roles, slip_files, slips
from govportal_wagtail.editorial.models import EditorialItem, SupplySlip
from govportal_wagtail.pages.models import ArticleCategory, ArticlePage
from govportal_wagtail.regulation.vocabulary import ChannelKind

from . import afterwards, people, sources
from .markdown_body import to_blocks
from .office_clock import OfficeClock, at, received_to_be_due_next, working_days_ago

Row = dict[str, Any]


def load() -> int:
    """The people and items of each file whose site has no item yet; returns how many were made."""
    made = 0
    for path in sorted((sources.DATA / "editorial").glob("*.yaml")):
        row = sources.read_yaml(f"editorial/{path.name}")
        portal_site = _site(row["host"])
        if portal_site is not None and not _has_items(portal_site):
            made += Newsroom(portal_site, row).load()
    return made


def _site(host: str) -> PortalSite | None:
    if not host:
        return PortalSite.objects.filter(portal=None).select_related("site").first()
    found = PortalSite.objects.filter(site__hostname=f"{host}.localhost")
    return found.select_related("site").first()


def _has_items(portal_site: PortalSite) -> bool:
    return EditorialItem.objects.filter(portal_site=portal_site).exists()


class Newsroom:
    """One site with those who work on its items."""

    def __init__(self, portal_site: PortalSite, row: Row) -> None:
        self.portal_site = portal_site
        self.row = row
        self._users: dict[str, Any] = {}

    def load(self) -> int:
        """People and logins, the items, then what happens after publication."""
        # A site of an earlier version of the demo lacks steps that the regulation has now.
        provisioning.provision(self.portal_site, lambda line: None)
        people.load_people(self.row["people"])
        people.load_accounts(self.portal_site, self.row["accounts"])
        for each in self.row["items"]:
            Way(self, each).go()
        afterwards.load(self, self.row.get("afterwards", {}))
        return len(self.row["items"])

    def user(self, name: str) -> Any:
        """The login with that name, or the one that the file names for a role."""
        name = self.row["staff"].get(name, name)
        if name not in self._users:
            found = get_user_model().objects.select_related("govportal_account__agency")
            self._users[name] = found.get(username=name)
        roles.forget(self._users[name])
        return self._users[name]

    def section(self, code: str) -> Page:
        """The required page of the site, as the specific page that it is."""
        page = parts.page_of(self.portal_site, code)
        if page is None:
            raise LookupError(f"{self.portal_site}: there is no page for {code}")
        return page.specific


class Way:
    """One item from its entry to where the demo leaves it."""

    item: EditorialItem

    def __init__(self, newsroom: Newsroom, row: Row) -> None:
        self.newsroom = newsroom
        self.row = row
        self.clock = OfficeClock(self._first_day())

    def go(self) -> None:
        """Take every step of the file, each a while after the one before."""
        with at(self.clock.moment):
            self._begin()
        for step in self.row.get("way", []):
            name, details = (step, {}) if isinstance(step, str) else next(iter(step.items()))
            with at(self.clock.go_on()):
                self._take(name, details)

    def _first_day(self) -> Any:
        if self.row.get("due") == "next":
            return received_to_be_due_next(self.row["working_days"])
        return working_days_ago(self.row["days_ago"])

    def _begin(self) -> None:
        if self.row.get("page"):
            self._write_page()
        else:
            self._write_slip()

    def _write_slip(self) -> None:
        newsroom, row = self.newsroom, self.row
        user = newsroom.user(row["by"]) if row.get("by") else None
        agency = Agency.objects.get(code=row["agency"]) if row.get("agency") else None
        slip = slips.new_slip(
            portal_site=newsroom.portal_site,
            user=user,
            agency=agency,
            channel=row.get("channel", ChannelKind.FORM),
            sender=self._sender(user),
            section=newsroom.section(row["section"]),
            title=row["title"],
            lead=row["lead"],
            body=paragraphs(row["body"]),
            author=row.get("author", ""),
            note=row.get("note", ""),
            signatory=row.get("signatory", ""),
            category=row.get("category", ""),
        )
        self._add_files(slip, user)
        self.item = slip.item

    def _sender(self, user: Any) -> Row:
        if self.row.get("sender"):
            return dict(self.row["sender"])
        account = user.govportal_account
        post = account.person.posts.first() if account.person else None
        return {
            "user": user,
            "name": user.get_full_name(),
            "post": post.title if post else "",
            "organisation": str(account.agency),
            "email": user.email,
        }

    def _add_files(self, slip: SupplySlip, user: Any) -> None:
        site = self.newsroom.portal_site
        if name := self.row.get("file"):
            upload = SimpleUploadedFile(name, (sources.DATA / "files" / name).read_bytes())
            document = holding.keep_document(site, upload, title=self.row["file_title"], user=user)
            line = slip_files.AttachmentLine(document, self.row["file_title"])
            slip_files.replace_attachments(slip, [line])
        if photo := self.row.get("photo"):
            content = (sources.DATA / "images" / photo["file"]).read_bytes()
            upload = SimpleUploadedFile(photo["file"], content)
            image = holding.keep_image(site, upload, title=photo["caption"], user=user)
            shown = slip_files.PhotoLine(image, photo["caption"], photo["by"], photo["alt"])
            slip_files.replace_photos(slip, [shown])

    def _write_page(self) -> None:
        """The newsroom's own article, handed in to the workflow like everything else."""
        newsroom, row = self.newsroom, self.row
        author = newsroom.user(row["by"])
        page = ArticlePage(
            title=row["title"],
            slug=slugify(row["title"]),
            lead=row["lead"],
            body=to_blocks("\n\n".join(row["body"])),
            author=author.get_full_name(),
            agency=author.govportal_account.agency,
            published_on=timezone.localdate(),
            category=_category(row),
            owner=author,
            live=False,
        )
        newsroom.section(row["section"]).add_child(instance=page)
        page.save_revision(user=author, log_action=True)
        page.get_workflow().start(page, author)
        self.item = EditorialItem.objects.get(page=page.pk)

    def _take(self, name: str, details: Row) -> None:
        self.item = EditorialItem.objects.get(pk=self.item.pk)
        steps: dict[str, Callable[[Any, Row], Any]] = {
            "submit": lambda user, said: slips.submit(self.item.slip, user),
            "sign": lambda user, said: slips.sign(self.item, user),
            "receive": self._receive,
            "claim": lambda user, said: item_flow.claim(self.item, user),
            "urgent": lambda user, said: item_flow.set_urgent(
                self.item, user, True, said["reason"]
            ),
            "pass": lambda user, said: item_flow.approve(
                self.item, user, comment=said.get("comment", "")
            ),
            "write": self._write,
            "ask": self._ask,
            "answer": self._answer,
            "return": lambda user, said: item_flow.give_back(
                self.item, user, reasons=said["reasons"], message=said["message"]
            ),
            "complete": self._complete,
            "refuse": lambda user, said: item_flow.refuse(
                self.item, user, ground=said["ground"], message=said["message"]
            ),
            "withdraw": lambda user, said: item_flow.withdraw(self.item, user, said["reason"]),
        }
        by = details.get("by") or self._actor(name, self.item.state)
        user = self.newsroom.user(by) if by else None
        steps[name](user, details)

    def _actor(self, name: str, state: str) -> str:
        """Who takes a step for which the file names nobody; empty for a sender from outside."""
        if name in ("submit", "complete", "withdraw"):
            return str(self.row.get("by", ""))
        return _ACTORS.get(name) or ACTORS_AT[state]

    def _receive(self, user: Any, said: Row) -> None:
        slip = self.item.slip
        slips.receive(self.item, user, target=slip.target, parent=slip.section)

    def _write(self, user: Any, said: Row) -> None:
        """What an editor does on the page: category, date of the posting, a better title."""
        page = Page.objects.get(pk=self.item.page_id).specific.get_latest_revision_as_object()
        page.category = _category(self.row) or page.category
        if said.get("title"):
            page.title = said["title"]
        if said.get("lead"):
            page.lead = said["lead"]
        if said.get("in_days"):
            page.go_live_at = self.clock.present + timedelta(days=said["in_days"])
        page.save_revision(user=user, log_action=True)

    def _ask(self, user: Any, said: Row) -> None:
        agency = Agency.objects.get(code=said["agency"])
        item_flow.ask_verification(self.item, user, agency=agency, question=said["question"])

    def _answer(self, user: Any, said: Row) -> None:
        asked = self.item.verifications.get(answered_at=None)
        item_flow.answer_verification(asked, user, outcome=said["outcome"], answer=said["answer"])

    def _complete(self, user: Any, said: Row) -> None:
        """The supplier writes what was missing into the same slip and hands it in again."""
        slip = slips.change(self.item.slip, user, body=paragraphs(said["body"]))
        slips.resubmit(slip, user)


#: Who takes a step that names nobody.
_ACTORS = {"sign": "unit_head", "receive": "secretary", "write": "editor"}
#: Who stands at the step where an item is.
ACTORS_AT = {
    "submitted": "secretary",
    "checking": "editor",
    "editing": "editor",
    "secretary": "secretary",
    "approving": "head",
    "approved": "operator",
}


def paragraphs(lines: list[str]) -> str:
    """Lines of the file as the rich text of a slip."""
    return format_html("{}", format_html_join("", "<p>{}</p>", ((line,) for line in lines)))


def _category(row: Row) -> ArticleCategory | None:
    name = row.get("page_category", "Thông báo khác")
    return ArticleCategory.objects.filter(name=name).first()
