"""The triage list's filter is its query string: bookmarkable; what it does not know it names and leaves aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.text import clean_text
from services.models import Request
from services.queries import catalogue
from services.queries.search import LONGEST_QUESTION, search
from services.queries.supervision import SUPERVISED
from services.queries.triage import RETURNED, Scope, due_today, overdue
from services.queries.work import in_group
from services.vocabulary import OPEN, Status, Urgency

ANY_OPEN, MINE, NOBODY, NO_KIND = "open", "me", "none", "none"
BEST = "best"
SORTS = {
    BEST: gettext_lazy("最像的在前"),
    "pressing": gettext_lazy("最急的在前"),
    "waiting": gettext_lazy("等得最久在前"),
    "newest": gettext_lazy("最新的在前"),
}
NAMES = (
    *("status", "todo", "category", "building", "assignee", "urgency"),
    *("overdue", "due", "supervised", "returned", "station", "q"),
)
TO_DO = [
    ("supervised", gettext_lazy("督办，等您答复")),
    ("answered", gettext_lazy("督办有了答复，等您看")),
    ("news", gettext_lazy("有回音了，等我接着办")),
    ("receive", gettext_lazy("等我收")),
    ("due", gettext_lazy("快到期，要答复的")),
    ("late", gettext_lazy("已超期")),
    ("today", gettext_lazy("今天到期")),
    ("climbed", gettext_lazy("超期报到我这里的")),
    ("take", gettext_lazy("等我签收")),
    ("triage", gettext_lazy("等我派人")),
    ("asks", gettext_lazy("等我批的申请")),
    ("above", gettext_lazy("反映站长的")),
    ("waiting", gettext_lazy("等派人")),
    ("soon", gettext_lazy("快到恢复日子的")),
    ("rest", gettext_lazy("在我手上")),
    ("above_rest", gettext_lazy("收到了，在办")),
    ("outside", gettext_lazy("等外单位回复")),
    ("help", gettext_lazy("我来协办")),
    ("call_back", gettext_lazy("等回访")),
]


class PersonField(forms.RegexField):
    def __init__(self, **options: Any) -> None:
        super().__init__(rf"^({MINE}|{NOBODY}|\d{{1,12}})$", **options)


class PersonFilter(django_filters.Filter):
    field_class = PersonField


class TriageFilter(django_filters.FilterSet):
    """`scope`: what stands in the choices. `now`: for what is late or due today. The user comes with `request`."""

    status = django_filters.MultipleChoiceFilter(
        choices=[(ANY_OPEN, gettext_lazy("在办")), *Status.choices], label=gettext_lazy("状态"), method="in_status"
    )
    todo = django_filters.ChoiceFilter(choices=TO_DO, label=gettext_lazy("我的事"), method="to_do")
    category = django_filters.ChoiceFilter(label=gettext_lazy("事项"), method="of_category")
    building = django_filters.ChoiceFilter(label=gettext_lazy("楼栋"), field_name="building__number")
    assignee = PersonFilter(label=gettext_lazy("谁在办"), method="in_hands_of")
    urgency = django_filters.ChoiceFilter(choices=Urgency.choices, label=gettext_lazy("紧急程度"))
    overdue = django_filters.ChoiceFilter(
        choices=[("1", gettext_lazy("已超期"))], label=gettext_lazy("期限"), method="only_overdue"
    )
    due = django_filters.ChoiceFilter(
        choices=[("today", gettext_lazy("今天到期"))], label=gettext_lazy("期限"), method="only_today"
    )
    returned = django_filters.ChoiceFilter(
        choices=[("1", gettext_lazy("被退回"))], label=pgettext_lazy("filter", "退回"), method="only_returned"
    )
    supervised = django_filters.ChoiceFilter(
        choices=[("1", gettext_lazy("督办中"))], label=pgettext_lazy("filter", "督办"), method="only_supervised"
    )
    station = django_filters.ChoiceFilter(label=gettext_lazy("驿站"), field_name="station__slug")
    q = django_filters.CharFilter(label=gettext_lazy("搜索"), method="by_question")

    class Meta:
        model = Request
        fields: list[str] = []

    def __init__(
        self,
        data: QueryDict,
        queryset: QuerySet[Request],
        *,
        request: HttpRequest,
        scope: Scope,
        now: datetime,
        is_searched: bool = True,
    ) -> None:
        super().__init__(data, queryset, request=request)
        self.is_searched = is_searched
        self.now, self.stations = now, [station.pk for station in scope.listed]
        choices = self.form.fields
        choices["category"].choices = [(NO_KIND, _("还没分类")), *kinds()]
        choices["building"].choices = [(number, _("%s号楼") % number) for number in scope.buildings.values()]
        choices["station"].choices = [(station.slug, station.name) for station in scope.stations]

    def in_status(self, rows: QuerySet[Request], _name: str, values: list[str]) -> QuerySet[Request]:
        wanted = {*values, *(OPEN if ANY_OPEN in values else ())}
        return rows.filter(status__in=wanted - {ANY_OPEN}) if wanted else rows

    def to_do(self, rows: QuerySet[Request], _name: str, key: str) -> QuerySet[Request]:
        return in_group(rows, self.request.user, self.now, key)

    def of_category(self, rows: QuerySet[Request], _name: str, slug: str) -> QuerySet[Request]:
        if slug == NO_KIND:
            return rows.filter(category=None)
        known = any(category.slug == slug for category in catalogue().by_id.values())
        return rows.filter(category__slug=slug) if known else rows.filter(category__group__slug=slug)

    def in_hands_of(self, rows: QuerySet[Request], _name: str, value: str) -> QuerySet[Request]:
        if not value:
            return rows
        return rows.filter(assignee={MINE: self.request.user, NOBODY: None}.get(value, value))

    def only_overdue(self, rows: QuerySet[Request], _name: str, _value: str) -> QuerySet[Request]:
        return rows.filter(overdue(self.now))

    def only_today(self, rows: QuerySet[Request], _name: str, _value: str) -> QuerySet[Request]:
        return rows.filter(due_today(self.now))

    def only_returned(self, rows: QuerySet[Request], _name: str, _value: str) -> QuerySet[Request]:
        return rows.filter(RETURNED)

    def only_supervised(self, rows: QuerySet[Request], _name: str, _value: str) -> QuerySet[Request]:
        return rows.filter(SUPERVISED)

    def by_question(self, rows: QuerySet[Request], _name: str, q: str) -> QuerySet[Request]:
        return search(rows, q, self.request.user, self.stations) if self.is_searched else rows


def kinds(*, whole_groups: bool = True) -> list[tuple[str, Any]]:
    """Groups with their kinds, for a <select>. A group's slug stands for all its kinds, unless a kind is called so."""
    own_slugs = {category.slug for category in catalogue().by_id.values()}
    choices: list[tuple[str, Any]] = []
    for group, categories in catalogue().grouped():
        whole = [(group.slug, _("%s：全部") % group)] if whole_groups and group.slug not in own_slugs else []
        choices.append((str(group), [*whole, *((c.slug, str(c)) for c in categories)]))
    return choices


@dataclass(frozen=True)
class Chip:
    """One part of the filter that is on: 「状态：待受理」 and the query string without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True)
class Filtered:
    rows: QuerySet[Request]
    form: forms.Form
    query: QueryDict  # only what is known, in one order: what saved views keep
    ignored: list[str]  # in words

    def without(self, name: str, value: str) -> str:
        rest = self.query.copy()
        others = [kept for kept in rest.pop(name) if kept != value]
        if others:
            rest.setlist(name, others)
        return rest.urlencode()

    def chips(self, names: Mapping[str, str]) -> list[Chip]:
        """`names`: values that the form cannot say, such as the name of a person."""
        return [
            Chip(str(self.form.fields[name].label), self._words(name, value, names), self.without(name, value))
            for name in NAMES
            for value in self.query.getlist(name)
        ]

    def marks(self) -> list[tuple[str, tuple[str, str, bool]]]:
        """Those filters that are only on or off: name → value, words, whether it is on."""
        return [
            (name, (value, str(words), self.query.get(name) == value))
            for name in ("overdue", "due", "returned")
            for value, words in self.form.fields[name].choices  # type: ignore[attr-defined]
            if value
        ]

    @property
    def is_one_status(self) -> bool:
        """Every row has the same: it need not be said again in each."""
        return self.query.getlist("status") not in ([], [ANY_OPEN]) and len(self.query.getlist("status")) == 1

    def _words(self, name: str, value: str, names: Mapping[str, str]) -> str:
        if name == "assignee":
            return {MINE: _("我"), NOBODY: _("没有人")}.get(value) or names.get(value, value)
        return _words_of(self.form.fields[name], value)


def filtered(
    request: HttpRequest,
    rows: QuerySet[Request],
    scope: Scope,
    now: datetime,
    query: QueryDict | None = None,
    *,
    is_searched: bool = True,
) -> Filtered:
    """`query`: of a saved view, instead of the address. `is_searched`: else what `q` asks for is left to the caller."""
    data, ignored = known_part(request.GET if query is None else query), []
    of: dict[str, Any] = {"request": request, "scope": scope, "now": now, "is_searched": is_searched}
    filters = TriageFilter(data, rows, **of)
    if not filters.is_valid():
        for name in filters.form.errors:
            bad = [value for value in data.getlist(name) if not _is_choice(filters.form.fields[name], value)]
            good = [value for value in data.getlist(name) if value not in bad]
            data.setlist(name, good) if good else data.pop(name)
            said = {"field": filters.form.fields[name].label, "values": _("、").join(value[:20] for value in bad)}
            ignored.append(_("“%(field)s”里没有“%(values)s”，这一项没有算进去。") % said)
        filters = TriageFilter(data, rows, **of)
    return Filtered(filters.qs, filters.form, data, ignored)


def known_part(query: QueryDict) -> QueryDict:
    """Without empty ones, without what is no filter, and short enough to be kept."""
    data = QueryDict(mutable=True)
    for name in NAMES:
        values = [clean_text(value)[:LONGEST_QUESTION] for value in query.getlist(name)]
        values = [value for value in dict.fromkeys(values) if value]
        if values:
            data.setlist(name, values if name == "status" else values[-1:])
    return data


def _is_choice(field: forms.Field, value: str) -> bool:
    return isinstance(field, forms.ChoiceField) and field.valid_value(value)


def _words_of(field: forms.Field, value: str) -> str:
    for code, words in getattr(field, "choices", []):
        if isinstance(words, (list, tuple)):
            found = next((str(inner) for inner_code, inner in words if str(inner_code) == value), None)
            if found:
                return found
        elif str(code) == value:
            return str(words)
    return value
