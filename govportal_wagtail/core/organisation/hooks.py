"""Wires choosers and remarks on people, boards and agencies into the admin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import router
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from ..models import AdministrativeField, Agency, EditorialBoard, Person
from .choosers import own_agency_chooser, public_person_chooser
from .findings import findings_about_board, findings_about_person, reasons_to_keep

_SHOWN = 5
_GUARDED = (Agency, AdministrativeField, Person, EditorialBoard)


@hooks.register("register_admin_viewset")
def register_choosers() -> Any:
    """The choosers of the agencies of one's own sites and of people in public posts."""
    return [own_agency_chooser, public_person_chooser]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_after_saving(request: HttpRequest, instance: Model) -> None:
    """Say what should be looked at again."""
    if not request.accepts("text/html"):
        return
    found: list[str] = []
    if isinstance(instance, Person):
        found = findings_about_person(instance)
    elif isinstance(instance, EditorialBoard):
        found = findings_about_board(instance, on=timezone.localdate())
    for text in found:
        messages.warning(request, text)


@hooks.register("before_delete_snippet")
def refuse_to_delete(request: HttpRequest, instances: Sequence[Model]) -> HttpResponse | None:
    """Say why a record that others refer to stays, before the database has to."""
    ours = [each for each in instances if isinstance(each, _GUARDED)]
    reasons = [reason for each in ours for reason in _reasons(each)]
    if not reasons:
        return None
    for reason in reasons[:_SHOWN]:
        messages.error(request, reason)
    viewset: Any = getattr(type(ours[0]), "snippet_viewset", None)
    if len(instances) == 1:
        return redirect(viewset.get_url_name("edit"), ours[0].pk)
    return redirect(viewset.get_url_name("list"))


def _reasons(instance: Model) -> list[str]:
    if isinstance(instance, Person) and (reasons := reasons_to_keep(instance)):
        return reasons
    collector = Collector(using=router.db_for_write(type(instance)), origin=instance)
    try:
        collector.collect([instance])
    except (ProtectedError, RestrictedError) as problem:
        kept: Any = getattr(problem, "protected_objects", ()) or getattr(
            problem, "restricted_objects", ()
        )
        names = sorted({str(each._meta.verbose_name) for each in kept})
        message = _("%(name)s cannot be deleted, because other records name it: %(kinds)s.")
        return [message % {"name": instance, "kinds": ", ".join(names)}]
    return []
