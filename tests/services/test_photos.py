"""Photos: only for those who may read the request."""

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from services import actions
from services.models import Photo, Request
from tests.cast import Cast
from tests.uploads import fetched, photo

REPORT = "/stations/jingan/report/"


@pytest.fixture
def filed(client: Client, cast: Cast) -> Photo:
    sent = {"description": "投诉物业，电话没人接，态度太差", "photos": [photo(size=(2000, 1000))]}
    client.post(REPORT, sent | {"building": cast.building.pk})
    return Photo.objects.get()


def path_of(row: Photo, size: str = "thumb") -> str:
    return reverse("photo", args=[row.pk, size])


def test_the_owner_sees_both_sizes(client: Client, filed: Photo) -> None:
    answers = [fetched(client, path_of(filed, size)) for size in ("thumb", "full")]

    assert [status for status, _body in answers] == [200, 200]
    assert len(answers[0][1]) < len(answers[1][1])


def test_it_is_sent_as_a_picture_that_no_shared_cache_keeps(client: Client, filed: Photo) -> None:
    answer = client.get(path_of(filed))
    list(answer.streaming_content)

    assert answer["Content-Type"] == "image/jpeg"
    assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, max-age=3600", "nosniff")


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *[(None, 404), ("stranger", 404), ("resident", 404), ("chief", 200), ("chair", 200), ("manager", 404)],
        *[("leader", 404), ("mediator", 404), ("officer", 404), ("official", 404), ("admin", 404)],
    ],
)
def test_others_see_it_only_when_they_may_read_the_request(
    cast: Cast, filed: Photo, who: str | None, status: int
) -> None:
    other = Client()
    if who:
        other.force_login(getattr(cast, who))

    assert fetched(other, path_of(filed))[0] == status


@pytest.mark.parametrize("path", ["/photos/0/thumb/", "/photos/1/huge/", "/photos/99999999999999999999/thumb/"])
def test_what_does_not_exist_is_404(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_file_that_was_lost_is_404(client: Client, filed: Photo) -> None:
    filed.thumb.storage.delete(filed.thumb.name)

    assert client.get(path_of(filed)).status_code == 404


def test_nobody_guesses_a_photo_of_a_form(client: Client, db: None) -> None:
    assert client.get(reverse("kept_photo", args=["0" * 32])).status_code == 404


def test_a_neighbour_of_a_merged_request_sees_no_photo_of_the_other(client: Client, cast: Cast) -> None:
    first, second = Client(), Client()
    sent = {"description": "三单元电梯又坏了", "photos": [photo()]}
    first.post(REPORT, sent)
    lead = Request.objects.get()
    path = second.post(REPORT, {"description": "电梯不动"})["Location"]
    actions.merge(request=Request.objects.exclude(pk=lead.pk).get(), into=lead, actor=cast.chief)

    assert "/photos/" not in second.get(path).content.decode()
    assert second.get(path_of(lead.photos.get())).status_code == 404


def test_what_is_stored_is_upright_small_and_bare(filed: Photo) -> None:
    with filed.full.open() as file, Image.open(file) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1600, 800), {})
