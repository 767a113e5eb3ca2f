"""Random texts of pages in the form in which wagtail-localize stores them."""

from __future__ import annotations

from bs4 import BeautifulSoup
from hypothesis import strategies as st
from wagtail_localize.strings import StringValue

from govportal_wagtail.translation.exchange.units import Bundle, Unit, UnitState

BUNDLE_ID = "6f1d3c1e-2a43-4c55-9a39-0a1f6f0a9d11"

# Letters with marks, composed or not; NBSP and other blanks; emoji of several code points; what
# looks like XML, CDATA, entities, PO escapes; characters that XML forbids or does not keep.
AWKWARD = (
    "hòa",
    "hoa\u0300",
    "Đắk Lắk",
    "\u00a0",
    "\u202f",
    " ",
    "  ",
    "\n",
    "\t",
    "\r",
    "\u0085",
    "\u2028",
    "\u200b",
    "\ufeff",
    "👩‍🌾",
    "🇻🇳",
    "e\u0301\u0323",
    "]]>",
    "<![CDATA[x]]>",
    "&",
    "&amp;",
    "&nbsp;",
    "&#x27;",
    '"',
    "'",
    "“”",
    "<",
    ">",
    "<b>",
    "\\n",
    "\\",
    '\\"',
    "%(name)s",
    "{0}",
    "#~",
    "msgid",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x01",
    "\x7f",
    "\ufffe",
)
texts = st.lists(st.sampled_from(AWKWARD) | st.text(max_size=8), max_size=6).map("".join)
# A database cannot store what UTF-8 cannot write.
storable = texts.map(lambda text: text.encode("utf-8", "ignore").decode())


@st.composite
def strings(draw: st.DrawFn, depth: int = 3) -> str:
    """An HTML string with inline tags, links numbered, as wagtail-localize normalises it."""
    soup = BeautifulSoup("", "html.parser")
    links = iter(range(1, 100))

    def fill(parent, level: int, in_link: bool) -> None:
        for _number in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(("text", "text", "br", "b", "i", "strong", "em", "a")))
            if kind == "text" or level == 0 or kind == parent.name or (kind == "a" and in_link):
                parent.append(draw(storable))
            elif kind == "br":
                parent.append(soup.new_tag("br"))
            else:
                tag = soup.new_tag(kind)
                if kind == "a":
                    tag["id"] = f"a{next(links)}"
                parent.append(tag)
                tag.append("chữ ")
                fill(tag, level - 1, in_link or kind == "a")

    fill(soup, depth, False)
    soup.append("hết")
    return StringValue.from_translated_html(str(soup)).data


def unit(source: str, target: str = "", **values: object) -> Unit:
    """A unit with its state after its target."""
    values.setdefault("state", UnitState.TRANSLATED if target else UnitState.NEW)
    return Unit(
        **{"id": "title", "path": "title", "label": "Tiêu đề", **values},
        source=source,
        target=target,
    )


def bundle(*units: Unit, **values: object) -> Bundle:
    """A bundle from Vietnamese into English."""
    defaults = {
        "id": BUNDLE_ID,
        "source_language": "vi",
        "target_language": "en",
        "title": "Bài viết",
    }
    return Bundle(**{**defaults, **values}, units=list(units))


def by_id(*bundles: Bundle) -> dict[str, Bundle]:
    """The bundles as a reader takes them."""
    return {item.id: item for item in bundles}
