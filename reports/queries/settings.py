from __future__ import annotations

from reports.indicators import FigureRules
from reports.models import FigureSettings


def rules_in_force() -> FigureRules:
    """The newest settings; the defaults where nobody has set any."""
    row = FigureSettings.objects.first()
    return row.rules if row else FigureRules()
