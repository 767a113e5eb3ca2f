"""Print the path of the newest Python newer than this one, or nothing."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path


def candidates() -> list[Path]:
    """Executables named python3.N on the path and in pyenv's folder."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    folders += sorted(pyenv.glob("versions/*/bin"))
    return [path for folder in folders for path in folder.glob("python3.*")]


def version_of(path: Path) -> tuple[int, ...] | None:
    """The version an executable reports, or None if it does not run or has no venv module."""
    if not re.fullmatch(r"python3\.\d+", path.name) or not os.access(path, os.X_OK):
        return None
    code = "import sys, venv, ensurepip; print(*sys.version_info[:2])"
    try:
        out = subprocess.run([path, "-c", code], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return tuple(map(int, out.stdout.split())) if out.returncode == 0 else None


def main() -> None:
    """Print the newest interpreter, if it is newer than the one running this."""
    found = {version: path for path in candidates() if (version := version_of(path))}
    newest = max(found, default=None)
    if newest and newest > sys.version_info[:2]:
        print(found[newest])


if __name__ == "__main__":
    main()
