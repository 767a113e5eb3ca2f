"""Admin forms of the pages app."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ..editorial.page_forms import PublishRequirementsForm


class ArticlePageForm(PublishRequirementsForm):
    """Asks for the complete source of quoted information before it goes on its way."""

    def clean(self) -> dict[str, Any]:
        """Quoted information states who published it and on which day (Vĩnh Long, Article 15.2).

        A draft may be saved without; the rule applies once the article is submitted or published.
        """
        cleaned: dict[str, Any] = super().clean()
        if self.is_deferred_validation:
            return cleaned
        source = cleaned.get("source")
        if source and not cleaned.get("source_published_on"):
            self.add_error(
                "source_published_on", _("State the day on which the source published it.")
            )
        if not source and (cleaned.get("source_url") or cleaned.get("source_published_on")):
            self.add_error("source", _("State the source of the quoted information."))
        return cleaned


class StandardPageForm(PublishRequirementsForm):
    """Asks for what a standard page needs before it goes on its way."""
