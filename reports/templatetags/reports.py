"""How figures are said in templates: `{% load reports %}`."""

from django import template

from reports.indicators import INDICATORS
from reports.queries import Figures

register = template.Library()


@register.simple_tag
def figure(figures: Figures, key: str) -> str:
    """`{% figure row.figures "score" %}`: as printed in tables, so only percents carry their unit."""
    return figures.says(key, unit=INDICATORS[key].unit == "%")


@register.filter
def thousands(count: int) -> str:
    """As figures are printed: 12,345."""
    return f"{count:,}"


@register.simple_tag
def label(key: str) -> str:
    return INDICATORS[key].label
