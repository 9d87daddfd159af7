"""How figures are said in templates: `{% load reports %}`."""

from django import template

from reports.indicators import INDICATORS

register = template.Library()


@register.filter
def thousands(count: int) -> str:
    """As figures are printed: 12,345."""
    return f"{count:,}"


@register.simple_tag
def label(key: str) -> str:
    return INDICATORS[key].label
