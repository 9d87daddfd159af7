"""A formula of the catalogue in the words of its figures, with the settings in force."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from reports.indicators import INDICATORS, FigureRules, Indicator, Kind


def formula_words(indicator: Indicator, rules: FigureRules) -> str:
    """「(满意 + 0.9 × 基本满意) ÷ 有效回访」. Of counts and of times the definition says it all."""
    if indicator.kind in (Kind.COUNT, Kind.QUANTILE):
        return ""
    if indicator.kind == Kind.SCORE:
        return _("响应率 × %(response)d%% + 解决率 × %(resolution)d%% + 满意率 × %(satisfaction)d%%") % {
            "response": rules.weight_response,
            "resolution": rules.weight_resolution,
            "satisfaction": rules.weight_satisfaction,
        }
    names = {key: each.label for key, each in INDICATORS.items()}
    names |= {"coefficient": str(rules.basic_coefficient), "households": _("户数")}
    return re.sub(r"[a-z_]+", lambda found: names.get(found[0], found[0]), indicator.formula)
