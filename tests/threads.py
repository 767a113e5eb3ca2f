"""Works that begin at the same moment, for tests with transactions of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections
from wagtail.models import Collection, Page

from tests.builders import make_locale


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads that begin together; what each returned, an error as a value."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            barrier.wait()
            results[place] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def replant() -> None:
    """Make what migrations make, and the emptying of the tables after another test took away."""
    make_locale("vi")
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root")
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
