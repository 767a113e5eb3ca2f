"""The words of the translation: states and events. The stored codes never change."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import pgettext_lazy


class TranslationState(models.TextChoices):
    """How far the translation of a page into one language is.

    Whether a published one is still true to its source is no state: it is asked of the contents.
    """

    SELECTED = "selected", pgettext_lazy("translation", "selected for translation")
    SENT = "sent", pgettext_lazy("translation", "with the translating unit")
    TRANSLATED = "translated", pgettext_lazy("translation", "translated, being checked")
    CHECKED = "checked", pgettext_lazy("translation", "checked, waiting for approval")
    RETURNED = "returned", pgettext_lazy("translation", "returned to the translating unit")
    PUBLISHED = "published", pgettext_lazy("translation", "posted")
    REMOVED = "removed", pgettext_lazy("translation", "removed")


#: States in which the translating unit works on the text.
IN_WORK: Final = frozenset(
    {TranslationState.SELECTED, TranslationState.SENT, TranslationState.RETURNED}
)
#: States in which the editorial board has it.
IN_REVIEW: Final = frozenset({TranslationState.TRANSLATED, TranslationState.CHECKED})


class TranslationEventKind(models.TextChoices):
    """What may happen to a translation; one line of the log each."""

    SELECTED = "selected", pgettext_lazy("translation event", "selected")
    SENT = "sent", pgettext_lazy("translation event", "sent to the translating unit")
    HANDED_IN = "handed_in", pgettext_lazy("translation event", "handed in")
    CHECKED = "checked", pgettext_lazy("translation event", "checked")
    RETURNED = "returned", pgettext_lazy("translation event", "returned")
    PUBLISHED = "published", pgettext_lazy("translation event", "posted")
    OUTDATED = "outdated", pgettext_lazy("translation event", "the source changed")
    CURRENT = "current", pgettext_lazy("translation event", "true to the source again")
    RENEWED = "renewed", pgettext_lazy("translation event", "selected again after a change")
    REMOVED = "removed", pgettext_lazy("translation event", "removed")
    TAKEN_IN = "taken_in", pgettext_lazy("translation event", "texts taken from a file")
    MACHINE = "machine", pgettext_lazy("translation event", "texts translated by a machine")
    MOVED = "moved", pgettext_lazy("translation event", "moved with its source")
