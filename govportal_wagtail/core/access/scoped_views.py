"""Admin views that show and open only the records that the policy of their model allows.

Wagtail's generic views ask whether a user may change some record of a model, and then open any.
``scoped`` makes a viewset open the records of the user's sites alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail import VERSION
from wagtail.admin.forms.choosers import BaseFilterForm

from ..vietnamese import fold
from .policies import policy_for

ViewSetT = TypeVar("ViewSetT", bound=type)
_ANY = ("change", "delete", "view")
_ASKED = {
    "edit_view_class": ("change",),
    "delete_view_class": ("delete",),
    "copy_view_class": ("change", "view"),
    "history_view_class": _ANY,
    "usage_view_class": _ANY,
    "inspect_view_class": _ANY,
}


class ScopedListMixin:
    """A list of the records with which the user may do something."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """The records of the user's sites."""
        records: QuerySet[Any] = super().get_base_queryset()  # type: ignore[misc]
        view: Any = self
        allowed = policy_for(view.model).instances_user_has_any_permission_for(
            view.request.user, _ANY
        )
        return records.filter(pk__in=allowed.order_by().values("pk"))


class ScopedObjectMixin:
    """A view of one record that is refused where the user may not do with it what it is for."""

    object_permissions: tuple[str, ...] = _ANY

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        """The record.

        Raises:
            PermissionDenied: for a record of somebody else's site.
        """
        record = super().get_object(*args, **kwargs)  # type: ignore[misc]
        view: Any = self
        policy = policy_for(view.model)
        if not policy.user_has_any_permission_for_instance(
            view.request.user, self.object_permissions, record
        ):
            raise PermissionDenied
        return record


class RecordSearchForm(BaseFilterForm):  # type: ignore[misc]
    """A search by name, with or without diacritics, within records that are limited already.

    Wagtail's search refuses a list that is limited by fields outside its index.
    """

    q = forms.CharField(
        label=_("Search term"),
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
        required=False,
    )

    def filter(self, objects: Any) -> Any:
        """The records whose name has all words of the query."""
        objects = super().filter(objects)
        wanted = fold(self.cleaned_data.get("q", "")).split()
        if not wanted:
            return objects
        self.is_searching, self.search_query = True, self.cleaned_data["q"]
        found = [
            pk
            for pk, name in objects.order_by().values_list("pk", _name_of(objects.model))
            if all(word in fold(name) for word in wanted)
        ]
        return objects.filter(pk__in=found)


def _name_of(model: Any) -> str:
    """The field by which records of the model are known."""
    fields = {field.name for field in model._meta.get_fields()}
    return next(name for name in ("name", "title", "content", "source") if name in fields)


class ScopedChooseMixin:
    """A chooser of the records with which the user may do something."""

    filter_form_class = RecordSearchForm

    def get_object_list(self) -> QuerySet[Any]:
        """The records of the user's sites."""
        return _chosen_from(self, super().get_object_list())  # type: ignore[misc]


class ScopedChosenMixin:
    """The answer of a chooser, for the records that it offers."""

    def get_object(self, pk: Any) -> Any:
        """The record that was chosen.

        Raises:
            Http404: for a record that was not on offer.
        """
        record = super().get_object(pk)  # type: ignore[misc]
        view: Any = self
        if not _chosen_from(self, view.model_class.objects.filter(pk=record.pk)).exists():
            raise Http404
        return record

    def get_objects(self, pks: Iterable[Any]) -> QuerySet[Any]:
        """Those of the chosen records that were on offer."""
        return _chosen_from(self, super().get_objects(pks))  # type: ignore[misc]


def _chosen_from(view: Any, records: QuerySet[Any]) -> QuerySet[Any]:
    allowed = policy_for(view.model_class).instances_user_has_any_permission_for(
        view.request.user, _ANY
    )
    return records.filter(pk__in=allowed.order_by().values("pk"))


def scoped(viewset: ViewSetT) -> ViewSetT:
    """Class decorator of a ``ModelViewSet`` or ``SnippetViewSet`` of a scoped model.

    A list that says ``is_scoped = True`` asks for its records itself.
    """
    attributes: Any = viewset
    if not getattr(attributes.index_view_class, "is_scoped", False):
        attributes.index_view_class = _mixed(ScopedListMixin, attributes.index_view_class)
    for name, asked in _ASKED.items():
        view = getattr(attributes, name, None)
        if view is not None:
            setattr(
                attributes, name, _mixed(ScopedObjectMixin, view, {"object_permissions": asked})
            )
    chooser = getattr(attributes, "chooser_viewset_class", None)
    if chooser is not None and not getattr(chooser, "is_scoped", False):
        attributes.chooser_viewset_class = scoped_chooser(_mixed(_Unscoped, chooser))
    if VERSION < (8, 0):
        attributes.permission_policy = policy_for(attributes.model)
    return viewset


class _Unscoped:
    """Marks a class of its own, so that the one it is made from stays as it is."""


def scoped_chooser(viewset: ViewSetT) -> ViewSetT:
    """Class decorator of a ``ChooserViewSet`` of a scoped model."""
    attributes: Any = viewset
    for name in ("choose_view_class", "choose_results_view_class"):
        setattr(attributes, name, _mixed(ScopedChooseMixin, getattr(attributes, name)))
    for name in ("chosen_view_class", "chosen_multiple_view_class"):
        setattr(attributes, name, _mixed(ScopedChosenMixin, getattr(attributes, name)))
    attributes.is_scoped = True
    return viewset


def _mixed(mixin: type, view: type, attributes: dict[str, Any] | None = None) -> type:
    return type(view.__name__, (mixin, view), {"__doc__": view.__doc__, **(attributes or {})})
