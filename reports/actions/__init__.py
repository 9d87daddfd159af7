from reports.actions.folding import fold
from reports.actions.monthly import correct, draft_report, publish, recount, write_report
from reports.actions.noting import note_changed
from reports.actions.rebuilding import rebuild
from reports.actions.setting import set_rules
from reports.actions.station_texts import accept_text, return_text, submit_text

__all__ = [
    "accept_text",
    "correct",
    "draft_report",
    "fold",
    "note_changed",
    "publish",
    "rebuild",
    "recount",
    "return_text",
    "set_rules",
    "submit_text",
    "write_report",
]
