"""The icons of the portal: our names for what they mean, and the heroicons (outline) that draw them."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_outline, heroicon_solid

ICONS = {
    "alert": "exclamation-triangle",
    "back": "chevron-left",
    "bell": "bell",
    "bolt": "bolt",
    "building": "building-office-2",
    "calendar": "calendar-days",
    "camera": "camera",
    "chat": "chat-bubble-left-right",
    "check": "check",
    "check-circle": "check-circle",
    "clock": "clock",
    "close": "x-mark",
    "door": "home-modern",
    "down": "chevron-down",
    "download": "arrow-down-tray",
    "duty": "identification",
    "edit": "pencil-square",
    "escalate": "arrow-up-circle",
    "eye": "eye",
    "filter": "funnel",
    "fire": "fire",
    "flag": "flag",
    "heart": "heart",
    "help": "question-mark-circle",
    "home": "home",
    "inbox": "inbox",
    "info": "information-circle",
    "key": "key",
    "language": "language",
    "lift": "arrows-up-down",
    "list": "list-bullet",
    "lock": "lock-closed",
    "map-pin": "map-pin",
    "megaphone": "megaphone",
    "menu": "bars-3",
    "merge": "square-2-stack",
    "moon": "moon",
    "next": "chevron-right",
    "pause": "pause-circle",
    "people": "user-group",
    "person": "user",
    "phone": "phone",
    "photo": "photo",
    "plus": "plus",
    "printer": "printer",
    "qr": "qr-code",
    "refuse": "no-symbol",
    "requests": "clipboard-document-list",
    "route": "arrows-right-left",
    "scale": "scale",
    "search": "magnifying-glass",
    "send": "paper-airplane",
    "shield": "shield-check",
    "sign-in": "arrow-right-end-on-rectangle",
    "sign-out": "arrow-right-start-on-rectangle",
    "sparkles": "sparkles",
    "star": "star",
    "sun": "sun",
    "swap": "arrow-path",
    "tool": "wrench-screwdriver",
    "trash": "trash",
    "undo": "arrow-uturn-left",
    "up": "chevron-up",
    "urgent": "exclamation-circle",
}
# Drawn here, for heroicons has no picture of larger letters.
SVG = '<svg class="i" fill="none" stroke="currentColor" viewBox="0 0 24 24" width="24" height="24" {}>{}</svg>'
TEXT_SIZE = mark_safe(
    '<path stroke-linecap="round" stroke-linejoin="round" '
    'd="M3 7.5V5.5h11v2M8.5 5.5v13M6.5 18.5h4M14.5 13v-1.5h6.5V13M17.75 11.5v7M16.25 18.5h3"/>'
)


@lru_cache(maxsize=512)
def draw(name: str, *, label: str = "", solid: bool = False) -> SafeString:
    """Inline SVG. Raises KeyError for a name that is not in ICONS. Without `label` a screen reader skips it."""
    attrs = {"class": "i"}
    if label:
        attrs |= {"role": "img", "aria-label": label, "aria-hidden": "false"}
    if name == "text-size":
        spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
        return format_html(SVG, spoken, TEXT_SIZE)
    heroicon = heroicon_solid if solid else heroicon_outline
    return mark_safe(heroicon(ICONS[name], size=24, **attrs).replace(' data-slot="icon"', ""))
