"""How the database itself keeps the journal: what it refuses, and the one thing it lets through."""

from __future__ import annotations

from linli.journal.data import LEAST_DAYS
from linli.kernel.db import Guard

# An act may go when it is old by the database's own clock, and while the district's latest
# retirement covers it and is not recorded yet: the act of the retirement shuts the door again.
_RETIRING = (
    "EXISTS (SELECT 1 FROM journal_retirement AS r WHERE r.district = OLD.district "
    "AND OLD.id BETWEEN r.first_id AND r.last_id "
    "AND NOT EXISTS (SELECT 1 FROM journal_retirement AS later "
    "WHERE later.district = r.district AND later.number > r.number) "
    "AND NOT EXISTS (SELECT 1 FROM journal_act AS act WHERE act.district = r.district "
    "AND act.subject_kind = 'retirement' AND act.subject_id = CAST(r.number AS varchar(20)) "
    "AND act.verb = 'journal.retire'))"
)
ACTS = Guard(
    "journal_act",
    deletable={
        "sqlite": f"OLD.at < datetime('now', '-{LEAST_DAYS} days') AND {_RETIRING}",
        "postgresql": f"OLD.at < now() - interval '{LEAST_DAYS} days' AND {_RETIRING}",
    },
)
SEALS = Guard("journal_seal")
RETIREMENTS = Guard("journal_retirement")
