"""Draw the administrative map of the demo: 68 communes between mountains and sea, six by name.

Like the other pictures it is made from code alone. Needs Pillow and a font with every Vietnamese
letter (Debian package fonts-noto-core, SIL Open Font License).

Usage: ``python draw_map.py [font]``
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path
from typing import Any

from drawing import CREAM, GOLD, INK, LEAF, OUT, TEAL, Colour, Point, mix
from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT, SCALE = 800, 560, 2
FONT = Path("/usr/share/fonts/truetype/noto/NotoSans-Bold.ttf")
COMMUNES = 68
SEA: Colour = (188, 216, 224)
PAPER: Colour = (244, 242, 234)
#: The communes that have a name in the demo; wards are marked as towns.
NAMED: dict[str, tuple[Point, bool]] = {
    "Phường Thanh Giang": ((430, 300), True),
    "Phường Lam Kiều": ((545, 345), True),
    "Phường Cửa Thanh": ((655, 390), True),
    "Xã Đại Lĩnh": ((300, 190), False),
    "Xã Mường Sương": ((140, 130), False),
    "Xã Tân Khê": ((320, 400), False),
}
RIVER: list[Point] = [
    *((128, 118), (152, 165), (230, 205), (300, 270), (380, 315), (470, 322)),
    *((550, 365), (620, 400), (700, 420)),
]


def inside(x: float, y: float) -> bool:
    """Whether the point belongs to the province: between hills in the west and the coast."""
    north = 62 + 26 * math.sin(x / 70) + 10 * math.sin(x / 23)
    south = 492 + 24 * math.sin(x / 85 + 1.4) - 0.05 * x
    west = 52 + 20 * math.sin(y / 60 + 0.5)
    coast = 690 + 34 * math.sin(y / 95 + 2.2) - abs(y - 300) * 0.32
    return north < y < south and west < x < coast


def seeds(chance: random.Random) -> list[Point]:
    """A middle for each commune, not too near to another."""
    found: list[Point] = [place for place, _is_ward in NAMED.values()]
    while len(found) < COMMUNES:
        x, y = chance.uniform(40, 720), chance.uniform(40, 520)
        if inside(x, y) and all(math.dist((x, y), other) > 40 for other in found):
            found.append((x, y))
    return found


def areas(middles: list[Point]) -> list[list[int]]:
    """For each point of the picture the number of its commune; -1 outside."""
    return [
        [
            min(
                range(COMMUNES),
                key=lambda n: (middles[n][0] - x) ** 2 + (middles[n][1] - y) ** 2,
            )
            if inside(x, y)
            else -1
            for x in range(WIDTH)
        ]
        for y in range(HEIGHT)
    ]


def colour_of(number: int, middle: Point) -> Colour:
    """Green in the hills, sand near the sea; the named ones stand out."""
    base = mix(mix(LEAF, CREAM, 0.45), CREAM, min(1.0, middle[0] / 760))
    if number < len(NAMED):
        return mix(base, GOLD, 0.55)
    return mix(base, CREAM, 0.12 * (number % 4))


def draw(font: Path) -> Image.Image:
    """The whole map."""
    middles = seeds(random.Random(68))
    land = areas(middles)
    image = Image.new("RGB", (WIDTH, HEIGHT))
    pixels: Any = image.load()
    for y, row in enumerate(land):
        for x, number in enumerate(row):
            outside = SEA if x > 560 + 0.1 * y else PAPER
            pixels[x, y] = outside if number < 0 else colour_of(number, middles[number])
    for y in range(HEIGHT - 1):
        for x in range(WIDTH - 1):
            near = {land[y][x], land[y][x + 1], land[y + 1][x]}
            if len(near) > 1:
                pixels[x, y] = INK if -1 in near else mix(INK, CREAM, 0.45)
    image = image.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.LANCZOS)
    pen = ImageDraw.Draw(image)
    path = [(x * SCALE, y * SCALE) for x, y in RIVER]
    pen.line(path, fill=mix(TEAL, SEA, 0.35), width=9, joint="curve")
    write(pen, font)
    return image


def write(pen: ImageDraw.ImageDraw, font: Path) -> None:
    """Names, the title and the river."""
    small, large = (ImageFont.truetype(str(font), size) for size in (25, 38))
    for name, ((x, y), is_ward) in NAMED.items():
        place = (x * SCALE, y * SCALE)
        half = 9 if is_ward else 7
        box = (place[0] - half, place[1] - half, place[0] + half, place[1] + half)
        if is_ward:
            pen.rectangle(box, fill=(150, 40, 30), outline=CREAM, width=2)
        else:
            pen.ellipse(box, fill=INK, outline=CREAM, width=2)
        at = (place[0], place[1] - 32)
        pen.text(at, name, INK, small, anchor="mm", stroke_width=4, stroke_fill=CREAM)
    pen.text((500, 488), "Sông Thanh", TEAL, small, anchor="mm", stroke_width=3, stroke_fill=CREAM)
    pen.text((1450, 560), "BIỂN", TEAL, large, anchor="mm")
    title = "BẢN ĐỒ HÀNH CHÍNH TỈNH THANH GIANG"
    pen.text((640, 40), title, INK, large, anchor="mm", stroke_width=4, stroke_fill=PAPER)
    pen.rectangle((56, 1050, 74, 1068), fill=(150, 40, 30))
    pen.text((90, 1059), "phường", INK, small, anchor="lm")
    pen.ellipse((238, 1052, 252, 1066), fill=INK)
    pen.text((268, 1059), "xã", INK, small, anchor="lm")


def main(font: Path = FONT) -> None:
    """Write ``data/images/ban-do-hanh-chinh.png``."""
    flat = draw(font).quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(OUT / "ban-do-hanh-chinh.png", optimize=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
