"""Screenshots of the demo portal: ``shots.py [name ...]`` saves every page at three widths.

Prints the path of each picture. Without names all pages of the list are taken; with names, only
those. ``--var`` keeps the data of the demo between two runs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.browser.portal import PLACES, SIZES, browser_path, demo_portal, launch  # noqa: E402

#: Pages of component sites, by the first label of the host, and the portal's pages of them.
COMPONENT_PLACES = {
    "department": ("skhcn", "/"),
    "department-leaders": ("skhcn", "/gioi-thieu/lanh-dao/"),
    "commune": ("muongsuong", "/"),
    "commune-library": ("muongsuong", "/van-ban/"),
    "in-preparation": ("syt", "/"),
    "roll-up": ("", "/tin-tuc-su-kien/tin-tu-co-so/"),
    "roll-up-library": ("", "/van-ban/van-ban-co-so/"),
}
# Images below the fold are loaded when they come into view, which they do not in a screenshot.
_SHOW_IMAGES = """() => Promise.all([...document.images].map((image) => {
  image.loading = "eager";
  return image.decode().catch(() => {});
}))"""


def take(page: Page, address: str, name: str, target: Path) -> None:
    """Save one page at every width."""
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address, wait_until="load")
        page.evaluate(_SHOW_IMAGES)
        picture = target / f"{name}-{width}.png"
        page.screenshot(path=picture, full_page=True)
        print(picture, flush=True)


def address_of(name: str, portal: str) -> str:
    """The address of a page of either list."""
    if name in PLACES:
        return portal + PLACES[name]
    label, path = COMPONENT_PLACES[name]
    port = portal.rpartition(":")[2]
    return f"http://{label}.localhost:{port}{path}" if label else portal + path


def main() -> int:
    """Start the demo, take the pictures, stop the demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    every = [*PLACES, *COMPONENT_PLACES]
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(every))
    parser.add_argument("--target", type=Path, default=ROOT / "shots")
    parser.add_argument("--var", type=Path, help="Folder of the demo's data; a new one otherwise.")
    options = parser.parse_args()
    unknown = set(options.names) - set(every)
    if unknown:
        parser.error(f"No such page: {', '.join(sorted(unknown))}")
    executable = browser_path()
    if executable is None:
        print("No Chromium browser here; install one first.", file=sys.stderr)
        return 1
    options.target.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="govportal-shots-") as fresh,
        demo_portal(options.var or Path(fresh)) as address,
        sync_playwright() as playwright,
    ):
        page = launch(playwright, executable).new_page(locale="vi-VN")
        for name in options.names or every:
            take(page, address_of(name, address), name, options.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
