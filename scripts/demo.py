"""Set up the demo portal and serve it; a second run keeps everything and starts at once."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "example_project"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
PROFILE = "thanhgiang-2026"


def prepare() -> None:
    """Bring database, static files and demo content up to date."""
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    django.setup()
    print("Preparing the database ...")
    call_command("migrate", verbosity=0)
    collect_static(Path(settings.STATIC_ROOT))
    call_command("govportal_setup", **chosen_profile())
    call_command("load_demo")


def chosen_profile() -> dict[str, str]:
    """The regulation of the demo's province, unless an administrator chose one."""
    from wagtail.models import Site  # noqa: PLC0415

    from govportal_wagtail.regulation.models import RegulationSettings  # noqa: PLC0415

    site = Site.objects.filter(is_default_site=True).first()
    chosen = RegulationSettings.for_site(site).profile if site else ""
    return {} if chosen else {"profile": PROFILE}


def collect_static(target: Path) -> None:
    """Collect static files, unless none is newer than the last collection."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    manifest = target / "staticfiles.json"
    newest = max(
        Path(storage.path(name)).stat().st_mtime
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        print("Collecting static files ...")
        call_command("collectstatic", interactive=False, verbosity=0)


def announce(base_url: str) -> None:
    """Print where the sites are and who may log in."""
    from demo.loaders import questions  # noqa: PLC0415
    from demo.loaders.people import PASSWORD  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db.models import F  # noqa: PLC0415
    from wagtail.models import Site  # noqa: PLC0415

    from govportal_wagtail.core.models import PortalSite, RoleAssignment  # noqa: PLC0415
    from govportal_wagtail.regulation.adoption import profile_for  # noqa: PLC0415
    from govportal_wagtail.regulation.vocabulary import RoleCode  # noqa: PLC0415

    print(f"\n  Portal   {base_url}/\n  Admin    {base_url}/admin/")
    components = PortalSite.objects.exclude(portal=None).select_related("site")
    # Sites that are not live have no such day and come last.
    for each in components.order_by(F("launched_on").asc(nulls_last=True), "pk"):
        state = "" if each.state == "live" else f" ({each.get_state_display()})"
        print(f"  {each.site.root_url + '/':<36} {each}{state}")
    foreign = Site.objects.exclude(root_page__locale__language_code=settings.LANGUAGE_CODE)
    for site in foreign.order_by("pk"):
        print(f"  {site.root_url + '/':<36} {site.site_name}")
    print(f"\n  Every password is {PASSWORD}; the admin of a site is at /admin/ of its host.")
    print(f"  {'quantri':<24} Quản trị viên")
    granted = RoleAssignment.objects.filter(ended_at=None).select_related(
        "account__user", "portal_site__site"
    )
    for role in granted.order_by("portal_site_id", "pk"):
        name = role.account.user.get_username()
        title = profile_for(role.portal_site.site).role_title(RoleCode(role.role))
        print(f"  {name:<24} {title}, {role.portal_site}")
    print("\n  An item's way, to be followed on the portal: congtacvien or daumoi hands it in,")
    print("  thutruong signs, bientap receives, bientapvien edits, bientap puts it forward,")
    print("  banbientap approves, vanhanh posts. On the commune's site: muongsuong.congtac, ...")
    print("\n  A translation's way: bientap selects a page, biendich translates and hands it in,")
    print("  then as every item. biendich works for the commune too.")
    print("\n  A question's way: bientap gives it to an agency, daumoi drafts, thutruong signs.")
    if ticket := questions.ticket():
        code, secret = ticket
        print(f"  An asker looks theirs up at {base_url}/hoi-dap/theo-doi/")
        print(f"  {'code ' + code:<24} secret {secret}")
    print("\nStop with Ctrl+C.", flush=True)


def main() -> None:
    """Prepare and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--prepare-only", action="store_true")
    options = parser.parse_args()
    base_url = f"http://{options.host}:{options.port}"
    os.environ.setdefault("PORTAL_BASE_URL", base_url)
    prepare()
    announce(base_url)
    if options.prepare_only:
        return
    from config.wsgi import application  # noqa: PLC0415
    from waitress import serve  # noqa: PLC0415

    serve(application, host=options.host, port=options.port, threads=8)


if __name__ == "__main__":
    main()
