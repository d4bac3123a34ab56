"""Worked codes of the domain: credit codes (GB 32100) and identity numbers (GB 11643), made up."""

from __future__ import annotations

import pytest

from linli.registry import rules
from linli.registry.data import IdFault, UsccFault

SOUND = (
    "91120112MA0TE5T162",
    "91370406MA3QWERT83",
    "91150202MA0N12340D",
    "91320614MA1XY278XW",
    "91120112123456788B",
)


@pytest.mark.parametrize("code", SOUND)
def test_credit_codes(code: str) -> None:
    """T55: both check digits hold."""
    assert rules.uscc_faults(code) == ()


def test_wrong_credit_codes() -> None:
    """T56: one digit off, letters that no code has, small letters that become capitals."""
    assert rules.uscc_faults("91120112MA0TE5T163") == (UsccFault.CHECK_DIGIT,)
    for letter in "IOSVZ":
        assert rules.uscc_faults(f"91120112MA0{letter}E5T162") == (UsccFault.ALPHABET,)
    assert rules.uscc_faults(rules.clean_uscc("91120112ma0te5t162")) == ()


@pytest.mark.parametrize(
    ("first17", "check", "faults"),
    [
        ("11010519491231002", "X", ()),
        ("12011219850307001", "4", ()),
        ("37040619700101123", "4", ()),
        ("15020219660229001", "1", (IdFault.BIRTHDAY,)),  # 1966 had no 29 February
        ("32061419991231004", "1", ()),
    ],
)
def test_identity_numbers(first17: str, check: str, faults: tuple[IdFault, ...]) -> None:
    """T57: the check digit alone does not make a day of birth. No number stands here whole."""
    assert rules.id_faults(first17 + check) == faults
