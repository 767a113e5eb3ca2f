"""The publish requirements in the form of a page: errors next to their fields.

A draft may be saved without anything. The rules apply when the page is handed in or published;
the steps of the workflow check the saved version again.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Final

from wagtail.admin.forms import WagtailAdminPageForm

from . import requirements

if TYPE_CHECKING:
    from wagtail.models import Page

#: The buttons by which a page leaves its author.
_LEAVING: Final = ("action-submit", "action-publish")


class PublishRequirementsForm(WagtailAdminPageForm):  # type: ignore[misc]
    """A page form that asks for what the page needs to be posted."""

    #: Whether something is missing; None before it was looked at.
    _is_incomplete: bool | None = None

    def is_valid(self) -> bool:
        """Whether what was sent is right and, where the page is handed in, complete."""
        is_valid = bool(super().is_valid())
        if self._is_incomplete is None and self._is_leaving():
            self._is_incomplete = self._show_shortfalls()
        return is_valid and not self._is_incomplete

    def _is_leaving(self) -> bool:
        if not self.is_bound or self.is_deferred_validation or not requirements.are_enforced():
            return False
        return any(name in self.data for name in _LEAVING)

    def _show_shortfalls(self) -> bool:
        """Put what is missing next to its field; returns whether anything is."""
        found = [
            each
            for each in requirements.shortfalls(self._page_as_filled())
            # Something else is wrong with the field already: first things first.
            if each.field not in self.errors
        ]
        for each in found:
            message = requirements.words(each)
            if each.field in self.fields:
                self.add_error(each.field, message)
            elif each.field in self.formsets:
                self.formsets[each.field].non_form_errors().append(message)
            else:
                self.add_error(None, message)
        return bool(found)

    def _page_as_filled(self) -> Page:
        """The page as this form would save it; the instance itself keeps its children."""
        page: Any = copy.copy(self.instance)
        setattr(page, requirements.PARENT, self.parent_page)
        children = dict(getattr(page, "_cluster_related_objects", {}))
        for name, formset in self.formsets.items():
            if name == "comments" or not formset.is_valid():
                continue
            children[name] = [
                form.instance
                for form in formset.forms
                if form not in formset.deleted_forms and (form.instance.pk or form.has_changed())
            ]
        page._cluster_related_objects = children
        return page  # type: ignore[no-any-return]
