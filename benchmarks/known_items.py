"""Whether each document is found by what one knows of it: ``known_items.py [--json OUT]``.

Imports real registers with the real importer into a throw-away portal and asks the public search
for every document: by its number in six spellings, by its number without the year, and by the first
ten syllables of its abstract, with and without diacritics. Prints how often the document comes
first (R@1). A way to ask counts only where what it says is true of one document alone.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from run import ROOT, database

_DATA: Final = ROOT.parent / "shared" / "data"
#: Registers beside the project.
REGISTERS: Final = (_DATA / "congbao" / "documents.json", _DATA / "sonla" / "van_ban.json")


def main() -> int:
    """Measure, print the table and return 0, also where there is nothing to import."""
    options = _arguments()
    missing = [path for path in REGISTERS if not path.is_file()]
    if missing:
        print(f"Left out: there is no {missing[0]} beside the project.")
        return 0
    sys.path.insert(0, str(ROOT))
    with (
        tempfile.TemporaryDirectory(prefix="govportal-known-") as folder,
        database(postgres=options.postgres, folder=folder),
    ):
        os.environ["PORTAL_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
        import django  # noqa: PLC0415

        django.setup()
        from known_documents import measure  # noqa: PLC0415

        found = measure(REGISTERS)
    print(_table(found))
    for miss in found["misses"] if options.misses else ():
        print(
            "  missed: {spelling}: {query!r}: {symbol} is at {place} after {first}".format(**miss)
        )
    if options.json:
        text = json.dumps(found, ensure_ascii=False, indent=2)
        options.json.write_text(f"{text}\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the measures to this file")
    parser.add_argument(
        "--postgres",
        action="store_true",
        help="on a throw-away PostgreSQL server (default: SQLite, or DATABASE_URL)",
    )
    parser.add_argument("--misses", action="store_true", help="print what did not come first")
    return parser.parse_args()


def _table(found: dict[str, Any]) -> str:
    lines = [
        f"{found['documents']} documents, {found['units']} searchable parts, {found['engine']}",
        "",
        f"{'Asked by':44}{'example':40}{'asked':>7}{'R@1':>8}",
    ]
    for name, row in found["measures"].items():
        r1 = f"{row['r1']:.3f}" if row["asked"] else "-"
        lines.append(f"{name:44}{row['example'][:38]:40}{row['asked']:>7}{r1:>8}")
    lines += ["", f"{'All numbers together':91}{found['numbers_r1']:>8.3f}"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
