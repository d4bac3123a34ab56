"""The words and rules the policy gives the register: classes, natures, modes, service items.

They cost no query of their own beyond the policy app's look whether its edition is current.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language

from linli.policy import selectors as policy
from linli.policy.data import Effect, NotConfigured, Resolved, Rule, Text, Vocabulary

NATURE = "service.nature"
MODE = "service.mode"
ITEMS = "service.items"
CLASS = "compound.class"
KIND = "compound.kind"

CLASS_REQUIRES_SERVICE = "class_1_requires_service"


def in_language(text: Text) -> str:
    """Words of the policy in the language of the page."""
    return text.in_language(get_language() or "")


def vocabulary(key: str, *, division: str, on: date) -> Resolved[Vocabulary] | None:
    """A vocabulary as it holds in a division on a day; None where the policy has none."""
    try:
        return policy.provision(Vocabulary, key, division=division, on=on)
    except NotConfigured:
        return None


def has_words(key: str, *, division: str, on: date) -> bool:
    """Whether the policy in force in a division has such a vocabulary."""
    return vocabulary(key, division=division, on=on) is not None


def term_labels(key: str, codes: Iterable[str], *, division: str, on: date) -> list[str]:
    """The names of codes here; a code the policy does not know (any more) names itself."""
    found = vocabulary(key, division=division, on=on)
    terms = {code: found.body.term(code) if found else None for code in codes}
    return [in_language(term.label) if term else code for code, term in terms.items()]


def term_label(key: str, code: str, *, division: str, on: date) -> str:
    """The name of one code here; empty for none."""
    return term_labels(key, [code], division=division, on=on)[0] if code else ""


def blocked_classes(*, division: str, on: date, is_covered: bool) -> dict[str, Resolved[Rule]]:
    """Classes a compound may not have, each with the rule that blocks it (``ST-A5.2``).

    ``on`` is the day whose policy counts, ``is_covered`` whether the compound is served on the
    day the class would hold from.
    """
    if is_covered:
        return {}
    try:
        rule = policy.provision(Rule, CLASS_REQUIRES_SERVICE, division=division, on=on)
    except NotConfigured:
        return {}
    blocks = rule.body.effect is Effect.BLOCK and "class" in rule.body.when
    return {rule.body.when["class"]: rule} if blocks else {}
