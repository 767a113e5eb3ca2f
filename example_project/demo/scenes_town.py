"""Scenes of buildings, roads, the bridge and the harbour."""

from __future__ import annotations

from drawing import (
    CREAM,
    DARK_LEAF,
    DAY,
    GOLD,
    INK,
    LEAF,
    MIST,
    MORNING,
    RUST,
    TEAL,
    WIDTH,
    Scene,
    Stops,
    boat,
    mix,
    shopper,
)


def bridge() -> Scene:
    """The Thanh river and its cable-stayed bridge."""
    scene = Scene(11, DAY)
    scene.sun((320, 180), 40)
    scene.clouds([(800, 120, 220), (1300, 190, 170)])
    scene.mountain(470, 150, 3.6, 1.2, (132, 172, 180), (200, 218, 212))
    scene.mountain(500, 90, 5.0, 3.1, (94, 142, 142), (170, 200, 186))
    scene.water(500, 900, [(0, (176, 208, 210)), (0.5, (92, 152, 164)), (1, (40, 98, 112))])
    for index in range(24):
        x = index * 70 + scene.random.uniform(-16, 16)
        scene.tree(
            x, 512, scene.random.uniform(40, 66), mix(DARK_LEAF, LEAF, scene.random.random())
        )
    scene.rect(-10, 508, 1620, 8, mix(DARK_LEAF, INK, 0.3))
    deck = [
        (-10.0, 586.0),
        (800.0, 546.0),
        (1610.0, 586.0),
        (1610.0, 606.0),
        (800.0, 566.0),
        (-10.0, 606.0),
    ]
    for tower in (520, 1080):
        cables = []
        for step in range(1, 11):
            for side in (-1, 1):
                reach = step * 42 * side
                x = tower + reach
                y = 546 + abs(x - 800) / 810 * 40
                cables.append([(tower, 262 + step * 9), (x, y)])
        scene.lines(cables, CREAM, 2.2, 0.95)
        scene.polygon(
            [(tower - 26, 700), (tower - 10, 250), (tower + 10, 250), (tower + 26, 700)],
            [(0, CREAM), (1, mix(CREAM, TEAL, 0.35))],
        )
        scene.rect(tower - 22, 540, 44, 12, mix(CREAM, TEAL, 0.3))
        scene.polygon(
            [(tower - 24, 706), (tower + 24, 706), (tower + 16, 860), (tower - 16, 860)],
            CREAM,
            0.22,
            5,
        )
        scene.ellipse((tower, 704), (54, 9), mix(TEAL, INK, 0.3))
    scene.polygon(deck, [(0, mix(CREAM, MIST, 0.5)), (1, TEAL)])
    scene.polygon([(x, y + 120) for x, y in deck], INK, 0.14, 6)
    boat(scene, 250, 770, 1.15)
    boat(scene, 1330, 700, 0.7)
    return scene


def town_hall() -> Scene:
    """The provincial administrative centre."""
    scene = Scene(5, DAY)
    scene.clouds([(340, 150, 220), (1180, 110, 240), (760, 230, 120)])
    scene.mountain(560, 120, 4.0, 0.9, (150, 188, 192), (204, 222, 214), 640)
    for x in range(-20, 1640, 58):
        scene.tree(
            x + scene.random.uniform(-12, 12),
            640,
            scene.random.uniform(70, 110),
            mix(DARK_LEAF, LEAF, scene.random.random() * 0.8),
        )
    scene.rect(-10, 630, 1620, 70, [(0, (140, 170, 118)), (1, (164, 186, 132))])
    wall: Stops = [(0, (250, 240, 216)), (1, (230, 212, 178))]
    glass = (72, 124, 138)
    for x in (230, 990):
        scene.rect(x, 410, 380, 240, wall)
        scene.roof(x - 16, 412, 412, 40, [(0, (190, 98, 64)), (1, RUST)])
        scene.windows(x + 26, 440, 7, 3, (49, 68), (30, 44), glass)
    scene.rect(590, 350, 420, 300, wall)
    scene.roof(566, 352, 468, 62, [(0, (198, 106, 70)), (1, RUST)])
    scene.rect(590, 352, 420, 14, GOLD)
    scene.windows(618, 392, 8, 2, (47, 62), (28, 40), glass)
    for index in range(7):
        scene.rect(622 + index * 57, 520, 16, 130, [(0, (255, 248, 230)), (1, (222, 206, 176))])
    scene.rect(640, 540, 320, 110, [(0, (58, 98, 108)), (1, (42, 78, 88))])
    for index in range(7):
        scene.rect(622 + index * 57, 520, 16, 130, [(0, (255, 250, 236)), (1, (222, 206, 176))])
    scene.rect(604, 506, 392, 18, (246, 232, 202))
    for index in range(5):
        scene.rect(
            580 - index * 12,
            648 + index * 9,
            440 + index * 24,
            10,
            mix((244, 232, 206), (196, 180, 152), index / 5),
        )
    scene.polygon(
        [(-10, 690), (1610, 690), (1610, 910), (-10, 910)],
        [(0, (164, 186, 132)), (1, (104, 146, 96))],
    )
    scene.polygon(
        [(560, 690), (1040, 690), (1420, 910), (180, 910)],
        [(0, (238, 226, 200)), (1, (214, 198, 166))],
    )
    scene.ellipse((800, 800), (230, 48), (146, 178, 118))
    scene.ellipse((800, 796), (190, 36), [(0, (150, 204, 212)), (1, TEAL)])
    scene.ellipse((800, 790), (46, 9), CREAM, 0.7, 4)
    for x, size in ((90, 190), (200, 150), (1400, 150), (1520, 190)):
        scene.palm(x, 800, size)
    return scene


def school() -> Scene:
    """A school in the midlands."""
    scene = Scene(17, DAY)
    scene.clouds([(260, 170, 200), (1000, 120, 230), (1450, 220, 130)])
    scene.mountain(520, 150, 3.2, 2.4, (140, 180, 176), (196, 216, 196), 640)
    scene.mountain(600, 90, 4.4, 1.0, (112, 160, 132), (160, 192, 146), 680)
    scene.rect(-10, 640, 1620, 270, [(0, (176, 192, 130)), (1, (120, 156, 96))])
    scene.rect(240, 390, 1120, 270, [(0, (254, 236, 190)), (1, (240, 208, 146))])
    scene.roof(212, 392, 1176, 66, [(0, (196, 102, 66)), (1, RUST)])
    for floor in range(2):
        y = 410 + floor * 126
        for bay in range(8):
            x = 268 + bay * 136
            scene.rect(x, y, 112, 84, [(0, (94, 142, 150)), (1, (140, 178, 176))])
            scene.rect(x + 53, y, 6, 84, CREAM)
            scene.rect(x, y + 40, 112, 5, CREAM)
        scene.rect(240, y + 94, 1120, 12, CREAM)
        scene.lines(
            [[(244 + i * 20, y + 94), (244 + i * 20, y + 74)] for i in range(56)], CREAM, 2.5, 0.9
        )
        scene.rect(240, y + 72, 1120, 5, CREAM)
    scene.rect(724, 360, 152, 300, [(0, (250, 222, 160)), (1, (236, 196, 128))])
    scene.roof(706, 362, 188, 54, [(0, (206, 112, 74)), (1, RUST)])
    scene.ellipse((800, 420), (34, 34), CREAM)
    scene.lines([[(800, 420), (800, 396)], [(800, 420), (816, 428)]], INK, 4)
    scene.rect(762, 560, 76, 100, [(0, TEAL), (1, INK)])
    scene.polygon(
        [(-10, 662), (1610, 662), (1610, 910), (-10, 910)],
        [(0, (232, 214, 176)), (1, (206, 186, 146))],
    )
    for x, size in ((110, 240), (1490, 250), (1250, 150), (360, 140)):
        scene.ellipse((x, 730 + size * 0.1), (size * 0.5, 14), INK, 0.22, 6)
        scene.tree(x, 730 + size * 0.1, size, mix(LEAF, DARK_LEAF, 0.35))
    for index in range(9):
        pupil(scene, 520 + index * 72, 800 + (index % 3) * 22, index)
    return scene


def pupil(scene: Scene, x: float, y: float, index: int) -> None:
    """Draw a pupil with a satchel, seen from afar."""
    coat = (CREAM, (240, 246, 246))[index % 2]
    scene.ellipse((x, y + 4), (18, 5), INK, 0.25, 2)
    scene.rect(x - 8, y - 22, 6, 24, INK)
    scene.rect(x + 2, y - 22, 6, 24, INK)
    scene.polygon([(x - 12, y - 20), (x - 10, y - 52), (x + 10, y - 52), (x + 12, y - 20)], coat)
    scene.rect(x - 9, y - 48, 18, 22, (TEAL, RUST, GOLD)[index % 3])
    scene.ellipse((x, y - 62), (9, 10), (64, 48, 44))


def harbour() -> Scene:
    """The harbour of Cửa Thanh."""
    scene = Scene(
        41, [(0, (92, 150, 180)), (0.4, (172, 208, 214)), (0.6, (244, 232, 206)), (1, CREAM)]
    )
    scene.sun((1330, 300), 44)
    scene.clouds([(480, 130, 240), (1050, 190, 170)])
    scene.mountain(470, 100, 3.8, 1.7, (130, 170, 182), (190, 212, 210), 520)
    scene.water(500, 900, [(0, (160, 202, 206)), (0.4, (80, 146, 162)), (1, (26, 82, 102))], 130)
    scene.rect(-10, 560, 900, 40, [(0, (214, 204, 182)), (1, (140, 136, 124))])
    colours = [RUST, TEAL, GOLD, (92, 128, 148), LEAF, (206, 196, 172)]
    for row in range(3):
        for column in range(9 - row):
            tone = scene.random.choice(colours)
            x, y = 30 + column * 74 + row * 14, 524 - row * 36
            scene.rect(x, y, 70, 34, [(0, mix(tone, CREAM, 0.15)), (1, tone)])
            scene.lines(
                [[(x + i * 9, y + 3), (x + i * 9, y + 31)] for i in range(1, 8)], INK, 1, 0.25
            )
    for x in (300, 610):
        leg = mix(GOLD, RUST, 0.3)
        scene.lines(
            [
                [(x, 560), (x + 26, 300)],
                [(x + 110, 560), (x + 84, 300)],
                [(x + 8, 470), (x + 102, 470)],
                [(x + 26, 300), (x + 84, 300)],
            ],
            leg,
            9,
        )
        scene.lines(
            [
                [(x - 90, 300), (x + 330, 300)],
                [(x + 55, 220), (x + 320, 300)],
                [(x + 55, 220), (x - 84, 300)],
                [(x + 55, 220), (x + 55, 300)],
            ],
            leg,
            7,
        )
        scene.lines([[(x + 240, 300), (x + 240, 420)]], INK, 2)
        scene.rect(x + 206, 420, 68, 32, TEAL)
    hull = [(700.0, 566.0), (740.0, 668.0), (1410.0, 668.0), (1490.0, 556.0), (1400.0, 566.0)]
    scene.polygon(hull, [(0, (46, 92, 108)), (0.7, (30, 64, 80)), (0.71, RUST), (1, (140, 60, 44))])
    for row in range(3):
        for column in range(7):
            tone = scene.random.choice(colours)
            scene.rect(
                800 + column * 70, 532 - row * 34, 66, 33, [(0, mix(tone, CREAM, 0.2)), (1, tone)]
            )
    scene.rect(1310, 440, 90, 128, [(0, CREAM), (1, (226, 218, 198))])
    scene.windows(1320, 452, 4, 3, (20, 32), (13, 14), TEAL)
    scene.rect(1340, 400, 30, 42, RUST)
    scene.polygon([(720, 672), (1430, 672), (1390, 760), (780, 760)], INK, 0.2, 10)
    boat(scene, 300, 780, 1.0)
    boat(scene, 1180, 826, 1.3)
    return scene


def market() -> Scene:
    """The pottery town's market street."""
    scene = Scene(61, MORNING)
    scene.clouds([(420, 110, 210), (1160, 150, 200)])
    scene.mountain(430, 110, 3.4, 0.4, (148, 186, 188), (206, 222, 212), 560)
    fronts = [
        (246, 214, 150),
        (238, 190, 140),
        (250, 232, 196),
        (204, 214, 190),
        (244, 202, 160),
        (250, 226, 170),
        (222, 206, 178),
    ]
    x = -30.0
    index = 0
    while x < WIDTH:
        w = scene.random.uniform(150, 200)
        h = scene.random.uniform(230, 310)
        wall = fronts[index % len(fronts)]
        scene.rect(x, 620 - h, w, h, [(0, mix(wall, CREAM, 0.25)), (1, wall)])
        scene.roof(x - 10, 622 - h, w + 20, 36, [(0, (194, 104, 70)), (1, mix(RUST, INK, 0.15))])
        scene.windows(x + 22, 648 - h, 3, 1, (w / 3 - 6, 60), (30, 50), mix(TEAL, LEAF, 0.3))
        x += w + 4
        index += 1
    scene.rect(-10, 616, 1620, 300, [(0, (226, 208, 172)), (1, (196, 172, 134))])
    scene.polygon(
        [(520, 616), (1080, 616), (1500, 910), (100, 910)],
        [(0, (240, 226, 196)), (1, (222, 200, 160))],
    )
    awnings = [RUST, TEAL, GOLD, LEAF, RUST, GOLD]
    for side in (-1, 1):
        for step in range(3):
            size = 1 + step * 0.36
            cx = 800 + side * (330 + step * 190)
            base = 700 + step * 76
            w, h = 210 * size, 120 * size
            tone = awnings[(step + (3 if side > 0 else 0)) % 6]
            left = cx - w / 2
            scene.lines(
                [
                    [(left + 10, base), (left + 10, base - h)],
                    [(left + w - 10, base), (left + w - 10, base - h)],
                ],
                INK,
                5,
            )
            scene.rect(
                left, base - 42 * size, w, 42 * size, [(0, (176, 128, 86)), (1, (122, 84, 60))]
            )
            for stripe in range(8):
                colour = tone if stripe % 2 == 0 else CREAM
                a, b = left - 14 + stripe * (w + 28) / 8, left - 14 + (stripe + 1) * (w + 28) / 8
                ta, tb = left + 16 + stripe * (w - 32) / 8, left + 16 + (stripe + 1) * (w - 32) / 8
                scene.polygon(
                    [
                        (ta, base - h - 34 * size),
                        (tb, base - h - 34 * size),
                        (b, base - h + 6),
                        (a, base - h + 6),
                    ],
                    colour,
                )
                scene.ellipse(((a + b) / 2, base - h + 6), ((b - a) / 2, 9 * size), colour)
            for pot in range(5):
                px = left + 26 * size + pot * 40 * size
                fruit = pot % 2 == 0
                colour = (GOLD, RUST, LEAF)[(pot + step) % 3] if fruit else mix(RUST, INK, 0.3)
                scene.ellipse(
                    (px, base - 52 * size),
                    (16 * size, (12 if fruit else 18) * size),
                    [(0, mix(colour, CREAM, 0.3)), (1, colour)],
                )
    for index, (px, py, size) in enumerate(
        ((690, 700, 1.0), (770, 740, 1.15), (900, 716, 1.05), (836, 820, 1.5), (600, 800, 1.4))
    ):
        shopper(scene, px, py, size, index)
    return scene


def clinic() -> Scene:
    """A commune health station."""
    scene = Scene(83, DAY)
    scene.clouds([(520, 120, 230), (1240, 170, 190)])
    scene.mountain(540, 170, 3.1, 3.3, (132, 176, 178), (192, 214, 204), 660)
    scene.mountain(610, 100, 4.0, 0.8, (104, 152, 132), (156, 190, 150), 690)
    scene.rect(-10, 650, 1620, 270, [(0, (168, 196, 132)), (1, (112, 158, 98))])
    white: Stops = [(0, (255, 252, 244)), (1, (226, 232, 226))]
    scene.rect(300, 380, 1000, 300, white)
    scene.rect(286, 360, 1028, 26, TEAL)
    scene.rect(300, 520, 1000, 10, (190, 210, 206))
    scene.windows(336, 412, 4, 1, (92, 0), (62, 76), (94, 150, 160))
    scene.windows(916, 412, 4, 1, (92, 0), (62, 76), (94, 150, 160))
    scene.windows(336, 556, 4, 1, (92, 0), (62, 76), (94, 150, 160))
    scene.windows(916, 556, 4, 1, (92, 0), (62, 76), (94, 150, 160))
    scene.rect(690, 340, 220, 340, [(0, (62, 128, 136)), (1, (40, 98, 108))])
    scene.ellipse((800, 426), (54, 54), CREAM)
    scene.rect(786, 392, 28, 68, TEAL)
    scene.rect(766, 412, 68, 28, TEAL)
    scene.rect(732, 556, 136, 124, [(0, (190, 222, 222)), (1, (148, 196, 200))])
    scene.rect(797, 556, 6, 124, CREAM)
    scene.rect(670, 526, 260, 16, CREAM)
    scene.lines([[(684, 542), (684, 680)], [(916, 542), (916, 680)]], CREAM, 9)
    scene.polygon(
        [(690, 680), (910, 680), (1180, 910), (420, 910)],
        [(0, (236, 228, 208)), (1, (212, 202, 178))],
    )
    scene.polygon([(910, 676), (1090, 700), (1090, 708), (910, 690)], (222, 214, 194))
    for x, y, size in (
        (160, 740, 230),
        (1450, 750, 250),
        (1240, 716, 110),
        (380, 716, 100),
        (60, 690, 140),
    ):
        scene.ellipse((x, y), (size * 0.45, 12), INK, 0.2, 6)
        scene.tree(x, y, size, mix(LEAF, DARK_LEAF, scene.random.random() * 0.6))
    for x in range(330, 680, 36):
        scene.ellipse((x, 690), (24, 18), mix(LEAF, DARK_LEAF, scene.random.random() * 0.5))
    for x in range(940, 1290, 36):
        scene.ellipse((x, 690), (24, 18), mix(LEAF, DARK_LEAF, scene.random.random() * 0.5))
    return scene
