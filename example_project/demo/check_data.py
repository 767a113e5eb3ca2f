"""Check the demo content: references, dates, symbols, text form, sizes and validity states.

Prints every problem and exits with 1 if there is one. Needs PyYAML only.

Usage: ``python check_data.py``
"""

from __future__ import annotations

import csv
import datetime as dt
import re
import sys
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"
TODAY = dt.date(2026, 11, 20)
KINDS = {
    "based_on", "amends", "replaces", "repeals", "guides", "details", "corrects", "refers_to",
    "consolidates", "suspends_execution", "suspends", "interprets", "publishes", "related",
}  # fmt: skip
TEXT_SUFFIXES = {".csv", ".yaml", ".md", ".txt"}
Row = dict[str, Any]
problems: list[str] = []


def need(holds: object, message: str) -> None:
    """Note a problem unless the condition holds."""
    if not holds:
        problems.append(message)


def rows(name: str) -> dict[str, dict[str, str]]:
    """Return a CSV file by its code and check that codes are unique."""
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        read = list(csv.DictReader(stream))
    need(len({row["code"] for row in read}) == len(read), f"{name}: a code is used twice")
    for row in read:
        need(None not in row and None not in row.values(), f"{name}: columns of {row['code']}")
    return {row["code"]: row for row in read}


def load(name: str) -> Any:
    """Return a YAML file."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def check_tables() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Check agencies and fields and return them."""
    agencies, fields = rows("agencies.csv"), rows("fields.csv")
    for code, row in agencies.items():
        for column in ("parent_code", "successor_code"):
            need(not row[column] or row[column] in agencies, f"agencies: {code}.{column}")
        days = [dt.date.fromisoformat(row[c]) for c in ("valid_from", "valid_to") if row[c]]
        need(days == sorted(days), f"agencies: {code} ends before it begins")
        need(not row["valid_to"] or row["successor_code"], f"agencies: {code} has no successor")
    for code, row in fields.items():
        need(not row["parent_code"] or row["parent_code"] in fields, f"fields: {code}.parent")
    return agencies, fields


def check_pages(agencies: Row) -> tuple[Row, set[str]]:
    """Check settings and the page tree; return sections by slug and library slugs."""
    settings, tree = load("settings.yaml"), load("pages.yaml")
    need((DATA / "images" / settings["site"]["logo"]).is_file(), "settings: logo")
    need(settings["site"]["agency"] in agencies, "settings: agency")
    for group in settings["link_groups"]:
        for link in group["links"]:
            need(link["url"].startswith("https://"), f"settings: {link['url']}")
            need(link.get("agency", "ubnd-tinh") in agencies, f"settings: {link['title']}")
    pages = [p for s in tree["sections"] for p in (s, *s.get("children", []))]
    for page in pages:
        if page["kind"] == "standard":
            need((DATA / "pages" / page["body"]).is_file(), f"pages: body of {page['slug']}")
    slugs = Counter(page["slug"] for page in pages)
    need(max(slugs.values()) == 1, "pages: a slug is used twice")
    for block in tree["home"]["sections"]:
        need(block["section"] is None or block["section"] in slugs, f"home: {block['section']}")
    used = {page["body"] for page in pages if "body" in page}
    need(used == {path.name for path in (DATA / "pages").glob("*.md")}, "pages: unused body")
    sections = {p["slug"]: p for p in pages if p["kind"] == "section"}
    return sections, {p["slug"] for p in pages if p["kind"] == "library"}


def check_articles(sections: Row) -> None:
    """Check the front matter and length of every article."""
    for path in sorted((DATA / "articles").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
        data, name = yaml.safe_load(head), path.stem
        need(data["slug"] == name, f"{name}: slug")
        need(re.fullmatch(r"[a-z0-9-]+", name), f"{name}: slug letters")
        section = sections.get(data["section"])
        need(section, f"{name}: section {data['section']}")
        need(section and data["category"] in section["categories"], f"{name}: category")
        for key in ("title", "lead", "author", "source", "tags"):
            need(data.get(key), f"{name}: {key} is missing")
        need(dt.date(2026, 8, 1) <= data["published_on"] <= TODAY, f"{name}: published_on")
        quoted = {"source_url", "source_published_on"} & set(data)
        need(len(quoted) in (0, 2), f"{name}: half a source")
        if quoted:
            need(data["source_published_on"] <= data["published_on"], f"{name}: source date")
        if "image" in data:
            need((DATA / "images" / data["image"]).is_file(), f"{name}: image")
            need(data.get("image_caption") and data.get("image_author"), f"{name}: image credit")
        for file_name in data.get("attachments", []):
            need((DATA / "files" / file_name).is_file(), f"{name}: {file_name}")
        need(150 <= len(body.split()) <= 550, f"{name}: {len(body.split())} words")


def year_of(document: Row) -> int:
    """Return the year of a document; drafts have none."""
    return document["issued_on"].year if document.get("issued_on") else 0


def resolve(documents: list[Row], document: Row, relation: Row) -> Row | None:
    """Return the one document that a relation points at."""
    issuer = relation.get("target_issuer", document["issuer"])
    found = [d for d in documents if d["symbol"] == relation["target"] and d["issuer"] == issuer]
    return found[0] if len(found) == 1 else None


def check_documents(agencies: Row, fields: Row, libraries: set[str]) -> list[Row]:
    """Check every document and its relations; return the documents."""
    documents: list[Row] = load("documents.yaml")
    keys = Counter((d["issuer"], d["type"], d["symbol"], year_of(d)) for d in documents)
    need(max(keys.values()) == 1, f"documents: {keys.most_common(1)}")
    for document in documents:
        name = f"{document['issuer']} {document['symbol']}"
        need(document["issuer"] in agencies, f"{name}: issuer")
        need(document["library"] in libraries, f"{name}: library")
        need(set(document["fields"]) <= set(fields), f"{name}: fields")
        need(document["signing_capacity"] in {"", "TM.", "KT.", "TL."}, f"{name}: capacity")
        check_dates(document, name)
        if "text" in document:
            path = DATA / "documents" / "texts" / document["text"]
            need(path.is_file(), f"{name}: text")
            printed = document.get("is_draft") or f"Số: {document['symbol']}\n" in path.read_text()
            need(printed, f"{name}: the text shows another number")
        for file_name in document.get("files", []):
            need((DATA / "files" / file_name).is_file(), f"{name}: {file_name}")
        for relation in document.get("relations", []):
            need(relation["kind"] in KINDS, f"{name}: {relation['kind']}")
            target = resolve(documents, document, relation)
            need(bool(target) != bool(relation.get("external")), f"{name}: {relation['target']}")
            scope = relation.get("scope", "whole")
            need((scope == "articles") == ("articles" in relation), f"{name}: scope")
            if target and relation["kind"] != "refers_to" and not document.get("is_draft"):
                need(target["issued_on"] <= document["issued_on"], f"{name}: older than target")
    return documents


def check_dates(document: Row, name: str) -> None:
    """Check the order of a document's dates and what a draft must not have."""
    if document.get("is_draft"):
        need("issued_on" not in document and document.get("key"), f"{name}: draft")
        return
    issued, effective = document["issued_on"], document.get("effective_on")
    need(issued <= TODAY and issued.weekday() < 5, f"{name}: issued_on")
    need(not effective or issued <= effective, f"{name}: effective_on")
    need(document.get("expires_on", dt.date.max) > (effective or issued), f"{name}: expires_on")
    normative = re.search(r"/(\d{4})/", document["symbol"])
    need(not normative or int(normative[1]) == issued.year, f"{name}: year of the symbol")
    if normative and document["issuer"] in {"ubnd-tinh", "hdnd-tinh", "chu-tich-ubnd-tinh"}:
        need(
            document.get("gazette_number") and document["gazette_date"] >= issued,
            f"{name}: gazette",
        )
        wait = (effective - issued).days if effective else 0
        need(document.get("summary_procedure") or wait >= 10, f"{name}: in force too early")


def state(documents: list[Row], document: Row) -> str:
    """Return the validity state of a document on the story's day."""
    if document.get("is_draft"):
        return "draft"
    if document.get("effective_on", TODAY) > TODAY:
        return "not_yet"
    if document.get("expires_on", TODAY) < TODAY:
        return "expired"
    result = "in_force"
    for other in documents:
        for relation in other.get("relations", []):
            if relation.get("external") or resolve(documents, other, relation) is not document:
                continue
            if relation.get("effective_on", other.get("effective_on", TODAY)) > TODAY:
                continue
            if relation["kind"] in {"replaces", "repeals"}:
                whole = relation.get("scope", "whole") == "whole"
                if whole:
                    return "expired"
                result = "partly_expired"
            elif relation["kind"] == "suspends" and relation.get("until", TODAY) >= TODAY:
                result = "suspended"
    return result


def check_files() -> None:
    """Check Unicode form, private or odd letters, and the sizes of pictures and files."""
    for path in sorted(DATA.rglob("*")):
        if path.suffix in TEXT_SUFFIXES:
            text = path.read_text(encoding="utf-8")
            need(unicodedata.is_normalized("NFC", text), f"{path.name}: not NFC")
            odd = {c for c in text if "\ue000" <= c <= "\uf8ff" or c in "\u00d0\ufffd\u200b\u00a0"}
            need(not odd, f"{path.name}: odd letters {odd}")
        elif path.is_file():
            limit = 80_000 if path.suffix == ".pdf" else 150_000
            need(path.stat().st_size < limit, f"{path.name}: {path.stat().st_size} bytes")


def main() -> int:
    """Run every check, print a summary and return the exit code."""
    agencies, fields = check_tables()
    sections, libraries = check_pages(agencies)
    check_articles(sections)
    documents = check_documents(agencies, fields, libraries)
    states = Counter(state(documents, document) for document in documents)
    wanted = {"not_yet", "in_force", "partly_expired", "expired", "suspended", "draft"}
    need(set(states) == wanted, f"validity states: {dict(states)}")
    check_files()
    articles = len(list((DATA / "articles").glob("*.md")))
    print(f"{len(agencies)} agencies, {len(fields)} fields, {articles} articles,", end=" ")
    print(f"{len(documents)} documents {dict(states)}")
    print("\n".join(problems) or "no problem found")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
