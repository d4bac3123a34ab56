"""Who acts in community property governance, as policies name them.

A policy may name a body that is not here in a vocabulary ``office`` of its own layer or of one
above; the code can then be used wherever an office is asked for. The same vocabulary may give a
well-known office its local name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from linli.policy.data.bodies import Reference
from linli.policy.data.values import Unset

OFFICES = "office"
"""Key of the vocabulary that holds local offices and local names."""


class Office(StrEnum):
    """Bodies known everywhere."""

    DISTRICT_GOVERNMENT = "district_government"
    DISTRICT_LEADERSHIP = "district_leadership"
    GOVERNMENT_OFFICE = "government_office"
    LEADING_GROUP = "leading_group"
    LEADING_GROUP_OFFICE = "leading_group_office"
    TASK_FORCE = "task_force"
    HOUSING_AUTHORITY = "housing_authority"
    HOUSING_AUTHORITY_CITY = "housing_authority_city"
    LINE_DEPARTMENT = "line_department"
    LAW_ENFORCEMENT = "law_enforcement"
    URBAN_MANAGEMENT = "urban_management"
    POLICE = "police"
    FIRE_AUTHORITY = "fire_authority"
    EMERGENCY_AUTHORITY = "emergency_authority"
    MARKET_REGULATION = "market_regulation"
    DEVELOPMENT_REFORM = "development_reform"
    PLANNING_AUTHORITY = "planning_authority"
    ECOLOGY_AUTHORITY = "ecology_authority"
    HEALTH_AUTHORITY = "health_authority"
    CIVIL_AFFAIRS = "civil_affairs"
    JUSTICE_AUTHORITY = "justice_authority"
    COURT = "court"
    DISCIPLINE_AUTHORITY = "discipline_authority"
    FINANCE_AUTHORITY = "finance_authority"
    AUDIT = "audit"
    ORGANISATION_DEPARTMENT = "organisation_department"
    POLITICAL_LEGAL = "political_legal"
    PUBLICITY_DEPARTMENT = "publicity_department"
    CIVILISATION_OFFICE = "civilisation_office"
    INDUSTRY_INFORMATION = "industry_information"
    WATER_AUTHORITY = "water_authority"
    AIR_DEFENCE = "air_defence"
    LABOUR_AUTHORITY = "labour_authority"
    PETITION_OFFICE = "petition_office"
    COMMAND_CENTRE = "command_centre"
    STREET_TOWN = "street_town"
    STREET_PARTY = "street_party"
    COMMUNITY = "community"
    COMMUNITY_PARTY = "community_party"
    RESIDENTS_COMMITTEE = "residents_committee"
    PROPERTY_SPECIALIST = "property_specialist"
    GRID_WORKER = "grid_worker"
    PROPERTY_ENTERPRISE = "property_enterprise"
    SERVICE_UNIT = "service_unit"
    PRELIMINARY_ENTERPRISE = "preliminary_enterprise"
    OWNERS_ASSEMBLY = "owners_assembly"
    OWNERS_COMMITTEE = "owners_committee"
    INTERIM_COMMITTEE = "interim_committee"
    PREPARATORY_GROUP = "preparatory_group"
    RENEWAL_GROUP = "renewal_group"
    OWNER = "owner"
    OWNER_REPRESENTATIVE = "owner_representative"
    RESIDENT = "resident"
    DEVELOPER = "developer"
    UTILITY = "utility"
    POWER_UTILITY = "power_utility"
    WATER_UTILITY = "water_utility"
    GAS_UTILITY = "gas_utility"
    HEAT_UTILITY = "heat_utility"
    TELECOM_UTILITY = "telecom_utility"
    CABLE_UTILITY = "cable_utility"
    INDUSTRY_ASSOCIATION = "industry_association"
    INDUSTRY_PARTY = "industry_party"
    MEDIA = "media"


KNOWN_OFFICES: frozenset[Reference] = frozenset(
    ("vocabulary", OFFICES, f"term {office}") for office in Office
)
"""Offices nobody has to write down; the loader adds those of the vocabulary ``office``."""


def office_references(*codes: str | Unset | Iterable[str] | None) -> Iterator[Reference]:
    """The offices a provision names, for the loader to look up; unset and absent ones are none."""
    for code in codes:
        if isinstance(code, str):
            yield ("vocabulary", OFFICES, f"term {code}")
        elif code is not None and not isinstance(code, Unset):
            yield from office_references(*code)
