"""The filter of the ledger: its query string."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from reports.periods import month_of, parse_month
from reports.queries.ledger import in_state, issued_in, stations_in_ledger
from reports.vocabulary import LedgerState
from services.models import Supervision
from services.vocabulary import Issuer, SupervisionLevel

MONTHS_OFFERED = 12
ANY = [("", gettext_lazy("不限"))]


class LedgerFilter(forms.Form):
    """What it does not know it leaves aside; the page says so (`ignored`)."""

    state = forms.ChoiceField(
        label=pgettext_lazy("supervision", "进展"), choices=[*ANY, *LedgerState.choices], required=False
    )
    level = forms.ChoiceField(label=gettext_lazy("督办级别"), required=False)
    side = forms.ChoiceField(label=gettext_lazy("谁发的"), choices=[*ANY, *Issuer.choices], required=False)
    station = forms.ChoiceField(label=gettext_lazy("驿站"), required=False)
    month = forms.ChoiceField(label=gettext_lazy("哪个月发的"), required=False)

    def __init__(self, data: Mapping[str, Any], *, user: Any, month_start: int, today: date) -> None:
        super().__init__(data, auto_id="id_%s")
        self.month_start = month_start
        fields: Any = self.fields
        fields["level"].choices = [*ANY, *((str(value), label) for value, label in SupervisionLevel.choices)]
        fields["station"].choices = [*ANY, *stations_in_ledger(user)]
        months = month_of(today, month_start).back(MONTHS_OFFERED)[::-1]
        fields["month"].choices = [*ANY, *((month.key, month_words(month.key)) for month in months)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def ignored(self) -> list[str]:
        return [str(self.fields[name].label) for name in self.errors]

    @property
    def query(self) -> str:
        return urlencode(self.chosen())

    def narrow(self, rows: QuerySet[Supervision], at: datetime) -> QuerySet[Supervision]:
        chosen = self.chosen()
        if state := chosen.get("state"):
            rows = rows.filter(in_state(state, at))
        if level := chosen.get("level"):
            rows = rows.filter(level=level)
        if side := chosen.get("side"):
            rows = rows.filter(side=side)
        if station := chosen.get("station"):
            rows = rows.filter(request__station__slug=station)
        month = parse_month(chosen.get("month", ""), self.month_start)
        return rows.filter(issued_in(month)) if month else rows


def month_words(key: str) -> str:
    year, _dash, month = key.partition("-")
    return _("%(year)s年%(month)s月") % {"year": year, "month": int(month)}
