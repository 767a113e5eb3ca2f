"""Which projects, sheets of figures and changed figures a user of the admin finds."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q, QuerySet
from django.http import Http404
from wagtail.permission_policies.pages import PagePermissionPolicy

from ...core.network import below_any
from .. import rights
from ..models import FigureBatch, FigureChange, InvestmentProjectPage, ProjectIndexPage

_CHANGING: Final = frozenset({"change", "publish", "bulk_delete", "lock", "unlock"})


def manageable_projects(user: Any) -> QuerySet[InvestmentProjectPage]:
    """Projects on which the user may do something; who may only add pages has their own."""
    found: QuerySet[InvestmentProjectPage] = InvestmentProjectPage.objects.all()
    if user.is_active and user.is_superuser:
        return found
    allowed = PagePermissionPolicy().instances_user_has_any_permission_for(user, set(_CHANGING))
    return found.filter(pk__in=allowed.order_by().values("pk"))


def works_on_projects(user: Any) -> bool:
    """Whether the user has to do with projects: by a role, or by rights on pages."""
    if rights.works_here(user):
        return True
    return bool(PagePermissionPolicy().user_has_any_permission(user, {"add", "change"}))


def works_with_sheets(user: Any) -> bool:
    """Whether the user hands in sheets of figures, or works where they arrive."""
    return rights.works_here(user)


def visible_projects(user: Any) -> QuerySet[InvestmentProjectPage]:
    """Projects whose history the user reads: those of their registers, and those they manage."""
    found: QuerySet[InvestmentProjectPage] = InvestmentProjectPage.objects.all()
    if user.is_active and user.is_superuser:
        return found
    paths = list(rights.registers_of(user).values_list("path", flat=True))
    managed = manageable_projects(user).order_by().values("pk")
    return found.filter(below_any(paths) | Q(pk__in=managed))


def visible_changes(user: Any) -> QuerySet[FigureChange]:
    """Changed figures of the projects that the user may know of.

    The log outlives deleted projects; then superusers alone read it.
    """
    found: QuerySet[FigureChange] = FigureChange.objects.all()
    if user.is_active and user.is_superuser:
        return found
    return found.filter(page_id__in=visible_projects(user).order_by().values("pk"))


def project_for(user: Any, pk: int) -> InvestmentProjectPage:
    """A project whose history the user reads.

    Raises:
        Http404: where there is none.
    """
    # By the number of the page: Django keeps numbers too large for the database from its own keys.
    found = visible_projects(user).filter(id=pk).first()
    if found is None:
        raise Http404
    return found


def batch_for(user: Any, pk: int) -> FigureBatch:
    """A sheet that the user may look at.

    Raises:
        Http404: where there is none.
    """
    named = ("register", "agency", "created_by", "approved_by")
    found = rights.visible_batches(user).select_related(*named).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def supplied_register(user: Any, pk: int) -> ProjectIndexPage:
    """A register for which the user hands in sheets.

    Raises:
        Http404: where there is none.
    """
    for register in rights.supplied_registers(user):
        if register.pk == pk:
            return register
    raise Http404
