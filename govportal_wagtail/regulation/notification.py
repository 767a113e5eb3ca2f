"""Messages to the people whose deadlines moved."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

logger = logging.getLogger(__name__)
#: More items than this are counted in the message and not listed.
LISTED = 200
_FOLDER = "govportal/regulation/mail"


@dataclass(frozen=True, slots=True)
class MovedItem:
    """One item with its old and its new last day."""

    label: str
    old: date
    new: date


def tell_owners(moved: Mapping[int, Sequence[MovedItem]], *, reason: str) -> int:
    """Send each person one message that lists what moved; returns how many were sent.

    Nobody is told twice, and nobody without an address or with a closed account. A message that
    cannot be sent is logged: the dates are right all the same.
    """
    people = get_user_model()._default_manager.filter(pk__in=list(moved), is_active=True)
    return sum(_tell(person, moved[person.pk], reason) for person in people)


def language_of(person: AbstractBaseUser) -> str:
    """The language that the person chose in the admin, else that of the portal."""
    profile = getattr(person, "wagtail_userprofile", None)
    return getattr(profile, "preferred_language", "") or settings.LANGUAGE_CODE


def _tell(person: AbstractBaseUser, items: Sequence[MovedItem], reason: str) -> bool:
    address = getattr(person, person.get_email_field_name(), "")
    if not address:
        return False
    ordered = sorted(items, key=lambda item: (item.new, item.label))
    context = {
        "items": ordered[:LISTED],
        "count": len(items),
        "more": max(0, len(items) - LISTED),
        "reason": reason,
    }
    with translation.override(language_of(person)):
        subject = render_to_string(f"{_FOLDER}/deadlines_moved_subject.txt", context)
        body = render_to_string(f"{_FOLDER}/deadlines_moved.txt", context)
    try:
        send_mail(" ".join(subject.split()), body, None, [address], fail_silently=False)
    except (OSError, SMTPException, ValueError):
        logger.exception("The message about moved deadlines to user %s was not sent", person.pk)
        return False
    return True
