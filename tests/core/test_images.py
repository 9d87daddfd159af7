import random
import struct
import time
import zipfile
import zlib
from io import BytesIO
from itertools import pairwise

import pillow_heif
import pytest
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from core.images import MAX_BYTES, PhotoRefused, process_photo

RED, GREEN, BLUE, WHITE = (200, 0, 0), (0, 200, 0), (0, 0, 200), (255, 255, 255)
WHITE_ROUNDED = (260, 260, 260)
FORMATS = ["JPEG", "PNG", "WEBP", "HEIF"]


def four_colours(width: int = 120, height: int = 80) -> Image.Image:
    """Red above left, green above right, blue below left, white below right."""
    image = Image.new("RGB", (width, height), WHITE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    image.paste(BLUE, (0, height // 2, width // 2, height))
    return image


def file_of(image: Image.Image, kind: str = "JPEG", **options: object) -> BytesIO:
    file = BytesIO()
    image.save(file, kind, **({"quality": 95} | options if kind != "PNG" else options))
    file.seek(0)
    return file


def corners(data: bytes) -> list[str]:
    image = Image.open(BytesIO(data))
    width, height = image.size
    places = [(width // 8, height // 8), (width * 7 // 8, height // 8), (width // 8, height * 7 // 8)]
    names = []
    for place in [*places, (width * 7 // 8, height * 7 // 8)]:
        red, green, blue = image.getpixel(place)
        bright = [red > 128, green > 128, blue > 128]
        names.append({(1, 0, 0): "R", (0, 1, 0): "G", (0, 0, 1): "B", (1, 1, 1): "W"}.get(tuple(bright), "?"))
    return names


def colour(data: bytes) -> tuple[int, ...]:
    """The colour in the middle, in steps of ten: JPEG is not exact."""
    image = Image.open(BytesIO(data))
    return tuple(round(value, -1) for value in image.getpixel((image.width // 2, image.height // 2)))


def refusal(file: BytesIO) -> str:
    with pytest.raises(PhotoRefused) as refused:
        process_photo(file)
    return refused.value.code


def located() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SecretPhone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (36.0, 27.0, 1.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = "SecretComment"
    return exif


def png(width: int, height: int, depth: int, kind: int, data: bytes, extra: bytes = b"") -> BytesIO:
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + extra
        + chunk(b"IDAT", zlib.compress(data))
        + chunk(b"IEND", b"")
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


## What comes out


@pytest.mark.parametrize("kind", FORMATS)
def test_each_kind_becomes_a_progressive_jpeg(kind):
    photo = process_photo(file_of(four_colours(), kind))
    full = Image.open(BytesIO(photo.full))
    assert (full.format, full.mode, full.size, "progressive" in full.info) == ("JPEG", "RGB", (120, 80), True)
    assert (photo.width, photo.height, photo.content_type) == (120, 80, "image/jpeg")
    assert corners(photo.full) == corners(photo.thumb) == ["R", "G", "B", "W"]


def test_large_photo_is_made_smaller_and_gets_a_thumbnail():
    photo = process_photo(file_of(four_colours(4000, 3000)))
    assert [Image.open(BytesIO(data)).size for data in (photo.full, photo.thumb)] == [(1600, 1200), (400, 300)]


@pytest.mark.parametrize("kind", FORMATS)
def test_small_photo_is_not_blown_up(kind):
    photo = process_photo(file_of(Image.new("RGB", (1, 1), RED), kind))
    assert [Image.open(BytesIO(data)).size for data in (photo.full, photo.thumb)] == [(1, 1), (1, 1)]


@pytest.mark.parametrize(("size", "small"), [((9000, 2), (1600, 1)), ((3, 20_000), (1, 1600))])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_very_thin_picture_keeps_a_side_of_one(size, small, kind):
    photo = process_photo(file_of(Image.new("RGB", size, RED), kind))
    assert (photo.width, photo.height) == small


@pytest.mark.parametrize("side", [3199, 3200, 3201, 6401, 5000])
def test_strips_join_without_a_seam(side):
    tall = Image.linear_gradient("L").resize((7, side)).convert("RGB")
    small = Image.open(BytesIO(process_photo(file_of(tall, "PNG")).full))
    column = [small.getpixel((0, y))[0] for y in range(small.height)]
    assert small.height == 1600
    assert max(abs(a - b) for a, b in pairwise(column)) <= 4


def test_the_same_file_gives_the_same_photo():
    file = file_of(four_colours())
    assert process_photo(file) == process_photo(file)


def test_the_name_of_the_file_does_not_count():
    file = file_of(four_colours(), "PNG")
    file.name = "photo.svg"
    assert process_photo(file).width == 120


## What does not come along


@pytest.mark.parametrize("kind", FORMATS)
def test_place_and_phone_are_gone(kind):
    photo = process_photo(file_of(four_colours(), kind, exif=located()))
    for data in (photo.full, photo.thumb):
        image = Image.open(BytesIO(data))
        assert dict(image.getexif()) == {}
        assert set(image.info) == {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        assert b"Secret" not in data


def test_comments_profiles_and_texts_are_gone():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    texts = PngInfo()
    texts.add_text("Author", "Secret", zip=True)
    files = [
        file_of(four_colours(), comment=b"Secret", icc_profile=profile, xmp=b"<Secret/>"),
        file_of(four_colours(), "PNG", pnginfo=texts, icc_profile=profile),
        file_of(four_colours(), "WEBP", xmp=b"<Secret/>", icc_profile=profile),
    ]
    for file in files:
        data = process_photo(file).full
        assert (b"Secret" in data, b"ICC_PROFILE" in data) == (False, False)


def test_an_archive_behind_the_photo_is_gone():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("evil.html", "<script>alert(1)</script>")
    polyglot = BytesIO(file_of(four_colours()).getvalue() + archive.getvalue())
    assert zipfile.is_zipfile(polyglot)
    photo = process_photo(polyglot)
    assert [zipfile.is_zipfile(BytesIO(data)) for data in (photo.full, photo.thumb)] == [False, False]
    assert b"script" not in photo.full


## Turned and coloured as it was seen


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("orientation", "seen"),
    [
        (1, "RGBW"),
        (2, "GRWB"),
        (3, "WBGR"),
        (4, "BWRG"),
        (5, "RBGW"),
        (6, "BRWG"),
        (7, "WGBR"),
        (8, "GWRB"),
        (9, "RGBW"),
    ],
)
def test_photo_is_turned_upright(kind, orientation, seen):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    photo = process_photo(file_of(four_colours(), kind, exif=exif))
    assert "".join(corners(photo.full)) == "".join(corners(photo.thumb)) == seen
    assert (photo.width, photo.height) == ((80, 120) if orientation in range(5, 9) else (120, 80))


def test_heic_is_turned_once_and_not_twice():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    # Given as bytes, the encoder also writes the turn into the container, as phones do.
    file = file_of(four_colours(), "HEIF", exif=exif.tobytes())
    assert b"irot" in file.getvalue()
    assert "".join(corners(process_photo(file).full)) == "BRWG"


def test_of_a_heic_only_the_container_tells_the_turn():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    file = file_of(four_colours(), "HEIF", exif=exif)
    assert b"irot" not in file.getvalue()
    assert "".join(corners(process_photo(file).full)) == "RGBW"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_exif_leaves_the_photo():
    file = file_of(four_colours(), exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\xff" * 40)
    assert corners(process_photo(file).full) == ["R", "G", "B", "W"]


def test_wide_colours_are_brought_to_srgb():
    # A profile whose red, green and blue stand in another order shows at once whether it was used.
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    photo = process_photo(file_of(Image.new("RGB", (40, 40), (200, 0, 0)), "PNG", icc_profile=bytes(profile)))
    assert colour(photo.full) == (0, 0, 200)


@pytest.mark.parametrize("profile", [b"no profile at all", b"\0" * 200])
def test_a_wrong_profile_costs_no_photo(profile):
    photo = process_photo(file_of(four_colours(), "JPEG", icc_profile=profile))
    assert corners(photo.full) == ["R", "G", "B", "W"]


def test_cmyk_becomes_rgb():
    photo = process_photo(file_of(four_colours().convert("CMYK"), "JPEG"))
    assert corners(photo.full) == ["R", "G", "B", "W"]


def test_transparent_parts_become_white():
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    for kind in ("PNG", "WEBP"):
        assert colour(process_photo(file_of(image, kind, lossless=True)).full) == WHITE_ROUNDED


def test_half_transparent_black_becomes_grey():
    photo = process_photo(file_of(Image.new("RGBA", (60, 60), (0, 0, 0, 127)), "PNG"))
    assert colour(photo.full) == (130, 130, 130)


def test_palette_with_transparency_becomes_white():
    image = Image.new("P", (60, 60), 1)
    image.putpalette([0, 0, 0, 10, 20, 30])
    assert colour(process_photo(file_of(image, "PNG", transparency=1)).full) == WHITE_ROUNDED
    assert colour(process_photo(file_of(image, "PNG", transparency=b"\xff\x00")).full) == WHITE_ROUNDED
    assert colour(process_photo(file_of(image, "PNG")).full) == (10, 20, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_every_mode_of_png_is_taken(mode):
    assert process_photo(file_of(four_colours().convert(mode), "PNG")).width == 120


@pytest.mark.parametrize(
    ("kind", "pixel", "expected"),
    [
        (0, b"\x9c\x40", (160, 160, 160)),
        (2, b"\xc8\x00\x64\x00\x00\x00", (200, 100, 0)),
        (4, b"\x9c\x40\x00\x00", WHITE_ROUNDED),
        (6, b"\xc8\x00\x64\x00\x00\x00\xff\xff", (200, 100, 0)),
    ],
)
def test_sixteen_bits_become_eight(kind, pixel, expected):
    photo = process_photo(png(20, 20, 16, kind, (b"\0" + pixel * 20) * 20))
    assert colour(photo.full) == expected


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_stays(kind):
    frames = [Image.new("RGB", (40, 40), colour) for colour in (RED, GREEN)]
    file = file_of(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)
    assert colour(process_photo(file).full) == RED


def test_of_a_pair_of_photos_the_first_stays():
    file = file_of(four_colours(), "MPO", save_all=True, append_images=[Image.new("RGB", (50, 50), RED)])
    assert corners(process_photo(file).full) == ["R", "G", "B", "W"]


def test_of_a_heic_the_main_picture_stays():
    container = pillow_heif.HeifFile()
    for image in (Image.new("RGB", (64, 64), GREEN), Image.new("RGB", (64, 64), RED)):
        container.add_from_pillow(image)
    file = BytesIO()
    container.save(file, quality=95, primary_index=1)
    assert colour(process_photo(file).full) == RED


## Refused


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"PK\x03\x04" + b"\0" * 100,
        b"<html><script>alert(1)</script></html>",
        *(file_of(four_colours(), kind).getvalue() for kind in ("GIF", "BMP", "TIFF", "AVIF", "ICO", "JPEG2000")),
    ],
    ids=["empty", "text", "svg", "pdf", "zip", "html", "gif", "bmp", "tiff", "avif", "ico", "jpeg2000"],
)
def test_what_is_no_photo_is_refused(data):
    assert refusal(BytesIO(data)) == "not_a_photo"


def test_the_refusal_says_what_to_do():
    with pytest.raises(PhotoRefused, match="这个文件不是照片，或者没有传完整。请选手机拍的照片或截图。"):
        process_photo(BytesIO(b"hello"))


def test_file_over_fifteen_megabytes_is_refused():
    assert refusal(BytesIO(file_of(four_colours()).getvalue().ljust(MAX_BYTES + 1, b"\0"))) == "too_big"


def test_file_of_fifteen_megabytes_is_taken():
    assert process_photo(BytesIO(file_of(four_colours()).getvalue().ljust(MAX_BYTES, b"\0"))).width == 120


@pytest.mark.parametrize("size", [(7072, 7072), (10_000, 10_000), (30_000, 30_000), (2**31 - 1, 2**31 - 1)])
def test_bomb_is_refused_before_it_is_decoded(size):
    started = time.process_time()
    assert refusal(png(*size, 8, 0, b"\0" * 1000)) == "too_many_pixels"
    assert time.process_time() - started < 0.5


def test_bomb_in_the_text_of_a_png_is_refused():
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 20_000_000))
    assert refusal(png(1, 1, 8, 0, b"\0\0", text)) == "broken"


def test_jpeg_of_endless_scans_is_refused():
    data = file_of(four_colours(), progressive=True).getvalue()
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert refusal(BytesIO(data[:-2] + scan * 200 + data[-2:])) == "broken"


@pytest.mark.parametrize("kind", FORMATS)
def test_truncated_photo_is_refused(kind):
    noise = Image.effect_noise((300, 300), 80).convert("RGB")
    data = file_of(noise, kind).getvalue()
    assert refusal(BytesIO(data[: len(data) // 2])) in ("broken", "not_a_photo")


@pytest.mark.parametrize("kind", FORMATS)
def test_no_damage_makes_more_than_a_refusal(kind):
    dice = random.Random(kind)
    sound = file_of(four_colours(64, 48), kind, exif=located()).getvalue()
    for _ in range(150):
        data = bytearray(sound)
        for _ in range(dice.randrange(1, 8)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        try:
            photo = process_photo(BytesIO(data))
        except PhotoRefused:
            continue
        assert Image.open(BytesIO(photo.full)).size == (photo.width, photo.height)


## Large, and still quick


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_forty_megapixels_pass_in_reasonable_time(kind):
    file = file_of(Image.linear_gradient("L").resize((7300, 5480)), kind)
    started = time.process_time()
    photo = process_photo(file)
    assert (photo.width, photo.height) == (1600, 1201)
    assert time.process_time() - started < 5
