"""Façades, yards, gates, trees."""

from __future__ import annotations

from portal.demo.pen import Pen


def _street(pen: Pen, *, evening: bool = False) -> None:
    pen.fall("#26324a" if evening else "#c7dcea", "#4a4f63" if evening else "#e9eee9", 0, 200)
    pen.box(0, 196, 400, 104, "#3b3d42" if evening else "#b3afa8")
    pen.box(0, 190, 400, 10, "#55585c" if evening else "#c9c5bd")


def _block(pen: Pen, x: float, width: float, color: str, glass: str) -> None:
    pen.box(x, 20, width, 176, color)
    for floor in range(5):
        y = 34 + floor * 32
        for column in range(int(width // 44)):
            left = x + 12 + column * 44
            pen.box(left, y, 26, 20, "#f1eee7")
            pen.box(left + 2, y + 2, 10, 16, glass)
            pen.box(left + 14, y + 2, 10, 16, glass)


def cable_from_window(pen: Pen) -> None:
    _street(pen)
    _block(pen, 60, 280, "#d9b798", "#7d95a3")
    pen.box(148, 66, 26, 20, "#3d4a52")
    pen.line("#22262a", 2.4, 160, 84, 166, 120, 158, 160, 176, 200, 206, 226, 236, 232)
    pen.disc(236, 262, 17, "#23272a")
    pen.disc(236, 262, 9, "#8c9296")
    pen.disc(306, 262, 17, "#23272a")
    pen.disc(306, 262, 9, "#8c9296")
    pen.shape("#c8102e", 232, 244, 262, 238, 290, 240, 310, 222, 318, 226, 306, 256, 244, 256)
    pen.line("#23272a", 4, 312, 224, 322, 206, 334, 204)
    pen.box(240, 230, 36, 9, "#23272a", radius=4)


def facade(pen: Pen) -> None:
    _street(pen)
    _block(pen, 40, 320, "#d7c3a5", "#8097a5")
    pen.shape("#bfa47f", 160, 60, 236, 54, 250, 104, 220, 128, 168, 112)
    pen.shape("#8e7a60", 172, 70, 226, 66, 236, 100, 214, 116, 178, 104)
    pen.shape("#efe6d6", 214, 116, 250, 104, 262, 130, 232, 142)
    pen.box(150, 150, 60, 46, "#5b4a3f")
    pen.line("#d9402f", 2.5, 96, 236, 300, 232)
    for x in (96, 164, 232, 300):
        pen.line("#e9e4da", 3, x, 226, x, 268)
        pen.shape("#d9402f", x - 9, 272, x + 9, 272, x, 252)


def broken_window(pen: Pen) -> None:
    pen.fall("#e5dfd2", "#cfc6b5")
    pen.box(92, 34, 216, 220, "#f3f0e9")
    pen.box(104, 46, 92, 196, "#9dbdd0")
    pen.box(204, 46, 92, 196, "#a9c6d6")
    pen.shape("#5d7684", 230, 90, 262, 76, 286, 110, 274, 160, 282, 200, 244, 214, 222, 170, 236, 130)
    for points in (
        (230, 90, 212, 60), (262, 76, 272, 50), (286, 110, 296, 100), (282, 200, 292, 226), (244, 214, 232, 238),
        (222, 170, 206, 178),
    ):  # fmt: skip
        pen.line("#eaf3f7", 1.6, *points)
    pen.box(84, 250, 232, 14, "#d6cfc0")
    pen.shape("#cfe2ec", 214, 250, 236, 234, 244, 250)
    pen.shape("#bcd4e0", 250, 250, 262, 240, 282, 250)


def rubbish(pen: Pen) -> None:
    _street(pen)
    pen.box(0, 60, 400, 136, "#c7b49b")
    pen.bricks(0, 60, 400, 136, "#b09c82", row=14)
    for x, color in ((70, "#3d7a4e"), (166, "#41525c"), (262, "#2f6fa3")):
        pen.shape(color, x, 134, x + 70, 134, x + 62, 236, x + 8, 236)
        pen.box(x - 4, 124, 78, 12, color, radius=3)
        pen.disc(x + 16, 240, 7, "#1f2326")
        pen.disc(x + 54, 240, 7, "#1f2326")
    for x, y, wide, color in (
        (96, 116, 22, "#2b2f33"), (130, 110, 18, "#e6e3da"), (192, 112, 24, "#2b2f33"), (222, 118, 16, "#d9b24a"),
        (300, 116, 20, "#e6e3da"), (150, 246, 24, "#2b2f33"), (196, 256, 20, "#3b4046"), (246, 250, 22, "#e6e3da"),
        (60, 256, 20, "#d9b24a"),
    ):  # fmt: skip
        pen.disc(x, y, wide, color, wide * 0.75)
        pen.line("#8b8f92", 1.5, x - 3, y - wide * 0.7, x + 3, y - wide * 0.95)
    pen.shape("#b98d5c", 320, 262, 376, 250, 388, 276, 330, 286)


def clean_bins(pen: Pen) -> None:
    _street(pen)
    pen.box(0, 60, 400, 136, "#cdbba2")
    pen.bricks(0, 60, 400, 136, "#b8a58b", row=14)
    pen.shape("#c8102e", 40, 66, 360, 66, 376, 88, 24, 88)
    for x, color in ((70, "#3d7a4e"), (166, "#41525c"), (262, "#2f6fa3")):
        pen.shape(color, x, 134, x + 70, 134, x + 62, 236, x + 8, 236)
        pen.box(x - 4, 122, 78, 14, color, radius=4)
        pen.disc(x + 35, 180, 14, "#f1eee6")
        pen.disc(x + 16, 240, 7, "#1f2326")
        pen.disc(x + 54, 240, 7, "#1f2326")
    pen.disc(110, 274, 70, "#bdbab4", 6)


def gate(pen: Pen) -> None:
    _street(pen)
    pen.box(0, 0, 400, 250, "#d3c6b2")
    pen.bricks(0, 0, 400, 250, "#c0b29b", row=16)
    pen.box(112, 36, 176, 220, "#4d565b")
    pen.shape("#2a3034", 122, 46, 204, 46, 204, 250, 122, 250)
    pen.shape("#7d888e", 204, 46, 262, 60, 262, 268, 204, 250)
    pen.shape("#b6c7cf", 212, 62, 252, 72, 252, 150, 212, 142)
    pen.disc(214, 172, 4, "#d9b85f")
    pen.box(304, 118, 34, 56, "#2b3135", radius=4)
    for row in range(3):
        for column in range(3):
            pen.disc(312 + column * 9, 140 + row * 10, 2.6, "#c9ced1")
    pen.box(309, 124, 24, 8, "#7d2a22", radius=2)
    pen.shape("#a7502f", 196, 250, 226, 254, 226, 270, 196, 266)


def street_lamp(pen: Pen) -> None:
    _street(pen, evening=True)
    _block(pen, 10, 140, "#3a3f4e", "#c9a25a")
    pen.line("#8a9096", 6, 262, 280, 262, 62, 230, 44)
    pen.glow(220, 62, 96, "#ffe7ae", 170)
    pen.shape("#f7efd2", 208, 44, 236, 40, 240, 52, 206, 56)
    pen.disc(226, 262, 110, "#5a584f", 20)
    pen.disc(226, 262, 70, "#7a745e", 12)


def tree(pen: Pen) -> None:
    _street(pen)
    _block(pen, 170, 220, "#d9c5a8", "#8097a5")
    pen.line("#5f4a38", 20, 108, 290, 114, 190, 122, 130)
    pen.line("#5f4a38", 9, 118, 160, 176, 108, 216, 96)
    for x, y, wide, color in (
        (96, 96, 58, "#54774f"), (140, 62, 56, "#5f8557"), (66, 130, 42, "#4b6b48"), (190, 92, 44, "#6a9160"),
        (226, 104, 28, "#789d6a"), (120, 120, 46, "#587d52"),
    ):  # fmt: skip
        pen.disc(x, y, wide, color, wide * 0.82)
    for x, y in ((80, 80), (150, 50), (200, 84), (110, 126)):
        pen.disc(x, y, 9, "#86ab76", 6)


def manhole(pen: Pen) -> None:
    pen.fall("#a9a59e", "#8d8982")
    pen.bricks(0, 0, 400, 300, "#7f7b74", row=38)
    pen.disc(200, 158, 112, "#5d5f61", 82)
    pen.disc(200, 154, 104, "#77797b", 75)
    for wide in (84, 62, 40):
        pen.disc(200, 154, wide, "#66686a", wide * 0.72)
        pen.disc(200, 154, wide - 7, "#7b7d7f", (wide - 7) * 0.72)
    pen.shape(
        "#15181a", 218, 86, 232, 90, 226, 120, 246, 148, 232, 176, 258, 214, 244, 220, 216, 178, 228, 150, 210, 120
    )
    pen.line("#d9402f", 3, 40, 262, 130, 240)
    pen.shape("#d9402f", 46, 290, 78, 290, 62, 232)
    pen.line("#f3efe6", 5, 54, 266, 70, 266)


def broken_bench(pen: Pen) -> None:
    _street(pen)
    for x in (20, 96, 340):
        pen.disc(x, 170, 40, "#6e9466", 34)
    pen.line("#3f7fa6", 9, 150, 280, 150, 84, 270, 84, 270, 280)
    pen.line("#d9b24a", 7, 176, 84, 176, 176)
    pen.disc(176, 186, 22, "#3f4a50", 7)
    pen.line("#d9b24a", 7, 244, 84, 244, 130)
    pen.line("#8b5a2b", 2, 244, 130, 240, 138)
    pen.disc(268, 276, 24, "#3f4a50", 7)
    pen.line("#d9b24a", 7, 262, 270, 300, 244)
    pen.disc(150, 284, 16, "#8d8982", 5)
    pen.disc(270, 290, 16, "#8d8982", 5)


def _steps(pen: Pen) -> None:
    pen.fall("#d9d2c4", "#c9c0af")
    pen.box(120, 0, 160, 120, "#5d676c")
    pen.box(130, 10, 66, 110, "#97adb8")
    pen.box(204, 10, 66, 110, "#8ba2ae")
    for number in range(4):
        y = 120 + number * 42
        pen.box(60 - number * 20, y, 280 + number * 40, 42, ("#c3beb4", "#b8b3a9")[number % 2])
        pen.line("#e4e0d7", 3, 60 - number * 20, y + 1, 340 + number * 20, y + 1)


def broken_step(pen: Pen) -> None:
    _steps(pen)
    pen.shape("#7c766b", 268, 204, 362, 204, 362, 248, 306, 246, 290, 226)
    pen.shape("#5f5a51", 284, 212, 360, 214, 360, 246, 312, 242, 300, 226)
    for x, y in ((300, 262), (330, 256), (346, 272), (286, 276)):
        pen.shape("#9a9489", x, y, x + 18, y - 4, x + 22, y + 10, x + 4, y + 13)


def mended_step(pen: Pen) -> None:
    _steps(pen)
    pen.shape("#d3d0ca", 268, 204, 380, 204, 380, 246, 296, 246)
    for y in (126, 168, 210, 252):
        pen.line("#d9b24a", 4, 110, y, 290, y)


def blocked_lane(pen: Pen) -> None:
    _street(pen)
    _block(pen, 0, 180, "#d9b798", "#7d95a3")
    pen.shape("#d9b24a", 40, 300, 70, 204, 78, 204, 52, 300)
    pen.shape("#d9b24a", 360, 300, 330, 204, 322, 204, 348, 300)
    for x in (110, 190, 270):
        pen.line("#d9b24a", 5, x, 290, x + 50, 214)
    pen.shape("#3d7a4e", 130, 116, 330, 116, 350, 142, 110, 142)
    pen.line("#8d8d88", 4, 126, 142, 126, 236)
    pen.line("#8d8d88", 4, 334, 142, 334, 236)
    pen.box(130, 204, 200, 30, "#b98d5c")
    for number in range(10):
        color = ("#5f9a4a", "#d9582f", "#e3c13d", "#7a9e52")[number % 4]
        pen.disc(146 + number * 19, 200, 11, color, 9)


OUTSIDE = {
    scene.__name__: scene
    for scene in (
        cable_from_window, facade, broken_window, rubbish, clean_bins, gate, street_lamp, tree, manhole, broken_bench,
        broken_step, mended_step, blocked_lane,
    )
}  # fmt: skip
