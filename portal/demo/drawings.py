"""Photos of the demo. There is no photo of anybody's house in the project: what phones would have taken is drawn.

A scene (scenes_*.py) is drawn on 400 × 300 units, four times as large as it needs to be, and goes through the same
pipeline as an uploaded photo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from core.images import ProcessedPhoto, process_photo
from portal.demo.pen import SCALE, Pen
from portal.demo.scenes_inside import INSIDE
from portal.demo.scenes_outside import OUTSIDE
from services.models import Photo

SCENES: dict[str, Callable[[Pen], None]] = {**INSIDE, **OUTSIDE}
WIDTH, HEIGHT = 400, 300
SIZE = (1000, 750)


def photo_of(name: str, rng: Random) -> Photo:
    """An unsaved row with its files; now and then the same scene from the other side."""
    picture = _processed(name, rng.random() < 0.5)
    photo = Photo(width=picture.width, height=picture.height)
    photo.full.save(f"demo-{name}.jpg", ContentFile(picture.full), save=False)
    photo.thumb.save(f"demo-{name}-s.jpg", ContentFile(picture.thumb), save=False)
    return photo


@lru_cache(maxsize=64)
def _processed(name: str, mirrored: bool) -> ProcessedPhoto:
    file = BytesIO()
    draw(name, mirrored=mirrored).save(file, "PNG", compress_level=1)
    return process_photo(file)


def draw(name: str, *, mirrored: bool = False) -> Image.Image:
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "#d8d4cc")
    SCENES[name](Pen(image))
    image = image.resize(SIZE, Image.Resampling.LANCZOS)
    return _as_by_a_phone(ImageOps.mirror(image) if mirrored else image)


def _as_by_a_phone(image: Image.Image) -> Image.Image:
    """A little darker towards the corners, not quite sharp."""
    shade = Image.new("L", image.size, 0)
    ImageDraw.Draw(shade).ellipse((-150, -130, image.width + 150, image.height + 130), fill=255)
    shade = shade.filter(ImageFilter.BoxBlur(110))
    dark = Image.eval(image, lambda value: int(value * 0.72))
    return Image.composite(image, dark, shade).filter(ImageFilter.GaussianBlur(0.6))
