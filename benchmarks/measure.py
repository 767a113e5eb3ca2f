"""Time and count the queries of one request or call."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

_WARM_UPS: Final = 2
#: A measure is repeated until it has taken this long, at least and at most so many times.
_SECONDS: Final = 2.0
_FEWEST: Final = 7
_MOST: Final = 25


@dataclass(frozen=True, slots=True)
class Sample:
    """Median milliseconds and the number of queries of one action, and the repetitions.

    ``x_plain`` is its time divided by that of a bare page asked for in between.
    """

    name: str
    milliseconds: float
    queries: int
    x_plain: float
    repetitions: int

    def as_dict(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


def sample(
    name: str, action: Callable[[], object], plain: Callable[[], object], *, rows: int = 0
) -> Sample:
    """Measure an action in turn with a bare page; with ``rows`` the time is that of 1,000 rows.

    Taking turns makes both suffer alike from whatever else the machine does.
    """
    for _ in range(_WARM_UPS):
        action()
    with CaptureQueriesContext(connection) as captured:
        action()
    # Now, because the next request empties the log.
    queries = len(captured)
    times: list[float] = []
    plain_times: list[float] = []
    while len(times) < _FEWEST or (sum(times) < _SECONDS and len(times) < _MOST):
        plain_times.append(_timed(plain))
        times.append(_timed(action))
    scale = 1000 / rows if rows else 1
    milliseconds = statistics.median(times) * 1000 * scale
    ratio = statistics.median(times) * scale / statistics.median(plain_times)
    return Sample(name, round(milliseconds, 2), queries, round(ratio, 2), len(times))


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def getting(client: Client, address: str, data: dict[str, str] | None = None) -> Callable[[], int]:
    """An action that gets an address and reads the whole answer.

    Raises:
        RuntimeError: where the answer is not 200, which would make the measure worthless.
    """

    def get() -> int:
        response = client.get(address, data)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answered {response.status_code}.")
        if isinstance(response, StreamingHttpResponse):
            return sum(len(part) for part in response.streaming_content)  # type: ignore[arg-type]
        return len(response.content)

    return get
