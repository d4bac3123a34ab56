"""What the policy in force says about a campaign, read once per page or act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from linli.policy import selectors as policy
from linli.policy.data import Campaign as Drive
from linli.policy.data import Disclosure, Duty, Resolved, Rule, Target, Vocabulary

COVERAGE = "coverage"
PROGRESS_REPORT = "progress_report"
MODES = "service.mode"
NATURES = "service.nature"
ITEMS = "service.items"
CLASSES = "compound.class"


@dataclass(frozen=True)
class Basis:
    """The coverage campaign of a division as the policy in force on a day configures it."""

    division: str
    on: date

    @property
    def drive(self) -> Resolved[Drive]:
        """Phases, kinds of task, steps and forms (ST-5.*, ST-A3.*, ST-A4, ST-A5.1)."""
        return policy.provision(Drive, COVERAGE, division=self.division, on=self.on)

    @property
    def target(self) -> Resolved[Target]:
        """The coverage to reach and the day (ST-1.1)."""
        return policy.provision(Target, COVERAGE, division=self.division, on=self.on)

    @property
    def duty(self) -> Resolved[Duty]:
        """The progress report of the street (ST-A5.3)."""
        return policy.provision(Duty, PROGRESS_REPORT, division=self.division, on=self.on)

    @property
    def disclosure(self) -> Resolved[Disclosure]:
        """What is published of the coverage."""
        return policy.provision(Disclosure, COVERAGE, division=self.division, on=self.on)

    def rule(self, key: str) -> Resolved[Rule]:
        """A rule of the campaign by its key."""
        return policy.provision(Rule, key, division=self.division, on=self.on)

    def vocabulary(self, key: str) -> Resolved[Vocabulary]:
        """A vocabulary by its key."""
        return policy.provision(Vocabulary, key, division=self.division, on=self.on)

    @staticmethod
    def language() -> str:
        """The language in force, for texts of the policy."""
        return get_language() or "zh-hans"

    def words(self, key: str) -> dict[str, str]:
        """Code to name of a vocabulary, in the language in force."""
        terms = self.vocabulary(key).body.terms
        return {term.code: term.label.in_language(self.language()) for term in terms}

    def printed(self, key: str) -> dict[str, str]:
        """Code to name of a vocabulary as the office's own forms print it (Chinese)."""
        return {term.code: term.label.zh for term in self.vocabulary(key).body.terms}

    def modes(self, *, market_ready: bool) -> tuple[str, ...]:
        """Codes of the service modes open to a compound (ST-3.1b, ST-3.1c).

        A compound with a market is to be hired out, and may be served otherwise with a reason.
        """
        vocabulary = self.vocabulary(MODES).body
        without_market = tuple(term.code for term in vocabulary.subset("not_market_ready"))
        return (self.market_modes() + without_market) if market_ready else without_market

    def market_modes(self) -> tuple[str, ...]:
        """Codes of the modes to prefer where the market can serve a compound (ST-3.1b)."""
        vocabulary = self.vocabulary(MODES).body
        return tuple(term.code for term in vocabulary.subset("market_ready"))
