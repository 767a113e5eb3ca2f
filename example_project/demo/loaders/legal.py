"""Legal documents of the demo, with their texts, files and relations."""

from __future__ import annotations

from typing import Any

from wagtail.models import Site

from govportal_wagtail.core.models import AdministrativeField, Agency
from govportal_wagtail.core.vietnamese import slugify
from govportal_wagtail.legal.models import (
    DocumentFile,
    DocumentRelation,
    DocumentType,
    FileRole,
    LegalDocumentIndexPage,
    LegalDocumentPage,
    Normativity,
)

from . import sources

COPIED = [
    "abstract",
    "signer",
    "position",
    "signing_capacity",
    "issued_on",
    "effective_on",
    "expires_on",
    "gazette_number",
    "gazette_date",
    "summary_procedure",
    "is_draft",
    "status_override",
    "status_override_reason",
]


def load(site: Site) -> None:
    """Publish every document of the file that is not there yet."""
    libraries = {
        page.slug: page for page in LegalDocumentIndexPage.objects.descendant_of(site.root_page)
    }
    for row in sources.read_yaml("documents.yaml"):
        load_document(libraries[row["library"]], row)


def load_document(library: LegalDocumentIndexPage, row: dict[str, Any]) -> None:
    """One document; its symbol and issuer are its natural key."""
    doc_type = DocumentType.objects.get(code=row["type"])
    issuer = Agency.objects.get(code=row["issuer"])
    title = row["abstract"] if row.get("is_draft") else f"{doc_type.name} {row['symbol']}"
    slug = row.get("key") or slugify(f"{doc_type.code}-{row['symbol']}")
    if issuer.level != "province":
        slug = f"{slug}-{issuer.code}"
    if library.get_children().filter(slug=slug).exists():
        return
    document = LegalDocumentPage(
        title=title[:255],
        slug=slug,
        symbol=row.get("symbol") or "",
        doc_type=doc_type,
        issuer=issuer,
        normativity=row.get("normativity") or library.scope or Normativity.ADMINISTRATIVE,
        full_text=_full_text(row),
        **{name: row[name] for name in COPIED if row.get(name) is not None},
    )
    document.files = list(_files(row))
    document.relations = list(_relations(row))
    document.administrative_fields = list(
        AdministrativeField.objects.filter(code__in=row.get("fields") or [])
    )
    library.add_child(instance=document)
    document.save_revision().publish()


def _full_text(row: dict[str, Any]) -> str:
    if "full_text" in row:
        return str(row["full_text"])
    return sources.read_text(f"documents/texts/{row['text']}") if row.get("text") else ""


def printed(agency: Agency, row: dict[str, Any]) -> str:
    """The text of a component's document with what stands above and below it in print.

    Decree 30/2020/NĐ-CP, Annex I: issuer, motto, number, place and date, kind, subject, signature.
    """
    kind = DocumentType.objects.get(code=row["type"]).name.upper()
    day = row["issued_on"]
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    is_commune = agency.level == "commune"
    name = agency.name.removesuffix(" tỉnh Thanh Giang").upper()
    above = ["ỦY BAN NHÂN DÂN", "TỈNH THANH GIANG", name]
    if is_commune:
        above = ["ỦY BAN NHÂN DÂN", name.removeprefix("ỦY BAN NHÂN DÂN ")]
    place = agency.name.split(" xã ")[-1].split(" phường ")[-1] if is_commune else "Thanh Giang"
    head = [
        *above,
        "-------",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "---------------",
        f"Số: {row['symbol']}",
        f"{place}, ngày {day.day:02d} tháng {month} năm {day.year}",
    ]
    position = row["position"].upper()
    signature = [position]
    if row.get("signing_capacity") == "KT.":
        signature = [f"KT. {position.removeprefix('PHÓ ')}", position]
    if is_commune:
        signature.insert(0, "TM. ỦY BAN NHÂN DÂN")
    receivers = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
    parts = [
        "\n".join(head),
        f"{kind}\n{row['abstract']}",
        row["text"].strip(),
        receivers,
        "\n".join([*signature, "(Đã ký)", row["signer"]]),
    ]
    return "\n\n".join(parts)


def _files(row: dict[str, Any]) -> list[DocumentFile]:
    return [
        DocumentFile(
            sort_order=order,
            document=sources.document(name),
            role=FileRole.SCAN if "scan" in name else FileRole.SIGNED,
        )
        for order, name in enumerate(row.get("files") or [])
    ]


def _relations(row: dict[str, Any]) -> list[DocumentRelation]:
    return [
        DocumentRelation(
            sort_order=order,
            kind=relation["kind"],
            target_symbol=relation["target"],
            scope=relation.get("scope") or "whole",
            articles=relation.get("articles") or "",
            effective_on=relation.get("effective_on"),
            last_day=relation.get("until"),
            note=relation.get("note") or "",
        )
        for order, relation in enumerate(row.get("relations") or [])
    ]
