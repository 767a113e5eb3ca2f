"""Users of the admin with rights in one library only, and the forms they send."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from tests import builders


def make_editor(page: Page, *actions: str, username: str = "bien-tap") -> Any:
    """A user who may enter the admin and do these things at and below one page."""
    group = Group.objects.create(name=f"Nhóm {username}")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    for action in actions or ("add", "change", "publish"):
        GroupPagePermission.objects.create(
            group=group,
            page=Page.objects.get(pk=page.pk),
            permission=Permission.objects.get(
                content_type__app_label="wagtailcore", codename=f"{action}_page"
            ),
        )
    user = builders.make_user(username)
    user.groups.add(group)
    return user


def form_of(
    *, relations: list[dict[str, Any]] | None = None, files: list[Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """What the form of a document posts; required fields have values unless told otherwise."""
    values = {
        "title": "",
        "slug": "",
        "symbol": "68/2026/QĐ-UBND",
        "doc_type": builders.make_doc_type().pk,
        "normativity": "normative",
        "issuer": builders.make_agency().pk,
        "abstract": "Ban hành Quy chế hoạt động của Cổng thông tin điện tử",
        "issued_on": "2026-10-01",
        "effective_on": "2026-10-15",
        "expires_on": "",
        "status_override": "",
        "status_override_reason": "",
        "comments": inline_formset([]),
        **fields,
    }
    initial_relations = sum(1 for each in relations or [] if each.get("id"))
    values["relations"] = inline_formset(relations or [], initial=initial_relations)
    values["files"] = inline_formset(
        [{"document": file.pk, "role": "signed", "title": ""} for file in files or []]
    )
    return nested_form_data(values)
