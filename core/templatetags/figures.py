"""Charts on a page: `{% load figures %}`. All stand on /styleguide/desk/."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.figures import Chart, Grid, Panels

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
