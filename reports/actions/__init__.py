from reports.actions.folding import fold
from reports.actions.noting import note_changed
from reports.actions.rebuilding import rebuild
from reports.actions.setting import set_rules

__all__ = ["fold", "note_changed", "rebuild", "set_rules"]
