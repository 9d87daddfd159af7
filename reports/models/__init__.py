from reports.models.entries import Changed, Entry
from reports.models.monthly import Report, ReportVersion, StationText
from reports.models.settings import FigureSettings
from reports.models.tallies import Folding, Seat, Tally

__all__ = [
    "Changed",
    "Entry",
    "FigureSettings",
    "Folding",
    "Report",
    "ReportVersion",
    "Seat",
    "StationText",
    "Tally",
]
