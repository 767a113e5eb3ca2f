"""`inspect` and `extract_text` with bounds on time and memory, in a process of their own.

The libraries that read PDF and Word are written in C and made for honest files: a crafted one can
keep them busy for hours or make them ask for all memory. In a child process that costs the file,
not the server. Other kinds are read here, by code that bounds itself. Where there are no POSIX
limits everything is read in the calling process.
"""

from __future__ import annotations

import dataclasses
import io
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

from django.utils.translation import gettext_lazy as _

from ..text_issues import TextIssue
from . import extraction, inspection
from .errors import RefusedFile
from .extraction import ExtractedText
from .inspection import FileReport
from .kinds import HEAD_BYTES, ZIP_MAGIC, Kind, detect_head
from .limits import DEFAULT, MEBIBYTE, Limits
from .reader import READY

_log = logging.getLogger(__name__)
_MODULE = "govportal_wagtail.core.files.reader"
# What the child may take to start, on a busy machine, before its own clock runs.
_START_SECONDS = 30
_LOGGED_ERROR = 2_000
_OUT_OF_TIME = frozenset({"SIGALRM", "SIGXCPU"})
# PDFium ends its process itself when it gets no memory.
_OUT_OF_MEMORY = frozenset({"SIGABRT", "SIGTRAP", "SIGILL", "SIGKILL"})
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading one file may take; ``seconds`` is both processor time and time on the clock."""

    seconds: float = 60
    memory_bytes: int = 1024 * MEBIBYTE


DEFAULT_BOUNDS = Bounds()


class UnreadableFile(RefusedFile):
    """A file whose reading was stopped; ``code`` is ``too_slow``, ``too_much_memory`` or
    ``reader_failed``.
    """


def inspect(
    stream: IO[bytes], name: str, *, limits: Limits = DEFAULT, bounds: Bounds = DEFAULT_BOUNDS
) -> FileReport:
    """Do what `files.inspect` does; a PDF is read in a child process.

    Raises `RefusedFile`, and `UnreadableFile` when a bound is reached.
    """
    kind = _risky_kind(stream, limits)
    answer = _ask("inspect", stream, name, limits, bounds) if kind is Kind.PDF else None
    if answer is None:
        return inspection.inspect(stream, name, limits=limits)
    issues = tuple(
        TextIssue(**{**issue, "message": _(issue["message"])}) for issue in answer["text_issues"]
    )
    return FileReport(**{**answer, "kind": Kind(answer["kind"]), "text_issues": issues})


def extract_text(
    stream: IO[bytes], name: str, *, limits: Limits = DEFAULT, bounds: Bounds = DEFAULT_BOUNDS
) -> ExtractedText:
    """Do what `files.extract_text` does; a PDF or Word file is read in a child process.

    The result of a child has no ``pages``. Raises `RefusedFile`, and `UnreadableFile` when a bound
    is reached.
    """
    is_risky = _risky_kind(stream, limits) is not None
    answer = _ask("extract_text", stream, name, limits, bounds) if is_risky else None
    if answer is None:
        return extraction.extract_text(stream, name, limits=limits)
    return ExtractedText(**answer)


def _risky_kind(stream: IO[bytes], limits: Limits) -> Kind | None:
    """PDF, or ZIP for what may be a Word file; ``None`` for what no C library reads."""
    try:
        if stream.seek(0, io.SEEK_END) > limits.max_bytes:
            # Refused for its size without being read; not worth a copy.
            return None
        stream.seek(0)
        head = stream.read(HEAD_BYTES)
    finally:
        stream.seek(0)
    if head.startswith(ZIP_MAGIC):
        return Kind.ZIP
    detection = detect_head(head)
    return Kind.PDF if detection and detection.kind is Kind.PDF else None


def _ask(
    action: str, stream: IO[bytes], name: str, limits: Limits, bounds: Bounds
) -> dict[str, Any] | None:
    """The child's result, or ``None`` where there can be no child."""
    interpreter = _interpreter()
    if os.name != "posix" or interpreter is None:
        return None
    request = {
        "action": action,
        "name": name,
        "limits": dataclasses.asdict(limits),
        "seconds": bounds.seconds,
        "memory_bytes": bounds.memory_bytes,
    }
    command = [interpreter, "-P", "-m", _MODULE, json.dumps(request, default=sorted)]
    # The child needs a real file: uploads and remote storages have none.
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        stream.seek(0)
        copy.seek(0)
        return _run(command, copy, bounds)


def _run(command: list[str], stdin: IO[bytes], bounds: Bounds) -> dict[str, Any] | None:
    process = subprocess.Popen(  # noqa: S603 - our own module; the name travels inside JSON
        command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
    )
    try:
        output, errors = process.communicate(timeout=bounds.seconds + _START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        _stop("too_slow")
    started, _break, answer = output.decode("ascii", "replace").partition("\n")
    if started != READY:
        # The file was not touched yet: the installation is at fault, not the file.
        _log.error("The reader of files does not start: %s", _tail(errors))
        return None
    if process.returncode == 0:
        return _result(json.loads(answer))
    name = _signal_name(-process.returncode)
    if name in _OUT_OF_TIME:
        _stop("too_slow")
    if name in _OUT_OF_MEMORY:
        _stop("too_much_memory")
    _log.error("The reader of files failed (%s): %s", process.returncode, _tail(errors))
    _stop("reader_failed")


def _result(answer: dict[str, Any]) -> dict[str, Any]:
    if answer.get("memory"):
        _stop("too_much_memory")
    if refusal := answer.get("refusal"):
        params = refusal["params"]
        for key in refusal["translated"]:
            params[key] = _(params[key])
        raise RefusedFile(refusal["code"], _(refusal["message"]), params)
    result: dict[str, Any] = answer["result"]
    return result


STOPPED = {
    "too_slow": _(
        "Reading the file took too long and was stopped. Open it on your computer, print it to a "
        "new PDF file, and upload that file."
    ),
    "too_much_memory": _(
        "Reading the file needs more memory than the server allows and was stopped. Open it on "
        "your computer, print it to a new PDF file or divide it, and upload the result."
    ),
    "reader_failed": _(
        "The file could not be read, because it made the reading program fail. It is probably "
        "damaged. Open it on your computer, save it anew, and upload that file."
    ),
}


def _stop(code: str) -> NoReturn:
    raise UnreadableFile(code, STOPPED[code])


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return ""


def _tail(errors: bytes) -> str:
    return errors.decode("utf-8", "replace").strip()[-_LOGGED_ERROR:]


def _environment() -> dict[str, str]:
    """Only what Python needs to start: no secret of the server reaches the child."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # The package may lie where only this process looks, as below a project's folder.
    kept["PYTHONPATH"] = os.pathsep.join(os.path.abspath(path) for path in sys.path)
    return kept


def _interpreter() -> str | None:
    """The Python of this process; a server that embeds Python names itself in its place."""
    if sys.executable and re.match(r"(python|pypy)[\d.]*t?$", Path(sys.executable).name):
        return sys.executable
    for folder in (sys.prefix, sys.base_prefix):
        candidate = Path(folder, "bin", "python3")
        if candidate.exists():
            return str(candidate)
    return None
