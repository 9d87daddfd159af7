"""Every change of a request. Pages, the API, commands, demo data and tests come through here.

Each function is keyword-only, takes the row's `version` that its page showed where two people may act at once, raises
core.errors.ActionRefused(code, message, field) in words for the reader, and leaves nothing behind when it does.
"""

from services.actions.filing import Filed, Place, Reporter, file_request
from services.actions.handling import ask, contact, decide_ask, note, resolve, return_, reveal, take, transfer
from services.actions.resident import (
    answer_questions,
    close_unrated,
    rate,
    reopen,
    supplement,
    urge,
    withdraw,
)
from services.actions.supervising import answer_supervision, close_supervision, raise_supervision, supervise
from services.actions.triage import (
    add_co_handler,
    assign,
    classify,
    escalate,
    merge,
    not_accept,
    renew_code,
    resume,
    send_back,
    suspend,
    unmerge,
)

__all__ = [
    "Filed",
    "Place",
    "Reporter",
    "add_co_handler",
    "answer_questions",
    "answer_supervision",
    "ask",
    "assign",
    "classify",
    "close_supervision",
    "close_unrated",
    "contact",
    "decide_ask",
    "escalate",
    "file_request",
    "merge",
    "not_accept",
    "note",
    "raise_supervision",
    "rate",
    "renew_code",
    "reopen",
    "resolve",
    "resume",
    "return_",
    "reveal",
    "send_back",
    "supervise",
    "supplement",
    "suspend",
    "take",
    "transfer",
    "unmerge",
    "urge",
    "withdraw",
]
