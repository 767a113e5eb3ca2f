"""Draw the demo's pictures: thirteen 1600 x 900 JPEG scenes and the province's mark.

Everything is drawn from code, so the pictures carry no third-party rights. Needs Pillow only.

Usage: ``python draw_images.py [name ...]`` (no name: draw all).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence

import scenes_land
import scenes_town
from drawing import CREAM, GOLD, INK, OUT, RUST, TEAL, Point, Scene, mix
from PIL import Image, ImageDraw

SCENES: dict[str, Callable[[], Scene]] = {
    "ruong-bac-thang": scenes_land.terraces,
    "cau-song-thanh": scenes_town.bridge,
    "day-ngan-suong": scenes_land.mountains,
    "tru-so-ubnd": scenes_town.town_hall,
    "truong-hoc": scenes_town.school,
    "cang-cua-thanh": scenes_town.harbour,
    "rung-ngan-suong": scenes_land.forest,
    "cho-lam-kieu": scenes_town.market,
    "hoang-hon": scenes_land.sunset,
    "tram-y-te": scenes_town.clinic,
    "thi-cong-duong": scenes_land.road_works,
    "ho-chua": scenes_land.reservoir,
    "dong-lua": scenes_land.rice_field,
}


def wave(y: float, swing: float, side: float) -> list[Point]:
    """Return one bank of the river on the mark."""
    return [
        (x, y + swing * math.sin((x - 60) / 1024 * 2 * math.pi * 1.15) + side)
        for x in range(0, 1025, 8)
    ]


def emblem() -> None:
    """Draw the province's mark: mountains, rice fields and a river in a ring of rice."""
    size = 1024
    image = Image.new("RGBA", (size, size))
    pen = ImageDraw.Draw(image)
    disc = Image.new("L", (size, size))
    ImageDraw.Draw(disc).ellipse((132, 132, 892, 892), fill=255)
    inner = Image.new("RGB", (size, size), (226, 236, 226))
    art = ImageDraw.Draw(inner)
    art.polygon(
        [(100, 560), (330, 300), (440, 420), (590, 250), (760, 430), (830, 370), (960, 560)],
        fill=(86, 142, 148),
    )
    art.polygon(
        [(100, 600), (260, 450), (380, 540), (560, 420), (700, 540), (800, 470), (960, 600)],
        fill=TEAL,
    )
    art.rectangle((0, 560, size, size), fill=(112, 158, 92))
    for index, y in enumerate(range(590, 900, 44)):
        tone = (176, 190, 96) if index % 2 else (206, 184, 90)
        line = [(x, y + 16 * math.sin(x / 120 + index)) for x in range(0, size + 1, 8)]
        art.polygon([*line, (size, size), (0, size)], fill=tone)
    upper = wave(680, 62, 0)
    lower = wave(680, 62, 92)
    art.polygon([*upper, *reversed(lower)], fill=(38, 108, 124))
    art.line(wave(680, 62, 30), fill=(140, 196, 204), width=9)
    art.line(wave(680, 62, 58), fill=(96, 164, 176), width=7)
    image.paste(inner, (0, 0), disc)
    pen.ellipse((118, 118, 906, 906), outline=INK, width=20)
    pen.ellipse((20, 20, 1004, 1004), outline=INK, width=12)
    ring = Image.new("L", (size, size))
    ring_pen = ImageDraw.Draw(ring)
    ring_pen.ellipse((30, 30, 994, 994), fill=255)
    ring_pen.ellipse((118, 118, 906, 906), fill=0)
    image.paste(Image.new("RGBA", (size, size), (*CREAM, 255)), (0, 0), ring)
    pen.ellipse((118, 118, 906, 906), outline=INK, width=20)
    for side in (-1, 1):
        for step in range(23):
            angle = math.radians(90 + side * (8 + step * 7.2))
            cx, cy = 512 + 437 * math.cos(angle), 512 + 437 * math.sin(angle)
            for lean in (-1, 1):
                grain = Image.new("RGBA", (70, 30))
                ImageDraw.Draw(grain).ellipse(
                    (4, 6, 62, 26), fill=(*mix(GOLD, RUST, 0.12 if lean > 0 else 0.3), 255)
                )
                turn = -math.degrees(angle) - side * 90 + lean * 26
                spun = grain.rotate(turn, expand=True, resample=Image.Resampling.BICUBIC)
                shift = lean * 15
                px = cx + shift * math.cos(angle) - spun.width / 2
                py = cy + shift * math.sin(angle) - spun.height / 2
                image.alpha_composite(spun, (int(px), int(py)))
    image = image.resize((512, 512), Image.Resampling.LANCZOS)
    flat = image.quantize(256, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    flat.save(OUT / "emblem.png", optimize=True)


def main(names: Sequence[str]) -> None:
    """Draw the named pictures, or all of them."""
    OUT.mkdir(parents=True, exist_ok=True)
    for name in names or [*SCENES, "emblem"]:
        if name == "emblem":
            emblem()
        else:
            SCENES[name]().save(name)


if __name__ == "__main__":
    main(sys.argv[1:])
