"""Changing policy: releases and answers (``releases``), texts being worked on
(``drafts``), documents handed in (``papers``).
"""

from linli.policy.services.drafts import (
    check_draft,
    load_draft,
    save_draft,
    start_draft,
    try_draft,
)
from linli.policy.services.papers import (
    adopt_paper,
    confirm_proposals,
    decide_clause,
    divide_clause,
    join_clause,
    receive_paper,
)
from linli.policy.services.releases import (
    activate_release,
    check_folder,
    load_layer,
    renew_edition,
    set_value,
)

__all__ = [
    "activate_release",
    "adopt_paper",
    "check_draft",
    "check_folder",
    "confirm_proposals",
    "decide_clause",
    "divide_clause",
    "join_clause",
    "load_draft",
    "load_layer",
    "receive_paper",
    "renew_edition",
    "save_draft",
    "set_value",
    "start_draft",
    "try_draft",
]
