"""The forms of a page as a browser reads them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

TYPED = {"text", "textarea", "search", "tel", "number", "date", "email", "url"}  # keeps whatever somebody typed
VOID = {"submit", "button", "reset", "image"}


@dataclass
class Field:
    name: str
    kind: str  # of an <input>, or "textarea", "select"
    values: list[str] = field(default_factory=list)  # what stands in it, or what can be chosen
    chosen: list[str] = field(default_factory=list)

    @property
    def usual(self) -> list[str]:
        """What is sent when nobody touches it; of a choice the first that says something."""
        if self.kind in ("select", "radio"):
            return self.chosen or [value for value in self.values if value][:1]
        return self.chosen if self.kind == "checkbox" else [] if self.kind == "file" else self.values[:1]


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Field] = field(default_factory=dict)

    def of_kind(self, *kinds: str) -> list[Field]:
        return [one for one in self.fields.values() if one.kind in kinds]

    @property
    def usual(self) -> dict[str, list[str]]:
        return {name: one.usual for name, one in self.fields.items() if one.usual}


class _Reader(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.forms, self.by_id = page, [], {}
        self.form: Form | None = None
        self.select: Field | None = None
        self.textarea: Field | None = None
        self.strays: list[tuple[str, Field]] = []  # <input form="…"> may stand before its form

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.page, has.get("action", "") or self.page)
            self.form = Form(action, has.get("method", "get").lower())
            self.forms.append(self.form)
            self.by_id[has.get("id", "")] = self.form
        elif tag in ("input", "textarea", "select", "button") and has.get("name"):
            self._field(tag, has)
        elif tag == "option" and self.select is not None:
            self.select.values.append(has.get("value", ""))
            if "selected" in has:
                self.select.chosen.append(has.get("value", ""))

    def _field(self, tag: str, has: dict[str, str]) -> None:
        kind = has.get("type", "text") if tag == "input" else tag
        found = Field(has["name"], kind)
        if has.get("form"):
            self.strays.append((has["form"], found))
        elif self.form is not None:
            found = self.form.fields.setdefault(found.name, found)
        if tag in ("input", "button"):
            found.values.append(has.get("value", ""))
            if "checked" in has:
                found.chosen.append(has.get("value", "on"))
        self.select = found if tag == "select" else self.select
        self.textarea = found if tag == "textarea" else self.textarea

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea.values = ["".join([*self.textarea.values, data])]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea is not None:
            self.textarea.values = [value.removeprefix("\n") for value in self.textarea.values]
            self.textarea = None


def forms_in(html: str, page: str) -> list[Form]:
    reader = _Reader(page)
    reader.feed(html)
    for form_id, stray in reader.strays:
        if form_id in reader.by_id:
            reader.by_id[form_id].fields.setdefault(stray.name, stray)
    return reader.forms
