"""What is not as in the version before: rules and figures one by one, as printed, and whose words changed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

Json = Mapping[str, Any]
OVERALL, RULES, TEXTS = "overall", "rules", "texts"
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
    """Whose words are not as they were: that they changed is told, not every word of them."""
    old, new = ({text["key"]: text for text in texts} for texts in (before, now))
    names = {**old, **new}
    return [
        {"table": TEXTS, "key": key, "label": {"zh": name, "en": name}, "figure": figure, "was": None, "now": None}
        for key, name in ((key, text["station"]) for key, text in names.items())
        for figure in ("done", "hard", "analysis", "plan")
        if old.get(key, {}).get(figure, "") != new.get(key, {}).get(figure, "")
    ]


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
