"""The components of the design system, as template tags. All stand on /styleguide/.

The Python signature of a tag is its list of props, so Django itself refuses an unknown one; a value that is not
allowed raises TemplateSyntaxError too. A page with a mistake in it must not look almost right.
"""

from collections.abc import Collection, Iterable, Sequence

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.template import Context, TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from core import forms as portal_forms
from core import icons

register = template.Library()

TINTS = ("new", "sent", "doing", "ask", "done", "shut", "late", "gold", "urgent")
TONES = ("gold", "new", "done", "late", "shut")
VARIANTS = {"plain": "btn", "primary": "btn pri", "text": "btn txt"}
DIRECTIONS = ("", "up", "down")
EMPTY = mark_safe("")


def _one_of(tag: str, prop: str, value: str, allowed: Collection[str]) -> str:
    if value not in allowed:
        raise TemplateSyntaxError(f"{{% {tag} %}}: {prop}={value!r}; it may be one of {', '.join(allowed)}")
    return value


def _said(tag: str, prop: str, value: object) -> object:
    """The value, unless nothing would be shown: mostly a variable that does not exist."""
    if value is None or value == "":
        raise TemplateSyntaxError(f"{{% {tag} %}}: {prop} is empty")
    return value


def _icon(tag: str, name: str, **options: object) -> SafeString:
    if not name:
        return EMPTY
    try:
        return icons.draw(name, **options)
    except KeyError:
        raise TemplateSyntaxError(f"{{% {tag} %}}: no icon {name!r}; see core/icons.py") from None


def _component(name: str, **props: object) -> SafeString:
    return render_to_string(f"components/{name}.html", props)


## Small things


@register.simple_tag
def icon(name: str, *, label: str = "", solid: bool = False) -> SafeString:
    return _icon("icon", str(_said("icon", "name", name)), label=str(label), solid=solid)


@register.simple_tag
def tag(text: str, *, tint: str, icon: str = "") -> SafeString:
    """A status: word, tint and icon. The word is always there; colour alone says nothing."""
    _one_of("tag", "tint", tint, TINTS)
    return format_html('<strong class="tag t-{}">{}{}</strong>', tint, _icon("tag", icon), _said("tag", "text", text))


@register.simple_tag
def badge(count: int, hidden_text: str = "") -> SafeString:
    if not count:
        return EMPTY
    return format_html('<span class="badge num">{}<span class="vh">{}</span></span>', count, hidden_text)


@register.simple_tag
def avatar(name: str = "", *, icon: str = "") -> SafeString:
    """A round mark, decoration only: the first character of a name, or an icon."""
    inner = _icon("avatar", icon) or str(_said("avatar", "name or icon", name))[0]
    return format_html('<span class="avatar" aria-hidden="true">{}</span>', inner)


@register.simple_tag
def kbd(key: str) -> SafeString:
    return format_html("<kbd>{}</kbd>", _said("kbd", "key", key))


@register.simple_tag
def button(
    text: str,
    *,
    variant: str = "plain",
    small: bool = False,
    block: bool = False,
    icon: str = "",
    href: str = "",
    type: str = "submit",
    name: str = "",
    value: str = "",
    key: str = "",
    hidden_text: str = "",
    form: str = "",
) -> SafeString:
    """A button, or with `href` a link that looks like one. `key` is the shortcut that presses it."""
    css = [VARIANTS[_one_of("button", "variant", variant, VARIANTS)], "sm" if small else "", "block" if block else ""]
    attrs = {"class": " ".join(filter(None, css))}
    if href:
        attrs["href"] = href
    else:
        attrs |= {"type": _one_of("button", "type", type, ("submit", "button", "reset"))}
        attrs |= {k: v for k, v in {"name": name, "value": value, "form": form}.items() if v != ""}
    return format_html(
        "<{0}{1}>{2}{3}{4}{5}</{0}>",
        "a" if href else "button",
        format_html_join("", ' {}="{}"', attrs.items()),
        _icon("button", icon),
        _said("button", "text", text),
        format_html('<span class="vh">{}</span>', hidden_text) if hidden_text else "",
        format_html(" <kbd>{}</kbd>", key) if key else "",
    )


@register.simple_tag
def bar_back(href: str, text: str) -> SafeString:
    """The arrow in the resident's bar; `text` is only spoken."""
    _said("bar_back", "text", text)
    return format_html('<a class="back" href="{}">{}<span class="vh">{}</span></a>', href, icons.draw("back"), text)


@register.simple_tag
def back_link(href: str, text: str) -> SafeString:
    _said("back_link", "text", text)
    return format_html('<a class="hit s noprint" href="{}">{}{}</a>', href, icons.draw("back"), text)


## Lists, figures, panels


@register.simple_tag
def section_head(title: str, *, id: str = "", href: str = "", more: str = "") -> SafeString:
    return _component("section_head", title=_said("section_head", "title", title), id=id, href=href, more=more)


@register.simple_tag
def cell(
    title: str, *, text: str = "", href: str = "", avatar: str = "", icon: str = "", call: str = "", meta: str = ""
) -> SafeString:
    """A row of a list in `.card.cells`. With `call` (a phone number) it carries a call button."""
    _icon("cell", icon)
    props = {"text": text, "href": href, "avatar": avatar, "icon": icon, "call": call, "meta": meta}
    return _component("cell", title=_said("cell", "title", title), **props)


@register.simple_tag
def track(steps: Sequence[str], current: int) -> SafeString:
    """How far a request is: 2 to 5 words, `current` counted from 1 (0: nothing yet)."""
    if not 2 <= len(steps) <= 5 or not 0 <= current <= len(steps):
        raise TemplateSyntaxError(f"{{% track %}}: {len(steps)} steps, current={current!r}")
    return _component("track", steps=steps, current=current)


@register.simple_tag
def kpi(
    label: str, value: str, *, unit: str = "", delta: str = "", direction: str = "", good: bool = True, said: str = ""
) -> SafeString:
    """One figure in `<dl class="kpis">`. `said`: the change in words; an arrow does not say good or bad."""
    _one_of("kpi", "direction", direction, DIRECTIONS)
    props = {"unit": unit, "delta": delta, "direction": direction, "good": good, "said": said}
    return _component("kpi", label=_said("kpi", "label", label), value=_said("kpi", "value", value), **props)


@register.simple_tag
def photo_grid(photos: Iterable, *, large: bool = False) -> SafeString:
    """Photos with `src`, `alt` and perhaps `href`, `caption`. `large`: two in a row, for before and after."""
    return _component("photo_grid", photos=photos, large=large)


@register.simple_tag
def receipt(*, title: str, number: str, code: str = "") -> SafeString:
    return _component("receipt", title=title, number=_said("receipt", "number", number), code=code)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page) -> dict:
    """Earlier and later pages; the rest of the query string stays."""
    return {"page": page}


## Forms


@register.simple_tag
def error_summary(*forms: BaseForm) -> SafeString:
    """What has to be mended, with a link to each field. Nothing when all is well. The first thing on the page."""
    bad = [form for form in forms if form and form.errors]
    if not bad:
        return EMPTY
    problems = [problem for form in bad for problem in portal_forms.problems(form)]
    general = [error for form in bad for error in form.non_field_errors()]
    missing = not general and all(problem.missing for problem in problems)
    count = len(problems) + len(general)
    refused = "" if problems else getattr(bad[0], "refused_words", _("这一步没办成"))
    return _component(
        "error_summary", problems=problems, general=general, missing=missing, count=count, refused=refused
    )


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """「错误：」 in front of the title, when the page's `form` has errors or the view says `has_errors`."""
    return portal_forms.error_title(context.get("form"), has_errors=bool(context.get("has_errors")))


## Blocks


@register.simple_block_tag
def card(content: str, *, title: str = "", id: str = "", flush: bool = False, stack: bool = True) -> SafeString:
    return _component("card", content=content, title=title, id=id, flush=flush, stack=stack)


@register.simple_block_tag
def note(content: str, *, tone: str = "gold", icon: str = "info", href: str = "") -> SafeString:
    _icon("note", icon)
    return _component("note", content=content, tone=_one_of("note", "tone", tone, TONES), icon=icon, href=href)


@register.simple_block_tag
def warn(content: str, *, title: str = "") -> SafeString:
    return _component("warn", content=content, title=title)


@register.simple_block_tag
def empty(content: str, *, title: str, icon: str = "inbox", text: str = "") -> SafeString:
    _icon("empty", icon)
    _said("empty", "title", title)
    return _component("empty", content=mark_safe(content.strip()), title=title, icon=icon, text=text)


@register.simple_block_tag
def entry(
    content: str,
    *,
    what: str,
    who: str = "",
    when: str = "",
    now: bool = False,
    future: bool = False,
    internal: bool = False,
) -> SafeString:
    """One line of a timeline (`<ol class="tl">`, newest first). `when` comes from `|when`; `internal`: for staff."""
    if now and future:
        raise TemplateSyntaxError("{% entry %}: now and future at once")
    props = {"who": who, "when": when, "now": now, "future": future, "internal": internal}
    return _component("entry", content=mark_safe(content.strip()), what=_said("entry", "what", what), **props)


@register.simple_block_tag
def fact(content: str, term: str, *, change: str = "") -> SafeString:
    return _component("fact", content=mark_safe(content.strip()), term=_said("fact", "term", term), change=change)
