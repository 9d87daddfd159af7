"""The photo pipeline: whatever a phone sends becomes a small upright JPEG that carries nothing but the picture."""

import logging
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import BinaryIO

import pillow_heif
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageCms
from PIL.JpegImagePlugin import JpegImageFile

from core.errors import ActionRefused

logger = logging.getLogger(__name__)

pillow_heif.register_heif_opener()

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 50_000_000
# A photo has about ten scans. Thousands of empty ones in a small file would keep a processor busy for minutes.
MAX_SCANS = 100
FULL_SIDE = 1600
THUMB_SIDE = 400
STRIP_ROWS = 256
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# A large WebP takes some 600 MB while it is decoded: one at a time in a process, however many are sent at once.
_decoder = Lock()
LONGEST_WAIT = 20  # seconds in the queue; behind that the whole process would only wait for pictures


class PhotoRefused(ActionRefused):
    """The file cannot become a photo. Codes: `too_big`, `too_many_pixels`, `not_a_photo`, `broken`, `busy`."""


@dataclass(frozen=True, slots=True)
class ProcessedPhoto:
    """Two JPEGs: `full` (no side over 1600 px, `width` × `height`) and `thumb` (no side over 400 px)."""

    full: bytes
    thumb: bytes
    width: int
    height: int
    content_type: str = "image/jpeg"


def process_photo(file: BinaryIO) -> ProcessedPhoto:
    """Turn an uploaded file (JPEG, PNG, WebP or HEIC, judged by its content) into a photo that may be kept and shown.

    1. Refuse by size of the file, then by kind, then by size of the picture, before anything is decoded.
    2. Decode (the first frame), put on white, shrink, convert to sRGB, turn upright.
    3. Encode anew from the bare pixels: no EXIF, GPS, ICC, comment or appended file survives.

    The same bytes in give the same bytes out. Raises PhotoRefused.
    """
    file.seek(0)
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise PhotoRefused("too_big", _("这张照片太大了（超过15兆），请换一张小一点的。"))
    picture = _decoded(data)
    thumb = picture.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return ProcessedPhoto(_jpeg(picture), _jpeg(thumb), picture.width, picture.height)


def _decoded(data: bytes) -> Image.Image:
    if not _decoder.acquire(timeout=LONGEST_WAIT):
        raise PhotoRefused("busy", _("这会儿传照片的人太多，请过一会儿再传。"))
    try:
        return _upright(_opened(data))
    except PhotoRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Image.UnidentifiedImageError as error:
        raise PhotoRefused("not_a_photo", _("这个文件不是照片，或者没有传完整。请选手机拍的照片或截图。")) from error
    except Exception as error:
        # Decoders share no common error. Whatever one of them raises on a stranger's file, the file is to blame.
        logger.info("photo not readable", exc_info=True)
        raise PhotoRefused("broken", _("这张照片打不开，可能没有传完整，请重新选一次。")) from error
    finally:
        _decoder.release()


def _opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "HEIF"))  # reads no more than the header
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if isinstance(image, JpegImageFile) and data.count(b"\xff\xda") > MAX_SCANS:
        raise ValueError("too many scans")
    return image


def _upright(image: Image.Image) -> Image.Image:
    if isinstance(image, JpegImageFile):
        # Half, quarter or eighth size straight from the decoder: 40 megapixels never stand in memory.
        scale = min(1, FULL_SIDE / max(image.size))
        image.draft(None, (max(1, int(image.width * scale)), max(1, int(image.height * scale))))
    image.load()
    orientation = image.getexif().get(ExifTags.Base.Orientation)  # a PNG may tell it after the pixels
    picture = _in_srgb(_shrunk(image), image.info.get("icc_profile"))
    return picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture


def _shrunk(image: Image.Image) -> Image.Image:
    # In strips, so that a large picture is not copied as a whole. Made anew, so that nothing but pixels comes along.
    factor = max(1, max(image.size) // (2 * FULL_SIDE))
    mode = "CMYK" if image.mode == "CMYK" else "RGB"  # the profile of a CMYK picture is for its four channels
    small = Image.new(mode, (-(-image.width // factor), -(-image.height // factor)))
    for top in range(0, image.height, STRIP_ROWS * factor):
        strip = image.crop((0, top, image.width, min(image.height, top + STRIP_ROWS * factor)))
        small.paste(_opaque(strip, mode).reduce(factor), (0, top // factor))
    small.thumbnail((FULL_SIDE, FULL_SIDE), Image.Resampling.LANCZOS)
    return small


def _opaque(image: Image.Image, mode: str) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits of grey: Pillow's own conversion cuts off everything above 255.
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert(mode)


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image.convert("RGB")
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError) as error:
        logger.info("colour profile not used: %s", error)  # it costs a shade of colour, not the photo
        return image.convert("RGB")


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=82, progressive=True, optimize=True)
    return out.getvalue()


def _too_many_pixels() -> PhotoRefused:
    return PhotoRefused("too_many_pixels", _("这张照片的尺寸太大了，请换一张，或者截个屏再传。"))
