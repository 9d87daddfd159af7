"""Every change of a request. Pages, the API, commands, demo data and tests come through here.

Each function is keyword-only, takes the row's `version` that its page showed where two people may act at once, raises
core.errors.ActionRefused(code, message, field) in words for the reader, and leaves nothing behind when it does.
"""

from services.actions.calling_back import call_back
from services.actions.coming_down import answer_escalation, call_off, come_back, record_reply, reply, send_back
from services.actions.escalating import change_link, escalate, pass_on, receive
from services.actions.filing import Filed, Place, Reporter, file_request
from services.actions.handling import ask, contact, decide_ask, note, resolve, return_, reveal, take, transfer
from services.actions.joining import join, leave
from services.actions.placing import place
from services.actions.resident import (
    answer_questions,
    choose_kind,
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
    merge,
    not_accept,
    renew_code,
    resume,
    suspend,
    unmerge,
)

__all__ = [
    "Filed",
    "Place",
    "Reporter",
    "add_co_handler",
    "answer_escalation",
    "answer_questions",
    "answer_supervision",
    "ask",
    "assign",
    "call_back",
    "call_off",
    "change_link",
    "choose_kind",
    "classify",
    "close_supervision",
    "close_unrated",
    "come_back",
    "contact",
    "decide_ask",
    "escalate",
    "file_request",
    "join",
    "leave",
    "merge",
    "not_accept",
    "note",
    "pass_on",
    "place",
    "raise_supervision",
    "rate",
    "receive",
    "record_reply",
    "renew_code",
    "reopen",
    "reply",
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
