"""Files as a phone sends them."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image


def photo(name: str = "lift.jpg", colour: str = "#b99", size: tuple[int, int] = (600, 400)) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def no_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("notes.jpg", b"this is no picture", "image/jpeg")


def fetched(client: Client, path: str) -> tuple[int, bytes]:
    """Status and body of a photo; read to its end, so that the file behind it is closed."""
    answer = client.get(path)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body
