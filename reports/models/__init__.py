from reports.models.entries import Changed, Entry
from reports.models.exports import Export
from reports.models.monthly import Report, ReportVersion, StationText
from reports.models.settings import FigureSettings
from reports.models.tallies import Folding, Seat, Tally

__all__ = [
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
