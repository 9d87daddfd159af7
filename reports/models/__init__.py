from reports.models.entries import Changed, Entry
from reports.models.settings import FigureSettings
from reports.models.tallies import Folding, Seat, Tally

__all__ = ["Changed", "Entry", "FigureSettings", "Folding", "Seat", "Tally"]
