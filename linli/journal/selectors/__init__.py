"""Reading the journal: acts, their seals, and whether all of it still holds together."""

from linli.journal.selectors.acts import (
    act,
    acts_after,
    acts_of,
    acts_of_app,
    acts_visible_to,
    first_moment,
    last_act_id,
    latest_day,
    latest_of,
    readings_of,
)
from linli.journal.selectors.archives import check_archives
from linli.journal.selectors.checks import (
    check_chain,
    check_published,
    check_triggers,
)
from linli.journal.selectors.exporting import exported
from linli.journal.selectors.retirements import (
    acts_archived_until,
    archived_until,
    latest_retirement,
    readings_archived_until,
    retirable,
)
from linli.journal.selectors.seals import (
    districts_with_acts,
    head,
    heads,
    oldest_unsealed,
    proof_of,
    unsealed_ids,
)

__all__ = [
    "act",
    "acts_after",
    "acts_archived_until",
    "acts_of",
    "acts_of_app",
    "acts_visible_to",
    "archived_until",
    "check_archives",
    "check_chain",
    "check_published",
    "check_triggers",
    "districts_with_acts",
    "exported",
    "first_moment",
    "head",
    "heads",
    "last_act_id",
    "latest_day",
    "latest_of",
    "latest_retirement",
    "oldest_unsealed",
    "proof_of",
    "readings_archived_until",
    "readings_of",
    "retirable",
    "unsealed_ids",
]
