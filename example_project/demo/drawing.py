"""A small canvas for the demo's pictures: gradients, skylines, water, trees, terraces.

Shapes are drawn at twice the final size and reduced, which smooths every edge.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1600, 900, 2
OUT = Path(__file__).parent / "data" / "images"

Colour = tuple[int, int, int]
Point = tuple[float, float]
Stops = Sequence[tuple[float, Colour]]

INK = (22, 52, 64)
TEAL = (31, 94, 104)
MIST = (206, 224, 222)
CREAM = (252, 242, 220)
GOLD = (228, 178, 72)
RUST = (178, 84, 52)
LEAF = (92, 142, 84)
DARK_LEAF = (38, 84, 70)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour that lies ``share`` (0..1) of the way from first to second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def gradient(size: tuple[int, int], stops: Stops) -> Image.Image:
    """Return a vertical gradient through the given (position 0..1, colour) stops."""
    column = Image.new("RGB", (1, size[1]))
    for row in range(size[1]):
        place = row / max(1, size[1] - 1)
        low, high = stops[0], stops[-1]
        for first, second in itertools.pairwise(stops):
            if first[0] <= place <= second[0]:
                low, high = first, second
                break
        span = max(1e-6, high[0] - low[0])
        column.putpixel((0, row), mix(low[1], high[1], min(1.0, max(0.0, (place - low[0]) / span))))
    return column.resize(size)


class Scene:
    """A canvas with coordinates in final pixels, drawn at double size."""

    def __init__(self, seed: int, sky: Stops) -> None:
        self.random = random.Random(seed)
        self.image = gradient((WIDTH * SCALE, HEIGHT * SCALE), sky)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]

    def _paste(self, mask: Image.Image, fill: Colour | Stops, opacity: float) -> None:
        box = mask.getbbox()
        if box is None:
            return
        part = mask.crop(box)
        if opacity < 1:
            part = part.point(lambda value: int(value * opacity))
        size = (box[2] - box[0], box[3] - box[1])
        first = fill[0]
        paint = (
            Image.new("RGB", size, fill)  # type: ignore[arg-type]
            if isinstance(first, int)
            else gradient(size, fill)  # type: ignore[arg-type]
        )
        self.image.paste(paint, box[:2], part)

    def polygon(
        self,
        points: Sequence[Point],
        fill: Colour | Stops,
        opacity: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Fill a polygon with a colour or a vertical gradient over its height."""
        mask = Image.new("L", self.image.size)
        ImageDraw.Draw(mask).polygon(self._scaled(points), fill=255)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self._paste(mask, fill, opacity)

    def rect(self, x: float, y: float, w: float, h: float, fill: Colour | Stops) -> None:
        """Fill a rectangle given by its upper left corner, width and height."""
        self.polygon([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], fill)

    def ellipse(
        self,
        centre: Point,
        radius: Point,
        fill: Colour | Stops,
        opacity: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Fill an ellipse, blurred for clouds and glows."""
        mask = Image.new("L", self.image.size)
        (cx, cy), (rx, ry) = centre, radius
        box = [v * SCALE for v in (cx - rx, cy - ry, cx + rx, cy + ry)]
        ImageDraw.Draw(mask).ellipse(box, fill=255)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self._paste(mask, fill, opacity)

    def lines(
        self,
        paths: Sequence[Sequence[Point]],
        colour: Colour,
        width: float,
        opacity: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Draw several open lines of one colour in a single pass."""
        mask = Image.new("L", self.image.size)
        pen = ImageDraw.Draw(mask)
        for path in paths:
            pen.line(
                self._scaled(path), fill=255, width=max(1, round(width * SCALE)), joint="curve"
            )
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * SCALE))
        self._paste(mask, colour, opacity)

    def sun(self, centre: Point, radius: float, colour: Colour = CREAM) -> None:
        """Draw a sun with a wide glow."""
        self.ellipse(centre, (radius * 5, radius * 5), colour, 0.28, radius * 1.8)
        self.ellipse(centre, (radius * 2.2, radius * 2.2), colour, 0.4, radius * 0.8)
        self.ellipse(centre, (radius, radius), colour, 0.95, 1.5)

    def clouds(self, rows: Sequence[tuple[float, float, float]], colour: Colour = CREAM) -> None:
        """Draw flat-bottomed clouds: (x, y of the base, half width)."""
        for x, y, half in rows:
            mask = Image.new("L", self.image.size)
            pen = ImageDraw.Draw(mask)
            for shift, rise, size in (
                (-0.62, 0.02, 0.2),
                (-0.3, 0.12, 0.28),
                (0.08, 0.2, 0.36),
                (0.46, 0.08, 0.26),
                (0.74, 0.0, 0.16),
            ):
                cx, cy, r = x + shift * half, y - rise * half * 0.7, size * half * 0.62
                pen.ellipse(
                    [v * SCALE for v in (cx - r * 1.3, cy - r, cx + r * 1.3, cy + r)], fill=255
                )
            pen.rectangle(
                [v * SCALE for v in (x - half * 1.2, y, x + half * 1.2, y + half)], fill=0
            )
            pen.rounded_rectangle(
                [v * SCALE for v in (x - half, y - half * 0.07, x + half, y)],
                half * 0.035 * SCALE,
                fill=255,
            )
            mask = mask.filter(ImageFilter.GaussianBlur(1.6 * SCALE))
            self._paste(mask, [(0, colour), (1, mix(colour, (150, 190, 204), 0.35))], 0.72)

    def ridge(self, base: float, height: float, peaks: float, phase: float) -> list[Point]:
        """Return a mountain skyline from left to right, in final pixels."""
        rough = [self.random.uniform(-1, 1) for _ in range(42)]
        points = []
        for x in range(-10, WIDTH + 11, 8):
            u = x / WIDTH
            y = (
                math.sin(u * peaks * 2.1 + phase) * 0.5
                + math.sin(u * peaks * 4.7 + phase * 2) * 0.27
            )
            spot = (u + 0.02) * 38
            left = max(0, min(40, int(spot)))
            share = spot - left
            share = share * share * (3 - 2 * share)
            y += (rough[left] * (1 - share) + rough[left + 1] * share) * 0.16
            points.append((float(x), base - height * (0.5 + 0.5 * y)))
        return points

    def mountain(
        self,
        base: float,
        height: float,
        peaks: float,
        phase: float,
        top: Colour,
        foot: Colour,
        bottom: float | None = None,
    ) -> list[Point]:
        """Draw one mountain layer that fades towards its foot; return the skyline."""
        sky = self.ridge(base, height, peaks, phase)
        low = bottom if bottom is not None else base + 40
        body = [*sky, (WIDTH + 10, low), (-10, low)]
        self.polygon(body, [(0, top), (1, foot)])
        return sky

    def mist(self, y: float, thickness: float, opacity: float, colour: Colour = CREAM) -> None:
        """Lay a horizontal veil of mist."""
        self.polygon(
            [(-60, y), (WIDTH + 60, y), (WIDTH + 60, y + thickness), (-60, y + thickness)],
            colour,
            opacity,
            thickness * 0.45,
        )

    def tree(self, x: float, y: float, size: float, colour: Colour = LEAF) -> None:
        """Draw a round tree that stands on (x, y)."""
        self.rect(x - size * 0.05, y - size * 0.5, size * 0.1, size * 0.5, mix(INK, RUST, 0.35))
        blobs = ((0, -0.85, 0.36), (-0.26, -0.62, 0.3), (0.27, -0.6, 0.3), (0, -0.55, 0.34))
        for dx, dy, r in blobs:
            self.ellipse((x + dx * size, y + dy * size), (r * size, r * size * 0.9), colour)
        light = mix(colour, CREAM, 0.28)
        self.ellipse((x - size * 0.1, y - size * 0.92), (size * 0.22, size * 0.18), light, 0.7, 3)

    def palm(self, x: float, y: float, size: float, colour: Colour = DARK_LEAF) -> None:
        """Draw an areca palm that stands on (x, y)."""
        top = (x + size * 0.06, y - size)
        self.lines([[(x, y), (x + size * 0.02, y - size * 0.5), top]], mix(INK, RUST, 0.4), 4)
        leaves = []
        for angle in (-160, -135, -110, -90, -70, -45, -20, 5, 175):
            rad = math.radians(angle)
            reach = size * 0.36
            mid = (top[0] + math.cos(rad) * reach * 0.6, top[1] + math.sin(rad) * reach * 0.7)
            end = (
                top[0] + math.cos(rad) * reach,
                top[1] + math.sin(rad) * reach * 0.5 + reach * 0.2,
            )
            leaves.append([top, mid, end])
        self.lines(leaves, colour, 5)

    def pines(self, line: Sequence[Point], count: int, size: float, colour: Colour) -> None:
        """Plant pines along a skyline."""
        for _ in range(count):
            x, y = self.random.choice(list(line))
            x += self.random.uniform(-6, 6)
            h = size * self.random.uniform(0.6, 1.15)
            for level in range(3):
                top = y - h + h * level * 0.24
                wide = h * (0.15 + 0.07 * level)
                foot = top + h * 0.48
                self.polygon([(x, top), (x + wide, foot), (x - wide, foot)], colour)

    def roof(self, x: float, y: float, w: float, h: float, fill: Colour | Stops) -> None:
        """Draw a hipped roof whose eaves start at (x, y) and span w."""
        self.polygon([(x, y), (x + w * 0.12, y - h), (x + w * 0.88, y - h), (x + w, y)], fill)

    def windows(
        self, x: float, y: float, columns: int, rows: int, step: Point, size: Point, colour: Colour
    ) -> None:
        """Draw a grid of windows with a light sill."""
        for row in range(rows):
            for column in range(columns):
                left, top = x + column * step[0], y + row * step[1]
                self.rect(left, top, size[0], size[1], [(0, colour), (1, mix(colour, MIST, 0.35))])
                self.rect(left - 2, top + size[1], size[0] + 4, 4, CREAM)

    def terraces(
        self,
        top: Callable[[float], float],
        bottom: float,
        count: int,
        near: Colour,
        far: Colour,
        bank: Colour,
        phase: float,
    ) -> None:
        """Draw a hillside of rice terraces below the curve ``top``."""

        def level(t: float, x: float) -> float:
            start = top(x)
            fold = math.sin(x / 210 + phase) * 0.62 + math.sin(x / 97 + phase * 1.7) * 0.25
            bend = fold + math.sin(x / 130 + t * 7 + phase) * 0.22
            return start + (bottom - start) * t**1.2 + 82 * bend * t * (1.35 - t)

        xs = list(range(-10, WIDTH + 11, 10))
        for index in range(count):
            upper = [(float(x), level(index / count, x)) for x in xs]
            lower = [(float(x), level((index + 1) / count, x) + 2) for x in xs]
            share = index / (count - 1)
            tone = mix(far, near, share)
            tone = mix(tone, CREAM, self.random.uniform(0, 0.16))
            self.polygon([*upper, *reversed(lower)], [(0, mix(tone, CREAM, 0.2)), (1, tone)])
            self.lines([upper], mix(bank, far, 0.45 - share * 0.4), 1.5 + share * 2.6)
            glint = [(x, y + 3 + share * 4) for x, y in upper]
            self.lines([glint], mix(tone, CREAM, 0.55), 1 + share * 1.5, 0.8)

    def water(self, y: float, bottom: float, stops: Stops, ripples: int = 90) -> None:
        """Draw water with light ripples that grow towards the viewer."""
        self.rect(-10, y, WIDTH + 20, bottom - y, stops)
        for light in (True, False):
            paths = []
            for _ in range(ripples):
                depth = self.random.random() ** 1.6
                row = y + 6 + (bottom - y - 10) * depth
                half = 12 + 70 * depth * self.random.random()
                x = self.random.uniform(0, WIDTH)
                paths.append([(x - half, row), (x + half, row)])
            colour = mix(stops[0][1], CREAM, 0.6) if light else mix(stops[-1][1], INK, 0.35)
            self.lines(paths, colour, 2, 0.5 if light else 0.28)

    def save(self, name: str) -> None:
        """Reduce, add a faint grain against banding and write the JPEG under 150 KB."""
        picture = self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        noise = Image.effect_noise((WIDTH, HEIGHT), 5).convert("RGB")
        picture = Image.blend(picture, ImageChops.overlay(picture, noise), 0.35)
        path = OUT / f"{name}.jpg"
        for quality in range(86, 50, -4):
            picture.save(path, quality=quality, optimize=True, progressive=True)
            if path.stat().st_size < 145_000:
                break


MORNING: Stops = ((0, (126, 178, 190)), (0.45, (198, 222, 214)), (0.7, (248, 236, 208)), (1, CREAM))
DUSK: Stops = (
    (0, (70, 88, 122)),
    (0.3, (176, 124, 128)),
    (0.5, (236, 164, 104)),
    (0.7, (252, 214, 150)),
    (1, CREAM),
)
DAY: Stops = ((0, (112, 172, 196)), (0.5, (190, 220, 222)), (0.8, (236, 238, 222)), (1, CREAM))


def boat(scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a small river boat with a round roof and its reflection."""
    hull = [(-120, -16), (-84, 16), (84, 16), (124, -20), (60, -6), (-60, -6)]
    scene.polygon([(x + a * size, y + b * size) for a, b in hull], [(0, RUST), (1, INK)])
    scene.polygon(
        [
            (x + a * size, y + b * size)
            for a, b in ((-52, -6), (-46, -44), (-20, -56), (22, -56), (48, -42), (54, -6))
        ],
        [(0, mix(GOLD, CREAM, 0.2)), (1, mix(GOLD, RUST, 0.5))],
    )
    scene.polygon([(x + a * size, y + (38 - b * 0.5) * size) for a, b in hull], INK, 0.25, 4)


def shopper(scene: Scene, x: float, y: float, size: float, index: int) -> None:
    """Draw a person in a conical hat."""
    coat = (TEAL, (150, 96, 110), LEAF, (92, 128, 148), RUST)[index % 5]
    scene.ellipse((x, y + 3), (26 * size, 6 * size), INK, 0.22, 3)
    scene.polygon(
        [
            (x - 11 * size, y),
            (x - 14 * size, y - 44 * size),
            (x + 14 * size, y - 44 * size),
            (x + 11 * size, y),
        ],
        INK,
    )
    scene.polygon(
        [
            (x - 16 * size, y - 26 * size),
            (x - 11 * size, y - 76 * size),
            (x + 11 * size, y - 76 * size),
            (x + 16 * size, y - 26 * size),
        ],
        coat,
    )
    scene.ellipse((x, y - 84 * size), (9 * size, 10 * size), (226, 184, 150))
    scene.polygon(
        [(x - 30 * size, y - 84 * size), (x, y - 110 * size), (x + 30 * size, y - 84 * size)],
        [(0, (250, 232, 186)), (1, (226, 196, 136))],
    )
    scene.ellipse((x + 22 * size, y - 26 * size), (11 * size, 9 * size), (196, 148, 92))
