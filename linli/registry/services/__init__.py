"""Writing the register: one function per act, each journalled in its own transaction."""

from linli.registry.services.compounds import (
    edit_compound,
    record_baseline_service,
    register_compounds,
    set_trait,
)
from linli.registry.services.contracts import (
    amend_contract,
    end_contract,
    record_entry,
    sign_contract,
)
from linli.registry.services.enterprises import edit_enterprise, register_enterprise
from linli.registry.services.opening import open_register
from linli.registry.services.personal import (
    ask_for_export,
    decide_on_export,
    hand_out_export,
    read_personal,
)
from linli.registry.services.rosters import (
    ROSTER_CHECK,
    ROSTER_WRITE,
    check_roster,
    confirm_roster,
    drop_roster,
    hand_in_roster,
    marked_copy_of,
    write_roster,
)

__all__ = [
    "ROSTER_CHECK",
    "ROSTER_WRITE",
    "amend_contract",
    "ask_for_export",
    "check_roster",
    "confirm_roster",
    "decide_on_export",
    "drop_roster",
    "edit_compound",
    "edit_enterprise",
    "end_contract",
    "hand_in_roster",
    "hand_out_export",
    "marked_copy_of",
    "open_register",
    "read_personal",
    "record_baseline_service",
    "record_entry",
    "register_compounds",
    "register_enterprise",
    "set_trait",
    "sign_contract",
    "write_roster",
]
