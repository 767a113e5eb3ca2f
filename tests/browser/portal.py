"""The demo portal on a port of its own, a browser to look at it, and the pages worth a look.

Shared by the browser tests and by ``make shots``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 600
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: Width and height of a phone, a tablet and a desktop.
SIZES = {390: 844, 768: 1024, 1440: 900}
#: Where pages are looked at closely: the layout of a tablet is that of a phone.
VISITED_WIDTHS = (390, 1440)

LIBRARY = "/van-ban/van-ban-quy-pham-phap-luat/"
LONG_DOCUMENT = f"{LIBRARY}quyet-dinh-18-2026-qd-ubnd/"
ARTICLE = "/tin-tuc-su-kien/khoi-cong-cau-tan-khe/"
QUESTIONS = "/hoi-dap/"

#: One page of every kind a reader meets.
PLACES = {
    "home": "/",
    "section": "/tin-tuc-su-kien/",
    "section-overview": "/gioi-thieu/",
    "article": ARTICLE,
    "standard": "/gioi-thieu/to-chuc-bo-may/",
    "library": LIBRARY,
    "library-filtered": f"{LIBRARY}?query=quy+định&year=2026",
    "library-empty": f"{LIBRARY}?query=không+có+văn+bản+này",
    "document": LONG_DOCUMENT,
    "document-ended": f"{LIBRARY}quyet-dinh-31-2021-qd-ubnd/",
    "document-draft": f"{LIBRARY}du-thao-du-lieu-dung-chung/",
    "search": "/tim-kiem/?query=quy+chế",
    "search-empty": "/tim-kiem/?query=xyzzyplugh",
    "sitemap": "/so-do-cong/",
    "accessibility": "/tro-nang/",
    "supply": "/cung-cap-thong-tin/",
    "tracking": "/theo-doi/",
    "report": "/bao-loi/",
    "questions": QUESTIONS,
    "question": f"{QUESTIONS}bay-ban-ghe-ban-hang-tren-via-he-thi-xin-phep-o-dau/",
    "question-ask": f"{QUESTIONS}gui-cau-hoi/",
    "question-tracking": f"{QUESTIONS}theo-doi/",
    "question-figures": f"{QUESTIONS}so-lieu/",
    "not-found": "/khong-co-trang-nay/",
}

#: What a reader of the English portal meets, kind by kind.
ENGLISH_PLACES = {
    "english-home": "/",
    "english-section": "/about/",
    "english-standard": "/about/administrative-units/",
    "english-chart": "/about/organisational-chart/",
    "english-unit": "/about/organisational-chart/"
    "department-of-home-affairs-of-thanh-giang-province/",
    "english-leader": "/about/leaders-of-the-provincial-people-s-committee/doan-the-khue/",
    "english-contacts": "/about/directory-of-competent-officials/",
    "english-map": "/about/administrative-map/",
    "english-news": "/news-and-events/",
    "english-article": "/news-and-events/"
    "construction-of-the-tan-khe-bridge-over-the-thanh-river-begins/",
    "english-projects": "/strategies-and-planning/"
    "investment-projects-bidding-and-public-procurement/",
    "english-project": "/strategies-and-planning/"
    "investment-projects-bidding-and-public-procurement/lam-kieu-2-bridge-and-approach-roads/",
    "english-library": "/documents/legal-normative-documents/",
    "english-document": "/documents/legal-normative-documents/decision-22-2026-qd-ubnd/",
    "english-question": "/questions-and-answers/"
    "where-do-i-apply-to-put-tables-and-chairs-on-the-pavement/",
    "english-search": "/tim-kiem/?query=bridge",
    "english-not-found": "/khong-co-trang-nay/",
}

#: The screens of the newsroom, each with one of those who work there.
SCREENS = {
    "first-page": ("bientap", "/admin/"),
    "inbox": ("bientap", "/admin/editorial/items/?queue=open"),
    "own-items": ("daumoi", "/admin/editorial/items/mine/"),
    "board-day": ("banbientap", "/admin/editorial/items/day/"),
    "log": ("banbientap", "/admin/editorial/items/log/"),
    "slips": ("bientap", "/admin/editorial/slips/"),
    "slip-form": ("daumoi", "/admin/editorial/slips/new/"),
    "slip-entered": ("bientap", "/admin/editorial/slips/enter/"),
    "messages": ("bientap", "/admin/govportal-messages/"),
    "reports": ("banbientap", "/admin/editorial/after/reports/"),
    "takedowns": ("banbientap", "/admin/editorial/after/takedowns/"),
    "translations": ("banbientap", "/admin/translations/?queue=all"),
    "translation-files": ("banbientap", "/admin/translations/files/"),
    "glossary-intake": ("banbientap", "/admin/translations/glossary/intake/"),
    "translation-coverage": ("banbientap", "/admin/translations/coverage/"),
    "reviews": ("banbientap", "/admin/editorial/after/reviews/"),
    "delegations": ("banbientap", "/admin/editorial/delegations/"),
    "delegation": ("banbientap", "/admin/editorial/delegations/new/"),
    "questions": ("bientap", "/admin/questions/?queue=open"),
    "question-entered": ("bientap", "/admin/questions/enter/"),
    "question-figures": ("banbientap", "/admin/questions/figures/"),
}


class DemoFailedError(RuntimeError):
    """The demo portal did not start; the message ends with what it printed."""


@contextmanager
def demo_portal(var: Path) -> Iterator[str]:
    """Run ``scripts/demo.py`` with its data in ``var``; yields the address without a last slash."""
    port = _free_port()
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PORTAL_BASE_URL", "PORTAL_DEBUG")
    }
    environment["PORTAL_VAR"] = str(var)
    var.mkdir(parents=True, exist_ok=True)
    log = var / "demo.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "scripts" / "demo.py"), "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_until_healthy(address, process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def browser_path() -> str | None:
    """The browser installed on this machine, or None."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def launch(playwright: Playwright, executable: str) -> Browser:
    """The browser, without a window and without calls home of its own."""
    return playwright.chromium.launch(executable_path=executable, args=BROWSER_ARGUMENTS)


def address_of(portal: str, name: str) -> str:
    """Where a place is: a path on the portal, or an address on its English host."""
    if name in PLACES:
        return PLACES[name]
    return f"http://english.localhost:{portal.rpartition(':')[2]}{ENGLISH_PLACES[name]}"


def context_options(address: str, width: int) -> dict[str, object]:
    """What a reader in Viet Nam has: the language of the browser, and a screen of this width."""
    return {
        "base_url": address,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": width, "height": SIZES[width]},
        # Nothing to wait for: jumps do not glide.
        "reduced_motion": "reduce",
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise DemoFailedError(log.read_text(errors="replace")[-3000:])
