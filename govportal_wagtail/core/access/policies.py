"""Permission policies that limit the records of a register to the sites of the user.

Wagtail asks them for the lists, the forms, the choosers and the references of a model. What a role
gives on one site does not reach the records of another one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.contrib.auth import get_permission_codename
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from ..models import Account, Agency, DomainName, EditorialBoard, Person, PortalSite
from ..organisation.tree import subtree_ids
from . import scope

#: Which records belong to the given sites and agencies.
Belonging = Callable[["QuerySet[PortalSite]", "QuerySet[Agency]"], Q]


def _by_agency(sites: QuerySet[PortalSite], agencies: QuerySet[Agency]) -> Q:
    return Q(agency__in=agencies)


def _by_site(sites: QuerySet[PortalSite], agencies: QuerySet[Agency]) -> Q:
    return Q(portal_site__in=sites)


def _by_itself(sites: QuerySet[PortalSite], agencies: QuerySet[Agency]) -> Q:
    return Q(pk__in=sites)


def _by_site_or_agency(sites: QuerySet[PortalSite], agencies: QuerySet[Agency]) -> Q:
    return Q(portal_site__in=sites) | Q(portal_site__isnull=True, agency__in=agencies)


BELONGING: Final[dict[type[Model], Belonging]] = {
    Person: _by_agency,
    EditorialBoard: _by_site,
    PortalSite: _by_itself,
    DomainName: _by_site_or_agency,
    Account: _by_site,
}


class ScopedPermissionPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Django's permissions on a model, for the records of the user's sites alone.

    A user without a role on a portal site, who has the permissions by an ordinary group, works
    with the records that no portal site has.
    """

    def __init__(
        self, model: Any, auth_model: Any = None, *, belonging: Belonging | None = None
    ) -> None:
        """``belonging`` says which records are a site's; known for the models of the core."""
        super().__init__(model, auth_model)
        self._belonging = belonging

    @property
    def belonging(self) -> Belonging:
        """Which records are a site's."""
        return self._belonging or BELONGING[self.model]

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the user may do it with some record; in a site's name only where a role is."""
        if not super().user_has_permission(user, action):
            return False
        return self._is_free(user) or scope.has_permission(user, self._permission(action))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether the user may do it with this record, as it is stored."""
        if instance.pk is None:
            return self.user_has_permission(user, action)
        return (
            self.instances_user_has_any_permission_for(user, [action])
            .filter(pk=instance.pk)
            .exists()
        )

    def user_has_any_permission_for_instance(
        self, user: Any, actions: Iterable[str], instance: Any
    ) -> bool:
        """Whether the user may do one of these with this record."""
        if instance.pk is None:
            return any(self.user_has_permission(user, action) for action in actions)
        return (
            self.instances_user_has_any_permission_for(user, actions)
            .filter(pk=instance.pk)
            .exists()
        )

    def instances_user_has_any_permission_for(
        self, user: Any, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """The records with which the user may do one of these."""
        records: QuerySet[Any] = self.model._default_manager.all()
        if user.is_active and user.is_superuser:
            return records
        held = [
            action
            for action in actions
            if ModelPermissionPolicy.user_has_permission(self, user, action)
        ]
        if not held:
            return records.none()
        if self._is_free(user):
            return records.exclude(pk__in=self._claimed().values("pk"))
        wanted = Q(pk__in=())
        for action in held:
            permission = self._permission(action)
            wanted |= self.belonging(
                scope.portal_sites_with_permission(user, permission),
                scope.agencies_with_permission(user, permission),
            )
        return records.filter(wanted)

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Any
    ) -> QuerySet[Any]:
        """Users who may do one of these with the record."""
        actions = list(actions)
        users = self.users_with_any_permission(actions)
        allowed = [
            user.pk
            for user in users
            if self.user_has_any_permission_for_instance(user, actions, instance)
        ]
        found: QuerySet[Any] = users.filter(pk__in=allowed)
        return found

    def _permission(self, action: str) -> str:
        options = self.auth_model._meta
        return f"{options.app_label}.{get_permission_codename(action, options)}"

    def _is_free(self, user: Any) -> bool:
        return bool(user.is_superuser) or not scope.has_role(user)

    def _claimed(self) -> QuerySet[Any]:
        """The records of all portal sites."""
        sites = PortalSite.objects.all()
        agencies = subtree_ids(sites.values_list("agency_id", flat=True))
        found: QuerySet[Any] = self.model._default_manager.filter(
            self.belonging(sites, Agency.objects.filter(pk__in=agencies))
        )
        return found


_policies: dict[type[Model], Any] = {model: ScopedPermissionPolicy(model) for model in BELONGING}


def add_policy(model: type[Model], policy: Any) -> None:
    """Let Wagtail and ``scoped`` ask this policy about a model of a later layer."""
    _policies[model] = policy
    _register({model: policy})


def is_scoped(model: type[Model]) -> bool:
    """Whether the records of a model belong to sites or agencies, and not to everybody."""
    return model in _policies


def policy_for(model: type[Model]) -> Any:
    """The policy of a model, on every version of Wagtail; give it to viewsets of older ones.

    Raises:
        KeyError: for a model that is not scoped.
    """
    return _policies[model]


def register_policies() -> None:
    """Make Wagtail's registry use the policies; before 8.0 there is none, see ``policy_for``."""
    _register(_policies)


def _register(policies: Mapping[type[Model], Any]) -> None:
    try:
        from wagtail.permissions import register_permission_policy  # noqa: PLC0415 - since 8.0
    except ImportError:
        return
    for model, policy in policies.items():
        register_permission_policy(model, policy)
