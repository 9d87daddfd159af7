"""A version of a report as sheets: one a table, numbers as numbers, from the same frozen content as the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.sheets import Cell, Column, Sheet
from reports.differences import TEXTS
from reports.indicators import INDICATORS, Kind
from reports.models import ReportVersion
from reports.pages.paper_words import lead
from reports.pages.printed import decimal_of, figure_name, label, month_words, rules_words, table_name
from services.vocabulary import TopicState

Json = dict[str, Any]
TABLES = ("nature", "channel", "group", "kind", "station", "company", "supervision", "escalation")


def sheets_of(version: ReportVersion, texts: Sequence[Json]) -> list[Sheet]:
    content = version.content
    sheets = [_about(version), _overall(content), _months(content)]
    sheets += [_table(name, content["tables"][name]) for name in _tables(content)]
    if content["hot"]:
        sheets.append(_hot(content["hot"]))
    if content["overdue"]["rows"]:
        sheets.append(_overdue(content["overdue"]))
    if texts or version.analysis or version.plan:
        sheets.append(_words(version, texts))
    if version.changes:
        sheets.append(_changes(version.changes))
    return sheets


def one_sheet_of(version: ReportVersion) -> Sheet:
    """For CSV, which has room for one table: every figure of every table, a row each."""
    columns = [Column(_("表")), Column(_("行")), Column(_("指标")), Column(_("数值")), Column(_("单位"))]
    return Sheet(month_words(version.report.month), columns, _every(version.content))


def _every(content: Json) -> Iterator[Sequence[Cell]]:
    times = {"now": _("本月"), "before": _("上月"), "year": _("上年同月")}
    for when, words in times.items():
        for key, printed in content["figures"][when].items():
            yield [table_name("overall"), words, figure_name(key), decimal_of(printed), _unit(key)]
    for name in _tables(content):
        table = content["tables"][name]
        rows = [(label(row["label"]), row["figures"]) for row in table["rows"]]
        for words, figures in [*rows, (_("合计"), table["total"])]:
            for key, printed in figures.items():
                yield [table_name(name), words, figure_name(key), decimal_of(printed), _unit(key)]


def _tables(content: Json) -> list[str]:
    return [name for name in TABLES if content["tables"].get(name, {}).get("rows")]


def _unit(key: str) -> str:
    return INDICATORS[key].unit_words if key in INDICATORS else ""


def _column(key: str) -> Column:
    """Rates as they are printed: 97.50 under 「满意率 %」."""
    if key not in INDICATORS:
        return Column(figure_name(key), 12, "#,##0")
    indicator = INDICATORS[key]
    unit = f" {indicator.unit_words}" if indicator.kind != Kind.COUNT and indicator.unit_words else ""
    places = f".{'0' * indicator.places}" if indicator.places else ""
    return Column(f"{indicator.label}{unit}", 14, f"#,##0{places}")


def _about(version: ReportVersion) -> Sheet:
    content = version.content
    period = content["period"]
    rows: list[Sequence[Cell]] = [
        [_("月报"), f"{content['head']['division']} {month_words(period['key'])}"],
        [_("第几版"), f"{version.number} · {version.get_stage_display()}"],
        [_("从"), date.fromisoformat(period["first"])],
        [_("到"), date.fromisoformat(period["last"])],
        [_("数据截至"), version.counted_at],
        [_("口径"), rules_words(content["rules"])],
        [_("驿站"), content["stations"]],
        [_("户数"), content["households"]],
        [_("概况"), lead(content)],
    ]
    return Sheet(_("说明"), [Column(_("项目"), 14), Column(_("内容"), 90)], rows)


def _overall(content: Json) -> Sheet:
    figures = content["figures"]
    columns = [Column(_("指标"), 22), Column(_("本月")), Column(_("上月")), Column(_("上年同月")), Column(_("单位"))]
    rows = [
        [figure_name(key), *(decimal_of(figures[when][key]) for when in ("now", "before", "year")), _unit(key)]
        for key in figures["now"]
    ]
    return Sheet(_("总体"), columns, rows)


def _months(content: Json) -> Sheet:
    points = content["line"]
    keys = [*points[0]["now"]]
    columns = [Column(_("月份")), *(_column(key) for key in keys)]
    columns += [Column(f"{_('上年同月')} {_column(key).head}", 20, _column(key).number) for key in keys]
    rows = [
        [p["key"], *(decimal_of(p["now"][key]) for key in keys), *(decimal_of(p["year"][key]) for key in keys)]
        for p in points
    ]
    return Sheet(_("走势"), columns, rows)


def _table(name: str, table: Json) -> Sheet:
    keys = table["columns"]
    is_station = name == "station"
    first = [Column(_("名次"), 8), Column(_("上月名次"), 10)] if is_station else []
    more = [Column(_("户数"), 8), Column(_("物业公司"), 24)] if is_station else []

    def line(row: Json) -> list[Cell]:
        places: list[Cell] = [row["place"], row["before"]] if is_station else []
        rest: list[Cell] = [row["households"], row["company"]] if is_station else []
        return [*places, label(row["label"]), *(decimal_of(row["figures"][key]) for key in keys), *rest]

    blank: list[Cell] = [None, None] if is_station else []
    households: list[Cell] = [sum(row["households"] or 0 for row in table["rows"]), None] if is_station else []
    total = [*blank, _("合计"), *(decimal_of(table["total"][key]) for key in keys), *households]
    columns = [*first, Column(table_name(name), 24), *(_column(key) for key in keys), *more]
    return Sheet(table_name(name), columns, [*(line(row) for row in table["rows"]), total])


def _hot(hot: Sequence[Json]) -> Sheet:
    columns = [Column(_("驿站"), 24), Column(_("事项"), 24), Column(figure_name("received")), Column(_("上月"))]
    columns.append(Column(_("专题"), 16))
    rows = [
        [
            row["station"], label(row["label"]), row["received"], row.get("before"),
            str(TopicState(row["topic"]).label) if row.get("topic") else "",
        ]
        for row in hot
    ]  # fmt: skip
    return Sheet(_("热点"), columns, rows)


def _overdue(overdue: Json) -> Sheet:
    columns = [Column(_("编号"), 16), Column(_("驿站"), 24), Column(_("事项"), 20), Column(_("从哪天起超期"), 14)]
    rows = [
        [row["number"], row["station"], label(row["label"]), date.fromisoformat(row["since"])]
        for row in overdue["rows"]
    ]
    return Sheet(_("超期还没办结的"), columns, rows)


def _words(version: ReportVersion, texts: Sequence[Json]) -> Sheet:
    rows: list[Sequence[Cell]] = []
    for text in texts:
        rows += [[text["station"], name, text[key]] for key, name in _parts() if text[key]]
    rows += [
        ["", name, words]
        for name, words in ((_("存在的问题"), version.analysis), (_("下月打算"), version.plan))
        if words
    ]
    return Sheet(_("文字"), [Column(_("驿站"), 24), Column(_("内容"), 16), Column(_("文字"), 90)], rows)


def _parts() -> list[tuple[str, str]]:
    return [("done", _("这个月做了什么")), ("hard", _("难处和建议"))]


def _changes(changes: Sequence[Json]) -> Sheet:
    columns = [Column(_("表")), Column(_("行"), 24), Column(_("指标"), 20), Column(_("上一版")), Column(_("这一版"))]
    rows = [
        [
            table_name(row["table"]),
            label(row["label"]) if row["label"] else "",
            figure_name(row["figure"]),
            *(row[when] if row["table"] == TEXTS else decimal_of(row[when]) for when in ("was", "now")),
        ]
        for row in changes
    ]
    return Sheet(_("更正"), columns, rows)
