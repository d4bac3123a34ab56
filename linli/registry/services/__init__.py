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

__all__ = [
    "amend_contract",
    "edit_compound",
    "edit_enterprise",
    "end_contract",
    "record_baseline_service",
    "record_entry",
    "register_compounds",
    "register_enterprise",
    "set_trait",
    "sign_contract",
]
