"""The charts of /styleguide/desk/, with invented numbers."""

from __future__ import annotations

from typing import Any

from core.figures import Series, bar_chart, heat_grid, inline_bar, inline_dot, line_chart, small_multiples, spark_line

MONTHS = [f"{month}月" for month in (12, *range(1, 12))]
THIS_YEAR = [1864, 1790, 1402, 1280, 1095, 1061, 1150, 1241, 1228, 1206, 1284, 1330]
LAST_YEAR = [1802, 1860, 1475, 1263, 1110, 1043, 1184, 1302, 1270, 1249, 1325, 1511]
IN_TIME = [83.9, 85.0, 88.4, 89.0, 90.3, 91.6, 89.8, 91.2, 91.0, 91.8, 93.6, None]
KINDS = {"水电气暖": 268, "环境卫生": 226, "停车": 163, "楼道照明": 149, "邻里家庭纠纷": 98}


def charts() -> dict[str, Any]:
    received = [Series("本年", THIS_YEAR), Series("上年", LAST_YEAR)]
    in_time = Series("全区", IN_TIME, [f"{value}%" for value in IN_TIME])
    small = [
        (name, Series(name, [count * month // THIS_YEAR[-1] for month in THIS_YEAR]), note)
        for (name, count), note in zip(KINDS.items(), ("+41.1%", "−6.2%", "−5.2%", "+6.4%", "−10.1%"), strict=True)
    ]
    return {
        "line": line_chart("收到诉求", "近12个月，与上年同月对比；最高在去年12月。", MONTHS, received),
        "rate": line_chart(
            "按时办结率", "3月起稳定在目标以上。", MONTHS, [in_time], target=("目标90", 90), truncated=True
        ),
        "bars": bar_chart(
            "五类最多的诉求", "水电气暖最多，268件。", [*KINDS], Series("件数", [*KINDS.values()]), marked=0
        ),
        "small": small_multiples(MONTHS, small),
        "spark": spark_line("收到诉求走势", "近12个月", THIS_YEAR),
        "heat": heat_grid(
            "哪类事、哪栋楼",
            ["1号楼", "2号楼", "3号楼", "说不清"],
            [("水电气暖", [12, 3, 7, 1]), ("停车", [0, 2, 0, 9]), ("电梯", [4, 0, 15, 0])],
        ),
        "bar": inline_bar(86, 120),
        "dots": [inline_dot(97.3, 80, 100, 90), inline_dot(86.3, 80, 100, 90)],
    }
