"""Who keeps the records of a register where roles decide, and not permissions of groups.

Whoever keeps a record does everything with it: there is nobody who may read and not change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy


class KeptRecordsPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """An app says who keeps something at all, which records, and by which roles."""

    def keeps_any(self, user: Any) -> bool:
        """Whether an active user keeps records, or may make some; menus ask it on every page."""
        raise NotImplementedError

    def kept(self, user: Any) -> QuerySet[Any]:
        """The records that an active user, who is no superuser, keeps."""
        raise NotImplementedError

    def keeping_roles(self) -> Iterable[str]:
        """The roles of those who keep records somewhere."""
        raise NotImplementedError

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user keeps records at all."""
        return bool(user.is_active and (user.is_superuser or self.keeps_any(user)))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        """The same: who keeps a record does everything with it."""
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """The records that the user keeps."""
        everything: QuerySet[Any] = self.model._default_manager.all()
        if not user.is_active:
            return everything.none()
        return everything if user.is_superuser else self.kept(user)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user keeps this record, as it is stored."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """The same for several actions."""
        if instance.pk is None:
            return self.user_has_any_permission(user, actions)
        kept = self.instances_user_has_any_permission_for(user, actions)
        return bool(kept.filter(pk=instance.pk).exists())

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Users who keep records somewhere."""
        people: QuerySet[Any] = get_user_model()._default_manager.filter(is_active=True)
        held = Q(groups__govportal_role__role__in=list(self.keeping_roles()))
        return people.filter(Q(is_superuser=True) | held).distinct()
