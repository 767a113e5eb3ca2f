"""What a required register of projects lacks although it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _
from wagtail.models import Page

from ..core.network import Reach
from ..core.registries import Label, PartContent
from .models import ProjectEntry, ProjectIndexPage

__all__ = ["REGISTERS"]


def is_register(model: type[Page]) -> bool:
    """Return whether pages of a class are registers of projects."""
    return issubclass(model, ProjectIndexPage)


def gaps_of_registers(page_ids: Sequence[int]) -> Mapping[int, Label]:
    """Return the registers of their own that hold no public project; one query."""
    own = ProjectIndexPage.objects.filter(pk__in=page_ids, reach=Reach.OWN)
    filled = ProjectEntry.objects.public().filter(register__in=page_ids).order_by()
    empty = own.exclude(pk__in=filled.values("register").distinct())
    return dict.fromkeys(
        empty.values_list("pk", flat=True), _("The register has no public project.")
    )


REGISTERS: Final = PartContent("project_registers", is_register, gaps_of_registers)
