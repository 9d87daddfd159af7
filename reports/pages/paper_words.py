"""The sentences of a monthly report that its figures make."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.clock import say_day
from reports.differences import TEXTS
from reports.pages.printed import (
    change,
    change_words,
    figure_name,
    is_blank,
    is_over,
    label,
    says,
    share,
    short_month,
    table_name,
)
from reports.queries import Change
from services.vocabulary import TopicState

Json = dict[str, Any]


def lead(content: Json) -> str:
    """What happened in the month, in three or four sentences."""
    now, before, year = (content["figures"][when] for when in ("now", "before", "year"))
    said = {
        "month": short_month(content["period"]["key"]),
        "division": content["head"]["division"],
        "stations": content["stations"],
        "received": says("received", now["received"]),
        "compared": _compared("received", now, before, _("，比上月%(moved)s"))
        + _compared("received", now, year, _("，比上年同月%(moved)s")),
    }
    sentences = [_("%(month)s，%(division)s%(stations)s个驿站共收到居民诉求%(received)s%(compared)s。") % said]
    rows = [row for row in content["tables"]["group"]["rows"] if row["key"]]
    if rows and rows[0]["figures"]["received"] != "0":
        sentences.append(_most(rows[0], now))
    sentences.append(_done(content))
    if not is_over(content):
        sentences.append(_("本月还没过完：上月、上年同月都只算到同一天，用时按全月算。"))
    return _joined(sentences)


def last_day(content: Json) -> str:
    """「10月底」, or of a month that is not over the day up to which it was counted."""
    if is_over(content):
        return _("月底")
    return say_day(date.fromisoformat(content["period"]["last"]), None)


def _most(row: Json, now: Json) -> str:
    received = row["figures"]["received"]
    return _("最多的是%(kind)s，%(count)s，占%(share)s。") % {
        "kind": label(row["label"]),
        "count": says("received", received),
        "share": share(received, now["received"]),
    }


def _done(content: Json) -> str:
    now, before, late = content["figures"]["now"], content["figures"]["before"], content["overdue"]["count"]
    said = {"in_hand": says("in_hand", now["in_hand"]), "late": says("in_hand", str(late)), "day": last_day(content)}
    parts = []
    for key in ("resolved_in_time", "satisfaction_rate"):
        if now[key] is not None:
            told = {"name": figure_name(key), "value": says(key, now[key])}
            parts.append(_("%(name)s%(value)s") % told + _compared(key, now, before, _("，比上月%(moved)s")))
    if late:
        parts.append(_("到%(day)s在办%(in_hand)s，超期还没办好的%(late)s") % said)
    else:
        parts.append(_("到%(day)s在办%(in_hand)s，没有超期的") % said)
    return _("%(parts)s。") % {"parts": _("；").join(parts)}


def _compared(key: str, now: Json, then: Json, words: str) -> str:
    """Nothing where there is nothing to compare with."""
    found = change(key, now, then)
    if found.amount is None or (found.indicator.kind == "count" and then[key] == "0"):
        return ""
    return words % {"moved": _moved(found)}


def _moved(found: Change) -> str:
    """「上升11.67个百分点」; of a count 「增加92件」."""
    if not found.amount:
        return found.words
    said = {"by": found.words.lstrip("+−")}
    if found.indicator.kind == "count":
        return _("增加%(by)s") % said if found.amount > 0 else _("减少%(by)s") % said
    return _("上升%(by)s") % said if found.amount > 0 else _("下降%(by)s") % said


def _joined(sentences: Sequence[str]) -> str:
    """Chinese runs on; after a Latin full stop there is a space."""
    return "".join(f"{one} " if one.endswith(".") else one for one in sentences).strip()


def call_backs(now: Json) -> str:
    """What the three rates are made of."""
    keys = ("valid", "reached", "solved", "satisfied", "basic", "dissatisfied")
    said = {key: says(key, now[key], unit=False) for key in keys}
    words = _(
        "有效回访%(valid)s次：说联系过的%(reached)s次，说解决了的%(solved)s次；"
        "满意%(satisfied)s次，基本满意%(basic)s次，不满意%(dissatisfied)s次。"
    )
    unsaid = int(now["valid"]) - sum(int(now[key]) for key in ("satisfied", "basic", "dissatisfied"))
    if not unsaid:
        return words % said
    return _joined(
        [
            words % said,
            _("另有%(count)s次说没解决、没说满不满意，按不满意算。")
            % {"count": says("valid", str(unsaid), unit=False)},
        ]
    )


def hot_lines(content: Json) -> list[str]:
    is_compared = not is_blank(content["figures"]["before"])
    return [_hot_line(row, is_compared) for row in content["hot"]]


def _hot_line(row: Json, is_compared: bool) -> str:
    """「警安公寓红旗驿站：暖气不热、漏水，5件，比上月+3件；专题，在办」"""
    received, before = says("received", str(row["received"])), row.get("before")
    line = _("%(station)s：%(kind)s，%(count)s") % {
        "station": row["station"],
        "kind": label(row["label"]),
        "count": received,
    }
    if is_compared and before is not None:
        moved = {"moved": change_words("received", str(row["received"]), str(before))}
        line += _("，比上月%(moved)s") % moved
    return f"{line}{_('；')}{TopicState(row['topic']).label}" if row.get("topic") else line


def station_note(content: Json) -> str:
    """How it is ranked, and how many are not."""
    rows = [row for row in content["tables"]["station"]["rows"] if row["key"]]
    left = sum(not row["place"] for row in rows)
    said = {"fewest": content["rules"]["fewest_valid"], "left": left}
    if not left:
        return _("按综合成绩排名，成绩一样的看收到的件数。")
    return _("按综合成绩排名；有效回访不满%(fewest)s次的%(left)d个驿站不排名。") % said


def changed_lines(changes: Sequence[Json]) -> list[str]:
    """「各驿站 · 警安公寓：满意率 95.00% → 96.20%」, 「文字 · 警安公寓：难处和建议 「没有」 → 「电梯老坏」」."""
    return [_changed(row) for row in changes]


def _changed(row: Json) -> str:
    where = " · ".join(filter(None, [table_name(row["table"]), label(row["label"]) if row["label"] else ""]))
    said = {"where": where, "figure": figure_name(row["figure"])}
    if row["table"] == TEXTS:
        if row["was"] is None:  # frozen before the words were kept
            return _("%(where)s：%(figure)s改过") % said
        was, now = (_("「%s」") % row[when] if row[when] else _("没写") for when in ("was", "now"))
        return _("%(where)s：%(figure)s %(was)s → %(now)s") % {**said, "was": was, "now": now}
    moved = {"was": says(row["figure"], row["was"]), "now": says(row["figure"], row["now"])}
    return _("%(where)s：%(figure)s %(was)s → %(now)s") % {**said, **moved}
