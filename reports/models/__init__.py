from reports.models.entries import Changed, Entry
from reports.models.exports import Export
from reports.models.monthly import Report, ReportVersion, StationText
from reports.models.settings import FigureSettings
from reports.models.tallies import HOT, Folding, Seat, Tally

__all__ = [
    "HOT",
    "Changed",
    "Entry",
    "Export",
    "FigureSettings",
    "Folding",
    "Report",
    "ReportVersion",
    "Seat",
    "StationText",
    "Tally",
]
