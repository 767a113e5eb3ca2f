"""Forms of agencies, people and boards: what only the form knows, who fills it in above all."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ..models import Agency, EditorialBoard, Person
from .scoping import own_agencies, own_records, own_sites


class AgencyCodesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Agencies named by their codes: a register of thousands does not fit a list of boxes."""

    widget = forms.TextInput
    default_error_messages = {"invalid_choice": _("There is no agency with the code %(value)s.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Agency.objects.all(), to_field_name="code", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The codes as they are typed; a list of codes, which is being cleaned, stays one."""
        if isinstance(value, list) and all(isinstance(each, Agency) for each in value):
            return ", ".join(each.code for each in value)
        return value

    def clean(self, value: Any) -> Any:
        """The agencies.

        Raises:
            ValidationError: for a code that no agency has.
        """
        codes = re.findall(r"[^\s,;]+", value) if isinstance(value, str) else value or []
        return super().clean(codes) if codes else Agency.objects.none()

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other codes were typed."""
        before = {each.code for each in initial or () if isinstance(each, Agency)}
        return before != set(re.findall(r"[^\s,;]+", data or ""))


class AgencyForm(WagtailAdminModelForm):
    """An agency; further successors by their codes."""

    further_successors = AgencyCodesField(
        label=_("further successors"),
        required=False,
        help_text=_("Codes of the agencies that took over the rest, separated by commas."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse further successors that contradict the first one.

        Raises:
            ValidationError: next to the field.
        """
        cleaned: dict[str, Any] = super().clean()
        further = list(cleaned.get("further_successors") or ())
        if further and not cleaned.get("successor") and "successor" not in self.errors:
            self.add_error("successor", _("Name the first successor here."))
        if self.instance.pk and any(each.pk == self.instance.pk for each in further):
            self.add_error("further_successors", _("An agency cannot be its own successor."))
        if cleaned.get("successor") in further:
            self.add_error(
                "further_successors", _("The first successor is not named here once more.")
            )
        return cleaned


class PersonForm(WagtailAdminModelForm):
    """A person, in agencies of the user's own sites."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user is None:
            return
        allowed = own_agencies(self.for_user, Person)
        if "agency" in self.fields:
            self.fields["agency"].queryset = allowed | _of(self.instance.agency_id)
        for form in self.formsets["posts"].forms if "posts" in self.formsets else ():
            # A post elsewhere that somebody else entered does not stand in the way.
            form.fields["agency"].queryset = allowed | _of(form.instance.agency_id)


def _of(agency: int | None) -> Any:
    return Agency.objects.filter(pk=agency) if agency else Agency.objects.none()


class EditorialBoardForm(WagtailAdminModelForm):
    """A board of one of the user's sites, with people whose records the user keeps."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = self.formsets["members"].forms if "members" in self.formsets else []
        for form in seats:
            # A seat is measured by the term that is being entered, not by the stored one.
            form.instance.board = self.instance
        if self.for_user is None:
            return
        if "portal_site" in self.fields:
            sites = own_sites(self.for_user, EditorialBoard)
            self.fields["portal_site"].queryset = sites.select_related("site")
        known = own_records(self.for_user, Person).order_by().values("pk")
        seated = {form.instance.person_id for form in seats} - {None}
        people = Person.objects.filter(Q(pk__in=known) | Q(pk__in=seated))
        for form in seats:
            form.fields["person"].queryset = people
