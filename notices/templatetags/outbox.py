from django import template
from django.template import Context

from notices.queries import failures_count

register = template.Library()


@register.simple_tag(takes_context=True)
def undelivered(context: Context) -> int:
    """How many deliveries were given up; for the first page of the admin."""
    return failures_count(context["request"].user)
