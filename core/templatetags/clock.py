"""Filters that tell moments and durations in words: `{% load clock %}`. Nothing in, nothing out."""

from datetime import date, datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.html import format_html

from core.calendar import in_shanghai
from core.calendar import unpublished_years as _unpublished_years
from core.clock import say_day, say_due, say_duration, say_left, say_stamp, say_when

register = template.Library()


@register.filter(name="due")
def due_filter(moment: datetime | None) -> str:
    """`{{ request.resolve_due|due }}` → 今天下午5点前"""
    return say_due(moment, timezone.now()) if moment else ""


@register.filter(name="when")
def when_filter(moment: datetime | None) -> str:
    """`{{ entry.at|when }}` → `<time datetime="2026-11-24T10:58:00+08:00">今天10:58</time>`"""
    if not moment:
        return ""
    stamp = in_shanghai(moment).isoformat(timespec="seconds")
    return format_html('<time datetime="{}">{}</time>', stamp, say_when(moment, timezone.now()))


@register.simple_tag
def unpublished_years() -> list[int]:
    """`{% unpublished_years as years %}`: those that deadlines reach and whose holidays are not in."""
    return _unpublished_years(timezone.localdate())


@register.filter(name="day")
def day_filter(day: date | None) -> str:
    """`{{ shift.day|day }}`, of a day or a moment → 11月24日, 2025年10月22日"""
    return say_day(day, timezone.now()) if day else ""


@register.filter(name="paper_day")
def paper_day_filter(day: date | None) -> str:
    """`{{ sent.expires_at|paper_day }}` → 2026年11月24日"""
    return say_day(day, None) if day else ""


@register.filter(name="paper_stamp")
def paper_stamp_filter(moment: datetime | None) -> str:
    """`{{ sent.sent_at|paper_stamp }}` → 2026年11月24日10:58"""
    return say_stamp(moment) if moment else ""


@register.filter(name="left")
def left_filter(due: datetime | None) -> str:
    """`{{ request.resolve_due|left }}` → 剩48分 or 超期2天"""
    return say_left(due, timezone.now()) if due else ""


@register.filter(name="duration")
def duration_filter(length: timedelta | None) -> str:
    """`{{ worked|duration }}` → 3小时12分"""
    return say_duration(length) if length is not None else ""
