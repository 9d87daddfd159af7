"""What is hot, without reading all (that the busiest stations' rows add up: test_read_model.py)."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
import time_machine

from reports.actions import fold
from reports.periods import month_of
from reports.queries import scope_of_station
from tests import factories
from tests.cast import Cast
from tests.reports.months import NOW

module = import_module("reports.queries.busiest")  # the package gives the function this name


def test_what_nobody_has_sorted_takes_no_hot_matters_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_HOT", replace(module._HOT, count=1))
    with time_machine.travel(NOW, tick=False):
        for nth in range(6):
            factories.file(cast.jingan, f"说不清楚{nth}")
        for _nth in range(5):
            factories.file(cast.jingan, "路灯不亮", category="public-facilities")
        fold(at=NOW)

        [hot] = module.hot_topics(scope_of_station(cast.jingan), month_of(NOW.date()))

    assert (hot.category.slug, hot.received) == ("public-facilities", 5)
