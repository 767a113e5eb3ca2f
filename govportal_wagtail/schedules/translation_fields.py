"""What of schedules is translated: what the public reads of an item, nothing internal."""

from __future__ import annotations

from typing import Final

from ..core.registries import TranslationFields
from .models import ItemPerson, ScheduleIndexPage, ScheduleItem, WeeklySchedulePage
from .public.public_form import public_form

FIELDS: Final = (
    TranslationFields.of_page(
        "schedule",
        lambda: ScheduleIndexPage,
        translated=("lead", "place_of_issue", "signature_title"),
        synchronised=("agency", "due_weekday", "due_time", "signature_name"),
    ),
    TranslationFields.of_page(
        "week",
        lambda: WeeklySchedulePage,
        translated=("note", "items"),
        synchronised=("monday",),
        # Items that only staff see stand beside the public ones.
        public_form=public_form,
    ),
    TranslationFields(
        "schedule_item",
        lambda: ScheduleItem,
        translated=(
            *("content", "place", "chairs_text", "participants_text", "preparing_text"),
            *("requester", "change_reason"),
        ),
        synchronised=(
            *("date", "session", "starts_at", "ends_at", "preparing_agency", "visibility"),
            *("status", "people"),
        ),
        # Never public; no translator reads it either.
        untouched=("vehicle", "internal_note", "online_link", "accepted"),
    ),
    # The post is read in the language of the page from the register of posts.
    TranslationFields("item_person", lambda: ItemPerson, synchronised=("post", "role", "label")),
)
