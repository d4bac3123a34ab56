from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.kernel.periods import DatePeriod
from linli.registry import rules
from linli.registry.data import ContractTerms, DateFault, UsccFault

# Codes that well-known registrants print on their own pages.
SOUND = ("9144030071526726XG", "91440300708461136T")
START = date(2020, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days))


@pytest.mark.parametrize("code", SOUND)
def test_sound_credit_codes_pass(code: str) -> None:
    assert rules.uscc_faults(code) == ()


def test_no_code_is_no_fault() -> None:
    assert rules.uscc_faults("") == ()


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("9144030071526726X", UsccFault.LENGTH),
        ("9144030071526726XO", UsccFault.ALPHABET),
        ("9144030071526726XH", UsccFault.CHECK_DIGIT),
        ("91370406MA3C00000X", UsccFault.ORGANISATION_DIGIT),
    ],
)
def test_what_is_odd_is_named(code: str, fault: UsccFault) -> None:
    assert fault in rules.uscc_faults(code)


@given(st.sampled_from(SOUND), st.integers(0, 17), st.sampled_from(rules.USCC_ALPHABET))
def test_one_wrong_character_never_passes(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert bool(rules.uscc_faults(wrong)) == (wrong != code)


@given(st.text(alphabet=rules.ORGANISATION_ALPHABET + "-. 　小", max_size=20))
def test_any_text_is_answered(code: str) -> None:
    rules.uscc_faults(rules.clean_uscc(code))


def test_codes_are_stored_as_one_writes_them_officially() -> None:
    assert rules.clean_uscc(" ９１44 0300 71526726xg ") == "9144030071526726XG"


@given(DAYS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_days_of_a_contract(
    starts: date, ends: date | None, signed: date | None, entry: date | None
) -> None:
    terms = ContractTerms("hired", "market", starts, ends, signed, entry)
    faults = rules.date_faults(terms)
    assert (DateFault.ENDS_BEFORE_START in faults) == (ends is not None and ends < starts)
    assert (DateFault.ENTERS_AFTER_END in faults) == bool(ends and entry and entry > ends)
    assert (DateFault.ENDS_BEFORE_SIGNING in faults) == bool(ends and signed and signed > ends)


Days = tuple[date | None, date | None]
PERIODS = st.tuples(st.none() | DAYS, st.none() | DAYS).filter(
    lambda pair: not (pair[0] and pair[1]) or pair[0] < pair[1]
)


@given(st.lists(PERIODS, max_size=4), DAYS)
def test_covered_is_to_lie_in_a_period(pairs: list[Days], day: date) -> None:
    periods = [DatePeriod(*pair) for pair in pairs]
    by_hand = any(
        (start is None or start <= day) and (end is None or day < end) for start, end in pairs
    )
    assert rules.is_covered(periods, day) is by_hand


@given(st.lists(PERIODS, max_size=4), PERIODS)
def test_a_clash_is_a_day_in_common(pairs: list[Days], wanted: Days) -> None:
    window = [START + timedelta(days) for days in range(-1, 62)]
    periods = [DatePeriod(*pair) for pair in pairs]
    asked = DatePeriod(*wanted)
    shared = any(p.contains(day) and asked.contains(day) for p in periods for day in window)
    assert (rules.clash(periods, asked) is not None) is shared


@pytest.mark.clause("ST-3.1d")
def test_service_items_against_a_set() -> None:
    basic = ("cleaning", "security", "order")
    short = rules.standing(["cleaning", "security"], basic)
    assert (short.met, short.missing, short.is_met) == (("cleaning", "security"), ("order",), False)
    assert rules.standing(["order", "security", "cleaning", "greening"], basic).is_met
    assert short.size == 3


@given(st.sets(st.sampled_from("abcdef")), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_wanted_item_is_met_or_missing(given_: set[str], wanted: list[str]) -> None:
    found = rules.standing(given_, wanted)
    assert sorted((*found.met, *found.missing)) == sorted(wanted)
    assert set(found.met) <= given_
    assert not given_ & set(found.missing)
