"""What the filters of Wagtail's lists and reports offer: sites, people and workflows in reach.

Wagtail offers every site, every author and every workflow of the installation as a filter, next to
a list that holds only what the user may see.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.models import Site, Task, Workflow, WorkflowPage, WorkflowTask

from ..models import Account, RoleAssignment
from . import page_reach, scope

#: Parameters of filters that name a record, by the model of the record.
_PARAMETERS: Final = {
    "site": Site,
    "owner": get_user_model,
    "edited_by": get_user_model,
    "user": get_user_model,
    "requested_by": get_user_model,
    "locked_by": get_user_model,
    "last_published_by": get_user_model,
    "workflow": Workflow,
    "task": Task,
}


#: Beginnings of the names of lists and reports whose filters name sites, people or workflows.
_lists: list[str] = ["wagtailadmin_explore", "wagtailadmin_pages:", "wagtailadmin_reports:"]


def limit_filters_of(prefix: str) -> None:
    """Limit the filters of further lists of pages, by the beginning of their addresses' names."""
    if prefix not in _lists:
        _lists.append(prefix)


def has_limited_filters(name: str) -> bool:
    """Whether the filters of the list with this name of an address are limited."""
    return name.startswith(tuple(_lists))


def limit_form(form: Any, user: Any) -> None:
    """Leave in the fields of a filter form the choices that the user may know of."""
    for field in form.fields.values():
        choices = getattr(field, "queryset", None)
        if isinstance(choices, QuerySet):
            limited = in_reach(choices, user)
            if limited is not choices:
                field.queryset = limited


def are_known(query: Any, user: Any) -> bool:
    """Whether all records that the parameters of an address name are within the user's reach."""
    for name, model in _PARAMETERS.items():
        wanted = {int(value) for value in query.getlist(name) if value.isdecimal()}
        if not wanted:
            continue
        found: Any = model if isinstance(model, type) else model()
        records = found._default_manager.filter(pk__in=wanted)
        if in_reach(records, user).count() < records.count():
            return False
    return True


def in_reach(records: QuerySet[Any], user: Any) -> QuerySet[Any]:
    """Those of the records that the user may know of; all of a kind that is not a site's."""
    for model, limit in _limits().items():
        if issubclass(records.model, model):
            return records.filter(limit(user))
    return records


def _sites(user: Any) -> Q:
    return Q(root_page__in=_page_keys(user))


def _workflows(user: Any) -> Q:
    used = WorkflowPage.objects.filter(page__in=_page_keys(user))
    return Q(pk__in=used.values("workflow"))


def _tasks(user: Any) -> Q:
    used = WorkflowPage.objects.filter(page__in=_page_keys(user))
    steps = WorkflowTask.objects.filter(workflow__in=used.values("workflow"))
    return Q(pk__in=steps.values("task"))


def _people(user: Any) -> Q:
    """The user, those with an account or a role on the user's sites, and who owns pages there."""
    sites = scope.managed_portal_sites(user).order_by()
    roles = RoleAssignment.objects.filter(portal_site__in=sites)
    accounts = Account.objects.filter(
        Q(portal_site__in=sites) | Q(pk__in=roles.values("account"))
    ).order_by()
    pages = page_reach.reachable_pages(user).order_by().exclude(owner=None)
    return Q(pk=user.pk) | Q(pk__in=accounts.values("user")) | Q(pk__in=pages.values("owner"))


def _page_keys(user: Any) -> Any:
    return page_reach.reachable_pages(user).order_by().values("pk")


def _limits() -> dict[type[Model], Callable[[Any], Q]]:
    return {Site: _sites, Workflow: _workflows, Task: _tasks, get_user_model(): _people}
