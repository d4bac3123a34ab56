"""Writing duties: given, generated, done, reminded of, escalated."""

from linli.duties.services.assigning import assign, fulfil, refresh
from linli.duties.services.feeds import make_feed, revoke_feed
from linli.duties.services.following import follow_acts, record_done
from linli.duties.services.generating import generate
from linli.duties.services.moving import foresee_move, move_duties
from linli.duties.services.reminding import escalate, remind, report_missing_years
from linli.duties.services.workdays import load_workdays, read_workdays

__all__ = [
    "assign",
    "escalate",
    "follow_acts",
    "foresee_move",
    "fulfil",
    "generate",
    "load_workdays",
    "make_feed",
    "move_duties",
    "read_workdays",
    "record_done",
    "refresh",
    "remind",
    "report_missing_years",
    "revoke_feed",
]
