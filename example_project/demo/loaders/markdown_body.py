"""Markdown of the demo's texts as the blocks of a page body."""

from __future__ import annotations

import re
from typing import Any

from markdown import markdown

Block = tuple[str, Any]


def to_blocks(text: str) -> list[Block]:
    """Headings, tables, quotations and running text as StreamField values."""
    blocks: list[Block] = []
    kind, lines = "", []
    for line in [*text.strip().splitlines(), ""]:
        current = _kind_of(line)
        if lines and current != kind and not (kind == "text" and current == "blank"):
            blocks += _blocks_of(kind, lines)
            lines = []
        if current != "blank" or kind == "text":
            lines.append(line)
        kind = current if current != "blank" or kind != "text" else kind
    return blocks + _blocks_of(kind, lines)


def _kind_of(line: str) -> str:
    if not line.strip():
        return "blank"
    return {"#": "heading", "|": "table", ">": "quotation"}.get(line[0], "text")


def _blocks_of(kind: str, lines: list[str]) -> list[Block]:
    text = "\n".join(lines).strip()
    if not text:
        return []
    if kind == "heading":
        return [("heading", line.lstrip("# ").strip()) for line in lines if line.strip()]
    if kind == "table":
        return [("table", _table(lines))]
    if kind == "quotation":
        words = " ".join(line.lstrip("> ").strip() for line in lines).strip()
        return [("quotation", {"text": words, "attribution": ""})]
    return [("paragraph", markdown(text, output_format="html"))]


def _table(lines: list[str]) -> dict[str, Any]:
    rows = [
        # A table of a page has no bold words.
        [cell.strip().strip("*") for cell in line.strip().strip("|").split("|")]
        for line in lines
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line)
    ]
    return {
        "data": rows,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }
