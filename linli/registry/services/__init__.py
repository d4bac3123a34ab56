"""Writing the register: one function per act, each journalled in its own transaction."""

from linli.registry.services.communities import plan_reorganisation, reorganise
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
from linli.registry.services.owners import (
    edit_owner,
    end_owner_login,
    give_login,
    invite_owner,
    read_own,
)
from linli.registry.services.personal import (
    ask_for_export,
    decide_on_export,
    hand_out_export,
    read_personal,
)
from linli.registry.services.places import change_place, end_place, register_place
from linli.registry.services.retention import give_up_old_rosters
from linli.registry.services.rosters import (
    ROSTER_CHECK,
    ROSTER_WRITE,
    check_roster,
    confirm_roster,
    drop_roster,
    findings_of_roster,
    hand_in_roster,
    marked_copy_of,
    write_roster,
)
from linli.registry.services.units import (
    change_owners,
    designate_voter,
    edit_unit,
    register_unit,
)

__all__ = [
    "ROSTER_CHECK",
    "ROSTER_WRITE",
    "amend_contract",
    "ask_for_export",
    "change_owners",
    "change_place",
    "check_roster",
    "confirm_roster",
    "decide_on_export",
    "designate_voter",
    "drop_roster",
    "edit_compound",
    "edit_enterprise",
    "edit_owner",
    "edit_unit",
    "end_contract",
    "end_owner_login",
    "end_place",
    "findings_of_roster",
    "give_login",
    "give_up_old_rosters",
    "hand_in_roster",
    "hand_out_export",
    "invite_owner",
    "marked_copy_of",
    "open_register",
    "plan_reorganisation",
    "read_own",
    "read_personal",
    "record_baseline_service",
    "record_entry",
    "register_compounds",
    "register_enterprise",
    "register_place",
    "register_unit",
    "reorganise",
    "set_trait",
    "sign_contract",
    "write_roster",
]
