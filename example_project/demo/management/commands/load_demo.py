"""Fill the portal with the demo content of a fictional province."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Site

from demo.loaders import (
    components,
    core,
    editorial,
    english,
    investment,
    legal,
    network,
    organisation,
    pages,
    questions,
    schedules,
)
from demo.loaders.people import PASSWORD
from govportal_wagtail.pages.models import ArticlePage

ADMINISTRATOR = "quantri"


class Command(BaseCommand):
    """``load_demo [--again]``: adds what an earlier version lacks, changes nothing else."""

    help = "Loads the demo content; what is already there is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let missing items be added to a portal that has some."""
        parser.add_argument("--again", action="store_true", help="Add what is missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load registers, pages, documents and component sites, then all that stands on them."""
        with no_mail(), transaction.atomic():
            site = Site.objects.select_related("root_page").get(is_default_site=True)
            port = network.serve_at(network.base_url())
            site.refresh_from_db()
            user = administrator()
            loaded = self._load_portal(site, again=options["again"])
            portal = network.load_portal(site)
            made = components.load(port, user)
            if made:
                network.load_people(portal)
                network.load_domains(portal, user)
                self.stdout.write(f"Component sites: {', '.join(made)}")
            described = organisation.load()
            projects = investment.load(site)
            items = editorial.load()
            asked = questions.load()
            weeks = schedules.load()
            translated = english.load()
        if loaded or made or described or projects or items or asked or weeks or translated:
            self.stdout.write(self.style.SUCCESS("The demo content is loaded."))
        else:
            self.stdout.write("The demo content is already there.")

    def _load_portal(self, site: Site, *, again: bool) -> bool:
        is_there = ArticlePage.objects.descendant_of(site.root_page).exists()
        if is_there and not again:
            # What later versions of the demo brought to the register.
            core.load_agencies()
            return False
        core.load(site)
        pages.load(site)
        legal.load(site)
        return True


@contextmanager
def no_mail() -> Iterator[None]:
    """Send nothing: the accounts of the demo have a password that is known, and no mailbox."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend


def administrator() -> Any:
    """The login that may do everything."""
    user, created = get_user_model().objects.get_or_create(
        username=ADMINISTRATOR,
        defaults={"last_name": "Quản trị viên", "is_superuser": True, "is_staff": True},
    )
    if created:
        user.set_password(PASSWORD)
        user.save()
    return user
