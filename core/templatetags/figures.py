"""Charts on a page: `{% load figures %}`. All stand on /styleguide/desk/."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.figures import Chart, Grid, Panels
from core.text import escaped

register = template.Library()


@register.simple_tag
def chart(chart: Chart, *, hint: str = "") -> SafeString:
    """With its title, a `hint` what to see in it, and its table behind 查看数据表."""
    return render_to_string("components/chart.html", {"chart": chart, "hint": hint})


@register.simple_tag
def panels(panels: Panels, *, hint: str = "") -> SafeString:
    return render_to_string("components/panels.html", {"panels": panels, "hint": hint})


@register.simple_tag
def heat_grid(grid: Grid) -> SafeString:
    return render_to_string("components/heat_grid.html", {"grid": grid})


@register.filter
def data_heads(names: Sequence[str]) -> SafeString:
    """The first one stands above the names of the rows."""
    heads = [f'<th scope="col" class="r">{name}</th>' for name in escaped(names[1:])]
    return SafeString("".join(["<td></td>", *heads]))


@register.filter
def data_rows(rows: Sequence[Sequence[str]]) -> SafeString:
    """Printed here: of a monthly report for a county a template's loop over these cells is an eighth of the time."""
    printed = []
    for row in rows:
        name, *values = escaped(row)
        cells = "".join([f'<td class="r num">{value}</td>' for value in values])
        printed.append(f'<tr><th scope="row">{name}</th>{cells}</tr>')
    return SafeString("".join(printed))
