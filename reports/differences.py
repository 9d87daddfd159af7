"""What is not as in the version before: rules and figures one by one, as printed, and whose words changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Any

Json = Mapping[str, Any]
OVERALL, RULES, TEXTS = "overall", "rules", "texts"
LEAD, SHOWN = 8, 40  # signs of a text: before what differs, and in all
Change = dict[str, Any]  # table, key, label, figure, was, now


def differences(before: Json, now: Json) -> list[Change]:
    """Between two contents (reports/queries/content.py); None: the figure, or its whole row, was or is not there."""
    found = list(_of_row(RULES, "", None, _said(before.get("rules", {})), _said(now.get("rules", {}))))
    found += _of_row(OVERALL, "", None, before["figures"]["now"], now["figures"]["now"])
    for name in now["tables"]:
        if name in before["tables"]:  # what was not printed at all then is no change
            found += _of_table(name, before["tables"][name], now["tables"][name])
    return found


def text_differences(before: Sequence[Json], now: Sequence[Json]) -> list[Change]:
    """Whose words are not as they were, and both times where they part: a few words, not all of them."""
    old, new = ({text["key"]: text for text in texts} for texts in (before, now))
    names = {**old, **new}
    return [
        {"table": TEXTS, "key": key, "label": {"zh": name, "en": name}, "figure": figure, "was": was, "now": is_now}
        for key, name in ((key, text["station"]) for key, text in names.items())
        for figure in ("done", "hard", "analysis", "plan")
        for was, is_now in [_parted(old.get(key, {}).get(figure, ""), new.get(key, {}).get(figure, ""))]
        if was != is_now
    ]


def _parted(was: str, now: str) -> tuple[str, str]:
    """Both from shortly before the first sign that differs, at most so long; 「…」 where something is left out."""
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    start = max(same - LEAD, 0)
    return _cut(was, start), _cut(now, start)


def _cut(text: str, start: int) -> str:
    shown = " ".join(text[start : start + SHOWN].split())
    return f"{'…' if start and text else ''}{shown}{'…' if len(text) > start + SHOWN else ''}"


def _said(rules: Json) -> Json:
    """0.9 and 0.90 are the same."""
    return {name: f"{Decimal(str(value)).normalize():f}" for name, value in rules.items()}


def _of_table(name: str, before: Json, now: Json) -> Iterator[Change]:
    rows_before = {row["key"]: row for row in before["rows"]}
    rows_now = {row["key"]: row for row in now["rows"]}
    for key in [*rows_now, *(key for key in rows_before if key not in rows_now)]:
        old, new = rows_before.get(key), rows_now.get(key)
        label = (new or old or {})["label"]
        yield from _of_row(name, key, label, old["figures"] if old else {}, new["figures"] if new else {})
        if name == "station":
            yield from _of_row(name, key, label, _placed(old), _placed(new))


def _placed(row: Json | None) -> dict[str, str | None]:
    place = row["place"] if row else None
    return {"place": None if place is None else str(place)}


def _of_row(table: str, key: str, label: Any, before: Json, now: Json) -> Iterator[Change]:
    """Of a row that came or went its noughts are no news."""
    for figure in {**before, **now}:
        was, is_now = before.get(figure), now.get(figure)
        is_news = (before and now) or {was, is_now} != {None, "0"}
        if was != is_now and is_news:
            yield {"table": table, "key": key, "label": label, "figure": figure, "was": was, "now": is_now}
