"""Which legal documents a user of the admin may see, choose and change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from ..models import LegalDocumentIndexPage, LegalDocumentPage

_CHANGING: Final = frozenset({"change", "publish", "bulk_delete", "lock", "unlock"})
_SEEING: Final = _CHANGING | {"add"}


def manageable_pages(user: Any, model: type[Page] = LegalDocumentPage) -> Any:
    """Pages of a type on which the user may do something, from editing to deleting.

    Who may only add pages has the pages they own.
    """
    return _pages(user, model, _CHANGING)


def visible_documents(user: Any) -> Any:
    """Documents a user may know of: public ones, and any they find in the page explorer."""
    documents = LegalDocumentPage.objects.all()
    if user.is_active and user.is_superuser:
        return documents
    explorable = _pages(user, LegalDocumentPage, _SEEING).values("pk")
    return documents.filter(Q(govportal_register_entry__is_public=True) | Q(pk__in=explorable))


def visible_libraries(user: Any) -> Any:
    """Libraries in which a user works, for filters; in the order of their titles."""
    return _pages(user, LegalDocumentIndexPage, _SEEING).order_by("title")


def works_on_documents(user: Any) -> bool:
    """Whether the user may add or change pages anywhere in the tree."""
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"add", "change"}))


def may_edit(user: Any, page: Page) -> bool:
    """Whether the user may save a new version of the page now: rights, no lock, no alias."""
    lock = page.get_lock()
    locked = lock is not None and lock.for_user(user)
    return bool(page.permissions_for_user(user).can_edit() and not locked and not page.alias_of_id)


def _pages(user: Any, model: type[Page], actions: Iterable[str]) -> Any:
    if user.is_active and user.is_superuser:
        return model.objects.all()
    allowed = PagePermissionPolicy().instances_user_has_any_permission_for(user, set(actions))
    return model.objects.filter(pk__in=allowed.order_by().values("pk"))
