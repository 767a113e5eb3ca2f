"""One look at a page: everything the tests of public pages ask about, gathered in one visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page

from tests.browser.portal import SIZES

RULES = {
    "runOnly": [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22a",
        "wcag22aa",
        "best-practice",
    ],
    "resultTypes": ["violations"],
}

# Every text a reader may see or hear: text nodes that are shown, and the attributes that speak.
_TEXTS = """() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    // What says of itself that it is English, as the title of a translation, is no message.
    const counts = parent && !["SCRIPT", "STYLE", "TEMPLATE"].includes(parent.tagName);
    if (counts && !parent.closest("body [lang=en]")) {
      texts.push(walker.currentNode.nodeValue);
    }
  }
  const names = ["title", "aria-label", "alt", "placeholder", "data-gp-copied"];
  for (const name of names) {
    for (const element of document.querySelectorAll(`[${name}]`)) {
      texts.push(element.getAttribute(name));
    }
  }
  return texts.map((text) => text.replace(/\\s+/g, " ").trim()).filter((text) => text);
}"""

# The largest thing that the window shows at first, if it is an image. Measured where it stands and
# not when it is painted, which depends on what else the machine does.
_LARGEST = """() => {
  const span = (from, to, size) => Math.max(0, Math.min(to, size) - Math.max(from, 0));
  const area = (element) => {
    const box = element.getBoundingClientRect();
    return span(box.left, box.right, innerWidth) * span(box.top, box.bottom, innerHeight);
  };
  const largest = (elements) => elements.reduce(
    (best, element) => area(element) > best.area ? {area: area(element), element} : best,
    {area: 0, element: null},
  );
  const image = largest([...document.images]);
  const text = largest([...document.querySelectorAll("h1, h2, h3, p, blockquote, dd, td")]);
  if (!image.element || image.area < text.area) {
    return null;
  }
  return {
    html: image.element.outerHTML,
    width: image.element.getAttribute("width"),
    height: image.element.getAttribute("height"),
    loading: image.element.getAttribute("loading"),
  };
}"""

# What makes the page wider than the window, if it is.
_STICKING_OUT = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) {
    return [];
  }
  return ["page", ...[...document.body.querySelectorAll("*")]
    .filter((item) => item.getBoundingClientRect().right > innerWidth + 1)
    .slice(0, 8).map((item) => `${item.tagName}.${item.className}`)];
}"""

_WATCH = """
window.gpViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.gpViolations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass
class Visit:
    """What one page did and showed at one width."""

    path: str
    status: int = 0
    language: str = ""
    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    policy_violations: list[str] = field(default_factory=list)
    broken_images: list[str] = field(default_factory=list)
    sticking_out: dict[int, list[str]] = field(default_factory=dict)
    largest_image: dict[str, Any] | None = None
    texts: list[str] = field(default_factory=list)
    accessibility: list[str] = field(default_factory=list)


def visit(context: BrowserContext, path: str) -> Visit:
    """Open ``path`` in a fresh page and note what there is to note."""
    seen = Visit(path)
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on(
        "console",
        lambda message: (
            seen.console.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    response = page.goto(path, wait_until="load")
    seen.status = response.status if response else 0
    seen.language = page.locator("html").get_attribute("lang") or ""
    seen.largest_image = page.evaluate(_LARGEST)
    seen.texts = page.evaluate(_TEXTS)
    seen.policy_violations = page.evaluate("window.gpViolations")
    seen.broken_images = page.evaluate(
        """[...document.images].filter((image) => image.complete && !image.naturalWidth)
        .map((image) => image.src)"""
    )
    seen.accessibility = accessibility_violations(page)
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        seen.sticking_out[width] = page.evaluate(_STICKING_OUT)
    page.close()
    return seen


def sticks_out(page: Page) -> bool:
    """Whether the page, once it has come, is wider than its window."""
    page.wait_for_load_state()
    wide: bool = page.evaluate(
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wide


def accessibility_violations(page: Page) -> list[str]:
    """One line for each rule broken: the rule, and the first elements that break it."""
    page.wait_for_load_state()
    violations = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"][:3]
    ]
