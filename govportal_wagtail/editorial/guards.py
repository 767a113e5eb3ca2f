"""Refuses at the write what nobody approved: the second layer, for pages of any class.

Every way by which somebody in the admin or its API could make a page public, show it to more
people or bring it to another site ends in one of these signals. Plain code without an actor
(commands, the schedule, setting up) is trusted.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction, Revision, TaskState
from wagtail.signals import pre_page_move

from . import attempts, ledger, page_permissions, publication, second_person
from .errors import PublishingRefused
from .models import EditorialTask
from .publication import Ground
from .vocabulary import EventKind

_GROUND: Final = "_govportal_ground"
#: What may be written on a live page without a change of what its readers see.
_BOOKKEEPING: Final = frozenset({"live_revision", "first_published_at", "last_published_at"})
_CHANGES_GROUPS: Final = frozenset({"pre_add", "pre_remove", "pre_clear"})
_STORED: Final = ("live", "live_revision_id", "alias_of_id", "url_path")


@receiver(pre_save, dispatch_uid="govportal_editorial.guard_page")
def guard_page(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """A page becomes live, or shows another revision, only on a ground.

    Raises:
        PublishingRefused: for an actor without one.
    """
    if raw or not issubclass(sender, Page):
        return
    user, purpose = publication.actor(), publication.purpose_ground()
    if user is None and purpose is None:
        return
    if not _becomes_public(instance, update_fields):
        return
    ground = purpose or _ground_for_page(user, instance)
    if ground is None:
        raise _refusal(user, instance, _("This text was not approved for posting."))
    setattr(instance, _GROUND, ground)


@receiver(post_save, dispatch_uid="govportal_editorial.log_publication")
def log_publication(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Write down what became public on another ground than an approval."""
    ground = instance.__dict__.pop(_GROUND, None) if issubclass(sender, Page) else None
    if ground is not None:
        _record(ground, instance, instance.live_revision)


@receiver(pre_save, sender=Revision, dispatch_uid="govportal_editorial.guard_revision")
def guard_revision(
    sender: Any, instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Posting is scheduled only on a ground, and what was approved is not written over.

    Raises:
        PublishingRefused: for an actor without one.
    """
    user = publication.actor()
    if raw or user is None or not _is_of_page(instance):
        return
    known = Revision.objects.filter(pk=instance.pk).first() if instance.pk else None
    if known is not None and _writes(update_fields, "content"):
        was_passed = TaskState.objects.filter(
            revision=known.pk, status=TaskState.STATUS_APPROVED
        ).exists()
        if was_passed and known.content != instance.content:
            message = _("This version was passed on already; reload the page to write a new one.")
            raise _refusal(user, instance.content_object, message)
    when = instance.approved_go_live_at
    if when is None or not _writes(update_fields, "approved_go_live_at"):
        return
    if known is not None and known.approved_go_live_at == when:
        return
    page = instance.content_object
    ground = publication.ground_for(user, page, instance.pk)
    if ground is None:
        raise _refusal(user, page, _("This text was not approved for posting."))
    _record(ground, page, instance, go_live_at=when.isoformat())


@receiver(pre_save, sender=TaskState, dispatch_uid="govportal_editorial.guard_step")
def guard_step(sender: Any, instance: TaskState, raw: bool = False, **kwargs: Any) -> None:
    """A step is taken by a second person, whatever view or form it comes from.

    Raises:
        PublishingRefused: for an actor who wrote the text or took the step before.
    """
    user = publication.actor()
    if raw or user is None or instance.status != TaskState.STATUS_APPROVED:
        return
    known = TaskState.objects.filter(pk=instance.pk).values_list("status", flat=True).first()
    task = instance.task.specific
    if known == TaskState.STATUS_APPROVED or not isinstance(task, EditorialTask):
        return
    page = instance.workflow_state.content_object
    if isinstance(page, Page):
        reason = second_person.reason_against(user, page, task)
        if reason:
            raise _refusal(user, page, reason)


@receiver(pre_page_move, dispatch_uid="govportal_editorial.guard_move")
def guard_move(sender: Any, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """What is live comes to another site, or out of a closed section, only on a ground.

    Raises:
        PublishingRefused: for an actor without one.
    """
    user = publication.actor()
    if user is None:
        return
    if page_permissions.crosses_sites(instance, parent_page_after):
        message = _("The page is live; the board of the other site has not approved it.")
    elif _leaves_restriction(instance, parent_page_after) and _wrote_live_text(user, instance):
        message = _("You wrote the text of the page; another person shows it to more readers.")
    else:
        return
    ground = publication.ground_for(user, parent_page_after)
    if ground is None:
        raise _refusal(user, instance, message)
    _record(ground, instance, None, moved_to=parent_page_after.pk)


@receiver(pre_save, sender=PageViewRestriction, dispatch_uid="govportal_editorial.guard_privacy")
def guard_changed_restriction(
    sender: Any, instance: PageViewRestriction, raw: bool = False, **kwargs: Any
) -> None:
    """Nobody shows their own live text to more readers by another kind of restriction.

    Raises:
        PublishingRefused: for an actor who wrote it.
    """
    known = PageViewRestriction.objects.filter(pk=instance.pk).first() if instance.pk else None
    if raw or known is None:
        return
    names = ("restriction_type", "password", "page_id")
    if any(getattr(known, name) != getattr(instance, name) for name in names):
        _guard_restriction(known)


@receiver(pre_delete, sender=PageViewRestriction, dispatch_uid="govportal_editorial.guard_opening")
def guard_deleted_restriction(
    sender: Any, instance: PageViewRestriction, origin: Any = None, **kwargs: Any
) -> None:
    """The same where a restriction is taken away, and not deleted together with its page.

    Raises:
        PublishingRefused: for an actor who wrote the text.
    """
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        _guard_restriction(instance)


@receiver(
    m2m_changed,
    sender=PageViewRestriction.groups.through,
    dispatch_uid="govportal_editorial.guard_groups",
)
def guard_restricted_groups(sender: Any, instance: Any, action: str, **kwargs: Any) -> None:
    """The same for the groups of a restriction; a new one gets its first groups freely.

    Raises:
        PublishingRefused: for an actor who wrote the text.
    """
    is_restriction = isinstance(instance, PageViewRestriction)
    if is_restriction and action in _CHANGES_GROUPS and instance.groups.exists():
        _guard_restriction(instance)


def _guard_restriction(restriction: PageViewRestriction) -> None:
    user = publication.actor()
    if user is None or not _wrote_live_text(user, restriction.page):
        return
    ground = publication.ground_for(user, restriction.page)
    if ground is None:
        message = _("You wrote the text of the page; another person shows it to more readers.")
        raise _refusal(user, restriction.page, message)
    _record(ground, restriction.page, None, restriction=restriction.restriction_type)


def _becomes_public(page: Page, update_fields: Any) -> bool:
    """Whether the write makes the page live, gives it another text or makes an alias."""
    stored = Page.objects.filter(pk=page.pk).values(*_STORED).first() if page.pk else None
    if stored is None:
        # An alias shows whatever its source shows, from the day on which that becomes public.
        return bool(page.live or (page.alias_of_id and not _is_own_draft_alias(page)))
    live = page.live if _writes(update_fields, "live") else stored["live"]
    if not live:
        return False
    if not stored["live"]:
        return True
    if update_fields is not None and set(update_fields) <= _BOOKKEEPING:
        return False
    revision = (
        page.live_revision_id
        if _writes(update_fields, "live_revision")
        else stored["live_revision_id"]
    )
    return bool(revision is not None and revision != stored["live_revision_id"])


def _is_own_draft_alias(page: Page) -> bool:
    return publication.portal_site_of(page.alias_of) == publication.portal_site_of(page)


def _ground_for_page(user: Any, page: Page) -> Ground | None:
    if page.alias_of_id and page.pk and _follows_its_source(page):
        return Ground()
    return publication.ground_for(user, page, page.live_revision_id if page.pk else None)


def _follows_its_source(page: Page) -> bool:
    """Whether an alias that was made before shows what its live source says.

    One that is live already follows its source wherever it stands; a draft becomes live with its
    source on the same site alone.
    """
    known = Page.objects.filter(pk=page.pk, alias_of=page.alias_of_id, alias_of__live=True)
    stored_live = known.values_list("live", flat=True).first()
    return stored_live is True or (stored_live is False and _is_own_draft_alias(page))


def _leaves_restriction(page: Page, destination: Page) -> bool:
    """Whether the page stands below a restriction that does not hold at the destination."""
    before = page.get_ancestors()
    held = PageViewRestriction.objects.filter(page__in=before).values_list("pk", flat=True)
    kept = destination.get_view_restrictions().values_list("pk", flat=True)
    return bool(set(held) - set(kept))


def _wrote_live_text(user: Any, page: Page) -> bool:
    """Whether the user wrote the live text of the page, or of one below it."""
    live = Page.objects.descendant_of(page, inclusive=True).live()
    if live.filter(live_revision__user=user.pk).exclude(pk=page.pk).exists():
        return True
    shown = Page.objects.filter(pk=page.pk).values_list("live", "live_revision_id").first()
    if shown is None or not shown[0] or shown[1] is None:
        return False
    editor = second_person.last_editor(page, revision_id=shown[1])
    return bool(editor is not None and editor.pk == user.pk)


def _is_of_page(revision: Revision) -> bool:
    model = revision.base_content_type.model_class()
    return model is not None and issubclass(model, Page)


def _writes(update_fields: Any, name: str) -> bool:
    return update_fields is None or name in update_fields


def _record(ground: Ground, page: Page, revision: Revision | None, **details: Any) -> None:
    if ground.event is None:
        return
    if ground.basis:
        details["basis"] = ground.basis
    ledger.record(
        EventKind(ground.event),
        user=ground.user,
        page=page,
        portal_site=publication.portal_site_of(page),
        reason=ground.reason,
        article=ground.article,
        revision=revision,
        **details,
    )


def _refusal(user: Any, page: Any, message: str) -> PublishingRefused:
    attempts.note(user, page, message)
    return PublishingRefused(message)
