"""Files messages from another system as requests: portal/management/commands/import_messages.py.

1. Lines are read in blocks; which of a block's ids were filed before is one question to the database.
2. A block is one transaction, each line of it a savepoint: a bad line costs only itself.
3. Numbers run in the order of the file, within the month in which the message was written. Who gets it, and
   by when, counts from the import: nobody promised anything before.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import DataError, IntegrityError, transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.errors import ActionRefused
from services import actions
from services.models import Category, CategoryGroup, Request
from services.vocabulary import Channel
from stations.models import Station

BLOCK = 100
LONGEST_ID = 40


@dataclass
class Imported:
    groups: Counter[str] = field(default_factory=Counter)  # name of the group, "" for unclear ones
    earlier: int = 0
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Message:
    id: str
    title: str
    text: str
    at: datetime
    category: str


class Importer:
    def __init__(self, station: Station) -> None:
        self.station, self.imported, self.now = station, Imported(), timezone.now()
        self.categories = {category.slug: category for category in Category.objects.select_related("group")}
        self.groups = set(CategoryGroup.objects.values_list("slug", flat=True))

    def file_all(self, lines: Iterable[str]) -> Iterator[int]:
        """Yields the number of each line when it is done. What happened stands in `imported`."""
        numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
        while block := list(islice(numbered, BLOCK)):
            messages = [(number, message) for number, line in block if (message := self.read(number, line))]
            with transaction.atomic():
                ids = [message.id for _number, message in messages]
                known = Request.objects.filter(station=self.station, import_id__in=ids)
                before = set(known.values_list("import_id", flat=True))
                for number, message in messages:
                    self.file(number, message, before)
            yield from (number for number, _line in block)

    def read(self, number: int, line: str) -> Message | None:
        try:
            return parse(line)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            self.imported.faults.append(f"line {number}: {error}")
            return None

    def file(self, number: int, message: Message, before: set[str]) -> None:
        if message.id in before:
            self.imported.earlier += 1
            return
        try:
            with transaction.atomic():
                request = actions.file_request(
                    station=self.station,
                    title=message.title,
                    description=message.text,
                    reporter=actions.Reporter(),
                    place=actions.Place(),
                    channel=Channel.IMPORT,
                    category=self.category_of(number, message.category),
                    import_id=message.id,
                    at=message.at,
                    received_at=self.now,
                ).request
        except (ActionRefused, DataError, IntegrityError) as error:
            self.imported.faults.append(f"line {number}: {error}")
            return
        before.add(message.id)
        self.imported.groups[request.category.group.name if request.category else ""] += 1

    def category_of(self, number: int, slug: str) -> Category | None:
        """A kind decides. A group of kinds does not: which of them it is, the words say as for everybody else."""
        if not slug or slug in self.categories:
            return self.categories.get(slug)
        if slug not in self.groups:
            self.imported.remarks.append(f"line {number}: nobody knows a category {slug!r}; the words decide")
        return None


def parse(line: str) -> Message:
    """ValueError in words for whatever is wrong with the line."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise ValueError("not an object with id, title, text, created_at")
    name = str(row.get("id", "")).strip() if isinstance(row.get("id"), (str, int)) else ""
    if not name or len(name) > LONGEST_ID:
        raise ValueError(f"id is missing, or longer than {LONGEST_ID} characters")
    texts = {key: row.get(key) or "" for key in ("title", "text", "category")}
    for key, value in texts.items():
        if not isinstance(value, str):
            raise ValueError(f"{key} is not text")
    said = texts["text"] if texts["text"].strip() else texts["title"]
    return Message(name, texts["title"], said, moment_of(row.get("created_at")), texts["category"].strip())


def moment_of(value: Any) -> datetime:
    """Without a zone it is the time of Shanghai."""
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError("created_at is missing, or no time like 2026-11-23T14:05:00+08:00")
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if moment > timezone.now():
        raise ValueError("created_at lies in the future")
    return moment
