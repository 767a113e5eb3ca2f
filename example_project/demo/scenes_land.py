"""Scenes of mountains, fields, forest, water and road works."""

from __future__ import annotations

import math

from drawing import (
    CREAM,
    DARK_LEAF,
    DAY,
    DUSK,
    GOLD,
    INK,
    LEAF,
    MORNING,
    RUST,
    TEAL,
    Point,
    Scene,
    boat,
    mix,
    shopper,
)


def terraces() -> Scene:
    """Rice terraces in the growing season."""
    scene = Scene(3, MORNING)
    scene.sun((1240, 190), 46)
    scene.clouds([(420, 130, 190), (900, 90, 140), (1390, 260, 160)])
    scene.mountain(430, 190, 3.4, 0.6, (122, 164, 170), (196, 216, 208))
    scene.mountain(470, 150, 4.2, 2.1, (92, 142, 146), (178, 206, 192))
    scene.mist(420, 60, 0.55)
    scene.mountain(520, 120, 3.0, 4.0, (70, 122, 112), (140, 178, 142))
    scene.terraces(
        lambda x: 470 + 150 * (max(0.0, x) / 1600) ** 1.6,
        950,
        17,
        (96, 150, 78),
        (164, 194, 132),
        DARK_LEAF,
        0.8,
    )
    for x, y in ((300, 556), (352, 552)):
        scene.tree(x, y, 62, DARK_LEAF)
    stilt_house(scene, 480, 574, 0.85)
    stilt_house(scene, 590, 590, 0.7)
    scene.terraces(
        lambda x: 520 + 520 * max(0.0, (1500 - x) / 1500) ** 1.25,
        1080,
        17,
        (66, 124, 68),
        (142, 178, 104),
        DARK_LEAF,
        3.4,
    )
    for x, y, size in ((1270, 640, 96), (1342, 622, 76), (1500, 560, 60)):
        scene.tree(x, y, size, DARK_LEAF)
    stilt_house(scene, 1392, 612, 1.0)
    return scene


def stilt_house(scene: Scene, x: float, y: float, size: float) -> None:
    """Draw a small house on stilts."""
    scene.lines(
        [[(x + dx * size, y), (x + dx * size, y + 26 * size)] for dx in (6, 34, 62, 90)],
        INK,
        4 * size,
    )
    scene.rect(x, y - 30 * size, 96 * size, 32 * size, mix(RUST, CREAM, 0.35))
    scene.rect(x + 38 * size, y - 22 * size, 18 * size, 24 * size, INK)
    scene.polygon(
        [
            (x - 16 * size, y - 26 * size),
            (x + 18 * size, y - 72 * size),
            (x + 78 * size, y - 72 * size),
            (x + 112 * size, y - 26 * size),
        ],
        [(0, (128, 92, 70)), (1, (86, 62, 54))],
    )


def mountains() -> Scene:
    """Seas of mist in the Ngàn Sương range."""
    scene = Scene(
        29, [(0, (104, 150, 172)), (0.4, (186, 210, 208)), (0.62, (246, 226, 196)), (1, CREAM)]
    )
    scene.sun((980, 260), 54, (255, 236, 196))
    scene.clouds([(300, 120, 190), (1350, 150, 200)])
    tones = [(150, 182, 190), (120, 160, 172), (90, 138, 150), (62, 112, 124), (40, 86, 96)]
    line: list[Point] = []
    for index, tone in enumerate(tones):
        base = 500 + index * 84
        line = scene.mountain(
            base,
            250 - index * 14,
            3.0 + index * 0.5,
            0.5 + index * 1.7,
            tone,
            mix(tone, CREAM, 0.55),
            base + 120,
        )
        scene.mist(base - 20, 70, 0.5 - index * 0.05)
    scene.pines(line, 90, 62, (28, 66, 70))
    scene.mountain(960, 150, 2.4, 5.2, (20, 54, 58), (16, 40, 46))
    scene.pines(
        [(x, 880 - 30 * math.sin(x / 300)) for x in range(0, 1600, 20)], 34, 150, (16, 46, 50)
    )
    return scene


def forest() -> Scene:
    """The nature reserve: trunks, light and a stream."""
    scene = Scene(53, [(0, (150, 186, 160)), (0.5, (214, 224, 180)), (1, (240, 236, 200))])
    scene.ellipse((900, 260), (420, 300), (255, 246, 208), 0.7, 120)
    for depth in range(4):
        tone = mix((158, 190, 160), (26, 62, 56), depth / 3)
        for _ in range(17 - depth * 3):
            x = scene.random.uniform(-20, 1620)
            if depth > 1 and 620 < x < 1080:
                continue
            w = 10 + depth * 13
            lean = scene.random.uniform(-14, 14)
            scene.polygon(
                [
                    (x - w / 2, 640 + depth * 80),
                    (x + w / 2, 640 + depth * 80),
                    (x + w * 0.3 + lean, -10),
                    (x - w * 0.3 + lean, -10),
                ],
                [(0, mix(tone, CREAM, 0.12)), (1, tone)],
            )
        for _ in range(30):
            x = scene.random.uniform(-60, 1660)
            y = scene.random.uniform(-60, 210 - depth * 26)
            r = 70 + depth * 26
            if depth > 1 and 560 < x < 1140:
                y -= 90
            scene.ellipse((x, y), (r, r * 0.5), mix(tone, LEAF, 0.45), 0.75, 5)
        top = 590 + depth * 70
        skyline = [
            (float(x), top + 18 * math.sin(x / 140 + depth * 2) + 8 * math.sin(x / 47))
            for x in range(-10, 1620, 10)
        ]
        scene.polygon(
            [*skyline, (1610, 910), (-10, 910)],
            [(0, mix(tone, LEAF, 0.55)), (1, mix(tone, LEAF, 0.2))],
        )
        scene.mist(560 + depth * 60, 40, 0.22, (248, 246, 214))
    banks: tuple[list[Point], list[Point]] = ([], [])
    for step in range(61):
        t = step / 60
        middle = 880 + 90 * math.sin(t * 6.2) * (0.25 + t) - 40 * t
        half = 10 + 170 * t**1.8
        banks[0].append((middle - half, 668 + 244 * t))
        banks[1].append((middle + half, 668 + 244 * t))
    scene.polygon(
        [*banks[0], *reversed(banks[1])], [(0, (240, 246, 228)), (1, (108, 164, 162))], 0.95, 2
    )
    for angle in (-24, -12, 2, 14):
        x = 900 + angle * 14
        scene.polygon(
            [(x, -20), (x + 70, -20), (x + 190 + angle * 9, 700), (x - 30 + angle * 9, 700)],
            (255, 250, 214),
            0.13,
            22,
        )
    for _ in range(26):
        x = scene.random.choice([scene.random.uniform(0, 640), scene.random.uniform(1040, 1600)])
        y = scene.random.uniform(800, 900)
        leaves = [
            [(x, y), (x + dx * 0.6, y - 34), (x + dx, y - 22)] for dx in (-46, -28, -8, 12, 30, 48)
        ]
        scene.lines(leaves, mix(LEAF, DARK_LEAF, scene.random.random()), 4)
    return scene


def sunset() -> Scene:
    """Terraces at sunset, paddies full of light."""
    scene = Scene(73, DUSK)
    scene.sun((560, 330), 58, (255, 226, 160))
    scene.clouds([(1040, 170, 260), (300, 120, 180), (1350, 270, 160)], (250, 196, 150))
    scene.mountain(450, 190, 3.0, 0.2, (150, 112, 128), (224, 170, 136))
    scene.mountain(490, 140, 4.1, 1.9, (112, 86, 108), (206, 146, 116))
    scene.mist(440, 50, 0.4, (255, 222, 170))
    scene.mountain(540, 110, 3.2, 3.6, (82, 70, 88), (150, 108, 92))
    scene.terraces(
        lambda x: 486 + 170 * (max(0.0, 1600 - x) / 1600) ** 1.5,
        960,
        17,
        (222, 148, 72),
        (244, 200, 124),
        (84, 60, 60),
        2.6,
    )
    stilt_house(scene, 1080, 560, 0.9)
    stilt_house(scene, 1196, 556, 0.72)
    for x, y, size in ((1040, 580, 70), (1300, 552, 60)):
        scene.tree(x, y, size, (92, 78, 70))
    scene.terraces(
        lambda x: 560 + 460 * (max(0.0, x + 60) / 1660) ** 1.3,
        1090,
        17,
        (150, 92, 62),
        (216, 146, 84),
        (62, 46, 54),
        5.1,
    )
    for x, y, size in ((150, 616, 110), (88, 604, 80), (420, 700, 76)):
        scene.tree(x, y, size, (66, 58, 60))
    stilt_house(scene, 232, 640, 1.15)
    return scene


def reservoir() -> Scene:
    """The Khê Thượng reservoir."""
    scene = Scene(101, DAY)
    scene.sun((1180, 170), 40)
    scene.clouds([(340, 140, 220), (820, 100, 170)])
    scene.mountain(440, 190, 3.3, 1.4, (130, 172, 182), (196, 216, 210), 520)
    scene.mountain(480, 140, 4.2, 3.8, (96, 146, 142), (168, 200, 180), 540)
    line = scene.mountain(520, 100, 3.0, 5.6, (62, 118, 100), (112, 160, 124), 560)
    scene.pines(line[::2], 70, 34, (44, 96, 84))
    scene.water(530, 900, [(0, (178, 212, 208)), (0.4, (88, 156, 164)), (1, (32, 96, 110))], 120)
    scene.polygon(
        [(-10, 640), (330, 566), (520, 560), (300, 680), (-10, 800)], [(0, LEAF), (1, DARK_LEAF)]
    )
    dam = [(980.0, 600.0), (1610.0, 690.0), (1610.0, 910.0), (1240.0, 910.0)]
    scene.polygon(dam, [(0, (226, 220, 204)), (1, (170, 168, 156))])
    scene.polygon(
        [(964, 588), (1610, 668), (1610, 700), (980, 606)], [(0, CREAM), (1, (206, 198, 176))]
    )
    scene.lines(
        [[(980 + i * 35, 592 + i * 4.4), (980 + i * 35, 574 + i * 4.0)] for i in range(19)], TEAL, 3
    )
    scene.lines([[(980, 574), (1610, 646)]], TEAL, 4)
    tower = (1150, 520)
    scene.rect(tower[0], tower[1], 70, 110, [(0, CREAM), (1, (222, 214, 192))])
    scene.roof(tower[0] - 10, tower[1] + 2, 90, 30, RUST)
    scene.windows(tower[0] + 12, tower[1] + 20, 2, 2, (28, 40), (18, 24), TEAL)
    for step in range(4):
        top = 700 + step * 50
        scene.lines([[(1050 + step * 62, top), (1610, top + 74)]], (148, 146, 136), 3, 0.6)
    boat(scene, 560, 760, 0.9)
    for x, y, size in ((80, 700, 120), (180, 664, 90), (270, 636, 70), (30, 780, 150)):
        scene.tree(x, y, size, mix(LEAF, DARK_LEAF, scene.random.random()))
    return scene


def rice_field() -> Scene:
    """Rice fields of the lower river."""
    scene = Scene(113, MORNING)
    scene.sun((1120, 230), 50)
    scene.clouds([(360, 110, 230), (820, 170, 150), (1450, 130, 160)])
    scene.mountain(450, 110, 3.7, 0.9, (144, 182, 184), (206, 222, 208), 520)
    scene.mountain(480, 60, 5.2, 2.2, (116, 162, 148), (180, 206, 170), 530)
    for index in range(20):
        scene.tree(
            index * 84 + scene.random.uniform(-20, 20),
            504,
            scene.random.uniform(34, 58),
            mix(DARK_LEAF, LEAF, scene.random.random()),
        )
    for x in (260, 330, 1290):
        scene.palm(x, 508, 92)
    scene.rect(420, 468, 60, 36, CREAM)
    scene.roof(410, 470, 80, 26, RUST)
    scene.rect(1180, 466, 76, 40, (250, 226, 180))
    scene.roof(1168, 468, 100, 28, RUST)
    scene.rect(-10, 500, 1620, 410, [(0, (214, 204, 112)), (1, (150, 166, 66))])
    vanish = (820.0, 492.0)
    for index, x in enumerate(range(-2600, 4300, 240)):
        tone = (206, 186, 92) if index % 2 else (166, 180, 82)
        scene.polygon(
            [
                (vanish[0] + (x - vanish[0]) * 0.03, 502),
                (vanish[0] + (x + 226 - vanish[0]) * 0.03, 502),
                (x + 226.0, 910),
                (float(x), 910),
            ],
            [(0, mix(tone, CREAM, 0.25)), (1, tone)],
        )
    paths = []
    for _ in range(1100):
        depth = scene.random.random() ** 1.4
        y = 512 + depth * 392
        x = scene.random.uniform(-10, 1610)
        h = 4 + depth * 26
        paths.append([(x, y), (x + h * 0.12, y - h * 0.6), (x + h * 0.4, y - h)])
    scene.lines(paths[:550], (236, 208, 112), 2, 0.75)
    scene.lines(paths[550:], (110, 134, 58), 2, 0.6)
    scene.polygon(
        [(800, 500), (840, 500), (1010, 910), (640, 910)],
        [(0, (200, 214, 196)), (1, (96, 156, 160))],
    )
    scene.lines([[(800, 500), (640, 910)], [(840, 500), (1010, 910)]], DARK_LEAF, 6)
    for index, (x, y, size) in enumerate(((300, 700, 1.1), (392, 690, 1.0), (1240, 730, 1.25))):
        shopper(scene, x, y, size, index)
    return scene


def road_works() -> Scene:
    """Building the approach road of a bridge."""
    scene = Scene(97, MORNING)
    scene.sun((300, 210), 42)
    scene.clouds([(820, 120, 220), (1330, 180, 180)])
    scene.mountain(470, 150, 3.5, 2.8, (136, 174, 176), (200, 216, 204), 560)
    scene.mountain(540, 90, 4.6, 0.6, (112, 156, 130), (164, 192, 150), 620)
    scene.rect(-10, 560, 1620, 350, [(0, (186, 196, 132)), (1, (132, 156, 92))])
    scene.polygon(
        [(760, 560), (840, 560), (1500, 910), (140, 910)], [(0, (150, 150, 146)), (1, (84, 90, 94))]
    )
    scene.polygon(
        [(840, 560), (880, 560), (1640, 870), (1640, 910), (1500, 910)],
        [(0, (222, 190, 140)), (1, (190, 150, 104))],
    )
    for step in range(7):
        t0, t1 = (step / 7) ** 1.7, ((step + 0.5) / 7) ** 1.7
        w0, w1 = 2 + t0 * 14, 2 + t1 * 14
        scene.polygon(
            [
                (800 - w0 + t0 * 20, 562 + t0 * 348),
                (800 + w0 + t0 * 20, 562 + t0 * 348),
                (800 + w1 + t1 * 20, 562 + t1 * 348),
                (800 - w1 + t1 * 20, 562 + t1 * 348),
            ],
            CREAM,
        )
    for index in range(8):
        t = (index / 8) ** 1.5
        x, y, size = 862 + t * 640, 580 + t * 312, 10 + t * 40
        scene.polygon(
            [(x - size * 0.4, y), (x, y - size), (x + size * 0.4, y)],
            [
                (0, (232, 128, 70)),
                (0.45, (232, 128, 70)),
                (0.46, CREAM),
                (0.66, CREAM),
                (0.67, (216, 108, 58)),
                (1, (216, 108, 58)),
            ],
        )
    for x, y, size in ((90, 700, 170), (230, 650, 110), (1540, 640, 110), (420, 620, 70)):
        scene.tree(x, y, size, mix(LEAF, DARK_LEAF, scene.random.random() * 0.7))
    excavator(scene, 1330, 690)
    roller(scene, 640, 780)
    return scene


def roller(scene: Scene, x: float, y: float) -> None:
    """Draw a road roller."""
    body = mix(GOLD, RUST, 0.12)
    scene.ellipse((x, y + 46), (150, 12), INK, 0.3, 5)
    scene.polygon(
        [(x - 70, y - 40), (x + 100, y - 40), (x + 116, y + 6), (x - 70, y + 6)],
        [(0, mix(body, CREAM, 0.25)), (1, body)],
    )
    scene.rect(x - 40, y - 120, 92, 82, [(0, (128, 176, 184)), (1, (176, 206, 206))])
    scene.lines(
        [[(x - 40, y - 40), (x - 40, y - 122)], [(x + 52, y - 40), (x + 52, y - 122)]], INK, 6
    )
    scene.rect(x - 54, y - 130, 122, 12, body)
    for cx, r in ((x - 92, 50), (x + 92, 44)):
        scene.ellipse((cx, y + 4), (r, r), [(0, (120, 124, 124)), (1, (58, 64, 68))])
        scene.ellipse((cx, y + 4), (r * 0.4, r * 0.4), body)


def excavator(scene: Scene, x: float, y: float) -> None:
    """Draw an excavator with a raised arm."""
    body = mix(GOLD, RUST, 0.12)
    scene.ellipse((x, y + 36), (130, 10), INK, 0.3, 5)
    scene.polygon(
        [
            (x - 92, y + 32),
            (x - 104, y + 14),
            (x - 92, y - 4),
            (x + 92, y - 4),
            (x + 104, y + 14),
            (x + 92, y + 32),
        ],
        (52, 58, 62),
    )
    for index in range(5):
        scene.ellipse((x - 76 + index * 38, y + 14), (12, 12), (116, 120, 120))
    scene.rect(x - 60, y - 64, 140, 58, [(0, mix(body, CREAM, 0.25)), (1, body)])
    scene.polygon(
        [(x - 60, y - 62), (x - 52, y - 124), (x + 8, y - 124), (x + 14, y - 62)],
        [(0, (128, 176, 184)), (1, (176, 206, 206))],
    )
    scene.lines(
        [[(x - 40, y - 60), (x - 130, y - 190), (x - 220, y - 110), (x - 226, y - 60)]], body, 18
    )
    scene.polygon(
        [(x - 250, y - 66), (x - 204, y - 66), (x - 196, y - 30), (x - 236, y - 18)], (70, 76, 80)
    )
