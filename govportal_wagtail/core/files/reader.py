"""The child process that reads one file: ``python -m govportal_wagtail.core.files.reader``.

Its argument is a request as JSON, its standard input the file itself. It answers with the line
``ready``, before it touches the file, and one line of JSON. It knows no project and no database;
messages travel untranslated.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import signal
import sys
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.utils.functional import Promise

from .errors import RefusedFile
from .extraction import extract_text
from .inspection import inspect
from .limits import Limits

READY = "ready"
ACTIONS: dict[str, Callable[..., Any]] = {"inspect": inspect, "extract_text": extract_text}


def main() -> int:
    """Answer one request; the exit code is 0 also for a refused file."""
    # Without translation a lazy message gives its identifier, which the parent translates.
    settings.configure(USE_I18N=False)
    request = json.loads(sys.argv[1])
    # Whatever a library prints itself must not be taken for the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    print(READY, file=answers, flush=True)
    _restrict(request["seconds"], request["memory_bytes"])
    with os.fdopen(sys.stdin.fileno(), "rb", closefd=False) as stream:
        answer = _answer(request, stream)
    json.dump(answer, answers, default=str)
    answers.flush()
    return 0


def _restrict(seconds: float, memory_bytes: int) -> None:
    """End this process when it takes too long; make it fail when it takes too much memory."""
    import resource  # noqa: PLC0415 - POSIX only, as the parent made sure

    for name, wanted in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, math.ceil(_used(resource) + seconds)),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(name)
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        try:
            resource.setrlimit(name, (wanted, hard))
        except (ValueError, OSError):
            # Some systems know no limit of this kind; the clock remains.
            continue
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _used(resource: Any) -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return float(usage.ru_utime + usage.ru_stime)


def _answer(request: dict[str, Any], stream: IO[bytes]) -> dict[str, Any]:
    values = request["limits"]
    if values["extensions"] is not None:
        values["extensions"] = frozenset(values["extensions"])
    try:
        result = ACTIONS[request["action"]](stream, request["name"], limits=Limits(**values))
    except RefusedFile as refusal:
        if _is_memory(refusal.__cause__):
            return {"memory": True}
        return {"refusal": _refusal(refusal)}
    except MemoryError:
        return {"memory": True}
    plain = dataclasses.asdict(result)
    # One text per page is for callers in the same process; it would double what is sent.
    plain.pop("pages", None)
    return {"result": plain}


def _is_memory(error: BaseException | None) -> bool:
    """A library that catches everything reports a lack of memory as a damaged file."""
    return isinstance(error, MemoryError) or "out of memory" in str(error or "").lower()


def _refusal(refusal: RefusedFile) -> dict[str, Any]:
    params: dict[str, Any] = refusal.params or {}
    return {
        "code": refusal.code,
        "message": str(refusal.message),
        "params": params,
        "translated": [name for name, value in params.items() if isinstance(value, Promise)],
    }


if __name__ == "__main__":
    sys.exit(main())
