"""The form of the page about a leader."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ...core.models import Person
from ...core.organisation.scoping import people_in_public_posts
from ...editorial.page_forms import PublishRequirementsForm

__all__ = ["LeaderPageForm"]


class LeaderPageForm(PublishRequirementsForm):
    """Takes the title from the name, and only people whom a page of the site may name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer a title; limit the people to those of the user's sites and the one chosen."""
        super().__init__(*args, **kwargs)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, the name of the person.")
        user = self.for_user
        if user is not None and "person" in self.fields:
            allowed = Q(pk__in=people_in_public_posts(user).order_by().values("pk"))
            allowed |= Q(pk=self.instance.person_id)
            self.fields["person"].queryset = Person.objects.filter(allowed)

    def clean(self) -> dict[str, Any]:
        """The title is the name where none was given; a page without either is refused."""
        cleaned: dict[str, Any] = super().clean()
        if not (cleaned.get("title") or "").strip() and "title" not in self.errors:
            person = cleaned.get("person")
            if person is None:
                self.add_error("title", _("Choose the person, or write a title."))
            else:
                cleaned["title"] = person.name
        return cleaned
