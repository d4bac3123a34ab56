"""Changing policy: releases and answers (``releases``), texts being worked on (``drafts``)."""

from linli.policy.services.drafts import (
    check_draft,
    load_draft,
    save_draft,
    start_draft,
    try_draft,
)
from linli.policy.services.releases import (
    activate_release,
    check_folder,
    load_layer,
    set_value,
)

__all__ = [
    "activate_release",
    "check_draft",
    "check_folder",
    "load_draft",
    "load_layer",
    "save_draft",
    "set_value",
    "start_draft",
    "try_draft",
]
