"""Flat shapes on 400 × 300 units. Colours are hex; points are flat lists: x, y, x, y."""

from __future__ import annotations

from PIL import Image, ImageDraw, ImageFilter

SCALE = 4


class Pen:
    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image)

    def box(self, x: float, y: float, width: float, height: float, fill: str, *, radius: float = 0) -> None:
        where = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
        self._draw.rounded_rectangle(where, radius * SCALE, fill=fill)

    def frame(self, x: float, y: float, width: float, height: float, color: str, thick: float = 2) -> None:
        where = (x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE)
        self._draw.rectangle(where, outline=color, width=int(thick * SCALE))

    def disc(self, x: float, y: float, wide: float, fill: str, high: float | None = None) -> None:
        high = wide if high is None else high
        self._draw.ellipse(((x - wide) * SCALE, (y - high) * SCALE, (x + wide) * SCALE, (y + high) * SCALE), fill=fill)

    def shape(self, fill: str, *points: float) -> None:
        self._draw.polygon([value * SCALE for value in points], fill=fill)

    def line(self, color: str, thick: float, *points: float) -> None:
        scaled = [value * SCALE for value in points]
        self._draw.line(scaled, fill=color, width=int(thick * SCALE), joint="curve")
        for x, y in zip(points[::2], points[1::2], strict=True):
            self.disc(x, y, thick / 2, color)

    def glow(self, x: float, y: float, radius: float, color: str, strength: int = 150) -> None:
        """A soft light."""
        mask = Image.new("L", self.image.size, 0)
        where = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        ImageDraw.Draw(mask).ellipse(where, fill=strength)
        mask = mask.reduce(8).filter(ImageFilter.BoxBlur(radius * SCALE / 20)).resize(self.image.size)
        self.image.paste(Image.new("RGB", self.image.size, color), (0, 0), mask)

    def fall(self, top: str, bottom: str, y: float = 0, height: float = 300) -> None:
        """A wall, a sky: from one colour to another, over the whole width."""
        ramp = Image.linear_gradient("L").resize((self.image.width, int(height * SCALE)))
        size = ramp.size
        band = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), ramp)
        self.image.paste(band, (0, int(y * SCALE)))

    def bricks(self, x: float, y: float, width: float, height: float, color: str, *, row: float = 10) -> None:
        """Joints of a wall or a pavement."""
        for number in range(int(height / row) + 1):
            top = y + number * row
            self.line(color, 0.7, x, top, x + width, top)
            left = x + (row if number % 2 else 0)
            while left < x + width and top + row <= y + height:
                self.line(color, 0.7, left, top, left, top + row)
                left += row * 2
