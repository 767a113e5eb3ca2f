"""Plane geometry of lines and areas: size of a ring, middle of a line, a point inside an area.

Degrees are taken as plane coordinates; for places as small as a province that is near enough.
"""

from __future__ import annotations

import math
from itertools import pairwise

Position = tuple[float, float]
Ring = list[Position]


def signed_area(ring: Ring) -> float:
    """The area that a closed ring encloses, in square degrees; below zero if it runs clockwise."""
    # From the first vertex: products of large coordinates would swallow small areas.
    east, north = ring[0]
    return (
        math.fsum(
            (x1 - east) * (y2 - north) - (x2 - east) * (y1 - north)
            for (x1, y1), (x2, y2) in pairwise(ring)
        )
        / 2
    )


def middle_of_line(line: list[Position]) -> Position:
    """The position half way along the line."""
    steps = [math.dist(start, end) for start, end in pairwise(line)]
    left = math.fsum(steps) / 2
    for (start, end), step in zip(pairwise(line), steps, strict=True):
        if step and left <= step:
            share = left / step
            return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        left -= step
    return line[-1]


def inner_point(polygon: list[Ring]) -> Position:
    """A position inside the outer ring and in no hole, far from the boundary if that is easy.

    It is the middle of the widest stretch of the area on one of a few parallels. A sliver without
    such a stretch gives its first vertex.
    """
    heights = sorted({y for ring in polygon for _x, y in ring})
    low, high = heights[0], heights[-1]
    # Between two heights of vertices no vertex lies on the parallel, so that crossings pair up.
    gaps = sorted(pairwise(heights), key=lambda gap: abs(sum(gap) - low - high))
    best: tuple[float, Position] = (0.0, polygon[0][0])
    for south, north in gaps[:5]:
        parallel = (south + north) / 2
        for west, east in _stretches(polygon, parallel):
            if east - west > best[0]:
                best = (east - west, ((west + east) / 2, parallel))
    return best[1]


def _stretches(polygon: list[Ring], parallel: float) -> list[tuple[float, float]]:
    """West and east end of each part of the parallel that lies in the area."""
    crossings = sorted(
        x1 + (parallel - y1) / (y2 - y1) * (x2 - x1)
        for ring in polygon
        for (x1, y1), (x2, y2) in pairwise(ring)
        if (y1 > parallel) != (y2 > parallel)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))
