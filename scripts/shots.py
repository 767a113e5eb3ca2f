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


def main() -> int:
    """Start the demo, take the pictures, stop the demo."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(PLACES))
    parser.add_argument("--target", type=Path, default=ROOT / "shots")
    parser.add_argument("--var", type=Path, help="Folder of the demo's data; a new one otherwise.")
    options = parser.parse_args()
    unknown = set(options.names) - set(PLACES)
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
        for name in options.names or PLACES:
            take(page, address + PLACES[name], name, options.target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
