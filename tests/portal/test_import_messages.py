"""Messages of another system become requests: each once, with its time, and one bad line costs only itself."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.calendar import SHANGHAI
from services.models import Request
from services.vocabulary import Channel, Status

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "citizen_messages.jsonl"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)


def row(number, **more):
    return {
        "id": f"m{number}",
        "title": "电梯坏了",
        "text": "三号楼电梯又停了，老人下不来。",
        "created_at": "2019-11-12T17:46:04+08:00",
        **more,
    }


def write(tmp_path, *lines):
    file = tmp_path / "messages.jsonl"
    text = "\n".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    file.write_text(text, encoding="utf-8")
    return str(file)


def run(file, station="jingan"):
    """(exit code, what was said, what went wrong)"""
    out, errors = StringIO(), StringIO()
    code = 0
    try:
        call_command("import_messages", file, station=station, stdout=out, stderr=errors)
    except SystemExit as stop:
        code = stop.code
    return code, out.getvalue(), errors.getvalue()


def test_a_line_becomes_a_request_that_keeps_its_time(cast, tmp_path):
    code, said, _ = run(write(tmp_path, row(1)))
    request = Request.objects.get()

    assert (code, said.splitlines()[0][:7]) == (0, "1 filed")
    assert (request.title, request.channel, request.import_id) == ("电梯坏了", Channel.IMPORT, "m1")
    assert request.filed_at == datetime(2019, 11, 12, 9, 46, 4, tzinfo=UTC)
    assert request.number == "JA-1911-0001"
    assert request.events.order_by("pk").first().at == request.filed_at


def test_a_time_without_a_zone_is_the_time_of_shanghai(cast, tmp_path):
    run(write(tmp_path, row(1, created_at="2019-11-12 08:00:00")))

    assert timezone.localtime(Request.objects.get().filed_at).hour == 8


@time_machine.travel(NOW, tick=False)
def test_todays_people_get_it_and_the_promise_counts_from_today(cast, tmp_path):
    run(write(tmp_path, row(1, created_at="2011-05-02T15:00:00+08:00")))
    request = Request.objects.get()

    assert (request.status, request.assignee, request.level) == (Status.ASSIGNED, cast.manager, "station")
    assert request.resolve_due_at > NOW
    assert request.accepted_at == NOW


def test_the_same_file_again_files_nothing(cast, tmp_path):
    file = write(tmp_path, row(1), row(2))
    run(file)

    assert run(file)[:2] == (0, "0 filed, 2 were there already, 0 faulty; 0.0 s.\n")
    assert Request.objects.count() == 2


def test_an_id_twice_in_one_file_files_once_and_counts_apart_in_another_station(cast, tmp_path):
    file = write(tmp_path, row(1), row(1))
    run(file)
    run(file, station="huaji")

    assert sorted(Request.objects.values_list("station__slug", flat=True)) == ["huaji", "jingan"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1, 2]", "not an object"),
        ("3", "not an object"),
        (row(9, id=""), "id is missing"),
        (row(9, id=None), "id is missing"),
        (row(9, id="x" * 41), "longer than 40"),
        (row(9, id=["a"]), "id is missing"),
        (row(9, created_at="gestern"), "created_at is missing"),
        (row(9, created_at=12), "created_at is missing"),
        (row(9, created_at="2019-13-45T00:00:00"), "created_at is missing"),
        (row(9, created_at="2099-01-01T00:00:00"), "lies in the future"),
        (row(9, text="", title=""), "请写一句话"),
        (row(9, text=["a"]), "text is not text"),
        (row(9, text="长" * 10_001), "不要超过一万字"),
    ],
)
def test_a_bad_line_is_named_and_costs_only_itself(cast, tmp_path, line, reason):
    code, said, errors = run(write(tmp_path, row(1), line, row(3)))

    assert code == 1
    assert errors.startswith("line 2: ")
    assert reason in errors
    assert said.startswith("2 filed, 0 were there already, 1 faulty")
    assert set(Request.objects.values_list("import_id", flat=True)) == {"m1", "m3"}


def test_odd_but_possible_lines_are_filed(cast, tmp_path):
    lines = [
        row(1, text=""),  # the title says it
        row(2, title=None),
        row(3, text="\x00前面有个空字符\u202e"),
        row(4, id=7),
        row(5, title="长" * 200),
        "",
        row(6),
    ]

    assert run(write(tmp_path, *lines))[0] == 0
    assert Request.objects.count() == 6
    assert Request.objects.get(import_id="m1").description == "电梯坏了"
    assert "\x00" not in Request.objects.get(import_id="m3").description


def test_a_kind_that_is_named_is_taken_over_a_group_is_not_and_an_unknown_one_is_told(cast, tmp_path):
    lines = [row(1, category="pets"), row(2, category="parking"), row(3, category="care"), row(4, category="ufo")]

    code, _said, errors = run(write(tmp_path, *lines))

    kinds = dict(Request.objects.values_list("import_id", "category__slug"))
    assert kinds == {"m1": "pets", "m2": "parking", "m3": "lift-fault", "m4": "lift-fault"}
    assert (code, errors) == (0, "line 4: nobody knows a category 'ufo'; the words decide\n")


def test_an_unknown_station_or_file_is_said_in_one_line(cast, tmp_path):
    with pytest.raises(CommandError, match=r"There is no station 'nowhere'. Stations: huaji, hubei, jingan."):
        run(write(tmp_path, row(1)), station="nowhere")
    with pytest.raises(CommandError, match=r"nothing.jsonl: No such file"):
        run(str(tmp_path / "nothing.jsonl"))


@pytest.mark.slow
@pytest.mark.skipif(not DATA.exists(), reason=f"the real messages are not beside the project ({DATA})")
def test_all_real_messages_become_requests_that_somebody_has(cast):
    code, said, errors = run(str(DATA))

    requests = Request.objects.filter(channel=Channel.IMPORT)
    assert (code, errors) == (0, "")
    assert requests.count() == len(DATA.read_text(encoding="utf-8").strip().split("\n"))
    assert not requests.filter(assignee=None).exists()
    assert not requests.filter(title="").exists()
    assert said.splitlines()[-1].startswith("  ")
