"""Takes pages off the public sites at once, and brings them back as they were.

Lạng Sơn 40/2024, Article 8.2: hidden at once on notice, on the portal and its components, then
verified, then confirmed or restored. Cà Mau 68/2026, Articles 25.1.ê and 29.2.d: on need, or on
request of the competent authority. Everything that shows the page follows from Wagtail's own
signals: caches, feeds, register, search and sitemap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.signals import page_published

from ..core import caching
from ..core.models import PortalSite
from ..core.page_hosts import full_address
from ..core.registries import GoneNotice
from ..regulation.adoption import profile_for
from ..regulation.schema import Profile
from . import afterwards_access as access
from . import ledger, publication, report_closing, takedown_reach
from .errors import FlowError
from .models import EditorialItem, ReportState, Takedown, TakedownMode, TakedownState
from .vocabulary import EventKind

_VERIFY: Final = "immediate_then_verify"
_REMEMBERED: Final = "taken-down"


def starts_pending(profile: Profile) -> bool:
    """Whether the regulation has a takedown verified after the page was hidden."""
    return profile.policy("takedown") == _VERIFY


def reaches_other_sites(profile: Profile) -> bool:
    """Whether copies on other sites go too: unless the regulation says no."""
    return profile.policy("takedown_across_sites", "yes") == "yes"


def reach_for(page: Page, user: Any, portal_site: PortalSite) -> takedown_reach.Reach:
    """What a takedown by the user would hide now, and what it would leave."""
    across = reaches_other_sites(profile_for(portal_site.site))
    return takedown_reach.reach_of(page, user, across_sites=across)


def take_down(
    page: Page,
    user: Any,
    *,
    requested_by: str,
    reason: str,
    basis: str = "",
    mode: str = TakedownMode.TOMBSTONE,
    public_note: str = "",
    pending: bool | None = None,
) -> Takedown:
    """Hide a page, what is below it, its aliases, translations and copies, in one transaction.

    ``pending`` says whether it is still to be verified; the regulation where it is not given.

    Raises:
        PermissionDenied: for who may not take down pages of the site.
        FlowError: for a home page, a page of no portal site, and one that is not public any more.
    """
    portal_site = _site_to_act_on(page, user)
    profile = profile_for(portal_site.site)
    with transaction.atomic():
        reach = _locked_reach(page, user, portal_site)
        takedown = Takedown.objects.create(
            page=page,
            portal_site=portal_site,
            title=page.title,
            mode=mode,
            state=_first_state(profile, pending),
            requested_by=requested_by,
            basis=basis,
            reason=reason,
            public_note=public_note,
            taken_by=user,
        )
        _hide(takedown, reach.pages, user)
        _cancel_schedules(page)
        _record_takedown(takedown, reach, profile, user)
    return takedown


def confirm(takedown: Takedown, user: Any, *, note: str) -> Takedown:
    """The verification found the takedown right: it stays.

    Raises:
        PermissionDenied: for who may not take down pages of the site.
        FlowError: if it was decided meanwhile.
    """
    with transaction.atomic():
        current = _locked(takedown, user)
        if current.state != TakedownState.PENDING:
            raise FlowError(_("This takedown was decided already."))
        _decide(current, TakedownState.CONFIRMED, user, note)
        _record(EventKind.TAKEDOWN_CONFIRMED, current, user, note)
        report_closing.follow(current, ReportState.UPHELD, user, note)
    return current


def restore(takedown: Takedown, user: Any, *, note: str) -> list[str]:
    """Bring back exactly the revisions that were public; returns the titles that stay away.

    A page that was deleted meanwhile, or became public again by an approval, is passed over.

    Raises:
        PermissionDenied: for who may not take down pages of the site.
        FlowError: if it was restored already.
    """
    with transaction.atomic():
        numbers = [entry["page"] for entry in takedown.hidden]
        _lock(*numbers)
        current = _locked(takedown, user)
        if current.state == TakedownState.RESTORED:
            raise FlowError(_("This page was restored already."))
        with publication.authorised(EventKind.RESTORED, user=user, reason=note):
            # One line of the log for each page, by the guard that lets it through.
            missing = _show(current.hidden, user)
        _decide(current, TakedownState.RESTORED, user, note)
        if len(missing) == len(current.hidden):
            _record(EventKind.RESTORED, current, user, note)
        report_closing.follow(current, ReportState.DISMISSED, user, note)
        _forget(numbers)
    return missing


def visible(user: Any) -> QuerySet[Takedown]:
    """The takedowns of the sites in whose newsroom the user works."""
    return Takedown.objects.filter(portal_site__in=access.newsroom_sites(user))


def in_order(rows: QuerySet[Takedown]) -> QuerySet[Takedown]:
    """Those to be verified first, then the newest."""
    rank = Case(
        When(state=TakedownState.PENDING, then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "-taken_at", "-pk")


def notice_for(page: Page, request: HttpRequest) -> GoneNotice | None:
    """What readers are told at the address of a page; None unless it was taken down with notice.

    A page that was approved again after the takedown, and withdrawn later, is an ordinary draft.
    """
    site_id = caching.site_id_of(request)
    known = caching.remember(site_id, _REMEMBERED, _taken_down) if site_id else _taken_down()
    found = known.get(page.pk)
    if found is None or found[0] != TakedownMode.TOMBSTONE:
        return None
    taken_at = parse_datetime(found[1])
    if taken_at is None or (page.last_published_at and page.last_published_at > taken_at):
        return None
    return GoneNotice(since=timezone.localtime(taken_at).date(), basis=found[2], note=found[3])


def _taken_down() -> dict[int, tuple[str, str, str, str]]:
    """The last takedown of each page: mode, time, basis and note."""
    rows = Takedown.objects.exclude(state=TakedownState.RESTORED).order_by("taken_at", "pk")
    found: dict[int, tuple[str, str, str, str]] = {}
    for row in rows.values_list("hidden", "mode", "taken_at", "basis", "public_note"):
        hidden, mode, taken_at, basis, note = row
        for entry in hidden:
            found[entry["page"]] = (mode, taken_at.isoformat(), basis, note)
    return found


def _site_to_act_on(page: Page, user: Any) -> PortalSite:
    portal_site = access.portal_site_of(page)
    if not access.may_take_down(user, portal_site):
        raise PermissionDenied
    if portal_site is None:
        raise FlowError(_("This page stands on no site of the portal."))
    if access.is_home(page, portal_site):
        raise FlowError(_("A home page is not taken down; the site can be closed."))
    return portal_site


def _lock(*pages: int) -> None:
    """Items before pages: publishing through a workflow takes them in this order."""
    items = EditorialItem.objects.select_for_update().filter(page__in=pages).order_by("pk")
    list(items.values_list("pk"))
    list(Page.objects.select_for_update().filter(pk__in=pages).order_by("pk").values_list("pk"))


def _locked_reach(page: Page, user: Any, portal_site: PortalSite) -> takedown_reach.Reach:
    """The reach of a page that is still public, with everything in it locked."""
    reach = reach_for(page, user, portal_site)
    _lock(page.pk, *(each.pk for each in reach.pages))
    if not Page.objects.filter(pk=page.pk, live=True).exists():
        raise FlowError(_("This page is not public any more; somebody has hidden it."))
    return reach


def _locked(takedown: Takedown, user: Any) -> Takedown:
    rows = Takedown.objects.select_for_update(of=("self",)).select_related("portal_site__site")
    current = rows.get(pk=takedown.pk)
    if not access.may_take_down(user, current.portal_site):
        raise PermissionDenied
    return current


def _first_state(profile: Profile, pending: bool | None) -> TakedownState:
    if pending is None:
        pending = starts_pending(profile)
    return TakedownState.PENDING if pending else TakedownState.CONFIRMED


def _hide(takedown: Takedown, pages: list[Page], user: Any) -> None:
    """Unpublish the pages, which are locked, and keep what was public of each, to bring it back."""
    current = Page.objects.live().in_bulk([page.pk for page in pages])
    entries = [
        {
            "page": page.pk,
            "revision": _public_revision(page, user),
            "is_alias": bool(page.alias_of_id),
            "title": page.title,
            "url": full_address(page),
        }
        # In their order, but as they are now: somebody may have posted a change meanwhile.
        for page in (current[each.pk] for each in pages if each.pk in current)
    ]
    for entry in entries:
        # Read again: an alias went with the page that it shows.
        page = Page.objects.get(pk=entry["page"])
        if page.live:
            UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)
    takedown.hidden = entries
    takedown.save(update_fields=["hidden"])


def _public_revision(page: Page, user: Any) -> int | None:
    """The revision that is public. One is made for a page that became live without, as by import.

    A draft of it stays the newest revision.
    """
    if page.alias_of_id:
        return None
    if page.live_revision_id:
        return int(page.live_revision_id)
    draft = page.latest_revision_id
    revision = page.specific.save_revision(user=user, changed=False, clean=False)
    if draft:
        Page.objects.filter(pk=page.pk).update(latest_revision=draft)
    return int(revision.pk)


def _cancel_schedules(page: Page) -> None:
    """No copy of the page becomes public by itself tomorrow."""
    for relative in takedown_reach.family(page):
        relative.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)


def _show(entries: list[dict[str, Any]], user: Any) -> list[str]:
    missing = []
    hidden = {entry["page"] for entry in entries}
    sources = Page.objects.filter(pk__in=hidden)
    away = {each.pk for each in takedown_reach.aliases_of(sources) if not each.live} - hidden
    for entry in entries:
        revision = Revision.page_revisions.filter(pk=entry["revision"] or 0).first()
        if entry["is_alias"]:
            continue
        page = Page.objects.filter(pk=entry["page"]).first()
        if page is None or page.live or revision is None:
            missing.append(entry["title"])
            continue
        revision.publish(user=user, skip_permission_checks=True)
    for entry in entries:
        if entry["is_alias"] and not _show_alias(entry["page"], user):
            missing.append(entry["title"])
    # Wagtail publishes every alias with its page, also one that was not public before.
    for alias in Page.objects.filter(pk__in=away, live=True):
        UnpublishPageAction(alias.specific, user=user).execute(skip_permission_checks=True)
    return missing


def _show_alias(number: int, user: Any) -> bool:
    """Whether an alias is public again, now if not already with the page that it shows."""
    alias = Page.objects.filter(pk=number, alias_of__isnull=False).first()
    if alias is None or alias.live:
        return alias is not None
    if not alias.alias_of.live:
        return False
    page = alias.specific
    page.live, page.has_unpublished_changes = True, False
    page.save(clean=False)
    page_published.send(sender=page.specific_class, instance=page, revision=None, alias=True)
    log(instance=page, action="wagtail.publish", user=user)
    return True


def _decide(takedown: Takedown, state: TakedownState, user: Any, note: str) -> None:
    takedown.state = state
    takedown.decided_by, takedown.decided_at, takedown.decision_note = user, timezone.now(), note
    takedown.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _forget(pages: Iterable[int]) -> None:
    """Readers are not told any more that a page is gone, also where it was passed over."""
    for url_path in Page.objects.filter(pk__in=list(pages)).values_list("url_path", flat=True):
        caching.bump_url_path(url_path)


def _record_takedown(
    takedown: Takedown, reach: takedown_reach.Reach, profile: Profile, user: Any
) -> None:
    rule = profile.policies.get("takedown")
    article = rule.article if rule else ""
    left = [full_address(each) or each.title for each in reach.left]
    _record(EventKind.TAKEN_DOWN, takedown, user, takedown.reason, article=article, left=left)
    revisions = {entry["page"]: entry["revision"] for entry in takedown.hidden}
    for page in reach.pages:
        if page.pk != takedown.page_id:
            ledger.record(
                EventKind.TAKEN_DOWN,
                user=user,
                page=page,
                portal_site=access.portal_site_of(page),
                reason=takedown.reason,
                revision=Revision.objects.filter(pk=revisions.get(page.pk) or 0).first(),
                takedown=takedown.pk,
                with_page=takedown.page_id,
            )


def _record(
    kind: EventKind,
    takedown: Takedown,
    user: Any,
    reason: str,
    *,
    article: str = "",
    **details: Any,
) -> None:
    page = Page.objects.filter(pk=takedown.page_id or 0).first()
    item = EditorialItem.objects.filter(page=page).order_by("-pk").first() if page else None
    own = [entry for entry in takedown.hidden if entry["page"] == takedown.page_id]
    revision = Revision.objects.filter(pk=own[0]["revision"] or 0).first() if own else None
    ledger.record(
        kind,
        user=user,
        page=page,
        item=item,
        portal_site=takedown.portal_site,
        reason=reason,
        article=article,
        revision=revision,
        takedown=takedown.pk,
        requested_by=takedown.requested_by,
        basis=takedown.basis,
        mode=takedown.mode,
        addresses=[entry["url"] for entry in takedown.hidden],
        **details,
    )
