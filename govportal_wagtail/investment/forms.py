"""The form of a project in the page editor."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..core.models import Agency, AgencyKind
from ..editorial import requirements
from ..editorial.page_forms import PublishRequirementsForm
from . import geometry
from .validation import part_errors_of

#: Fields with a chooser: a value that is no key of a record would stop the form from being shown.
_CHOSEN: Final = re.compile(r"investor|field|capital-[0-9]+-source")
#: A key that no record has.
_NOBODY: Final = "0"


class AreaFormField(forms.CharField):
    """Takes a geometry pasted as GeoJSON and cleans it to its one form; None for an empty field."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """A stored geometry as text; what somebody just pasted stays as it was pasted."""
        if value is None or isinstance(value, str):
            return value
        return json.dumps(value, ensure_ascii=False)

    def clean(self, value: Any) -> dict[str, Any] | None:  # type: ignore[override]
        """The geometry.

        Raises:
            ValidationError: for what is no GeoJSON, or a place outside Viet Nam.
        """
        text = self.to_python(value)
        return geometry.check_text(str(text)).geojson if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another geometry was pasted."""
        try:
            given = self.clean(data)
        except forms.ValidationError:
            return True
        return bool(given != (initial or None))


def communes(*, chosen: Any = ()) -> QuerySet[Agency]:
    """The communes of today, and those that were chosen while they existed."""
    kind = Q(kind=AgencyKind.COMMUNE_PEOPLES_COMMITTEE)
    today = Agency.objects.existing(on=timezone.localdate()).filter(kind).order_by().values("pk")
    wanted = Q(pk__in=today) | Q(pk__in=[each.pk for each in chosen])
    return Agency.objects.filter(wanted).order_by("name")


class ProjectPageForm(PublishRequirementsForm):
    """Asks for what a project needs to be posted; a new one knows the register it is made for."""

    area = AreaFormField(
        label=capfirst(_("line or area on the map")),
        required=False,
        help_text=_("A geometry in GeoJSON, for example of a road or a site."),
    )

    #: Whether the rows were looked at; their errors are added once.
    _has_looked_at_rows = False

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_with_possible_keys(data), *args, **kwargs)
        setattr(self.instance, requirements.PARENT, self.parent_page)
        if "communes" in self.fields:
            chosen = self.instance.communes.all()
            # Boxes: of several in a list one is lost by a single click without a key held down.
            self.fields["communes"].widget = forms.CheckboxSelectMultiple()
            self.fields["communes"].queryset = communes(chosen=chosen)

    def is_valid(self) -> bool:
        """Whether everything is right, also how the rows of the project fit together."""
        is_valid = bool(super().is_valid())
        if self.is_bound and not self._has_looked_at_rows:
            self._has_looked_at_rows = True
            is_valid = not self._show_errors_of_rows() and is_valid
        return is_valid and all(formset.is_valid() for formset in self.formsets.values())

    def _show_errors_of_rows(self) -> bool:
        """Put what is wrong with rows beside their fields; returns whether anything is.

        Rows that are to be deleted do not count, and those that are wrong by themselves come first.
        """
        is_wrong = False
        rows = {
            name: [
                form
                for form in formset.forms
                if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
            ]
            for name, formset in self.formsets.items()
            if formset.is_valid()
        }
        for error in part_errors_of(self._page_as_filled()):
            if error.relation in rows:
                rows[error.relation][error.position].add_error(error.field, error.message)
                is_wrong = True
        return is_wrong


def _with_possible_keys(data: Any) -> Any:
    """What was sent; values of choosers that are no key become one that no record has.

    They must not become empty: that would take away what is stored, and say nothing of it.
    """
    wrong = [name for name in data or () if _CHOSEN.fullmatch(name) and not _is_key(data[name])]
    if not wrong:
        return data
    data = data.copy()
    for name in wrong:
        data[name] = _NOBODY
    return data


def _is_key(value: str) -> bool:
    return not value or (value.isdecimal() and len(value) < 10)
