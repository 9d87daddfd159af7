"""Stairwells, lifts, pipes, flats."""

from __future__ import annotations

from portal.demo.pen import Pen

WALL_LOW, FLOOR = "#9fb4a4", "#b9b2a6"


def _stairwell(pen: Pen, *, light: bool = True) -> None:
    pen.fall("#efe9dc" if light else "#2f353c", "#ddd5c5" if light else "#20252a")
    pen.box(0, 170, 400, 80, WALL_LOW if light else "#26322f")
    pen.shape(FLOOR if light else "#1a1d20", 0, 250, 400, 250, 400, 300, 0, 300)
    for step in range(6):
        x, y = 230 + step * 28, 250 - step * 26
        pen.box(x, y - 26, 400 - x, 26, "#c9c2b4" if light else "#272c31")
        pen.line("#a49c8c" if light else "#3a4047", 1.5, x, y - 26, 400, y - 26)
    pen.line("#7b5a3c" if light else "#3b3028", 5, 222, 172, 390, 18)
    for step in range(6):
        x = 236 + step * 28
        pen.line("#6f7a80" if light else "#30363b", 2, x, 160 - step * 26, x, 246 - step * 26)


def dark_corridor(pen: Pen) -> None:
    _stairwell(pen, light=False)
    pen.box(60, 90, 62, 160, "#31393f")
    pen.frame(60, 90, 62, 160, "#444d54", 2)
    pen.disc(112, 176, 2.5, "#6b6250")
    pen.disc(165, 28, 9, "#565c61")
    pen.box(161, 12, 8, 10, "#474c52")
    pen.glow(60, 290, 120, "#5a6b7c", 90)


def lit_corridor(pen: Pen) -> None:
    _stairwell(pen)
    pen.box(60, 90, 62, 160, "#8a4b3c")
    pen.frame(60, 90, 62, 160, "#6e3a2e", 3)
    pen.disc(112, 176, 3, "#d9b85f")
    pen.box(79, 108, 24, 24, "#c8102e", radius=2)
    pen.box(161, 10, 8, 10, "#8d8d88")
    pen.glow(165, 30, 110, "#fff3c4", 130)
    pen.disc(165, 28, 10, "#fffbe6")


def corridor_clutter(pen: Pen) -> None:
    _stairwell(pen)
    for x, y, w, h, color in (
        (20, 196, 70, 54, "#b98d5c"), (28, 150, 56, 46, "#c79b68"), (96, 214, 52, 36, "#ad8350"),
        (34, 116, 40, 34, "#bf9463"),
    ):  # fmt: skip
        pen.box(x, y, w, h, color)
        pen.line("#8f6a3d", 1.5, x, y + h * 0.3, x + w, y + h * 0.3)
        pen.box(x + w * 0.4, y, w * 0.16, h, "#d9bb8d")
    pen.box(150, 208, 92, 30, "#6d7f8c", radius=8)
    pen.box(150, 178, 18, 60, "#5d6e7a", radius=6)
    pen.box(226, 186, 18, 52, "#5d6e7a", radius=6)
    pen.box(158, 176, 78, 34, "#788b98", radius=6)
    for x in (160, 230):
        pen.box(x, 238, 6, 12, "#3d3229")


def _lift(pen: Pen, gap: float) -> None:
    pen.fall("#dcd9d2", "#c4c0b8")
    pen.box(0, 262, 400, 38, "#8f8a82")
    pen.box(92, 34, 216, 230, "#5f6669")
    pen.box(104, 46, 192, 218, "#1b1e20" if gap else "#777")
    if gap > 30:
        pen.fall("#f2e8c9", "#d7cbab", 60, 190)
        pen.box(0, 34, 92, 228, "#d2cec6")
        pen.box(308, 34, 92, 228, "#d2cec6")
        pen.box(92, 34, 12, 230, "#5f6669")
        pen.box(296, 34, 12, 230, "#5f6669")
        pen.box(92, 34, 216, 30, "#5f6669")
        pen.line("#b79f62", 3, 110, 180, 290, 180)
        pen.box(0, 262, 400, 38, "#8f8a82")
    half = 96 - gap / 2
    pen.box(104, 60, half, 202, "#b9bfc2")
    pen.box(296 - half, 60, half, 202, "#aeb4b8")
    for x in (112, 124, 296 - half + 8):
        pen.line("#d6dadc", 2, x, 66, x, 258)
    pen.box(168, 12, 64, 18, "#20262a", radius=3)
    pen.box(330, 130, 26, 62, "#d9d9d5", radius=4)
    pen.disc(343, 148, 6, "#f3efe4")
    pen.disc(343, 172, 6, "#f3efe4")


def lift_door(pen: Pen) -> None:
    _lift(pen, 26)
    pen.line("#e0483a", 3.5, 178, 21, 188, 21)
    pen.shape("#e0483a", 200, 15, 212, 27, 188, 27)
    pen.shape("#f0c419", 140, 128, 178, 128, 159, 94)
    pen.line("#3a3324", 3, 159, 106, 159, 117)
    pen.disc(159, 122, 1.8, "#3a3324")
    pen.disc(343, 148, 4, "#e0483a")


def lift_door_open(pen: Pen) -> None:
    _lift(pen, 150)
    pen.line("#58c26a", 3.5, 200, 15, 200, 27)
    pen.shape("#58c26a", 192, 20, 200, 13, 208, 20)


def lift_buttons(pen: Pen) -> None:
    pen.fall("#c9cdd0", "#a9aeb2")
    for x in range(0, 400, 16):
        pen.line("#d6dadc", 0.6, x, 0, x, 300)
    pen.box(128, 16, 144, 270, "#e3e5e6", radius=10)
    pen.box(146, 30, 108, 34, "#14181a", radius=4)
    pen.line("#e8513c", 4, 192, 38, 208, 38, 200, 56)
    for row in range(5):
        for column in range(2):
            x, y = 172 + column * 56, 92 + row * 40
            dead = (row, column) in ((1, 1), (2, 0))
            pen.disc(x, y, 15, "#9aa0a4")
            pen.disc(x, y, 12, "#5b5f62" if dead else "#f6f2e7")
            if not dead:
                pen.disc(x, y, 5, "#c8a24a")
    pen.line("#8b5a2b", 2, 214, 118, 242, 146)
    pen.line("#8b5a2b", 2, 242, 118, 214, 146)


def dripping_pipe(pen: Pen) -> None:
    pen.fall("#e7e1d4", "#d3cab9")
    pen.shape("#b7a98c", 150, 130, 262, 120, 300, 220, 240, 300, 120, 300, 130, 200)
    pen.shape("#9c8e72", 176, 160, 240, 150, 262, 230, 220, 300, 160, 300)
    pen.box(186, 0, 32, 300, "#c8cbc9")
    pen.box(190, 0, 7, 300, "#e4e6e4")
    for y in (70, 178):
        pen.box(178, y, 48, 24, "#aeb2b0", radius=4)
        pen.box(182, y, 8, 24, "#c9cccb")
    pen.box(218, 82, 90, 18, "#c0c4c2")
    pen.line("#7d4a2a", 2.5, 184, 203, 222, 203)
    for x, y in ((196, 216), (210, 232), (200, 252), (206, 274)):
        pen.disc(x, y, 4, "#7fb3d0", 6)
        pen.disc(x - 1, y - 2, 1.2, "#dff0f8")
    pen.shape("#d64545", 158, 268, 250, 268, 240, 300, 168, 300)
    pen.disc(204, 268, 46, "#b93a3a", 8)
    pen.disc(204, 269, 40, "#6aa0bd", 6)


def mended_pipe(pen: Pen) -> None:
    pen.fall("#ece7db", "#ddd5c6")
    pen.box(186, 0, 32, 300, "#c8cbc9")
    pen.box(190, 0, 7, 300, "#e4e6e4")
    pen.box(186, 96, 32, 130, "#f3f5f4")
    pen.box(190, 96, 7, 130, "#ffffff")
    for y in (86, 214):
        pen.box(176, y, 52, 26, "#3f7fa6", radius=4)
        pen.box(182, y, 8, 26, "#6aa5c8")
    pen.box(218, 152, 90, 18, "#f0f2f1")
    pen.box(258, 140, 18, 42, "#c8102e", radius=3)
    pen.box(262, 128, 10, 14, "#a40d26")
    pen.box(40, 252, 86, 30, "#41525c", radius=4)
    pen.frame(64, 238, 38, 16, "#2d3a42", 4)
    pen.line("#8d979d", 6, 140, 284, 176, 262)


def damp_ceiling(pen: Pen) -> None:
    pen.fall("#f4f1ea", "#e6e1d6")
    pen.shape("#efece4", 0, 0, 400, 0, 320, 84, 80, 84)
    pen.shape("#e0dace", 0, 0, 80, 84, 80, 300, 0, 300)
    pen.shape("#dcd6c9", 400, 0, 320, 84, 320, 300, 400, 300)
    pen.shape("#cdbb93", 150, 20, 250, 8, 312, 40, 322, 120, 296, 170, 280, 96, 210, 84, 160, 60)
    pen.shape("#b59f72", 190, 30, 262, 24, 300, 56, 306, 112, 288, 88, 230, 70)
    pen.shape("#8a7650", 240, 44, 280, 50, 296, 80, 270, 70)
    for x, y in ((246, 96), (270, 118), (262, 150)):
        pen.disc(x, y, 3, "#8fb6c9", 5)
    pen.disc(130, 50, 15, "#fbfaf5", 7)
    pen.box(150, 210, 120, 90, "#8d6b52", radius=6)
    pen.box(150, 200, 120, 20, "#a27d61", radius=5)


def cold_radiator(pen: Pen) -> None:
    pen.fall("#eee9df", "#dcd5c8")
    pen.box(0, 262, 400, 38, "#a98a68")
    pen.box(70, 0, 260, 88, "#b9cfdd")
    pen.frame(70, -6, 260, 94, "#f7f5f0", 7)
    pen.line("#f7f5f0", 6, 200, 0, 200, 88)
    pen.box(60, 88, 280, 10, "#f0ede6")
    for number in range(13):
        x = 76 + number * 19
        pen.box(x, 126, 15, 116, "#f2f3f2", radius=6)
        pen.box(x + 10, 130, 4, 108, "#cfd4d6", radius=2)
    pen.line("#d7dadb", 7, 60, 140, 340, 140)
    pen.line("#d7dadb", 7, 60, 230, 340, 230)
    pen.line("#b4b9bc", 6, 340, 140, 360, 140, 360, 300)
    pen.disc(352, 140, 8, "#3c7fb1")
    pen.box(96, 120, 58, 74, "#c9707a", radius=3)
    pen.box(96, 172, 58, 6, "#f3dfe0")
    pen.box(96, 182, 58, 3, "#f3dfe0")


def thermometer(pen: Pen) -> None:
    pen.fall("#e9e4d8", "#d8d0c1")
    pen.box(150, 16, 100, 268, "#faf8f3", radius=14)
    pen.frame(156, 22, 88, 256, "#d2c9b8", 1.5)
    pen.box(192, 44, 16, 186, "#e8ecee", radius=8)
    pen.disc(200, 240, 16, "#c8102e")
    pen.box(196, 168, 8, 70, "#c8102e", radius=3)
    for number in range(15):
        y = 216 - number * 12
        wide = 18 if number % 5 == 0 else 9
        pen.line("#5b5348", 1.4, 184 - wide, y, 184, y)
        pen.line("#5b5348", 1.4, 216, y, 216 + wide, y)
    pen.line("#3c7fb1", 3, 222, 168, 240, 168)


def gas_meter(pen: Pen) -> None:
    pen.fall("#dfe3e2", "#c6cbc9")
    pen.bricks(0, 0, 400, 300, "#b5bbb9", row=30)
    pen.line("#d8b23a", 11, 120, 0, 120, 96, 164, 96)
    pen.line("#d8b23a", 11, 236, 96, 290, 96, 290, 300)
    pen.box(140, 90, 120, 126, "#eceeed", radius=12)
    pen.box(158, 112, 84, 30, "#1e2326", radius=3)
    for number in range(5):
        pen.box(164 + number * 15, 117, 11, 20, "#e8e4d4" if number < 4 else "#d5483b")
    pen.disc(200, 178, 20, "#d4d8d6")
    pen.line("#c8102e", 2.5, 200, 178, 212, 166)
    pen.box(276, 160, 28, 12, "#c8102e", radius=3)


def yellow_water(pen: Pen) -> None:
    pen.fall("#dfe6e8", "#c9d2d5")
    pen.bricks(0, 0, 400, 210, "#bcc6c9", row=26)
    pen.box(0, 210, 400, 90, "#8f9aa0")
    pen.box(0, 206, 400, 8, "#aeb8bd")
    pen.box(60, 58, 96, 20, "#c3c9cc", radius=8)
    pen.box(136, 58, 24, 46, "#b4babd", radius=6)
    pen.box(84, 34, 30, 26, "#d0d5d8", radius=6)
    pen.box(143, 104, 10, 90, "#cfae55")
    pen.shape("#eef3f4", 206, 116, 306, 116, 294, 262, 218, 262)
    pen.shape("#cfae55", 210, 150, 302, 150, 293, 258, 219, 258)
    pen.shape("#9b7a2e", 217, 240, 295, 240, 293, 258, 219, 258)
    pen.disc(256, 150, 46, "#dcc073", 6)
    pen.line("#ffffff", 3, 220, 126, 228, 236)


INSIDE = {
    scene.__name__: scene
    for scene in (
        dark_corridor, lit_corridor, corridor_clutter, lift_door, lift_door_open, lift_buttons, dripping_pipe,
        mended_pipe, damp_ceiling, cold_radiator, thermometer, gas_meter, yellow_water,
    )
}  # fmt: skip
