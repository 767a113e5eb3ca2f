"""Reading the demo's data files, and the images and files that several loaders attach."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polib
import yaml
from django.core.files import File
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

DATA = Path(__file__).resolve().parents[1] / "data"


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of a CSV file with a header line."""
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_yaml(name: str) -> Any:
    """Content of a YAML file."""
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


def read_po(name: str) -> dict[str, str]:
    """Translations of a catalogue by the text that they translate."""
    return {each.msgid: each.msgstr for each in polib.pofile(str(DATA / name)) if each.msgstr}


def read_text(name: str) -> str:
    """Content of a text file."""
    return (DATA / name).read_text(encoding="utf-8")


def read_front_matter(path: Path) -> tuple[dict[str, Any], str]:
    """Front matter and body of a Markdown file."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(head), body.strip()


def image(name: str, title: str = "", collection: Collection | None = None) -> Any:
    """The Wagtail image made from a file of the demo, created once per collection."""
    model = get_image_model()
    title = title or Path(name).stem
    known = model.objects.filter(file__contains=f"demo_{Path(name).stem}", title=title)
    existing = known.filter(collection=collection).first() if collection else known.first()
    if existing:
        return existing
    place = {"collection": collection} if collection else {}
    with (DATA / "images" / name).open("rb") as stream:
        return model.objects.create(title=title, file=File(stream, name=f"demo_{name}"), **place)


def document(name: str, title: str = "") -> Any:
    """The Wagtail document made from a file of the demo, created once."""
    model = get_document_model()
    existing = model.objects.filter(file__endswith=f"demo_{name}").first()
    if existing:
        return existing
    with (DATA / "files" / name).open("rb") as stream:
        return model.objects.create(title=title or name, file=File(stream, name=f"demo_{name}"))
