"""Fill the portal with the demo content of a fictional province."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Site

from demo.loaders import core, legal, pages
from govportal_wagtail.pages.models import ArticlePage

PASSWORD = "thanhgiang"  # noqa: S105 - printed by the demo, which listens on this machine only
USERS = (
    ("quantri", "Quản trị viên", None),
    ("bientap", "Biên tập viên", "Editors"),
    ("banbientap", "Ban Biên tập", "Moderators"),
)


class Command(BaseCommand):
    """``load_demo [--again]``: does nothing where the demo content is already there."""

    help = "Loads the demo content; what is already there is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let missing items be added to a portal that has some."""
        parser.add_argument("--again", action="store_true", help="Add what is missing.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load users, registers, pages and documents into the default site."""
        site = Site.objects.select_related("root_page").get(is_default_site=True)
        load_users(site)
        if ArticlePage.objects.descendant_of(site.root_page).exists() and not options["again"]:
            self.stdout.write("The demo content is already there.")
            return
        core.load(site)
        pages.load(site)
        legal.load(site)
        self.stdout.write(self.style.SUCCESS("The demo content is loaded."))


def load_users(site: Site) -> None:
    """An administrator, an editor and a moderator, whose groups may work on the site."""
    for name, last_name, group in USERS:
        user, created = get_user_model().objects.get_or_create(
            username=name, defaults={"last_name": last_name, "is_superuser": group is None}
        )
        if created:
            user.set_password(PASSWORD)
            user.is_staff = group is None
            user.save()
        if group:
            user.groups.add(_group(group, site))


def _group(name: str, site: Site) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    codenames = ["add_page", "change_page"] + (["publish_page"] if name == "Moderators" else [])
    for permission in Permission.objects.filter(codename__in=codenames):
        GroupPagePermission.objects.get_or_create(
            group=group, page=site.root_page, permission=permission
        )
    files = [
        "add_image",
        "change_image",
        "choose_image",
        "add_document",
        "change_document",
        "choose_document",
    ]
    for permission in Permission.objects.filter(codename__in=files):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=Collection.get_first_root_node(), permission=permission
        )
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    return group
