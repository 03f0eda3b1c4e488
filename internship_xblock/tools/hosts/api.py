"""What can be done with hosts, and with the places that they are asked for. Every verb asks the permission table first.

Not for: placements by how they stand (coordination), one placement (placements), who is trained (training).
"""

from __future__ import annotations

from .keeping import LABELS, join_spelling, keep_host, note_host, save_host, split_spelling
from .reading import PAGE_SIZE, Choice, all_hosts, choose_hosts, find_host, get_host, list_hosts, see_named
from .requests.answering import answer_request, own_request, see_request
from .requests.asking import MadeLink, ask_hosts, get_request, renew_link, request_letter, send_request, withdraw_request
from .requests.counting import Waiting, asker_of, open_requests, waiting_requests
from .requests.links import plain_code
from .requests.placing import Placed, make_placements
from .requests.reminding import remind_due
from .rules import (
    ANSWERED,
    DECLINED,
    MADE,
    OVERDUE,
    PLACES_LIMIT,
    WAITING,
    WITHDRAWN,
    Answer,
    Asked,
    Details,
    Mentor,
)
from .values import HostList, HostMentor, HostRow, HostView, Note, RequestView, Spelling

__all__ = [
    "ANSWERED", "DECLINED", "LABELS", "MADE", "OVERDUE", "PAGE_SIZE", "PLACES_LIMIT", "WAITING", "WITHDRAWN", "Answer",
    "Asked", "Choice", "Details", "HostList", "HostMentor", "HostRow", "HostView", "MadeLink", "Mentor", "Note", "Placed",
    "RequestView", "Spelling", "Waiting", "all_hosts", "answer_request", "ask_hosts", "asker_of", "choose_hosts", "find_host",
    "get_host", "get_request", "join_spelling", "keep_host", "list_hosts", "make_placements", "note_host", "open_requests",
    "own_request", "plain_code", "remind_due", "renew_link", "request_letter", "save_host", "see_named", "see_request",
    "send_request", "split_spelling", "waiting_requests", "withdraw_request",
]  # fmt: skip
