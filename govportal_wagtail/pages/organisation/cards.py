"""Business cards of officials: what the register tells the public of them, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest
from wagtail.models import Site

from . import vcard
from .directory import Official

__all__ = ["cards_of"]


def cards_of(officials: Iterable[Official], request: HttpRequest) -> bytes:
    """Return one card for each person, whatever number of posts they hold."""
    posts: dict[int, list[Official]] = {}
    for each in officials:
        posts.setdefault(each.person_id, []).append(each)
    site = Site.find_for_request(request)
    root = site.root_url if site else ""
    return "".join(_card(held, root, request) for held in posts.values()).encode()


def _card(held: list[Official], root: str, request: HttpRequest) -> str:
    first = held[0]
    # The same person on the same site, from whatever page, is the same card.
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{root}/people/{first.person_id}")
    holdings = [
        vcard.Holding(
            title=each.title,
            organisation=each.agency.localized_name,
            phone=each.phone,
            fax=each.fax,
            email=each.email,
            address=each.agency.address,
        )
        for each in held
    ]
    url = request.build_absolute_uri(first.url) if first.url else ""
    return vcard.card(first.name, holdings, uid=identity.urn, url=url)
